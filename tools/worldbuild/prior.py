"""Prior input-output structure of each economy, before it is balanced to the flows."""
import numpy as np

from . import definitions as d

TILT = 5.0          # how much more of its own metal than of the other a metal sector buys
ICIO_WEIGHT = 2 / 3  # weight of the own 2017 table against the own 2011 table
FLOOR = 1e-6
GROSS_BOUNDS = (0.8, 1.25)  # how far the level of value added shares may follow gross output


def peers(name, available):
    return [p for p in d.PEERS.get(name, []) if p in available]


def block_sum(v):
    out = np.zeros(len(d.BLOCKS))
    for k, b in enumerate(d.BLOCK_OF):
        out[b] += v[k]
    return out


def templates(icio):
    """Per region at 27 sectors: input shares [h, k] in materials, value added share [k] and the
    share of each composite that producers use [h]."""
    regions, share, va, flow, _ = icio
    count = len(d.SECTORS)
    out = {}
    for r, region in enumerate(regions):
        y = flow[r].sum(axis=0)
        z = np.zeros((count, count))
        v = np.zeros(count)
        output = np.zeros(count)
        spread = [[d.INDEX["C24A"], d.INDEX["C24B"]] if s == "C24" else [d.INDEX[s]] for s in d.ICIO44]
        for b in range(44):
            for k in spread[b]:
                part = y[b] / len(spread[b])
                output[k] += part
                v[k] += va[r, b] * part
                for a in range(44):
                    for h in spread[a]:
                        z[h, k] += share[r, a, b] * (1 - va[r, b]) * part / len(spread[a])
        bought = np.zeros(count)
        for a in range(44):
            for h in spread[a]:
                bought[h] += flow[:, r, a].sum() / len(spread[a])
        use = np.clip(z.sum(axis=1) / bought, 0.02, 0.98)
        z = np.maximum(z, FLOOR * z.sum(axis=0))
        out[region] = z / z.sum(axis=0), v / np.maximum(output, 1e-12), use
    return out


def block_inputs(name, wiod, regional, weights):
    """Share of each block in the materials of each block [H, K] and where it comes from."""
    def from_wiod(x):
        z = wiod[x][0] + FLOOR * wiod[x][0].sum()
        return z / z.sum(axis=0)

    def from_icio(region):
        s = regional[region][0]
        out = np.zeros((len(d.BLOCKS), len(d.BLOCKS)))
        for k, b in enumerate(d.BLOCK_OF):
            for h, a in enumerate(d.BLOCK_OF):
                out[a, b] += s[h, k] * weights[k]
        return out / out.sum(axis=0)
    if name == "ROW":
        return (from_wiod("ROW") + from_icio("ROW")) / 2, "WIOD 2011 RoW, ICIO 2017 ROW"
    if name in wiod and name in regional:
        return (ICIO_WEIGHT * from_icio(name) + (1 - ICIO_WEIGHT) * from_wiod(name),
                "own ICIO 2017 and own WIOD 2011")
    if name in wiod:
        return from_wiod(name), "own WIOD 2011"
    p = peers(name, wiod)
    mean = sum(from_wiod(x) for x in p) / len(p)
    return (mean + from_icio("ROW")) / 2, "WIOD 2011 of " + " ".join(p) + ", ICIO 2017 ROW"


def adb_ratio(name, adb, top, bottom, default):
    """A ratio by block from ADB MRIO 2022: the economy's own, else the mean of its peers'."""
    found = [name] if name in adb else peers(name, adb)
    ratios = []
    for x in found:
        a = adb[x]
        t, b = top(a), bottom(a)
        ratios.append(np.where(b > 1.0, t / np.maximum(b, 1e-9), np.nan))
    with np.errstate(all="ignore"):
        ok = ~np.isnan(ratios)
        mean = np.where(ok, ratios, 0).sum(axis=0) / np.maximum(ok.sum(axis=0), 1)
    return np.where(ok.any(axis=0), mean, default), ("own" if name in adb else " ".join(found))


def input_shares(name, absorption, output, wiod, regional):
    """Share of each composite in the materials of each sector, columns summing to one."""
    share = regional[d.TEMPLATE.get(name, "ROW")][0].copy()
    a, b = d.INDEX["C24A"], d.INDEX["C24B"]
    metal = share[a] + share[b]
    for k in range(len(d.SECTORS)):
        wa, wb = absorption[a] + 1e-9, absorption[b] + 1e-9
        wa, wb = (wa * TILT, wb) if k == a else (wa, wb * TILT) if k == b else (wa, wb)
        share[a, k], share[b, k] = metal[k] * wa / (wa + wb), metal[k] * wb / (wa + wb)
    total = block_sum(output)
    weights = np.array([output[k] / total[x] if total[x] > 0 else 1 / len(d.BLOCKS[x])
                        for k, x in enumerate(d.BLOCK_OF)])
    goal, source = block_inputs(name, wiod, regional, weights)
    now = np.zeros_like(goal)
    for k, x in enumerate(d.BLOCK_OF):
        for h, y in enumerate(d.BLOCK_OF):
            now[y, x] += share[h, k] * weights[k]
    now /= now.sum(axis=0)
    scale = np.clip(goal / np.maximum(now, 1e-12), 0.02, 50.0)
    for k, x in enumerate(d.BLOCK_OF):
        for h, y in enumerate(d.BLOCK_OF):
            share[h, k] *= scale[y, x]
    share[absorption <= 0] = 0.0
    return share / share.sum(axis=0), source


def value_added_shares(name, output, output2022, adb, regional):
    """Value added share by sector: the region's 2017 pattern inside blocks, 2022 margins across.

    The two sources differ in gross output where one consolidates sales inside an industry; the
    share is moved so that value added, not the share, agrees with the 2022 accounts.
    """
    v = regional[d.TEMPLATE.get(name, "ROW")][1].copy()
    total, made = block_sum(output), block_sum(output * v)
    now = np.where(total > 0, made / np.maximum(total, 1e-12), 0.4)
    # Taxes on the products a sector buys are part of its value added here.
    goal, source = adb_ratio(name, adb, lambda a: a["output"] - a["inputs"],
                             lambda a: a["output"], now)
    if name in adb:
        goal = goal * np.clip(adb[name]["output"].sum() / output2022, *GROSS_BOUNDS)
    scale = np.array([goal[b] / now[b] if now[b] > 0 else 1.0 for b in d.BLOCK_OF])
    return np.clip(v * scale, 0.04, 0.92), source


def intermediate_shares(name, absorption, adb, regional):
    """Share of each composite that producers use: the region's 2017 pattern inside blocks, sales at
    home in 2022 across."""
    use = regional[d.TEMPLATE.get(name, "ROW")][2]
    total, used = block_sum(absorption), block_sum(absorption * use)
    now = np.where(total > 0, used / np.maximum(total, 1e-12), 0.5)
    goal, source = adb_ratio(name, adb, lambda a: a["home_inputs"], lambda a: a["home"], now)
    # Odds, not shares, are scaled, so that every share stays inside (0, 1).
    odds = (goal / np.maximum(1 - goal, 1e-3)) / (now / (1 - now))
    scaled = use / (1 - use) * odds[d.BLOCK_OF]
    return np.clip(scaled / (1 + scaled), 0.02, 0.98), source
