"""The published figures the world must meet; the same list is stored for `leeway world check`."""
import numpy as np

from . import definitions as d, elasticities, late

GOODS_TRADE = [("EU27", "USA", 532), ("EU27", "CHN", 248), ("CHN", "EU27", 554), ("CAN", "USA", 417),
               ("USA", "CAN", 302), ("CAN", "CHN", 28), ("JPN", "USA", 141),
               ("DEU", "USA", 166), ("AUS", "CHN", 139), ("GBR", "USA", 67)]
G20 = "ARG AUS BRA CAN CHN DEU FRA GBR IDN IND ITA JPN KOR MEX RUS SAU TUR USA ZAF".split()


def targets(world):
    if "checks" in world:
        return world["checks"]
    gdp = dict(zip(world["economies"], world["gdp"]))
    rows = [(f"goods_trade:{a}:{b}", v, "USD bn", 0.03, "CEPII BACI 2023") for a, b, v in GOODS_TRADE]
    rows += [(f"goods_trade:{a}:{b}", v, "USD bn", 0.03, late.CHECK_SOURCE) for a, b, v in late.CHECKS]
    rows += [(f"gdp:{x}", round(gdp[x] / 1e3, 3), "USD bn", 0.02, "World Bank WDI 2023") for x in G20]
    rows.append(("effective_tariff:USA:CHN", 0.11, "decimal", 0.1, "US Census 2024, calculated duties over imports"))
    rows += [(f"{kind}:{p.id}:{who}", c["target"], c["unit"], c["tolerance"], c["source"])
             for p in world["products"] for c in p.facts.get("check", [])
             for kind, who in [(c["kind"], c["who"])]]
    return rows


def value(world, check):
    e = {x: i for i, x in enumerate(world["economies"])}

    def members(x):
        return list(range(len(e))) if x == "*" else [e[m] for m in d.EU27] if x == "EU27" else [e[x]]
    if check.startswith(("product_trade:", "product_output:", "product_quantity:")):
        return product_value(world, check, members)
    what, *who = check.split(":")
    if what == "gdp":
        i = e[who[0]]
        return (world["value_added"][i].sum() + (world["flows"][:, :, i] * world["rate"][:, :, i]).sum()) / 1e3
    if what == "goods_trade":
        return world["flows"][np.ix_(goods(world), members(who[0]), members(who[1]))].sum() / 1e3
    importer, exporter = (members(x) for x in who)
    f = world["flows"][np.ix_(goods(world), exporter, importer)]
    return (f * world["rate"][np.ix_(goods(world), exporter, importer)]).sum() / f.sum()


def goods(world):
    """Lines of goods: sectors, what was split out of them and products."""
    return [i for i, k in enumerate(world["line_sector"]) if world["sectors"][k][3] == "goods"]


def product_value(world, check, members):
    """Trade of a product in USD million or its unit, sales at home left out; or an economy's share of
    what the world makes."""
    kind, _, name, *who = check.split(":")
    line = world["line_ids"].index("product:" + name)
    flow = world["flows"][line]
    if kind == "product_output":
        return flow[members(who[0])].sum() / flow.sum()
    table = flow if kind == "product_trade" else next(p for p in world["products"] if p.id == "product:" + name).quantity
    off = ~np.eye(len(table), dtype=bool)
    cells = np.ix_(members(who[0]), members(who[1]))
    return (table * off)[cells].sum()


def run(world):
    """Print every check; return the names of those that fail."""
    failed = []

    def say(name, ok, text):
        print(f"  {'ok  ' if ok else 'FAIL'} {name}: {text}")
        if not ok:
            failed.append(name)
    for name in ("flows", "inputs", "value_added", "final"):
        low = world[name].min()
        say(f"no negative cell in {name}", low >= 0, f"minimum {low:.3g}")
    f, t = world["flows"], world["rate"]
    n, sectors = len(world["economies"]), len(world["sectors"])
    y, x = np.zeros((n, sectors)), np.zeros((n, sectors))
    for line, k in enumerate(world["line_sector"]):
        y[:, k] += f[line].sum(axis=1)
        x[:, k] += (f[line] * (1 + t[line])).sum(axis=0)
    cost = world["inputs"].sum(axis=1) + world["value_added"]
    use = world["inputs"].sum(axis=2) + world["final"]
    revenue = (f * t).sum(axis=(0, 1))
    deficit = f.sum(axis=(0, 1)) - f.sum(axis=(0, 2))
    spending = world["value_added"].sum(axis=1) + revenue + deficit
    for name, a, b in (("output = inputs + value added", cost, y), ("absorption = inputs + final", use, x),
                       ("final = value added + revenue + deficit", world["final"].sum(axis=1), spending)):
        gap = (np.abs(a - b) / np.maximum(np.abs(b), 1.0)).max()
        say(name, gap <= 1e-12, f"largest relative gap {gap:.1e}")
    gap = abs(deficit.sum()) / f.sum()
    say("deficits sum to zero", gap <= 1e-13, f"{gap:.1e} of world output")
    dead = (y == 0) & ((world["inputs"].sum(axis=1) > 0) | (world["value_added"] > 0))
    say("no input or value added without output", not dead.any(), f"{(y == 0).sum()} cells without output")
    alive = y > 0
    low = (world["value_added"][alive] / y[alive]).min()
    say("value added wherever there is output", low > 0.01, f"lowest share {low:.3f}")
    say("no use without absorption", not ((x == 0) & (use > 0)).any(), f"{(x == 0).sum()} cells without absorption")
    for name, goal, unit, tolerance, _ in targets(world):
        v = value(world, name)
        say(name, abs(v / goal - 1) <= tolerance, f"{v:.4g} against {goal:.4g} {unit} ({100 * (v / goal - 1):+.2f}%)")
    return failed


def readings(world):
    """Figures that describe the world and are quoted in docs/data.md."""
    eco, f, t = world["economies"], world["flows"], world["rate"]
    n = len(eco)
    e = {x: i for i, x in enumerate(eco)}
    off = ~np.eye(n, dtype=bool)
    of_goods = goods(world)
    of_services = [i for i in range(len(f)) if i not in set(of_goods)]
    goods_sum, services_sum = f[of_goods].sum(axis=0)[off].sum(), f[of_services].sum(axis=0)[off].sum()
    gdp = world["value_added"].sum() + (f * t).sum()
    print(f"  world: GDP {gdp / 1e6:.1f}, goods trade {goods_sum / 1e6:.2f}, services trade {services_sum / 1e6:.2f} USD trillion")
    print("  applied tariff, trade-weighted, percent (all goods; food):")
    for x in ("USA", "CHN", "DEU", "GBR", "JPN", "KOR", "CAN", "MEX", "IND", "BRA", "AUS", "VNM", "TUR", "ROW"):
        w, r = f[of_goods][:, off[:, e[x]], e[x]], t[of_goods][:, off[:, e[x]], e[x]]
        food = [j for j, i in enumerate(of_goods) if world["line_sector"][i] == d.INDEX["C10T12"]]
        print(f"    {x} {100 * (w * r).sum() / w.sum():5.2f}  {100 * (w * r)[food].sum() / w[food].sum():5.2f}")
    print("  effective tariff of a pair, percent (importer on exporter):")
    for a, b in (("USA", "CHN"), ("CHN", "USA"), ("USA", "CAN"), ("USA", "VNM"), ("USA", "KOR"),
                 ("USA", "DEU"), ("DEU", "USA"), ("CHN", "CAN"), ("CAN", "CHN"), ("IND", "USA")):
        w, r = f[of_goods, e[b], e[a]], t[of_goods, e[b], e[a]]
        print(f"    {a} on {b} {100 * (w * r).sum() / w.sum():5.2f}")
    deficit = (f.sum(axis=(0, 1)) - f.sum(axis=(0, 2))) / world["gdp"]
    print("  trade balance, percent of GDP: " + ", ".join(
        f"{x} {-100 * deficit[e[x]]:+.1f}" for x in ("USA", "CHN", "DEU", "JPN", "KOR", "CAN", "GBR", "IND", "RUS")))
    order = np.argsort(-np.abs(deficit), kind="stable")[:6]
    print("  largest balances: " + ", ".join(f"{eco[i]} {-100 * deficit[i]:+.1f}" for i in order))
    share = world["value_added"] / np.maximum(world["output"], 1e-12)
    alive = world["output"] > 0
    print(f"  value added shares of output: lowest {share[alive].min():.3f}, highest {share[alive].max():.3f}")
    kinds, counts = np.unique(world["kind"][t != 0].astype(str), return_counts=True)
    print("  tariff cells: " + ", ".join(f"{k} {c}" for k, c in zip(kinds, counts)))
    print("  RAS moved most: " + ", ".join(
        f"{eco[i]} {world['moved'][i]:.3f}" for i in np.argsort(-world["moved"], kind="stable")[:8]))
    print("  domestic factors: " + ", ".join(
        f"{x} {world['factor'][e[x]]:.2f}" for x in ("USA", "CHN", "DEU", "JPN", "KOR", "CAN", "GBR", "MEX", "IND", "VNM", "TWN")))


def short(x):
    """Three digits, in words from a thousand million on."""
    for size, word in ((1e9, " bn"), (1e6, " m")):
        if x >= size:
            return f"{x / size:.3g}{word}"
    return f"{x:,.0f}" if x >= 100 else f"{x:.3g}"


def product_table(world):
    """What docs/data.md says of each product, as a table."""
    eco = world["economies"]
    default = dict(world["sets"][elasticities.DEFAULT])
    print("  | product | inside | sales, USD bn | traded | quantity | largest makers | theta | grade |")
    for p in world["products"]:
        f = p.flow
        made = f.sum(axis=1)
        top = ", ".join(f"{eco[i]} {100 * made[i] / made.sum():.0f}%" for i in np.argsort(-made, kind="stable")[:3] if made[i] > 0)
        quantity = f"{short(p.quantity.sum())} {p['unit']}" if p.quantity is not None else ""
        print(f"  | {p.id[8:]} | {p['sector']} | {short(made.sum() / 1e3)} | {short((f.sum() - np.trace(f)) / 1e3)} | {quantity} "
              f"| {top} | {default[p.id]:g} | {p['confidence']} |")
    print("  share of China in what an economy uses of critical inputs, percent (own in brackets):")
    e = {x: i for i, x in enumerate(eco)}
    for p in world["products"]:
        if p.critical:
            used = p.flow.sum(axis=0)
            print(f"    {p.id[8:]}: " + ", ".join(
                f"{x} {100 * p.flow[e['CHN'], e[x]] / used[e[x]]:.0f} ({100 * p.flow[e[x], e[x]] / used[e[x]]:.0f})"
                for x in ("JPN", "KOR", "DEU", "FRA", "ITA", "GBR", "USA", "CAN", "IND")))
