#include "leeway/policy/measure.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <random>

#include "leeway/policy/measure_toml.h"
#include "support/refusal.h"

namespace leeway {
namespace measure_test {

using testing::refusal;

/// Reads one measure whose fields are the usual ones, with some replaced or added ("" removes a field).
Measure measure_with(const std::map<std::string, std::string>& changes,
                     MeasureHome home = MeasureHome::ledger) {
  std::map<std::string, std::string> fields = {{"id", "\"M-1\""},
                                               {"by", "\"CAN\""},
                                               {"on", "[\"CHN\"]"},
                                               {"goods", "[\"C29\"]"},
                                               {"instrument", "\"tariff\""},
                                               {"terms", "{ rate = \"25%\" }"},
                                               {"announced", "2026-01-16"},
                                               {"confidence", "\"A\""},
                                               {"source", "[\"https://example.org\"]"}};
  for (const auto& [key, value] : changes) fields[key] = value;
  std::string text = "[[measure]]\n";
  // One field a line, in the order of the alphabet: announced is line 2.
  for (const auto& [key, value] : fields)
    if (!value.empty()) text += key + " = " + value + "\n";
  const TomlTable table = parse_toml(text, "m.toml");
  return parse_measure(*table.tables("measure")[0], home, make_date(2026, 2, 1));
}

std::string refused(const std::map<std::string, std::string>& changes) {
  return refusal([&] { measure_with(changes); });
}

/// The same without the place: "field `rate`: …".
std::string complaint(const std::map<std::string, std::string>& changes) {
  try {
    measure_with(changes);
  } catch (const InputError& error) {
    EXPECT_GT(error.location().line, 0);
    return error.message() + (error.hint().empty() ? "" : " | " + error.hint());
  }
  return "";
}

TEST(Measure, ReadsAllFields) {
  const Measure measure =
      measure_with({{"title", "\"T\""},
                    {"effective", "2026-03-01"},
                    {"end", "2031-03-01"},
                    {"withdrawn", "2026-01-21"},
                    {"suspended", "[{ from = 2026-04-01, until = 2026-05-01 }, { from = 2027-01-01 }]"},
                    {"status", "\"threatened\""},
                    {"expected", "2026-02-01"},
                    {"hazard", "0.5"},
                    {"condition", "\"X\""},
                    {"combine", "\"max\""},
                    {"precision", "\"month\""},
                    {"on", "\"*\""}});
  EXPECT_EQ(measure.id, "M-1");
  EXPECT_EQ(measure.on, std::vector<std::string>{"*"});
  EXPECT_EQ(measure.terms.steps.at(0).rate, 0.25);
  EXPECT_EQ(measure.effective, make_date(2026, 3, 1));
  ASSERT_EQ(measure.suspended.size(), 2U);
  EXPECT_FALSE(measure.suspended[1].until);
  EXPECT_TRUE(measure.is_threat());
  EXPECT_EQ(measure.condition, std::vector<std::string>{"X"});
  EXPECT_EQ(measure.combine, Combine::max);
  EXPECT_EQ(measure.place("by").line, 3);
}

TEST(Measure, ScenarioMeasuresMayLeaveOutDatesAndSources) {
  const Measure measure =
      measure_with({{"announced", ""}, {"source", ""}, {"confidence", ""}}, MeasureHome::scenario);
  EXPECT_EQ(measure.announced, make_date(2026, 2, 1));
  EXPECT_EQ(refused({{"source", ""}}),
            "m.toml:1:1: measure \"M-1\" has no source\n  write source = [\"https://...\"]");
  EXPECT_EQ(refused({{"announced", ""}}), "m.toml:1:1: field `announced` is missing");
}

TEST(Measure, RatesAreDecimalsOrPercent) {
  EXPECT_EQ(measure_with({{"terms", "{ rate = 0.25 }"}}).terms.steps[0].rate, 0.25);
  EXPECT_EQ(measure_with({{"terms", "{ rate = 1 }"}}).terms.steps[0].rate, 1.0);
  EXPECT_EQ(measure_with({{"terms", "{ rate = \"1000%\" }"}}).terms.steps[0].rate, 10.0);
  EXPECT_EQ(refused({{"terms", "{ rate = 25 }"}}),
            "m.toml:10:18: field `rate`: 25 as a bare number is likely a percent\n"
            "  write 0.25 or \"25%\"; \"2500%\" if you mean it");
  EXPECT_EQ(
      complaint({{"terms", "{ rate = 5 }"}}),
      "field `rate`: 5 as a bare number is likely a percent | write 0.05 or \"5%\"; \"500%\" if you mean it");
  // No share is above 100%, so that is not offered.
  EXPECT_EQ(complaint({{"terms", "{ rate = 0.1, coverage = 50 }"}}),
            "field `coverage`: 50 as a bare number is likely a percent | write 0.5 or \"50%\"");
  EXPECT_EQ(refused({{"terms", "{ rate = \"25 percent\" }"}}),
            "m.toml:10:18: field `rate`: \"25 percent\" is not a rate\n  write 0.25 or \"25%\"");
  EXPECT_EQ(refused({{"terms", "{ rate = nan }"}}),
            "m.toml:10:18: field `rate`: nan is not a finite number\n  write 0.25 or \"25%\"");
  EXPECT_EQ(complaint({{"terms", "{ rate = true }"}}),
            "field `rate`: a rate expected, found true | write 0.25 or \"25%\"");
  EXPECT_EQ(complaint({{"terms", "{ rate = \"-100%\" }"}}), "field `rate`: -100% is not above -100%");
}

TEST(Measure, StepsAndCoverage) {
  const Measure measure = measure_with({{"terms",
                                         "{ steps = [{ from = 2026-03-01, rate = 0.1 }, { from = 2026-06-01, "
                                         "rate = 0.2 }], coverage = { C29 = "
                                         "\"4%\" } }"}});
  EXPECT_EQ(rate_at(measure.terms, make_date(2026, 1, 1)), 0.1);
  EXPECT_EQ(rate_at(measure.terms, make_date(2026, 5, 31)), 0.1);
  EXPECT_EQ(rate_at(measure.terms, make_date(2026, 6, 1)), 0.2);
  EXPECT_EQ(measure.terms.coverage_by_goods.at("C29"), 0.04);
  EXPECT_EQ(
      complaint(
          {{"terms", "{ steps = [{ from = 2026-03-01, rate = 0.1 }, { from = 2026-03-01, rate = 0.2 }] }"}}),
      "field `from`: 2026-03-01 is not after the step before it");
  EXPECT_EQ(complaint({{"terms", "{ rate = 0.1, coverage = 1.5 }"}}),
            "field `coverage`: 1.5 is not a share | allowed: 0 to 1, or \"0%\" to \"100%\"");
}

TEST(Measure, TermsMustFitTheInstrument) {
  EXPECT_EQ(refused({{"terms", "{ rate = 0.1, quota = \"1 unit/year\" }"}}),
            "m.toml:10:23: instrument tariff does not read the term `quota`\n"
            "  its terms: rate, steps, schedule, rates, schedule_factor, coverage, covers, except, firms, "
            "substitution");
  EXPECT_EQ(complaint({{"terms", "{ rat = 0.1 }"}}),
            "instrument tariff does not read the term `rat` | did you mean rate?\nits terms: rate, steps, "
            "schedule, rates, schedule_factor, coverage, covers, except, firms, substitution");
  EXPECT_EQ(complaint({{"terms", ""}}), "a tariff needs one of `rate`, `steps`, `schedule`");
  EXPECT_EQ(complaint({{"terms", "{ rate = 0.1, schedule = \"x\" }"}}),
            "a tariff needs one of `rate`, `steps`, `schedule`");
  EXPECT_EQ(
      complaint({{"instrument", "\"tariff_rate_quota\""}, {"terms", "{ quota = \"49000 units/year\" }"}}),
      "instrument tariff_rate_quota needs the term `in_quota`");
  const auto quota = [](const std::string& amount) {
    return complaint({{"instrument", "\"export_quota\""}, {"terms", "{ quota = " + amount + " }"}});
  };
  EXPECT_EQ(quota("49000"),
            "field `quota`: a number with a unit in quotes expected, found the number 49000 | write \"49000 "
            "units/year\"");
  EXPECT_EQ(quota("\"49000 units\""),
            "field `quota`: \"49000 units\" is not an amount a year | write \"49000 units/year\", or "
            "\"80% of base\"");
  EXPECT_EQ(quota("\"-1 t/year\""), "field `quota`: -1 t/year is negative | allowed: 0 or more");
  EXPECT_EQ(quota("\"49000 units/year\""), "");
  EXPECT_EQ(
      complaint({{"instrument", "\"transfer\""}, {"terms", "{ amount = \"350 bn EURO\", years = 1 }"}}),
      "field `amount`: \"350 bn EURO\" is not an amount of money | units: USD, mn USD, bn USD, tn USD; or "
      "the code of another currency, as in mn EUR");
  EXPECT_EQ(complaint({{"instrument", "\"price_floor\""}, {"terms", "{ rent_to = { importer = 0.5 } }"}}),
            "field `rent_to`: shares sum to 0.5, not to 1");
  EXPECT_EQ(complaint({{"instrument", "\"subsidy\""}, {"terms", "{ rate = 1.2 }"}}),
            "field `rate`: a subsidy is a share of unit cost below 100%");
}

TEST(Measure, MoneyAYearOrInAll) {
  const auto value = [](const std::string& terms) {
    return measure_with({{"instrument", "\"purchase_commitment\""}, {"terms", terms}}).terms.value;
  };
  EXPECT_EQ(value("{ value = \"200 bn USD\", years = 2 }"), 100e3);
  EXPECT_EQ(value("{ value = \"100 bn USD/year\", years = 2 }"), 100e3);
  EXPECT_EQ(
      complaint({{"instrument", "\"purchase_commitment\""}, {"terms", "{ value = \"200 bn USD\" }"}}),
      "field `value`: \"200 bn USD\" is an amount in all, which needs `years` | or write an amount a year, "
      "such as \"100 bn USD/year\"");
}

TEST(Measure, WordsOutOfShortLists) {
  EXPECT_EQ(refused({{"instrument", "\"tarif\""}})
                .find("m.toml:7:14: unknown instrument \"tarif\"\n  did you mean tariff?\n  instruments: "
                      "tariff, tariff_rate_quota, "),
            0U);
  EXPECT_EQ(refused({{"combine", "\"maximum\""}}),
            "m.toml:4:11: unknown combine \"maximum\"\n  allowed: add, max, replace");
  EXPECT_EQ(refused({{"status", "\"threatend\""}}),
            "m.toml:10:10: unknown status \"threatend\"\n  did you mean threatened?\n"
            "  allowed: threatened, under_investigation");
  EXPECT_EQ(refused({{"status", "\"in_force\""}}),
            "m.toml:10:10: status \"in_force\" is computed from the dates\n"
            "  leave `status` out; only \"threatened\" and \"under_investigation\" are written");
  EXPECT_EQ(refused({{"confidence", "\"D\""}}),
            "m.toml:4:14: unknown confidence \"D\"\n"
            "  allowed: A two or more sources or legal text, B one report, C background");
  EXPECT_EQ(refused({{"prescision", "\"day\""}}),
            "m.toml:9:1: unknown field `prescision` in a measure\n  did you mean precision?");
  EXPECT_EQ(refused({{"id", "\"a b\""}}),
            "m.toml:6:6: field `id`: \"a b\" is not an id\n  allowed: letters, digits, '-', '_', '.'");
  EXPECT_EQ(complaint({{"on", "[]"}}), "field `on`: is an empty list");
  EXPECT_EQ(complaint({{"on", "[\"CHN\", \"CHN\"]"}}), "field `on`: \"CHN\" occurs twice");
  EXPECT_EQ(complaint({{"by", "\"*\""}}),
            "field `by`: one economy or group acts | only a table of rates with a column `importer` speaks "
            "for all");
  EXPECT_EQ(complaint({{"hazard", "2"}}), "field `hazard`: 2 is not a probability | allowed: 0 to 1 a year");
}

TEST(Measure, DatesInOrder) {
  EXPECT_EQ(refused({{"effective", "2026-01-15"}}),
            "m.toml:5:13: field `effective`: 2026-01-15 is before `announced`, 2026-01-16");
  EXPECT_EQ(complaint({{"effective", "2026-03-01"}, {"end", "2026-02-01"}}),
            "field `end`: 2026-02-01 is before `effective`, 2026-03-01");
  EXPECT_EQ(complaint({{"withdrawn", "2026-01-01"}}),
            "field `withdrawn`: 2026-01-01 is before `announced`, 2026-01-16");
  EXPECT_EQ(complaint({{"suspended", "[{ from = 2026-02-01, until = 2026-02-01 }]"}}),
            "field `until`: 2026-02-01 is not after `from`, 2026-02-01");
}

// docs/measures.md, "Status at a date", row by row.
TEST(Status, FollowsTheDates) {
  const Measure measure = measure_with({{"effective", "2026-03-01"},
                                        {"suspended", "[{ from = 2026-05-01, until = 2026-06-01 }]"},
                                        {"end", "2027-01-01"}});
  EXPECT_EQ(status_at(measure, make_date(2026, 1, 15)), Status::unknown);
  EXPECT_EQ(status_at(measure, make_date(2026, 1, 16)), Status::announced);
  EXPECT_EQ(status_at(measure, make_date(2026, 2, 28)), Status::announced);
  EXPECT_EQ(status_at(measure, make_date(2026, 3, 1)), Status::in_force);
  EXPECT_EQ(status_at(measure, make_date(2026, 5, 1)), Status::suspended);
  EXPECT_EQ(status_at(measure, make_date(2026, 6, 1)), Status::in_force);
  EXPECT_EQ(status_at(measure, make_date(2026, 12, 31)), Status::in_force);
  EXPECT_EQ(status_at(measure, make_date(2027, 1, 1)), Status::expired);
}

TEST(Status, ThreatsAndInvestigations) {
  const Measure threat = measure_with({{"status", "\"threatened\""}, {"withdrawn", "2026-01-21"}});
  EXPECT_EQ(status_at(threat, make_date(2026, 1, 20)), Status::threatened);
  EXPECT_EQ(status_at(threat, make_date(2026, 1, 21)), Status::withdrawn);
  const Measure inquiry = measure_with({{"status", "\"under_investigation\""}, {"effective", "2026-03-01"}});
  EXPECT_EQ(status_at(inquiry, make_date(2026, 2, 28)), Status::under_investigation);
  EXPECT_EQ(status_at(inquiry, make_date(2026, 3, 1)), Status::in_force);
}

TEST(Status, OfTwoEndsTheEarlierHappened) {
  const Measure measure =
      measure_with({{"effective", "2026-03-01"}, {"withdrawn", "2026-09-01"}, {"end", "2026-06-01"}});
  EXPECT_EQ(status_at(measure, make_date(2026, 12, 1)), Status::expired);
}

TEST(Measure, NamesOfInstrumentsRoundTrip) {
  ASSERT_EQ(instrument_names().size(), 15U);
  for (const std::string& name : instrument_names()) EXPECT_EQ(to_string(*parse_instrument(name)), name);
  EXPECT_FALSE(parse_instrument("toll"));
}

// Property: what is printed reads back, and prints the same.
TEST(Measure, PrintingReadsBack) {
  std::mt19937_64 random(3);
  const auto unit = [&] { return static_cast<double>(random() >> 11U) * 0x1.0p-53; };
  const auto number = [&](double high) { return fmt::format("{}", high * unit()); };
  for (int trial = 0; trial < 300; ++trial) {
    const auto instrument = static_cast<Instrument>(trial % 15);
    std::string terms;
    switch (instrument) {
      case Instrument::tariff:
      case Instrument::export_tax:
        terms = fmt::format(
            "steps = [{{ from = 2026-03-01, rate = {} }}, {{ from = 2026-04-01, rate = \"{}%\" }}], "
            "coverage = {{ C29 = {}, \"product:bev\" = 1 }}",
            number(1), number(2000), number(1));
        break;
      case Instrument::subsidy:
        terms = "rate = " + number(1);
        break;
      case Instrument::import_ban:
      case Instrument::export_ban:
        terms = "coverage = " + number(1);
        break;
      case Instrument::barrier:
        terms = fmt::format("cost = \"{}%\", coverage = {}", number(900), number(1));
        break;
      case Instrument::boycott:
        terms = "share = " + number(1);
        break;
      case Instrument::pact:
        terms = fmt::format(
            "tariff_cut = {}, phase_in = {}, utilisation = {}, barrier_cut = {}, origin_cost = {}, "
            "exclude = [\"C10T12\"]",
            number(1), number(10), number(1), number(0.9), number(0.1));
        break;
      case Instrument::transfer:
        terms = fmt::format("amount = \"{} bn USD\", years = {}, grant_share = {}", number(600),
                            1 + random() % 9, number(1));
        break;
      case Instrument::tariff_rate_quota:
        terms = fmt::format(
            "quota = \"{} units/year\", in_quota = {}, over_quota = \"{}%\", growth = {}, "
            "rent_to = {{ importer = 0.25, exporter = 0.75 }}",
            number(1e6), number(1), number(3000), number(0.2));
        break;
      case Instrument::price_floor:
        terms = fmt::format(
            "price = \"{} USD/unit\", index = \"cpi\", replaces = \"M-0\", cap = \"confidential\"",
            number(4e4));
        break;
      case Instrument::export_quota:
      case Instrument::import_quota:
        terms = fmt::format("quota = \"{} t/year\"", number(1e5));
        break;
      case Instrument::purchase_commitment:
        terms = fmt::format("value = \"{} bn USD\", years = 3", number(300));
        break;
      case Instrument::licence:
        terms = trial % 2 == 0 ? "cap_share = " + number(1) + ", levy = 0.25, tier = \"top \\\"one\\\"\""
                               : "restriction = \"in words\"";
        break;
    }
    const Measure measure = measure_with({{"instrument", fmt::format("\"{}\"", to_string(instrument))},
                                          {"terms", "{ " + terms + " }"},
                                          {"effective", "2026-03-01"},
                                          {"suspended", "[{ from = 2026-05-01 }]"},
                                          {"hazard", number(1)},
                                          {"note", "\"a \\\"b\\\"\\n\\\\c\""}});
    const std::string printed = to_toml(measure);
    const TomlTable table = parse_toml(printed, "printed.toml");
    const Measure again = parse_measure(*table.tables("measure")[0]);
    EXPECT_EQ(to_toml(again), printed);
    ASSERT_EQ(again.terms.steps.size(), measure.terms.steps.size());
    for (std::size_t s = 0; s < again.terms.steps.size(); ++s)
      EXPECT_EQ(again.terms.steps[s].rate, measure.terms.steps[s].rate) << printed;
    EXPECT_EQ(again.terms.over_quota, measure.terms.over_quota);
    EXPECT_EQ(again.terms.cost, measure.terms.cost);
    EXPECT_EQ(again.note, measure.note);
  }
}

// What nobody means is refused by name, not solved in silence.
TEST(Measure, RefusesWhatActsOnNothingOrOnEverything) {
  EXPECT_NE(complaint({{"on", "[\"CAN\"]"}}).find("CAN acts on itself"), std::string::npos);
  EXPECT_NE(complaint({{"on", "[\"CHN\", \"CAN\"]"}}).find("CAN acts on itself"), std::string::npos);
  EXPECT_EQ(complaint({{"on", "[\"CAN\"]"}, {"instrument", "\"subsidy\""}}), "") << "paid at home too";
  for (const char* coverage : {"0", "\"0%\"", "{ C29 = 0 }", "{ C29 = 0, C20 = 0.0 }"})
    EXPECT_NE(complaint({{"terms", fmt::format("{{ rate = 0.1, coverage = {} }}", coverage)}})
                  .find("covers nothing"),
              std::string::npos)
        << coverage;
  EXPECT_EQ(complaint({{"terms", "{ rate = 0.1, coverage = { C29 = 0.5, C20 = 0 } }"}}), "");
  EXPECT_NE(complaint({{"terms", "{ rate = -0.1 }"}}).find("a tariff is 0 or more"), std::string::npos);
  EXPECT_NE(complaint({{"terms", "{ steps = [{ from = 2026-01-16, rate = \"-5%\" }] }"}})
                .find("a tariff is 0 or more"),
            std::string::npos);
  EXPECT_EQ(complaint({{"instrument", "\"export_tax\""}, {"terms", "{ rate = -0.1 }"}}), "");
  EXPECT_NE(complaint({{"terms", "{ rate = \"20000%\" }"}}).find("above 10000%"), std::string::npos);
  EXPECT_EQ(complaint({{"terms", "{ rate = \"1000%\" }"}}), "");
  EXPECT_NE(complaint({{"instrument", "\"import_quota\""}, {"terms", "{ quota = \"1e300 units/year\" }"}})
                .find("more than there is of anything"),
            std::string::npos);
}

}  // namespace measure_test
}  // namespace leeway
