"""A world and its ledger."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING, Any, Optional, Union

from . import _engine
from ._inputs import day as day_of, path, text
from ._measures import option_texts
from ._variables import meanings

if TYPE_CHECKING:
    import numpy
    import xarray

    from ._labelled import Labelled
    from .situation import Situation

#: "2026-01-24", a date, a datetime or what is one (pandas' Timestamp), or numpy's datetime64.
Day = Union[str, date, "numpy.datetime64"]


class World:
    """A base year in balance, and a ledger of Measures. Never changed once opened; what was solved of it is kept
    and shared.

    Arrays are read-only views of the base year as it was loaded, not copied: money is USD million of `year`,
    tariffs are decimals. Their sources are those of the world (docs/data.md).
    """

    def __init__(self, session: _engine.Session) -> None:
        self._session = session
        self._coordinates: dict[str, xarray.IndexVariable] = {}
        self._arrays: dict[str, Labelled] = {}

    @classmethod
    def default(cls) -> World:
        """The world and the ledger of the data folder, as the command line has them."""
        return cls.open("2023")

    @classmethod
    def open(cls, world: Union[str, os.PathLike[str]], ledger: Union[str, os.PathLike[str], None] = None) -> World:
        """A world by name or folder. `ledger`: a folder, "none", or nothing for the world's own, else that of the
        data folder, as far as the world knows whom it speaks of. Raises InputError."""
        unsaid = ledger is None or (isinstance(ledger, str) and not ledger)
        folder = "" if unsaid else path(ledger, "ledger", '"none"')
        return cls(_engine.Session.open(path(world, "world", '"2023"'), folder))

    def __repr__(self) -> str:
        return f"<World {self.name}: {self._session.title}>"

    @property
    def name(self) -> str:
        """Of its folder."""
        return self._session.name

    @property
    def title(self) -> str:
        """One line."""
        return self._session.title

    @property
    def year(self) -> int:
        """The base year."""
        return self._session.base_year

    @property
    def tariff_date(self) -> str:
        """The day whose tariffs are in the base year: the day of a world of one's own."""
        return self._session.tariff_date

    @property
    def currency(self) -> str:
        """Such as "USD million, 2023 prices"."""
        return self._session.currency

    @property
    def economies(self) -> dict[str, str]:
        """Name by ISO 3166 alpha-3 id, in the order of every array."""
        return dict(self._session.labels("economy"))

    @property
    def groups(self) -> dict[str, str]:
        """Name by id, such as EU27."""
        return dict(self._session.labels("group"))

    @property
    def sectors(self) -> dict[str, str]:
        """Name by ICIO code (ISIC rev. 4)."""
        return dict(self._session.labels("sector"))

    @property
    def goods(self) -> dict[str, str]:
        """Name by id of what crosses borders: sectors, and products as "product:bev"."""
        return dict(self._session.labels("goods"))

    @property
    def elasticities(self) -> list[str]:
        """Ids of the sets of trade elasticities, for the option `elasticities`."""
        return self._session.elasticities()

    @property
    def measures(self) -> dict[str, str]:
        """Title by id of the ledger's Measures."""
        return dict(self._session.measures())

    def measure(self, id: str) -> str:
        """A Measure of the ledger as TOML. Raises InputError, with close ids, for one that it has not."""
        return self._session.measure(text(id, "id", '"US-2026-CA-THREAT"'))

    def _array(self, name: str) -> Labelled:
        if name not in self._arrays:
            from ._labelled import labelled

            self._arrays[name] = labelled(self, self._session.array(name), meanings("world")[name])
        return self._arrays[name]

    @property
    def flow(self) -> Labelled:
        """Trade at basic prices, domestic sales included. Shape (goods, importer, exporter), USD million."""
        return self._array("flow")

    @property
    def tariff(self) -> Labelled:
        """Duty on the basic price. Shape (goods, importer, exporter), decimal."""
        return self._array("tariff")

    @property
    def input(self) -> Labelled:
        """Purchases by producers at user prices. Shape (economy, sector, producer), USD million."""
        return self._array("input")

    @property
    def output(self) -> Labelled:
        """Output at basic prices. Shape (economy, producer), USD million."""
        return self._array("output")

    @property
    def value_added(self) -> Labelled:
        """Value added. Shape (economy, producer), USD million."""
        return self._array("value_added")

    @property
    def final_use(self) -> Labelled:
        """Final use at user prices. Shape (economy, sector), USD million."""
        return self._array("final_use")

    def status_quo(self, day: Day, known_by: Optional[Day] = None, **options: Any) -> Situation:
        """What is in force on a day ("2026-01-24", a date, a datetime or a Timestamp), as far as was known on
        `known_by`. `options` are those of a scenario's [options] (docs/options.md): horizon=1, closure="own"."""
        from .situation import Situation

        known = None if known_by is None else day_of(known_by, "known_by")
        situation = self._session.status_quo(day_of(day, "day"), known, option_texts(options))
        return Situation(self, situation, f"status quo on {situation.day}")

    def base_year(self, **options: Any) -> Situation:
        """The base year itself: the world's own tariffs and no Measure."""
        from .situation import Situation

        return Situation(self, self._session.base_situation(option_texts(options)), "base year")

    def scenario(self, name: Union[str, os.PathLike[str]], **options: Any) -> Situation:
        """A ready scenario by name, or a file; `options` go before those that it has."""
        from .situation import Situation

        file = path(name, "name", '"canada-deal"')
        situation = self._session.scenario(file, option_texts(options))
        return Situation(self, situation, os.path.splitext(os.path.basename(file))[0])
