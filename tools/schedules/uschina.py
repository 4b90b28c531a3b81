"""The first trade war: section 301 lists, China's answer, the metal duties of 2018, the review of 2024."""
from collections import defaultdict
import os

from worldbuild.tariffs import EXCLUSION

from . import sources as src
from .statute import EXEMPT_2018

LISTS = {"2018-07-06": "US-2018-301-1", "2018-08-23": "US-2018-301-2", "2018-09-24": "US-2018-301-3",
         "2019-06-01": "US-2018-301-3", "2019-09-01": "US-2019-301-4A", "2020-02-14": "US-2019-301-4A"}
# Rate on a listed line from that day on, in millionths.
LAW = {"2018-07-06": 250000, "2018-08-23": 250000, "2018-09-24": 100000, "2019-06-01": 250000,
       "2019-09-01": 150000, "2020-02-14": 75000}
WAVES = ["2018-04-02", "2018-07-06", "2018-08-23", "2018-09-24", "2019-06-01", "2019-09-01", "2020-02-14",
         "2020-03-02"]
# Four-year review: HS6 -> [(date, points added to the earlier lists)]. Declared shares where a
# six-digit line holds more than the listed goods: 0.15 of lithium batteries are for vehicles.
CHIPS = ["854110", "854121", "854129", "854130", "854151", "854159", "854190", "854231", "854232",
         "854233", "854239"]
REVIEW = {
    **{c: [("2024-09-27", 0.75)] for c in ("870360", "870370", "870380")},
    "850760": [("2024-09-27", 0.175 * 0.15), ("2026-01-01", 0.175 * 0.85)],
    "850790": [("2024-09-27", 0.175)],
    "854142": [("2024-09-27", 0.25)], "854143": [("2024-09-27", 0.25)],
    "901831": [("2024-09-27", 1.0)], "901832": [("2024-09-27", 1.0)],
    "842619": [("2024-09-27", 0.25)], "630790": [("2024-09-27", 0.25 * 0.1)],
    "401512": [("2025-01-01", 0.425), ("2026-01-01", 0.50)],
    "850511": [("2026-01-01", 0.25)], "250410": [("2026-01-01", 0.25)],
    "280461": [("2025-01-01", 0.25)], "381800": [("2025-01-01", 0.25)],
    **{c: [("2025-01-01", 0.25)] for c in CHIPS},
}
REVIEW_DATES = ["2024-09-27", "2025-01-01", "2026-01-01"]
# Products of the world that the review names line by line: they have rows of their own.
PRODUCTS = {"870380": "product:bev", "850511": "product:magnets", **{c: "product:chips_legacy" for c in CHIPS}}


def sector_means(lines, sector, value):
    """Import-weighted mean by sector of value(hs6)."""
    num, den = defaultdict(float), defaultdict(float)
    for code, (v, _) in sorted(lines.items()):
        s = sector(code)
        if s:
            num[s] += v * value(code)
            den[s] += v
    return {s: num[s] / den[s] for s in num if den[s] > 0 and num[s] > 0}


def s301(source):
    """{hs6: {date: rate}} and the most-favoured-nation rate of 2018."""
    steps, mfn = defaultdict(dict), {}
    for r in src.table(os.path.join(source, "tariffs", "retaliation", "us_s301_2018_2020_hs6.csv")):
        steps[r["hs6"]][r["time_of_tariff"]] = float(r["tariff"] or 0) / 100
    for code, t in steps.items():
        mfn[code] = t.get("2018-01-01", 0.0)
    return steps, mfn


def metal_2018(code):
    steel = "7206" <= code[:4] <= "7229" or code[:4] in ("7301", "7302", "7304", "7305", "7306")
    alu = code[:4] in ("7601", "7604", "7605", "7606", "7607", "7608", "7609")
    return 0.25 if steel else 0.10 if alu else 0.0


def us_side(source):
    """Rows of the US duties, and what the review adds for China by 2026-01-01 over 2025-01-20."""
    sector, imports = src.sector_lookup(source), src.imports_hs6(source)
    steps, mfn = s301(source)
    china = imports["5700"]
    contributions = {}
    dates = ["2018-01-01"] + sorted(LISTS)
    for before, date in zip(dates, dates[1:]):
        contributions[date] = sector_means(
            china, sector, lambda c: steps.get(c, {}).get(date, 0.0) - steps.get(c, {}).get(before, 0.0))
    # `sector_means` drops cuts; the 2020 halving of list 4A is the one cut.
    contributions["2020-02-14"] = {s: -x / 2 for s, x in contributions["2019-09-01"].items()}
    base = sector_means(china, sector, lambda c: mfn.get(c, 0.0))
    metal = sector_means(china, sector, metal_2018)
    duty, value = defaultdict(float), defaultdict(float)
    for code, (v, d) in china.items():
        s = sector(code)
        if s:
            duty[s] += d
            value[s] += v
    # What was collected in 2024 bounds what the lists can have added: exclusions, small parcels.
    factor = {}
    for s in value:
        law = base.get(s, 0.0) + metal.get(s, 0.0) + sum(c.get(s, 0.0) for c in contributions.values())
        factor[s] = min(1.0, duty[s] / value[s] / law) if law > 0 else 1.0
    rows, level = [], defaultdict(float)
    for date in sorted(LISTS):
        for s in src.GOODS:
            x = contributions[date].get(s, 0.0) * factor.get(s, 1.0)
            if abs(x) > 5e-7:
                level[LISTS[date], s] += x
                rows.append((LISTS[date], "CHN", s, date, int(round(level[LISTS[date], s] * 1e6)), None, None,
                             LAW[date]))
    def review_means(place, date):
        means = sector_means(china, place, lambda c: sum(x for d, x in REVIEW.get(c, []) if d <= date))
        return {s: int(round(x * 1e6)) for s, x in means.items()}
    last = {}
    for date in REVIEW_DATES:
        def place(c):
            return PRODUCTS.get(c) or sector(c)
        means, law = review_means(place, date), defaultdict(int)
        for c, parts in REVIEW.items():
            law[place(c)] = max(law[place(c)], int(round(sum(x for d, x in parts if d <= date) * 1e6)))
        for s, y in sorted(means.items()):
            if last.get(s) != y:
                rows.append(("US-2024-301-EV", "CHN", s, date, y, None, None, law[s]))
                last[s] = y
    before, after = (review_means(sector, date) for date in ("2025-01-01", "2026-01-01"))
    added = {s: y - before.get(s, 0) for s, y in after.items()}
    for economy, (code, _) in sorted(src.partner_codes(source).items()):
        if economy in EXEMPT_2018:
            continue
        law = sector_means(imports[code], sector, metal_2018)
        mf = sector_means(imports[code], sector, lambda c: mfn.get(c, 0.0))
        due, val = defaultdict(float), defaultdict(float)
        for c, (v, d) in imports[code].items():
            if sector(c):
                due[sector(c)] += d
                val[sector(c)] += v
        for s, x in sorted(law.items()):
            f = factor[s] if economy == "CHN" else min(1.0, due[s] / val[s] / (x + mf.get(s, 0.0)))
            y = int(round(x * f * 1e6))
            if y and s in ("C24A", "C24B", "C25"):
                rows.append(("US-2018-232", economy, s, "2018-03-23", y, None, None,
                             100000 if s == "C24B" else 250000))
    return rows, {s: x for s, x in added.items() if x > 0}, factor


def china_side(source):
    """China's waves on US goods, simple mean over HS6 of each sector.

    Statutory until 2020-03-02, when exclusions for purchases began: from then on the share that
    still bites is the one the world's base tariffs assume.
    """
    sector = src.sector_lookup(source)
    rates = defaultdict(dict)
    for r in src.table(os.path.join(source, "tariffs", "retaliation", "cn_tariffs_us_2018_2020_hs6.csv")):
        if r["tariff"]:
            rates[r["hs6"]][r["time_of_tariff"]] = float(r["tariff"])

    def step(points):
        return 5.0 * int(max(points, 0.0) / 5.0 + 0.5)
    sums, count = defaultdict(lambda: defaultdict(float)), defaultdict(int)
    highest = defaultdict(lambda: defaultdict(float))
    for code, t in sorted(rates.items()):
        s = sector(code)
        if not s or "2018-01-01" not in t:
            continue
        count[s] += 1
        for date in WAVES:
            key = max((d for d in t if d <= date), default=None)
            # China cut its most-favoured-nation rates on 2018-07-01.
            floor = min(t["2018-01-01"], t.get("2018-07-01", 1e9) if date >= "2018-07-01" else 1e9)
            if date >= "2020-02-14":
                total = step(t.get("2019-12-26", t[key]) - floor)
                last = min(step(t.get("2019-09-01", 0) - t.get("2019-06-01", 0)), total)
                x = total - last / 2
                sums[date][s] += x * (EXCLUSION.get(s, 1.0) if date > "2020-02-14" else 1.0)
            else:
                x = step(t[key] - floor)
                sums[date][s] += x
            highest[date][s] = max(highest[date][s], x)
    rows, last = [], {}
    for date in WAVES:
        for s in src.GOODS:
            y = int(round(sums[date].get(s, 0.0) / count[s] * 1e4)) if count[s] else 0
            if y != last.get(s, 0):
                rows.append(("CN-2018-RETAL", "USA", s, date, y, None, None,
                             int(round(highest[date][s] * 1e4))))
                last[s] = y
    return rows
