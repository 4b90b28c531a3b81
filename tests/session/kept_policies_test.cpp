// A slider moves one term of one Measure: the policies of the next question are made of those of the last,
// and must be the ones that the ledger gives.

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "leeway/base/error.h"
#include "leeway/policy/measure_toml.h"
#include "leeway/policy/room_question.h"
#include "leeway/policy/scale.h"
#include "leeway/session/brief_question.h"
#include "leeway/strategy/brief_parts.h"
#include "leeway/world/load.h"

namespace leeway {
namespace {

void expect_same(const World& world, const Policy& got, const Policy& expected, const std::string& what) {
  EXPECT_EQ(fingerprint(got), fingerprint(expected)) << what;
  EXPECT_EQ(got.warnings, expected.warnings) << what;
  ASSERT_EQ(got.applied.size(), expected.applied.size()) << what;
  for (std::size_t a = 0; a < got.applied.size(); ++a) {
    const AppliedMeasure& one = got.applied[a];
    const AppliedMeasure& other = expected.applied[a];
    EXPECT_EQ(one.measure->id, other.measure->id) << what;
    EXPECT_EQ(content_of(*one.measure), content_of(*other.measure)) << what << ", " << other.measure->id;
    EXPECT_EQ(one.status, other.status) << what << ", " << other.measure->id;
    EXPECT_EQ(one.because, other.because) << what << ", " << other.measure->id;
    EXPECT_EQ(one.solved, other.solved) << what << ", " << other.measure->id;
    EXPECT_EQ(one.assumptions, other.assumptions) << what << ", " << other.measure->id;
  }
  // What is composed of it is the same as well.
  EXPECT_EQ(fingerprint(under_alternative_rates(world, got)),
            fingerprint(under_alternative_rates(world, expected)))
      << what;
}

class KeptPolicies : public ::testing::Test {
 protected:
  const World world = open_world("2023");
  const Ledger ledger = open_ledger(world);
  const std::vector<Scenario> scenarios = ready_scenarios();

  /// The options that a brief solves, of a question as it was looked up.
  std::vector<PolicyOptions> options_of(const AskedBrief& asked) const {
    const BriefInputs& in = asked.inputs;
    const Moves moves =
        find_moves(world, asked.ledger, in.economy, *in.event, in.as_of, in.known_by, in.scenarios, in.move);
    PolicyOptions now;
    now.as_of = in.as_of;
    now.known_by = in.known_by;
    now = with_change(world, asked.ledger, std::move(now), in.changed);
    if (moves.threat_in_force) now.drop.push_back(moves.threat->id);
    const PolicyOptions keep = with_change(world, asked.ledger, now, moves.deal);
    Change carried_out;
    carried_out.use = {moves.threat->id};
    const PolicyOptions punished = with_change(world, asked.ledger, keep, carried_out);
    return {now, keep, punished, with_change(world, asked.ledger, punished, moves.retaliation),
            with_change(world, asked.ledger, now, moves.retreat)};
  }

  /// Settings of the terms that can be moved, of the threat and of what is in the move and its answer.
  std::vector<std::pair<const Measure*, Term>> terms_of(const AskedBrief& asked) const {
    const std::vector<PolicyOptions> options = options_of(asked);
    std::vector<std::pair<const Measure*, Term>> terms;
    for (const Measure& measure : asked.ledger.measures()) {
      const bool used = std::any_of(options.begin(), options.end(), [&](const PolicyOptions& one) {
        return std::count(one.use.begin(), one.use.end(), measure.id) > 0;
      });
      if (!used) continue;
      for (const Term term : scalable_terms(measure.instrument))
        // What is written as a table has no one number to set.
        if (const std::string text = term_text(measure, to_string(term)); !text.empty() && text != "a table")
          terms.emplace_back(&measure, term);
    }
    return terms;
  }
};

TEST_F(KeptPolicies, AreThoseThatTheLedgerGives) {
  std::mt19937 draw(20261129);
  int settings = 0;
  for (const std::string& name : room_question_names()) {
    RoomQuestion question = open_room_question(name);
    question.lasts.reset();
    question.deal_lasts.reset();
    const AskedBrief recorded = ask_brief(world, ledger, question, scenarios);
    const auto terms = terms_of(recorded);
    SolveMemory memory(world, 12);
    for (int round = 0; round < 5; ++round) {
      RoomQuestion moved = question;
      std::string what = name;
      // The record, then one term, another, two at once, and the record again.
      for (int set = 0; !terms.empty() && set < (round == 3 ? 2 : round % 4 != 0 ? 1 : 0); ++set) {
        const auto& [measure, term] = terms[draw() % terms.size()];
        const std::string key = measure->id + "." + to_string(term);
        const auto is_set = [&](const TermSetting& s) { return s.measure + "." + s.term == key; };
        if (std::any_of(moved.set.begin(), moved.set.end(), is_set)) continue;
        const double factor = 0.3 + 0.6 * static_cast<double>(draw() % 1000) / 1000.0;
        const std::string text = key + "=" + term_text(scale(*measure, term, factor), to_string(term));
        moved.set.push_back(parse_term_setting(text, Location{"--set"}));
        what += ", " + text;
        ++settings;
      }
      AskedBrief asked = ask_brief(world, ledger, moved, scenarios);
      asked.inputs.memory = &memory;
      for (const PolicyOptions& options : options_of(asked))
        expect_same(world, *resolved_for(world, asked.ledger, asked.inputs, options),
                    resolve_policy(world, asked.ledger, options), what);
    }
  }
  EXPECT_GT(settings, 50);
}

TEST_F(KeptPolicies, WhatDiffersInMoreThanTermsIsResolvedAnew) {
  PolicyOptions options;
  options.as_of = make_date(2026, 1, 24);
  const Policy now = resolve_policy(world, ledger, options);
  EXPECT_TRUE(with_terms(world, now, ledger, options, {}));
  PolicyOptions later = options;
  later.as_of = make_date(2026, 1, 25);
  EXPECT_FALSE(with_terms(world, now, ledger, later, {}));
  PolicyOptions used = options;
  used.use = {"US-2026-CA-THREAT"};
  EXPECT_FALSE(with_terms(world, now, ledger, used, {}));
  PolicyOptions second = options;
  second.alternative_rates = true;
  EXPECT_FALSE(with_terms(world, now, ledger, second, {}));
}

}  // namespace
}  // namespace leeway
