#!/usr/bin/env python3
"""Build data/ledger/schedules from the source files, and check the ledger.

    tools/build_schedules.py --source DIR --out data/ledger/schedules    build
    tools/build_schedules.py --source DIR --out data/ledger/schedules --check    compare and check
    tools/build_schedules.py --source DIR --gap    the two estimates by partner at the five dates
    tools/build_schedules.py --check    the ledger's rules alone, no sources needed

Deterministic: the same sources give the same bytes. Method: docs/ledger.md.
"""
import argparse
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from schedules import ledger, report, retaliation, rows, sources, uschina  # noqa: E402
from schedules.us2025 import Builder  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LEDGER = os.path.join(ROOT, "data", "ledger")
WORLD = os.path.join(ROOT, "data", "world", "2023")
FILES = ("retaliation-2025.csv", "us-2025-2026.csv", "us-china-2018-2024.csv")


def build(source, out):
    os.makedirs(out, exist_ok=True)
    us, review, factor = uschina.us_side(source)
    first_war = us + uschina.china_side(source)
    rows.write(os.path.join(out, "us-china-2018-2024.csv"), first_war)
    lists, notes = retaliation.rows(source)
    rows.write(os.path.join(out, "retaliation-2025.csv"), lists)
    builder = Builder(source)
    recent, cut = rows.us_rows(builder, review)
    rows.write(os.path.join(out, "us-2025-2026.csv"), recent)
    report.build(first_war, lists, recent, factor, notes, builder, cut)


def compare(source, out):
    """Names of the files that a rebuild would change."""
    with tempfile.TemporaryDirectory() as tmp:
        build(source, tmp)
        return [f for f in FILES if read(os.path.join(tmp, f)) != read(os.path.join(out, f))]


def read(path):
    with open(path, "rb") as f:
        return f.read()


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--source", help="folder of the source files")
    p.add_argument("--out", default=os.path.join(LEDGER, "schedules"), help="folder of the schedules")
    p.add_argument("--check", action="store_true", help="compare with what is there; check the ledger")
    p.add_argument("--gap", action="store_true", help="print the two estimates by partner and date")
    a = p.parse_args()
    if not a.check and not a.source:
        p.error("--source is needed to build")
    if a.gap:
        report.gap(a.out, a.source)
        return 0
    if not a.check:
        build(a.source, a.out)
        return 0
    wrong = []
    if a.source:
        wrong += [f"{f} differs from a rebuild" for f in compare(a.source, a.out)]
    measures, events = ledger.load(LEDGER)
    wrong += ledger.check(measures, events, WORLD)
    wrong += ledger.check_schedules(a.out, measures, WORLD)
    if a.source:
        wrong += report.identity(a.out, a.source)
        known = set(measures) | set(events)
        wrong += [f"row {r['id']} of the compiled record is missing" for r in
                  sources.table(os.path.join(a.source, "ledger", "policy_events.csv")) if r["id"] not in known]
    for line in wrong:
        print(line, file=sys.stderr)
    print(f"{len(measures)} Measures, {len(events)} events, {len(wrong)} findings")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
