#!/usr/bin/env python3
"""Build data/concordance from the source files: HS6 to the sectors and products of the world, and US imports.

    tools/build_concordance.py --source DIR --out data/concordance            build
    tools/build_concordance.py --source DIR --out data/concordance --check    compare with what is there

Deterministic: the same sources give the same tables. Method: docs/data.md, "Lists of tariff lines".
"""
import argparse
import csv
import gzip
import io
import os
import sys
import tomllib
from collections import defaultdict

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from schedules.sources import imports_hs6, sector_lookup, table  # noqa: E402
from worldbuild import definitions as world  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# In the file beside the EU, which holds it.
COUNTED_IN_THE_EU = "SVK"


def product_codes():
    """Products that codes of the harmonised system name whole, the longest code first: [(code, product)]."""
    folder = os.path.join(ROOT, "tools", "worldbuild", "facts")
    codes = []
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as f:
            fact = tomllib.load(f)
        product = fact["id"] if fact["id"].startswith("product:") else "product:" + fact["id"]
        codes += [(code, product) for code in fact.get("hs", [])]
    return sorted(codes, key=lambda c: (-len(c[0]), c[0]))


def concordance(source):
    """Rows hs, sector, product for every six-digit code of any revision, and of US imports."""
    sector = sector_lookup(source)
    products = product_codes()
    codes = set()
    with open(os.path.join(source, "concordance", "isic_hs6_WITS.csv"), encoding="latin-1", newline="") as f:
        codes |= {r[0] for r in csv.reader(f) if len(r[0]) == 6 and r[0].isdigit()}
    for cells in imports_hs6(source).values():
        codes |= set(cells)
    for code in sorted(codes):
        product = next((p for c, p in products if code.startswith(c)), "")
        if sector(code):
            yield code, sector(code), product


def us_imports(source):
    """Rows hs, partner, thousand USD of US imports 2024; partner "*" is everyone."""
    partner = {}
    for r in table(os.path.join(source, "trade", "us_imports_2024_partner_hs6.csv")):
        partner[r["CTY_CODE"]] = world.CENSUS.get(r["CTY_NAME"], "")
    value = defaultdict(float)
    for code, cells in imports_hs6(source).items():
        if partner[code] == COUNTED_IN_THE_EU:
            continue
        for hs, (usd, _) in cells.items():
            value[hs, "*"] += usd
            if partner[code]:
                value[hs, partner[code]] += usd
    for (hs, who), usd in sorted(value.items()):
        if round(usd / 1000) > 0:
            yield hs, who, round(usd / 1000)


def text(header, rows):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()


def build(source):
    return {
        "hs6.csv": text(("hs", "sector", "product"), concordance(source)),
        "us_imports.csv.gz": text(("hs", "partner", "kusd"), us_imports(source)),
    }


def read(path):
    opened = gzip.open if path.endswith(".gz") else open
    with opened(path, "rb") as f:
        return f.read()


def write(path, content):
    with open(path, "wb") as f:
        f.write(gzip.compress(content, 9, mtime=0) if path.endswith(".gz") else content)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--source", required=True, help="folder of the source files")
    p.add_argument("--out", default=os.path.join(ROOT, "data", "concordance"))
    p.add_argument("--check", action="store_true", help="compare with what is there")
    a = p.parse_args()
    files = build(a.source)
    if a.check:
        wrong = [name for name, content in files.items() if read(os.path.join(a.out, name)) != content]
        for name in wrong:
            print(f"{name} differs from a rebuild", file=sys.stderr)
        return 1 if wrong else 0
    os.makedirs(a.out, exist_ok=True)
    for name, content in files.items():
        write(os.path.join(a.out, name), content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
