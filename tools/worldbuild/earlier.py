"""Worlds of years before the default one: the flows of the year's own table, taken as they are.

For these years there is no record of goods by pair, no customs file by sector and no product facts here, so the
build claims less: flows at basic prices, accounts that close on them, and no products.
"""
import csv
import os

import numpy as np

from . import balance, definitions as d, elasticities, flows as fl, prior, sources, tariffs as tf

TARIFF_DATE = {2017: "2017-12-31", 2019: "2019-06-30"}
FLOW_DIGITS = 2  # USD 10,000
RATE_DIGITS = 5
SCHEDULE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "data", "ledger", "schedules",
                        "us-china-2018-2024.csv")
ICIO = "OECD ICIO 2025 edition, year {}, condensed to 81 x 81 x 28: github.com/ahmadlp/tariffwar @ 98636984"
TETI = "Teti Global Tariff Database, simple averages of {}: github.com/ahmadlp/tariffwar @ 98636984"
ADB = "ADB MRIO summary, year {}: github.com/ksreyes/mrio-processing @ 1d9d8813"
WIOD = "WIOD 2013 release, year 2011 (Timmer et al. 2015): github.com/bquast/wiod @ 59a28ac2"
ICIO44 = "OECD ICIO 2021 edition, year 2017, 7 regions x 44: github.com/WangZi-HKBU/econ7115 @ 760d747e"
CENSUS = ("US Census Bureau, goods imports of {} by partner, customs value: "
          "github.com/Budget-Lab-Yale/tariff-impact-tracker @ 0911eb1")
WITHOUT = ("goods are at basic prices, not scaled to a record of goods trade; sales at home are the table's own, not "
           "scaled to GDP; US imports keep the table's sector pattern; US tariffs are simple averages of applied rates, "
           "not collected ones; no products, no quantities, no critical inputs; the recorded trade is the table's own")


def cube(source, year):
    """Economies, 28 sector names, flows[s, i, n] in USD million and Teti tariffs[s, i, n] of a year."""
    import h5py  # only these worlds need it
    with h5py.File(os.path.join(source, "icio", f"ICIO{year}.mat"), "r") as f:
        def words(name):
            return ["".join(map(chr, f[r][()].ravel())) for r in f["data/" + name][()].ravel()]
        economies = words("countries")
        names = ["Services" if x.startswith("Services") else x for x in words("sectors")]
        # Stored as sector, destination, origin.
        flows = np.maximum(f["data/Xjik_3D"][()].transpose(0, 2, 1), 0.0)
        tariffs = np.nan_to_num(f["data/tjik_3D"][()].transpose(0, 2, 1))
    order = [economies.index(x) for x in sorted(economies)]
    pick = np.ix_(range(len(names)), order, order)
    return sorted(economies), names, flows[pick], tariffs[pick]


def us_imports(source, year):
    """US goods imports of a year by partner, USD billion, customs value."""
    total = {}
    with open(os.path.join(source, "truth", "us_imports_2002_2019.csv"), encoding="utf-8", newline="") as f:
        for r in csv.DictReader(f):
            if r["date"].startswith(str(year)):
                for column, partner in (("m_canada", "CAN"), ("m_mexico", "MEX"), ("m_china", "CHN")):
                    total[partner] = total.get(partner, 0.0) + float(r[column]) / 1e3
    return total


def duties_in_force(rate, economies, day, log):
    """Add the duties of the first trade war that the ledger's schedule has in force on a day."""
    rows = {}
    with open(SCHEDULE, encoding="utf-8", newline="") as f:
        for r in csv.DictReader(f):
            if r["from"] <= day and r["sector"] in d.INDEX:
                rows[r["measure"], r["partner"], r["sector"]] = float(r["rate"])
    e = {x: i for i, x in enumerate(economies)}
    mask = np.zeros(rate.shape, dtype=bool)
    for (measure, partner, sector), x in sorted(rows.items()):
        for member in (d.EU27 if partner == "EU27" else [partner]):
            cell = d.INDEX[sector], e[member], e["CHN" if measure.startswith("CN") else "USA"]
            if x and cell[1] != cell[2]:
                rate[cell] += x
                mask[cell] = True
    log.step(f"duties of sections 301 and 232 and China's answer in force on {day} added", f"{mask.sum()} cells")
    return mask


def build(source, year, log):
    print("sources")
    economies, names, table, teti = cube(source, year)
    adb, wiod, icio = sources.adb(source, str(year)), sources.wiod(source), sources.icio7(source)
    n = len(economies)
    print("flows")
    flows = fl.merge_sectors(table, names, economies)
    fl.split_services(flows, economies, adb, icio, prior.peers, log)
    fl.limit_imbalances(flows, economies, log)
    flows = np.round(flows, FLOW_DIGITS)
    fl.drop_dust(flows, economies, log)
    through = np.zeros((n, len(d.SECTORS)))

    print("tariffs")
    rate = tf.merge(teti, table, names, economies)
    changed_food = tf.fix_food(rate, icio, economies, log)
    tf.fill_row(rate, icio, economies, log)
    kind = np.full(rate.shape, "mfn_simple", dtype=object)
    kind[tf.FOOD][changed_food] = "adjusted"
    row = economies.index("ROW")
    kind[:, row, :] = kind[:, :, row] = "adjusted"
    kind[duties_in_force(rate, economies, TARIFF_DATE[year], log)] = "adjusted"
    rate = np.round(rate, RATE_DIGITS)

    print("input-output")
    regional = prior.templates(icio)
    revenue = balance.tariff_revenue(flows, rate)
    output = flows.sum(axis=2)
    va, va_source, materials, used, table_source = [], {}, [], [], {}
    for i, x in enumerate(economies):
        v, va_source[x] = prior.value_added_shares(x, output[:, i], output[:, i].sum(), adb, regional)
        va.append(v)
        bought = (flows[:, :, i] * (1 + rate[:, :, i])).sum(axis=1)
        s, table_source[x] = prior.input_shares(x, bought, output[:, i], wiod, regional)
        materials.append(s)
        used.append(prior.intermediate_shares(x, bought, adb, regional)[0])
    gdp = np.array([(va[i] * output[:, i]).sum() for i in range(n)]) + revenue
    y, x_abs, inputs, value_added, final, moved = balance.close(
        flows, rate, gdp, revenue, va, through, materials, used, economies, FLOW_DIGITS, log)
    sets = elasticities.with_products(elasticities.by_sector(*sources.elasticities(source)), [])
    goods = flows[:len(d.GOODS)].sum(axis=0)
    e = {x: i for i, x in enumerate(economies)}
    check = [(f"gdp:{x}", round(adb[x]["value_added"].sum() / 1e3, 3), "USD bn", 0.1, f"ADB MRIO {year}, value added")
             for x in G20 if x in adb]
    check += [(f"goods_trade:{x}:USA", round(v, 3), "USD bn", 0.3, f"US Census {year}, customs value; basic prices hold no margins")
              for x, v in sorted(us_imports(source, year).items())]
    log.step("goods trade at basic prices", f"{(goods.sum() - np.trace(goods)) / 1e3:.0f} USD bn, of which US imports "
             f"{(goods[:, e['USA']].sum() - goods[e['USA'], e['USA']]) / 1e3:.0f}")
    return dict(economies=economies, flows=flows, rate=rate, kind=kind, output=y, absorption=x_abs, inputs=inputs,
                value_added=value_added, final=final, gdp=gdp, factor=np.ones(n), moved=moved,
                table_source=table_source, va_source=va_source, sets=sets, products=[], checks=check,
                sectors=[(*s, "") for s in d.SECTORS], line_ids=list(d.SECTOR_IDS),
                line_sector=list(range(len(d.SECTORS))), frame=frame(year), blocks=blocks(year), year=year)


G20 = "AUS BRA CAN CHN DEU FRA GBR IDN IND ITA JPN KOR MEX RUS TUR USA".split()


def frame(year):
    return dict(name=str(year), title=f"World economy {year}: 81 economies, 27 sectors", base_year=year,
                tariff_date=TARIFF_DATE[year])


def blocks(year):
    teti = TETI.format(min(year, 2021))
    return [
        ("flows", [ICIO.format(year), ADB.format(year), ICIO44], ["CC BY 4.0", "ADB terms, attribution"],
         f"The table of {year} at basic prices, intermediate and final use together. Services are split into five by the "
         f"2017 tables and the {year} margins. Not done here, for want of data of {year}: " + WITHOUT + "."),
        ("tariffs", [teti, ICIO44] + (["data/ledger/schedules/us-china-2018-2024.csv"] if year > 2017 else []),
         ["cite", "CC BY 4.0"],
         "Simple averages of applied rates; food relevelled and the rest of the world filled as in the default world"
         + ("; the duties of the first trade war in force on the tariff date added by sector, weights of 2024." if year > 2017
            else ".")),
        ("inputs", [WIOD, ICIO44, ADB.format(year)], ["CC BY 4.0", "ADB terms, attribution"],
         "The priors of the default world, then RAS to the flows and to output; GDP is output times the value added shares "
         f"of {year}, plus duties."),
        ("elasticities", ["the papers named in elasticity_sets.csv, via github.com/ahmadlp/tariffwar @ 98636984"], ["facts"],
         "As in the default world."),
        ("checks", [ADB.format(year), CENSUS.format(year)], ["ADB terms, attribution", "public domain"],
         "Value added of the G20 within 10%, US goods imports from its neighbours and China within 30% of customs value, "
         "which holds margins and re-exports that basic prices do not: what the build was not told."),
    ]
