"""world.toml and provenance.toml: where each block comes from and what was done to it."""
from . import elasticities


def text(s):
    return '"' + s.replace("\\", "\\\\").replace('"', '\\"') + '"'


DEFAULT_FRAME = dict(name="2023", title="World economy 2023: 81 economies, 27 sectors, 19 products", base_year=2023,
                     tariff_date="2024-06-30")


def world_toml(files, frame=None):
    frame = frame or DEFAULT_FRAME
    lines = ["schema = 1", f'name = {text(frame["name"])}', f'title = {text(frame["title"])}',
             f'base_year = {frame["base_year"]}',
             "# The base tariffs contain the measures in force on this day.",
             f'tariff_date = {frame["tariff_date"]}', f'currency = "USD million, {frame["base_year"]} prices"',
             f"default_elasticities = {text(elasticities.DEFAULT)}", "files = ["]
    lines += [f"  {text(x + '.csv')}," for x in files] + ["]", 'provenance = "provenance.toml"', ""]
    return "\n".join(lines)


ICIO = "OECD ICIO 2025 edition, year 2022, condensed to 81 x 81 x 28: github.com/ahmadlp/tariffwar @ 98636984"
BACI = "CEPII BACI HS22 V202501, year 2023"
WIOD = "WIOD 2013 release, year 2011 (Timmer et al. 2015): github.com/bquast/wiod @ 59a28ac2"
ICIO44 = "OECD ICIO 2021 edition, year 2017, 7 regions x 44: github.com/WangZi-HKBU/econ7115 @ 760d747e"
ADB = "ADB MRIO summary, year 2022: github.com/ksreyes/mrio-processing @ 1d9d8813"
CENSUS = "US Census Bureau, imports for consumption and calculated duties by partner and HS6, 2024"
TETI = "Teti Global Tariff Database, simple averages to 2021: github.com/ahmadlp/tariffwar @ 98636984"
SERVICES = ("UN Trade and Development and WTO, world services exports 2023, USD 7.9 trillion: "
            "https://unctadstat.unctad.org/insights/theme/4")
TAIWAN = ("Taiwan Ministry of Finance, goods trade 2023, as reported by "
          "https://euroview.ecct.com.tw/category-inside.php?id=1789; Congressional Research Service IF10256 (2025)")
KOREA = ("Korea Customs Service, goods trade 2023, totals and main partners, as reported by the addresses in "
         "tools/worldbuild/late.py")
WDI = "World Bank WDI, GDP 2023, current USD, as distributed with CEPII BACI totals"
BLOCKS = [
    ("flows", [ICIO, BACI, CENSUS, ADB, ICIO44, SERVICES, TAIWAN, KOREA],
     ["CC BY 4.0", "Etalab 2.0", "public domain", "ADB terms, attribution", "facts"],
     "Goods: the 2022 cube gives each pair its sector pattern, BACI its 2023 total (Korea's own customs record for Korea); US imports take "
     "the sector pattern of the 2024 customs record. Services: 2022 values, split into five by the "
     "2017 tables and the 2022 margins; trade and transport services across borders are cut to the "
     "record, since BACI values already hold them. Sales at home take one factor per economy so "
     "that value added meets GDP."),
    ("tariffs", [TETI, CENSUS, ICIO44, "China's rates on US goods by HS6, 2018-2020: github.com/mwaugh0328/tradewar-tracker @ 753b351"],
     ["cite", "public domain", "CC BY 4.0", "MIT"],
     "kind says which: mfn_simple (simple average of applied rates, preferences included where the "
     "source has them), collected (duties over imports, US 2024), adjusted (food relevelled, rest of "
     "the world filled, China's remaining retaliation added). Services carry none."),
    ("inputs", [WIOD, ICIO44, ADB], ["CC BY 4.0", "ADB terms, attribution"],
     "A prior per economy, then RAS to the flows, to output and to GDP; final use and value added are "
     "what remains, so accounts close on the stored digits."),
    ("elasticities", ["the papers named in elasticity_sets.csv, via github.com/ahmadlp/tariffwar @ 98636984"],
     ["facts"], "Simple mean over merged sectors; the source's services value stands in all five services, but in FGO, where it is an imputation, 4 does."),
    ("recorded_trade", [BACI, KOREA], ["Etalab 2.0", "facts"],
     "The record as published, folded to the 81 economies, unadjusted; Korea's pairs are its own record. Pairs without a record (Taiwan, "
     "Sao Tome, and pairs of economies that had not reported 2023) carry a stand-in that its source column names."),
    ("recorded_us_imports", [CENSUS], ["public domain"],
     "The record by sector; metals split into steel and others by HS6. UNMAPPED has no sector."),
    ("macro", [WDI, ADB], ["CC BY 4.0", "ADB terms, attribution"],
     "GDP at market prices. In the model value added contains taxes on products."),
]


def provenance_toml(world, log):
    lines = ["# Written by tools/build_world.py.", "schema = 1", ""]
    for name, sources, licences, method in world.get("blocks", BLOCKS):
        lines += [f"[{name}]", "sources = ["] + [f"  {text(s)}," for s in sources] + ["]",
                  "licences = [" + ", ".join(text(x) for x in licences) + "]", f"method = {text(method)}", ""]
    lines += ["[adjustments]"]
    lines += [f"{text(what)} = {text(size)}" for what, size in log.steps] + [""]
    for p in world["products"]:
        lines += [f"[products.{text(p.id)}]", f"confidence = {text(p['confidence'])}", f"method = {text(p['method'])}",
                  "sources = ["] + [f"  {text(s)}," for s in p["sources"]] + ["]"]
        if "theta" in p.facts:
            lines += [f"theta = {p['theta']['value']}", f"theta_range = {p['theta']['range']}",
                      f"theta_source = {text(p['theta']['source'])}"]
        if "substitution" in p.facts:
            lines += [f"substitution = {p['substitution']}", f"substitution_range = {p['substitution_range']}"]
        lines += [f"note = {text(x)}" for x in [p.facts.get("note")] if x] + [""]
    eco, margins = world["economies"], f"ADB MRIO {world.get('year', 2022)}, "
    for i, x in enumerate(eco):
        lines += [f"[economies.{x}]", f"input_table = {text(world['table_source'][x])}",
                  f"value_added_shares = {text(margins + world['va_source'][x])}",
                  f"domestic_factor = {float(world['factor'][i]):.4f}",
                  f"moved_by_ras = {float(world['moved'][i]):.4f}", ""]
    return "\n".join(lines)
