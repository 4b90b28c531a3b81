"""The leeway of a move under threat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from . import _engine
from ._errors import NotCertified
from ._figures import Ranged
from ._told import Told

if TYPE_CHECKING:
    import matplotlib.axes
    import pandas

class Room(Told):
    """The largest probability of punishment at which a move still pays, p* = G / (G + L), and what stands behind
    it: the answer of `leeway room`, to the bit. Money is USD million a year."""

    def __init__(self, engine: _engine.RoomTold) -> None:
        self._engine = engine

    def __repr__(self) -> str:
        if self._engine.without_leeway:
            return f"<Room of {self._engine.economy}: {self._engine.without_leeway}>"
        return f"<Room of {self._engine.economy}: p* {self.p_star!r}>"

    @property
    def _told(self) -> _engine.Told:
        return self._engine.told

    def _look(self) -> _engine.RoomTold:
        if self._engine.without_leeway:
            raise NotCertified(self._engine.without_leeway)
        return self._engine

    @property
    def certified(self) -> bool:
        """Whether every solve of the central case is."""
        return self._told.certified

    @property
    def id(self) -> str:
        """The command line's run id: hash of what was asked and of every solve."""
        return self._told.run_id

    @property
    def reading(self) -> str:
        """What p* says: "room", "never_pays", "always_pays", or "no_move" where no deal is weighed."""
        return self._look().reading

    @property
    def p_star(self) -> Ranged:
        """The largest probability of punishment at which the move pays, 0 to 1, with `low` and `high` over the
        cases."""
        return Ranged(*self._look().p_star)

    @property
    def low(self) -> float:
        """p* where it is lowest over the cases."""
        return self.p_star.low

    @property
    def high(self) -> float:
        """p* where it is highest."""
        return self.p_star.high

    @property
    def gain(self) -> Ranged:
        """G: what the move is worth unpunished, USD million a year."""
        return Ranged(*self._look().gain)

    @property
    def loss(self) -> Ranged:
        """L: what the move costs once punished, USD million a year of punishment."""
        return Ranged(*self._look().loss)

    @property
    def cases(self) -> pandas.DataFrame:
        """Each case of the range, the central one first; cases that failed are in `failed`."""
        import pandas

        columns = ["name", "elasticities", "horizon", "rates", "gain_musd", "loss_musd", "p_star", "reading"]
        return pandas.DataFrame(self._look().cases(), columns=columns)

    @property
    def failed(self) -> pandas.DataFrame:
        """Cases without a figure: which option failed, and why."""
        import pandas

        return pandas.DataFrame(self._engine.failed(), columns=["name", "option", "why"])

    @property
    def frontier(self) -> pandas.DataFrame:
        """p* by the size of the threat, central case: `scale` 1 is as announced, `rate` where it is one duty,
        decimal."""
        import pandas

        return pandas.DataFrame(self._engine.frontier(), columns=["scale", "rate", "gain_musd", "loss_musd", "p_star"])

    @property
    def seats(self) -> pandas.DataFrame:
        """What the steps are worth to the threatener, partners and others, USD million a year, central case."""
        import pandas

        columns = ["seat", "economy", "name", "deal_musd", "carry_out_musd", "whole_musd"]
        return pandas.DataFrame(self._engine.seats(), columns=columns)

    def plot(self, ax: Optional[matplotlib.axes.Axes] = None, **style: Any) -> matplotlib.axes.Axes:
        """p* against the size of the threat, with the threat as announced and its range. Draws on `ax`, or on a new
        figure that a paper can print; `style` goes to the line."""
        from ._plots import room_plot

        return room_plot(self, ax, style)
