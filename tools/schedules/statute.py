"""What the statutes say: which HS6 lines each duty covers and at which rate, partner by partner.

Only the split between duties and between the lines of one GTAP sector rests on this file; the
level is the source's. Shares marked `declared` are judgement, not law.
"""

EU = "EU27"
# Declared: share of a line's value that the metal duty reaches as a derivative product, before
# and after the list grew on 2025-08-18, by HS chapter. Tuned so that the duty's statutory yield
# over all imports tracks the source's path of section 232: 0.75, 1.67 and 2.32 points of imports
# on 2025-03-12, 06-04 and 08-18.
DERIVATIVE = {
    "73": (0.65, 0.8), "76": (0.65, 0.8), "83": (0.15, 0.25), "82": (0.03, 0.15),
    "84": (0.027, 0.08), "85": (0.014, 0.03), "94": (0.035, 0.07), "86": (0.0, 0.1),
    "87": (0.0, 0.02), "90": (0.0, 0.01), "95": (0.01, 0.02), "33": (0.0, 0.01), "22": (0.01, 0.01),
}
CAR_PARTS = {"870600", "870710", "840733", "840734", "840820", "840991", "401110", "854430",
             "851110", "851130", "851140", "851150", "851220", "853641", "850710", "842123",
             "848310", "848340", "852721", "870990"}
ELECTRONICS = ("8471", "8486", "8541", "8542")
ELECTRONICS6 = {"847330", "851713", "851762", "852351", "852491", "852852"}
ANNEX2_CHAPTERS = {"26": 1.0, "27": 1.0, "30": 1.0, "74": 1.0, "49": 1.0, "28": 0.5, "29": 0.6,
                   "31": 0.3, "39": 0.2, "44": 0.3, "25": 0.5, "81": 0.6}
# Precious metal joined the exemptions on 2025-09-08 in the source's reading.
BULLION = ("7106", "7108", "7110", "7112", "7115", "7118")
FARM_EXEMPT = ("0201", "0202", "0702", "0801", "0802", "0803", "0804", "0805", "0901", "0902",
               "0904", "0905", "1801", "1803", "2009", "3102", "3103", "3104", "3105")

LATER = {"farm": "2025-11-13", "bullion": "2025-09-08"}


def line_class(hs6):
    """The features of a line that decide its duties, as a hashable tuple."""
    ch, h4 = hs6[:2], hs6[:4]
    steel = 1.0 if "7206" <= h4 <= "7229" or h4 in ("7301", "7302", "7304", "7305", "7306") else 0.0
    alu = 1.0 if h4 in ("7601", "7604", "7605", "7606", "7607", "7608", "7609") else 0.0
    # Whole lines, product:cars and product:bev of the world; light trucks stay in their sector.
    car = "car" if h4 == "8703" and hs6 != "870310" else "pickup" if hs6 in (
        "870421", "870431", "870441", "870451", "870460") else ""
    part = h4 == "8708" or hs6 in CAR_PARTS
    truck = hs6 in ("870121", "870122", "870123", "870124", "870129", "870422", "870423", "870432",
                    "870442", "870443", "870452")
    bus = h4 == "8702"
    copper = "7406" <= h4 <= "7419"
    wood = "lumber" if hs6[:5] == "44071" else "furniture" if hs6 in (
        "940161", "940340") else ""
    sector_duty = (car if car else "part" if part else "truck" if truck else "bus" if bus else
                   "copper" if copper else wood)
    before, after = (0.0, 0.0) if steel or alu or sector_duty else DERIVATIVE.get(ch, (0.0, 0.0))
    chip = 1.0 if h4 in ELECTRONICS or hs6 in ELECTRONICS6 else 0.0
    annex2 = max(chip, ANNEX2_CHAPTERS.get(ch, 0.0))
    later = "farm" if h4 in FARM_EXEMPT else "bullion" if h4 in BULLION else ""
    energy = ch == "27"
    medicine = h4 in ("3002", "3003", "3004")
    return (steel, alu, before, after, sector_duty, chip, annex2, later, energy, medicine)


def step(pairs, date):
    value = 0.0
    for start, x in pairs:
        if date >= start:
            value = x
    return value


EXEMPT_2018 = {"CAN", "MEX", "AUS", "BRA", "ARG", "KOR", EU, "JPN", "GBR", "UKR"}
METAL = {"GBR": [("2025-03-12", 0.25)], "": [("2025-03-12", 0.25), ("2025-06-04", 0.50)]}
CARS = {  # of the United Kingdom only what the quota of 100,000 a year lets in at 10%: its sales stay below
    "": [("2025-04-03", 0.25)],
    "GBR": [("2025-04-03", 0.25), ("2025-07-01", 0.10)],
    "JPN": [("2025-04-03", 0.25), ("2025-09-16", 0.15)],
    EU: [("2025-04-03", 0.25), ("2025-09-25", 0.15)],
    "KOR": [("2025-04-03", 0.25), ("2025-12-05", 0.15)],
}
PARTS_FROM = "2025-05-03"
# Days on which the source turns a partner's reciprocal rate into an all-in ceiling.
ALL_IN = {"JPN": "2025-09-16", EU: "2025-09-25", "KOR": "2025-12-05", "CHE": "2025-11-14"}
# Declared: what the EU text leaves of its reciprocal base (aircraft, generics, cork go free).
EU_RELIEF = 0.8
FURNITURE = {"": 0.25, "GBR": 0.10, EU: 0.15, "JPN": 0.15}
LUMBER = {"": 0.10}
MEDICINE = {"": 1.0, EU: 0.15, "JPN": 0.15, "KOR": 0.15, "CHE": 0.15, "GBR": 0.10}
FENTANYL_CHINA = [("2025-02-04", 0.10), ("2025-03-04", 0.20), ("2025-11-10", 0.10), ("2026-02-20", 0.0)]
CHINA = [("2025-04-05", 0.34), ("2025-04-09", 0.84), ("2025-04-10", 1.25), ("2025-05-14", 0.10),
         ("2026-02-20", 0.0)]
# Declared: share of a car from Canada or Mexico that is not of US content.
NON_US_CONTENT = 0.5
HIGHEST = {"US-25-232-COPPER": 0.50, "US-25-SEC-IND": 0.25, "US-26-S122": 0.10, "US-26-SEMI": 0.25, "US-26-301-FL": 0.125,
           "US-26-301-BRA": 0.25, "US-26-338-CA": 0.50}
NO_RECIPROCAL = {"CAN", "MEX", "CHN", "HKG", "RUS", "BLR"}


class Statute:
    """Rates of every duty on a class of lines."""

    def __init__(self, reciprocal, usmca, metal_index, s122_index):
        self.reciprocal = reciprocal      # economy -> [(date, rate)]
        self.usmca = usmca                # CAN, MEX -> GTAP sector -> share claiming
        self.metal_index = metal_index    # [(date, factor)] of the 2026 tiers
        self.s122_index = s122_index

    def metal(self, p, c, date):
        steel, alu, before, after = c[:4]
        rate = step(METAL.get(p, METAL[""]), date)
        if rate == 0.0:
            return 0.0, 0.0
        covered = steel + alu + (after if date >= "2025-08-18" else before)
        if p not in EXEMPT_2018:
            value = steel * max(rate - 0.25, 0.0) + alu * max(rate - 0.10, 0.0)
        else:
            value = (steel + alu) * rate
        # The tiers of 2026 regroup derivatives; primary metal keeps its rate.
        tiers = step([("2025-01-01", 1.0)] + self.metal_index, date)
        value += (after if date >= "2025-08-18" else before) * rate * tiers
        return value, min(covered, 1.0)

    def ceiling(self, m, p, c, g, date, base):
        """The highest rate that duty m puts on goods of a class of lines, whatever share of them it covers."""
        kind, rate = self.sector_duty(p, c, g, date, base)
        if m == "US-25-232-METAL":
            law = step(METAL.get(p, METAL[""]), date)
            if p in EXEMPT_2018 or not c[0] and not c[1]:
                return law
            return max(law - 0.25, 0.0) if c[0] else max(law - 0.10, 0.0)
        if m == "US-25-232-AUTO":
            law = step(CARS.get(p, CARS[""]), date)
            return law if law >= 0.25 else max(law - base, 0.0)
        if m == "US-25-232-TRUCK":
            return 0.10 if c[4] == "bus" else 0.25
        if m == "US-25-232-WOOD":
            return rate if kind == m else 0.25
        if m == "US-25-FENT-CN":
            return step(FENTANYL_CHINA, date)
        if m == "US-25-RECIP-CN":
            return step(CHINA, date)
        if m == "US-25-FENT-CAMX":
            return 0.10 if c[8] else 0.35 if p == "CAN" and date >= "2025-08-01" else 0.25
        if m == "US-25-RECIP":
            return self.reciprocal_rate(p, date, base)
        if m == "US-26-232-PHARMA":
            return MEDICINE.get(p, MEDICINE[""])
        return HIGHEST[m]

    def reciprocal_rate(self, p, date, base):
        """Rate of the reciprocal duty on a line: less the ordinary duty where it is an all-in ceiling."""
        rate = step(self.reciprocal[p], date)
        if p == "IND" and date >= "2025-08-27":
            rate = 0.25
        return max(rate - base, 0.0) if rate == 0.15 and date >= ALL_IN.get(p, "9999") else rate

    def sector_duty(self, p, c, g, date, base):
        kind = c[4]
        claim = self.usmca.get(p, {}).get(g, 0.0)
        if kind in ("car", "pickup", "part"):
            if kind == "part" and date < PARTS_FROM:
                return None, 0.0
            rate = step(CARS.get(p, CARS[""]), date)
            if kind == "part" and p == "TWN" and date >= "2026-05-01":
                rate = 0.15
            if rate and rate < 0.25:
                rate = max(rate - base, 0.0)
            if p in self.usmca:
                rate *= (1 - claim) if kind == "part" else NON_US_CONTENT * claim + (1 - claim)
            return "US-25-232-AUTO", rate
        if kind in ("truck", "bus") and date >= "2025-11-01":
            rate = 0.25 if kind == "truck" else 0.10
            if p in self.usmca:
                rate *= NON_US_CONTENT * claim + (1 - claim)
            return "US-25-232-TRUCK", rate
        if kind == "copper" and date >= "2025-08-01":
            return "US-25-232-COPPER", 0.50
        if kind in ("lumber", "furniture") and date >= "2025-10-14":
            if kind == "lumber":
                return "US-25-232-WOOD", LUMBER[""]
            rate = FURNITURE.get(p, FURNITURE[""])
            if p == "KOR" and date >= "2025-12-05" or p == "TWN" and date >= "2026-05-01":
                rate = 0.15
            return "US-25-232-WOOD", rate
        return None, 0.0

    def open_share(self, p, c, g, date, base):
        """Share of a class of lines that no sector duty takes, on which the broad duties fall."""
        if self.sector_duty(p, c, g, date, base)[0]:
            return 0.0
        return 1.0 - self.metal(p, c, date)[1]

    def duties(self, p, c, g, date, base):
        """{measure: rate} of one class of lines from partner p on a date."""
        out = {}
        metal, covered = self.metal(p, c, date)
        if metal:
            out["US-25-232-METAL"] = metal
        kind, rate = self.sector_duty(p, c, g, date, base)
        if kind:
            covered = 1.0
            if rate:
                out[kind] = rate
        chip, annex2, later, energy, medicine = c[5:]
        open_share = 1.0 - covered
        exempt = 1.0 if later and date >= LATER[later] else annex2
        claim = self.usmca.get(p, {}).get(g, 0.0)
        if p in ("CHN", "HKG"):
            out["US-25-FENT-CN"] = step(FENTANYL_CHINA, date)
            out["US-25-RECIP-CN"] = step(CHINA, date) * open_share * (1 - exempt)
        elif p in self.usmca:
            rate = step([("2025-03-04", 0.10 if energy else 0.25), ("2026-02-20", 0.0)], date)
            if p == "CAN" and rate == 0.25 and date >= "2025-08-01":
                rate = 0.35
            out["US-25-FENT-CAMX"] = rate * open_share * (1 - claim)
        elif p not in NO_RECIPROCAL and date < "2026-02-20":
            rate = self.reciprocal_rate(p, date, base)
            if p == "IND" and "2025-08-27" <= date < "2026-02-07":
                out["US-25-SEC-IND"] = 0.25 * open_share * (1 - exempt)
            if p == EU and date >= ALL_IN[EU]:
                rate *= EU_RELIEF
            out["US-25-RECIP"] = rate * open_share * (1 - exempt)
        if "2026-02-24" <= date < "2026-07-24":
            out["US-26-S122"] = (0.10 * open_share * (1 - exempt) * (1 - claim)
                                 * step([("2025-01-01", 1.0)] + self.s122_index, date))
        if chip and date >= "2026-01-15":
            out["US-26-SEMI"] = 0.25 * 0.02   # declared: two per cent of such imports
        if medicine and date >= "2026-09-29":
            out["US-26-232-PHARMA"] = MEDICINE.get(p, MEDICINE[""]) * 0.03   # declared share
        return {m: x for m, x in out.items() if x > 0}
