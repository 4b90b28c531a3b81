"""A policy to solve."""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Optional, Union

from . import _engine
from ._errors import InputError
from ._inputs import LONGEST_FILE, axes, items, lines, optional_text, path, terms as term_values, text, told, years
from ._measures import option_texts, table

if TYPE_CHECKING:
    import pandas

    from .brief import Brief
    from .outcome import Outcome
    from .room import Room
    from .sweep import Sweep
    from .world import World

#: An id of the ledger, a Measure in one line, [[measure]] tables as TOML, a file of such, or a dict.
MeasureLike = Union[str, "os.PathLike[str]", Mapping[str, Any]]
TermValue = Union[str, float]
Listed = Union[str, "os.PathLike[str]", Iterable[Union[str, "os.PathLike[str]"]], None]
Progress = Optional[Callable[[int, int], None]]


def _names_file(item: str) -> bool:
    return item.lower().endswith(".toml") and "[[measure]]" not in item and ":" not in item


def _is_nothing(asked: Any) -> bool:
    return asked is None or (isinstance(asked, (list, tuple, dict)) and not asked)


class Situation:
    """What is in force on a day, or in the base year, with Measures put in and taken out. A value: `change` gives
    another one. Solved once, when first asked."""

    def __init__(self, world: World, engine: _engine.Situation, title: str) -> None:
        self.world = world
        self.title = title
        self._engine = engine
        # Not held: an Outcome goes, with the megabytes behind it, when no one looks at it any more.
        self._outcome: Optional[weakref.ref[Outcome]] = None

    def __repr__(self) -> str:
        return f"<Situation: {self.title}>"

    @property
    def day(self) -> str:
        """The day whose policy it is, "2026-01-24"."""
        return self._engine.day

    @property
    def known_by(self) -> Optional[str]:
        """The day up to which everything was known; None: everything is."""
        return self._engine.known_by

    def change(
        self,
        add: Union[MeasureLike, Iterable[MeasureLike], None] = (),
        drop: Union[str, Iterable[str], None] = (),
        terms: Optional[Mapping[str, TermValue]] = None,
        **options: Any,
    ) -> Situation:
        """With Measures put in and taken out, under other choices of model.

        `add`: ids of the ledger ("CACN-2026-DEAL"), Measures in one line ("USA on GBR: tariff 25% on goods"), TOML
        with [[measure]] tables, a path of such a file, or dicts with the same fields. `drop`: ids. `terms`: by
        "ID.term", of Measures that were put in or are in the ledger, which are put in force where they do not bind;
        text is as a file writes it ("50%", "49000 units/year"), a whole number of a rate or share is percent and
        another a decimal, a number of an amount is in the Measure's unit. `options`: as a scenario's [options] has
        them, such as horizon=1. Raises InputError for what a file would refuse.
        """
        engine = self._engine.under(option_texts(options)) if options else self._engine
        words = []
        for id in lines(drop, "drop"):
            engine = engine.without(id)
            words.append(f"without {id}")
        for item in items(add, "add"):
            if isinstance(item, Mapping):
                fields, name = table(item)
                engine = engine.with_table(fields, name)
                words.append(name.partition(" ")[2])
            elif isinstance(item, os.PathLike) or (isinstance(item, str) and _names_file(item)):
                file = path(item, "add", '"my-measures.toml"')
                engine = engine.with_file(file)
                words.append(file)
            else:
                tables = isinstance(item, str) and "[[measure]]" in item
                example = '"CACN-2026-DEAL" or "USA on GBR: tariff 25% on goods"'
                line = text(item, "add", example, LONGEST_FILE) if tables else text(item, "add", example)
                engine = engine.with_text(line)
                words.append("Measures as written" if tables else line)
        if asked := term_values(terms):
            engine = engine.with_terms(asked)
            words += [f"{key} = {value}" for key, value in asked.items()]
        words += [f"{key} {value}" for key, value in option_texts(options).items()]
        return Situation(self.world, engine, "; ".join(words) or self.title)

    def solve(
        self,
        add: Union[MeasureLike, Iterable[MeasureLike], None] = (),
        drop: Union[str, Iterable[str], None] = (),
        terms: Optional[Mapping[str, TermValue]] = None,
        **options: Any,
    ) -> Outcome:
        """The equilibrium of `change(add, drop, terms, **options)`, or of itself. A solve that fails raises nothing: its
        Outcome says so and has no figures. Other threads of Python run meanwhile."""
        if options or not all(_is_nothing(one) for one in (add, drop, terms)):
            return self.change(add, drop, terms, **options).solve()
        outcome = None if self._outcome is None else self._outcome()
        if outcome is None:
            from .outcome import Outcome

            outcome = Outcome(self, self._engine.solve())
            self._outcome = weakref.ref(outcome)
        return outcome

    def reference(self) -> Situation:
        """What its figures are told against: the status quo of its day; of that the base year."""
        engine = self._engine.reference()
        return Situation(self.world, engine, f"status quo on {engine.day}" if engine.is_status_quo else "base year")

    def room(
        self,
        economy: str,
        threat: Optional[str] = None,
        deal: Listed = (),
        lasts: Union[float, str, None] = None,
        deal_lasts: Union[float, str, None] = None,
        range: Optional[str] = None,
        progress: Progress = None,
    ) -> Room:
        """The leeway of a move under threat, as `leeway room` tells it, on a status quo.

        `economy`: who is threatened, or, without a threat, a ready question ("canada-china"). `threat`: a Measure in
        one line or the ledger id of a threat. `deal`: one or several Measures in one line, ids, "lift ID", "not
        MEASURE", or a scenario; nothing: what the record has behind the threat. `lasts`, `deal_lasts`: years,
        or text such as "6m"; for good if nothing is said. `range`: "none", "sets" or "full"; nothing: as the command line chooses.
        `progress(done, of)` is called as solves finish; Ctrl-C stops it."""
        from .room import Room

        engine = _engine.room(
            self.world._session,
            self._engine,
            text(economy, "economy", '"CAN"'),
            optional_text(threat, "threat", '"US-2026-CA-THREAT"'),
            lines(deal, "deal"),
            years(lasts, "lasts"),
            years(deal_lasts, "deal_lasts"),
            optional_text(range, "range", '"sets"'),
            told(progress),
        )
        return Room(engine)

    def sweep(self, terms: Mapping[str, Union[TermValue, Iterable[TermValue]]], progress: Progress = None) -> Sweep:
        """Every combination of values of some terms, "US-2026-CA-THREAT.rate": range(0, 101, 10), each put in as
        `change(terms=…)` does, solved on all cores and told against this Situation. At most 10,000 cases
        (`leeway sweep` is for more). The numbers of one term are all whole (percent) or all decimals.
        `progress(done, of)` is called as solves finish; Ctrl-C stops it. Raises InputError before anything is solved,
        NotCertified where this Situation itself has no figures."""
        from .sweep import Sweep

        asked = axes(terms, _engine.most_cases)
        for term, values in asked.items():
            # 1 is one percent and 1.0 the whole: on one axis they would be one label for two rates.
            if {int, float} <= {type(value) for value in values}:
                raise InputError(
                    f"{term}: whole numbers, which are percent, among decimals",
                    hint='write all as text ("50%"), all as decimals (0.5), or all as whole percent (50)',
                )
        return Sweep(self, asked, _engine.sweep(self._engine, list(asked.items()), told(progress)))

    def brief(
        self,
        economy: str,
        threat: Optional[str] = None,
        deal: Listed = (),
        retaliation: Union[str, os.PathLike[str], None] = None,
        add: Listed = (),
        drop: Listed = (),
        terms: Optional[Mapping[str, TermValue]] = None,
        range: Optional[str] = None,
        progress: Progress = None,
    ) -> Brief:
        """The brief of an economy on a status quo, as `leeway brief` tells it: with a `threat` (a ledger id or a
        Measure in one line) its options, without one where it stands. `deal`, `range`, `progress`: as of a room;
        `retaliation`: a scenario; `add`, `drop`, `terms`: change the policy in force and terms of its Measures."""
        from .brief import Brief

        engine = _engine.brief(
            self.world._session,
            self._engine,
            text(economy, "economy", '"CAN"'),
            optional_text(threat, "threat", '"US-2026-CA-THREAT"'),
            lines(deal, "deal"),
            None if retaliation is None else path(retaliation, "retaliation", '"canada-retaliates"'),
            lines(add, "add"),
            lines(drop, "drop"),
            term_values(terms),
            optional_text(range, "range", '"sets"'),
            told(progress),
        )
        return Brief(engine)

    @property
    def measures(self) -> pandas.DataFrame:
        """The Measures that act: id, title, by, on, goods, instrument, status, and whether their terms give
        something to solve."""
        import pandas

        names = ["id", "title", "by", "on", "goods", "instrument", "status", "solved"]
        return pandas.DataFrame(self._engine.applied(), columns=names)
