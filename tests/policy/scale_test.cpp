#include "leeway/policy/scale.h"

#include <gtest/gtest.h>

#include <set>

#include "leeway/policy/measure_toml.h"
#include "leeway/policy/set_term.h"
#include "leeway/policy/terms_toml.h"
#include "support/refusal.h"

namespace leeway {
namespace scale_test {

using testing::refusal;

Measure measure_of(const std::string& instrument, const std::string& terms) {
  const std::string text =
      "[[measure]]\nid = \"M\"\nby = \"USA\"\non = \"CHN\"\ngoods = \"*\"\ninstrument = \"" + instrument +
      "\"\nterms = { " + terms + " }\n";
  const TomlTable table = parse_toml(text, "m.toml");
  return parse_measure(*table.tables("measure").front(), MeasureHome::scenario, make_date(2026, 1, 1));
}

std::string terms_text(const Measure& measure) { return to_toml(measure.terms, measure.instrument); }

/// A term of an instrument, terms that hold it, and the same terms with that one halved by hand.
struct Case {
  std::string instrument;
  Term term;
  std::string written;
  std::string halved;
};

const Case cases[] = {
    {"tariff", Term::rate, "rate = 0.4", "rate = 0.2"},
    {"tariff", Term::rate, "steps = [{ from = 2026-01-01, rate = 0.4 }, { from = 2026-06-01, rate = 0.8 }]",
     "steps = [{ from = 2026-01-01, rate = 0.2 }, { from = 2026-06-01, rate = 0.4 }]"},
    {"tariff", Term::rate, "rate = 0.4, firms = [{ name = \"A\", share = 0.3, rate = 0.1 }]",
     "rate = 0.2, firms = [{ name = \"A\", share = 0.3, rate = 0.05 }]"},
    {"tariff", Term::rate, "schedule = \"s\", coverage = 0.5",
     "schedule = \"s\", schedule_factor = 0.5, coverage = 0.5"},
    {"tariff", Term::coverage, "rate = 0.4, coverage = { C29 = 0.5, C30 = 0.25 }",
     "rate = 0.4, coverage = { C29 = 0.25, C30 = 0.125 }"},
    {"export_tax", Term::rate, "rate = 0.4", "rate = 0.2"},
    {"export_tax", Term::coverage, "rate = 0.4, coverage = 0.5", "rate = 0.4, coverage = 0.25"},
    {"subsidy", Term::rate, "rate = 0.4", "rate = 0.2"},
    {"tariff_rate_quota", Term::quota,
     "quota = \"100 t/year\", in_quota = 0.1, over_quota = 0.5, quota_steps = [{ from = 2027-01-01, quota = "
     "\"200 t/year\" }]",
     "quota = \"50 t/year\", in_quota = 0.1, over_quota = 0.5, quota_steps = [{ from = 2027-01-01, quota = "
     "\"100 t/year\" }]"},
    {"tariff_rate_quota", Term::in_quota, "quota = \"9 t/year\", in_quota = 0.1, over_quota = 0.5",
     "quota = \"9 t/year\", in_quota = 0.05, over_quota = 0.5"},
    {"tariff_rate_quota", Term::over_quota, "quota = \"9 t/year\", in_quota = 0.1, over_quota = 0.5",
     "quota = \"9 t/year\", in_quota = 0.1, over_quota = 0.25"},
    {"tariff_rate_quota", Term::coverage,
     "quota = \"9 t/year\", in_quota = 0.1, over_quota = 0.5, coverage = 0.5",
     "quota = \"9 t/year\", in_quota = 0.1, over_quota = 0.5, coverage = 0.25"},
    {"export_quota", Term::quota, "quota = \"80% of base\"", "quota = \"40% of base\""},
    {"export_quota", Term::coverage, "quota = \"8 t/year\", coverage = 0.5",
     "quota = \"8 t/year\", coverage = 0.25"},
    {"import_quota", Term::quota, "quota = \"8 t/year\"", "quota = \"4 t/year\""},
    {"import_quota", Term::coverage, "quota = \"8 t/year\", coverage = 0.5",
     "quota = \"8 t/year\", coverage = 0.25"},
    {"price_floor", Term::price, "price = \"30 USD/t\", cap = \"8 t/year\"",
     "price = \"15 USD/t\", cap = \"8 t/year\""},
    {"price_floor", Term::cap, "price = \"30 USD/t\", cap = \"8 t/year\"",
     "price = \"30 USD/t\", cap = \"4 t/year\""},
    {"price_floor", Term::coverage, "price = \"30 USD/t\", coverage = 0.5",
     "price = \"30 USD/t\", coverage = 0.25"},
    {"export_ban", Term::coverage, "", "coverage = 0.5"},
    {"import_ban", Term::coverage, "coverage = 0.5", "coverage = 0.25"},
    {"barrier", Term::cost, "cost = 0.4", "cost = 0.2"},
    {"barrier", Term::cost, "cost = \"prohibitive\"", "cost = \"950%\""},
    {"barrier", Term::coverage, "cost = 0.4, coverage = 0.5", "cost = 0.4, coverage = 0.25"},
    {"pact", Term::tariff_cut, "tariff_cut = 0.8, barrier_cut = 0.2, origin_cost = 0.04",
     "tariff_cut = 0.4, barrier_cut = 0.2, origin_cost = 0.04"},
    {"pact", Term::barrier_cut, "tariff_cut = 0.8, barrier_cut = 0.2, origin_cost = 0.04",
     "tariff_cut = 0.8, barrier_cut = 0.1, origin_cost = 0.04"},
    {"pact", Term::origin_cost, "tariff_cut = 0.8, barrier_cut = 0.2, origin_cost = 0.04",
     "tariff_cut = 0.8, barrier_cut = 0.2, origin_cost = 0.02"},
    {"transfer", Term::amount, "amount = \"8 bn USD\", years = 4", "amount = \"4 bn USD\", years = 4"},
    {"purchase_commitment", Term::value, "value = \"8 bn USD/year\"", "value = \"4 bn USD/year\""},
    {"licence", Term::restriction, "restriction = 0.4, levy = 0.1", "restriction = 0.2, levy = 0.1"},
    {"licence", Term::restriction, "restriction = { C = 0.4, S = 0.2 }",
     "restriction = { C = 0.2, S = 0.1 }"},
    {"licence", Term::restriction, "steps = [{ from = 2027-01-01, restriction = 0.4 }]",
     "steps = [{ from = 2027-01-01, restriction = 0.2 }]"},
    {"licence", Term::restriction,
     "restriction = { C = 0.3 }, steps = [{ from = 2027-01-01, restriction = 0.4 }]",
     "restriction = { C = 0.3 }, steps = [{ from = 2027-01-01, restriction = 0.2 }]"},
    {"export_ban", Term::restriction, "restriction = 0.4", "restriction = 0.2"},
    {"import_ban", Term::restriction, "restriction = 0.4", "restriction = 0.2"},
    {"licence", Term::cap_share, "cap_share = 0.4, levy = 0.1", "cap_share = 0.2, levy = 0.1"},
    {"licence", Term::levy, "cap_share = 0.4, levy = 0.1", "cap_share = 0.4, levy = 0.05"},
    {"licence", Term::coverage, "cap_share = 0.4, coverage = 0.5", "cap_share = 0.4, coverage = 0.25"},
    {"boycott", Term::share, "share = 0.4", "share = 0.2"},
    {"boycott", Term::coverage, "share = 0.4, coverage = 0.5", "share = 0.4, coverage = 0.25"},
};

TEST(Scale, EachNumberOfATerm) {
  std::set<std::pair<Instrument, Term>> seen;
  for (const Case& c : cases) {
    const Measure measure = measure_of(c.instrument, c.written);
    const Measure halved = scale(measure, c.term, 0.5);
    EXPECT_EQ(terms_text(halved), terms_text(measure_of(c.instrument, c.halved)))
        << c.instrument << " " << to_string(c.term);
    EXPECT_EQ(terms_text(scale(measure, c.term, 1.0)), terms_text(measure));
    EXPECT_GT(largest(measure, c.term), 0.0) << c.instrument << " " << to_string(c.term);
    EXPECT_DOUBLE_EQ(largest(halved, c.term), 0.5 * largest(measure, c.term));
    seen.emplace(measure.instrument, c.term);
  }
  // Whatever can be scaled is among the cases.
  for (const std::string& name : instrument_names())
    for (const Term term : scalable_terms(*parse_instrument(name)))
      EXPECT_TRUE(seen.contains({*parse_instrument(name), term})) << name << " " << to_string(term);
}

TEST(Scale, ATermIsOfTheKindThatItsReaderTakesItFor) {
  for (const Case& c : cases) {
    const std::string name = to_string(c.term);
    if (name == "restriction" && c.written.find("steps") != std::string::npos)
      continue;  // read by another name
    std::string said;
    try {
      with_term(measure_of(c.instrument, c.written), parse_term_setting("M." + name + "=2", {}));
    } catch (const InputError& error) {
      said = error.what();
    }
    const bool table = said.find("table of rates") != std::string::npos;
    const TermKind kind = table                                                  ? TermKind::rate
                          : said.find("is not a share") != std::string::npos     ? TermKind::share
                          : said.find("number with a unit") != std::string::npos ? TermKind::amount
                                                                                 : TermKind::rate;
    EXPECT_EQ(kind_of(c.term), kind) << c.instrument << " " << name << ": " << said;
    EXPECT_EQ(kind_of(name), kind_of(c.term));
  }
  EXPECT_EQ(kind_of("growth"), TermKind::rate);
  EXPECT_EQ(kind_of("utilisation"), TermKind::share);
  EXPECT_EQ(kind_of("phase_in"), TermKind::plain);
  EXPECT_EQ(kind_of("rates"), TermKind::plain);
}

TEST(Scale, NamesReadBack) {
  for (int term = 0; term <= static_cast<int>(Term::amount); ++term)
    EXPECT_EQ(parse_term(to_string(static_cast<Term>(term))), static_cast<Term>(term));
  EXPECT_FALSE(parse_term("rates"));
}

TEST(Scale, SharesStayBelowOne) {
  const Measure ban = measure_of("import_ban", "coverage = 0.7");
  EXPECT_EQ(scale(ban, Term::coverage, 1.0 / 0.7).terms.coverage, 1.0);
  EXPECT_EQ(refusal([&] { scale(ban, Term::coverage, 2.0); }),
            "m.toml:7:9: 2 times `coverage` of M is above 1\n  it is a share");
  EXPECT_EQ(refusal([&] { scale(ban, Term::quota, 2.0); }), "m.toml:7:9: `quota` of M cannot be scaled");
}

}  // namespace scale_test
}  // namespace leeway
