"""One equilibrium against another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional, Union

from . import _engine
from ._errors import InputError
from ._inputs import described, optional_text, path, text, told
from ._told import PathLike, Told
from ._variables import Variables

if TYPE_CHECKING:
    from ._labelled import Labelled
    from .brief import Brief
    from .outcome import Outcome
    from .situation import Progress, Situation

class Comparison(Told, Variables):
    """How `second` differs from `first`: the figures of an Outcome, against whatever was named."""

    def __init__(self, first: Outcome, second: Outcome, engine: _engine.Compared) -> None:
        self.first = first
        self.second = second
        self.world = second.world
        self._engine = engine
        self._arrays: dict[str, Labelled] = {}

    def __repr__(self) -> str:
        return f"<Comparison: {self.second.situation.title} against {self.against}>"

    @property
    def _told(self) -> _engine.Told:
        return self._engine.told

    @property
    def against(self) -> str:
        """What the figures are told against, in words."""
        return self.first.situation.title

    def _values(self, name: str) -> Any:
        return self._engine.change(name)

    def of(self, economy: str) -> dict[str, Optional[float]]:
        """Every figure of one economy or group, as of an Outcome."""
        return self._engine.change_of(self.world._session.id_of(text(economy, "economy", '"CAN"')))

    def brief(
        self,
        file: Optional[PathLike] = None,
        economy: Optional[str] = None,
        threat: Optional[str] = None,
        range: Optional[str] = None,
        progress: Progress = None,
    ) -> Brief:
        """The brief behind the change, written to `file` if one is named: `leeway brief`. `first` is a status quo;
        the threat is the one of the ledger that was put in or that hangs on what was, the economy who is threatened,
        and the deal the rest of the change. Name them where the ledger cannot tell; with an economy alone it is the
        brief of a status quo so changed. `range`: as of a room."""
        from .brief import Brief

        name = None if file is None else path(file, "file", '"brief.html"')
        engine = _engine.brief_of_change(
            self.world._session,
            self.first.situation._engine,
            self.second.situation._engine,
            optional_text(economy, "economy", '"CAN"'),
            optional_text(threat, "threat", '"US-2026-CA-THREAT"'),
            optional_text(range, "range", '"sets"'),
            told(progress),
        )
        brief = Brief(engine)
        if name is not None:
            brief.write(name)
        return brief


def _solved(one: Union[Situation, Outcome], what: str) -> Outcome:
    from .outcome import Outcome
    from .situation import Situation

    if not isinstance(one, (Situation, Outcome)):
        raise InputError(
            f"{what}: a Situation or an Outcome expected, found {described(one)}",
            hint='such as world.status_quo("2026-01-24")',
        )
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
    before = _solved(first, "first")
    after = _solved(second, "second")
    if before.world._session is not after.world._session:
        raise InputError("the two are of different worlds", hint="take both from one World")
    compared = _engine.compare(
        after.world._session,
        before._engine,
        before.situation.title,
        after._engine,
        after.situation.title,
        optional_text(range, "range", '"sets"'),
        told(progress),
    )
    return Comparison(before, after, compared)
