#include "leeway/output/policy_words.h"

#include <gtest/gtest.h>

#include <set>

namespace leeway {
namespace {

using Kind = PolicyNote::Kind;

/// One with names, figures and dates enough for every kind.
PolicyNote note(Kind kind) {
  const Date day = make_date(2026, 1, 24);
  return {kind, "Q", {"A", "B", "C"}, {2.0, 3.0, 1.0}, {day, day}};
}

TEST(PolicyWords, EveryKindHasASentenceOfItsOwn) {
  std::set<std::string> said;
  const int last = static_cast<int>(Kind::tariffs_floored);
  for (int kind = 0; kind <= last; ++kind) {
    const std::string words = note_words(note(static_cast<Kind>(kind)));
    EXPECT_GT(words.size(), 20U) << kind;
    EXPECT_TRUE(said.insert(words).second) << words;
  }
}

TEST(PolicyWords, SayTheFigures) {
  EXPECT_EQ(note_words({Kind::rent_holder, "Q", {}, {1.0}}),
            "who holds the rent is not stated; it is taken to fall to importers");
  EXPECT_EQ(note_words({Kind::firm_shares, "CVD", {"BYD", "Tesla"}, {0.3, 0.2}}),
            "shares of the base-year flow by firm: BYD 30%, Tesla 20%");
  EXPECT_EQ(note_words({Kind::quota_just_filled, "Q", {}, {2023.0, 1.5}}),
            "the quota of 2023 is taken as just filled; it is now 1.5 times as large");
  EXPECT_EQ(note_words({Kind::refused_already, "L", {}, {0.4, 2023.0}}),
            "40% was refused in 2023 already, which its flows show");
  EXPECT_EQ(note_words({Kind::tighter_of_two, "B", {"A", "B"}}),
            "A and B limit the very same flows; B is the tighter one and acts for both");
  EXPECT_EQ(
      note_words({Kind::hindsight, "LATE", {"day"}, {}, {make_date(2025, 4, 2), make_date(2025, 1, 1)}}),
      "LATE was announced on 2025-04-02, after 2025-01-01: it is hindsight");
  EXPECT_EQ(
      note_words({Kind::hindsight, "LATE", {"month"}, {}, {make_date(2025, 4, 1), make_date(2025, 1, 1)}}),
      "LATE was announced in April 2025, after 2025-01-01: it is hindsight");
  EXPECT_EQ(note_words({Kind::left_out_of_world, "", {"wiod"}, {3.0, 128.0, 7.0}}),
            "world wiod lacks economies or sectors that the ledger names, or incomes for what it "
            "commits: 3 of its 128 Measures are left "
            "out, and 7 act on those that it has");
}

TEST(PolicyWords, AreSaidOnce) {
  std::vector<std::string> warnings = {note_words(note(Kind::ban_ended))};
  add_warnings(warnings, {note(Kind::ban_ended), note(Kind::no_flow_left), note(Kind::no_flow_left)});
  EXPECT_EQ(warnings.size(), 2U);
  std::vector<Assumption> assumptions;
  for (int twice = 0; twice < 2; ++twice)
    add_measure_assumptions(assumptions, PolicyNotes{note(Kind::covered_class), note(Kind::cap_not_public)});
  ASSERT_EQ(assumptions.size(), 2U);
  EXPECT_EQ(assumptions.front().name, "Q");
}

}  // namespace
}  // namespace leeway
