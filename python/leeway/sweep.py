"""A grid of terms."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Optional

from . import _engine
from ._inputs import names, text
from ._variables import Names, meanings

if TYPE_CHECKING:
    import matplotlib.axes
    import pandas

    from ._labelled import Labelled
    from .situation import Situation
    from .world import World


def _unit(axis: list[Any]) -> dict[str, str]:
    """Of a rate or share: whole numbers are percent. Amounts are in the unit of their Measure either way."""
    return {"note": "of a rate or share: percent"} if all(isinstance(value, int) for value in axis) else {}


class Sweep:
    """A Situation under every combination of values of some terms, each solved and told against the Situation
    itself. What did not certify has a reason and no figures."""

    def __init__(self, on: Situation, axes: dict[str, list[Any]], engine: _engine.Swept) -> None:
        self.on = on
        self.world: World = on.world
        self.axes: dict[str, list[Any]] = axes
        self._engine = engine
        self._points = list(itertools.product(*axes.values()))

    def __len__(self) -> int:
        return len(self._points)

    def __repr__(self) -> str:
        failed = sum(not certified for _, certified, _ in self._engine.verdicts())
        words = ", ".join(f"{term}: {len(values)}" for term, values in self.axes.items())
        return f"<Sweep of {words}; {len(self)} cases, {failed} not certified>"

    def __getitem__(self, variable: str) -> Labelled:
        """A variable of economies: shape (…terms, economy), in its unit; economies alone, without groups. Not a
        number where a case did not certify."""
        import xarray

        from ._labelled import Labelled, coordinate

        economies = coordinate(self.world, "economy")
        values = self._engine.figures(text(variable, "variable", '"real_income"')).reshape(len(self), -1)[:, : economies.size]
        meaning = meanings("change")[variable]
        return Labelled(
            values.reshape([len(axis) for axis in self.axes.values()] + [economies.size]),
            coords={**{term: xarray.IndexVariable(term, axis, _unit(axis)) for term, axis in self.axes.items()}, "economy": economies},
            dims=[*self.axes, "economy"],
            name=variable,
            attrs={"units": meaning.unit, "long_name": meaning.text, "against": self.on.title},
        )

    def to_frame(self, variables: Names = None, economies: Names = None) -> pandas.DataFrame:
        """A row for each case and economy or group: the terms as they were given, id of the solve, whether it
        certified and else why not, economy, and a column for each variable of the long table (`attrs["units"]`)."""
        import pandas

        asked = names(variables, "variables") or [n for n, meaning in meanings("change").items() if meaning.axes == ["economy"]]
        known = self._engine.economies
        count = len(known)
        table: dict[str, Any] = {}
        for at, term in enumerate(self.axes):
            table[term] = [point[at] for point in self._points for _ in range(count)]
        verdicts = self._engine.verdicts()
        table["id"] = pandas.Categorical([id for id, _, _ in verdicts for _ in range(count)])
        table["certified"] = [certified for _, certified, _ in verdicts for _ in range(count)]
        table["reason"] = pandas.Categorical([reason for _, _, reason in verdicts for _ in range(count)])
        table["economy"] = pandas.Categorical.from_codes(list(range(count)) * len(self), known)
        for name in asked:
            table[name] = self._engine.figures(name)
        frame = pandas.DataFrame(table)
        if economies is not None:
            ids = [self.world._session.known_id(name) for name in names(economies, "economies")]
            frame = frame[frame["economy"].isin(ids)].reset_index(drop=True)
        frame.attrs["units"] = {name: meanings("change")[name].unit for name in asked}
        return frame

    def plot(
        self, variable: str = "real_income", economies: Names = None, ax: Optional[matplotlib.axes.Axes] = None
    ) -> matplotlib.axes.Axes:
        """A variable against the first term, a line an economy: those named, else the five it moves most. Of a sweep
        of one term."""
        from ._plots import sweep_plot

        return sweep_plot(self, text(variable, "variable", '"real_income"'), names(economies, "economies"), ax)
