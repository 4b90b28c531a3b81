"""From paths of duties to schedule rows that change only when a value changes."""
from . import micro
from .sources import CARS
from .us2025 import ENDED_BY_EVENT, FIRST


def us_rows(builder, review):
    """Rows of the 2025-2026 schedule. `review`: {sector: millionths} that US-2024-301-EV adds for
    China from 2026-01-01, which is not these duties' to claim."""
    rows, cut = [], 0
    for u in sorted(builder.units, key=lambda u: u.economy):
        last = {}
        for date, rates in builder.paths(u):
            second, law = builder.second_target(u, date, rates), builder.statutory(u, date)
            now = {}
            for s in sorted({s for r in rates.values() for s in r}):
                parts = {m: r[s] for m, r in rates.items() if s in r}
                total = sum(parts.values())
                if u.economy == "CHN" and date >= "2026-01-01":
                    net = max(total - review.get(s, 0) / 1e6, 0.0)
                    cut += int(total > 0 and net == 0.0)
                    parts, total = less(parts, total, net), net
                whole = micro.split(total, parts)
                alt = None
                if second is not None and total > 0:
                    alt = micro.split(max(second.get(s, 0.0), 0.0), parts)
                for m in parts:
                    rate, second_rate = whole[m], alt[m] if alt else None
                    if not rate and not second_rate:
                        if s in CARS:
                            now[m, s] = (0, None, None, None)
                        continue
                    highest, mean = builder.law_of(u, date, m, s, law)
                    if alt and not builder.doubtful(m, s, rate / 1e6, alt[m] / 1e6, highest, mean):
                        second_rate = None
                    if rate or second_rate:
                        now[m, s] = (rate, second_rate, builder.covered(u, date, m, s, rate / 1e6, highest),
                                     int(round(highest * 1e6)))
            rows += changes(u.economy, date, last, now)
            last = now
    return rows, cut


def less(parts, total, net):
    """The parts of a smaller total: duties with a known rate keep it as far as it goes."""
    first = {m: x for m, x in parts.items() if m in FIRST}
    known = sum(first.values())
    if not first or known > net or total <= known:
        return parts
    return {m: x if m in first else x * (net - known) / (total - known) for m, x in parts.items()}


def changes(partner, date, last, now):
    out = []
    for key in sorted(set(last) | set(now)):
        if key in now and last.get(key) != now[key]:
            out.append((key[0], partner, key[1], date, *now[key]))
        elif key not in now and not (key[0] in ENDED_BY_EVENT and date >= "2026-02-07"):
            out.append((key[0], partner, key[1], date, 0, 0, None, None))
    return out


def write(path, rows):
    """One CSV, sorted by measure, partner, sector, date."""
    with open(path, "w", encoding="utf-8", newline="\n") as f:
        f.write("measure,partner,sector,from,rate,rate_alt,covered,statute\n")
        for row in sorted(rows, key=lambda r: r[:4]):
            numbers = [*row[4:], None, None, None][:4]
            f.write(",".join([*row[:4], *("" if x is None else micro.text(x) for x in numbers)]) + "\n")
