"""Bilateral flows at basic prices, moved from 2022 to 2023."""
import numpy as np

from . import definitions as d

# Pairs that neither side reported in 2023 vanish from BACI though trade went on.
LOST_SHARE, LOST_FROM = 0.05, 1000.0


def merge_sectors(cube, names, economies):
    """27 sectors from 28; the single services sector sits in the first services slot for now."""
    out = np.zeros((len(d.SECTORS), len(economies), len(economies)))
    for s, name in enumerate(names):
        target = "DTF" if name == "Services" else d.CUBE_TO_SECTOR.get(name, name)
        out[d.INDEX[target]] += cube[s]
    return out


def pair_targets(goods, baci, named, economies, log):
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
        log.step(f"{x} is absent from BACI: partner growth applied",
                 f"exports {target[m].sum() / 1e3:.1f}, imports {target[:, m].sum() / 1e3:.1f} USD bn")
    lost = both & (goods > LOST_FROM) & (baci < LOST_SHARE * goods)
    target[lost] = goods[lost]
    log.step("pairs unreported in BACI kept at ICIO 2022",
             "; ".join(f"{economies[i]}-{economies[j]} {goods[i, j] / 1e3:.1f} USD bn"
                       for i, j in np.argwhere(lost)))
    # Goods that pass through Hong Kong are recorded on arrival but not on departure: imports are
    # cut to what it keeps (ICIO, at world growth) plus what it is recorded to send on.
    h = e["HKG"]
    growth = baci[both].sum() / goods[both].sum()
    kept = growth * goods[off[:, h], h].sum() + target[h].sum()
    before = target[:, h].sum()
    target[:, h] *= kept / before
    log.step("Hong Kong imports cut to retained imports plus recorded exports",
             f"{before / 1e3:.1f} -> {kept / 1e3:.1f} USD bn")
    log.step("goods trade, ICIO 2022 basic prices -> BACI 2023",
             f"{goods[off].sum() / 1e3:.0f} -> {target.sum() / 1e3:.0f} USD bn "
             f"(pairs in both: factor {growth:.3f})")
    return target


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


def reexports(goods2022, goods2023, growth):
    """Goods that only pass through: trade beyond ICIO's (origin to user) at world growth, the lesser
    of the two sides, by economy and sector."""
    n = goods2022.shape[1]
    off = ~np.eye(n, dtype=bool)

    def excess(axis):
        new = np.where(off, goods2023, 0).sum(axis)
        return np.maximum(new - growth * np.where(off, goods2022, 0).sum(axis), 0.0)
    return np.minimum(excess(2), excess(1))
