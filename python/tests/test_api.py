"""What the issue of a notebook user looks like, and what is around it."""

import datetime
import pathlib

import numpy
import pandas
import pytest

import leeway as lw

from conftest import DAY, DEAL


def test_from_the_world_to_the_brief(world, today, deal, tmp_path):
    assert deal.certificate.certified and "certified" in str(deal.certificate)
    assert len(deal.id) == 32
    income = deal.real_income["CAN"]
    assert income.attrs["units"] == "percent" and income.attrs["against"] == f"status quo on {DAY}"
    assert income.attrs["long_name"] == "final expenditure over the consumer price index"
    cars = deal.flows.sel(exporter="CHN", importer="CAN", goods="product:bev")
    assert cars.item() > 0 and cars.attrs["units"] == "USD million"

    room = today.room("GBR", threat="USA on GBR: tariff 25% on goods", deal="GBR with CHN: pact 50%", range="sets")
    assert 0 < room.low <= room.p_star <= room.high < 1
    assert room.gain > 0 and room.loss > 0 and room.gain.low <= room.gain <= room.gain.high
    assert room.reading == "room" and len(room.cases) > 5 and list(room.frontier["scale"]) == sorted(room.frontier["scale"])

    frame = today.sweep({"US-2026-CA-THREAT.rate": range(0, 101, 10)}).to_frame()
    canada = frame[frame["economy"] == "CAN"]
    assert list(canada["US-2026-CA-THREAT.rate"]) == list(range(0, 101, 10))
    assert canada["real_income"].is_monotonic_decreasing and canada["real_income"].iloc[0] == 0.0

    page = tmp_path / "canada.html"
    with pytest.warns(UserWarning) if not built_page() else no_warning():
        brief = lw.compare(today, deal).brief(page, range="none")
    assert "Canada" in page.read_text()
    assert brief.certified and {"options", "odds"} <= set(brief.tables)


def built_page():
    from conftest import ROOT

    return (ROOT / "web/dist/brief.html").exists()


def no_warning():
    import contextlib

    return contextlib.nullcontext()


def test_labels_pick(deal, world):
    income = deal.real_income
    assert income["CAN"].identical(income.sel(economy="CAN"))
    assert deal.output_volume["CAN", "C29"].identical(deal.output_volume.sel(economy="CAN", sector="C29"))
    assert deal.flows["product:bev", "CAN", "CHN"].identical(
        deal.flows.sel(goods="product:bev", importer="CAN", exporter="CHN")
    )
    assert deal.flows["product:bev"].dims == ("importer", "exporter")
    assert income[0].item() == income.values[0] and income["economy"].dims == ("economy",)
    with pytest.raises(KeyError, match='no economy "CHI" in real_income; did you mean'):
        income["CHI"]
    assert (income - income).max() == 0.0


def test_terms(today):
    rate = "US-2026-CA-THREAT.rate"
    as_recorded = today.solve(add="US-2026-CA-THREAT").of("CAN")["real_income"]
    halves = [today.solve(terms={rate: half}).of("CAN")["real_income"] for half in ("50%", 50, 0.5, numpy.int64(50))]
    assert len(set(halves)) == 1 and halves[0] > as_recorded
    assert today.solve(terms={rate: 100}).of("CAN")["real_income"] == as_recorded
    # What was put in by hand is set where it stands; amounts stay in their unit.
    moved = today.change(add="USA on GBR: tariff 25% on goods", terms={"USA-tariff-GBR-goods.rate": 10})
    assert moved.solve().id == today.solve(add="USA on GBR: tariff 10% on goods").id
    wide = today.solve(add=DEAL, terms={f"{DEAL}.quota": 100000}).flow("product:bev:CHN>CAN")
    share = today.change(add="EU27 on CHN: import quota 60% of base on product:bev, id CAP")
    by_number = share.change(terms={"CAP.quota": 40}).solve()
    assert by_number.id == today.solve(add="EU27 on CHN: import quota 40% of base on product:bev, id CAP").id
    assert wide["quantity"] > today.solve(add=DEAL).flow("product:bev:CHN>CAN")["quantity"]


def test_one_label_is_one_rate(today):
    with pytest.raises(lw.InputError, match="whole numbers, which are percent"):
        today.sweep({"US-2026-CA-THREAT.rate": [1, 1.0]})


def test_a_sweep_is_its_solves(today):
    sweep = today.sweep({f"{DEAL}.quota": [49000, "80000 units/year"], "US-2026-CA-THREAT.rate": [0.25, "50%"]})
    assert len(sweep) == 4 and sweep["real_income"].dims == (f"{DEAL}.quota", "US-2026-CA-THREAT.rate", "economy")
    alone = today.solve(terms={f"{DEAL}.quota": "80000 units/year", "US-2026-CA-THREAT.rate": "25%"})
    assert sweep["real_income"].values[1, 0].tolist() == alone.real_income.values.tolist()
    frame = sweep.to_frame(variables="real_income", economies=["Canada", "EU27"])
    assert len(frame) == 8 and frame.attrs["units"] == {"real_income": "percent"}
    assert set(frame["id"]) == {today.solve(terms={f"{DEAL}.quota": q, "US-2026-CA-THREAT.rate": r}).id
                                for q in (49000, 80000) for r in (25, 50)}


def test_a_case_without_an_answer_keeps_its_row(today):
    # A year after the ban no one is left to sell Canada its cars.
    sweep = today.change(add="CAN on *: import ban on goods, restriction 50%, id SHUT").sweep({"SHUT.restriction": [50, 100]})
    frame = sweep.to_frame(variables="real_income", economies="CAN")
    assert list(frame["certified"]) == [True, False]
    assert frame["reason"].iloc[1] and numpy.isnan(frame["real_income"].iloc[1])
    assert "1 not certified" in repr(sweep)


def test_frames(deal):
    frame = deal.frame(variables=["real_income", "output"], economies=["Canada", "EU27"], sectors=None)
    assert set(frame["variable"]) == {"real_income", "output"} and set(frame["economy"]) == {"CAN", "EU27"}
    for column in ("solve_id", "economy", "sector", "variable", "unit", "statistic"):
        assert isinstance(frame[column].dtype, pandas.CategoricalDtype)
    flows = deal.frame(variables="flows", economies="CAN", sectors="product:bev")
    assert len(flows) == 81 and set(flows["statistic"]) == {"level"}
    bev = flows.set_index("partner")["value"]
    assert bev["CHN"] == deal.flows["product:bev", "CAN", "CHN"].item()
    with pytest.raises(lw.InputError, match="a frame of everything has [0-9]+ rows"):
        deal.frame()
    with pytest.raises(lw.InputError, match='unknown variable "real_incom"\n.*did you mean real_income'):
        deal.frame(variables="real_incom")


def test_days_and_files(world, today, tmp_path):
    assert world.status_quo(datetime.date(2026, 1, 24)).solve().id == today.solve().id
    assert today.day == DAY and today.known_by is None
    assert world.status_quo("2026-01-24", known_by="2025-01-01").known_by == "2025-01-01"
    file = tmp_path / "duty.toml"
    file.write_text('[[measure]]\nid = "D"\nby = "USA"\non = ["GBR"]\ngoods = ["goods"]\ninstrument = "tariff"\nterms = { rate = "25%" }\n')
    assert today.solve(add=[pathlib.Path(file)]).of("GBR") == today.solve(add="USA on GBR: tariff 25% on goods").of("GBR")
    assert "US-25-232-AUTO" in set(today.measures["id"]) and "US-2026-CA-THREAT" in world.measures
    assert 'id = "US-2026-CA-THREAT"' in world.measure("US-2026-CA-THREAT")


def test_what_is_written(deal, today, tmp_path):
    answer = lw.compare(today, deal)
    for ending in (".txt", ".json", ".csv", ".xlsx", ".sqlite", ".dta", ".html"):
        answer.write(tmp_path / f"answer{ending}")
        assert (tmp_path / f"answer{ending}").stat().st_size > 1000
    for ending in (".docx", ".svg"):
        with pytest.raises(lw.InputError):
            answer.write(tmp_path / f"answer{ending}")
        assert not (tmp_path / f"answer{ending}").exists()
    economies = answer.tables["economies"]
    assert economies.attrs["units"]["real income"] == "%" and "CAN" in set(economies["economy"])


def test_charts(today, tmp_path):
    import matplotlib

    matplotlib.use("Agg")
    room = today.room("GBR", threat="USA on GBR: tariff 25% on goods", deal="GBR with CHN: pact 50%", range="none")
    ax = room.plot()
    assert ax.get_xlabel() and ax.get_ylabel()
    line = ax.get_lines()[0]
    assert list(line.get_ydata()) == list(room.frontier["p_star"])
    ax.figure.savefig(tmp_path / "room.pdf")
    room.write(tmp_path / "room.svg")
    assert (tmp_path / "room.svg").read_text().startswith("<svg")
    sweep = today.sweep({"US-2026-CA-THREAT.rate": [0, 50, 100]})
    ax = sweep.plot(economies=["CAN", "MEX"])
    assert [line.get_label() for line in ax.get_lines()[:2]] == ["CAN", "MEX"]
    assert list(ax.get_lines()[0].get_ydata()) == sweep["real_income"].sel(economy="CAN").values.tolist()
    assert len(sweep.plot().get_lines()) == 6  # the five that it moves most, and zero
