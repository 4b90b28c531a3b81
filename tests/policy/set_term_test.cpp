#include "leeway/policy/set_term.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/policy/ledger.h"
#include "leeway/policy/measure_toml.h"
#include "leeway/policy/policy.h"
#include "leeway/policy/terms_toml.h"
#include "support/refusal.h"
#include "support/small_world.h"

namespace leeway {
namespace set_term_test {

using ::testing::HasSubstr;
using testing::refusal;

Measure measure_of(const std::string& instrument, const std::string& terms) {
  const std::string text =
      "[[measure]]\nid = \"M.1\"\nby = \"USA\"\non = \"CHN\"\ngoods = \"*\"\ninstrument = \"" + instrument +
      "\"\nterms = { " + terms + " }\n";
  const TomlTable table = parse_toml(text, "m.toml");
  return parse_measure(*table.tables("measure").front(), MeasureHome::scenario, make_date(2026, 1, 1));
}

std::string terms_text(const Measure& measure) { return to_toml(measure.terms, measure.instrument); }

Measure set(const std::string& instrument, const std::string& terms, const std::string& setting) {
  return with_term(measure_of(instrument, terms), parse_term_setting("M.1." + setting, Location{"--set"}));
}

// The base year keeps what was in force then: another rate moves the policy from there, as scaling it does.
TEST(SetTerm, OfAMeasureInTheBaseYearMovesThePolicyAlone) {
  const World world = testing::small_world(4, 3, 21);
  Measure old;
  old.id = "OLD";
  old.by = "USA";
  old.on = {"CHN"};
  old.goods = {"goods"};
  old.terms.steps = {{std::nullopt, 0.2}};
  old.announced = old.effective.emplace(make_date(2018, 1, 1));
  const Ledger record({old}, {}, {}, "record");
  PolicyOptions today;
  today.as_of = make_date(2024, 1, 1);
  const Policy recorded = resolve_policy(world, record, today);
  ASSERT_EQ(recorded.applied.front().because, Reason::in_base_year);
  const auto rate = [&](const Ledger& ledger, const char* text) {
    return ledger.with_terms({with_term(old, parse_term_setting(text, Location{"--set"}))}, text);
  };
  const Ledger doubled = rate(record, "OLD.rate=40%");
  EXPECT_NE(fingerprint(resolve_policy(world, doubled, today)), fingerprint(recorded));
  EXPECT_EQ(fingerprint(resolve_policy(world, doubled, today)),
            fingerprint(scaled(world, recorded, {"OLD", Term::rate, 2.0})));
  EXPECT_EQ(fingerprint(resolve_policy(world, rate(doubled, "OLD.rate=20%"), today)), fingerprint(recorded))
      << "set back, after it was set";
}

struct Case {
  std::string instrument;
  std::string written;
  std::string setting;
  std::string wanted;
};

const Case cases[] = {
    {"tariff", "rate = 1.0, coverage = 0.5", "rate=50%", "rate = 0.5, coverage = 0.5"},
    {"tariff", "rate = 1.0, coverage = 0.5", "rate=0.5", "rate = 0.5, coverage = 0.5"},
    {"tariff", "rate = 1.0", "rate=0", "rate = 0"},
    {"tariff", "rate = 1.0", "coverage=0.4", "rate = 1.0, coverage = 0.4"},
    {"tariff", "rate = 1.0, covers = [\"A\"]", "rate=0.2", "rate = 0.2, covers = [\"A\"]"},
    // Several numbers move in proportion, the largest to what is set.
    {"tariff", "steps = [{ from = 2026-01-01, rate = 0.1 }, { from = 2026-06-01, rate = 0.2 }]", "rate=0.4",
     "steps = [{ from = 2026-01-01, rate = 0.2 }, { from = 2026-06-01, rate = 0.4 }]"},
    {"tariff", "rate = 0.4, firms = [{ name = \"A\", share = 0.3, rate = 0.1 }]", "rate=20%",
     "rate = 0.2, firms = [{ name = \"A\", share = 0.3, rate = 0.05 }]"},
    {"tariff", "schedule = \"s\"", "schedule_factor=0.5", "schedule = \"s\", schedule_factor = 0.5"},
    {"tariff_rate_quota", "quota = \"100 t/year\", in_quota = 0.1, over_quota = 0.5", "quota=30 t/year",
     "quota = \"30 t/year\", in_quota = 0.1, over_quota = 0.5"},
    {"tariff_rate_quota", "quota = \"100 t/year\", in_quota = 0.1, over_quota = 0.5", "in_quota=0",
     "quota = \"100 t/year\", in_quota = 0.0, over_quota = 0.5"},
    {"import_quota", "quota = \"80% of base\"", "quota=50% of base", "quota = \"50% of base\""},
    {"barrier", "cost = \"prohibitive\"", "cost=0.2", "cost = 0.2"},
    {"pact", "tariff_cut = 1.0", "phase_in=5", "tariff_cut = 1.0, phase_in = 5"},
};

TEST(SetTerm, IsWhatAFileWouldSay) {
  for (const Case& c : cases)
    EXPECT_EQ(terms_text(set(c.instrument, c.written, c.setting)),
              terms_text(measure_of(c.instrument, c.wanted)))
        << c.written << "; " << c.setting;
}

TEST(SetTerm, WhatAFileCouldNotSayIsRefusedAtItsPlace) {
  for (const auto& refused :
       {std::tuple("rate = 1.0", "rate=5000000%", "is above 10000%"),
        std::tuple("rate = 1.0", "rate=-20%", "negative"), std::tuple("rate = 1.0", "rate=25", "\"25%\""),
        std::tuple("rate = 1.0", "rate=much", "is not a rate"),
        std::tuple("rate = 1.0", "coverage=1.5", "share"),
        std::tuple("rate = 1.0", "quota=5 t/year", "has no term `quota`"),
        std::tuple("rate = 1.0", "rat=5%", "did you mean rate"),
        std::tuple("schedule = \"s\"", "rate=5%", "M.1.schedule_factor"),
        std::tuple("steps = [{ from = 2026-01-01, rate = 0.0 }]", "rate=5%", "0 at every step")}) {
    const std::string said = refusal([&] { set("tariff", std::get<0>(refused), std::get<1>(refused)); });
    EXPECT_THAT(said, HasSubstr(std::get<2>(refused)));
    EXPECT_THAT(said, HasSubstr("--set"));
  }
  for (const char* text : {"M.1.rate", "rate=5%", ".rate=5%", "M.=5%", "M.1.rate="})
    EXPECT_THAT(refusal([&] { parse_term_setting(text, Location{"--set"}); }), HasSubstr("--set"));
}

TEST(SetTerm, WhatIsSetIsNoLongerOpen) {
  const TomlTable table = parse_toml(
      "[[measure]]\nid = \"M\"\nby = \"USA\"\non = \"CHN\"\ngoods = \"*\"\ninstrument = \"licence\"\n"
      "terms = { restriction = 0.3 }\nterms_range = { restriction = [0.2, 0.4] }\n",
      "m.toml");
  const Measure m =
      parse_measure(*table.tables("measure").front(), MeasureHome::scenario, make_date(2026, 1, 1));
  ASSERT_EQ(m.terms_range.size(), 1U);
  EXPECT_TRUE(with_term(m, parse_term_setting("M.restriction=0.9", {})).terms_range.empty());
  EXPECT_EQ(with_term(m, parse_term_setting("M.coverage=0.9", {})).terms_range.size(), 1U);
}

TEST(SetTerm, TheTermIsToldAsAFileWritesIt) {
  EXPECT_EQ(term_text(measure_of("tariff", "rate = \"25%\""), "rate"), "0.25");
  EXPECT_EQ(term_text(measure_of("import_quota", "quota = \"80% of base\""), "quota"), "80% of base");
  EXPECT_EQ(term_text(measure_of("tariff", "rate = 0.1"), "coverage"), "");
}

TEST(SetTerm, ATableOfSettingsNamesEachTerm) {
  const TomlTable table =
      parse_toml("[set]\n\"A-1.rate\" = \"50%\"\n\"B.2.quota\" = \"5 t/year\"\n", "q.toml");
  const std::vector<TermSetting> settings = parse_term_settings(table.optional_table("set"));
  ASSERT_EQ(settings.size(), 2U);
  EXPECT_EQ(settings[0].measure, "A-1");
  EXPECT_EQ(settings[1].measure, "B.2");
  EXPECT_EQ(settings[1].term, "quota");
  EXPECT_EQ(settings[1].value.where().line, 3);
  const TomlTable bare = parse_toml("[set]\nrate = 1\n", "q.toml");
  EXPECT_THAT(refusal([&] { parse_term_settings(bare.optional_table("set")); }), HasSubstr("q.toml:2"));
}

}  // namespace set_term_test
}  // namespace leeway
