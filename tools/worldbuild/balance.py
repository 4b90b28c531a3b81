"""Accounts of each economy that close exactly: domestic sales, then RAS, then residuals."""
import numpy as np

from . import definitions as d
from . import prior

PASS_THROUGH_MARGIN = 0.05  # value added on goods that only pass through


def tariff_revenue(flows, tariffs):
    return (flows * tariffs).sum(axis=(0, 1))


def scale_domestic(flows, shares, through, gdp, revenue, economies, bounds, log):
    """One factor per economy on sales at home, so that output times the prior value added shares
    makes GDP less tariff revenue."""
    n = len(economies)
    factor = np.ones(n)
    for i in range(n):
        home = flows[:, i, i]
        abroad = flows[:, i].sum(axis=1) - home
        fixed = (shares[i] * (abroad - through[i])).sum() + PASS_THROUGH_MARGIN * through[i].sum()
        factor[i] = (gdp[i] - revenue[i] - fixed) / (shares[i] * home).sum()
    free = factor.copy()
    factor = np.clip(factor, *bounds)
    for i in range(n):
        flows[:, i, i] *= factor[i]
    w = gdp / gdp.sum()
    log.step("domestic sales scaled to GDP, one factor per economy",
             f"GDP-weighted mean {(w * factor).sum():.3f}, "
             f"range {factor.min():.3f} ({economies[factor.argmin()]}) to "
             f"{factor.max():.3f} ({economies[factor.argmax()]})")
    held = [f"{economies[i]} {free[i]:.2f}" for i in range(n) if free[i] != factor[i]]
    log.step("factors held at the bound, the rest taken by value added shares", ", ".join(held) or "none")
    return factor


def ras(seed, rows, columns, tolerance=1e-14, limit=20000):
    """Biproportional fit of many matrices at once: seed[n, r, c], rows[n, r], columns[n, c]."""
    x = seed.copy()
    for it in range(limit):
        x *= np.divide(rows, x.sum(2), out=np.zeros_like(rows), where=x.sum(2) > 0)[:, :, None]
        s = x.sum(1)
        x *= np.divide(columns, s, out=np.zeros_like(columns), where=s > 0)[:, None, :]
        if it % 50 == 49:
            gap = np.abs(x.sum(2) - rows) / np.maximum(rows.sum(1), 1e-12)[:, None]
            if gap.max() < tolerance:
                return x, it + 1, gap.max()
    return x, limit, gap.max()


def close(flows, tariffs, gdp, revenue, shares, through, materials, used, economies, digits, log):
    """Inputs, value added and final use of every economy."""
    n, count = len(economies), len(d.SECTORS)
    output = flows.sum(axis=2).T.copy()
    absorption = (flows * (1 + tariffs)).sum(axis=1).T.copy()
    seed = np.zeros((n, count + 1, count + 1))
    for i in range(n):
        own = output[i] - through[i]
        inputs = materials[i] * ((1 - shares[i]) * own)
        inputs[np.arange(count), np.arange(count)] += (1 - PASS_THROUGH_MARGIN) * through[i]
        seed[i, :count, :count] = inputs
        seed[i, count, :count] = shares[i] * own + PASS_THROUGH_MARGIN * through[i]
        seed[i, :count, count] = absorption[i] * (1 - used[i])
    rows = np.concatenate([absorption, (gdp - revenue)[:, None]], axis=1)
    final_total = rows.sum(1) - output.sum(1)
    columns = np.concatenate([output, final_total[:, None]], axis=1)
    if final_total.min() <= 0:
        raise ValueError("final demand would be negative in " + economies[final_total.argmin()])
    fitted, rounds, gap = ras(seed, rows, columns)
    log.step("RAS of 81 accounts", f"{rounds} rounds, largest gap {gap:.1e} of an economy's total")
    moved = np.abs(fitted - seed).sum(axis=(1, 2)) / fitted.sum(axis=(1, 2)) / 2
    log.step("share of each account moved by RAS",
             f"median {np.median(moved):.3f}, largest {moved.max():.3f} ({economies[moved.argmax()]})")
    share = fitted[:, count, :count] / np.maximum(output, 1e-12)
    moved_va = (np.abs(share - np.array(shares)) * output).sum() / output.sum()
    log.step("value added shares moved, pass-through included",
             f"{100 * moved_va:.1f} points on average, by output")
    # Stored digits first, residuals after: the accounts close on the numbers in the files.
    inputs = np.round(fitted[:, :count, :count], digits)
    final = absorption - inputs.sum(axis=2)
    value_added = output - inputs.sum(axis=1)
    # A residual below zero can only be rounding dust; it is taken from the largest input in its line.
    for i, h in np.argwhere(final < 0):
        k = inputs[i, h].argmax()
        inputs[i, h, k] = max(0.0, np.round(inputs[i, h, k] + final[i, h] - 10.0 ** -digits, digits))
    for i, k in np.argwhere(value_added < 0):
        h = inputs[i, :, k].argmax()
        inputs[i, h, k] = max(0.0, np.round(inputs[i, h, k] + value_added[i, k] - 10.0 ** -digits, digits))
    final = absorption - inputs.sum(axis=2)
    value_added = output - inputs.sum(axis=1)
    return output, absorption, inputs, value_added, final, moved
