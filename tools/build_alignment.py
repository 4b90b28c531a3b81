#!/usr/bin/env python3
"""Build data/alignment from the source files: where governments stand by their votes in the UN General Assembly.

    tools/build_alignment.py --source DIR --out data/alignment            build
    tools/build_alignment.py --source DIR --out data/alignment --check    compare with what is there

Deterministic: the same sources give the same table. Method: docs/data.md, "Votes".
"""
import argparse
import csv
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FIRST_YEAR = 2000


def build(source):
    with open(os.path.join(ROOT, "data", "world", "2023", "economies.csv"), newline="") as f:
        economies = {r["economy"] for r in csv.DictReader(f)}
    rows = []
    with open(os.path.join(source, "geopolitics", "unga_idealpoints_jul2025.csv"), newline="") as f:
        for r in csv.DictReader(f):
            year = int(float(r["year"]))
            if r["iso3c"] in economies and year >= FIRST_YEAR and r["idealpointfp"]:
                rows.append((r["iso3c"], year, f"{float(r['idealpointfp']):.3f}"))
    rows.sort()
    return "economy,year,ideal_point\n" + "".join(f"{e},{y},{p}\n" for e, y, p in rows)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--source", required=True, help="folder of the source files")
    p.add_argument("--out", default=os.path.join(ROOT, "data", "alignment"))
    p.add_argument("--check", action="store_true", help="compare with what is there")
    a = p.parse_args()
    path = os.path.join(a.out, "ideal_points.csv")
    content = build(a.source)
    if a.check:
        with open(path, newline="") as f:
            same = f.read() == content
        if not same:
            print("ideal_points.csv differs from a rebuild", file=sys.stderr)
        return 0 if same else 1
    os.makedirs(a.out, exist_ok=True)
    with open(path, "w", newline="") as f:
        f.write(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
