"""Carves products out of the sectors of the finished world: flows, tariffs and quantities.

One file of facts a product stands in facts/. What no fact says follows the sector's own bilateral
pattern, tilted by who makes and who buys the product, and fitted to the facts. The lines of a sector
sum to the sector's flow cell by cell, so nothing else in the world moves.

Keys of a file: `production` and `market` name economies, in units (by = "quantity") or USD million
(by = "value"); what is left of `total` goes to the others as the sector does. `unit_value` is USD a unit
by exporter, `home_unit_value` where sold at home, `pair_unit_value` for "EXPORTER:IMPORTER". `flow` is
a record in USD million; exporter and importer are ids joined by blanks, EU27, "*" or "!" for all others.
`hs` names the codes that US Customs records it under. `tariff` without an exporter is a
most-favoured-nation rate, with one the rate itself. `check` goes to checks.csv. `critical`, `users`
(shares of world use) and `main_inputs` (shares of output) split the product out as a sector;
`finished` does so for final use, and `nest` names the finished product whose buyers choose this one too.
"""
import glob
import os
import tomllib

import numpy as np

from . import definitions as d

FLOW_DIGITS = 4
RATE_DIGITS = 8
MOST_OF_CELL = 0.95   # of a sector's flow that its products together may take
ROUNDS = 400
REFITS = 6
SMALLEST = 0.001      # USD million: smaller flows stay in the sector's residual line
SUPPLIERS = 3         # of an economy whose flows are kept however small
FACTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "facts")


class Product:
    """The facts of one product and, once fitted, its arrays [exporter, importer]."""

    def __init__(self, facts):
        self.facts = facts
        self.id = facts["id"]
        self.parent = d.INDEX[facts["sector"]]
        self.critical = facts.get("critical")
        self.finished = facts.get("finished", False)   # goes to final use, with accounts of its own
        self.flow = self.rate = self.kind = self.quantity = None

    def __getitem__(self, key):
        return self.facts[key]


def read_facts():
    """Products in the order of their `order`, which is the order of the world's lines."""
    out = []
    for path in sorted(glob.glob(os.path.join(FACTS, "*.toml"))):
        with open(path, "rb") as f:
            out.append(Product(tomllib.load(f)))
    return sorted(out, key=lambda p: p["order"])


def members(text, economies):
    """Indices of an id, EU27, "*" for all, or "!" for all others; several parts joined by blanks."""
    e = {x: i for i, x in enumerate(economies)}
    chosen = set()
    for part in text.lstrip("!").split():
        if part == "*":
            chosen.update(range(len(economies)))
        elif part == "EU27":
            chosen.update(e[x] for x in d.EU27)
        else:
            chosen.add(e[part])
    if text.startswith("!"):
        chosen = set(range(len(economies))) - chosen
    return sorted(chosen)


def amounts(table, economies, shape):
    """A value per economy from a table of named ones; `total` less these is spread by `shape`."""
    e = {x: i for i, x in enumerate(economies)}
    named = {x: float(v) for x, v in table.items() if x in e}
    out = np.zeros(len(economies))
    for x, v in named.items():
        out[e[x]] = v
    rest = table.get("total", sum(named.values())) - sum(named.values())
    if rest < -1e-9 * sum(named.values()):
        raise ValueError(f"the named economies hold more than the total by {-rest:.6g}")
    others = np.array([x not in named for x in economies])
    if rest > 1e-9 * sum(named.values()) and shape[others].sum() > 0:
        out[others] = rest * shape[others] / shape[others].sum()
    return out, others


def unit_values(p, economies):
    """USD per unit by exporter and importer."""
    v = p.facts.get("unit_value")
    if v is None:
        return None
    n = len(economies)
    e = {x: i for i, x in enumerate(economies)}
    out = np.full((n, n), float(v["default"]))
    for x, value in v.items():
        if x in e:
            out[e[x], :] = value
        elif x == "EU27":
            out[members(x, economies), :] = value
    for x, value in p.facts.get("home_unit_value", {}).items():
        for i in members(x, economies):
            out[i, i] = value
    for pair, value in p.facts.get("pair_unit_value", {}).items():
        a, b = pair.split(":")
        out[np.ix_(members(a, economies), members(b, economies))] = value
    return out


def pinned_flows(p, parent, us_records, economies):
    """Facts as (cells, USD million): flows between economies or groups, sales at home left out."""
    n = len(economies)
    off = ~np.eye(n, dtype=bool)
    us = economies.index("USA")
    out = []
    for f in p.facts.get("flow", []):
        cells = np.zeros((n, n), dtype=bool)
        cells[np.ix_(members(f["exporter"], economies), members(f["importer"], economies))] = True
        out.append((cells & off, float(f["value"])))
    for partner, share in us_records.items():
        cells = np.zeros((n, n), dtype=bool)
        cells[members(partner, economies), us] = True
        cells &= off
        out.append((cells, share * parent[cells].sum()))
    return out


class Fit:
    """One product against its sector's pattern: a seed tilted to makers and buyers, what it must meet, and
    how much of each cell it may take."""

    def __init__(self, p, parent, us_records, economies):
        self.p = p
        n = len(economies)
        output, bought = parent.sum(axis=1), parent.sum(axis=0)
        made, used = p["production"], p["market"]
        supply, open_rows = amounts(made, economies, output)
        demand, open_columns = amounts(used, economies, bought)
        if made["by"] == "quantity":
            price = np.diag(unit_values(p, economies)) / 1e6
            supply, demand = supply * price, demand * price
        demand *= supply.sum() / demand.sum()
        seed = parent * np.divide(supply, output, out=np.zeros(n), where=output > 0)[:, None]
        seed *= np.divide(demand, bought, out=np.zeros(n), where=bought > 0)[None, :]
        self.flow = seed
        self.cap = MOST_OF_CELL * parent
        self.goals = []
        for named, total, axis in ((~open_columns, demand, 1), (~open_rows, supply, 0)):
            for i in np.flatnonzero(named):
                self.goals.append((line_cells(n, [i], axis), total[i]))
            if total[~named].sum() > 0:
                self.goals.append((line_cells(n, np.flatnonzero(~named), axis), total[~named].sum()))
        facts = pinned_flows(p, parent, us_records, economies)
        self.facts = [(np.flatnonzero(c), t) for c, t in facts if seed[c].sum() > 0]
        self.dropped = sum(t for c, t in facts if not seed[c].sum() > 0)
        # Where estimates must give way, these cells do not: pairs on record.
        self.known = np.zeros((n, n), dtype=bool)
        for c, _ in facts:
            if c.sum() == 1:
                self.known |= c

    def run(self, rounds):
        """Iterative proportional fitting: what is made wins over what is bought, records over both."""
        x, cap = self.flow.ravel().copy(), self.cap.ravel()
        for _ in range(rounds):
            for cells, total in self.goals + self.facts:
                now = x[cells].sum()
                if now > 0:
                    x[cells] *= total / now
            x = np.minimum(x, cap)
        self.flow = x.reshape(self.flow.shape)

    def report(self, parent, log):
        x = self.flow
        clipped = (x >= MOST_OF_CELL * parent * (1 - 1e-9)) & (x > 0)
        missed = [abs(x.ravel()[c].sum() / t - 1) for c, t in self.facts if t > 1.0]
        log.step(f"{self.p.id}: fitted to production, markets and {len(self.facts)} recorded flows",
                 f"world sales USD {x.sum() / 1e3:.2f} bn, traded {(x.sum() - np.trace(x)) / 1e3:.2f}; recorded flows "
                 f"missed by {100 * np.mean(missed or [0.0]):.2f}% on average, {100 * max(missed, default=0.0):.0f}% at "
                 f"most; {clipped.sum()} cells hold {MOST_OF_CELL:.0%} of the sector's flow, "
                 f"USD {x[clipped].sum():.0f} million; USD {self.dropped:.1f} million of US imports from economies "
                 "that make none left out")


def line_cells(n, which, axis):
    cells = np.zeros((n, n), dtype=bool)
    cells[(which, slice(None)) if axis == 0 else (slice(None), which)] = True
    return np.flatnonzero(cells)


def share_cells(fits, parent):
    """Products of one sector may not take more of a cell than there is: estimates give way first. Returns
    where they had to and by how much."""
    total = sum(f.flow for f in fits)
    cap = MOST_OF_CELL * parent
    over = total > cap * (1 + 1e-9)
    firm = sum(np.where(f.known, f.flow, 0.0) for f in fits)
    loose = total - firm
    # Where the records alone are too many, estimates keep a fiftieth of the cell.
    most = np.where(loose > 0, 0.98, 1.0) * cap
    firm_factor = np.where(over, np.minimum(1.0, most / np.maximum(firm, 1e-300)), 1.0)
    loose_factor = np.where(over, np.minimum(1.0, (cap - firm * firm_factor) / np.maximum(loose, 1e-300)), 1.0)
    for f in fits:
        f.flow = f.flow * np.where(f.known, firm_factor, loose_factor)
        f.cap = np.where(over, f.flow, f.cap)
    return over, np.maximum(total - cap, 0.0)[over].sum()


def fit_together(fits, parent, log):
    """Fit each, cut what is too much in a cell, and let the rest of each product make up for it."""
    for f in fits:
        f.run(ROUNDS)
    over, cut = share_cells(fits, parent)
    for _ in range(REFITS if over.any() else 0):
        for f in fits:
            f.run(ROUNDS // 4)
        share_cells(fits, parent)
    if over.any():
        log.step(f"{d.SECTOR_IDS[fits[0].p.parent]}: products together wanted more than {MOST_OF_CELL:.0%} of a flow",
                 f"{over.sum()} cells, USD {cut:.0f} million moved to other pairs")
    for f in fits:
        f.report(parent, log)
        f.p.flow = f.flow


def settle(p, parent):
    """Stored digits. Flows under USD 1,000 go back to the sector, but not sales at home, nor the largest
    suppliers of an economy: what buys some of everything buys some of this, and a ban on one origin must
    leave another, however small."""
    unit = 10.0 ** -FLOW_DIGITS
    n = len(parent)
    x = np.round(p.flow, FLOW_DIGITS)
    sold = parent >= 20 * unit
    ranked = np.argsort(-np.where(sold, p.flow, 0.0), axis=0, kind="stable")
    bottom = np.minimum(SMALLEST if p.critical else unit, np.floor(parent / unit / 2) * unit)
    least = np.zeros((n, n))
    for supplier in ranked[:SUPPLIERS]:
        cell = (supplier, np.arange(n))
        least[cell] = np.where((p.flow[cell] > 0) & sold[cell], bottom[cell], 0.0)
    keep = (x >= SMALLEST) | (np.eye(n, dtype=bool) & (x > 0)) | (least > 0)
    x = np.where(keep, np.maximum(x, least), 0.0)
    p.flow = np.round(np.minimum(x, np.floor(parent / unit * MOST_OF_CELL) * unit), FLOW_DIGITS)


def make_room(group, parent):
    """What was kept of small flows may exceed a tiny cell: the product that has most of it gives way."""
    over = sum(p.flow for p in group) - MOST_OF_CELL * parent
    for i, n in np.argwhere(over > 1e-9):
        most = max(group, key=lambda p: p.flow[i, n])
        most.flow[i, n] = np.round(max(most.flow[i, n] - over[i, n] - 0.5 * 10.0 ** -FLOW_DIGITS, 0.0), FLOW_DIGITS)


def usual_rate(column):
    """What an importer charges most of its partners: the commonest rate."""
    values, counts = np.unique(np.round(column[column > 0], 4), return_counts=True)
    return values[counts.argmax()] if len(values) else 0.0


def rates(p, parent_rate, parent_kind, us_duties, economies):
    """A product's tariffs: its own rate at the sector's margins of preference where one is stated, what
    US Customs collected, and otherwise the sector's."""
    us = economies.index("USA")
    rate, kind = parent_rate.copy(), parent_kind.copy()
    for t in p.facts.get("tariff", []):
        for n in members(t["importer"], economies):
            usual = usual_rate(parent_rate[:, n])
            for i in members(t.get("exporter", "*"), economies):
                if i == n:
                    continue
                margin = 1.0
                if "exporter" not in t and usual > 0:
                    margin = parent_rate[i, n] / usual
                    margin = 1.0 if margin > 0.9 else margin
                rate[i, n] = t["rate"] * margin
                kind[i, n] = "product"
    for partner, value in us_duties.items():
        for i in members(partner, economies):
            if i != us and not any(us in members(t["importer"], economies) and "exporter" in t
                                   and i in members(t["exporter"], economies) for t in p.facts.get("tariff", [])):
                rate[i, us], kind[i, us] = value, "collected"
    p.rate = np.round(rate, RATE_DIGITS)
    np.fill_diagonal(p.rate, 0.0)
    p.kind = kind


def keep_collected(world, group, log):
    """Duties that US Customs collected on a sector stay what they are: the rest of it bears what its
    products do not. Elsewhere the sector's rate is a mean over tariff lines and stays."""
    us = world["economies"].index("USA")
    k = group[0].parent
    flow, rate, kind = world["flows"][k], world["rate"][k], world["kind"][k]
    rest = flow[:, us] - sum(p.flow[:, us] for p in group)
    duty = flow[:, us] * rate[:, us] - sum(p.flow[:, us] * p.rate[:, us] for p in group)
    collected = (kind[:, us] == "collected") & (rest > 0)
    new = np.where(collected, np.maximum(duty / np.maximum(rest, 1e-300), 0.0), rate[:, us])
    short = -duty[collected & (duty < 0)].sum()
    if short > 0:
        log.step(f"{d.SECTOR_IDS[k]}: US duties of products above what the sector collected", f"USD {short:.1f} million")
    return np.round(new, RATE_DIGITS)


def carve(world, products, us_products, log):
    """Fit every product, set its flow, rate, kind and quantity, and cut its sector's flows."""
    economies = world["economies"]
    groups = {}
    for p in products:
        groups.setdefault(p.parent, []).append(p)
    for k, group in groups.items():
        parent = world["flows"][k]
        fit_together([Fit(p, parent, us_products[p.id]["share"], economies) for p in group], parent, log)
        for p in group:
            settle(p, parent)
        make_room(group, parent)
        for p in group:
            rates(p, world["rate"][k], world["kind"][k], us_products[p.id]["duty"], economies)
            price = unit_values(p, economies)
            if price is not None:
                p.quantity = np.round(p.flow * 1e6 / price, 3)
        world["rate"][k][:, economies.index("USA")] = keep_collected(world, group, log)
        world["flows"][k] = np.round(parent - sum(p.flow for p in group), FLOW_DIGITS)
