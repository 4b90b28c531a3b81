"""What is refused, and how it is said."""

import pickle
import subprocess

import pytest

import leeway as lw

from conftest import DAY


def test_an_input_error_is_a_value_error_with_its_place(today, world, tmp_path):
    file = tmp_path / "bad.toml"
    file.write_text('[[measure]]\nid = "D"\nby = "USX"\non = ["GBR"]\ngoods = ["goods"]\ninstrument = "tariff"\nterms = { rate = 0.1 }\n')
    with pytest.raises(ValueError) as caught:
        today.solve(add=[file])
    error = caught.value
    assert isinstance(error, lw.InputError)
    assert (error.file, error.line) == (str(file), 3) and error.column > 0
    assert error.message == 'unknown economy "USX" in field `by`' and "did you mean USA" in error.hint
    assert str(error).startswith(f"{file}:3:")
    again = pickle.loads(pickle.dumps(error))
    assert str(again) == str(error) and again.line == 3


def test_the_text_is_the_command_lines(world, today, program):
    for line in ("USA on GBX: tariff 25% on goods", "USA on GBR: tarif 25% on goods"):
        done = subprocess.run([program, "solve", "--as-of", DAY, "--add", line], capture_output=True, text=True)
        assert done.returncode == 2
        with pytest.raises(lw.InputError) as caught:
            today.solve(add=line)
        # The command line puts the option's place before it.
        assert caught.value.message in done.stderr and all(h in done.stderr for h in caught.value.hint.split("\n"))


@pytest.mark.parametrize(
    "ask, words",
    [
        (lambda w, sq: lw.World.open("2032"), "2032"),
        (lambda w, sq: w.status_quo("24.1.2026"), "is not a date"),
        (lambda w, sq: w.status_quo(DAY, horizons=1), "horizon"),
        (lambda w, sq: sq.solve(add={"by": "USA", "instrument": "tariff", "terms": {"rate": 25}}), "measure USA-tariff-"),
        (lambda w, sq: sq.solve(add={"by": "USA", "terms": object()}), "no value of a Measure"),
        (lambda w, sq: sq.solve(drop="US-2026-CA-THREAT"), "not in force"),
        (lambda w, sq: sq.change(add="US-2026-CA-THREAT").room("CAN", threat="US-2026-CA-THREAT"), "status quo"),
        (lambda w, sq: sq.room("GBR", threat="USA on GBR: tariff 25% on goods", range="ful"), "did you mean full"),
        (lambda w, sq: sq.sweep({"US-2026-CA-THREAT.rate": range(20000)}), "more than 10000 cases"),
        (lambda w, sq: sq.sweep({"rate": [1]}), "ID.term"),
        (lambda w, sq: lw.compare(sq, sq.change(horizon=1)), "different options"),
        (lambda w, sq: lw.compare(sq, lw.World.default().status_quo(DAY)), "different worlds"),
    ],
)
def test_refusals(world, today, ask, words):
    with pytest.raises(lw.InputError, match=words):
        ask(world, today)


def test_a_ledger_without_entries_is_a_slip(tmp_path):
    with pytest.raises(lw.InputError, match="has no entry of a ledger"):
        lw.World.open("2023", ledger=tmp_path)
    assert lw.World.open("2023", ledger="none").measures == {}


def test_a_scenario_may_name_the_ledger_that_is_open(own_world, tmp_path):
    file = tmp_path / "bare.toml"
    file.write_text('title = "bare"\nas_of = 2020-12-31\nledger = "none"\n')
    assert lw.World.open(own_world, ledger="none").scenario(str(file)).solve().certificate.certified
    file.write_text('title = "other"\nas_of = 2020-12-31\nledger = "elsewhere"\n')
    with pytest.raises(lw.InputError, match="asks for .*elsewhere, and none is open") as refused:
        lw.World.open(own_world, ledger="none").scenario(str(file))
    assert "Session" not in str(refused.value)


def test_no_figures_of_a_failure(today):
    failed = today.solve(add="CAN on *: import ban on *")
    assert not failed and not failed.certificate.certified
    for ask in (
        lambda: failed.real_income,
        lambda: failed.flows,
        lambda: failed.of("CAN"),
        lambda: failed.frame(economies="CAN"),
        lambda: failed.level.wage,
        lambda: lw.compare(today, failed),
        lambda: failed.situation.sweep({"US-2026-CA-THREAT.rate": [1]}),
    ):
        with pytest.raises(lw.NotCertified) as caught:
            ask()
        assert str(caught.value) == failed.certificate.text
    assert not hasattr(failed.level, "wages")


def test_welfare_is_not_told_too_soon(world):
    soon = world.status_quo(DAY, horizon=0.5).solve(add="US-2026-CA-THREAT")
    with pytest.raises(lw.InputError, match="not told"):
        soon.real_income
    assert soon.of("CAN")["real_income"] is None and soon.exports["CAN"] < 0
    assert "real_income" not in set(soon.frame(economies="CAN")["variable"])
