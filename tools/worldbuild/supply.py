"""How supply answers, by kind of sector: the file supply.csv, and the kind of each sector.

The same table serves worlds that are imported (src/leeway/world/supply.cpp); a test holds the two together.
"""
HEADER = ["supply", "specific", "specific_low", "specific_high", "specific_short", "specific_short_low",
          "specific_short_high", "sigma_short", "sigma_short_low", "sigma_short_high", "alike", "source"]

LONG_RUN = ("in the long run: eta is one over the mobility kappa of Galle, Rodríguez-Clare and Yi (2023), its value a "
            "judgement; 0 is full mobility. At first, and of materials: judgement")
FIXED = ("judgement: land and deposits move less than people; a harvest and an open mine are there, with what went "
         "into them")
PLANTS = ("judgement: few plants, which run near what they were built for; more take years to build. Manufacturing of the "
          "EU and the United States uses about four fifths of its capacity, so a quarter can be added at once")
# kind: specific, at first, sigma at first, near-identical goods, source
KINDS = {
    "land": ((0.6, 0.0, 0.8), (0.95, 0.8, 0.98), (0.1, 0.05, 0.3), "yes", FIXED),
    "deposits": ((0.6, 0.0, 0.8), (0.95, 0.8, 0.98), (0.1, 0.05, 0.3), "yes", FIXED),
    "basic": ((0.33, 0.0, 0.67), (0.9, 0.7, 0.95), (0.2, 0.1, 0.5), "yes", LONG_RUN),
    "factories": ((0.33, 0.0, 0.67), (0.8, 0.6, 0.9), (0.5, 0.2, 1.0), "no", LONG_RUN),
    "plants": ((0.33, 0.0, 0.67), (0.95, 0.8, 0.98), (0.05, 0.02, 0.2), "no", PLANTS),
    "services": ((0.33, 0.0, 0.67), (0.8, 0.6, 0.9), (0.5, 0.2, 1.0), "no", LONG_RUN),
}


def rows():
    for kind, (*ranges, alike, source) in KINDS.items():
        yield (kind, *(float(x) for r in ranges for x in r), alike, source)


def kind_of(isic, goods, critical=False):
    """By the first division that is named; factories of critical inputs are plants."""
    if goods != "goods":
        return "services"
    division = int(isic[:2])
    if division <= 3:
        return "land"
    if division <= 9:
        return "deposits"
    if division in (19, 24):
        return "basic"
    return "plants" if critical else "factories"
