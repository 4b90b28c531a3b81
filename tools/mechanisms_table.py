#!/usr/bin/env python3
"""Write docs/mechanisms.md: which ready scenario solves which instrument, which command answers which claim.

    tools/mechanisms_table.py            write the page
    tools/mechanisms_table.py --check    exit 1 if the page is not what the files give

Rows and claims with their titles are in docs/mechanisms.toml. A scenario says which rows it serves in a line of its opening
comment, `# mechanisms: 3, 4`, and may name a better command than `leeway solve` in `# command: ...`.
"""
import argparse
import glob
import os
import re
import sys
import tomllib

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROWS = os.path.join(ROOT, "docs", "mechanisms.toml")
PAGE = os.path.join(ROOT, "docs", "mechanisms.md")

OPENING = """# Instruments, claims and what answers them

<!-- Written by tools/mechanisms_table.py from docs/mechanisms.toml and the headers of scenarios/. -->

Every instrument that Leeway was built to weigh, with the ready scenarios that solve it and the command for each.
What is no trade measure by itself is mapped to one; the scenario's own comment gives the assumption and its range.
The sources of every Measure are in the ledger: `leeway ledger show ID`. Claims about how governments behave come
[after them](#claims-about-behaviour).
"""
CLAIMS = """## Claims about behaviour

What computes, tests or ranks each claim that is made about the year of threats, in the words of this project; or what
cannot be known, and why. `--quick` tells the central case alone: leave it out for the range.

| | claim | command, or why there is none |
|---|---|---|"""


def fail(text):
    raise SystemExit(f"mechanisms_table: {text}")


def load_rows(path):
    """[(number, title, maps_to)] in order."""
    with open(path, "rb") as f:
        rows = tomllib.load(f)["row"]
    numbers = [row["number"] for row in rows]
    if numbers != list(range(1, len(rows) + 1)):
        fail(f"{os.path.basename(path)}: rows are numbered {numbers}, not 1 to {len(rows)}")
    return [(row["number"], row["title"], row.get("maps_to", "")) for row in rows]


def load_claims(path, after):
    """[(number, title, commands, reads, unknown)] in order, numbered on from the rows."""
    with open(path, "rb") as f:
        claims = tomllib.load(f).get("claim", [])
    found = []
    for number, claim in enumerate(claims, after + 1):
        if claim["number"] != number:
            fail(f"{os.path.basename(path)}: claim {claim['number']} stands where {number} is due")
        commands, unknown = claim.get("commands", []), claim.get("unknown", "")
        if bool(commands) == bool(unknown):
            fail(f"{os.path.basename(path)}: claim {number} needs commands, or why it has none")
        found.append((number, claim["title"], commands, claim.get("reads", ""), unknown))
    return found


def load_scenario(path):
    """(name, title, rows, command) of one scenario file."""
    name = os.path.splitext(os.path.basename(path))[0]
    with open(path, encoding="utf-8") as f:
        text = f.read()
    header = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        header.append(line)
    rows, command = [], f"leeway solve {name}"
    for number, line in enumerate(header, 1):
        found = re.fullmatch(r"# *mechanisms:(.*)", line)
        if found:
            for part in found.group(1).split(","):
                if not part.strip().isdigit():
                    fail(f"{name}.toml:{number}: \"{part.strip()}\" is not the number of a row")
                rows.append(int(part))
        found = re.fullmatch(r"# *command:(.*)", line)
        if found:
            command = found.group(1).strip()
    return name, tomllib.loads(text)["title"], rows, command


def table(scenarios):
    lines = ["| scenario | question | command |", "|---|---|---|"]
    lines += [f"| [{name}](../scenarios/{name}.toml) | {title} | `{command}` |"
              for name, title, _, command in scenarios]
    return lines


def claim_lines(claims):
    if not claims:
        return []
    lines = [CLAIMS]
    for number, title, commands, reads, unknown in claims:
        answer = "<br>".join(f"`{command}`" for command in commands) + (f"<br>{reads}" if reads else "")
        lines.append(f"| {number} | {title} | {answer or 'Not known: ' + unknown} |")
    return lines + [""]


def page(rows, scenarios, claims):
    known = {number for number, _, _ in rows}
    for name, _, served, _ in scenarios:
        for number in served:
            if number not in known:
                fail(f"{name}.toml: there is no row {number}")
    out = [OPENING]
    for number, title, maps_to in rows:
        serving = [s for s in scenarios if number in s[2]]
        if not serving:
            fail(f"row {number} ({title}) has no scenario")
        # A scenario that names the row first is about it; the others touch it.
        serving.sort(key=lambda s: (s[2].index(number) > 0, s[0]))
        out.append(f"## {number}. {title}\n")
        if maps_to:
            out.append(f"Mapped to: {maps_to}.\n")
        out += table(serving) + [""]
    out += claim_lines(claims)
    others = [s for s in scenarios if not s[2]]
    if others:
        out += ["## Further scenarios\n"] + table(others) + [""]
    return "\n".join(out)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the page, write nothing")
    parser.add_argument("--rows", default=ROWS, help="file of the rows")
    parser.add_argument("--scenarios", default=os.path.join(ROOT, "scenarios"), help="folder of the scenarios")
    parser.add_argument("--page", default=PAGE, help="the page")
    given = parser.parse_args()
    scenarios = [load_scenario(path) for path in sorted(glob.glob(os.path.join(given.scenarios, "*.toml")))]
    rows = load_rows(given.rows)
    text = page(rows, scenarios, load_claims(given.rows, len(rows)))
    if given.check:
        present = ""
        if os.path.exists(given.page):
            with open(given.page, encoding="utf-8") as f:
                present = f.read()
        if present != text:
            print(f"{os.path.basename(given.page)} is not what the files give: run tools/mechanisms_table.py",
                  file=sys.stderr)
            return 1
        return 0
    with open(given.page, "w", encoding="utf-8") as f:
        f.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
