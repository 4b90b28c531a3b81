"""What a solve gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Optional

from . import _engine
from ._inputs import text
from ._variables import Names, Variables, frame_of, long_filter, meanings

if TYPE_CHECKING:
    import pandas

    from ._labelled import Labelled
    from .situation import Situation
    from .world import World


class Certificate(NamedTuple):
    """What a solve says of itself (docs/model.md): residuals are relative, and `text` is one sentence."""

    certified: bool
    termination: str
    method: str
    residual: float
    market_clearing: float
    walras: float
    payments: float
    rent_accounting: float
    complementarity: float
    newton: int
    sweeps: int
    text: str

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return self.certified


class Levels:
    """Levels of the equilibrium: labelled views of the Result where it lies, not copied. Hats are over the base
    year, money is USD million with world factor income at its base-year value. `dir()` names them."""

    def __init__(self, world: World, engine: _engine.Answer) -> None:
        self._world = world
        self._engine = engine

    def __dir__(self) -> list[str]:
        return list(meanings("level"))

    def __getattr__(self, name: str) -> Labelled:
        if name.startswith("_") or name not in meanings("level"):
            raise AttributeError(f"no level {name!r}: {', '.join(meanings('level'))}")
        from ._labelled import labelled

        array = labelled(self._world, self._engine.level(name), meanings("level")[name])
        self.__dict__[name] = array
        return array


class Outcome(Variables):
    """How a solve ended. Its figures are against what its Situation is told against: the status quo of its day, of
    a status quo the base year. Look first: `if outcome:`; figures of a failure raise NotCertified."""

    def __init__(self, situation: Situation, engine: _engine.Answer) -> None:
        self.situation = situation
        self.world = situation.world
        self._engine = engine
        self._arrays: dict[str, Labelled] = {}
        self._against: Optional[str] = None
        self.level = Levels(situation.world, engine)

    def __bool__(self) -> bool:
        return self._engine.certified

    def __repr__(self) -> str:
        return f"<Outcome of {self.situation.title}: {self.certificate.text}>"

    @property
    def id(self) -> str:
        """Hash of version, world, options and policy: equal ids are equal solves, here and on the command line."""
        return self._engine.id

    @property
    def certificate(self) -> Certificate:
        """What the solve says of itself: whether it certified, how exactly it balances, and by what method."""
        return Certificate(**self._engine.certificate)

    @property
    def against(self) -> str:
        """What the figures are told against, in words."""
        if self._against is None:
            self._against = self.situation.reference().title
        return self._against

    def _values(self, name: str) -> Any:
        return self._engine.change(name)

    @property
    def flows(self) -> Labelled:
        """Trade at border prices, before duty, domestic sales included. Shape (goods, importer, exporter), USD
        million: `flows.sel(exporter="CHN", importer="CAN", goods="product:bev")`. Made by the engine once an
        Outcome; `level.paid` has what buyers pay, `level.received` what sellers get."""
        flows: Labelled = self.level.flows
        return flows

    def of(self, economy: str) -> dict[str, Optional[float]]:
        """Every figure of one economy or group (a group taken as one: trade inside it left out), by the names of
        the long table; None where it is not told."""
        return self._engine.change_of(text(economy, "economy", '"CAN"'))

    def flow(self, flow: str) -> dict[str, Any]:
        """A set of flows taken together, as `--flows` has it ("product:bev:CHN>CAN"): `border` and `paid`, USD
        million, `quantity` in `unit`, and `price`, USD for one unit."""
        return self._engine.flow(text(flow, "flow", '"product:bev:CHN>CAN"'))

    def frame(
        self, variables: Names = None, economies: Names = None, partners: Names = None, sectors: Names = None
    ) -> pandas.DataFrame:
        """The long table (docs/cli.md) as a data frame, by filters: one name or a list of each. Words are
        categoricals; "flows" are levels, all else changes. A frame of everything is refused."""
        filter = long_filter(variables, economies, partners, sectors)
        return frame_of(self._engine.columns(filter, self.situation.title))
