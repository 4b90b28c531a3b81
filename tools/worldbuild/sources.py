"""Readers of the source files: every number enters the build here, with its unit made explicit."""
import csv
import gzip
import math
import os

import numpy as np

from . import definitions as d


def _rows(path, encoding="utf-8-sig"):
    with open(path, encoding=encoding, newline="") as f:
        yield from csv.reader(f)


def _table(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        yield from csv.DictReader(f)


def flow_cube(source):
    """ICIO 2022: economies, 28 sector names, flows[s, i, n] in USD million, Teti tariffs[s, i, n]."""
    rows = list(_table(os.path.join(source, "icio", "icio2022_flows_81x81x28.csv")))
    economies = sorted({r["exporter"] for r in rows})
    names = list(dict.fromkeys(r["sector"] for r in rows))
    e = {x: i for i, x in enumerate(economies)}
    s = {x: i for i, x in enumerate(names)}
    flows = np.zeros((len(names), len(e), len(e)))
    tariffs = np.zeros_like(flows)
    for r in rows:
        cell = s[r["sector"]], e[r["exporter"]], e[r["importer"]]
        flows[cell] = float(r["flow_musd"])
        tariffs[cell] = float(r["teti_tariff"] or 0)
    return economies, names, flows, tariffs


def baci(source, economies):
    """BACI 2023 folded to the economies in USD million, and the economies BACI itself names."""
    base = os.path.join(source, "trade", "baci2023_194x194")
    labels = [r["iso3"] for r in _table(os.path.join(base, "country_labels.csv"))]
    e = {x: i for i, x in enumerate(economies)}
    fold = [e.get(x, e["ROW"]) for x in labels]
    trade = np.zeros((len(e), len(e)))
    rows = _rows(os.path.join(base, "trade_cepii.csv"))
    next(rows)
    for i, row in enumerate(rows):
        for n, cell in enumerate(row):
            if cell:
                trade[fold[i], fold[n]] += float(cell) / 1000.0
    gdp = np.zeros(len(e))
    rows = _rows(os.path.join(base, "gdp_2023_wdi.csv"))
    next(rows)
    for i, row in enumerate(rows):
        gdp[fold[i]] += float(row[0]) / 1e6
    return trade, gdp, set(labels)


def gdp_constant(source):
    """GDP in constant 2015 USD million by (iso3, year)."""
    return {(r["CountryCode_ISO3"], int(r["Year"])): float(r["GDP_constant2015USD"]) / 1e6
            for r in _table(os.path.join(source, "icio", "WDI_GDP_constant2015USD.csv"))
            if r["GDP_constant2015USD"]}


def adb(source, year="2022"):
    """ADB MRIO margins by economy and NACE industry, USD million.

    The columns e, ez, ey hold sales at home (x - e sums to recorded exports: USD 2.98 trillion for
    the United States), so they are read as domestic sales, intermediate and final.
    """
    base = os.path.join(source, "io", "adb_mrio_summary")
    iso = {int(float(r["mrio"])): r["iso_a3"]
           for r in _table(os.path.join(base, "countries.csv")) if r["mrio"]}
    out = {}
    for r in _table(os.path.join(base, "summary.csv")):
        if r["t"] != year:
            continue
        block = d.NACE35_BLOCK[int(r["i"]) - 1]
        a = out.setdefault(iso[int(r["s"])], np.zeros((5, len(d.BLOCKS))))
        a[:, block] += [float(r[c]) for c in ("x", "zuse", "va", "e", "ez")]
    # The rest of the world of that source is another group, with implausible value added (30%).
    return {k: dict(zip(("output", "inputs", "value_added", "home", "home_inputs"), v))
            for k, v in out.items() if k != "ROW"}


def wiod(source, year="2011"):
    """WIOD: input use by block [H, K] and output by block [K] of each economy, USD million."""
    base = os.path.join(source, "io", "wiod2013_41x35")
    with open(os.path.join(base, "countries.txt"), encoding="utf-8") as f:
        countries = f.read().split()
    with gzip.open(os.path.join(base, f"inter_{year}.csv.gz"), "rt") as f:
        inter = np.loadtxt(f, delimiter=",")
    output = np.loadtxt(os.path.join(base, f"output_{year}.csv"), delimiter=",").ravel()
    n, m, blocks = len(countries), 35, len(d.BLOCKS)
    # Inputs are composites, so origins are added up.
    used = inter.reshape(n, m, n, m).sum(axis=0)
    tables = {}
    for c, name in enumerate(countries):
        z = np.zeros((blocks, blocks))
        y = np.zeros(blocks)
        for a in range(m):
            y[d.NACE35_BLOCK[a]] += output[c * m + a]
            for b in range(m):
                z[d.NACE35_BLOCK[a], d.NACE35_BLOCK[b]] += max(used[a, c, b], 0.0)
        tables[{"ROM": "ROU", "RoW": "ROW"}.get(name, name)] = (z, y)
    return tables


def icio7(source):
    """ICIO 2017, 7 regions x 44: inputs, value added shares, flows and applied tariffs."""
    base = os.path.join(source, "io", "icio2017_7x44")
    regions = ["BRA", "CHN", "EU", "IND", "JPN", "ROW", "USA"]
    r = {x: i for i, x in enumerate(regions)}
    share = np.zeros((7, 44, 44))
    for x in _table(os.path.join(base, "IOshare.csv")):
        share[r[x["iso_o"]], int(x["input_ind"]) - 1, int(x["output_ind"]) - 1] = float(x["valueshare"])
    va = np.zeros((7, 44))
    for x in _table(os.path.join(base, "vashare.csv")):
        va[r[x["iso_o"]], int(x["indcode"]) - 1] = float(x["vashare"])
    flow = np.zeros((7, 7, 44))
    for x in _table(os.path.join(base, "TradeFlow2017.csv")):
        flow[r[x["iso_o"]], r[x["iso_d"]], int(x["indcode"]) - 1] = float(x["tradevalue"])
    tariff = np.zeros((7, 7, 44))
    for x in _table(os.path.join(base, "tariff_prewar2017.csv")):
        tariff[r[x["iso_o"]], r[x["iso_d"]], int(x["indcode"]) - 1] = float(x["AHS_simple"] or 0)
    return regions, share, va, flow, tariff


def isic3_sector(code):
    """ISIC rev. 3 code to a goods sector of the world, or None."""
    if code[:3] == "271" or code == "2731":
        return "C24A"
    if code[:3] == "272" or code == "2732":
        return "C24B"
    special = {"2423": "C21", "2930": "C27", "3311": "C31T33"}
    if code in special:
        return special[code]
    by_division = {
        "01": "A01_02", "02": "A01_02", "05": "A03", "10": "B05_06", "11": "B05_06",
        "12": "B07_09", "13": "B07_09", "14": "B07_09", "15": "C10T12", "16": "C10T12",
        "17": "C13T15", "18": "C13T15", "19": "C13T15", "20": "C16", "21": "C17_18",
        "22": "C17_18", "23": "C19", "24": "C20", "25": "C22", "26": "C23", "28": "C25",
        "29": "C28", "30": "C26", "31": "C27", "32": "C26", "33": "C26", "34": "C29",
        "35": "C30", "36": "C31T33",
    }
    return by_division.get(code[:2])


def hs6_sector(source):
    """HS6 to sector by the WITS concordance; an HS6 without a line takes its heading's usual sector."""
    direct = {}
    for row in _rows(os.path.join(source, "concordance", "isic_hs6_WITS.csv"), "latin-1"):
        sector = isic3_sector(row[2]) if row[0].isdigit() else None
        if sector:
            direct[row[0]] = sector
    by_prefix = {}
    for code, sector in direct.items():
        for n in (4, 2):
            votes = by_prefix.setdefault(code[:n], {})
            votes[sector] = votes.get(sector, 0) + 1

    def lookup(code):
        if code in direct:
            return direct[code]
        for n in (4, 2):
            votes = by_prefix.get(code[:n])
            if votes:
                return min(votes, key=lambda s: (-votes[s], d.INDEX[s]))
        return None
    return lookup


def census(source):
    """US imports for consumption and calculated duties 2024, USD million, by partner and sector.

    The 23-sector file carries metals as one; the HS6 file says how much of it is steel. Values
    without a sector stay apart under the name UNMAPPED.
    """
    names = {}
    metals = {}
    lookup = hs6_sector(source)
    for r in _table(os.path.join(source, "trade", "us_imports_2024_partner_hs6.csv")):
        names[r["CTY_CODE"]] = r["CTY_NAME"]
        chapter = int(r["HS6"][:2])
        sector = lookup(r["HS6"])
        if sector not in ("C24A", "C24B"):
            continue
        if chapter not in (72, 73) and sector == "C24A":
            sector = "C24B"
        m = metals.setdefault(r["CTY_CODE"], {"C24A": [0.0, 0.0], "C24B": [0.0, 0.0]})
        m[sector][0] += float(r["imports_usd"]) / 1e6
        m[sector][1] += float(r["duty_usd"]) / 1e6
    out = {}

    def put(partner, sector, imports, duty):
        cell = out.setdefault(partner, {}).setdefault(sector, [0.0, 0.0])
        cell[0] += imports
        cell[1] += duty

    for r in _table(os.path.join(source, "trade", "us_2024_effective_tariff_partner_icio23.csv")):
        partner = d.CENSUS.get(r["CTY_NAME"], "ROW")
        imports, duty = float(r["imports_usd"]) / 1e6, float(r["duty_usd"]) / 1e6
        sector = r["sector"]
        if sector == "C24":
            split = metals.get(r["CTY_CODE"], {"C24A": [1.0, 1.0], "C24B": [1.0, 1.0]})
            total = [split["C24A"][j] + split["C24B"][j] for j in (0, 1)]
            for s in ("C24A", "C24B"):
                part = [split[s][j] / total[j] if total[j] > 0 else 0.0 for j in (0, 1)]
                if part[0] > 0:
                    put(partner, s, imports * part[0], duty * part[1])
        else:
            put(partner, {"B07_08": "B07_09"}.get(sector, sector), imports, duty)
    return out


def china_retaliation(source):
    """Additional Chinese duty on US goods by HS6 that outlived 2020, as a decimal.

    Additional duties came in steps of five points on top of a most-favoured-nation rate that China
    cut meanwhile: the excess over the lower pre-war rate is rounded to the nearest step. The step
    of 1 September 2019 was halved on 14 February 2020.
    """
    rates = {}
    for r in _table(os.path.join(source, "tariffs", "retaliation", "cn_tariffs_us_2018_2020_hs6.csv")):
        if r["tariff"]:
            rates.setdefault(r["hs6"], {})[r["time_of_tariff"]] = float(r["tariff"])
    extra = {}
    for code, t in sorted(rates.items()):
        before = [t[x] for x in ("2018-01-01", "2018-07-01") if x in t]
        if not before or not {"2019-06-01", "2019-09-01", "2019-12-26"} <= t.keys():
            continue

        def step(points):
            return 5.0 * math.floor(max(points, 0.0) / 5.0 + 0.5)
        total = step(t["2019-12-26"] - min(before))
        last = min(step(t["2019-09-01"] - t["2019-06-01"]), total)
        extra[code] = (total - last / 2) / 100
    return extra


def elasticities(source):
    rows = list(_table(os.path.join(source, "elasticities", "elasticities_icio28.csv")))
    return [s for s in rows[0] if s != "sector"], rows


def census_products(source, census, products):
    """What US Customs recorded of each product in 2024: the share of a partner's sector that it is,
    and the duty collected on it as a decimal."""
    wanted = {}
    for p in products:
        for code in p.facts.get("hs", []):
            wanted.setdefault(len(code), {})[code] = (p.id, p["sector"])
    found = {p.id: {} for p in products}
    for r in _table(os.path.join(source, "trade", "us_imports_2024_partner_hs6.csv")):
        for length in sorted(wanted, reverse=True):
            hit = wanted[length].get(r["HS6"][:length])
            if hit:
                cell = found[hit[0]].setdefault(d.CENSUS.get(r["CTY_NAME"], "ROW"), [0.0, 0.0])
                cell[0] += float(r["imports_usd"]) / 1e6
                cell[1] += float(r["duty_usd"]) / 1e6
                break
    out = {}
    for p in products:
        share, duty = {}, {}
        for partner, (imports, duties) in sorted(found[p.id].items()):
            sector = census[partner].get(p["sector"], [0.0])[0]
            if imports > 0 and sector > 0:
                share[partner] = min(imports / sector, 1.0)
                duty[partner] = duties / imports
        out[p.id] = {"share": share, "duty": duty}
    return out
