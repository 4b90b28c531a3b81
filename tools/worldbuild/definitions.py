"""Fixed lists of the default world: sectors, concordances, economies, peers and groups.

Everything here is a choice of the project, written once and read by every step.
"""

# id, name, ISIC rev. 4 divisions, kind
SECTORS = [
    ("A01_02", "Agriculture and forestry", "01-02", "goods"),
    ("A03", "Fishing and aquaculture", "03", "goods"),
    ("B05_06", "Coal, crude oil and natural gas", "05-06", "goods"),
    ("B07_09", "Metal ores, other mining and mining support", "07-09", "goods"),
    ("C10T12", "Food, beverages and tobacco", "10-12", "goods"),
    ("C13T15", "Textiles, apparel and leather", "13-15", "goods"),
    ("C16", "Wood products", "16", "goods"),
    ("C17_18", "Paper and printing", "17-18", "goods"),
    ("C19", "Coke and refined petroleum", "19", "goods"),
    ("C20", "Chemicals", "20", "goods"),
    ("C21", "Pharmaceuticals", "21", "goods"),
    ("C22", "Rubber and plastics", "22", "goods"),
    ("C23", "Other non-metallic minerals", "23", "goods"),
    ("C24A", "Iron and steel", "24.1, 24.31", "goods"),
    ("C24B", "Aluminium and other non-ferrous metals", "24.2, 24.32", "goods"),
    ("C25", "Fabricated metal products", "25", "goods"),
    ("C26", "Computers, electronics and optical", "26", "goods"),
    ("C27", "Electrical equipment", "27", "goods"),
    ("C28", "Machinery and equipment n.e.c.", "28", "goods"),
    ("C29", "Motor vehicles", "29", "goods"),
    ("C30", "Ships, aircraft and other transport equipment", "30", "goods"),
    ("C31T33", "Furniture, other manufacturing and repair", "31-33", "goods"),
    ("DTF", "Utilities and construction", "35-43", "services"),
    ("GTI", "Trade, transport, post and hospitality", "45-56", "services"),
    ("J", "Information, media and communication", "58-63", "services"),
    ("KTN", "Finance, professional and business services", "64-66, 69-82", "services"),
    ("LTU", "Real estate, public and personal services", "68, 84-98", "services"),
]
SECTOR_IDS = [s[0] for s in SECTORS]
INDEX = {s: k for k, s in enumerate(SECTOR_IDS)}
GOODS = [k for k, s in enumerate(SECTORS) if s[3] == "goods"]
SERVICES = [k for k, s in enumerate(SECTORS) if s[3] == "services"]

# The flow cube's 28 sectors. "Services" is split later (flows.split_services).
CUBE_TO_SECTOR = {
    "A01": "A01_02", "A02": "A01_02", "A03": "A03", "B05": "B05_06", "B06": "B05_06",
    "B07": "B07_09", "B08": "B07_09", "B09": "B07_09", "C301": "C30", "C302T309": "C30",
}

# 44 industries of the ICIO 2021 edition, in order; C24 feeds both metals.
ICIO44 = [
    "A01_02", "A03", "B05_06", "B07_09", "B07_09", "C10T12", "C13T15", "C16", "C17_18", "C19",
    "C20", "C21", "C22", "C23", "C24", "C25", "C26", "C27", "C28", "C29", "C30", "C31T33",
    "DTF", "DTF", "DTF", "GTI", "GTI", "GTI", "GTI", "GTI", "GTI", "GTI", "J", "J", "J",
    "KTN", "LTU", "KTN", "KTN", "LTU", "LTU", "LTU", "LTU", "LTU",
]

# The finest partition that both the 27 sectors and the NACE 1.1 tables (WIOD 2013, ADB MRIO)
# respect. J and KTN stand together because NACE 1.1 keeps computer services with business services.
BLOCKS = [
    ["A01_02", "A03"], ["B05_06", "B07_09"], ["C10T12"], ["C13T15"], ["C16"], ["C17_18"], ["C19"],
    ["C20", "C21"], ["C22"], ["C23"], ["C24A", "C24B", "C25"], ["C28"], ["C26", "C27"],
    ["C29", "C30"], ["C31T33"], ["DTF"], ["GTI"], ["J", "KTN"], ["LTU"],
]
BLOCK_OF = [next(b for b, m in enumerate(BLOCKS) if s in m) for s in SECTOR_IDS]
# 35 NACE 1.1 industries c1..c35 to blocks.
NACE35_BLOCK = [0, 1, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 15,
                16, 16, 16, 16, 16, 16, 16, 16, 17, 17, 18, 17, 18, 18, 18, 18, 18]

EU27 = ("AUT BEL BGR CYP CZE DEU DNK ESP EST FIN FRA GRC HRV HUN IRL ITA LTU LUX LVA MLT NLD "
        "POL PRT ROU SVK SVN SWE").split()

# The seven regions of the 44-industry tables; every other economy reads ROW's.
REGION7 = {"BRA": "BRA", "CHN": "CHN", "IND": "IND", "JPN": "JPN", "USA": "USA",
           "GBR": "EU", **{e: "EU" for e in EU27}}
# Whose 44-industry table splits a NACE block inside an economy without its own. Korea, Taiwan,
# Singapore and Hong Kong read ROW's, which contains them: Japan books electronic parts in C27.
TEMPLATE = {**REGION7, "CAN": "USA", "AUS": "USA", "NZL": "USA", "NOR": "EU", "CHE": "EU",
            "ISL": "EU", "ISR": "EU", "ARG": "BRA", "COL": "BRA", "CHL": "BRA", "PER": "BRA", "CRI": "BRA", "VNM": "CHN",
            "THA": "CHN", "MYS": "CHN", "BGD": "IND", "PAK": "IND"}

# Economies without a table of their own borrow the mean of these: same part of the world first,
# then the closest income level and resource base among the economies that have one.
PEERS = {
    "AGO": ["IDN", "RUS", "KAZ"], "ARE": ["RUS", "IDN"], "ARG": ["BRA", "MEX"], "BGD": ["IND"],
    "BLR": ["RUS", "POL"], "BRN": ["IDN", "RUS"], "CHE": ["AUT", "DEU"],
    "CHL": ["BRA", "MEX", "AUS"], "CIV": ["IND", "IDN"], "CMR": ["IND", "IDN"],
    "COD": ["IDN", "IND", "KAZ"], "COL": ["BRA", "MEX"], "CRI": ["MEX", "BRA"], "EGY": ["TUR"],
    "HKG": ["TWN", "GBR"], "HRV": ["SVN", "HUN"], "ISL": ["DNK", "FIN"], "ISR": ["GBR", "NLD"],
    "JOR": ["TUR", "EGY"], "KAZ": ["RUS"], "KHM": ["IDN", "CHN"], "LAO": ["IDN", "CHN"],
    "MAR": ["TUR", "PRT", "EGY"], "MMR": ["IDN", "IND", "LAO"], "MYS": ["IDN", "TWN"],
    "NGA": ["IDN", "RUS"], "NOR": ["DNK", "SWE"], "NZL": ["AUS"], "PAK": ["IND"],
    "PER": ["BRA", "MEX", "COL"], "PHL": ["IDN"],
    "ROW": ["IDN", "RUS", "EGY", "SAU", "PAK", "COL"], "SAU": ["RUS", "IDN"],
    "SEN": ["IND", "IDN"], "SGP": ["TWN", "NLD"], "STP": ["IDN"], "THA": ["IDN", "CHN", "MEX"],
    "TUN": ["TUR", "EGY"], "UKR": ["RUS", "POL"], "VNM": ["CHN", "IDN"],
    "ZAF": ["BRA", "TUR", "AUS"],
}

# Census partner names to economies; partners not named here are folded into ROW.
CENSUS = {
    "EUROPEAN UNION": "EU27", "CANADA": "CAN", "MEXICO": "MEX", "COSTA RICA": "CRI",
    "COLOMBIA": "COL", "PERU": "PER", "CHILE": "CHL", "BRAZIL": "BRA", "ARGENTINA": "ARG",
    "NORWAY": "NOR", "UNITED KINGDOM": "GBR", "SLOVAKIA": "SVK", "SWITZERLAND": "CHE",
    "RUSSIA": "RUS", "TURKEY": "TUR", "ISRAEL": "ISR", "SAUDI ARABIA": "SAU",
    "UNITED ARAB EMIRATES": "ARE", "INDIA": "IND", "PAKISTAN": "PAK", "BANGLADESH": "BGD",
    "THAILAND": "THA", "VIETNAM": "VNM", "CAMBODIA": "KHM", "MALAYSIA": "MYS",
    "SINGAPORE": "SGP", "INDONESIA": "IDN", "PHILIPPINES": "PHL", "CHINA": "CHN",
    "KOREA, SOUTH": "KOR", "HONG KONG": "HKG", "TAIWAN": "TWN", "JAPAN": "JPN",
    "AUSTRALIA": "AUS", "NEW ZEALAND": "NZL", "EGYPT": "EGY", "NIGERIA": "NGA", "ANGOLA": "AGO",
    "SOUTH AFRICA": "ZAF",
}

NAMES = {
    "AGO": "Angola", "ARE": "United Arab Emirates", "ARG": "Argentina", "AUS": "Australia",
    "AUT": "Austria", "BEL": "Belgium", "BGD": "Bangladesh", "BGR": "Bulgaria", "BLR": "Belarus",
    "BRA": "Brazil", "BRN": "Brunei Darussalam", "CAN": "Canada", "CHE": "Switzerland",
    "CHL": "Chile", "CHN": "China", "CIV": "Côte d'Ivoire", "CMR": "Cameroon",
    "COD": "DR Congo", "COL": "Colombia", "CRI": "Costa Rica", "CYP": "Cyprus", "CZE": "Czechia",
    "DEU": "Germany", "DNK": "Denmark", "EGY": "Egypt", "ESP": "Spain", "EST": "Estonia",
    "FIN": "Finland", "FRA": "France", "GBR": "United Kingdom", "GRC": "Greece",
    "HKG": "Hong Kong", "HRV": "Croatia", "HUN": "Hungary", "IDN": "Indonesia", "IND": "India",
    "IRL": "Ireland", "ISL": "Iceland", "ISR": "Israel", "ITA": "Italy", "JOR": "Jordan",
    "JPN": "Japan", "KAZ": "Kazakhstan", "KHM": "Cambodia", "KOR": "Korea", "LAO": "Lao PDR",
    "LTU": "Lithuania", "LUX": "Luxembourg", "LVA": "Latvia", "MAR": "Morocco", "MEX": "Mexico",
    "MLT": "Malta", "MMR": "Myanmar", "MYS": "Malaysia", "NGA": "Nigeria", "NLD": "Netherlands",
    "NOR": "Norway", "NZL": "New Zealand", "PAK": "Pakistan", "PER": "Peru",
    "PHL": "Philippines", "POL": "Poland", "PRT": "Portugal", "ROU": "Romania",
    "ROW": "Rest of the world", "RUS": "Russia", "SAU": "Saudi Arabia", "SEN": "Senegal",
    "SGP": "Singapore", "STP": "São Tomé and Príncipe", "SVK": "Slovakia", "SVN": "Slovenia",
    "SWE": "Sweden", "THA": "Thailand", "TUN": "Tunisia", "TUR": "Türkiye", "TWN": "Taiwan",
    "UKR": "Ukraine", "USA": "United States", "VNM": "Viet Nam", "ZAF": "South Africa",
}

# group id -> (name, [(members, from, to)]). Members outside the 81 are inside ROW and not listed.
GROUPS = {
    "EU27": ("European Union (27)", [
        ("AUT BEL DEU DNK ESP FIN FRA GRC IRL ITA LUX NLD PRT SWE", "1995-01-01", ""),
        ("CYP CZE EST HUN LTU LVA MLT POL SVK SVN", "2004-05-01", ""),
        ("BGR ROU", "2007-01-01", ""), ("HRV", "2013-07-01", "")]),
    "EU28": ("European Union with the United Kingdom", [
        (" ".join(EU27) + " GBR", "2013-07-01", "2020-01-31")]),
    "G7": ("Group of Seven", [("CAN DEU FRA GBR ITA JPN USA", "1976-06-27", "")]),
    "G20": ("Group of Twenty (national members)", [
        ("ARG AUS BRA CAN CHN DEU FRA GBR IDN IND ITA JPN KOR MEX RUS SAU TUR USA ZAF",
         "1999-12-15", "")]),
    "USMCA": ("United States-Mexico-Canada Agreement", [("CAN MEX USA", "2020-07-01", "")]),
    "MERCOSUR": ("Mercosur", [("ARG BRA", "1991-11-29", "")]),
    "ASEAN": ("Association of Southeast Asian Nations", [
        ("IDN MYS PHL SGP THA", "1967-08-08", ""), ("BRN", "1984-01-07", ""),
        ("VNM", "1995-07-28", ""), ("LAO MMR", "1997-07-23", ""), ("KHM", "1999-04-30", "")]),
    "CPTPP": ("Comprehensive and Progressive Trans-Pacific Partnership", [
        ("AUS CAN JPN MEX NZL SGP", "2018-12-30", ""), ("VNM", "2019-01-14", ""),
        ("PER", "2021-09-19", ""), ("MYS", "2022-11-29", ""), ("CHL", "2023-02-21", ""),
        ("BRN", "2023-07-12", ""), ("GBR", "2024-12-15", "")]),
    "RCEP": ("Regional Comprehensive Economic Partnership", [
        ("AUS BRN CHN JPN KHM LAO NZL SGP THA VNM", "2022-01-01", ""),
        ("KOR", "2022-02-01", ""), ("MYS", "2022-03-18", ""), ("IDN", "2023-01-02", ""),
        ("PHL", "2023-06-02", "")]),
    "EFTA": ("European Free Trade Association", [
        ("CHE NOR", "1960-05-03", ""), ("ISL", "1970-03-01", "")]),
    "BRICS": ("BRICS", [
        ("BRA CHN IND RUS", "2009-06-16", ""), ("ZAF", "2010-12-24", ""),
        ("ARE EGY", "2024-01-01", ""), ("IDN", "2025-01-06", "")]),
    "GCC": ("Gulf Cooperation Council", [("ARE SAU", "1981-05-25", "")]),
    "EAEU": ("Eurasian Economic Union", [("BLR KAZ RUS", "2015-01-01", "")]),
    "PACIFIC_ALLIANCE": ("Pacific Alliance", [("CHL COL MEX PER", "2016-05-01", "")]),
}
