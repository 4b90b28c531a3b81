"""The figures of one equilibrium against another: the variables of the command line's long table."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Optional, Union

from . import _engine
from ._inputs import names

if TYPE_CHECKING:
    import pandas

    from ._labelled import Labelled
    from .world import World

Names = Union[str, Iterable[str], None]


@lru_cache(maxsize=None)
def meanings(kind: str) -> dict[str, _engine.ArrayMeaning]:
    """What the arrays of a kind ("world", "level", "change") are, by name."""
    return {one.name: one for one in getattr(_engine, f"{kind}_arrays")()}


def long_filter(variables: Names, economies: Names, partners: Names, sectors: Names) -> _engine.LongFilter:
    """What of the long table is asked for."""
    return _engine.LongFilter(
        names(variables, "variables"), names(economies, "economies"), names(partners, "partners"), names(sectors, "sectors")
    )


def frame_of(columns: dict[str, Any]) -> pandas.DataFrame:
    """The long table: words as categoricals, values as they came."""
    import pandas

    table: dict[str, Any] = {}
    for name, (codes, words) in columns["words"].items():
        table[name] = pandas.Categorical.from_codes(codes, words)
        if name == "unit":
            table["year"] = columns["year"]
    table["value"] = columns["value"]
    return pandas.DataFrame(table)


class Variables:
    """Figures by economy (81 of the default world) and sector, each a labelled array made once, whose values
    are a read-only view of the engine's. Money is USD million at base-year prices, changes are against
    `against`; `array.attrs` has `units`, `long_name` and `against`. Source: the same equilibria and the same
    formulas as the command line's long table (`leeway solve --csv`), to the bit.

    All raise NotCertified where a solve behind them failed, and InputError where a horizon does not let welfare
    be told.
    """

    _arrays: dict[str, Labelled]
    world: World

    def _values(self, name: str) -> Any:
        raise NotImplementedError

    @property
    def against(self) -> str:
        """What the figures are told against, in words."""
        raise NotImplementedError

    def _change(self, name: str) -> Labelled:
        try:
            return self._arrays[name]
        except KeyError:
            from ._labelled import labelled

            values = self._values(name)
            array = labelled(self.world, values, meanings("change")[name], against=self.against)
            self._arrays[name] = array
            return array

    @property
    def equivalent_variation(self) -> Labelled:
        """Equivalent variation. Shape (economy), USD million at base-year prices."""
        return self._change("equivalent_variation")

    @property
    def real_income(self) -> Labelled:
        """Final expenditure over the consumer price index. Shape (economy), percent change."""
        return self._change("real_income")

    @property
    def real_wage(self) -> Labelled:
        """Wage over the consumer price index. Shape (economy), percent change."""
        return self._change("real_wage")

    @property
    def consumer_price(self) -> Labelled:
        """Price index of final use, world factor income as the unit of account. Shape (economy), percent change."""
        return self._change("consumer_price")

    @property
    def tariff_revenue(self) -> Labelled:
        """Duties received. Shape (economy), USD million, change."""
        return self._change("tariff_revenue")

    @property
    def export_tax_revenue(self) -> Labelled:
        """Export taxes received. Shape (economy), USD million, change."""
        return self._change("export_tax_revenue")

    @property
    def quota_rent_importer(self) -> Labelled:
        """Quota rents on its imports that its licence holders keep. Shape (economy), USD million, change."""
        return self._change("quota_rent_importer")

    @property
    def quota_rent_exporter(self) -> Labelled:
        """Quota and price-floor rents on its exports that it keeps. Shape (economy), USD million, change."""
        return self._change("quota_rent_exporter")

    @property
    def transfer(self) -> Labelled:
        """Payments of other economies received by policy. Shape (economy), USD million, change."""
        return self._change("transfer")

    @property
    def exports(self) -> Labelled:
        """Volume at the border prices compared with. Shape (economy), USD million, change."""
        return self._change("exports")

    @property
    def imports(self) -> Labelled:
        """Volume at the border prices compared with. Shape (economy), USD million, change."""
        return self._change("imports")

    @property
    def exports_percent(self) -> Labelled:
        """Fisher volume index at border prices. Shape (economy), percent change."""
        return self._change("exports_percent")

    @property
    def imports_percent(self) -> Labelled:
        """Fisher volume index at border prices. Shape (economy), percent change."""
        return self._change("imports_percent")

    @property
    def terms_of_trade(self) -> Labelled:
        """Fisher index of export over import prices, at the border. Shape (economy), percent change."""
        return self._change("terms_of_trade")

    @property
    def output(self) -> Labelled:
        """Volume at the basic prices compared with. Shape (economy, sector), USD million, change."""
        return self._change("output")

    @property
    def output_nominal(self) -> Labelled:
        """Sales at basic prices. Shape (economy, sector), percent change."""
        return self._change("output_nominal")

    @property
    def output_volume(self) -> Labelled:
        """Output over its basic price. Shape (economy, sector), percent change."""
        return self._change("output_volume")

    @property
    def value_added(self) -> Labelled:
        """What a sector's value added buys. Shape (economy, sector), USD million, change."""
        return self._change("value_added")

    @property
    def value_added_real(self) -> Labelled:
        """Value added over the consumer price index. Shape (economy, sector), percent change."""
        return self._change("value_added_real")

    @property
    def employment(self) -> Labelled:
        """Labour income of the sector over the wage. Shape (economy, sector), percent change."""
        return self._change("employment")

    @property
    def employment_share(self) -> Labelled:
        """The sector's share in the economy's labour. Shape (economy, sector), percentage points."""
        return self._change("employment_share")

    @property
    def bilateral_exports(self) -> Labelled:
        """Volume of exports to each partner, at the border prices compared with. Shape (exporter, importer), USD
        million, change; no number from an economy to itself."""
        return self._change("bilateral_exports")
