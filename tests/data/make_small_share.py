#!/usr/bin/python3
"""Write the world of tests/data/small_share: four economies, few sectors, round figures that are nobody's.

    tests/data/make_small_share.py

The accounts close exactly: value added and final use are what sales and purchases leave.
"""
import csv
import os

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "small_share", "data", "world", "2023")
ECONOMIES = [("CAN", "Canada", "economy"), ("CHN", "China", "economy"), ("ROW", "Rest of the world", "rest"),
             ("USA", "United States", "economy")]
SECTORS = [("A01_02", "Agriculture", "01-02", "goods", ""), ("C29", "Manufactures", "10-33", "goods", ""),
           ("S", "Services", "45-99", "services", ""),
           ("product:magnets", "Magnets", "27.9, part", "goods", "C29")]
IDS = [e[0] for e in ECONOMIES]
N = range(4)
SIZE = [2000, 18000, 50000, 27000]  # of each economy, USD bn
# Sales abroad by sector: exporter's strength by importer's size, thinned with distance.
STRENGTH = {"A01_02": [30, 8, 60, 24], "C29": [100, 700, 900, 300], "S": [20, 40, 300, 260],
            "product:bev": [1, 30, 30, 8], "product:magnets": [0, 6, 1, 1]}
NEAR = [[0, 1, 1, 6], [4, 0, 3, 2], [6, 3, 0, 3], [18, 2, 3, 0]]
HOME = {"A01_02": [60, 1300, 3300, 900], "C29": [500, 15000, 24000, 6000], "S": [2600, 20000, 60000, 39000],
        "product:bev": [2, 180, 150, 60], "product:magnets": [1, 12, 2, 1]}  # USD bn
RATE = {"A01_02": 0.08, "C29": 0.04, "product:bev": 0.06, "product:magnets": 0.02}
# Of a user's output at basic prices, hundredths that go to each input.
RECIPE = {"A01_02": {"A01_02": 12, "C29": 18, "S": 20}, "C29": {"A01_02": 4, "C29": 34, "S": 22},
          "S": {"A01_02": 1, "C29": 8, "S": 28}, "product:magnets": {"C29": 30, "S": 20}}
MAGNETS_PER_MILLE = 1  # of the output of manufactures, at most what is bought
UNIT_VALUE = [0.03, 0.02, 0.03, 0.04]  # USD million a car, by exporter
THETA = {"FGO": [6.0, 5.0, 4.0, 5.0, 6.5], "CP": [8.0, 3.0, 4.0, 3.0, 4.5]}
LINES = ["A01_02", "C29", "S", "product:magnets", "product:bev"]
COMPOSITE = {"product:bev": "C29"}


def write(name, header, rows):
    with open(os.path.join(HERE, name + ".csv"), "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


def main():
    flow, rate = {}, {}
    for line in LINES:
        for i in N:
            for n in N:
                if i == n:
                    value = 1000 * HOME[line][i]
                else:
                    weight = SIZE[n] * NEAR[i][n] / sum(SIZE[m] * NEAR[i][m] for m in N)
                    value = round(1000 * STRENGTH[line][i] * weight)
                flow[line, i, n] = value
                rate[line, i, n] = RATE.get(line, 0.0) if i != n else 0.0
    output, spending = {}, {}
    for sector, *_ in SECTORS:
        for n in N:
            lines = [x for x in LINES if COMPOSITE.get(x, x) == sector]
            output[n, sector] = sum(flow[x, n, m] for x in lines for m in N)
            spending[n, sector] = sum(flow[x, i, n] * (1 + rate[x, i, n]) for x in lines for i in N)
    inputs = {}
    for n in N:
        for user, recipe in RECIPE.items():
            for made_of, hundredths in recipe.items():
                inputs[n, made_of, user] = output[n, user] * hundredths // 100
        inputs[n, "product:magnets", "C29"] = int(min(spending[n, "product:magnets"],
                                                      output[n, "C29"] * MAGNETS_PER_MILLE // 1000))
    write("economies", ["economy", "name", "kind"], ECONOMIES)
    write("groups", ["group", "name", "economy", "from", "to"],
          [["PACT", "The Pact", "CAN", "2000-01-01", ""], ["PACT", "The Pact", "USA", "2000-01-01", ""]])
    write("sectors", ["sector", "name", "isic", "kind", "parent"], SECTORS)
    cells = [(x, i, n) for x in LINES for i in N for n in N]
    write("flows", ["sector", "exporter", "importer", "value"],
          [[x, IDS[i], IDS[n], flow[x, i, n]] for x, i, n in cells if flow[x, i, n]])
    write("tariffs", ["sector", "exporter", "importer", "rate", "kind"],
          [[x, IDS[i], IDS[n], rate[x, i, n], "mfn_simple"] for x, i, n in cells if rate[x, i, n]])
    write("inputs", ["economy", "input", "user", "value"],
          [[IDS[n], h, k, v] for (n, h, k), v in inputs.items() if v])
    made, used = {}, {}
    for (n, h, k), v in inputs.items():
        made[n, k] = made.get((n, k), 0) + v
        used[n, h] = used.get((n, h), 0) + v
    pairs = [(n, s[0]) for n in N for s in SECTORS]
    write("industries", ["economy", "sector", "output", "value_added"],
          [[IDS[n], s, output[n, s], output[n, s] - made.get((n, s), 0)] for n, s in pairs])
    write("final", ["economy", "sector", "value"],
          [[IDS[n], s, repr(spending[n, s] - used.get((n, s), 0))] for n, s in pairs])
    write("elasticities", ["set", "sector", "theta"],
          [[name, x, theta] for name, row in THETA.items() for x, theta in zip(LINES, row)])
    write("elasticity_sets", ["set", "citation", "note"],
          [["FGO", "made up", "round figures"], ["CP", "made up", "other round figures"]])
    write("products", ["product", "name", "sector", "unit", "substitution", "confidence", "method"],
          [["product:bev", "Electric cars", "C29", "units", 1.8, "C", "made up"]])
    write("quantities", ["product", "exporter", "importer", "quantity"],
          [["product:bev", IDS[i], IDS[n], round(flow["product:bev", i, n] / UNIT_VALUE[i], 3)] for i in N for n in N])
    write("critical", ["sector", "bundled_with", "sigma", "sigma_low", "sigma_high", "specific", "specific_low",
                       "specific_high", "backstop", "backstop_low", "backstop_high", "backstop_host", "source"],
          [["product:magnets", "C29", 0.1, 0.02, 0.5, 0.8, 0.5, 0.95, 10, 4, 20, "C29", "made up"]])
    write("recorded_trade", ["exporter", "importer", "year", "value", "source"],
          [[IDS[i], IDS[n], 2023, sum(flow[x, i, n] for x in LINES if x != "S"), "made up"]
           for i in N for n in N if i != n])
    write("checks", ["check", "target", "unit", "tolerance", "source"],
          [["goods_trade:CAN:USA", sum(flow[x, 0, 3] for x in LINES if x != "S") // 1000, "USD bn", 0.03, "made up"]])
    with open(os.path.join(HERE, "world.toml"), "w", encoding="utf-8") as f:
        f.write('schema = 1\nname = "2023"\ntitle = "A small world: 4 economies, 4 sectors, 1 product"\n'
                'base_year = 2023\ntariff_date = 2024-06-30\ncurrency = "USD million, 2023 prices"\n'
                'default_elasticities = "FGO"\nfiles = [\n')
        for name in sorted(os.listdir(HERE)):
            if name.endswith(".csv"):
                f.write(f'  "{name}",\n')
        f.write("]\n")


if __name__ == "__main__":
    main()
