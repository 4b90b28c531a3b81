"""Arrays look at what the engine keeps: read only, not copied, alive for as long as anyone looks."""

import gc
import itertools
import threading
import time

import numpy
import pytest

import leeway as lw



def test_views_are_read_only_and_owned(deal, world):
    for array in (deal.real_income, deal.output, deal.flows, deal.level.output, deal.bilateral_exports):
        values = array.values
        assert values.base is deal._engine and not values.flags.owndata and not values.flags.writeable
        with pytest.raises(ValueError):
            values[...] = 0.0
        with pytest.raises(ValueError):
            array[...] = 0.0
    for array in (world.flow, world.tariff, world.output):
        assert array.values.base is world._session and not array.values.flags.writeable


def test_nothing_is_copied(deal, world):
    for name in ("flows", "paid", "received", "output", "wage"):
        first, second = deal._engine.level(name), deal._engine.level(name)
        assert first.ctypes.data == second.ctypes.data
        assert getattr(deal.level, name).values.ctypes.data == first.ctypes.data
    part = deal.flows.sel(goods="product:bev")
    assert numpy.shares_memory(part.values, deal.flows.values)
    assert numpy.shares_memory(world.flow.values, lw.World(world._session).flow.values)


def test_the_cube_is_what_the_parts_are(deal):
    assert (deal.level.paid >= deal.level.received - 1e-6).all()
    assert deal.level.paid.shape == (46, 81, 81) == deal.flows.shape


class Kept:
    """One world with an answer of every kind, and arrays of each."""

    def __init__(self, folder):
        world = lw.World.open(folder, ledger="none")
        today = world.status_quo("2020-12-31")
        duty = today.solve(add="USA on CHN: tariff 25% on C29")
        compared = lw.compare(today, duty)
        sweep = today.change(add="USA on CHN: tariff 25% on C29").sweep({"USA-tariff-CHN-C29.rate": [10, 20]})
        self.objects = {"world": world, "today": today, "duty": duty, "compared": compared, "sweep": sweep}
        self.arrays = [
            duty.real_income,
            duty.flows,
            duty.level.output,
            compared.output,
            sweep["real_income"],
            world.flow,
            duty.flows.sel(exporter="USA"),
        ]
        self.expected = [array.values.copy() for array in self.arrays]


def test_arrays_outlive_whatever_they_are_of(own_world):
    names = ["world", "today", "duty", "compared", "sweep"]
    gc.collect()
    gc.freeze()  # what the tests before left is not looked through each time
    for order in itertools.permutations(names):
        kept = Kept(own_world)
        arrays, expected = kept.arrays, kept.expected
        for name in order:
            del kept.objects[name]
            gc.collect()
            # What was freed is taken again, so that a view of it would show.
            scratch = [numpy.full(array.size, -1.0) for array in arrays]
            for array, value in zip(arrays, expected):
                numpy.testing.assert_array_equal(array.values, value)
            del scratch
        # And the arrays go in any order, with their owners.
        del kept
        while arrays:
            arrays.pop(len(arrays) // 2)
            expected.pop(len(expected) // 2)
            gc.collect()
            for array, value in zip(arrays, expected):
                numpy.testing.assert_array_equal(array.values, value)


def test_an_owner_goes_with_its_last_array(own_world):
    import weakref

    world = lw.World.open(own_world)
    outcome = world.status_quo("2020-12-31").solve(add="USA on CHN: tariff 25% on C29")
    assert outcome.situation.solve() is outcome
    array = outcome.flows
    watched = [weakref.ref(outcome), weakref.ref(outcome.situation)]
    gc.disable()  # at once, so that a loop of solves holds no more than one
    try:
        del outcome
        assert [one() for one in watched] == [None, None]
    finally:
        gc.enable()
    assert array.values.sum() > 0


def test_other_threads_run_while_it_solves(world):
    ticks = []
    stop = threading.Event()

    def count():
        while not stop.is_set():
            ticks.append(time.perf_counter())
            time.sleep(0.001)

    day = world.status_quo("2025-11-03")
    thread = threading.Thread(target=count)
    thread.start()
    begin = time.perf_counter()
    day.sweep({"US-2026-CA-THREAT.rate": [10, 20, 30]})
    day.solve(add="US-2026-CA-THREAT", horizon=7)
    end = time.perf_counter()
    stop.set()
    thread.join()
    # With the lock held they would stand still for a solve at least.
    during = [tick for tick in ticks if begin < tick < end]
    gaps = numpy.diff([begin, *during, end])
    assert gaps.max() < 0.5 * (end - begin)
    assert len(during) > 20


def test_answers_from_many_threads_are_the_same(world):
    answers = []

    def ask():
        answers.append(world.status_quo("2025-06-01").solve(add="US-2026-CA-THREAT").of("CAN")["real_income"])

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4 and len(set(answers)) == 1


