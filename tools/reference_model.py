#!/usr/bin/python3
"""Solve the stored world as a Caliendo-Parro (2015) economy, apart from the engine.

    tools/reference_model.py --world data/world/2023 --by USA --on CAN --add 0.25

Reads only the CSV files, checks that the base is an equilibrium, adds a tariff on all goods and
prints real income. Products are lines that buyers choose between inside their sector; deficits stay a
fixed share of world income; critical inputs are sectors as any other. It is slow and plain on purpose: an
independent reading of the data and an oracle for the engine's simplest case (tests/oracle).
"""
import argparse
import csv
import os

import numpy as np


def read(world, name):
    if name == "products" and not os.path.exists(os.path.join(world, "products.csv")):
        return []
    with open(os.path.join(world, name + ".csv"), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


class World:
    def __init__(self, path, elasticities):
        self.economies = [r["economy"] for r in read(path, "economies")]
        sectors = read(path, "sectors")
        e = {x: i for i, x in enumerate(self.economies)}
        s = {r["sector"]: k for k, r in enumerate(sectors)}
        # A product with accounts of its own is a sector, and its row only names its unit.
        products = [r for r in read(path, "products") if r["product"] not in s]
        lines = list(s) + [r["product"] for r in products]
        l = {x: i for i, x in enumerate(lines)}
        n, j = len(e), len(s)
        # Each line belongs to one sector, which makes it and in whose composite it is bought.
        self.sector = np.array([*range(j), *(s[r["sector"]] for r in products)])
        self.goods = [i for i in range(len(lines)) if sectors[self.sector[i]]["kind"] == "goods"]
        self.between_lines = np.ones(j)
        for r in products:
            self.between_lines[s[r["sector"]]] = float(r["substitution"])
        self.flow, self.tariff = np.zeros((len(lines), n, n)), np.zeros((len(lines), n, n))
        for r in read(path, "flows"):
            self.flow[l[r["sector"]], e[r["exporter"]], e[r["importer"]]] = float(r["value"])
        for r in read(path, "tariffs"):
            self.tariff[l[r["sector"]], e[r["exporter"]], e[r["importer"]]] = float(r["rate"])
        inputs, final = np.zeros((n, j, j)), np.zeros((n, j))
        for r in read(path, "inputs"):
            inputs[e[r["economy"]], s[r["input"]], s[r["user"]]] = float(r["value"])
        for r in read(path, "final"):
            final[e[r["economy"]], s[r["sector"]]] = float(r["value"])
        output, added = np.zeros((n, j)), np.zeros((n, j))
        for r in read(path, "industries"):
            output[e[r["economy"]], s[r["sector"]]] = float(r["output"])
            added[e[r["economy"]], s[r["sector"]]] = float(r["value_added"])
        self.theta = np.zeros(len(lines))
        for r in read(path, "elasticities"):
            if r["set"] == elasticities:
                self.theta[l[r["sector"]]] = float(r["theta"])
        if not self.theta.all():
            raise SystemExit(f"unknown elasticity set {elasticities}")
        user = self.flow * (1 + self.tariff)
        bought = user.sum(axis=1)
        self.share = user / np.where(bought > 0, bought, 1)[:, None, :]
        self.spending = self.by_sector(bought)
        whole = self.spending.T[self.sector]
        self.line_share = np.where(whole > 0, bought / np.where(whole > 0, whole, 1), 0)
        # A sector without output never sells; any cost share will do.
        self.beta = np.where(output > 0, added / np.where(output > 0, output, 1), 1.0)
        materials = inputs.sum(axis=1, keepdims=True)
        self.gamma = inputs / np.where(materials > 0, materials, 1)
        self.alpha = final / final.sum(axis=1, keepdims=True)
        self.income = added.sum(axis=1)
        self.deficit = self.flow.sum(axis=(0, 1)) - self.flow.sum(axis=(0, 2))
        self.base_spending = self.income + (self.flow * self.tariff).sum(axis=(0, 1)) + self.deficit

    def by_sector(self, lines):
        """Sums [line, economy] into [economy, sector]."""
        total = np.zeros((len(self.economies), len(self.between_lines)))
        np.add.at(total.T, self.sector, lines)
        return total

    def composite(self, line_price):
        """Prices [economy, sector] over lines' prices [line, economy], and lines' shares in them."""
        unit = np.isclose(self.between_lines, 1)
        power = np.where(unit, 1, 1 - self.between_lines)[self.sector][:, None]
        weight = self.line_share * line_price ** power
        ces = self.by_sector(weight) ** (1 / np.where(unit, 1, 1 - self.between_lines))
        cobb_douglas = np.exp(self.by_sector(self.line_share * np.log(line_price)))
        price = np.where(unit, cobb_douglas, ces)
        total = self.by_sector(weight).T[self.sector]
        share = np.where(unit[self.sector][:, None], self.line_share, weight / np.where(total > 0, total, 1))
        return price, share


def solve(w, tariff):
    """Real income change in percent, labour market residual at base wages and at the solution."""
    wedge, theta = (1 + tariff) / (1 + w.tariff), w.theta[:, None, None]
    wage, price, spending = np.ones(len(w.economies)), np.ones_like(w.alpha), w.spending.copy()
    world = w.income.sum()
    first = None
    for _ in range(5000):
        for _ in range(200):
            cost = np.exp(w.beta * np.log(wage)[:, None]
                          + (1 - w.beta) * np.einsum("nhk,nh->nk", w.gamma, np.log(price)))
            pull = w.share * (wedge * cost.T[w.sector][:, :, None]) ** -theta
            total = np.where(pull.sum(axis=1) > 0, pull.sum(axis=1), 1)
            new, line = w.composite(total ** (-1 / w.theta[:, None]))
            step, price = np.abs(new - price).max(), new
            if step < 1e-13:
                break
        share = pull / total[:, None, :]
        for _ in range(500):
            user = share * (line * spending.T[w.sector])[:, None, :]
            flow = user / (1 + tariff)
            output = w.by_sector(flow.sum(axis=2))
            revenue = (user - flow).sum(axis=(0, 1))
            income = w.income * wage + revenue + w.deficit * (w.income * wage).sum() / world
            new = w.alpha * income[:, None] + np.einsum("nhk,nk->nh", w.gamma, (1 - w.beta) * output)
            step, spending = np.abs(new - spending).max() / spending.max(), new
            if step < 1e-14:
                break
        excess = (w.beta * output).sum(axis=1) / (w.income * wage) - 1
        residual = np.abs(excess).max()
        first = residual if first is None else first
        if residual < 1e-11:
            break
        wage *= 1 + 0.15 * excess
        wage *= world / (w.income * wage).sum()
    real = income / w.base_spending / np.exp((w.alpha * np.log(price)).sum(axis=1))
    return 100 * (real - 1), first, residual


def after_tariff(w, by, on, add):
    """Real income change in percent after `by` adds to its tariff on all goods of `on`, and the residual."""
    tariff = w.tariff.copy()
    tariff[w.goods, w.economies.index(on), w.economies.index(by)] += add
    real, _, residual = solve(w, tariff)
    return real, residual


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--world", required=True)
    parser.add_argument("--by", default="USA", help="importer that adds the tariff")
    parser.add_argument("--on", default="CAN", help="exporter it falls on")
    parser.add_argument("--add", type=float, default=0.25, help="added ad valorem rate, decimal")
    parser.add_argument("--elasticities", default="FGO")
    args = parser.parse_args()
    w = World(args.world, args.elasticities)
    real, first, _ = solve(w, w.tariff)
    print(f"base: labour market residual {first:.1e}, largest change of real income {np.abs(real).max():.1e} %")
    cell = w.economies.index(args.on), w.economies.index(args.by)
    real, residual = after_tariff(w, args.by, args.on, args.add)
    print(f"{args.by} adds {100 * args.add:g} points on all goods of {args.on} "
          f"({args.elasticities}; residual {residual:.1e}); real income, percent:")
    order = np.argsort(real, kind="stable")
    shown = sorted({cell[0], cell[1], *order[:5], *order[-5:]}, key=lambda i: real[i])
    for i in shown:
        print(f"  {w.economies[i]} {real[i]:+.4f}")


if __name__ == "__main__":
    main()
