"""How long the package takes to load, and what one call through it costs: PYTHONPATH=build/release/python
/usr/bin/python3 python/bench/overheads.py. Prints; holds nothing to a limit."""

import subprocess
import sys
import timeit


def call(what: str, act) -> None:
    act()
    loop = timeit.Timer(act)
    rounds, _ = loop.autorange()
    print(f"{what:55s} {min(loop.repeat(5, rounds)) / rounds * 1e6:9.2f} us")


def load(statement: str) -> float:
    code = f"import time; t = time.perf_counter(); {statement}; print(time.perf_counter() - t)"
    return min(float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout) for _ in range(5))


print(f"{'import leeway':55s} {load('import leeway'):9.3f} s")
print(f"{'import xarray':55s} {load('import xarray'):9.3f} s (loads with the first array)")

import leeway as lw

world = lw.World.default()
today = world.status_quo("2026-01-24")
deal = today.solve(add=["CACN-2026-DEAL"])
engine = deal._engine
call('r.id', lambda: deal.id)
call('r.certificate', lambda: deal.certificate)
call('r.real_income (labelled array)', lambda: deal.real_income)
call('r.real_income["CAN"] (labelled scalar)', lambda: deal.real_income["CAN"])
call('r.real_income.values[7]', lambda: deal.real_income.values[7])
call('r.of("CAN") (every figure of an economy)', lambda: deal.of("CAN"))
call('r.flows (cube of goods, importers, exporters)', lambda: deal.flows)
call('r.flows["product:bev", "CAN", "CHN"]', lambda: deal.flows["product:bev", "CAN", "CHN"])
call('r.level.wage', lambda: deal.level.wage)
call('engine: a view of a cube', lambda: engine.level("flows"))
call('engine: a view of a vector', lambda: engine.change("real_income"))
call('sq.solve() once it is solved', lambda: today.solve())
