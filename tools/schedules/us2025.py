"""US duties of 2025 and 2026 by measure, partner and sector.

The level comes from the tariff-rate tracker; the statutes (statute.py) split it. Four snapshots
give the level by partner and GTAP sector, the tracker's change dates give the partner's total in
between. On a change date only the duties whose statute changed move; they are scaled so that the
partner's total moves as the tracker's.
"""
from collections import defaultdict

from . import sources as src
from .statute import Statute, line_class

DATES = ["2025-02-04", "2025-03-04", "2025-03-12", "2025-04-03", "2025-04-05", "2025-04-09",
         "2025-04-10", "2025-05-03", "2025-05-14", "2025-06-04", "2025-07-01", "2025-08-01",
         "2025-08-07", "2025-08-18", "2025-08-27", "2025-09-08", "2025-09-16", "2025-09-25", "2025-10-14",
         "2025-11-01", "2025-11-10", "2025-11-13", "2025-11-14", "2025-12-05", "2026-01-15",
         "2026-02-07", "2026-02-20", "2026-02-24", "2026-04-06", "2026-05-01", "2026-06-08",
         "2026-07-22", "2026-07-24", "2026-08-19", "2026-09-29"]
# The policy date whose interval holds the snapshot.
SNAPSHOT_AT = {"2025-04-10": "2025-04-10", "2025-08-27": "2025-08-28",
               "2026-01-15": "2026-01-24", "2026-02-24": "2026-02-25"}
# The regime whose sector pattern a date borrows.
REGIME = [("2025-08-07", "2025-04-10"), ("2025-11-13", "2025-08-28"), ("2026-02-20", "2026-01-24"),
          ("9999", "2026-02-25")]
# Date of the second estimate that shows the same policy; None where it shows none. China's
# rates moved on days of their own.
SECOND = {
    "2025-02-04": None, "2025-03-04": "2025-03-06", "2025-03-12": "2025-03-12",
    "2025-04-03": "2025-04-03", "2025-04-05": "2025-04-09", "2025-04-09": "2025-04-09",
    "2025-04-10": "2025-04-09", "2025-05-03": "2025-04-11", "2025-05-14": "2025-05-12",
    "2025-06-04": "2025-06-03", "2025-07-01": "2025-06-03", "2025-08-01": "2025-06-03",
    "2025-08-07": "2025-08-07", "2025-08-18": "2025-08-07", "2025-08-27": "2025-08-07",
    "2025-09-08": "2025-08-07", "2025-09-16": "2025-08-07", "2025-09-25": "2025-08-07", "2025-10-14": "2025-10-14",
    "2025-11-01": "2025-10-14", "2025-11-10": "2025-10-14", "2025-11-13": "2025-11-14",
    "2025-11-14": "2025-11-14", "2025-12-05": "2025-12-04", "2026-01-15": "2025-12-04",
    "2026-02-07": "2026-02-07", "2026-02-20": "2026-02-20", "2026-02-24": "2026-02-24",
    "2026-04-06": "2026-04-06", "2026-05-01": "2026-04-06", "2026-06-08": "2026-04-06",
    "2026-07-22": "2026-07-22", "2026-07-24": "2026-07-24", "2026-08-19": "2026-08-19", "2026-09-29": "2026-08-19",
}
SECOND_CHINA = {"2025-04-05": "2025-04-05", "2025-04-09": "2025-04-08", "2025-11-10": "2025-11-01"}
# Beyond this ratio the two estimates disagree on whether a duty applies at all (Russia in April
# 2025): there is no common pattern to spread, and rate_alt stays empty.
SECOND_LIMIT = 3.0
HS2_REGIME = ("2025-08-07", "2026-02-20")
# Its chapters serve only where they agree with its own country level: for Canada, Mexico and Turkey
# they rest on other shares of exempt goods.
HS2_AGREES = 0.1
# Cells whose ratio of source to statute is outside this range keep the bound between snapshots.
RATIO = (0.3, 3.0)
# Where the law's yield on cars is above the source's mean, their parts keep this much of their statute: as
# little as the EU's bore at full rates in August 2025 (Japan's 0.64, Korea's 0.71).
PARTS = 0.5
SCALE = (0.5, 2.0)
# The metal tiers of 2026 change what counts as a derivative, which no list here shows.
TIER_DATES = ("2026-04-06", "2026-06-08")
TIER_SCALE = (0.3, 3.0)
# The second estimate is an uncertainty where the law could mean it: within this factor of the mean of
# the statute over the lines, or of the first. Elsewhere, and on whole lines of known rate, it is an error.
ALT_BAND = 2.0
WHOLE = {("US-25-232-METAL", "C24A"), ("US-25-232-AUTO", "product:cars"), ("US-25-232-AUTO", "product:bev")}
EU_CODES = {"4330", "4231", "4870", "4791", "4910", "4351", "4099", "4470", "4050", "4279", "4280",
            "4840", "4370", "4190", "4759", "4490", "4510", "4239", "4730", "4210", "4550", "4710",
            "4850", "4359", "4792", "4700", "4010"}
ENDED_BY_EVENT = {"US-25-FENT-CN", "US-25-FENT-CAMX", "US-25-RECIP", "US-25-RECIP-CN",
                  "US-25-SEC-IND"}
# Duties from which goods under a duty of their sector are exempt: the metal in a product, or all of it.
BROAD = {"US-25-RECIP", "US-25-RECIP-CN", "US-25-SEC-IND", "US-25-FENT-CAMX", "US-26-S122"}
# A duty on every line with a known rate takes its statutory part first; the others share the rest.
FIRST = {"US-25-FENT-CN"}
# Section 338: sectors that can hold listed codes. Declared: energy, metals, cars are outside.
SECTION_338 = ["A01_02", "A03", "C10T12", "C13T15", "C16", "C17_18", "C20", "C22", "C23", "C25",
               "C27", "C28", "C31T33"]


class Unit:
    """One partner of the United States, or the European Union as one customs territory."""

    def __init__(self, economy):
        self.economy = economy
        self.cells = {}          # (gtap, sector, class) -> imports 2024, USD
        self.base = {}           # gtap -> effective rate on the base date
        self.snapshot = {}       # date -> gtap -> rate
        self.level = []          # path of the partner's total
        self.name = None         # in the second estimate
        self.hs2 = {}            # (sector, chapter) -> imports
        self.state = {}          # measure -> cell -> contribution
        self.lam = 1.0           # total of the latest snapshot over the tracker's own


def carrier(p, date):
    """The broad duty that takes an increment no statute explains."""
    if date >= "2026-02-20":
        return "US-26-S122" if "2026-02-24" <= date < "2026-07-24" else "US-25-232-METAL"
    if p in ("CHN", "HKG"):
        return "US-25-FENT-CN"
    if p in ("CAN", "MEX"):
        return "US-25-FENT-CAMX"
    return "US-25-RECIP" if date >= "2025-04-05" else "US-25-232-METAL"


def cells_of(lines, gtap, sector):
    cells, hs2 = defaultdict(float), defaultdict(float)
    for code, (value, _) in sorted(lines.items()):
        g, s = gtap(code), sector(code)
        if g and s:
            cells[g, s, line_class(code)] += value
            hs2[s, code[:2]] += value
    return cells, hs2


def load_units(source):
    gtap, sector = src.hs6_gtap(source), src.line_lookup(source)
    hs6, by_gtap = src.imports_hs6(source), src.imports_gtap(source)
    snaps, levels = src.snapshots(source), src.level_paths(source)
    units, taken, pool = [], set(EU_CODES), defaultdict(float)
    for economy, (code, name) in sorted(src.partner_codes(source).items()):
        u = Unit(economy)
        u.cells, u.hs2 = cells_of(hs6[code], gtap, sector)
        for cell, v in u.cells.items():
            pool[cell] += v
        u.base = snaps[src.BASE_DATE].get(code, {})
        u.snapshot = {d: snaps[d].get(code, {}) for d in src.SNAPSHOTS}
        u.level, u.name, u.code = levels[code], name, code
        units.append(u)
        taken.add(code)
    share = defaultdict(float)
    for (g, _, _), v in pool.items():
        share[g] += v
    for economy, code in sorted(src.SMALL.items()):
        taken.add(code)
    rest = [c for c in sorted(by_gtap) if c not in taken]
    for economy, codes in sorted({**{e: [c] for e, c in src.SMALL.items()}, "ROW": rest}.items()):
        u = Unit(economy)
        totals = defaultdict(float)
        for c in codes:
            for g, v in by_gtap.get(c, {}).items():
                totals[g] += v
        u.cells = {k: totals[k[0]] * v / share[k[0]] for k, v in pool.items() if totals[k[0]] > 0}
        members = [(sum(by_gtap[c].values()), levels[c]) for c in codes if c in levels and c in by_gtap]
        weight = sum(v for v, _ in members)
        dates = sorted({d for _, path in members for d, _ in path})
        u.level = [(d, sum(v * src.at(path, d) for v, path in members) / weight) for d in dates] \
            if weight > 0 else []
        if u.cells and u.level:
            units.append(u)
    return units


def rates_by_economy(source):
    """Reciprocal paths by economy; the tracker names them by Census code."""
    table = src.reciprocal_rates(source)
    base = table.get("", [])
    codes = {e: c for e, (c, _) in src.partner_codes(source).items()} | src.SMALL
    out = {e: sorted(base + table.get(c, [])) for e, c in codes.items()}
    out["EU27"] = base + [("2025-08-07", 0.15)]
    out["ROW"] = base + [("2025-08-07", 0.13)]
    return out


def regime(date):
    return next(s for end, s in REGIME if date < end)


class Builder:
    def __init__(self, source):
        self.units = load_units(source)
        metal = src.authority_path(source, "etr_232")
        s122 = src.authority_path(source, "etr_s122")
        m0, s0 = src.at(metal, "2026-02-24"), src.at(s122, "2026-02-24")
        self.statute = Statute(rates_by_economy(source), src.usmca_shares(source),
                               [(d, src.at(metal, d) / m0) for d in TIER_DATES],
                               [(d, src.at(s122, d) / s0) for d in TIER_DATES])
        self.second = src.second_levels(source)
        self.hs2 = src.second_hs2(source)
        self.ratio = self.ratios()
        self.drift = []          # (economy, date, total less target) between snapshots
        self.gaps = []           # (economy, date, snapshot total less the tracker's own)
        self.unbooked = {}       # (economy, snapshot) -> what is above every statute, share of imports
        self.ceilings = {}       # (economy, measure, class, gtap, date) -> highest rate

    def statutory(self, u, date):
        out = defaultdict(dict)
        for cell in u.cells:
            g, _, c = cell
            for m, x in self.statute.duties(u.economy, c, g, date, u.base.get(g, 0.0)).items():
                out[m][cell] = x
        return out

    def ceiling(self, u, m, cell, date):
        g, _, c = cell
        key = u.economy, m, c, g, date
        if key not in self.ceilings:
            self.ceilings[key] = self.statute.ceiling(m, u.economy, c, g, date, u.base.get(g, 0.0))
        return self.ceilings[key]

    def most(self, u, m, cell, date):
        """The ceiling on the share of the lines that the sector duties leave to a broad one."""
        open_share = self.statute.open_share(u.economy, cell[2], cell[0], date, u.base.get(cell[0], 0.0)) \
            if m in BROAD else 1.0
        return self.ceiling(u, m, cell, date) * open_share

    def known(self, u, m, cell):
        """Whether the law leaves no doubt of what share of a line bears the duty."""
        return m in FIRST or m == "US-25-232-AUTO" and cell[2][4] == "car" and u.economy not in ("CAN", "MEX")

    def fill(self, u, target, parts, date):
        """Spreads a yield over {(measure, cell): weight} in proportion, none above its ceiling: rates, and
        what is left over."""
        rates, left, active = {}, target, dict(parts)
        while active and left > 0:
            k = left / sum(u.cells[c] * x for (_, c), x in active.items())
            full = {key: y for key in active if k * active[key] >= (y := self.most(u, *key, date))}
            if not full:
                return rates | {key: k * x for key, x in active.items()}, 0.0
            rates |= full
            left -= sum(u.cells[c] * y for (_, c), y in full.items())
            active = {key: x for key, x in active.items() if key not in full}
        return rates, max(left, 0.0)

    def give(self, u, state, rates):
        """Writes rates into a state; their yield."""
        for (m, c), x in rates.items():
            state[m][c] = x
        return sum(u.cells[c] * x for (_, c), x in rates.items())

    def increments(self, u, snap):
        """Source increment by GTAP sector at a snapshot; falls below the base count as zero."""
        return {g: max(u.snapshot[snap].get(g, 0.0) - b, 0.0) for g, b in u.base.items()}

    def ratios(self):
        """Source over statute by partner, snapshot and GTAP sector, and the mean over partners."""
        ratio = {}
        for at, snap in SNAPSHOT_AT.items():
            num, den = defaultdict(float), defaultdict(float)
            for u in self.units:
                if not u.snapshot:
                    continue
                inc, p = self.increments(u, snap), self.statutory(u, at)
                value, law = defaultdict(float), defaultdict(float)
                for cell, v in u.cells.items():
                    value[cell[0]] += v
                    law[cell[0]] += v * sum(p[m].get(cell, 0.0) for m in p)
                for g in value:
                    a, b = value[g] * inc.get(g, 0.0), law[g]
                    num[g] += a
                    den[g] += b
                    if b > 1e-4 * value[g]:
                        ratio[u.economy, snap, g] = a / b
            for g in num:
                if den[g] > 0:
                    ratio["", snap, g] = num[g] / den[g]
        return ratio

    def factor(self, u, snap, g):
        x = self.ratio.get((u.economy, snap, g), self.ratio.get(("", snap, g), 1.0))
        return min(max(x, RATIO[0]), RATIO[1])

    def total(self, u, state):
        """Import-weighted contribution of all measures."""
        value = sum(u.cells.values())
        return sum(u.cells[c] * x for m in state.values() for c, x in m.items()) / value

    def exact(self, u, at):
        """The snapshot itself: every GTAP sector's increment is met."""
        snap = SNAPSHOT_AT[at]
        inc, law = self.increments(u, snap), self.statutory(u, at)
        sectors, state, unbooked = defaultdict(list), defaultdict(dict), 0.0
        for cell in u.cells:
            sectors[cell[0]].append(cell)
        for g, cells in sectors.items():
            left = inc.get(g, 0.0) * sum(u.cells[c] for c in cells)
            duties = {(m, c): law[m][c] for m in sorted(law) for c in cells if c in law[m]}
            sure = {key: x for key, x in duties.items() if self.known(u, *key)}
            broad = {(carrier(u.economy, at), c): 1.0 for c in cells}
            if sum(u.cells[c] * x for (_, c), x in duties.items()) <= 1e-4 * sum(u.cells[c] for c in cells):
                duties, sure = {}, {}
            unbooked += left
            # A car's rate is the law's, even where the source's mean of its sector is below it.
            cars = {key: x for key, x in sure.items() if key[0] not in FIRST}
            rest = {key: x for key, x in duties.items() if key not in sure}
            left -= self.give(u, state, cars)
            if cars:
                left = max(left, PARTS * sum(u.cells[c] * x for (_, c), x in rest.items()))
            first = {key: x for key, x in sure.items() if key[0] in FIRST}
            certain = sum(u.cells[c] * x for (_, c), x in first.items())
            taken = min(max(left, 0.0) / certain, 1.0) if certain > 0 else 0.0
            left -= self.give(u, state, {key: x * taken for key, x in first.items()})
            for parts in (rest, {key: x for key, x in broad.items() if key not in duties}):
                rates, left = self.fill(u, left, parts, at)
                self.give(u, state, rates)
            unbooked -= sum(u.cells[c] * x.get(c, 0.0) for x in state.values() for c in cells)
        self.unbooked[u.economy, snap] = unbooked / sum(u.cells.values())
        path = self.goal(u, at)
        total = self.total(u, state)
        u.lam = total / path if path > 1e-4 else 1.0
        self.gaps.append((u.economy, snap, total - path))
        return state

    def goal(self, u, date):
        return max(src.at(u.level, date) - u.level[0][1], 0.0)

    def between(self, u, date, previous, law, law_before):
        """Move only the lines whose statute changed, to the partner's new total."""
        snap = regime(date)
        kept, fresh = defaultdict(dict), defaultdict(dict)
        low, high = TIER_SCALE if date in TIER_DATES else SCALE
        for m in sorted(set(law) | set(law_before) | set(previous)):
            now, then = law.get(m, {}), law_before.get(m, {})
            if m in ENDED_BY_EVENT and not now:
                continue
            for c in u.cells:
                if m == "US-26-S122" and date in TIER_DATES and c in previous.get(m, {}):
                    kept[m][c] = previous[m][c] * now[c] / then[c] if then.get(c) else previous[m][c]
                elif now.get(c) == then.get(c):
                    if c in previous.get(m, {}):
                        kept[m][c] = previous[m][c]
                elif c in now and self.known(u, m, c):
                    kept[m][c] = now[c]
                elif c in now:
                    fresh[m][c] = now[c] * self.factor(u, snap, c[0])
        if all(law.get(m) == law_before.get(m) for m in set(law) | set(law_before)):
            return None
        if self.total(u, fresh) > 1e-7:
            goal = self.goal(u, date) * u.lam - self.total(u, kept)

            def scaled(k):
                return {m: {c: min(x * k, self.most(u, m, c, date)) for c, x in fresh[m].items()}
                        for m in fresh}
            for _ in range(40):
                middle = (low + high) / 2
                low, high = (middle, high) if self.total(u, scaled(middle)) < goal else (low, middle)
            for m, cells in scaled((low + high) / 2).items():
                kept[m].update(cells)
        self.drift.append((u.economy, date, self.total(u, kept) - self.goal(u, date) * u.lam))
        return kept

    def forced_labour(self, u, before):
        """US-26-301-FL: the surcharge's lines at the rate the second estimate implies."""
        w = self.second.get(u.name or "", {})
        if not w:
            rate = 0.125
        else:
            surcharge = w["2026-02-24"] - w["2026-02-20"]
            if surcharge < 0.0005:
                return {}
            ratio = (w["2026-07-24"] - w["2026-07-22"] + surcharge) / surcharge
            rate = 0.10 * min(max(ratio, 0.0), 1.25)
        return {c: x * rate / 0.10 for c, x in before.get("US-26-S122", {}).items() if rate > 0}

    def brazil(self, u, state):
        """US-26-301-BRA: the surcharge's lines, to the step of the second estimate."""
        step = self.second[u.name]["2026-07-22"] - self.second[u.name]["2026-04-06"]
        lines = state["US-26-S122"]
        raw = self.total(u, {"x": lines})
        return {c: x * step / raw for c, x in lines.items()}

    def section_338(self, u):
        w = self.second[u.name]
        step = w["2026-08-19"] - w["2026-07-31"]
        inside = [c for c in u.cells if c[1] in SECTION_338]
        weight = sum(u.cells[c] for c in inside) / sum(u.cells.values())
        return {c: step / weight for c in inside}

    def paths(self, u):
        """[(date, {measure: {sector: rate}})] on every date the partner's duties move."""
        out, state, law_before = [], {}, {}
        for date in DATES:
            law = dict(self.statutory(u, date))
            new = None
            if date in SNAPSHOT_AT and u.snapshot:
                new = self.exact(u, date)
            elif date == "2026-07-22":
                if u.economy == "BRA":
                    new = {**state, "US-26-301-BRA": self.brazil(u, state)}
            elif date == "2026-07-24":
                new = {m: x for m, x in state.items() if m != "US-26-S122"}
                fl = self.forced_labour(u, state)
                if fl:
                    new["US-26-301-FL"] = fl
            elif date == "2026-08-19":
                if u.economy == "CAN":
                    new = {**state, "US-26-338-CA": self.section_338(u)}
            elif date > "2026-07-24":
                new = self.pharma(u, date, state, law)
            else:
                new = self.between(u, date, state, law, law_before)
            law_before = law
            if new is not None:
                state = {m: {c: min(y, self.most(u, m, c, date)) for c, y in x.items()}
                         for m, x in new.items() if x}
                out.append((date, self.by_sector(u, state)))
        return out

    def pharma(self, u, date, state, law):
        """The tracker's rise on 2026-09-29 is the medicine duty's."""
        fresh = law.get("US-26-232-PHARMA")
        if not fresh:
            return None
        rise = max(src.at(u.level, date) - src.at(u.level, "2026-09-28"), 0.0)
        raw = self.total(u, {"x": fresh})
        new = dict(state)
        if rise > 1e-6 and raw > 0:
            new["US-26-232-PHARMA"] = {c: min(x * rise / raw, 1.0) for c, x in fresh.items()}
        return new

    def by_sector(self, u, state):
        value = defaultdict(float)
        for (_, s, _), v in u.cells.items():
            value[s] += v
        out = {}
        for m in sorted(state):
            sums = defaultdict(float)
            for cell, x in state[m].items():
                sums[cell[1]] += u.cells[cell] * x
            out[m] = {s: sums[s] / value[s] for s in src.LINES if sums[s] > 0 and value[s] > 0}
            # Without a row of its own a product would take its sector's.
            out[m] |= {s: 0.0 for s in src.CARS if "C29" in out[m] and s not in out[m] and value[s] > 0}
        return out

    def law_of(self, u, date, measure, sector, law):
        """(highest rate on a line of the sector, mean of the statute over its lines)."""
        cells = [c for c in u.cells if c[1] == sector]
        mean = sum(u.cells[c] * law.get(measure, {}).get(c, 0.0) for c in cells) / sum(u.cells[c] for c in cells)
        return max(self.ceiling(u, measure, c, date) for c in cells), mean

    def doubtful(self, measure, sector, rate, alt, highest, mean):
        """Whether the second estimate of a row is an uncertainty, and no error."""
        if measure in FIRST or (measure, sector) in WHOLE or alt > highest:
            return False
        return min(mean, rate) / ALT_BAND <= alt <= max(mean, rate) * ALT_BAND

    def covered(self, u, date, measure, sector, rate, highest):
        """Share of a sector's imports on which a duty falls, in millionths; None where no list tells.
        The metal duty's is that of its statute, and no line pays more than its highest rate."""
        if measure != "US-25-232-METAL" or rate <= 0:
            return None
        value, metal = 0.0, 0.0
        for (_, s, c), v in u.cells.items():
            if s == sector:
                value += v
                metal += v * self.statute.metal(u.economy, c, date)[1]
        share = max(metal / value, rate / highest) if value > 0 else 1.0
        return min(int(round(share * 1e6)) + 1, 1000000) if share > 0 else None

    def second_target(self, u, date, rates):
        """Sector totals of the second estimate, or None."""
        w = self.second.get(u.name or "")
        key = SECOND.get(date)
        if u.economy in ("CHN", "HKG"):
            key = SECOND_CHINA.get(date, key)
        if not w or key is None:
            return None
        value = defaultdict(float)
        for (_, s, _), v in u.cells.items():
            value[s] += v
        whole = sum(value.values())
        total = {s: sum(r.get(s, 0.0) for r in rates.values()) for s in value}
        pattern = total
        if HS2_REGIME[0] <= date < HS2_REGIME[1] and u.code in self.hs2:
            chapters = self.hs2[u.code]
            own = {s: 0.0 for s in value}
            for (s, ch), v in u.hs2.items():
                own[s] += v * chapters.get(ch, 0.0) / value[s]
            level = w["2025-08-07"]
            if abs(sum(value[s] * own[s] for s in value) / whole - level) <= HS2_AGREES * level:
                pattern = own
        mean = sum(value[s] * pattern[s] for s in value) / whole
        first = sum(value[s] * total[s] for s in value) / whole
        if mean < 1e-6 or w[key] > SECOND_LIMIT * first:
            return None
        return {s: pattern[s] * w[key] / mean for s in value}
