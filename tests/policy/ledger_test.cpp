#include "leeway/policy/ledger.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "leeway/io/file.h"
#include "leeway/policy/policy.h"
#include "support/own_folder.h"
#include "support/refusal.h"
#include "support/small_world.h"

namespace leeway {
namespace ledger_test {

using testing::refusal;
namespace fs = std::filesystem;

/// A ledger folder that a test fills.
class LedgerFolder : public ::testing::Test {
 protected:
  fs::path folder = testing::own_folder();
  void SetUp() override {
    fs::remove_all(folder);
    fs::create_directories(folder / "schedules");
  }
  void TearDown() override { fs::remove_all(folder); }
  void write(const std::string& name, const std::string& text) { write_file_atomically(folder / name, text); }
  Ledger load() { return load_ledger(folder); }
};

/// A tariff of USA on CHN in C; `more` are further lines.
std::string tariff(const std::string& id, const std::string& more = "effective = 2021-01-01\n",
                   const std::string& terms = "{ rate = 0.1 }") {
  return "[[measure]]\nid = \"" + id +
         "\"\nby = \"USA\"\non = [\"CHN\"]\ngoods = [\"C\"]\ninstrument = \"tariff\"\nterms = " + terms +
         "\nannounced = 2020-12-01\nsource = [\"https://example.org\"]\nconfidence = \"A\"\n" + more;
}

std::string event(const std::string& id, const std::string& more) {
  return "[[event]]\nid = \"" + id +
         "\"\nkind = \"truce\"\ntitle = \"T\"\nsource = [\"https://example.org\"]\nconfidence = \"B\"\n" +
         more;
}

TEST_F(LedgerFolder, ReadsMeasuresEventsAndSchedules) {
  write("a.toml", tariff("A") + tariff("B", "effective = 2021-01-01\n", "{ schedule = \"s\" }"));
  write("b.toml", event("E", "date = 2021-05-01\nby = [\"USA\"]\non = [\"CHN\"]\n"));
  write("provenance.toml", "title = \"not read\"\n");
  write("schedules/s.csv",
        "measure,partner,sector,from,rate,rate_alt\nB,CHN,C,2021-01-01,0.1,\nB,CHN,C,2021-06-01,0.2,0.3\n");
  const Ledger ledger = load();
  EXPECT_EQ(ledger.measures().size(), 2U);
  EXPECT_EQ(ledger.find_event("E")->effective, make_date(2021, 5, 1));
  const auto& steps = ledger.find_schedule("s")->at("B").at("CHN").at("C");
  EXPECT_FALSE(step_at(steps, make_date(2020, 12, 31)));
  EXPECT_EQ(step_at(steps, make_date(2021, 5, 31))->rate, 0.1);
  EXPECT_EQ(step_at(steps, make_date(2021, 6, 1))->rate_alt, 0.3);
  const std::string hash = ledger.content_hash();
  EXPECT_EQ(load().content_hash(), hash);
  write("schedules/s.csv", "measure,partner,sector,from,rate,rate_alt\nB,CHN,C,2021-01-01,0.1,\n");
  EXPECT_NE(load().content_hash(), hash);
}

TEST_F(LedgerFolder, Refusals) {
  const std::string at = (folder / "a.toml").string();
  write("a.toml", tariff("A") + tariff("A"));
  EXPECT_EQ(refusal([&] { load(); }), at + ":12:1: id \"A\" occurs twice\n  first at " + at + ":1:1");
  write("a.toml", "[[mesure]]\nid = \"A\"\n");
  EXPECT_EQ(refusal([&] { load(); }),
            at + ":1:3: unknown field `mesure` in a ledger file\n  did you mean measure?");
  write("a.toml", event("E", "date = 2021-05-01\nuntil = 2021-04-01\n"));
  EXPECT_EQ(refusal([&] { load(); }),
            at + ":8:9: field `until`: 2021-04-01 is before it takes effect, 2021-05-01");
  write("a.toml", "[[event]]\nid = \"E\"\ntitle = \"T\"\nkind = \"truc\"\n");
  EXPECT_EQ(refusal([&] {
              load();
            }).find(at + ":4:8: unknown kind \"truc\"\n  did you mean truce?\n  kinds: visit"),
            0U);
  fs::remove(folder / "a.toml");
  const std::string csv = (folder / "schedules" / "s.csv").string();
  write("schedules/s.csv",
        "measure,partner,sector,from,rate\nB,CHN,C,2021-06-01,0.1\nB,CHN,C,2021-01-01,0.2\n");
  EXPECT_EQ(refusal([&] { load(); }), csv +
                                          ":3:9: field `from`: 2021-01-01 is not after 2021-06-01, the row "
                                          "before of the same measure, partner "
                                          "and sector");
  write("schedules/s.csv", "measure,partner,sector,from,rate\nB,CHN,C,2021-06-01,25\n");
  EXPECT_EQ(
      refusal([&] { load(); }),
      csv + ":2:20: field `rate`: 25 is not a rate\n  allowed: decimals above -1 and up to 20, 0.25 for 25%");
  EXPECT_EQ(refusal([] { load_ledger("/nonexistent"); }),
            "/nonexistent: is not a ledger folder\n"
            "  a folder with the .toml files of a ledger, as data/ledger has; or none");
}

TEST_F(LedgerFolder, EventsSuspendAndEnd) {
  write("a.toml",
        tariff("A") + tariff("B") +
            event("TRUCE",
                  "date = 2021-03-01\neffective = 2021-03-10\nuntil = 2021-06-01\nsuspends = [\"A\"]\n") +
            event("RULING", "date = 2021-09-01\nends = [\"A\", \"B\"]\n"));
  const Ledger ledger = load();
  const Measure& a = *ledger.find_measure("A");
  EXPECT_EQ(ledger.status(a, make_date(2021, 3, 9)), Status::in_force);
  EXPECT_EQ(ledger.status(a, make_date(2021, 3, 10)), Status::suspended);
  EXPECT_EQ(ledger.status(a, make_date(2021, 6, 1)), Status::in_force);
  EXPECT_EQ(ledger.status(a, make_date(2021, 9, 1)), Status::withdrawn);
  EXPECT_EQ(ledger.events_on(a), (std::vector<std::string>{"TRUCE", "RULING"}));
}

TEST_F(LedgerFolder, ThreatsHaveAKindAndACourse) {
  const std::string base =
      "[[event]]\nid = \"T\"\nkind = \"threat\"\ntitle = \"T\"\nsource = [\"https://example.org\"]\n"
      "confidence = \"A\"\ndate = 2025-05-23\nby = [\"USA\"]\non = [\"CHN\"]\n";
  const std::string steps =
      "course = [{ date = 2025-05-25, outcome = \"suspended\" }, { date = 2025-08-07, outcome = \"in_part\" "
      "}]";
  write("a.toml", tariff("A") + base +
                      "threat = { kind = \"policy\", rate = \"50%\", goods = [\"C\"], planned = 2025-06-01, "
                      "measures = [\"A\"], " +
                      steps + " }\n");
  const Ledger ledger = load();
  const Threat& threat = *ledger.find_event("T")->threat;
  EXPECT_EQ(threat.kind, ThreatKind::policy);
  EXPECT_EQ(threat.rate, 0.5);
  EXPECT_EQ(threat.standing(make_date(2025, 5, 24)), nullptr);
  EXPECT_EQ(threat.standing(make_date(2025, 8, 6))->outcome, ThreatOutcome::suspended);
  EXPECT_FALSE(threat.carried_out(make_date(2025, 8, 6)));
  EXPECT_EQ(threat.carried_out(make_date(2026, 1, 1)), make_date(2025, 8, 7));
  const World world = testing::tiny_world();
  const auto errors = [&] {
    std::string all;
    for (const LedgerFinding& finding : load().check(world))
      if (finding.error) all += finding.text + "\n";
    return all;
  };
  EXPECT_EQ(errors(), "");
  write("a.toml", base + "threat = { kind = \"deal\", goods = [\"C99\"], measures = [\"B\"] }\n");
  EXPECT_NE(errors().find("unknown measure \"B\""), std::string::npos);
  EXPECT_NE(errors().find("C99"), std::string::npos);
  write("a.toml", base);
  EXPECT_NE(refusal([&] { load(); }).find("`threat`"), std::string::npos);
  write("a.toml", base + "threat = { kind = \"secondry\" }\n");
  EXPECT_NE(refusal([&] { load(); }).find("secondary"), std::string::npos);
  write("a.toml",
        base + "threat = { kind = \"deal\", course = [{ date = 2025-05-01, outcome = \"open\" }] }\n");
  EXPECT_NE(refusal([&] { load(); }).find("2025-05-23"), std::string::npos);
}

TEST_F(LedgerFolder, AStepOfAQuotaIsHiddenUntilItIsKnown) {
  write("a.toml",
        "[[measure]]\nid = \"Q\"\nby = \"USA\"\non = [\"CHN\"]\ngoods = [\"C\"]\ninstrument = "
        "\"import_quota\"\n"
        "terms = { quota = \"50% of base\", growth = \"10%\", quota_steps = [{ from = 2022-01-01, quota = "
        "\"60% of "
        "base\", known = 2021-06-01 }] }\n"
        "announced = 2020-12-01\neffective = 2021-01-01\nsource = [\"https://example.org\"]\nconfidence = "
        "\"A\"\n");
  const Ledger ledger = load();
  const Measure& quota = *ledger.find_measure("Q");
  EXPECT_DOUBLE_EQ(quota_at(quota, make_date(2022, 1, 1)).amount, 0.6);
  EXPECT_DOUBLE_EQ(quota_at(as_known(quota, make_date(2021, 5, 31)), make_date(2022, 1, 1)).amount, 0.55);
  EXPECT_FALSE(has_later_terms(quota, make_date(2021, 6, 1)));
  PolicyOptions options;
  options.as_of = make_date(2022, 3, 1);
  const World world = testing::tiny_world();
  const auto limit = [&](std::optional<Date> known_by) {
    options.known_by = known_by;
    return resolve_policy(world, ledger, options).instruments.at(0).limit;
  };
  EXPECT_LT(limit(make_date(2021, 5, 31)), limit(make_date(2021, 6, 1)));
  EXPECT_EQ(limit({}), limit(make_date(2021, 6, 1)));
}

TEST_F(LedgerFolder, NoRateIsAboveItsStatute) {
  write("a.toml", tariff("A", "effective = 2021-01-01\n", "{ schedule = \"s\" }"));
  const std::string head = "measure,partner,sector,from,rate,rate_alt,covered,statute\nA,CHN,C,2021-01-01,";
  write("schedules/s.csv", head + "0.1,0.2,,0.25\n");
  EXPECT_EQ(step_at(load().find_schedule("s")->at("A").at("CHN").at("C"), make_date(2021, 1, 1))->statute,
            0.25);
  write("schedules/s.csv", head + "0.3,,,0.25\n");
  EXPECT_NE(refusal([&] { load(); }).find("0.3 is above the statute, 0.25"), std::string::npos);
  write("schedules/s.csv", head + "0.1,0.3,,0.25\n");
  EXPECT_NE(refusal([&] { load(); }).find("rate_alt"), std::string::npos);
}

TEST(ShippedLedger, EveryRateOfAScheduleSaysItsStatute) {
  const Ledger ledger = open_ledger();
  for (const auto& [name, schedule] : ledger.schedules())
    for (const auto& [id, partners] : schedule)
      for (const auto& partner : partners)
        for (const auto& sector : partner.second)
          for (const ScheduleStep& step : sector.second)
            if (step.rate > 0.0) {
              ASSERT_TRUE(step.statute) << name << " " << id << " " << partner.first << " " << sector.first;
              EXPECT_LE(step.rate, *step.statute);
              EXPECT_LE(step.rate_alt.value_or(0.0), *step.statute);
            }
}

TEST(ShippedLedger, CarsUnderADealPayTheRateOfTheLaw) {
  const Ledger ledger = open_ledger();
  const auto& cars = ledger.find_schedule("us-2025-2026")->at("US-25-232-AUTO");
  const auto rate = [&](const char* partner, const char* goods, Date date) {
    return step_at(cars.at(partner).at(goods), date)->rate;
  };
  // All-in: what is left of 15% after the ordinary duty, 2.5% from Japan and the EU and none from Korea.
  EXPECT_NEAR(rate("KOR", "product:cars", make_date(2026, 1, 24)), 0.15, 0.001);
  EXPECT_NEAR(rate("JPN", "product:cars", make_date(2026, 1, 24)), 0.125, 0.001);
  EXPECT_NEAR(rate("EU27", "product:cars", make_date(2026, 1, 24)), 0.125, 0.001);
  EXPECT_NEAR(rate("GBR", "product:cars", make_date(2026, 1, 24)), 0.075, 0.001);
  EXPECT_LT(rate("KOR", "C29", make_date(2026, 1, 24)), 0.15);
}

TEST_F(LedgerFolder, KnownByHidesHindsight) {
  write(
      "a.toml",
      tariff("A") +
          tariff("TYPED",
                 "effective = 2021-01-01\nwithdrawn = 2021-08-01\nsuspended = [{ from = 2021-03-10, until = "
                 "2021-06-01 }]\nend = 2022-01-01\n") +
          event("TRUCE",
                "date = 2021-03-01\neffective = 2021-03-10\nuntil = 2021-06-01\nsuspends = [\"A\", "
                "\"TYPED\"]\n") +
          event("RULING", "date = 2021-09-01\nends = [\"A\"]\n"));
  const Ledger ledger = load();
  const Measure& a = *ledger.find_measure("A");
  const Measure& typed = *ledger.find_measure("TYPED");
  const Date april = make_date(2021, 4, 1);
  const Date later = make_date(2021, 10, 1);
  // Before it was announced nobody knew of it.
  EXPECT_EQ(ledger.status(a, later, make_date(2020, 11, 30)), Status::unknown);
  // The truce was public on 1 March, not before, for both ways of writing it.
  for (const Measure* measure : {&a, &typed}) {
    EXPECT_EQ(ledger.status(*measure, april, make_date(2021, 2, 28)), Status::in_force) << measure->id;
    EXPECT_EQ(ledger.status(*measure, april, make_date(2021, 3, 1)), Status::suspended) << measure->id;
  }
  EXPECT_EQ(ledger.status(a, later, make_date(2021, 8, 31)), Status::in_force);
  EXPECT_EQ(ledger.status(a, later, make_date(2021, 9, 1)), Status::withdrawn);
  // A withdrawal without an event was public on its day; an end by its own terms always was.
  EXPECT_EQ(ledger.status(typed, later, make_date(2021, 7, 31)), Status::in_force);
  EXPECT_EQ(ledger.status(typed, later, make_date(2021, 8, 1)), Status::withdrawn);
  EXPECT_EQ(ledger.status(typed, make_date(2022, 1, 1), make_date(2021, 2, 1)), Status::expired);
}

TEST_F(LedgerFolder, CheckFindsWhatReadingCannot) {
  write("a.toml", tariff("A", "condition = [\"B\"]\nstatus = \"threatened\"\n") +
                      tariff("C-1", "effective = 2021-01-01\n", "{ rate = 0.1, coverage = 0.5 }") +
                      tariff("D", "effective = 2021-01-01\n", "{ schedule = \"none\" }") + tariff("F1") +
                      tariff("F2") + event("E", "date = 2021-03-01\nends = [\"C-2\"]\non = [\"CHI\"]\n"));
  std::string found;
  for (const LedgerFinding& finding : load().check(testing::tiny_world()))
    found += fmt::format("{} {}: {}\n", finding.error ? "error" : "remark", finding.where.line, finding.text);
  EXPECT_EQ(found,
            "error 11: unknown measure \"B\" in field `condition`; did you mean A, D or E?\n"
            "error 19: a coverage needs its basis in `note`\n"
            "error 30: unknown schedule \"none\"\n"
            "error 57: unknown measure \"C-2\" in field `ends`; did you mean C-1?\n"
            "error 57: unknown economy \"CHI\" in field `on`; did you mean CHN (China)?\n"
            "remark 46: \"F2\" acts on the same flows from the same day as \"F1\"\n");
}

TEST_F(LedgerFolder, CheckBindsEachInstrument) {
  const auto act = [](const std::string& id, const std::string& instrument, const std::string& terms) {
    std::string text = tariff(id, "effective = 2021-01-01\n", terms);
    return text.replace(text.find("\"tariff\""), 8, "\"" + instrument + "\"");
  };
  write("a.toml", act("Q", "export_quota", "{ quota = \"5 t/year\" }") +
                      act("FIRM", "price_floor", "{ replaces = \"D\", firms = [\"BYT\"] }") +
                      tariff("D", "effective = 2021-01-01\n",
                             "{ rate = 0.1, firms = [{ name = \"BYD\", share = 0.5, rate = 0 }] }") +
                      act("WORDS", "licence", "{ restriction = \"magnets\" }"));
  std::string found;
  for (const LedgerFinding& finding : load().check(testing::tiny_world()))
    found += fmt::format("{}: {}\n", finding.error ? "error" : "remark", finding.text);
  EXPECT_EQ(
      found,
      "error: measure \"Q\" counts in \"t\", but C has no physical unit in world \"tiny\"; name a product "
      "that has a unit, or write \"100 mn USD/year\" or \"80% of base\"\n"
      "error: measure \"FIRM\": no duty on its flows names the firm \"BYT\"; did you mean BYD?\n"
      "remark: measure \"WORDS\" has no number to solve with\n");
}

TEST_F(LedgerFolder, UnknownIdsSuggest) {
  write("a.toml", tariff("US-25-RECIP") + event("USCN-BUSAN", "date = 2021-03-01\n"));
  const Ledger ledger = load();
  EXPECT_EQ(refusal([&] {
              ledger.measure("US-25-RECIPE", {"s.toml", 3, 8});
            }),
            "s.toml:3:8: unknown measure \"US-25-RECIPE\"\n  did you mean US-25-RECIP?\n"
            "  the ledger holds 1 measures: leeway ledger list");
  EXPECT_EQ(refusal([&] { ledger.measure("USCN-BUSAN", {}); }),
            "\"USCN-BUSAN\" is an event, not a measure\n  2021-03-01: T");
}

// A world of one's own lacks economies and sectors that the ledger names.
TEST_F(LedgerFolder, IsReadAsFarAsAWorldKnowsItsNames) {
  const auto named = [](const std::string& id, const std::string& by, const std::string& on,
                        const std::string& goods, const std::string& more = "") {
    return "[[measure]]\nid = \"" + id + "\"\nby = \"" + by + "\"\non = [" + on + "]\ngoods = [" + goods +
           "]\ninstrument = \"tariff\"\nterms = { rate = 0.1 }\nannounced = 2020-12-01\neffective = "
           "2021-01-01\n"
           "source = [\"https://example.org\"]\nconfidence = \"A\"\n" +
           more;
  };
  write("a.toml", named("WHOLE", "USA", "\"CHN\"", "\"C\"") +
                      named("PART", "USA", "\"CHN\", \"XYZ\"", "\"C\", \"Z9\"") +
                      named("BY", "XYZ", "\"CHN\"", "\"C\"") + named("ON", "USA", "\"XYZ\"", "\"C\"") +
                      named("GOODS", "USA", "\"CHN\"", "\"Z9\"", "condition = [\"BY\"]\n"));
  const World world = testing::tiny_world();
  const Ledger known = load().as_known_to(world);
  EXPECT_EQ(known.left_out(), (std::vector<std::string>{"BY", "ON", "GOODS"}));
  EXPECT_EQ(known.trimmed(), 1U);
  ASSERT_EQ(known.measures().size(), 2U);
  EXPECT_EQ(known.measures()[1].on, std::vector<std::string>{"CHN"});
  EXPECT_EQ(known.measures()[1].goods, std::vector<std::string>{"C"});
  PolicyOptions options;
  options.as_of = make_date(2026, 1, 1);
  const Policy policy = resolve_policy(world, known, options);
  ASSERT_FALSE(policy.warnings.empty());
  EXPECT_EQ(policy.warnings.front(),
            (PolicyNote{PolicyNote::Kind::left_out_of_world, "", {"tiny"}, {3.0, 5.0, 1.0}}));
  EXPECT_EQ(known.as_known_to(world).left_out(), known.left_out()) << "nothing more is left out";
}

// Events go with the names that a world knows, as Measures do.
TEST_F(LedgerFolder, EventsAreReadAsFarAsAWorldKnowsTheirNames) {
  const auto threat = [](const std::string& id, const std::string& by, const std::string& on) {
    return "[[event]]\nid = \"" + id + "\"\ntitle = \"T\"\nkind = \"threat\"\ndate = 2021-03-01\nby = [" +
           by + "]\non = [" + on +
           "]\nthreat = { kind = \"general\" }\nsource = [\"https://example.org\"]\nconfidence = \"A\"\n";
  };
  write("a.toml", threat("BY", "\"EU27\"", "\"USA\"") + threat("ON", "\"USA\"", "\"EU27\"") +
                      threat("SOME", "\"USA\"", "\"EU27\", \"CHN\""));
  const Ledger known = load().as_known_to(testing::tiny_world());
  ASSERT_EQ(known.events().size(), 1U);
  EXPECT_EQ(known.events()[0].id, "SOME");
  EXPECT_EQ(known.events()[0].on, std::vector<std::string>{"CHN"});
  EXPECT_TRUE(known.left_out().empty()) << "no Measure is";
}

// What was agreed in USD was agreed by real economies: no income of a toy world pays it.
TEST_F(LedgerFolder, CommitmentsBeyondEveryIncomeAreLeftOut) {
  const auto act = [](const std::string& id, const std::string& instrument, const std::string& terms) {
    return "[[measure]]\nid = \"" + id +
           "\"\nby = \"CHN\"\non = [\"USA\"]\ngoods = [\"C\"]\ninstrument = \"" + instrument +
           "\"\nterms = { " + terms +
           " }\nannounced = 2020-12-01\neffective = 2021-01-01\nsource = [\"https://example.org\"]\n"
           "confidence = \"A\"\n";
  };
  write("a.toml", act("TOO-MUCH", "purchase_commitment", "value = \"9000 bn USD/year\"") +
                      act("HELD", "purchase_commitment", "value = \"0.1 mn USD/year\"") +
                      act("OF-BASE", "purchase_commitment", "value = \"110% of base\"") +
                      act("GIFT", "transfer", "amount = \"9000 bn USD\", years = 1"));
  const World world = testing::tiny_world();
  const Ledger known = load().as_known_to(world);
  EXPECT_EQ(known.left_out(), (std::vector<std::string>{"TOO-MUCH", "GIFT"}));
  PolicyOptions options;
  options.as_of = make_date(2026, 1, 1);
  const PolicyNotes notes = resolve_policy(world, known, options).warnings;
  const PolicyNote counted{PolicyNote::Kind::left_out_of_world, "", {"tiny"}, {2.0, 4.0, 0.0}};
  EXPECT_EQ(std::count(notes.begin(), notes.end(), counted), 1);
}

}  // namespace ledger_test
}  // namespace leeway
