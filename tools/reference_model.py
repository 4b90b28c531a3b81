#!/usr/bin/python3
"""Solve the stored world as a Caliendo-Parro (2015) economy, apart from the engine.

    tools/reference_model.py --world data/world/2023 --by USA --on CAN --add 0.25

Reads only the CSV files, checks that the base is an equilibrium, adds a tariff on all goods and
prints real income. Deficits stay a fixed share of world income. It is slow and plain on purpose: an
independent reading of the data and an oracle for the engine's simplest case.
"""
import argparse
import csv
import os

import numpy as np


def read(world, name):
    with open(os.path.join(world, name + ".csv"), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


class World:
    def __init__(self, path, elasticities):
        self.economies = [r["economy"] for r in read(path, "economies")]
        sectors = read(path, "sectors")
        self.goods = [k for k, r in enumerate(sectors) if r["kind"] == "goods"]
        e = {x: i for i, x in enumerate(self.economies)}
        s = {r["sector"]: k for k, r in enumerate(sectors)}
        n, j = len(e), len(s)
        self.flow, self.tariff = np.zeros((j, n, n)), np.zeros((j, n, n))
        for r in read(path, "flows"):
            self.flow[s[r["sector"]], e[r["exporter"]], e[r["importer"]]] = float(r["value"])
        for r in read(path, "tariffs"):
            self.tariff[s[r["sector"]], e[r["exporter"]], e[r["importer"]]] = float(r["rate"])
        inputs, final = np.zeros((n, j, j)), np.zeros((n, j))
        for r in read(path, "inputs"):
            inputs[e[r["economy"]], s[r["input"]], s[r["user"]]] = float(r["value"])
        for r in read(path, "final"):
            final[e[r["economy"]], s[r["sector"]]] = float(r["value"])
        output, added = np.zeros((n, j)), np.zeros((n, j))
        for r in read(path, "industries"):
            output[e[r["economy"]], s[r["sector"]]] = float(r["output"])
            added[e[r["economy"]], s[r["sector"]]] = float(r["value_added"])
        self.theta = np.zeros(j)
        for r in read(path, "elasticities"):
            if r["set"] == elasticities:
                self.theta[s[r["sector"]]] = float(r["theta"])
        if not self.theta.all():
            raise SystemExit(f"unknown elasticity set {elasticities}")
        user = self.flow * (1 + self.tariff)
        self.spending = user.sum(axis=1).T
        self.share = user / user.sum(axis=1, keepdims=True)
        # A sector without output never sells; any cost share will do.
        self.beta = np.where(output > 0, added / np.where(output > 0, output, 1), 1.0)
        materials = inputs.sum(axis=1, keepdims=True)
        self.gamma = inputs / np.where(materials > 0, materials, 1)
        self.alpha = final / final.sum(axis=1, keepdims=True)
        self.income = added.sum(axis=1)
        self.deficit = self.flow.sum(axis=(0, 1)) - self.flow.sum(axis=(0, 2))
        self.base_spending = self.income + (self.flow * self.tariff).sum(axis=(0, 1)) + self.deficit


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
            pull = w.share * (wedge * cost.T[:, :, None]) ** -theta
            total = pull.sum(axis=1)
            new = (total ** (-1 / w.theta[:, None])).T
            step, price = np.abs(new - price).max(), new
            if step < 1e-13:
                break
        share = pull / total[:, None, :]
        for _ in range(500):
            user = share * spending.T[:, None, :]
            flow = user / (1 + tariff)
            output = flow.sum(axis=2).T
            revenue = (user - flow).sum(axis=(0, 1))
            income = w.income * wage + revenue + w.deficit * (w.income * wage).sum() / world
            new = w.alpha * income[:, None] + np.einsum("nhk,nk->nh", w.gamma, (1 - w.beta) * output)
            step, spending = np.abs(new - spending).max() / spending.max(), new
            if step < 1e-14:
                break
        excess = (w.beta * output).sum(axis=1) / (w.income * wage) - 1
        residual = np.abs(excess).max()
        first = residual if first is None else first
        if residual < 1e-10:
            break
        wage *= 1 + 0.15 * excess
        wage *= world / (w.income * wage).sum()
    real = income / w.base_spending / np.exp((w.alpha * np.log(price)).sum(axis=1))
    return 100 * (real - 1), first, residual


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
    tariff = w.tariff.copy()
    cell = w.economies.index(args.on), w.economies.index(args.by)
    tariff[w.goods, cell[0], cell[1]] += args.add
    real, _, residual = solve(w, tariff)
    print(f"{args.by} adds {100 * args.add:g} points on all goods of {args.on} "
          f"({args.elasticities}; residual {residual:.1e}); real income, percent:")
    order = np.argsort(real, kind="stable")
    shown = sorted({cell[0], cell[1], *order[:5], *order[-5:]}, key=lambda i: real[i])
    for i in shown:
        print(f"  {w.economies[i]} {real[i]:+.4f}")


if __name__ == "__main__":
    main()
