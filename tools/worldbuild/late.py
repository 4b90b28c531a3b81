"""Economies that had not reported 2023 to the file of goods trade: their own customs record in its place.

BACI knows a late reporter by what its partners report of it, so trade with partners that do not report either
(oil from the Gulf, another late reporter) is missing. Where the own record of totals and main partners is
public it stands here, USD million, exports fob and imports cif; all others stay mirrors and are named in the log.
"""
import numpy as np

from . import definitions as d

# Korea 2023, Korea Customs Service. Totals and the United States, the EU: Ministry of Trade, Industry and
# Energy, https://ana.ir/en/news/4732/south-korea-logs-trade-deficit-of-997-billion-usd-in-2023. China:
# https://mlm2.listserve.net/pipermail/salon/20240101/msg00027.html (Nikkei). Two-way trade with the United States
# (186.96 bn) and Japan (76.68), Viet Nam both ways: Korea International Trade Association,
# https://xe.today/2024/02/05/vietnam-maintains-its-position-as-south-koreas-third-largest-trading-partner/.
# Japan's share of exports (4.6%): https://a-ha.io/questions/42595679aafe6380a6f3132c1b26c430. Shares of imports of
# other partners, in percent of 642.6 bn: https://worldstopexports.com/south-koreas-top-10-imports.
OWN = {"KOR": dict(
    exports=632690.0, imports=642670.0,
    sold={("CHN",): 124800.0, ("USA",): 115720.0, ("VNM",): 53490.0, ("JPN",): 29100.0, tuple(d.EU27): 68260.0},
    bought={("CHN",): 142800.0, ("USA",): 71240.0, ("JPN",): 47580.0, ("VNM",): 25940.0, ("AUS",): 32770.0,
            ("SAU",): 32840.0, ("TWN",): 24420.0, ("DEU",): 23780.0, ("ARE",): 16710.0, ("MYS",): 15420.0,
            ("IDN",): 12210.0})}
SOURCE = "own customs record 2023, main partners and totals"
REST = "partners' records, scaled to the own customs total of 2023"
CHECKS = [("KOR", "CHN", 124.8), ("CHN", "KOR", 142.8), ("KOR", "USA", 115.7), ("SAU", "KOR", 32.8), ("VNM", "KOR", 25.9)]
CHECK_SOURCE = "Korea Customs Service 2023"
# A pair that neither side reported stays at its value of 2022; so many of them make a late reporter.
MANY = 20


def _fit(line, partners, total, own, e):
    """Sets named partners of one side's trade and scales all others to the total; their factor and who is named."""
    named = np.zeros(len(line), dtype=bool)
    for members, value in partners.items():
        k = [e[m] for m in members]
        line[k] *= value / line[k].sum()
        named[k] = True
    rest = ~named & (np.arange(len(line)) != own)
    factor = (total - line[named].sum()) / line[rest].sum()
    line[rest] *= factor
    return factor, named


def apply(target, lost, estimated, economies, log):
    """Puts own records into the pair totals; returns the source of each pair that they decide. `estimated` are
    pairs whose economy has a total but no partners (Taiwan): they give way, so that its total stays."""
    e = {x: i for i, x in enumerate(economies)}
    source = {}
    totals = {x: (target[e[x]].sum(), target[:, e[x]].sum()) for x in estimated}
    for x, own in OWN.items():
        i = e[x]
        sold, bought = _fit(target[i], own["sold"], own["exports"], i, e), \
            _fit(target[:, i], own["bought"], own["imports"], i, e)
        for n in range(len(economies)):
            if n != i:
                source[i, n] = SOURCE if sold[1][n] else REST
                source[n, i] = SOURCE if bought[1][n] else REST
        log.step(f"{x}: goods trade at its own customs record, partners without one by one factor a side",
                 f"exports {own['exports'] / 1e3:.1f} (others x {sold[0]:.3f}), "
                 f"imports {own['imports'] / 1e3:.1f} USD bn (others x {bought[0]:.3f})")
    kept = [e["USA"], *(e[x] for x in OWN)]
    for x, (exports, imports) in totals.items():
        for line, total in ((target[e[x]], exports), (target[:, e[x]], imports)):
            free = np.ones(len(line), dtype=bool)
            free[kept] = False
            line[free] *= (total - line[~free].sum()) / line[free].sum()
    mirrors = [x for x in economies if x not in OWN and x not in estimated
               and lost[e[x]].sum() + lost[:, e[x]].sum() >= MANY]
    log.step("late reporters that stay mirrors of their partners' records, exports and imports in USD bn",
             ", ".join(f"{x} {target[e[x]].sum() / 1e3:.0f} {target[:, e[x]].sum() / 1e3:.0f}" for x in mirrors))
    return source
