"""Applied tariffs of the base period: 2024, before the measures of 2025."""
import numpy as np

from . import definitions as d

FOOD = d.INDEX["C10T12"]
# Beijing granted exclusions from March 2020 for purchases under the Phase One agreement, mainly
# farm goods and energy; no table here records their use, so half the duty is assumed to bite there. Soybeans,
# two thirds of the crops that China buys there, paid 13% in November 2025: 3% and the ten points of that year, so
# nothing of the duty of 2018 bites on them (https://unn.ua/en/news/china-suspends-some-tariffs-on-us-goods).
EXCLUSION = {"A01_02": 0.17, "A03": 0.5, "B05_06": 0.5, "C10T12": 0.5}


def merge(teti, cube, names, economies):
    """Sector rates from the 28, weighted by flows; a pair without trade takes the simple mean."""
    n, count = len(economies), len(d.SECTORS)
    rate = np.zeros((count, n, n))
    for k in d.GOODS:
        parts = [s for s, x in enumerate(names)
                 if x != "Services" and d.CUBE_TO_SECTOR.get(x, x) == d.SECTOR_IDS[k]]
        w, t = cube[parts], teti[parts]
        total = w.sum(axis=0)
        rate[k] = np.where(total > 0, (w * t).sum(axis=0) / np.maximum(total, 1e-12), t.mean(axis=0))
    rate[:, np.arange(n), np.arange(n)] = 0.0
    return rate


def region_rates(icio):
    """ICIO 2017 applied tariffs as [27, exporter region, importer region]."""
    regions, _, _, flow, tariff = icio
    out = np.zeros((len(d.SECTORS), 7, 7))
    for k in d.GOODS:
        name = d.SECTOR_IDS[k]
        parts = [i for i, s in enumerate(d.ICIO44) if s == (name if name[:3] != "C24" else "C24")]
        w = flow[:, :, parts]
        out[k] = np.where(w.sum(2) > 0, (w * tariff[:, :, parts]).sum(2) / np.maximum(w.sum(2), 1e-12),
                          tariff[:, :, parts].mean(2))
    return regions, out


def fix_food(rate, icio, economies, log):
    """Food and tobacco: the source's means are swollen by specific duties on alcohol and tobacco.

    The level of each importer is replaced, the preference margins between its partners are kept.
    The level is the highest 2017 applied mean of the importer's region where it is a region of its
    own; elsewhere no more than the usual multiple of the importer's farm tariff.
    """
    regions, r7 = region_rates(icio)
    r = {x: i for i, x in enumerate(regions)}
    farm = d.INDEX["A01_02"]
    own = {x: r7[FOOD, :, r[d.REGION7[x]]].max() for x in economies if x in d.REGION7 and x != "GBR"}
    e = {x: i for i, x in enumerate(economies)}
    ratios = [own[x] / rate[farm, :, e[x]].max() for x in ("BRA", "CHN", "IND", "JPN", "DEU")]
    multiple = sum(ratios) / len(ratios)
    before = rate[FOOD].copy()
    for x, n in e.items():
        top = before[:, n].max()
        if top <= 0:
            continue
        level = own.get(x, min(top, max(multiple * rate[farm, :, n].max(), 0.05)))
        rate[FOOD, :, n] = before[:, n] / top * min(level, top)
    changed = np.abs(rate[FOOD] - before) > 1e-12
    log.step("food, beverages and tobacco tariffs relevelled",
             f"{changed.sum()} pairs, highest rate {before.max():.3f} -> {rate[FOOD].max():.3f}, "
             f"usual multiple of the farm tariff {multiple:.2f}")
    return changed


def fill_row(rate, icio, economies, log):
    """The rest of the world has no tariffs in the source, as importer or exporter."""
    regions, r7 = region_rates(icio)
    r = {x: i for i, x in enumerate(regions)}
    row = economies.index("ROW")
    known = [x for x in regions if x != "ROW"]
    for k in d.GOODS:
        mean = sum(r7[k, r[x], r["ROW"]] for x in known) / len(known)
        for i, x in enumerate(economies):
            region = d.REGION7.get(x, "ROW")
            if i != row:
                rate[k, i, row] = r7[k, r[region], r["ROW"]] if region != "ROW" else mean
        for n, x in enumerate(economies):
            if n != row:
                others = [i for i in range(len(economies)) if i not in (n, row)]
                rate[k, row, n] = rate[k, others, n].mean()
    log.step("rest of the world's tariffs filled",
             f"as importer from 2017 applied means (mean {rate[:, :, row][d.GOODS].mean():.3f}), "
             "as exporter with each importer's mean over partners")


def us_collected(rate, census, economies, log):
    """Duties collected by US Customs over imports for consumption, by partner and sector."""
    us = economies.index("USA")
    mask = np.zeros(rate.shape, dtype=bool)
    total = {}
    for cells in census.values():
        for s, (imports, duty) in cells.items():
            cell = total.setdefault(s, [0.0, 0.0])
            cell[0] += imports
            cell[1] += duty
    before = rate[:, :, us].copy()
    fallback = []
    for i, x in enumerate(economies):
        if i == us:
            continue
        cells = census.get(x) or (census["EU27"] if x in d.EU27 else None)
        if cells is None:
            fallback.append(x)
            rate[FOOD, i, us] = min(rate[FOOD, i, us], total["C10T12"][1] / total["C10T12"][0])
            continue
        for k in d.GOODS:
            imports, duty = cells.get(d.SECTOR_IDS[k], [0.0, 0.0])
            if imports > 0:
                rate[k, i, us] = duty / imports
                mask[k, i, us] = True
    log.step("US tariffs replaced by collected rates of 2024",
             f"{mask.sum()} cells, mean absolute change "
             f"{np.abs(rate[:, :, us] - before)[mask[:, :, us]].mean():.4f}; kept at the mean MFN rate: "
             + " ".join(fallback))
    return mask


def china_on_us(rate, extra, lookup, economies, log):
    """Add what is left of the 2018-2020 retaliation, simple mean over HS6 of each sector."""
    us, cn = economies.index("USA"), economies.index("CHN")
    sums = {}
    for code, x in extra.items():
        s = lookup(code)
        if s:
            c = sums.setdefault(s, [0.0, 0])
            c[0] += x
            c[1] += 1
    mask = np.zeros(rate.shape, dtype=bool)
    added = []
    for k in d.GOODS:
        s = d.SECTOR_IDS[k]
        if s in sums:
            x = sums[s][0] / sums[s][1] * EXCLUSION.get(s, 1.0)
            rate[k, us, cn] += x
            mask[k, us, cn] = True
            added.append(f"{s} +{100 * x:.1f}")
    log.step("Chinese retaliation on US goods still in force in 2024, points", ", ".join(added))
    return mask
