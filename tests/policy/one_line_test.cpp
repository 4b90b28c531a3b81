#include "leeway/policy/one_line.h"

#include <cmath>
#include <random>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/policy/measure_toml.h"
#include "leeway/policy/scenario.h"
#include "leeway/policy/terms_toml.h"
#include "support/refusal.h"

namespace leeway {
namespace one_line_test {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const Date day = make_date(2026, 1, 24);

Measure read(const std::string& line) { return parse_one_line(line, Location{"--add"}, day); }
std::string refused(const std::string& line) {
  return testing::refusal([&] { read(line); });
}

TEST(OneLine, IsTheTableOfAScenario) {
  const Measure m = read("USA on GBR: tariff 25% on goods");
  EXPECT_EQ(m.id, "USA-tariff-GBR-goods");
  EXPECT_EQ(m.title, "USA on GBR: tariff 25% on goods");
  EXPECT_EQ(m.by, "USA");
  EXPECT_EQ(m.on, std::vector<std::string>{"GBR"});
  EXPECT_EQ(m.goods, std::vector<std::string>{"goods"});
  EXPECT_EQ(m.terms.steps.at(0).rate, 0.25);
  EXPECT_EQ(m.combine, Combine::add);
  EXPECT_EQ(m.announced, day);

  const Measure quota =
      read("CAN on CHN: quota 49000 units/year of product:bev at 6.1% then 106.1%, growth 7.4%");
  EXPECT_EQ(quota.instrument, Instrument::tariff_rate_quota);
  EXPECT_EQ(quota.terms.quota, 49000.0);
  EXPECT_EQ(quota.terms.quota_unit, "units");
  EXPECT_EQ(quota.terms.in_quota, 0.061);
  EXPECT_DOUBLE_EQ(quota.terms.over_quota, 1.061);
  EXPECT_DOUBLE_EQ(quota.terms.quota_growth, 0.074);
  // Of a year's growth a bare number of one or more is a percent that lost its sign.
  EXPECT_THAT(refused("USA on KOR: import quota 2 bn USD/year of C24A, growth 5"),
              HasSubstr("field `growth`: 5 as a bare number is likely a percent"));
  const Measure doubled = read("USA on KOR: import quota 2 bn USD/year of C24A, growth 123.456789012345%");
  EXPECT_EQ(read(*to_one_line(doubled)).terms.quota_growth, doubled.terms.quota_growth);
  const TomlTable file = parse_toml("terms = " + to_toml(doubled.terms, doubled.instrument), "m.toml");
  EXPECT_EQ(parse_terms(file.optional_table("terms"), doubled.instrument, {}).quota_growth,
            doubled.terms.quota_growth);
  EXPECT_EQ(quota.combine, Combine::replace);

  const Measure pact = read("EU27 with MERCOSUR: pact 91%, utilisation 80%, exclude A01_02 and A03");
  EXPECT_EQ(pact.goods, std::vector<std::string>{"goods"});
  EXPECT_EQ(pact.terms.tariff_cut, 0.91);
  EXPECT_EQ(pact.terms.exclude, (std::vector<std::string>{"A01_02", "A03"}));

  const Measure spared = read("USA on CAN, MEX: tariff 25 % on C29, C24A except USMCA and STEEL, id MINE");
  EXPECT_EQ(spared.id, "MINE");
  EXPECT_EQ(spared.on, (std::vector<std::string>{"CAN", "MEX"}));
  EXPECT_EQ(spared.goods, (std::vector<std::string>{"C29", "C24A"}));
  EXPECT_EQ(spared.terms.except, (std::vector<std::string>{"USMCA", "STEEL"}));

  EXPECT_EQ(read("JPN on USA: export quota 60% of base of product:cars").terms.quota, 0.6);
  EXPECT_EQ(read("CHN: subsidy 10% on product:bev").on, std::vector<std::string>{"*"});
  EXPECT_EQ(read("KOR to USA: transfer 350 bn USD over 10 years").terms.years, 10.0);
  EXPECT_TRUE(read("CHN on KOR: barrier prohibitive on services").terms.prohibitive);
  EXPECT_EQ(read("CHN on KOR: import ban on A03, rent_to importer 30% exporter 70%").terms.rent_to->exporter,
            0.7);
}

TEST(OneLine, EveryFormOfTheHelpIsReadAndPrintsAsItself) {
  for (const std::string& form : one_line_forms()) {
    const Measure m = read(form);
    const std::optional<std::string> printed = to_one_line(m);
    ASSERT_TRUE(printed) << form;
    Measure again = read(*printed);
    again.title = m.title;
    EXPECT_EQ(to_toml(again), to_toml(m)) << *printed;
    const std::string who = form.substr(0, form.find(':'));
    if (m.on.front() != "*") {
      EXPECT_THAT(*printed, StartsWith(who + ":"));
    }
  }
}

TEST(OneLine, NamesOfEconomiesMayHaveSeveralWords) {
  const Measure m = read("South Korea on Viet Nam, CHN and Republic of Korea: tariff 25% on goods");
  EXPECT_EQ(m.by, "South Korea");
  EXPECT_EQ(m.on, (std::vector<std::string>{"Viet Nam", "CHN", "Republic of Korea"}));
  EXPECT_EQ(m.id, "South.Korea-tariff-Viet.Nam-CHN-Republic.of.Korea-goods");
  const std::optional<std::string> printed = to_one_line(m);
  ASSERT_TRUE(printed);
  EXPECT_EQ(read(*printed).by, m.by);
  EXPECT_EQ(read(*printed).on, m.on);
  EXPECT_EQ(read("Rest of the world on USA: tariff 1% on goods").by, "Rest of the world");
  EXPECT_EQ(read("USA on all: tariff 1% on goods").on, std::vector<std::string>{"*"});
  EXPECT_THAT(refused("all on CHN: tariff 1% on goods"), HasSubstr("one economy or group acts"));
  EXPECT_THAT(refused("USA on GBR CHN: tariff 25% on goods"), HasSubstr("\"CHN\" was not expected"));
}

TEST(OneLine, ErrorsPointAtTheWord) {
  EXPECT_THAT(refused("and on USA: tariff 25% on goods"),
              AllOf(HasSubstr("--add:1:1"), HasSubstr("who acts"), HasSubstr("found \"and\"")));
  for (const std::string link : {"on", "of", "to", "with"})
    EXPECT_THAT(refused(link + " Viet Nam on USA: tariff 25% on goods"),
                AllOf(HasSubstr("--add:1:1"), HasSubstr("found \"" + link + "\"")));
  EXPECT_THAT(refused("USA on GBR tariff 25% on goods"), AllOf(HasSubstr("--add:1:31"), HasSubstr("colon")));
  EXPECT_THAT(refused("USA on GBR: tarif 25% on goods"),
              AllOf(HasSubstr("--add:1:13"), HasSubstr("unknown instrument \"tarif\""),
                    HasSubstr("\n              ^"), HasSubstr("did you mean tariff?")));
  EXPECT_THAT(refused("USA over GBR: tariff 25% on goods"),
              AllOf(HasSubstr("--add:1:5"), HasSubstr("\"over\"")));
  EXPECT_THAT(refused("USA on GBR: tariff 25 on goods"),
              AllOf(HasSubstr("--add:1:20"), HasSubstr("percent")));
  EXPECT_THAT(refused("USA on GBR: tariff lots on goods"),
              AllOf(HasSubstr("--add:1:20"), HasSubstr("not a rate")));
  EXPECT_THAT(refused("USA on GBR: tariff 25%"), AllOf(HasSubstr("--add:1:23"), HasSubstr("on which goods")));
  EXPECT_THAT(refused("USA: tariff 25% on goods"), AllOf(HasSubstr("--add:1:6"), HasSubstr("on whom")));
  EXPECT_THAT(refused("USA on GBR: tariff 25% on goods, coverge 30%"),
              AllOf(HasSubstr("--add:1:34"), HasSubstr("did you mean coverage or covers?")));
  EXPECT_THAT(refused("USA on GBR: tariff 25% on goods, quota 30%"),
              AllOf(HasSubstr("--add:1:34"), HasSubstr("unknown term of a tariff \"quota\"")));
  EXPECT_THAT(refused("USA on GBR: tariff 25% on goods, coverage 130%"),
              AllOf(HasSubstr("--add:1:43"), HasSubstr("not a share")));
  EXPECT_THAT(refused("USA on GBR: tariff 25% on goods, coverage 30%, coverage 20%"),
              HasSubstr("occurs twice"));
  EXPECT_THAT(refused("CAN on CHN: quota 49000 units of product:bev at 6% then 106%"),
              AllOf(HasSubstr("--add:1:19"), HasSubstr("not an amount a year")));
  EXPECT_THAT(refused("CAN on CHN: quota 49000 units/year of product:bev at 6%"),
              HasSubstr("beyond the quota"));
  EXPECT_THAT(refused("CHN on JPN: import ban on A03, restriction military"), HasSubstr("takes a file"));
  EXPECT_THAT(refused("USA on GBR: tariff 25% on goods, effective May"), HasSubstr("not a date"));
  EXPECT_THAT(refused("USA on GBR, GBR: tariff 25% on goods"), HasSubstr("occurs twice"));
  EXPECT_THAT(refused("USA on G\xc3\x9c: tariff 25% on goods"),
              AllOf(HasSubstr("--add:1:9"), HasSubstr("ASCII")));
}

TEST(OneLine, StandsInAScenarioBesideTables) {
  const std::string text =
      "title = \"t\"\nas_of = 2026-01-24\n"
      "measure = [\"USA on GBR: tariff 25% on goods\", { id = \"B\", by = \"GBR\", on = \"USA\", goods = "
      "\"goods\", "
      "instrument = \"tariff\", terms = { rate = 0.1 } }]\n";
  const Scenario scenario = parse_scenario(text, "s.toml");
  ASSERT_EQ(scenario.measures.size(), 2U);
  EXPECT_EQ(scenario.measures[0].id, "USA-tariff-GBR-goods");
  EXPECT_EQ(scenario.measures[0].place("on").line, 3);
  EXPECT_EQ(scenario.measures[0].place("on").column, 20);
  EXPECT_EQ(scenario.measures[1].id, "B");
  EXPECT_THAT(testing::refusal([] {
                parse_scenario("title = \"t\"\nas_of = 2026-01-24\nmeasure = [\"USA on GBR: tax 25%\"]\n",
                               "s.toml");
              }),
              HasSubstr("s.toml:3:25"));
}

/// Random Measures of everything that a line can hold.
class Draw {
 public:
  explicit Draw(unsigned seed) : random_(seed) {}

  std::string table() {
    const auto kind = static_cast<Instrument>(random_() % instrument_names().size());
    terms_.clear();
    switch (kind) {
      case Instrument::tariff:
      case Instrument::export_tax:
        terms_.push_back("rate = " + rate());
        break;
      case Instrument::subsidy:
        terms_.push_back("rate = " + share());
        break;
      case Instrument::tariff_rate_quota:
        terms_.push_back("quota = \"" + amount() + "\", in_quota = " + share() + ", over_quota = 1.5");
        maybe("growth = " + rate());
        break;
      case Instrument::export_quota:
      case Instrument::import_quota:
        terms_.push_back("quota = \"" + amount() + "\"");
        maybe("each = true");
        maybe("growth = " + rate());
        break;
      case Instrument::price_floor:
        terms_.push_back(coin() ? "price = \"30000.5 USD/unit\"" : "replaces = \"A-1\"");
        maybe("index = \"cpi\"");
        maybe(coin() ? "cap = \"" + amount() + "\"" : "cap = \"confidential\"");
        break;
      case Instrument::barrier:
        terms_.push_back(coin() ? "cost = \"prohibitive\"" : "cost = " + share());
        break;
      case Instrument::boycott:
        terms_.push_back("share = " + share());
        break;
      case Instrument::pact:
        terms_.push_back("tariff_cut = " + share());
        maybe("phase_in = 10");
        maybe("utilisation = " + share());
        maybe("barrier_cut = 0.05");
        maybe("origin_cost = " + share());
        maybe("exclude = [\"A03\", \"product:bev\"]");
        break;
      case Instrument::transfer:
        terms_.push_back("amount = \"350 bn USD\", years = 7");
        maybe("grant_share = " + share());
        break;
      case Instrument::purchase_commitment:
        terms_.push_back(coin() ? "value = \"120% of base\"" : "value = \"12.5 bn USD/year\"");
        maybe("max_subsidy = 0.25");
        break;
      case Instrument::import_ban:
      case Instrument::export_ban:
        maybe("restriction = 0.3");
        break;
      case Instrument::licence:
        maybe("restriction = " + share());
        maybe("cap_share = 0.4");
        maybe("levy = " + share());
        break;
    }
    const bool floor = kind == Instrument::price_floor;
    if (kind != Instrument::subsidy && kind != Instrument::pact && kind != Instrument::transfer &&
        kind != Instrument::purchase_commitment)
      maybe(random_() % 3 == 0 ? "covers = [\"STEEL\"]"
            : coin()           ? "except = [\"A\", \"B\"]"
                               : "coverage = " + share());
    if (floor || is_ban(kind) || kind == Instrument::import_quota)
      maybe("rent_to = { importer = 0.25, exporter = 0.75 }");
    std::string all;
    for (const std::string& t : terms_) all += (all.empty() ? "" : ", ") + t;
    std::string text = "[[measure]]\nid = \"M.1\"\nby = \"USA\"\n";
    text += coin() ? "on = [\"*\"]\n" : "on = [\"GBR\", \"EU27\"]\n";
    text += coin() ? "goods = [\"goods\"]\n" : "goods = [\"C29\", \"product:bev\"]\n";
    text += std::string("instrument = \"") + to_string(kind) + "\"\nterms = { " + all + " }\n";
    if (coin()) text += "combine = \"max\"\n";
    if (coin()) text += "effective = 2026-02-01\nend = 2027-01-01\n";
    return text;
  }

 private:
  bool coin() { return random_() % 2 == 0; }
  void maybe(const std::string& term) {
    if (coin()) terms_.push_back(term);
  }
  double unit() { return std::uniform_real_distribution<>(0.0, 1.0)(random_); }
  std::string share() { return fmt::format("{}", coin() ? unit() : std::round(1000.0 * unit()) / 1000.0); }
  std::string rate() { return coin() ? share() : fmt::format("\"{}%\"", std::round(1e4 * unit()) / 7.0); }
  std::string amount() {
    return coin()   ? fmt::format("{} t/year", 1e6 * unit())
           : coin() ? std::string("1.5 million units/year")
                    : fmt::format("{:.3f}% of base", 100.0 * unit());
  }
  std::mt19937_64 random_;
  std::vector<std::string> terms_;
};

TEST(OneLine, WhatIsPrintedReadsBackAsTheSameMeasure) {
  for (unsigned seed = 0; seed < 2000; ++seed) {
    const std::string text = Draw(seed).table();
    const TomlTable table = parse_toml(text, "m.toml");
    const Measure m = parse_measure(*table.tables("measure")[0], MeasureHome::scenario, day);
    const std::optional<std::string> line = to_one_line(m);
    ASSERT_TRUE(line) << text;
    Measure again = read(*line);
    again.title.clear();
    EXPECT_EQ(to_toml(again), to_toml(m)) << *line;
  }
}

TEST(OneLine, MinusZeroIsZero) {
  const auto rate = [](const std::string& written) {
    return read("CHN: subsidy " + written + " on product:bev").terms.steps.at(0).rate;
  };
  EXPECT_FALSE(std::signbit(rate("-0%")));
  EXPECT_FALSE(std::signbit(rate("-.0")));
}

TEST(OneLine, WhatDoesNotFitIsNotPrinted) {
  const TomlTable table = parse_toml(
      "[[measure]]\nid = \"M\"\nby = \"USA\"\non = \"GBR\"\ngoods = \"C29\"\ninstrument = \"tariff\"\n"
      "terms = { steps = [{ from = 2026-01-01, rate = 0.1 }] }\n",
      "m.toml");
  EXPECT_FALSE(to_one_line(parse_measure(*table.tables("measure")[0], MeasureHome::scenario, day)));
}

}  // namespace one_line_test
}  // namespace leeway
