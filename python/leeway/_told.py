"""Answers of the command line, as objects."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Union

from . import _engine
from ._inputs import path
from ._variables import Names, frame_of, long_filter

if TYPE_CHECKING:
    import pandas

PathLike = Union[str, "os.PathLike[str]"]


class Told:
    """An answer: `str()` is the text on a terminal, `tables` its tables, `frame` its long table, `json` and `write`
    what the command line gives for --json and -o."""

    @property
    def _told(self) -> _engine.Told:
        raise NotImplementedError

    def __str__(self) -> str:
        return self._told.text()

    @property
    def tables(self) -> dict[str, pandas.DataFrame]:
        """Each table by its id, every row. Numbers are as JSON has them: rates and shares as decimals. `attrs` has
        the `title`, the `note` under it and the `units` as shown, by column."""
        import pandas

        tables = {}
        for id, title, columns, rows, note in self._told.tables():
            frame = pandas.DataFrame(rows, columns=[name for name, _ in columns])
            frame.attrs.update(title=title, note=note, units=dict(columns))
            tables[id] = frame
        return tables

    def frame(
        self, variables: Names = None, economies: Names = None, partners: Names = None, sectors: Names = None
    ) -> pandas.DataFrame:
        """The long table (docs/cli.md) as a data frame, by filters: one name or a list of each. Words are
        categoricals. A frame of everything is refused."""
        filter = long_filter(variables, economies, partners, sectors)
        return frame_of(self._told.columns(filter))

    def json(self) -> str:
        """As --json."""
        return self._told.json()

    def write(self, file: PathLike) -> None:
        """As -o, by the ending of the name (docs/cli.md): .txt, .json, .csv, .sdmx.csv, .xlsx, .sqlite, .dta, .html,
        of a room .svg; whole or not at all. Raises InputError for others."""
        self._told.write(path(file, "file", '"answer.csv"'))
