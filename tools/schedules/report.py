"""What a build prints, and the comparison of the two estimates."""
import csv
import os
from collections import defaultdict

from . import sources as src
from .us2025 import SNAPSHOT_AT, Builder

DATES = ["2025-04-10", "2025-08-28", "2026-01-24", "2026-02-25", "2026-08-19"]


def build(first_war, lists, recent, factor, notes, builder, cut):
    print(f"us-china-2018-2024.csv: {len(first_war)} rows; share of the statutory duty that was "
          "collected in 2024, by sector: "
          + " ".join(f"{s} {x:.2f}" for s, x in sorted(factor.items())))
    print(f"retaliation-2025.csv: {len(lists)} rows; lists by six-digit exports, USD bn, and the scale "
          "to their stated size: "
          + ", ".join(f"{m} {notes[m][0] / 1e9:.1f} x {notes[m][1]:.2f}"
                      for m in ("CA-25-RETAL", "CA-25-RETAL-METAL")))
    print(f"us-2025-2026.csv: {len(recent)} rows, {len({r[1] for r in recent})} partners; cells of China "
          f"cut to zero by the review of 2024: {cut}")
    size = {u.economy: sum(u.cells.values()) for u in builder.units}
    whole = sum(size.values())
    gaps, drift = defaultdict(float), defaultdict(float)
    for e, d, x in builder.gaps:
        gaps[d] += abs(x) * size[e] / sum(size[u.economy] for u in builder.units if u.snapshot)
    for e, d, x in builder.drift:
        drift[d] += abs(x) * size[e] / whole
    print("snapshot total less the tracker's own total, mean absolute, points, import-weighted: "
          + " ".join(f"{d} {100 * x:.2f}" for d, x in sorted(gaps.items())))
    above = defaultdict(float)
    for (e, d), x in builder.unbooked.items():
        above[d] += x * size[e] / sum(size[u.economy] for u in builder.units if u.snapshot)
    print("above every statute in force and so booked nowhere, points, import-weighted: "
          + " ".join(f"{d} {100 * x:.2f}" for d, x in sorted(above.items())))
    print("between snapshots, total less target: "
          + " ".join(f"{d} {100 * x:.2f}" for d, x in sorted(drift.items())))


def totals(out, source, dates=DATES):
    """{(partner, date): (rate, rate_alt, imports)} from the committed schedule."""
    sector, hs6 = src.line_lookup(source), src.imports_hs6(source)
    value = {}
    for economy, (code, _) in src.partner_codes(source).items():
        value[economy] = defaultdict(float)
        for c, (v, _) in hs6[code].items():
            if sector(c):
                value[economy][sector(c)] += v
    steps = defaultdict(list)
    with open(os.path.join(out, "us-2025-2026.csv"), encoding="utf-8", newline="") as f:
        for r in csv.DictReader(f):
            steps[r["measure"], r["partner"], r["sector"]].append(
                (r["from"], float(r["rate"]), float(r["rate_alt"]) if r["rate_alt"] else None))
    result = {}
    for economy in sorted(value):
        for date in dates:
            sums, alt, whole = 0.0, 0.0, sum(value[economy].values())
            for (m, p, s), path in steps.items():
                if p != economy or ended(m, date):
                    continue
                now = [x for x in path if x[0] <= date]
                if now:
                    sums += value[economy][s] * now[-1][1]
                    alt += value[economy][s] * (now[-1][2] if now[-1][2] is not None else now[-1][1])
            result[economy, date] = sums / whole, alt / whole, whole
    return result


def identity(out, source):
    """Partners whose rows at a snapshot do not add up to the source's own increment. The review of
    2024 is in the source's level for China in 2026 and in another schedule here."""
    wrong = []
    builder = Builder(source)
    for u in builder.units:
        for at in SNAPSHOT_AT if u.snapshot else []:
            builder.exact(u, at)
    unbooked = builder.unbooked
    result = totals(out, source, src.SNAPSHOTS)
    for u in builder.units:
        for snap in src.SNAPSHOTS if u.snapshot else []:
            inc = builder.increments(u, snap)
            target = sum(v * inc.get(c[0], 0.0) for c, v in u.cells.items()) / sum(u.cells.values())
            target -= unbooked[u.economy, snap]
            slack = 0.012 if u.economy == "CHN" and snap >= "2026" else 2e-6
            if abs(result[u.economy, snap][0] - target) > slack:
                wrong.append(f"{u.economy} {snap}: rows add up to {result[u.economy, snap][0]:.6f}, "
                             f"the source to {target:.6f}")
    return wrong


def ended(measure, date):
    """The events that end a duty, as in the ledger: the schedule leaves their end to them."""
    if measure == "US-25-SEC-IND":
        return date >= "2026-02-07"
    return date >= "2026-02-20" and measure in (
        "US-25-FENT-CN", "US-25-FENT-CAMX", "US-25-RECIP", "US-25-RECIP-CN")


def gap(out, source):
    result = totals(out, source)
    print("Increment over the base, percent of imports: first estimate / second")
    print("partner  " + "  ".join(f"{d:>13}" for d in DATES))
    mean = defaultdict(float)
    economies = sorted({e for e, _ in result}, key=lambda e: -result[e, DATES[0]][2])
    whole = sum(result[e, DATES[0]][2] for e in economies)
    for e in economies:
        cells = []
        for d in DATES:
            a, b, v = result[e, d]
            mean[d] += abs(a - b) * v / whole
            cells.append(f"{100 * a:5.1f} / {100 * b:5.1f}")
        print(f"{e:8} " + "  ".join(cells))
    print("mean gap " + "  ".join(f"{100 * mean[d]:13.1f}" for d in DATES))
