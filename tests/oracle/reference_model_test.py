#!/usr/bin/python3
"""Hold the engine to tools/reference_model.py, which shares no code with it, on a small world.

    tests/oracle/reference_model_test.py PROGRAM

Ends with 77, which ctest takes for a skip, where numpy is absent.
"""
import csv
import io
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SHARE = os.path.join(ROOT, "tests", "data", "small_share")
TOLERANCE = 1e-7  # percent of real income
sys.path.insert(0, os.path.join(ROOT, "tools"))

try:
    import reference_model
except ModuleNotFoundError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

SCENARIO = """title = "A tariff on all goods"
as_of = 2024-07-01

[options]
critical = false
specific_factors = 0
elasticities = "{elasticities}"
tolerance = 1e-12

[[measure]]
id = "M"
title = "A tariff"
by = "{by}"
on = ["{on}"]
goods = ["goods"]
instrument = "tariff"
terms = {{ rate = "{percent}%" }}
source = ["https://example.org"]
"""


def engine(program, **terms):
    """Real income changes in percent by economy, as the program tells them."""
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "scenario.toml")
        with open(file, "w", encoding="utf-8") as f:
            f.write(SCENARIO.format(**terms))
        told = subprocess.run([program, "solve", file, "--range", "none", "--csv"], check=True, capture_output=True, text=True,
                              env={**os.environ, "LEEWAY_DATA": SHARE}).stdout
    return {r["economy"]: float(r["value"]) for r in csv.DictReader(io.StringIO(told))
            if r["variable"] == "real_income" and r["scenario"] == "scenario"}


def main():
    program, worst = sys.argv[1], 0.0
    for elasticities in ["FGO", "CP"]:
        world = reference_model.World(os.path.join(SHARE, "data", "world", "2023"), elasticities)
        unchanged, base_residual, _ = reference_model.solve(world, world.tariff)
        worst = max(worst, abs(unchanged).max(), base_residual)
        for by, on, percent in [("USA", "CAN", 25), ("CHN", "USA", 60), ("ROW", "CHN", 5)]:
            expected, residual = reference_model.after_tariff(world, by, on, percent / 100)
            found = engine(program, elasticities=elasticities, by=by, on=on, percent=percent)
            for economy, change in zip(world.economies, expected):
                gap = abs(found[economy] - change)
                worst = max(worst, gap)
                if not gap <= TOLERANCE:
                    print(f"{by} on {on}, {percent}%, {elasticities}: real income of {economy} is "
                          f"{found[economy]:.9f}%, expected {change:.9f}% (residual {residual:.1e})")
    print(f"largest gap {worst:.1e}, tolerance {TOLERANCE:.0e}")
    return 0 if worst <= TOLERANCE else 1


if __name__ == "__main__":
    sys.exit(main())
