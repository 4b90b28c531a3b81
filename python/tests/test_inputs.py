"""What users pass: what is natural is taken, and all else is refused in words, at once."""

import datetime
import inspect
import itertools
import pathlib
import time
from decimal import Decimal

import numpy
import pandas
import pytest

import leeway as lw

DAY = "2026-01-24"


@pytest.fixture(scope="module")
def small(own_world):
    """A world that solves in no time, with all that hangs on it."""
    world = lw.World.open(own_world, ledger="none")
    quo = world.status_quo(DAY)
    changed = quo.change(add=DUTY)
    return {
        "world": world,
        "quo": quo,
        "changed": changed,
        "outcome": changed.solve(),
        "comparison": lw.compare(quo, changed),
        "room": quo.room("CHN", threat=DUTY, deal="CHN with USA: pact 50%", range="none"),
        "sweep": changed.sweep({"D.rate": [10, 20]}),
        "brief": quo.brief("CHN", threat=DUTY, range="none"),
    }


DUTY = "USA on CHN: tariff 25% on goods, id D"

HOSTILE = [
    None,
    object(),
    [],
    {},
    "",
    "\0",
    "\udc80",
    "x\ny",
    1e400,
    float("nan"),
    -1,
    10**30,
    10**5000,
    True,
    b"x",
    ["CAN", None],
    [["CAN"]],
    {"by": "USX"},
    {1: 2},
    datetime.timedelta(days=1),
    pandas.NaT,
    numpy.datetime64("NaT"),
    numpy.array([1.5, numpy.nan]),
    range(10**12),
    "x" * 10**6,
]

# What is called, by the name of what is public and what is passed.
CALLS = {
    "World.open": [
        lambda s, v: lw.World.open(v),
        lambda s, v: lw.World.open(s["folder"], ledger=v),
    ],
    "World.status_quo": [
        lambda s, v: s["world"].status_quo(v),
        lambda s, v: s["world"].status_quo(DAY, known_by=v),
        lambda s, v: s["world"].status_quo(DAY, horizon=v),
    ],
    "World.base_year": [lambda s, v: s["world"].base_year(closure=v)],
    "World.scenario": [lambda s, v: s["world"].scenario(v)],
    "World.measure": [lambda s, v: s["world"].measure(v)],
    "Situation.change": [
        lambda s, v: s["quo"].change(add=v),
        lambda s, v: s["quo"].change(add=[v]),
        lambda s, v: s["quo"].change(add={"by": v, "on": "CHN", "goods": "goods", "instrument": "tariff", "terms": {"rate": 0.1}}),
        lambda s, v: s["quo"].change(add={"by": "USA", "on": "CHN", "goods": "goods", "instrument": "tariff", "terms": {"rate": v}}),
        lambda s, v: s["quo"].change(add={"by": "USA", "on": v, "goods": "goods", "instrument": "tariff", "terms": {"rate": 0.1}}),
        lambda s, v: s["quo"].change(drop=v),
        lambda s, v: s["changed"].change(terms=v),
        lambda s, v: s["changed"].change(terms={"D.rate": v}),
        lambda s, v: s["changed"].change(horizon=v),
    ],
    "Situation.solve": [
        lambda s, v: s["quo"].solve(add=v),
        lambda s, v: s["changed"].solve(drop=v),
        lambda s, v: s["changed"].solve(terms=v),
        lambda s, v: s["changed"].solve(terms={"D.rate": v}),
        lambda s, v: s["changed"].solve(elasticities=v),
    ],
    "Situation.room": [
        lambda s, v: s["quo"].room(v, threat=DUTY, range="none"),
        lambda s, v: s["quo"].room("CHN", threat=v, range="none"),
        lambda s, v: s["quo"].room("CHN", threat=DUTY, deal=v, range="none"),
        lambda s, v: s["quo"].room("CHN", threat=DUTY, deal=[v], range="none"),
        lambda s, v: s["quo"].room("CHN", threat=DUTY, range="none", lasts=v),
        lambda s, v: s["quo"].room("CHN", threat=DUTY, range="none", deal_lasts=v),
        lambda s, v: s["quo"].room("CHN", threat=DUTY, range=v),
        lambda s, v: s["quo"].room("CHN", threat=DUTY, range="none", progress=v),
    ],
    "Situation.sweep": [
        lambda s, v: s["changed"].sweep(v),
        lambda s, v: s["changed"].sweep({"D.rate": v}),
        lambda s, v: s["changed"].sweep({"D.rate": [v]}),
        lambda s, v: s["changed"].sweep({"D.rate": [10]}, progress=v),
    ],
    "Situation.brief": [
        lambda s, v: s["quo"].brief(v, threat=DUTY, range="none"),
        lambda s, v: s["quo"].brief("CHN", threat=v, range="none"),
        lambda s, v: s["quo"].brief("CHN", threat=DUTY, deal=v, range="none"),
        lambda s, v: s["quo"].brief("CHN", threat=DUTY, retaliation=v, range="none"),
        lambda s, v: s["quo"].brief("CHN", threat=DUTY, add=v, range="none"),
        lambda s, v: s["quo"].brief("CHN", threat=DUTY, drop=v, range="none"),
        lambda s, v: s["quo"].brief("CHN", threat=DUTY, terms=v, range="none"),
        lambda s, v: s["quo"].brief("CHN", threat=DUTY, terms={"D.rate": v}, range="none"),
        lambda s, v: s["quo"].brief("CHN", threat=DUTY, range=v),
        lambda s, v: s["quo"].brief("CHN", threat=DUTY, range="none", progress=v),
    ],
    "compare": [
        lambda s, v: lw.compare(v, s["quo"]),
        lambda s, v: lw.compare(s["quo"], v),
        lambda s, v: lw.compare(s["quo"], s["changed"], range=v),
        lambda s, v: lw.compare(s["quo"], s["changed"], progress=v),
    ],
    "Comparison.of": [lambda s, v: s["comparison"].of(v)],
    "Comparison.frame": [
        lambda s, v: s["comparison"].frame(variables=v),
        lambda s, v: s["comparison"].frame(economies=v),
        lambda s, v: s["comparison"].frame(variables="real_income", sectors=v),
        lambda s, v: s["comparison"].frame(variables="real_income", partners=v),
    ],
    "Comparison.brief": [
        lambda s, v: s["comparison"].brief(v, economy="CHN", threat=DUTY.replace("id D", "id E"), range="none"),
        lambda s, v: s["comparison"].brief(economy=v, range="none"),
        lambda s, v: s["comparison"].brief(economy="CHN", threat=v, range="none"),
        lambda s, v: s["comparison"].brief(economy="CHN", range=v),
        lambda s, v: s["comparison"].brief(economy="CHN", range="none", progress=v),
    ],
    "Comparison.write": [lambda s, v: s["comparison"].write(v)],
    "Outcome.of": [lambda s, v: s["outcome"].of(v)],
    "Outcome.flow": [lambda s, v: s["outcome"].flow(v)],
    "Outcome.frame": [
        lambda s, v: s["outcome"].frame(variables=v),
        lambda s, v: s["outcome"].frame(economies=v),
    ],
    "Room.frame": [lambda s, v: s["room"].frame(variables=v)],
    "Room.write": [lambda s, v: s["room"].write(v)],
    "Room.plot": [lambda s, v: s["room"].plot(v)],
    "Brief.frame": [lambda s, v: s["brief"].frame(economies=v)],
    "Brief.write": [lambda s, v: s["brief"].write(v)],
    "Sweep.__getitem__": [lambda s, v: s["sweep"][v]],
    "Sweep.to_frame": [
        lambda s, v: s["sweep"].to_frame(variables=v),
        lambda s, v: s["sweep"].to_frame(economies=v),
    ],
    "Sweep.plot": [
        lambda s, v: s["sweep"].plot(v),
        lambda s, v: s["sweep"].plot(economies=v),
        lambda s, v: s["sweep"].plot(ax=v),
    ],
}

# They take nothing from users, or what an xarray or the interpreter passes.
WITHOUT = {"World.default", "Situation.reference", "Brief.json", "Comparison.json", "Room.json"}


def public_calls():
    for name in lw.__all__:
        one = getattr(lw, name)
        if not isinstance(one, type):
            if callable(one):
                yield name
            continue
        if issubclass(one, (Exception, tuple)):
            continue
        for member in dir(one):
            if (not member.startswith("_") or member == "__getitem__") and callable(getattr(one, member)):
                yield f"{name}.{member}"


def test_every_public_call_is_tried():
    assert set(public_calls()) == set(CALLS) | WITHOUT


@pytest.mark.parametrize("name", CALLS)
def test_hostile_values_are_refused_in_words(name, small, own_world, tmp_path, monkeypatch):
    import matplotlib

    matplotlib.use("Agg")
    monkeypatch.chdir(tmp_path)  # text is a file name to what writes
    small["folder"] = own_world
    for at, call in enumerate(CALLS[name]):
        for value in HOSTILE:
            what = f"{name}, call {at}, {type(value).__name__}"
            begun = time.monotonic()
            try:
                call(small, value)
            except (lw.InputError, lw.NotCertified) as refused:
                message = str(refused)
                assert message.strip(), what
                assert "incompatible function" not in message and "object at 0x" not in message, f"{what}: {message}"
                assert len(message) < 3000, f"{what}: {len(message)} characters"
            except Exception as other:
                pytest.fail(f"{what}: {type(other).__name__}: {str(other)[:300]}")
            assert time.monotonic() - begun < 20, what


def test_days_of_every_kind(small):
    world = small["world"]
    for day in (
        datetime.date(2026, 1, 24),
        datetime.datetime(2026, 1, 24, 9, 30),
        pandas.Timestamp("2026-01-24"),
        pandas.Timestamp("2026-01-24 09:30", tz="Europe/Brussels"),
        numpy.datetime64("2026-01-24"),
        numpy.datetime64("2026-01-24T09:30", "ns"),
    ):
        assert world.status_quo(day).day == DAY
        assert world.status_quo(DAY, known_by=day).known_by == DAY
        measure = {"by": "USA", "on": "CHN", "goods": "goods", "instrument": "tariff", "terms": {"rate": 0.25}, "effective": day}
        assert small["quo"].change(add=measure).solve() is not None
    for no_day in (datetime.time(9), 20260124, 2026.0, "24 January"):
        with pytest.raises(lw.InputError, match="is not a date"):
            world.status_quo(no_day)


def test_numbers_of_every_kind(small):
    changed = small["changed"]
    tenth = changed.solve(terms={"D.rate": 10}).id
    for value in (numpy.int64(10), numpy.uint8(10), numpy.array(10), "10%", 0.1, numpy.float64(0.1), Decimal("0.1"), numpy.str_("10%")):
        assert changed.solve(terms={"D.rate": value}).id == tenth, repr(value)
    assert small["quo"].solve(add={"by": "USA", "on": ("CHN",), "goods": {"goods"}, "instrument": "tariff", "terms": {"rate": numpy.float64(0.1)}, "id": "D"})
    assert changed.solve(horizon=numpy.int64(3)).id == changed.solve(horizon=3).id == changed.solve(horizon="3").id
    for value in (float("inf"), float("nan"), 10**30, numpy.nan):
        with pytest.raises(lw.InputError, match=r'terms\["D.rate"\]: .* is no number that can be meant'):
            changed.solve(terms={"D.rate": value})


def test_lists_of_every_kind(small):
    quo, changed, outcome = small["quo"], small["changed"], small["outcome"]
    both = outcome.frame(variables="real_income", economies=["USA", "CHN"])
    for several in (("USA", "CHN"), (id for id in ("USA", "CHN")), pandas.Series(["USA", "CHN"]), numpy.array(["USA", "CHN"]), {"USA": 1, "CHN": 2}.keys()):
        assert outcome.frame(variables="real_income", economies=several).equals(both)
    assert quo.change(add=(one for one in [DUTY])).solve().id == changed.solve().id
    assert quo.change(add=None, drop=None, terms=None).solve().id == quo.solve().id
    assert changed.solve(drop=("D",)).id == quo.solve().id == changed.solve(drop=pandas.Index(["D"])).id
    for values in (range(10, 21, 10), (10, 20), (v for v in (10, 20)), numpy.array([10, 20]), numpy.arange(10, 21, 10), pandas.Series([10, 20])):
        sweep = changed.sweep({"D.rate": values})
        assert sweep.axes == {"D.rate": [10, 20]} and len(sweep) == 2
        assert sweep["real_income"]["D.rate"].attrs["note"] == "of a rate or share: percent"
    assert changed.sweep({"D.rate": "50%"}).axes == {"D.rate": ["50%"]} and len(changed.sweep({"D.rate": 10})) == 1


def test_files_by_name(small, tmp_path):
    file = tmp_path / "duty.toml"
    file.write_text('[[measure]]\nid = "D"\nby = "USA"\non = ["CHN"]\ngoods = ["goods"]\ninstrument = "tariff"\nterms = { rate = "25%" }\n')
    for name in (file, str(file), [pathlib.PurePosixPath(file)]):
        assert small["quo"].solve(add=name).id == small["changed"].solve().id
    with pytest.raises(lw.InputError, match="none.toml"):
        small["quo"].solve(add=tmp_path / "none.toml")
    file.write_bytes(b'id = "\xff"')
    with pytest.raises(lw.InputError, match="duty.toml"):
        small["quo"].solve(add=file)


def test_a_large_sweep_is_refused_before_it_is_listed(small):
    def endless():
        yield from itertools.count()

    for terms in (
        {"D.rate": range(10**12)},
        {"D.rate": range(10**30)},
        {"D.rate": endless()},
        {"D.rate": range(200), "D.coverage": range(1, 101)},
    ):
        begun = time.monotonic()
        with pytest.raises(lw.InputError, match="more than 10000 cases"):
            small["changed"].sweep(terms)
        assert time.monotonic() - begun < 2
    for terms, words in (({}, "no term to vary"), ({"D.rate": []}, "there is no value")):
        with pytest.raises(lw.InputError, match=words):
            small["changed"].sweep(terms)


def test_lengths_of_time(small):
    def asked(**lasts):
        return small["quo"].room("CHN", threat=DUTY, deal="CHN with USA: pact 50%", range="none", **lasts).id

    assert asked(lasts=0.5) == asked(lasts="6m") == asked(lasts=numpy.float32(0.5)) != asked()
    assert asked(lasts=2) == asked(lasts="2y") == asked(lasts="24 months")
    for value in (0, -1, 101, "soon", float("nan")):
        with pytest.raises(lw.InputError, match="lasts"):
            asked(lasts=value)


def test_a_hint_is_part_of_the_text():
    with pytest.raises(lw.InputError) as caught:
        lw.World.open(3)
    assert str(caught.value) == 'world: a name or a path expected, found 3 (int)\n  such as "2023"'
    assert caught.value.message == "world: a name or a path expected, found 3 (int)"
    assert caught.value.hint == 'such as "2023"'


def test_keywords_are_the_interpreters(small):
    with pytest.raises(TypeError, match="treat"):
        small["quo"].room("CHN", treat=DUTY)
    with pytest.raises(lw.InputError, match="horizn"):
        small["quo"].solve(horizn=1)
    assert "range" in inspect.signature(lw.Situation.room).parameters
