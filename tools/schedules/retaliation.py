"""Canada's and China's lists of 2025 as ad valorem contributions by sector."""
from collections import defaultdict
import os

from . import sources as src

# Sizes the governments gave for their lists; six-digit export records overstate eight-digit lists.
CAD_PER_USD = 1.37   # average of 2024
CANADA_LIST = 30e9 / CAD_PER_USD
CANADA_METAL_LIST = 29.8e9 / CAD_PER_USD
# China's first list names goods without codes. Imports from the United States in 2024, USD bn:
# crude oil 6.0, gas 2.4, coal 1.8 (en.vestikavkaza.ru/material/173259, from Chinese customs). Cars above
# 2.5 litres and pickups: half of C29; farm machinery: two per cent of C28 (declared).
# Rate on a listed line, in millionths; of China's first list on coal and gas, 10% on all else.
LAW = {"CA-25-RETAL": 250000, "CA-25-RETAL-METAL": 250000, "CN-25-US-1": 150000, "CN-25-US-2": 150000}
FIRST_LIST = {"B05_06": (0.10 * 6.0 + 0.15 * (2.4 + 1.8)) / (6.0 + 2.4 + 1.8),
              "C29": 0.10 * 0.5, "C28": 0.10 * 0.02}


def listed(source, name, sector, keep=lambda code: True):
    """US exports under a list by sector, USD."""
    out = defaultdict(float)
    for r in src.table(os.path.join(source, "tariffs", "retaliation", name)):
        s = sector(r["hs-code"])
        if s and keep(r["hs-code"]):
            out[s] += float(r["exports"])
    return out


def rows(source):
    sector = src.sector_lookup(source)
    canada, china = src.exports_to_partner(source, "CAN"), src.exports_to_partner(source, "CHN")
    out, notes = [], {}

    def put(measure, date, contributions):
        for s, x in sorted(contributions.items()):
            law = LAW[measure] if measure != "CN-25-US-1" or s == "B05_06" else 100000
            out.append((measure, "USA", s, date, int(round(x * 1e6)), None, None, law))

    def shares(values, scale, flow):
        return {s: min(v * scale / flow[s], 1.0) for s, v in values.items() if flow.get(s, 0) > 0}

    general = listed(source, "canada-US-exports-030425.csv", sector)
    scale = min(1.0, CANADA_LIST / sum(general.values()))
    notes["CA-25-RETAL"] = sum(general.values()), scale
    put("CA-25-RETAL", "2025-03-04", {s: 0.25 * x for s, x in shares(general, scale, canada).items()})
    metal = listed(source, "canada-steel-US-exports-031225.csv", sector)
    scale = min(1.0, CANADA_METAL_LIST / sum(metal.values()))
    notes["CA-25-RETAL-METAL"] = sum(metal.values()), scale
    first = {s: 0.25 * x for s, x in shares(metal, scale, canada).items()}
    put("CA-25-RETAL-METAL", "2025-03-13", first)
    core = listed(source, "canada-steel-US-exports-031225.csv", sector, lambda c: c[:2] in ("72", "73", "76"))
    kept = {s: 0.25 * x for s, x in shares(core, scale, canada).items()}
    put("CA-25-RETAL-METAL", "2025-09-01", {s: kept.get(s, 0.0) for s in first})
    second = defaultdict(float)
    for name, rate in (("china-10-percent-US-exports-030425.csv", 0.10),
                       ("china-15-percent-US-exports-030425.csv", 0.15)):
        values = listed(source, name, sector)
        for s, x in shares(values, 1.0, china).items():
            second[s] += rate * x
    notes["CN-25-US-2"] = {s: china.get(s, 0.0) for s in second}
    put("CN-25-US-2", "2025-03-10", {s: min(x, 0.15) for s, x in second.items()})
    put("CN-25-US-1", "2025-02-10", FIRST_LIST)
    return [r for r in out if r[4] or r[0] == "CA-25-RETAL-METAL"], notes
