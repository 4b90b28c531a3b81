"""Bilateral flows at basic prices, moved from 2022 to 2023."""
import numpy as np

from . import definitions as d
from . import late

# Pairs that neither side reported in 2023 vanish from BACI though trade went on.
LOST_SHARE, LOST_FROM = 0.05, 1000.0
# Trade that really ended: a blank here is a zero.
WAR = [("UKR", "RUS"), ("UKR", "BLR")]
# World services exports 2023, balance of payments: UN Trade and Development and WTO,
# https://unctadstat.unctad.org/insights/theme/4
WORLD_SERVICES = 7.9e6
# Taiwan's goods trade 2023, USD million (imports at cif): its Ministry of Finance,
# https://euroview.ecct.com.tw/category-inside.php?id=1789
TAIWAN_EXPORTS, TAIWAN_IMPORTS = 432480.0, 351620.0
# Growth of US goods imports from Taiwan 2023-2024: Congressional Research Service, IF10256, 2025.
TAIWAN_US_GROWTH = 1.325
# An industry that sells less than this, USD million, is dust of estimation and is left out.
DUST = 0.1
# Imbalances above this share of gross trade leave no room for a fixed-deficit closure.
MAX_IMBALANCE = 0.25


def merge_sectors(cube, names, economies):
    """27 sectors from 28; the single services sector sits in the first services slot for now."""
    out = np.zeros((len(d.SECTORS), len(economies), len(economies)))
    for s, name in enumerate(names):
        target = "DTF" if name == "Services" else d.CUBE_TO_SECTOR.get(name, name)
        out[d.INDEX[target]] += cube[s]
    return out


def pair_targets(goods, baci, named, census, economies, log):
    """Goods total of each pair (exporter, importer), and why a pair departs from BACI."""
    e = {x: i for i, x in enumerate(economies)}
    n = len(economies)
    off = ~np.eye(n, dtype=bool)
    target = np.where(off, baci, 0.0)
    missing = [x for x in economies if x not in named and x != "ROW"]
    known = np.array([x not in missing for x in economies])
    both = off & known[:, None] & known[None, :]
    # BACI has no line for these; their pairs grow as the other side's trade grew.
    by_exporter = np.where(both, baci, 0).sum(1) / np.maximum(np.where(both, goods, 0).sum(1), 1e-9)
    by_importer = np.where(both, baci, 0).sum(0) / np.maximum(np.where(both, goods, 0).sum(0), 1e-9)
    for x in missing:
        m = e[x]
        target[m, :] = goods[m, :] * np.where(known, by_importer, 1.0)
        target[:, m] = goods[:, m] * np.where(known, by_exporter, 1.0)
        target[m, m] = 0.0
        if x == "TWN":
            us = e["USA"]
            others = np.arange(n) != us
            target[m, us] = sum(v[0] for v in census["TWN"].values()) / TAIWAN_US_GROWTH
            target[m, others] *= (TAIWAN_EXPORTS - target[m, us]) / target[m, others].sum()
            target[:, m] *= TAIWAN_IMPORTS / target[:, m].sum()
        log.step(f"{x} is absent from BACI: own totals or partner growth applied",
                 f"exports {target[m].sum() / 1e3:.1f}, imports {target[:, m].sum() / 1e3:.1f} USD bn")
    lost = both & (goods > 0) & ((baci == 0) | ((goods > LOST_FROM) & (baci < LOST_SHARE * goods)))
    for x, y in WAR:
        lost[e[x], e[y]] = lost[e[y], e[x]] = False
    eu = np.array([x in d.EU27 for x in economies])
    for i, j in np.argwhere(lost):
        # A member state's pair follows the same partner's trade with the rest of the Union.
        growth = 1.0
        if eu[i] != eu[j]:
            kin = both & ~lost & (eu[:, None] if eu[i] else eu[None, :])
            line = (slice(None), j) if eu[i] else (i, slice(None))
            now, then = baci[line][kin[line]].sum(), goods[line][kin[line]].sum()
            growth = min(now / then, 1.0) if then > 0 else 1.0
        target[i, j] = goods[i, j] * growth
    largest = sorted(np.argwhere(lost).tolist(), key=lambda p: -target[p[0], p[1]])[:8]
    log.step("pairs without a 2023 record kept at ICIO 2022 (at the Union's trend for its members)",
             f"{lost.sum()} pairs, {target[lost].sum() / 1e3:.0f} USD bn, largest "
             + "; ".join(f"{economies[i]}-{economies[j]} {target[i, j] / 1e3:.1f}" for i, j in largest))
    # Goods that pass through Hong Kong are recorded on arrival but not on departure: imports are
    # cut to what it keeps (ICIO, at world growth) plus what it is recorded to send on.
    h = e["HKG"]
    growth = baci[both].sum() / goods[both].sum()
    kept = growth * goods[off[:, h], h].sum() + target[h].sum()
    before = target[:, h].sum()
    target[:, h] *= kept / before
    log.step("Hong Kong imports cut to retained imports plus recorded exports",
             f"{before / 1e3:.1f} -> {kept / 1e3:.1f} USD bn")
    own = late.apply(target, lost, ["TWN"], economies, log)
    log.step("goods trade, ICIO 2022 basic prices -> BACI 2023",
             f"{goods[off].sum() / 1e3:.0f} -> {target.sum() / 1e3:.0f} USD bn "
             f"(pairs in both: factor {growth:.3f})")
    return target, lost, own


def biproportional(seed, rows, columns, rounds=200):
    x = seed.copy()
    for _ in range(rounds):
        x *= (rows / np.maximum(x.sum(1), 1e-300))[:, None]
        x *= (columns / np.maximum(x.sum(0), 1e-300))[None, :]
    return x


def us_sector_pattern(flows, target, census, economies, log):
    """Replace the sector pattern of US goods imports by that of the 2024 customs record."""
    e = {x: i for i, x in enumerate(economies)}
    us, goods = e["USA"], len(d.GOODS)
    pattern = {}
    moved = 0.0
    for partner, cells in census.items():
        v = np.array([cells.get(s, [0.0])[0] for s in d.SECTOR_IDS[:goods]])
        pattern[partner] = v / v.sum()
    pattern["ROW"] = pattern.get("ROW", None)

    def place(i, values):
        nonlocal moved
        old = flows[:goods, i, us]
        if old.sum() > 0:
            moved += np.abs(old / old.sum() * values.sum() - values).sum() / 2
        flows[:goods, i, us] = values
    for partner, p in pattern.items():
        if partner in e:
            place(e[partner], p * target[e[partner], us])
    members = [e[x] for x in d.EU27]
    seed = np.array([flows[:goods, i, us] / max(flows[:goods, i, us].sum(), 1e-9) * target[i, us]
                     for i in members]) + 1e-6
    rows = target[members, us]
    fitted = biproportional(seed, rows, pattern["EU27"] * rows.sum())
    for i, values in zip(members, fitted):
        place(i, values / values.sum() * target[i, us])
    log.step("US imports take the sector pattern of the 2024 customs record",
             f"{moved / 1e3:.1f} of {target[:, us].sum() / 1e3:.1f} USD bn change sector")


def scale_goods(flows, target):
    """Scale the goods of each pair to its total, keeping the pair's sector pattern."""
    goods = len(d.GOODS)
    n = flows.shape[1]
    pair = flows[:goods].sum(0)
    exporter = flows[:goods].copy()
    exporter[:, np.arange(n), np.arange(n)] = 0.0
    exporter = exporter.sum(2)
    for i in range(n):
        for j in range(n):
            if i == j:
                continue
            if pair[i, j] > 0:
                flows[:goods, i, j] *= target[i, j] / pair[i, j]
            elif target[i, j] > 0:
                flows[:goods, i, j] = exporter[:, i] / exporter[:, i].sum() * target[i, j]


def split_services(flows, economies, adb, icio, peers, log):
    """Five services from one: ICIO 2017 region patterns, tilted to each economy's 2022 sales abroad
    and at home (ADB MRIO) where these are known."""
    regions, _, _, flow44, _ = icio
    r = {x: i for i, x in enumerate(regions)}
    n, first, count = len(economies), d.SERVICES[0], len(d.SERVICES)
    home_region = [r[d.REGION7.get(x, "ROW")] for x in economies]
    pattern = np.zeros((count, 7, 7))
    for i44, sector in enumerate(d.ICIO44):
        if sector in d.SECTOR_IDS and d.INDEX[sector] >= first:
            pattern[d.INDEX[sector] - first] += flow44[:, :, i44]
    pattern = np.maximum(pattern, 1e-9 * pattern.sum(0))
    pattern /= pattern.sum(0)
    total = flows[first].copy()
    split = np.zeros((count, n, n))
    for i in range(n):
        for j in range(n):
            a, b = home_region[i], home_region[j]
            # ICIO 2017 shows no trade inside the rest of the world; its sales abroad stand in.
            col = pattern[:, a, b]
            if i != j and a == b and regions[a] == "ROW":
                abroad = [x for x in range(7) if x != a]
                col = pattern[:, a, abroad].mean(axis=1)
            split[:, i, j] = col * total[i, j]
    service_blocks = sorted({d.BLOCK_OF[k] for k in d.SERVICES})
    members = {b: [k - first for k in d.SERVICES if d.BLOCK_OF[k] == b] for b in service_blocks}

    def shares(name, what):
        found = [adb[p] for p in ([name] if name in adb else peers(name, adb))]
        v = np.zeros(len(service_blocks))
        for a in found:
            x = (a["output"] - a["home"] if what == "abroad" else a["home"])[service_blocks]
            x = np.maximum(x, 0)
            v += x / x.sum()
        return v / v.sum()
    for i, name in enumerate(economies):
        abroad = np.arange(n) != i
        for what, sel in (("abroad", abroad), ("home", ~abroad)):
            goal = np.maximum(shares(name, what), 1e-4)
            goal /= goal.sum()
            for _ in range(50):
                part = split[:, i, sel]
                now = part.sum(1) / part.sum()
                for b, g in zip(service_blocks, goal):
                    split[np.ix_(members[b], [i], np.flatnonzero(sel))] *= g / now[members[b]].sum()
                part = split[:, i, sel]
                split[:, i, sel] = part * (total[i, sel] / np.maximum(part.sum(0), 1e-300))
    flows[first:first + count] = split
    log.step("services split into five", "world shares " + ", ".join(
        f"{d.SECTOR_IDS[first + c]} {split[c].sum() / split.sum():.3f}" for c in range(count)))


def drop_dust(flows, economies, log):
    """Leave out industries too small to be more than an artefact: they would have no cost structure."""
    sold = flows.sum(axis=2)
    dust = (sold > 0) & (sold < DUST)
    lost = sold[dust].sum()
    flows[dust] = 0.0
    log.step(f"industries selling under USD {DUST} million left out", f"{dust.sum()} cells, USD {lost:.2f} million")


def drop_margins(flows, log):
    """BACI values goods on board ship, so it already holds the trade and transport margins that
    input-output tables book as services exports: these are cut to the record of services trade."""
    n = flows.shape[1]
    off = ~np.eye(n, dtype=bool)
    g = d.INDEX["GTI"]
    total = sum(flows[k][off].sum() for k in d.SERVICES)
    margin = flows[g][off].sum()
    factor = (WORLD_SERVICES - (total - margin)) / margin
    flows[g] = np.where(off, flows[g] * factor, flows[g])
    log.step("trade and transport services across borders cut to services trade of 2023",
             f"factor {factor:.3f}, services trade {total / 1e3:.0f} -> {WORLD_SERVICES / 1e3:.0f} USD bn")


def limit_imbalances(flows, economies, log):
    """Bring extreme imbalances within MAX_IMBALANCE of gross trade: a surplus by more services
    imports; a deficit by fewer services imports, at most half, then by fewer goods imports."""
    n, goods = len(economies), len(d.GOODS)
    changed = {}
    for _ in range(20):
        done = True
        for i in range(n):
            abroad = np.arange(n) != i
            sold, bought = flows[:, i, abroad].sum(), flows[:, abroad, i].sum()
            gap, gross = bought - sold, bought + sold
            over = abs(gap) - MAX_IMBALANCE * gross
            if over <= 1e-9 * gross:
                continue
            done = False
            services = flows[goods:, abroad, i].sum()
            if gap < 0:
                add = over / (1 + MAX_IMBALANCE)
                flows[goods:, abroad, i] *= 1 + add / services
                changed[i] = changed.get(i, 0.0) + add
            else:
                cut = over / (1 - MAX_IMBALANCE)
                part = min(cut, services / 2) if i not in changed else 0.0
                flows[goods:, abroad, i] *= 1 - part / services
                flows[:goods, abroad, i] *= 1 - (cut - part) / flows[:goods, abroad, i].sum()
                changed[i] = changed.get(i, 0.0) - cut
        if done:
            break
    log.step(f"imbalances above {MAX_IMBALANCE:.0%} of gross trade, change of imports in USD bn",
             ", ".join(f"{economies[i]} {v / 1e3:+.1f}" for i, v in changed.items()) or "none")


def reexports(goods2022, goods2023, growth):
    """Goods that only pass through: trade beyond ICIO's (origin to user) at world growth, the lesser
    of the two sides, by economy and sector."""
    n = goods2022.shape[1]
    off = ~np.eye(n, dtype=bool)

    def excess(axis):
        new = np.where(off, goods2023, 0).sum(axis)
        return np.maximum(new - growth * np.where(off, goods2022, 0).sum(axis), 0.0)
    return np.minimum(excess(2), excess(1))
