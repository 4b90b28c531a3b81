"""The duties of 2018 and 2019 by sector, as the mean over the days of 2019, with the share of the flow that pays.

Sections 301 and 232 of the United States and China's answer. The weights inside a list are US imports of 2024 by HS6
(nothing earlier is at hand); each list is then brought to the value of trade that it was published to cover, since by
2024 trade had left what was hit. China's side has no weights and takes simple means over HS6.
"""
import csv
from collections import defaultdict
from datetime import date

from schedules import sources as src, uschina

YEAR = (date(2019, 1, 1), date(2020, 1, 1))
# USD bn a year that each list was published to cover (USTR press releases of 2018-06-15, 2018-08-07, 2018-09-17; for 4A
# Bown, PIIE, 2019), of imports from China of 505 (US Census 2017).
LISTS = {"2018-07-06": 34.0, "2018-08-23": 16.0, "2018-09-24": 200.0, "2019-09-01": 112.0}
IMPORTS = 505.0
STATUTE = {"2018-07-06": 0.25, "2018-08-23": 0.25, "2018-09-24": 0.25, "2019-09-01": 0.15}
METAL_END = date(2019, 5, 20)  # Canada and Mexico were freed
METAL_FREE = {"AUS", "KOR", "BRA", "ARG", "CAN", "MEX", "CHN"}


def mean_over_year(steps):
    """Mean of a rate over the days of 2019: [(from, rate)] in date order."""
    total, days = 0.0, (YEAR[1] - YEAR[0]).days
    for at, (start, rate) in enumerate(steps):
        end = steps[at + 1][0] if at + 1 < len(steps) else YEAR[1]
        total += rate * max((min(end, YEAR[1]) - max(start, YEAR[0])).days, 0)
    return total / days


def day(text):
    return date(*map(int, text.split("-")))


def list_of(steps, mfn):
    """The wave in which an HS6 line was first hit, or None."""
    for wave in LISTS:
        if steps.get(wave, 0.0) > mfn + 1e-9:
            return wave
    return None


def us_301(source):
    """{sector: (mean rate over the whole flow, covered share)} of what China sells to the United States."""
    sector, china = src.sector_lookup(source), src.imports_hs6(source)["5700"]
    steps, mfn = uschina.s301(source)
    wave = {c: list_of(t, mfn[c]) for c, t in steps.items()}
    value = defaultdict(float)
    for code, (v, _) in china.items():
        value[wave.get(code)] += v
    rest = IMPORTS - sum(LISTS.values())
    weight = {w: (LISTS[w] if w else rest) / value[w] for w in value}
    rate, covered, total = defaultdict(float), defaultdict(float), defaultdict(float)
    for code, (v, _) in sorted(china.items()):
        s, w = sector(code), wave.get(code)
        if not s:
            continue
        x = v * weight[w]
        total[s] += x
        if w:
            path = [(day(d), min(max(r - mfn[code], 0.0), STATUTE[w] if w != "2018-09-24" or d >= "2019-06-01" else 0.10))
                    for d, r in sorted(steps[code].items())]
            rate[s] += x * mean_over_year(path)
            covered[s] += x
    return {s: (rate[s] / total[s], covered[s] / total[s]) for s in total if rate[s] > 0}


def us_232(source):
    """{(partner, sector): (rate, covered)} of steel at 25% and aluminium at 10%."""
    sector, imports = src.sector_lookup(source), src.imports_hs6(source)
    out = {}
    for economy, (code, _) in sorted(src.partner_codes(source).items()):
        if economy in METAL_FREE - {"CAN", "MEX", "CHN"}:
            continue
        part = (METAL_END - YEAR[0]).days / 365 if economy in ("CAN", "MEX") else 1.0
        covered, rate, total = defaultdict(float), defaultdict(float), defaultdict(float)
        for c, (v, _) in sorted(imports[code].items()):
            s = sector(c)
            if s in ("C24A", "C24B", "C25"):
                total[s] += v
                covered[s] += v if uschina.metal_2018(c) else 0.0
                rate[s] += v * uschina.metal_2018(c) * part
        for s in sorted(total):
            if rate[s] > 0:
                out[economy, s] = (rate[s] / total[s], covered[s] / total[s])
    return out


def china_answer(source):
    """{sector: (rate, covered)} of China's additional duties on US goods, simple means over HS6."""
    sector = src.sector_lookup(source)
    rates = defaultdict(dict)
    for r in src.table(source + "/tariffs/retaliation/cn_tariffs_us_2018_2020_hs6.csv"):
        if r["tariff"]:
            rates[r["hs6"]][r["time_of_tariff"]] = float(r["tariff"])
    total, rate, covered = defaultdict(int), defaultdict(float), defaultdict(int)
    for code, t in sorted(rates.items()):
        s = sector(code)
        if not s or "2018-01-01" not in t:
            continue
        # China cut its most-favoured-nation rates on 2018-07-01.
        floor = min(t["2018-01-01"], t.get("2018-07-01", t["2018-01-01"]))
        path = [(day(d), 0.05 * int(max(r - floor, 0.0) / 5.0 + 0.5)) for d, r in sorted(t.items())]
        x = mean_over_year(path)
        total[s] += 1
        rate[s] += x
        covered[s] += 1 if x > 0 else 0
    return {s: (rate[s] / total[s], covered[s] / total[s]) for s in total if rate[s] > 0}


def write(path, source):
    rows = [("US-301-2019", "CHN", s, *v) for s, v in us_301(source).items()]
    rows += [("US-232-2019", p, s, *v) for (p, s), v in us_232(source).items()]
    rows += [("CN-ANSWER-2019", "USA", s, *v) for s, v in china_answer(source).items()]
    with open(path, "w", encoding="utf-8", newline="\n") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(["measure", "partner", "sector", "from", "rate", "rate_alt", "covered"])
        for measure, partner, s, rate, covered in sorted(rows):
            out.writerow([measure, partner, s, "2019-01-01", f"{rate:.6f}", "", f"{min(covered, 1.0):.6f}"])
