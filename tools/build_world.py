#!/usr/bin/python3
"""Build the default world from public sources.

    tools/build_world.py --source DIR --out data/world/2023            writes the world
    tools/build_world.py --source DIR --out data/world/2023 --check    rebuilds and compares bytes
    tools/build_world.py --source DIR --out data/world/2017 --year 2017    an earlier world, which claims less

Needs Python 3 and numpy, for the earlier years h5py too. The same sources give the same bytes: sums run in a fixed order and what
is stored is rounded before the accounts are closed on it.
"""
import argparse
import os
import sys
import tempfile

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from worldbuild import (balance, checks, critical, definitions as d, earlier, elasticities, flows as fl,  # noqa: E402
                        output, prior, products, sources, tariffs as tf)

FLOW_DIGITS = 4      # USD 100, as in the source cube
RATE_DIGITS = 8
FACTOR_BOUNDS = (0.6, 1.7)


class Log:
    """Steps with the size of what each one changed: printed, and kept for the provenance file."""

    def __init__(self):
        self.steps = []

    def step(self, what, size):
        self.steps.append((what, size))
        print(f"  {what}: {size}")


def gdp_targets(gdp, named, economies, adb, constant):
    source = {x: "WDI, GDP 2023, current USD" for x in economies}
    e = {x: i for i, x in enumerate(economies)}
    source["ROW"] = "WDI, GDP 2023, current USD, sum of the other economies it covers"
    growth = constant["TWN", 2023] / constant["TWN", 2022]
    gdp[e["TWN"]] = adb["TWN"]["value_added"].sum() * growth
    source["TWN"] = "ADB MRIO value added 2022 x real growth 2023 (WDI_GDP_constant2015USD series)"
    deflator = gdp[e["USA"]] / constant["USA", 2023]
    gdp[e["STP"]] = constant["STP", 2023] * deflator
    source["STP"] = "WDI, GDP 2023 in 2015 USD x US deflator 2015-2023"
    return gdp, source


def build(source, log):
    print("sources")
    economies, names, cube, teti = sources.flow_cube(source)
    trade, gdp, named = sources.baci(source, economies)
    adb, wiod, icio = sources.adb(source), sources.wiod(source), sources.icio7(source)
    census = sources.census(source)
    constant = sources.gdp_constant(source)
    gdp, gdp_source = gdp_targets(gdp, named, economies, adb, constant)
    n = len(economies)

    print("flows")
    flows = fl.merge_sectors(cube, names, economies)
    goods = len(d.GOODS)
    output2022 = flows.sum(axis=(0, 2))
    target, lost, own = fl.pair_targets(flows[:goods].sum(axis=0), trade, named, census, economies, log)
    before = flows[:goods].copy()
    off = ~np.eye(n, dtype=bool)
    absent = np.array([x not in named and x != "ROW" for x in economies])
    unrecorded = off & (lost | absent[:, None] | absent[None, :])
    growth = target[off].sum() / before.sum(axis=0)[off].sum()
    fl.scale_goods(flows, target)
    fl.us_sector_pattern(flows, target, census, economies, log)
    fl.split_services(flows, economies, adb, icio, prior.peers, log)
    fl.drop_margins(flows, log)
    fl.limit_imbalances(flows, economies, log)
    fl.drop_dust(flows, economies, log)
    through = fl.reexports(before, flows[:goods], growth).T
    through = np.concatenate([through, np.zeros((n, len(d.SERVICES)))], axis=1)
    log.step("goods read as passing through", f"{through.sum() / 1e3:.0f} USD bn, most in " + ", ".join(
        f"{economies[i]} {through[i].sum() / 1e3:.0f}" for i in np.argsort(-through.sum(1), kind="stable")[:6]))

    print("tariffs")
    rate = tf.merge(teti, cube, names, economies)
    changed_food = tf.fix_food(rate, icio, economies, log)
    tf.fill_row(rate, icio, economies, log)
    collected = tf.us_collected(rate, census, economies, log)
    retaliation = tf.china_on_us(rate, sources.china_retaliation(source), sources.hs6_sector(source),
                                 economies, log)
    rate = np.round(rate, RATE_DIGITS)
    row = economies.index("ROW")
    kind = np.full(rate.shape, "mfn_simple", dtype=object)
    kind[tf.FOOD][changed_food] = "adjusted"
    kind[:, row, :] = kind[:, :, row] = "adjusted"
    kind[retaliation] = "adjusted"
    kind[collected] = "collected"

    print("input-output")
    regional = prior.templates(icio)
    revenue = balance.tariff_revenue(flows, rate)
    sources_used, va = {}, []
    for i, x in enumerate(economies):
        v, from_v = prior.value_added_shares(x, flows[:, i].sum(axis=1), output2022[i], adb, regional)
        va.append(v)
        sources_used[x] = from_v
    factor = balance.scale_domestic(flows, va, through, gdp, revenue, economies, FACTOR_BOUNDS, log)
    flows = np.round(flows, FLOW_DIGITS)
    revenue = balance.tariff_revenue(flows, rate)
    materials, used, table_source = [], [], {}
    for i, x in enumerate(economies):
        bought = (flows[:, :, i] * (1 + rate[:, :, i])).sum(axis=1)
        s, origin = prior.input_shares(x, bought, flows[:, i].sum(axis=1), wiod, regional)
        materials.append(s)
        used.append(prior.intermediate_shares(x, bought, adb, regional)[0])
        table_source[x] = origin
    y, x_abs, inputs, value_added, final, moved = balance.close(
        flows, rate, gdp, revenue, va, through, materials, used, economies, FLOW_DIGITS, log)

    world = dict(economies=economies, flows=flows, rate=rate, kind=kind, output=y, absorption=x_abs,
                inputs=inputs, value_added=value_added, final=final, gdp=gdp, gdp_source=gdp_source,
                baci=trade, unrecorded=unrecorded, goods2022=before.sum(axis=0), pairs=target, own_record=own, census=census, factor=factor, moved=moved,
                table_source=table_source, va_source=sources_used)

    print("products")
    carved = products.read_facts()
    products.carve(world, carved, sources.census_products(source, census, carved), log)
    critical.split_out(world, carved, log)
    world["sets"] = elasticities.with_products(elasticities.by_sector(*sources.elasticities(source)), world["products"])
    return world


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--source", required=True, help="directory of the source files")
    parser.add_argument("--out", required=True, help="directory of the world")
    parser.add_argument("--check", action="store_true", help="compare a rebuild with --out, write nothing")
    parser.add_argument("--year", type=int, default=2023, choices=(2017, 2019, 2023), help="base year of the world")
    args = parser.parse_args()
    log = Log()
    world = build(args.source, log) if args.year == 2023 else earlier.build(args.source, args.year, log)
    print("checks")
    failed = checks.run(world)
    print("readings")
    checks.readings(world)
    if world["products"]:
        checks.product_table(world)
    if args.check:
        with tempfile.TemporaryDirectory() as fresh:
            output.write(world, log, fresh)
            differing = output.compare(fresh, args.out)
        for name in differing:
            print(f"differs: {name}")
        print("rebuild equals the stored world" if not differing else "rebuild differs")
        return 1 if differing or failed else 0
    output.write(world, log, args.out)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
