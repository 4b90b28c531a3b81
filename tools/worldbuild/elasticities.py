"""Published trade elasticities on the sectors of the world."""
from . import definitions as d

DEFAULT = "FGO"
# FGO estimates goods; the 8.35 that its file carries for services is an imputation. All other sets have 4.
SERVICES_OF_FGO = 4.0
SETS = {
    "BSY": ("Bagwell, Staiger and Yurukoglu (2021), Econometrica 89(4)", "estimated in a multi-country bargaining model"),
    "CP": ("Caliendo and Parro (2015), Review of Economic Studies 82(1)", "triple differences in tariffs, 1993; refining is an outlier at 64.85"),
    "FGO": ("Fontagné, Guimbard and Orefice (2022), Journal of International Economics 137", "tariff elasticities at HS6, 2001-2016, averaged by sector; read here as theta; services 4 as in every other set, in the place of an imputation of 8.35"),
    "FGO-sigma": ("Fontagné, Guimbard and Orefice (2022), Journal of International Economics 137", "the same estimates read as sigma, the elasticity between origins: theta is one lower on goods; services 4"),
    "GYY": ("Giri, Yi and Yilmazkuday (2021), Journal of International Economics 129", "price dispersion, method of moments"),
    "IS": ("In-sample gravity estimates distributed with the tariffwar package (Lashkaripour)", "flow-tariff regressions on the package's own data"),
    "LL": ("Lashkaripour and Lugovskyy (2023), American Economic Review 113(10)", "firm-level Colombian imports; refining and electronics near or below one"),
    "Shap": ("Shapiro (2016), American Economic Journal: Economic Policy 8(4)", "shipping-cost variation"),
    "U4": ("Uniform elasticity of 4, after Simonovska and Waugh (2014), Journal of International Economics 92(1)", "the same in every sector"),
}


def by_sector(names, rows):
    """Simple mean over the source sectors merged into one; the sources agree inside every merger."""
    out = {}
    for s in [x for name in names for x in ((name, "FGO-sigma") if name == "FGO" else (name,))]:
        values = {}
        for r in rows:
            if r["sector"] == "Services":
                targets = [d.SECTOR_IDS[k] for k in d.SERVICES]
            else:
                targets = [d.CUBE_TO_SECTOR.get(r["sector"], r["sector"])]
            for t in targets:
                column, less = ("FGO", 1.0) if s == "FGO-sigma" else (s, 0.0)
                imputed = column == "FGO" and r["sector"] == "Services"
                values.setdefault(t, []).append(SERVICES_OF_FGO if imputed else float(r[column]) - less)
        out[s] = [sum(values[x]) / len(values[x]) for x in d.SECTOR_IDS]
    return out


def with_products(sets, products):
    """(line, theta) of each set: products that declare an elasticity have it in every set but the uniform
    one, the others their sector's."""
    out = {}
    for name, values in sets.items():
        rows = list(zip(d.SECTOR_IDS, values))
        for p in products:
            own = p.facts.get("theta", {}).get("value")
            rows.append((p.id, values[p.parent] if own is None or name == "U4" else float(own)))
        out[name] = rows
    return out
