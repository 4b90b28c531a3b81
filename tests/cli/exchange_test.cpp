// A result in the files of other programs, read back by those of Debian that read them.

#include <cstdlib>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "program.h"

namespace program {

namespace exchange_test {

using ::testing::HasSubstr;

class Exchange : public Program {
 protected:
  void SetUp() override {
    Program::SetUp();
    scenario("title = \"t\"\nas_of = 2025-10-01\nmeasure = [\"USA on CHN: tariff 25% on C29, id MINE\"]\n");
    const Outcome made = asked("solve test.toml --quick -o r.csv -o r.dta -o r.sqlite -o r.sdmx.csv");
    ASSERT_EQ(made.code, 0) << made.err;
  }
  Outcome asked(const std::string& arguments, const std::string& to = "") const {
    const fs::path share = leeway::testing::source_folder() / "tests/data/small_share";
    return run(arguments, fmt::format("LEEWAY_DATA='{}'", share.string()), to);
  }
  /// What a script of Python says in the folder; the modules must be there.
  std::string python(const std::string& script) const {
    write(folder / "script.py", script);
    const std::string command =
        fmt::format("cd '{}' && /usr/bin/python3 script.py >said 2>&1", folder.string());
    const int status = std::system(command.c_str());
    EXPECT_EQ(status, 0) << content(folder / "said");
    return content(folder / "said");
  }
  static bool has_module(const char* name) {
    return std::system(fmt::format("/usr/bin/python3 -c 'import {}' >/dev/null 2>&1", name).c_str()) == 0;
  }
};

// A world in euros is in euros in every file.
TEST_F(Exchange, EveryFileNamesTheWorldsOwnMoney) {
  fs::copy_file(leeway::testing::source_folder() / "tests/data/icio_small_2020.csv", folder / "ICIO2020.csv");
  ASSERT_EQ(run("world import icio ICIO2020.csv --currency EUR -o euro").code, 0);
  const Outcome made =
      run("solve --world ./euro --ledger none --add \"USA on CHN: tariff 25% on goods\" --quick "
          "-o e.csv -o e.sdmx.csv -o e.sqlite");
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(content(folder / "e.csv"), HasSubstr("EUR million"));
  for (const char* file : {"e.sdmx.csv", "e.sqlite"}) {
    EXPECT_THAT(content(folder / file), HasSubstr("EUR")) << file;
    EXPECT_THAT(content(folder / file), ::testing::Not(HasSubstr("USD million"))) << file;
    EXPECT_THAT(content(folder / file), ::testing::Not(HasSubstr(",USD,"))) << file;
  }
}

TEST_F(Exchange, ADatabaseHoldsTheAnswer) {
  if (!has_module("sqlite3")) GTEST_SKIP() << "python3 has no sqlite3";
  EXPECT_EQ(python(R"(
import csv, sqlite3
db = sqlite3.connect("r.sqlite")
rows = list(csv.DictReader(open("r.csv")))
assert len(rows) > 100
got = db.execute("select run_id, economy, partner, sector, variable, value from long").fetchall()
assert len(got) == len(rows)
for row, (run, economy, partner, sector, variable, value) in zip(rows, got):
    assert (row["run_id"], row["economy"], row["partner"], row["sector"], row["variable"]) == (
        run, economy, partner, sector, variable)
    assert (value is None and row["value"] == "") or float(row["value"]) == value
assert db.execute("select asked from measures where id = 'MINE'").fetchone()[0] == "USA on CHN: tariff 25% on C29"
assert db.execute("select value from answer where item = 'run_id'").fetchone()[0] == rows[0]["run_id"]
assert db.execute("select min(certified), count(*) from certificates").fetchone() >= (1.0, 1)
assert db.execute("select count(*) from table_economies").fetchone()[0] > 1
assert db.execute("pragma integrity_check").fetchone()[0] == "ok"
print("good")
)"),
            "good\n");
}

TEST_F(Exchange, StataReadsTheLongTable) {
  if (!has_module("pandas")) GTEST_SKIP() << "python3-pandas is not installed";
  EXPECT_EQ(python(R"(
import pandas
a = pandas.read_stata("r.dta")
b = pandas.read_csv("r.csv", keep_default_na=False, na_values={"value": [""]}, float_precision="round_trip")
assert list(a.columns) == list(b.columns), list(a.columns)
assert len(a) == len(b) > 100
for name in a.columns:
    same = a[name] == b[name]
    if name == "value":
        same |= a[name].isna() & b[name].isna()
    assert same.all(), name
labels = pandas.io.stata.StataReader("r.dta").variable_labels()
assert labels["variable"] and labels["solve_id"]
print("good")
)"),
            "good\n");
}

TEST_F(Exchange, RReadsTheLongTable) {
  const char* const with_haven = "Rscript -e 'library(haven)' >/dev/null 2>&1";
  if (std::system(with_haven) != 0) GTEST_SKIP() << "r-cran-haven is not installed";
  write(folder / "script.R",
        "a <- haven::read_dta('r.dta')\nb <- read.csv('r.csv', colClasses = c(value = 'numeric'))\n"
        "stopifnot(identical(names(a), names(b)), nrow(a) == nrow(b), nrow(a) > 100)\n"
        "stopifnot(all(is.na(a$value) == is.na(b$value)), all(a$value == b$value, na.rm = TRUE))\n"
        "stopifnot(all(a$variable == b$variable), nchar(attr(a$value, 'label')) > 0)\n");
  EXPECT_EQ(std::system(fmt::format("cd '{}' && Rscript script.R >said 2>&1", folder.string()).c_str()), 0)
      << content(folder / "said");
}

TEST_F(Exchange, SdmxHasARowForEachFigure) {
  EXPECT_EQ(python(R"(
import csv
a = list(csv.DictReader(open("r.sdmx.csv")))
b = list(csv.DictReader(open("r.csv")))
assert len(a) == len(b)
for x, y in zip(a, b):
    assert x["STRUCTURE"] == "dataflow" and x["ACTION"] == "I"
    assert x["REF_AREA"] == (y["economy"] or "_Z") and x["OBS_VALUE"] == y["value"]
    assert x["INDICATOR"] == y["variable"].upper().replace(" ", "_")
    assert x["UNIT_MULT"] == ("6" if y["unit"] == "USD million" else "0")
    assert x["TIME_PERIOD"] == y["year"] and x["SOLVE_ID"] == y["solve_id"]
print("good")
)"),
            "good\n");
}

// What tells one figure from another stands in its row, in the long table and in SDMX.
TEST_F(Exchange, NoTwoRowsHaveOneKey) {
  write(folder / "limits.toml",
        "title = \"t\"\nas_of = 2025-10-01\nmeasure = [\"USA on CHN, CAN: import quota 60% of base of goods, "
        "each, id CAP\", \"CHN on USA: export quota 80% of base of product:magnets and product:bev\"]\n");
  const std::vector<std::string> verbs = {
      "solve limits.toml --range sets",
      "compare deal punished --range sets",
      "compare limits.toml test.toml --quick",
      "path limits.toml --from 2025-09-01 --to 2026-03-01 --quick",
      "stress USA --cut product:magnets --by CHN --to 50% --horizon 3m,1y",
      "brief CAN --event US-THREAT --as-of 2025-10-01 --range sets"};
  for (const std::string& verb : verbs) {
    const Outcome made = asked(verb + " -o k.csv -o k.sdmx.csv");
    ASSERT_EQ(made.code, 0) << verb << made.err;
    EXPECT_EQ(python(R"(
import csv
for name, not_key in (("k.csv", ("value", "run_id", "solve_id")), ("k.sdmx.csv", ("OBS_VALUE", "UNIT_MULT", "RUN_ID", "SOLVE_ID"))):
    seen = {}
    rows = list(csv.DictReader(open(name)))
    assert len(rows) > 20
    for row in rows:
        key = tuple(v for k, v in row.items() if k not in not_key)
        assert key not in seen, (name, key)
        seen[key] = row
print("good")
)"),
              "good\n")
        << verb;
  }
}

TEST_F(Exchange, AVerbWithoutALongTableRefusesToWriteAnEmptyOne) {
  for (const char* verb : {"ledger list", "exposure USA", "world list", "threats"}) {
    const Outcome made = asked(std::string(verb) + " -o l.sdmx.csv");
    EXPECT_EQ(made.code, 2) << verb;
    EXPECT_THAT(made.err, HasSubstr("this verb has tables alone")) << verb;
    EXPECT_FALSE(fs::exists(folder / "l.sdmx.csv"));
  }
  if (!has_module("sqlite3")) return;
  ASSERT_EQ(asked("ledger list -o l.sqlite").code, 0);
  EXPECT_EQ(python(R"(
import sqlite3
db = sqlite3.connect("l.sqlite")
names = [n for (n,) in db.execute("select name from sqlite_master where type = 'table'")]
assert "long" not in names and any(n.startswith("table_") for n in names), names
for name in names:
    if name.startswith("table_"):
        assert db.execute(f'select count(*) from "{name}"').fetchone()[0] > 0
print("good")
)"),
            "good\n");
}

TEST_F(Exchange, EqualQuestionsGiveEqualBytes) {
  const std::string again = "solve test.toml --quick -o again.dta -o again.sqlite -o again.sdmx.csv";
  EXPECT_EQ(asked(again).code, 0);
  for (const char* ending : {".dta", ".sqlite", ".sdmx.csv"})
    EXPECT_EQ(content(folder / (std::string("again") + ending)),
              content(folder / (std::string("r") + ending)))
        << ending;
}

TEST_F(Exchange, AnyVerbAndAnyTable) {
  // No solve, no long table: the first table.
  EXPECT_EQ(asked("ledger list -o l.dta -o l.sqlite").code, 0);
  EXPECT_GT(fs::file_size(folder / "l.dta"), 0U);
  const Outcome other = asked("ledger list -o l.sav");
  EXPECT_EQ(other.code, 2);
  EXPECT_THAT(other.err, HasSubstr(".sqlite, .dta"));
  EXPECT_EQ(asked("ledger list -o a.data.csv").code, 0) << "a name may hold points";
}

}  // namespace exchange_test

}  // namespace program
