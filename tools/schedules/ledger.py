"""The ledger's own rules: docs/measures.md, checked without the engine."""
import csv
import datetime
import glob
import os
import re
import tomllib

MEASURE = {"id", "title", "by", "on", "goods", "instrument", "terms", "terms_range", "announced", "effective", "end",
           "withdrawn", "suspended", "status", "expected", "hazard", "condition", "combine",
           "authority", "source", "confidence", "precision", "note"}
EVENT = {"id", "date", "until", "kind", "by", "on", "title", "effective", "suspends", "ends", "threat", "source",
         "confidence", "precision", "note"}
THREAT = {"kind", "rate", "goods", "planned", "measures", "course"}
THREAT_KINDS = {"deal", "policy", "secondary", "general"}
OUTCOMES = {"open", "suspended", "withdrawn", "in_part", "in_full"}
TERMS = {
    "tariff": {"rate", "steps", "schedule", "schedule_factor", "coverage", "covers", "except", "firms", "substitution"},
    "import_ban": {"restriction", "steps", "rent_to", "coverage", "covers", "except"},
    "export_ban": {"restriction", "steps", "rent_to", "coverage", "covers", "except"},
    "barrier": {"cost", "coverage", "covers", "except"},
    "boycott": {"share", "coverage", "covers", "except"}, "subsidy": {"rate", "steps"},
    "export_tax": {"rate", "steps", "coverage", "covers", "except"},
    "pact": {"tariff_cut", "phase_in", "utilisation", "barrier_cut", "origin_cost", "exclude"},
    "transfer": {"amount", "years", "grant_share"},
    "tariff_rate_quota": {"quota", "in_quota", "over_quota", "quota_steps", "growth", "rent_to",
                          "coverage", "covers", "except"},
    "price_floor": {"price", "index", "replaces", "firms", "cap", "rent_to", "coverage", "covers", "except"},
    "export_quota": {"quota", "quota_steps", "growth", "each", "rent_to", "coverage", "covers", "except"},
    "import_quota": {"quota", "quota_steps", "growth", "each", "rent_to", "coverage", "covers", "except"},
    "purchase_commitment": {"value", "years", "max_subsidy"},
    "licence": {"cap_share", "cap_of", "levy", "tier", "restriction", "steps", "rent_to", "coverage",
                "covers", "except"},
}
KINDS = {"visit", "statement", "truce", "threat", "court", "investigation", "concession", "agreement",
         "deadline", "summit"}
DATES = ("announced", "effective", "end", "withdrawn", "expected", "date", "until")


def load(folder):
    """(measures, events) by id, with the file each came from."""
    measures, events = {}, {}
    for path in sorted(glob.glob(os.path.join(folder, "*.toml"))):
        name = os.path.basename(path)
        if name == "provenance.toml":
            continue
        with open(path, "rb") as f:
            data = tomllib.load(f)
        for key, out in (("measure", measures), ("event", events)):
            for row in data.get(key, []):
                if row["id"] in measures or row["id"] in events:
                    raise SystemExit(f"{name}: id {row['id']} twice")
                out[row["id"]] = {**row, "file": name}
    return measures, events


def names(world):
    """Known economies and groups, and sectors, from the world's files."""
    def column(file, key):
        with open(os.path.join(world, file), encoding="utf-8", newline="") as f:
            return {r[key] for r in csv.DictReader(f)}
    return (column("economies.csv", "economy") | column("groups.csv", "group") | {"*"},
            column("sectors.csv", "sector"))


def ids_of(value):
    return [value] if isinstance(value, str) else list(value)


def check(measures, events, world):
    """Sentences on everything that breaks a rule."""
    wrong = []
    places, sectors = names(world)

    def say(row, text):
        wrong.append(f"{row['file']}: {row['id']}: {text}")

    for row in [*measures.values(), *events.values()]:
        own = MEASURE if row["id"] in measures else EVENT
        for key in set(row) - own - {"file"}:
            say(row, f"unknown key {key}")
        if not re.fullmatch(r"[A-Za-z0-9-]+", row["id"]):
            say(row, "id may hold letters, digits and '-'")
        for key in DATES:
            if key in row and not isinstance(row[key], datetime.date):
                say(row, f"{key} is no date")
        if row.get("confidence") not in ("A", "B", "C"):
            say(row, "confidence is A, B or C")
        if row.get("precision", "day") not in ("day", "month", "year"):
            say(row, "precision is day, month or year")
        if not row.get("source") or any(not u.startswith("http") for u in row["source"]):
            say(row, "source needs a URL")
        for key in ("by", "on"):
            for place in ids_of(row.get(key, [])):
                if place not in places:
                    say(row, f"unknown economy or group {place}")
    for row in measures.values():
        for key in ("by", "on", "goods", "instrument", "terms", "announced"):
            if key not in row:
                say(row, f"{key} is missing")
        for g in ids_of(row["goods"]):
            if g not in sectors | {"*", "goods", "services"} and not g.startswith("product:"):
                say(row, f"unknown goods {g}")
        if row["instrument"] not in TERMS:
            say(row, f"unknown instrument {row['instrument']}")
        for key in set(row["terms"]) - TERMS.get(row["instrument"], set()):
            say(row, f"unknown term {key}")
        for key in set(row.get("terms_range", {})) - TERMS.get(row["instrument"], set()):
            say(row, f"terms_range of {key}, which is no term")
        coverage = row["terms"].get("coverage", 0.0)
        for x in coverage.values() if isinstance(coverage, dict) else [coverage]:
            if not 0.0 <= x <= 1.0:
                say(row, "coverage outside 0 to 1")
        if coverage and not row.get("note"):
            say(row, "coverage without its basis in note")
        firms = row["terms"].get("firms", [])
        if sum(f.get("share", 0.0) for f in firms if isinstance(f, dict)) > 1.0:
            say(row, "shares of firms above 1")
        replaced = measures.get(row["terms"].get("replaces", row["id"]))
        if replaced is None:
            say(row, f"replaces {row['terms']['replaces']}, which is no Measure")
        elif row["instrument"] == "price_floor":
            named = {f["name"] for f in replaced["terms"].get("firms", [])} if replaced is not row else set()
            for name in set(firms) - named:
                say(row, f"firm {name} is not among those of the Measure that it replaces")
        status = row.get("status")
        if status not in (None, "threatened", "under_investigation"):
            say(row, "only threatened and under_investigation are typed")
        if status == "under_investigation" and not {"expected", "hazard"} <= set(row):
            say(row, "an investigation needs expected and hazard")
        for cond in ids_of(row.get("condition", [])):
            if cond not in measures:
                say(row, f"condition {cond} is no Measure")
        order = [row[k] for k in ("announced", "effective", "end") if k in row]
        if order != sorted(order):
            say(row, "announced, effective, end are out of order")
        if row.get("precision", "day") == "month" and row.get("effective", row["announced"]).day != 1:
            say(row, "a month is written as its first day")
    for row in events.values():
        if row.get("kind") not in KINDS:
            say(row, f"unknown kind {row.get('kind')}")
        for key in ("suspends", "ends"):
            for ref in row.get(key, []):
                if ref not in measures:
                    say(row, f"{key} {ref}, which is no Measure")
        threat = row.get("threat")
        if (threat is None) == (row["kind"] == "threat"):
            say(row, "a threat, and nothing else, has the table `threat`")
        if threat is None:
            continue
        for key in set(threat) - THREAT:
            say(row, f"unknown key {key} of a threat")
        for ref in threat.get("measures", []):
            if ref not in measures:
                say(row, f"threat of {ref}, which is no Measure")
        for g in threat.get("goods", []):
            if g not in sectors | {"*", "goods", "services"} and not g.startswith("product:"):
                say(row, f"unknown goods {g}")
        if threat.get("kind") not in THREAT_KINDS:
            say(row, f"a threat of the kind {threat.get('kind')}")
        days = [row["date"], *(s["date"] for s in threat.get("course", []))]
        if days != sorted(days) or any(s["outcome"] not in OUTCOMES for s in threat.get("course", [])):
            say(row, "the course of the threat is out of order, or ends in an unknown outcome")
    return wrong


def check_schedules(folder, measures, world):
    """The schedules against the Measures that name them."""
    wrong = []
    places, sectors = names(world)
    wanted = {(m["terms"]["schedule"], i) for i, m in measures.items() if "schedule" in m["terms"]}
    found = set()
    for path in sorted(glob.glob(os.path.join(folder, "*.csv"))):
        name = os.path.splitext(os.path.basename(path))[0]
        last = None
        with open(path, encoding="utf-8", newline="") as f:
            for n, r in enumerate(csv.DictReader(f), 2):
                where = f"{name}.csv:{n}"
                key = (r["measure"], r["partner"], r["sector"], r["from"])
                if last and key <= last:
                    wrong.append(f"{where}: not in order, or twice")
                last = key
                found.add((name, r["measure"]))
                m = measures.get(r["measure"])
                if m is None:
                    wrong.append(f"{where}: unknown Measure {r['measure']}")
                    continue
                product = r["sector"].startswith("product:")
                if r["partner"] not in places or (r["sector"] not in sectors and not product):
                    wrong.append(f"{where}: unknown partner or sector")
                if "goods" not in m["goods"] and r["sector"] not in m["goods"]:
                    wrong.append(f"{where}: {r['sector']} is not among the goods of {r['measure']}")
                if datetime.date.fromisoformat(r["from"]) < m["effective"]:
                    wrong.append(f"{where}: before {r['measure']} takes effect")
                for key in ("rate", "rate_alt"):
                    if r[key] and not 0.0 <= float(r[key]) < 10.0:
                        wrong.append(f"{where}: {key} {r[key]}")
                for key in ("rate", "rate_alt"):
                    if r["statute"] and r[key] and float(r[key]) > float(r["statute"]):
                        wrong.append(f"{where}: {key} {r[key]} is above its statute, {r['statute']}")
                if float(r["rate"]) > 0 and not r["statute"]:
                    wrong.append(f"{where}: no statute")
                if r["covered"] and not float(r["rate"]) < float(r["covered"]) <= 1.0:
                    wrong.append(f"{where}: covered {r['covered']}")
    for name, i in sorted(wanted - found):
        wrong.append(f"{i}: no rows in schedules/{name}.csv")
    for name, i in sorted(found - wanted):
        wrong.append(f"{i}: rows in schedules/{name}.csv, but the Measure does not name it")
    return wrong
