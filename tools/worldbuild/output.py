"""Writes the world as tidy CSV and TOML, and compares two written worlds."""
import filecmp
import os

import numpy as np

from . import checks, critical, definitions as d, elasticities, provenance, supply

FILES = ["economies", "groups", "supply", "sectors", "flows", "tariffs", "inputs", "industries", "final",
         "elasticities", "elasticity_sets", "products", "quantities", "critical", "recorded_trade",
         "recorded_us_imports", "macro", "checks"]


def number(x):
    """Shortest text that reads back as the same double."""
    text = repr(float(x))
    return text[:-2] if text.endswith(".0") else text


def _csv(path, header, rows):
    def field(x):
        text = number(x) if isinstance(x, (float, np.floating)) else str(x)
        return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\n') else text
    with open(path, "w", encoding="utf-8", newline="\n") as f:
        f.write(",".join(header) + "\n")
        for row in rows:
            f.write(",".join(field(x) for x in row) + "\n")


def cells(values, *names):
    """Rows of the nonzero cells of an array, in index order."""
    for index in np.argwhere(values != 0):
        yield (*(n[i] for n, i in zip(names, index)), values[tuple(index)])


def recorded(world):
    """Goods trade as recorded; where BACI has no record the stand-in says so."""
    eco = world["economies"]
    if "frame" in world:
        goods = world["flows"][:len(d.GOODS)].sum(axis=0)
        for i, n in np.argwhere(goods > 0):
            if i != n:
                yield (eco[i], eco[n], world["year"], round(goods[i, n], 2),
                       "OECD ICIO 2025 edition, basic prices; no customs record")
        return
    for i in range(len(eco)):
        for n in range(len(eco)):
            if (i, n) in world["own_record"]:
                yield eco[i], eco[n], 2023, world["pairs"][i, n], world["own_record"][i, n]
            elif world["baci"][i, n] > 0 and not world["unrecorded"][i, n]:
                yield eco[i], eco[n], 2023, world["baci"][i, n], "BACI HS22 V202501"
            elif "TWN" in (eco[i], eco[n]) and world["pairs"][i, n] > 0:
                yield (eco[i], eco[n], 2023, world["pairs"][i, n],
                       "estimate: ICIO 2022 pattern, Taiwan's 2023 totals; no BACI record")
            elif world["unrecorded"][i, n] and world["goods2022"][i, n] > 0:
                yield (eco[i], eco[n], 2022, world["goods2022"][i, n],
                       "ICIO 2025 edition, basic prices; no BACI record")


# What only the default world has: products and the records of its years.
DEFAULT_ONLY = {"products", "quantities", "critical", "recorded_us_imports", "macro"}


def write(world, log, out):
    os.makedirs(out, exist_ok=True)
    eco, sec, lines = world["economies"], [s[0] for s in world["sectors"]], world["line_ids"]

    def path(name):
        return os.path.join(out, name)
    _csv(path("economies.csv"), ["economy", "name", "kind"],
         ((x, d.NAMES[x], "rest" if x == "ROW" else "economy") for x in eco))
    _csv(path("groups.csv"), ["group", "name", "economy", "from", "to"],
         ((g, name, x, start, end) for g, (name, spells) in d.GROUPS.items()
          for members, start, end in spells for x in members.split()))
    critical_ids = {p.id for p in world["products"] if p.critical}
    _csv(path("sectors.csv"), ["sector", "name", "isic", "kind", "parent", "supply"],
         ((*s, supply.kind_of(s[2], s[3], s[0] in critical_ids)) for s in world["sectors"]))
    _csv(path("supply.csv"), supply.HEADER, supply.rows())
    _csv(path("flows.csv"), ["sector", "exporter", "importer", "value"], cells(world["flows"], lines, eco, eco))
    # A product's rate on what is not traded says nothing.
    rated = world["flows"] > 0
    rated[:len(d.SECTORS)] = True
    _csv(path("tariffs.csv"), ["sector", "exporter", "importer", "rate", "kind"],
         ((lines[k], eco[i], eco[n], world["rate"][k, i, n], world["kind"][k, i, n])
          for k, i, n in np.argwhere((world["rate"] != 0) & rated)))
    _csv(path("inputs.csv"), ["economy", "input", "user", "value"], cells(world["inputs"], eco, sec, sec))
    _csv(path("industries.csv"), ["economy", "sector", "output", "value_added"],
         ((x, s, world["output"][i, k], world["value_added"][i, k])
          for i, x in enumerate(eco) for k, s in enumerate(sec) if world["output"][i, k] > 0))
    _csv(path("final.csv"), ["economy", "sector", "value"], cells(world["final"], eco, sec))
    _csv(path("elasticities.csv"), ["set", "sector", "theta"],
         ((name, s, v) for name, values in world["sets"].items() for s, v in values))
    _csv(path("elasticity_sets.csv"), ["set", "citation", "note"],
         ((name, *elasticities.SETS[name]) for name in world["sets"]))
    _csv(path("recorded_trade.csv"), ["exporter", "importer", "year", "value", "source"],
         recorded(world))
    if "frame" not in world:
        _write_records(world, path, eco, sec)
    _csv(path("checks.csv"), ["check", "target", "unit", "tolerance", "source"], checks.targets(world))
    files = [f for f in FILES if "frame" not in world or f not in DEFAULT_ONLY]
    with open(path("world.toml"), "w", encoding="utf-8", newline="\n") as f:
        f.write(provenance.world_toml(files, world.get("frame")))
    with open(path("provenance.toml"), "w", encoding="utf-8", newline="\n") as f:
        f.write(provenance.provenance_toml(world, log))


def _write_records(world, path, eco, sec):
    _csv(path("products.csv"), ["product", "name", "sector", "unit", "substitution", "confidence", "method"],
         ((p.id, p["name"], p.id if p.critical or p.finished else p.facts.get("nest", p["sector"]), p.facts.get("unit", ""),
           "" if p.critical or p.finished else float(p["substitution"]), p["confidence"], p["method"]) for p in world["products"]))
    _csv(path("quantities.csv"), ["product", "exporter", "importer", "quantity"],
         (row for p in world["products"] if p.quantity is not None
          for row in cells(p.quantity[None], [p.id], eco, eco)))
    _csv(path("critical.csv"), ["sector", "bundled_with", "sigma", "sigma_low", "sigma_high", "specific",
                                "specific_low", "specific_high", "backstop", "backstop_low", "backstop_high",
                                "backstop_host", "source", "capacity", "capacity_low", "capacity_high",
                                "build_years", "build_years_low", "build_years_high"],
         (critical.assumptions(p) for p in world["products"] if p.critical))
    _csv(path("recorded_us_imports.csv"), ["partner", "sector", "year", "imports", "duties"],
         ((p, s, 2024, *c) for p in sorted(world["census"])
          for s, c in sorted(world["census"][p].items())))
    _csv(path("macro.csv"), ["economy", "gdp_wdi_2023", "gdp_source"],
         ((x, world["gdp"][i], world["gdp_source"][x]) for i, x in enumerate(eco)))


def compare(fresh, stored):
    names = sorted(os.listdir(fresh))
    _, mismatch, errors = filecmp.cmpfiles(fresh, stored, names, shallow=False)
    return sorted(mismatch + errors)
