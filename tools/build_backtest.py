#!/usr/bin/python3
"""Compute the records of past episodes, and the duties of 2019, from the source files.

    tools/build_backtest.py --source DIR --out data/backtest            writes the CSV files
    tools/build_backtest.py --source DIR --out data/backtest --check    exit 1 where a file differs from a rebuild

Deterministic; needs Python 3, numpy and h5py. What each file is: data/backtest/provenance.toml.
"""
import argparse
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from backtest import duties2019, records  # noqa: E402

RECORDS = {
    "us-china-2018/us-imports.csv": ("USA", "imports", (2017, 2019)),
    "us-china-2018/china-imports.csv": ("CHN", "imports", (2017, 2019)),
    "australia-2020/china-imports.csv": ("CHN", "imports", (2019, 2021)),
    "australia-2020/australia-exports.csv": ("AUS", "exports", (2019, 2021)),
}
SCHEDULE = "us-china-2018/ledger/schedules/us-china-2019.csv"


def build(source, out):
    for name in (*RECORDS, SCHEDULE):
        os.makedirs(os.path.dirname(os.path.join(out, name)), exist_ok=True)
    for name, (economy, side, years) in RECORDS.items():
        records.write(os.path.join(out, name), source, economy, side, years)
    duties2019.write(os.path.join(out, SCHEDULE), source)


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--source", required=True, help="folder of the source files")
    p.add_argument("--out", required=True, help="folder of the episodes")
    p.add_argument("--check", action="store_true", help="compare with a rebuild, write nothing")
    a = p.parse_args()
    if not a.check:
        build(a.source, a.out)
        return 0
    with tempfile.TemporaryDirectory() as fresh:
        build(a.source, fresh)
        differ = []
        for name in (*RECORDS, SCHEDULE):
            with open(os.path.join(fresh, name), "rb") as new, open(os.path.join(a.out, name), "rb") as old:
                if new.read() != old.read():
                    differ.append(name)
    for name in differ:
        print(f"differs: {name}")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
