#!/usr/bin/python3
"""Writes the small input-output tables beside this file from two published ones.

usage: make_fixtures.py SOURCE
SOURCE holds io/icio2020_3x6/iomat.txt and io/wiod2013_41x35/ (tests/data/README.md says what they are).
"""
import gzip
import io
import os
import sys

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
ECONOMIES = ["USA", "CHN", "ROW"]
# The source's six sectors: four of goods, services, construction.
NEW_CODES = ["C1", "C2", "C3", "C4", "G", "F"]
OLD_CODES = ["01", "02", "03", "05", "45", "41T43"]
FINAL = ["HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR"]
SCALE = 1000.0  # US value added is 100 in the source


def text(value):
    return f"{value:.3f}".rstrip("0").rstrip(".") if value else "0"


def write(name, lines, packed=False):
    data = ("\n".join(lines) + "\n").encode()
    if packed:
        buffer = io.BytesIO()
        with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0, filename="") as f:
            f.write(data)
        data = buffer.getvalue()
    path = os.path.join(HERE, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(data)


def icio_table(source):
    """Inputs [18][18], consumption and investment [18][3], rounded so that rows and columns close."""
    table = np.loadtxt(os.path.join(source, "io", "icio2020_3x6", "iomat.txt"))
    inputs = np.round(table[:18, :18] * SCALE, 3)
    consumption = np.round(table[:18, 18:21] * SCALE, 3)
    investment = np.round(table[:18, 21:24] * SCALE, 3)
    output = inputs.sum(1) + consumption.sum(1) + investment.sum(1)
    return inputs, consumption, investment, output


def final_columns(consumption, investment):
    """Six final uses an economy. Constructed: a part of investment is booked as inventories, which are
    drawn down in the first sector."""
    columns = {}
    for n, economy in enumerate(ECONOMIES):
        stocks = np.zeros(18)
        stocks[6 * n] = -1.5
        stocks[6 * n + 3] = 2.25
        zero = np.zeros(18)
        for use, values in zip(FINAL, [consumption[:, n], zero, zero, investment[:, n] - stocks, stocks, zero]):
            columns[f"{economy}_{use}"] = values
    return columns


def write_icio_2023(inputs, consumption, investment, output):
    labels = [f"{e}_{c}" for e in ECONOMIES for c in NEW_CODES]
    final = final_columns(consumption, investment)
    rest = output - inputs.sum(0)
    taxes = np.round(0.03 * rest, 3)  # constructed
    lines = [",".join(["V1"] + labels + list(final) + ["OUT"])]
    for r, label in enumerate(labels):
        cells = list(inputs[r]) + [v[r] for v in final.values()] + [output[r]]
        lines.append(",".join([label] + [text(v) for v in cells]))
    nothing = [0.0] * len(final)
    for label, values in (("TLS", taxes), ("VA", rest - taxes), ("OUT", output)):
        lines.append(",".join([label] + [text(v) for v in list(values) + nothing + [values.sum()]]))
    write("icio_small_2020.csv", lines)


def write_icio_2021(inputs, consumption, investment, output):
    """The same table in the older naming. Constructed: China in two parts, CN1 with 30% of sales and
    60% of purchases of each sector, CHN itself left empty but for its final uses."""
    labels, parent, sell, buy = [], [], [], []
    for e, economy in enumerate(ECONOMIES):
        for c, code in enumerate(OLD_CODES):
            labels.append(f"{economy}_{code}")
            parent.append(6 * e + c)
            sell.append(0.0 if economy == "CHN" else 1.0)
            buy.append(sell[-1])
    for part, s, b in (("CN1", 0.3, 0.6), ("CN2", 0.7, 0.4)):
        for c, code in enumerate(OLD_CODES):
            labels.append(f"{part}_{code}")
            parent.append(6 + c)
            sell.append(s)
            buy.append(b)
    sell, buy = np.array(sell), np.array(buy)
    table = inputs[np.ix_(parent, parent)] * np.outer(sell, buy)
    final = {k: v[parent] * sell for k, v in final_columns(consumption, investment).items()}
    rest = (output - inputs.sum(0))[parent] * buy
    taxes = 0.03 * rest
    sold = output[parent] * buy
    lines = [",".join([""] + labels + list(final) + ["TOTAL"])]
    exact = lambda v: repr(round(float(v), 9)) if v else "0"
    for r, label in enumerate(labels):
        cells = list(table[r]) + [v[r] for v in final.values()]
        lines.append(",".join([label] + [exact(v) for v in cells] + [exact(sum(cells))]))
    empty = [""] * (len(final) + 1)
    # Taxes by the economy whose products are taxed; the parts only matter as a sum.
    for economy, share in zip(ECONOMIES, (0.2, 0.3, 0.5)):
        lines.append(",".join([f"{economy}_TAXSUB"] + [exact(v * share) for v in taxes] + empty))
    lines.append(",".join(["VALU"] + [exact(v) for v in rest - taxes] + empty))
    lines.append(",".join(["OUTPUT"] + [exact(v) for v in sold] + empty))
    write("icio_small_2021_2020.csv", lines)


def write_tidy(inputs, consumption, investment):
    lines = ["exporter,sector,importer,use,value"]
    final = consumption + investment
    for i, exporter in enumerate(ECONOMIES):
        for h, sector in enumerate(NEW_CODES):
            for n, importer in enumerate(ECONOMIES):
                for k, user in enumerate(NEW_CODES):
                    value = inputs[6 * i + h, 6 * n + k]
                    if value:
                        lines.append(f"{exporter},{sector},{importer},{user},{text(value)}")
                value = final[6 * i + h, n]
                if value:
                    lines.append(f"{exporter},{sector},{importer},final,{text(value)}")
    write("tidy_small_2020.csv", lines)


def write_wiod(source):
    base = os.path.join(source, "io", "wiod2013_41x35")
    read = lambda name: np.loadtxt(gzip.open(os.path.join(base, name), "rt"), delimiter=",")
    countries = open(os.path.join(base, "countries.txt")).read().split()
    regions = ["USA", "CHN", "RoW"]
    groups = [("c1", 0, 2), ("c3", 2, 16), ("c17", 16, 18), ("c19", 18, 27), ("c28", 27, 35)]
    region = np.array([regions.index(c) if c in regions else 2 for c in countries])
    group = np.zeros(35, int)
    for g, (_, low, high) in enumerate(groups):
        group[low:high] = g
    row = np.zeros((1435, 15))
    final_to = np.zeros((205, 15))
    for c in range(41):
        for i in range(35):
            row[35 * c + i, 5 * region[c] + group[i]] = 1
        for u in range(5):
            final_to[5 * c + u, 5 * region[c] + u] = 1
    inter = row.T @ read("inter_2011.csv.gz") @ row
    final = row.T @ read("final_2011.csv.gz") @ final_to
    output = row.T @ np.loadtxt(os.path.join(base, "output_2011.csv"))
    matrix = lambda m: [",".join(text(v) for v in r) for r in m]
    write("wiod_small/countries.txt", regions)
    write("wiod_small/industries.txt", [g[0] for g in groups])
    write("wiod_small/inter_2011.csv.gz", matrix(inter), packed=True)
    write("wiod_small/final_2011.csv", matrix(final))
    write("wiod_small/output_2011.csv", [text(v) for v in output])


def main():
    source = sys.argv[1]
    inputs, consumption, investment, output = icio_table(source)
    write_icio_2023(inputs, consumption, investment, output)
    write_icio_2021(inputs, consumption, investment, output)
    write_tidy(inputs, consumption, investment)
    write_wiod(source)


if __name__ == "__main__":
    main()
