"""Readers of the source files. Rates leave here as decimals, values as USD."""
import csv
import os
from collections import defaultdict

from worldbuild import definitions as world
from worldbuild.sources import hs6_sector

# Cars have rows of their own: they bear another rate than the parts in their sector.
CARS = {"product:bev": ("870380",), "product:cars": ("8703",)}
GOODS = [world.SECTOR_IDS[k] for k in world.GOODS]
LINES = [*GOODS, *CARS]
BASE_DATE = "2025-01-20"
SNAPSHOTS = ["2025-04-10", "2025-08-28", "2026-01-24", "2026-02-25"]

# Census codes of the economies of the world that have no HS6 record of their own.
SMALL = {
    "BLR": "4622", "BRN": "5610", "CIV": "7480", "CMR": "7420", "COD": "7660", "ISL": "4000",
    "JOR": "5110", "KAZ": "4634", "LAO": "5530", "MAR": "7140", "MMR": "5460", "SEN": "7440",
    "STP": "7644", "TUN": "7230", "UKR": "4623",
}


def table(path, encoding="utf-8-sig"):
    with open(path, encoding=encoding, newline="") as f:
        yield from csv.DictReader(f)


def us_file(source, name):
    return os.path.join(source, "tariffs", "us_2025_2026", name)


def hs6_gtap(source):
    """HS6 to GTAP sector (upper case); an HS6 without a line takes its heading's usual sector."""
    direct = {}
    votes = defaultdict(lambda: defaultdict(int))
    for r in table(os.path.join(source, "concordance", "hs6_gtap_crosswalk.csv")):
        g = r["gtap_code"].upper()
        direct[r["hs6_code"]] = g
        votes[r["hs6_code"][:4]][g] += 1
        votes[r["hs6_code"][:2]][g] += 1

    def lookup(code):
        if code in direct:
            return direct[code]
        for n in (4, 2):
            v = votes.get(code[:n])
            if v:
                return min(v, key=lambda g: (-v[g], g))
        return None
    return lookup


def sector_lookup(source):
    """HS6 to a goods sector of the world; metals follow the chapter, as in the world's own build."""
    plain = hs6_sector(source)

    def lookup(code):
        s = plain(code)
        if s == "C24A" and code[:2] not in ("72", "73"):
            return "C24B"
        return s if s in GOODS else None
    return lookup


def line_lookup(source):
    """HS6 to a goods sector, cars to their product."""
    sector = sector_lookup(source)

    def lookup(code):
        return next((p for p, codes in CARS.items() if code.startswith(codes)), None) or sector(code)
    return lookup


def imports_hs6(source):
    """US imports 2024 by Census partner code and HS6, with calculated duty: {code: {hs6: (v, duty)}}."""
    out = defaultdict(dict)
    for r in table(os.path.join(source, "trade", "us_imports_2024_partner_hs6.csv")):
        if r["HS6"][:2] not in ("98", "99"):
            out[r["CTY_CODE"]][r["HS6"]] = (float(r["imports_usd"]), float(r["duty_usd"]))
    return out


def imports_gtap(source):
    """US imports 2024 by Census partner code and GTAP sector."""
    out = {}
    for r in table(us_file(source, "us_imports_by_country_gtap_2024.csv")):
        cells = {}
        for name, value in r.items():
            head = (name or "").split(" (")[0]
            if len(head) == 3 and head not in ("cty",) and value:
                cells[head.upper()] = float(value)
        out[r["cty_code"]] = cells
    return out


def snapshots(source):
    """Effective rate by date, Census code and GTAP sector."""
    out = defaultdict(lambda: defaultdict(dict))
    for r in table(us_file(source, "us_etr_partner_sector_5dates.csv")):
        out[r["date"]][r["census_code"]][r["gtap_sector"]] = float(r["etr_pct"]) / 100
    return out


def level_paths(source):
    """Effective rate of a country on all goods: {code: [(date, rate)]}; 0003 is the European Union."""
    out = defaultdict(list)
    for r in table(us_file(source, "us_etr_by_country_changepoints.csv")):
        out[r["census_code"]].append((r["valid_from"], float(r["etr_pct"]) / 100))
    for r in table(us_file(source, "us_etr_8groups_changepoints.csv")):
        out["0003"].append((r["date"], float(r["eu"]) / 100))
    return {c: sorted(v) for c, v in out.items()}


def at(path, date):
    """Value of a step path at a date; the first value before it starts."""
    value = path[0][1]
    for d, x in path:
        if d > date:
            break
        value = x
    return value


def authority_path(source, column):
    return sorted((r["date"], float(r[column]))
                  for r in table(us_file(source, "us_etr_by_authority_changepoints.csv")))


def usmca_shares(source):
    """Share of imports that claim the agreement, by GTAP sector: {"CAN": {...}, "MEX": {...}}."""
    out = {"CAN": {}, "MEX": {}}
    for r in table(us_file(source, "usmca_shares.csv")):
        out["CAN"][r["gtap_code"].upper()] = float(r["canada"])
        out["MEX"][r["gtap_code"].upper()] = float(r["mexico"])
    return out


def reciprocal_rates(source):
    """Country rates of the reciprocal duty: {code: [(date, rate)]}, "" for all."""
    out = defaultdict(list)
    for r in table(us_file(source, "us_statutory_actions.csv")):
        if r["tariff"] == "reciprocal":
            out[r["census_code"]].append((r["date"], float(r["rate"])))
    return {c: sorted(v) for c, v in out.items()}


def second_levels(source):
    """The second estimate, increments over 2024 by Census name and date."""
    out = defaultdict(dict)
    for r in table(us_file(source, "waugh_country_by_time.csv")):
        out[r["country_name"]][r["date"]] = float(r["effective tariff"]) / 100
    return out


def second_hs2(source):
    """The second estimate's increments by Census code and HS chapter, September 2025."""
    out = defaultdict(dict)
    for r in table(us_file(source, "waugh_hs2_by_country_sep2025.csv")):
        if r["2025_tariff_increase"]:
            out[r["CTY_CODE"]][r["HS2"]] = float(r["2025_tariff_increase"]) / 100
    return out


def partner_codes(source):
    """Economy (or EU27) to (Census code, Census name) for partners with an HS6 record."""
    out = {}
    for r in table(us_file(source, "us_etr_partner_sector_5dates.csv")):
        economy = world.CENSUS.get(r["partner"])
        if economy and economy != "SVK":
            out[economy] = (r["census_code"], r["partner"])
    return out


def exports_to_partner(source, importer):
    """US exports by sector to an importer: ICIO 2022 pattern at the BACI 2023 goods total, USD."""
    flow = defaultdict(float)
    cube = world.CUBE_TO_SECTOR
    for r in table(os.path.join(source, "icio", "icio2022_flows_81x81x28.csv")):
        if r["exporter"] == "USA" and r["importer"] == importer and r["sector"] != "Services":
            flow[cube.get(r["sector"], r["sector"])] += float(r["flow_musd"]) * 1e6
    base = os.path.join(source, "trade", "baci2023_194x194")
    labels = [r["iso3"] for r in table(os.path.join(base, "country_labels.csv"))]
    with open(os.path.join(base, "trade_cepii.csv"), encoding="utf-8-sig", newline="") as f:
        rows = list(csv.reader(f))[1:]
    total = float(rows[labels.index("USA")][labels.index(importer)]) * 1e3
    scale = total / sum(flow.values())
    return {s: v * scale for s, v in flow.items()}
