"""The brief."""

from __future__ import annotations

import warnings
from typing import Optional

from . import _engine
from ._inputs import path
from ._figures import Ranged
from ._told import PathLike, Told


class Brief(Told):
    """The answer of `leeway brief`, to the bit: the options of an economy under threat, who gains and who pays, and
    what stands behind it."""

    def __init__(self, engine: _engine.BriefTold) -> None:
        self._engine = engine

    def __repr__(self) -> str:
        return f"<Brief of {self._engine.economy}: {'certified' if self.certified else 'NOT CERTIFIED'}>"

    @property
    def _told(self) -> _engine.Told:
        return self._engine.told

    @property
    def id(self) -> str:
        """The command line's run id: hash of what was asked and of every solve."""
        return self._told.run_id

    @property
    def certified(self) -> bool:
        """Whether every central solve is."""
        return self._told.certified

    @property
    def p_star(self) -> Optional[Ranged]:
        """The leeway of the threatened, 0 to 1, with its range; None where there is no move to weigh."""
        p_star = self._engine.p_star
        return None if p_star is None else Ranged(*p_star)

    def json(self) -> str:
        """As `leeway brief --json`."""
        return self._engine.json()

    def write(self, file: PathLike) -> None:
        """By the ending of the name: .html (the page), .json, .txt, .csv, .xlsx, .sqlite, .dta; whole or not at
        all."""
        self._write(path(file, "file", '"brief.html"'), 3)

    def _write(self, name: str, stacklevel: int) -> None:
        why_plain = self._engine.write(name)
        if why_plain:
            warnings.warn(f"{name}: a plain page, because {why_plain}", stacklevel=stacklevel)
