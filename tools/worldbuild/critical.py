"""Splits critical inputs, and finished goods, out of their sectors: accounts of their own, with the users
they really have.

A split-out sector takes part of its parent's row (from named users, by intensity) and part of its
parent's column (the parent's technology unless the facts name a main input). Row and column leave the
parent, so parent and child add up to what the parent was.
"""
import numpy as np

from . import definitions as d

DIGITS = 4
MOST_OF_INPUT = 0.9   # of a user's purchases from the parent sector that the child may take
MOST_OF_FINAL = 0.9


def allocate(total, room, weights):
    """Spread `total` over users by weight, none above its room; returns amounts and what is left."""
    out = np.zeros_like(room)
    left = total
    for _ in range(60):
        open_ = (weights > 0) & (out < room * (1 - 1e-12))
        if left <= 1e-12 * total or not open_.any():
            break
        add = np.zeros_like(room)
        add[open_] = left * weights[open_] / weights[open_].sum()
        add = np.minimum(add, room - out)
        out += add
        left = total - out.sum()
    return out, max(left, 0.0)


def grow(a, axes):
    """One more slot of zeros at the end of each named axis."""
    for axis in axes:
        shape = list(a.shape)
        shape[axis] = 1
        a = np.concatenate([a, np.zeros(shape, dtype=a.dtype)], axis=axis)
    return a


class Accounts:
    """Inputs of the world while sectors are split out of others."""

    def __init__(self, world):
        self.economies = world["economies"]
        self.ids = list(d.SECTOR_IDS)
        self.inputs = world["inputs"].copy()
        self.final = world["final"].copy()
        self.output = world["output"].copy()

    def split(self, p, nested, log):
        k = p.parent
        self.ids.append(p.id)
        s = len(self.ids) - 1
        self.inputs = grow(self.inputs, (1, 2))
        self.final = grow(self.final, (1,))
        self.output = grow(self.output, (1,))
        members = [p, *nested]
        made = sum(q.flow.sum(axis=1) for q in members)
        bought = sum((q.flow * (1 + q.rate)).sum(axis=0) for q in members)
        if "users" in p.facts:
            self.to_users(p, k, s, bought, log)
        else:
            self.to_final_use(p, k, s, bought, log)
        self.columns(p, k, s, made)
        self.output[:, s] = made
        self.output[:, k] -= made

    def to_final_use(self, p, k, s, bought, log):
        """Finished goods: final buyers take them, then services; who makes goods buys parts instead."""
        services = np.array([dict((x[0], x[3]) for x in d.SECTORS).get(x) == "services" for x in self.ids])
        spilled = 0.0
        for i in range(len(self.economies)):
            # What other sectors split out of this one took came out of inputs, so final use is as it was.
            taken = min(bought[i], MOST_OF_FINAL * self.final[i, k])
            row = self.inputs[i, k]
            got, left = allocate(bought[i] - taken, MOST_OF_INPUT * row, np.where(services, row, 0.0))
            if left > 0:
                spilled += left
                more, left = allocate(left, MOST_OF_INPUT * row - got, np.where(row > 0, row, 0.0))
                got += more
            if left > 1e-9 * bought[i]:
                raise ValueError(f"{p.id} in {self.economies[i]}: USD {left:.4f} million find no user")
            got = np.round(got, DIGITS)
            self.inputs[i, s] = got
            self.inputs[i, k] -= got
            self.final[i, s] = bought[i] - got.sum()
            self.final[i, k] -= self.final[i, s]
        log.step(f"{p.id}: split out of {d.SECTOR_IDS[k]} for final use",
                 f"{100 * self.final[:, s].sum() / bought.sum():.1f}% of USD {bought.sum() / 1e3:.1f} bn; "
                 f"USD {spilled:.1f} million to makers of goods")

    def to_users(self, p, k, s, bought, log):
        intensity = self.intensities(p, k, bought)
        spilled = 0.0
        for i in range(len(self.economies)):
            row = self.inputs[i, k]
            got, left = allocate(bought[i], MOST_OF_INPUT * row, intensity * row)
            if left > 0:
                # Named users cannot take it all: the rest of the parent's users do.
                spilled += left
                more, left = allocate(left, MOST_OF_INPUT * row - got, np.where(row > 0, row, 0.0))
                got += more
            if left > 1e-9 * bought[i]:
                raise ValueError(f"{p.id} in {self.economies[i]}: USD {left:.4f} million find no user")
            got = np.round(got, DIGITS)
            top = got.argmax()
            got[top] = 0.0
            got[top] = bought[i] - got.sum()
            self.inputs[i, s] = got
            self.inputs[i, k] -= got
        value = bought.sum()
        use = self.inputs[:, s].sum(axis=0)
        order = np.argsort(-use, kind="stable")[:5]
        log.step(f"{p.id}: split out of {d.SECTOR_IDS[k]}, users",
                 ", ".join(f"{self.ids[j]} {100 * use[j] / value:.0f}%" for j in order)
                 + f"; USD {spilled:.1f} million to other users of {d.SECTOR_IDS[k]}")

    def intensities(self, p, k, bought):
        """Weights on users' purchases from the parent under which the world's use splits as stated."""
        users = [self.ids.index(x) for x in p["users"]]
        share = np.array(list(p["users"].values()), dtype=float)
        row = self.inputs[:, k, users]
        weight = np.ones(len(users))
        for _ in range(200):
            use = row * weight
            use = use / np.maximum(use.sum(axis=1, keepdims=True), 1e-300) * bought[:, None]
            weight *= share / share.sum() * bought.sum() / np.maximum(use.sum(axis=0), 1e-300)
            weight /= weight.max()
        out = np.zeros(len(self.ids))
        out[users] = weight
        return out

    def columns(self, p, k, s, made):
        """The child's inputs: the parent's technology, moved towards its main inputs."""
        for i in np.flatnonzero(made > 0):
            column = self.inputs[i, :, k].copy()
            column[s] = 0.0
            whole = self.inputs[i, :, k].sum()
            # Materials per unit of output as in the parent; what the parent buys of the child is not copied.
            share = column / column.sum() * whole / self.output[i, k]
            for name, x in p.facts.get("main_inputs", {}).items():
                h = self.ids.index(name)
                rest = share.sum() - share[h]
                if rest > 0 and x > share[h]:
                    share *= (share.sum() - x) / rest
                    share[h] = x
            wanted = np.round(made[i] * share, DIGITS)
            taken = np.minimum(wanted, np.floor(MOST_OF_INPUT * self.inputs[i, :, k] * 10 ** DIGITS) / 10 ** DIGITS)
            self.inputs[i, :, s] = np.round(taken, DIGITS)
            self.inputs[i, :, k] -= self.inputs[i, :, s]


def assumptions(p):
    """A row of critical.csv."""
    c = p["critical"]
    return (p.id, c["bundled_with"], *c["sigma"], *c["specific"], *c["backstop"], c["backstop_host"], c["source"],
            *c["capacity"], *c["build_years"])


def split_out(world, products, log):
    """Give every critical input, and finished goods, accounts of their own and put the world on its final
    sectors and lines. Finished goods come last: their makers then buy what their parent buys of the others."""
    order = sorted((p for p in products if p.critical), key=lambda p: p.critical["order"])
    order += [p for p in products if p.finished]
    accounts = Accounts(world)
    for p in order:
        accounts.split(p, [q for q in products if q.facts.get("nest") == p.id], log)
    lines = [p for p in products if not p.critical and not p.finished]
    home = {p.id: len(d.SECTORS) + j for j, p in enumerate(order)}
    world["sectors"] = [(*s, "") for s in d.SECTORS] + [
        (p.id, p["name"], p["isic"], "goods", p["sector"]) for p in order]
    world["line_ids"] = [s[0] for s in world["sectors"]] + [p.id for p in lines]
    world["line_sector"] = list(range(len(world["sectors"]))) + [home.get(p.facts.get("nest"), p.parent) for p in lines]
    for name, of in (("flows", "flow"), ("rate", "rate"), ("kind", "kind")):
        world[name] = np.concatenate([world[name], np.array([getattr(p, of) for p in order + lines])])
    world["products"] = lines + order
    close(world, accounts)


def close(world, accounts):
    """Output, absorption, value added and final use on the stored digits."""
    n, sectors = len(world["economies"]), len(world["sectors"])
    output, absorption = np.zeros((n, sectors)), np.zeros((n, sectors))
    for line, k in enumerate(world["line_sector"]):
        output[:, k] += world["flows"][line].sum(axis=1)
        absorption[:, k] += (world["flows"][line] * (1 + world["rate"][line])).sum(axis=0)
    inputs = accounts.inputs
    final = absorption - inputs.sum(axis=2)
    # Critical inputs have no final use: what floating point leaves goes.
    split = {p.id: p for p in world["products"]}
    for k in range(len(d.SECTORS), sectors):
        if split[world["sectors"][k][0]].critical:
            final[:, k] = 0.0
    world.update(output=output, absorption=absorption, inputs=inputs, final=final,
                 value_added=output - inputs.sum(axis=1))
