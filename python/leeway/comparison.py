"""One equilibrium against another."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Optional, Union

from . import _engine
from ._errors import InputError
from ._variables import Names, Variables, frame_of, names

if TYPE_CHECKING:
    import pandas

    from ._labelled import Labelled
    from .outcome import Outcome
    from .situation import Progress, Situation

PathLike = Union[str, "os.PathLike[str]"]


class Comparison(Variables):
    """How `second` differs from `first`: the figures of an Outcome, against whatever was named. `str()` is the
    command line's text."""

    def __init__(self, first: Outcome, second: Outcome, engine: _engine.Compared) -> None:
        self.first = first
        self.second = second
        self.world = second.world
        self._engine = engine
        self._arrays: dict[str, Labelled] = {}

    def __repr__(self) -> str:
        return f"<Comparison: {self.second.situation.title} against {self.against}>"

    def __str__(self) -> str:
        return self._engine.told.text()

    @property
    def against(self) -> str:
        return self.first.situation.title

    def _values(self, name: str) -> Any:
        return self._engine.change(name)

    def of(self, economy: str) -> dict[str, Optional[float]]:
        return self._engine.change_of(self.world._session.id_of(economy))

    def frame(
        self, variables: Names = None, economies: Names = None, partners: Names = None, sectors: Names = None
    ) -> pandas.DataFrame:
        filter = _engine.LongFilter(names(variables), names(economies), names(partners), names(sectors))
        return frame_of(self._engine.told.columns(filter))

    def json(self) -> str:
        """The answer as `leeway compare --json` has it."""
        return self._engine.told.json()

    def write(self, file: PathLike) -> None:
        """The answer of `leeway compare` by the ending of the name (docs/cli.md): .txt, .json, .csv, .sdmx.csv,
        .xlsx, .sqlite, .dta, .html; whole or not at all."""
        self._engine.told.write(os.fspath(file))


def _solved(one: Union[Situation, Outcome]) -> Outcome:
    from .outcome import Outcome

    return one if isinstance(one, Outcome) else one.solve()


def compare(
    first: Union[Situation, Outcome],
    second: Union[Situation, Outcome],
    range: Optional[str] = "none",
    progress: Progress = None,
) -> Comparison:
    """How `second` differs from `first`, solved if they are not yet. `range`: "none", "sets" of elasticities,
    "full", or None for what the command line takes; its ends are in what is written and in `str()`.
    `progress(done, of)` is called as solves finish. Ctrl-C stops it. Raises NotCertified where one has no figures,
    InputError for different worlds or options."""
    before = _solved(first)
    after = _solved(second)
    if before.world._session is not after.world._session:
        raise InputError("the two are of different worlds", hint="take both from one World")
    compared = _engine.compare(
        after.world._session,
        before._engine,
        before.situation.title,
        after._engine,
        after.situation.title,
        range,
        progress,
    )
    return Comparison(before, after, compared)
