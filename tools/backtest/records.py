"""What the tables recorded before and after an episode, by sector and partner."""
import csv
import os

from worldbuild import definitions as d, earlier, flows as fl

DIGITS = 2  # USD 10,000, as in the earlier worlds


def table(source, year):
    economies, names, cube, _ = earlier.cube(source, year)
    return economies, fl.merge_sectors(cube, names, economies)


def write(path, source, economy, side, years):
    """Goods that `economy` imports by origin, or exports by destination, in two years; USD million."""
    economies, before = table(source, years[0])
    _, after = table(source, years[1])
    own = economies.index(economy)
    with open(path, "w", encoding="utf-8", newline="\n") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(["sector", "partner", "before", "after"])
        for k in d.GOODS:
            for i, partner in enumerate(economies):
                if i == own:
                    continue
                cell = (k, i, own) if side == "imports" else (k, own, i)
                values = [round(float(t[cell]), DIGITS) for t in (before, after)]
                if any(values):
                    out.writerow([d.SECTOR_IDS[k], partner] + [f"{v:g}" if v == int(v) else repr(v) for v in values])
