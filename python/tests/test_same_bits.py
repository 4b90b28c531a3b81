"""Every number is the command line's, to the bit."""

import json
import subprocess

import pytest

import leeway as lw

from conftest import DAY, DEAL


def rows_of(answer, scenario=None):
    """(economy, partner, sector, variable, statistic) -> value of the command line's long table."""
    columns = answer["long"]["columns"]
    rows = [dict(zip(columns, row)) for row in answer["long"]["rows"]]
    return {
        tuple(row[key] for key in ("economy", "partner", "sector", "variable", "statistic")): row["value"]
        for row in rows
        if scenario is None or row["scenario"] == scenario
    }


@pytest.fixture(scope="module")
def solved(cli):
    return cli("solve", "--as-of", DAY, "--add", DEAL, "--quick", "--pairs")


def test_the_long_table(deal, solved):
    # Duties on the flows in question are of the command line's page, not of the equilibrium.
    told = {key: value for key, value in rows_of(solved, "typed").items() if key[3] != "tariff"}
    frame = deal.frame(variables=sorted({key[3] for key in told}))
    keys = frame[["economy", "partner", "sector", "variable", "statistic"]].astype(str).itertuples(index=False)
    ours = dict(zip(map(tuple, keys), frame["value"]))
    assert len(ours) == len(frame) > 20000
    # Where the command line tells of money on flows, it does for both runs.
    assert ours == {key: told[key] for key in ours}
    assert {key for key in told if key[4] == "change"} <= set(ours)


def test_every_array(world, deal, solved):
    told = rows_of(solved, "typed")
    economies = list(world.economies)
    for name in ("equivalent_variation", "real_income", "terms_of_trade", "exports"):
        array = getattr(deal, name)
        assert array.dims == ("economy",)
        assert array.values.tolist() == [told[e, "", "", name, "change"] for e in economies]
    for name in ("output", "value_added_real", "employment_share"):
        array = getattr(deal, name)
        assert array.dims == ("economy", "sector")
        assert array.values.tolist() == [[told[e, "", s, name, "change"] for s in world.sectors] for e in economies]
    pairs = deal.bilateral_exports
    assert pairs.sel(exporter="CHN", importer="CAN").item() == told["CHN", "CAN", "", "bilateral_exports", "change"]
    assert deal.of("EU27")["real_income"] == told["EU27", "", "", "real_income", "change"]


def test_the_status_quo_is_told_against_the_base_year(today, cli):
    answer = cli("compare", "base", f"status-quo@{DAY}", "--quick")
    told = rows_of(answer)
    frame = today.solve().frame(variables="real_income")
    for row in frame.itertuples():
        assert row.value == told[row.economy, "", "", "real_income", "change"]
    assert today.solve().against == "base year"


def test_ids_are_the_same_solve(deal, solved):
    columns = solved["long"]["columns"]
    ids = {row[columns.index("solve_id")] for row in solved["long"]["rows"] if row[columns.index("scenario")] == "typed"}
    assert ids == {deal.id}


def test_certificates(deal, solved):
    told = next(c for c in solved["certificates"] if c["solve"] == "typed")
    assert deal.certificate.residual == told["residual"]
    assert deal.certificate.certified and told["certified"]


def test_flows(world, deal, solved):
    table = next(t for t in solved["tables"] if t["id"] == "trade")
    columns = [c["title"] for c in table["columns"]]
    rows = [dict(zip(columns, row)) for row in table["rows"]]
    before = lw.compare(deal.situation.reference(), deal).first
    for row in rows[:50]:
        flow = before.flows.sel(exporter=row["exporter"], importer=row["importer"])
        total = 0.0
        for value in flow.values:  # the engine's order
            total += value
        assert total == pytest.approx(row["from"], rel=1e-12)
    bev = deal.flow("product:bev:CHN>CAN")
    assert bev["border"] == deal.flows.sel(exporter="CHN", importer="CAN", goods="product:bev").item()
    assert bev["unit"] == "units"


@pytest.mark.parametrize(
    "add",
    [
        "USA on GBR: tariff 25% on goods",
        {"by": "USA", "on": ["GBR"], "goods": ["goods"], "instrument": "tariff", "terms": {"rate": 0.25}},
        '[[measure]]\nid = "D"\nby = "USA"\non = ["GBR"]\ngoods = ["goods"]\ninstrument = "tariff"\nterms = { rate = "25%" }\n',
    ],
    ids=["one line", "dict", "TOML"],
)
def test_a_measure_in_three_forms(today, cli, add):
    answer = cli("solve", "--as-of", DAY, "--add", "USA on GBR: tariff 25% on goods", "--quick")
    assert today.solve(add=[add]).of("GBR")["equivalent_variation"] == rows_of(answer, "typed")[
        "GBR", "", "", "equivalent_variation", "change"
    ]


def test_options_and_drops(today, cli):
    answer = cli("solve", "--as-of", DAY, "--drop", "US-25-232-AUTO", "--closure", "own", "--horizon", "5", "--quick")
    mine = today.solve(drop=["US-25-232-AUTO"], closure="own", horizon=5)
    assert mine.of("CAN")["real_income"] == rows_of(answer, "typed")["CAN", "", "", "real_income", "change"]


def test_scenarios(world, cli):
    answer = cli("solve", "canada-punished", "--quick")
    mine = world.scenario("canada-punished").solve()
    assert mine.of("CAN")["real_income"] == rows_of(answer, "canada-punished")["CAN", "", "", "real_income", "change"]


def test_rooms(today, cli):
    threat, move = "USA on GBR: tariff 25% on goods", "GBR with CHN: pact 50%"
    for kind in ("none", "sets"):
        answer = cli("room", "GBR", "--threat", threat, "--deal", move, "--as-of", DAY, "--range", kind)
        room = today.room("GBR", threat=threat, deal=move, range=kind)
        told = rows_of(answer)
        assert [float(room.p_star), room.low, room.high] == [
            told["GBR", "", "", "leeway", end] for end in ("central", "low", "high")
        ]
        assert float(room.gain) == told["GBR", "", "", "ev_musd", "central"] or float(-room.loss) == told["GBR", "", "", "ev_musd", "central"]
        assert room.id == answer["run_id"]
        mine = json.loads(room.json())
        assert mine["tables"] == answer["tables"]


def test_briefs(today, deal, program, cli, tmp_path):
    deal_id, threat = DEAL, "US-2026-CA-THREAT"
    asked = ("brief", "CAN", "--threat", threat, "--deal", deal_id, "--as-of", DAY, "--range", "none")
    answer = cli(*asked)
    brief = today.brief("CAN", threat=threat, deal=deal_id, range="none")
    assert json.loads(brief.json()) == answer and brief.id == answer["run_id"]
    assert json.loads(lw.compare(today, deal).brief(range="none").json()) == answer
    files = [tmp_path / "mine.csv", tmp_path / "told.csv"]
    brief.write(files[0])
    subprocess.run([program, *asked, "-o", str(files[1])], check=True, capture_output=True)
    assert files[0].read_bytes() == files[1].read_bytes()
    # Terms set and Measures put in, as on the command line.
    more = cli("brief", "CAN", "--event", threat, "--as-of", DAY, "--range", "none", "--set", f"{threat}.rate=50%",
               "--add", "USA on GBR: tariff 25% on goods")
    mine = today.brief("CAN", threat=threat, terms={f"{threat}.rate": 50}, add="USA on GBR: tariff 25% on goods", range="none")
    assert json.loads(mine.json()) == more


def test_comparisons(today, deal, cli):
    answer = cli("compare", f"status-quo@{DAY}", "--add", DEAL, "--range", "sets", "--pairs")
    mine = json.loads(lw.compare(today, deal, range="sets").json())
    assert mine["run_id"] == answer["run_id"]
    figures = [[cell for cell in row if not isinstance(cell, str)] for row in mine["long"]["rows"]]
    assert figures == [[cell for cell in row if not isinstance(cell, str)] for row in answer["long"]["rows"]]


def test_a_world_of_ones_own(own_world, cli):
    line = "USA on CHN: tariff 25% on C29"
    answer = cli("solve", "--world", str(own_world), "--add", line, "--quick")
    w = lw.World.open(own_world)
    mine = w.status_quo(answer["as_of"]).solve(add=line)
    assert mine.of("CHN")["real_income"] == rows_of(answer, "typed")["CHN", "", "", "real_income", "change"]
    assert list(w.economies) == ["CHN", "USA"] or set(w.economies) == {"CHN", "USA"}
    assert lw.World.open(own_world, ledger="none").measures == {}
