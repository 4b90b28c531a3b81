#include "leeway/output/founding_page.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/output/cells.h"
#include "leeway/output/format.h"
#include "leeway/output/range_words.h"
#include "leeway/strategy/best_response.h"

namespace leeway {

namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string markdown(const std::vector<std::string>& titles, const Rows& rows) {
  std::string out = fmt::format("| {} |\n|{}\n", fmt::join(titles, " | "),
                                fmt::join(std::vector<std::string>(titles.size(), "---|"), ""));
  for (const std::vector<std::string>& row : rows) out += fmt::format("| {} |\n", fmt::join(row, " | "));
  return out + "\n";
}

/// "+0.035 (+0.020 to +0.041)".
std::string spread(const Range& r, int digits, double nothing) {
  const std::string central = with_sign(r.central, digits);
  if (r.cases.of < 2 || with_sign(r.low, digits) == with_sign(r.high, digits)) return central;
  return fmt::format("{} ({} to {}){}", central, with_sign(r.low, digits), with_sign(r.high, digits),
                     r.both_signs(nothing) ? ", sign open" : "");
}
std::string percent_spread(const Range& r) { return spread(r, 3, 5e-4); }
std::string money_spread(const Range& r) { return spread(r, 0, no_change_musd); }
std::string chance_spread(const Range& r) {
  const std::string central = probability(r.central);
  if (probability(r.low) == probability(r.high)) return central;
  return fmt::format("{} ({} to {})", central, probability(r.low), probability(r.high));
}

class Page {
 public:
  explicit Page(const PolicyGame& g) : g_(g) {}

  std::string text() {
    equilibria();
    left_out();
    offers();
    wedge();
    waiting();
    line();
    bargain();
    truce();
    weight();
    return out_;
  }

 private:
  const std::string& name(std::size_t p) const { return g_.inputs.file.players[p].name; }
  const std::string& action(std::size_t p, std::size_t a) const { return g_.game.players()[p].actions[a]; }
  std::size_t player(const char* id) const {
    std::size_t p = 0;
    while (p < g_.game.size() && g_.inputs.file.players[p].id != id) ++p;
    return p;
  }
  const JointAction* joint(const char* of) const {
    for (const JointAction& j : g_.offers.joint)
      if (j.action == of) return &j;
    return nullptr;
  }
  const GameScenarioOutcome* scenario(const char* of) const {
    for (const GameScenarioOutcome& s : g_.offers.scenarios)
      if (s.name == of && s.failures.empty()) return &s;
    return nullptr;
  }
  const ScenarioChoice* choice(const GameScenarioOutcome& s, std::size_t p, const std::string& act) const {
    for (const ScenarioChoice& c : s.choices)
      if (c.player == p && action(p, c.action) == act) return &c;
    return nullptr;
  }
  const ActionPrice* price(std::size_t p, const std::string& act, bool in_company) const {
    for (const ActionPrice& one : g_.offers.prices)
      if (one.player == p && one.in_company == in_company && action(p, one.action) == act) return &one;
    return nullptr;
  }
  void title(const char* words) { out_ += fmt::format("## {}\n\n", words); }

  std::string who(std::size_t profile) const {
    std::vector<std::pair<std::string, std::vector<std::string>>> groups;
    for (std::size_t p = 0; p < g_.game.size(); ++p) {
      if (g_.game.actions(p) < 2) continue;
      const std::string& act = action(p, g_.game.action(profile, p));
      auto at = std::find_if(groups.begin(), groups.end(), [&](const auto& one) { return one.first == act; });
      if (at == groups.end()) at = groups.insert(groups.end(), {act, {}});
      at->second.push_back(name(p));
    }
    std::vector<std::string> words;
    for (const auto& [act, names] : groups) words.push_back(fmt::format("{}: {}", act, joined(names)));
    return fmt::format("{}", fmt::join(words, "; "));
  }

  std::string held_in(std::size_t e) const {
    int certified = 1;
    int holds = g_.equilibria[e].certified ? 1 : 0;
    for (const PolicyGameCase& c : g_.cases)
      if (c.certified()) {
        ++certified;
        holds += c.holds(e) ? 1 : 0;
      }
    return fmt::format("{} of {}", holds, certified);
  }

  void equilibria() {
    title("Who goes to Beijing, and when");
    Rows rows;
    for (std::size_t i = 0; i < g_.equilibria.size(); ++i) {
      const PolicyEquilibrium& e = g_.equilibria[i];
      std::vector<std::string> gains;
      for (std::size_t p = 0; p < g_.game.size(); ++p)
        if (std::abs(e.payoffs[p]) >= 5e-4)
          gains.push_back(fmt::format("{} {}", name(p), with_sign(e.payoffs[p], 3)));
      rows.push_back({who(e.profile), fmt::format("{}", e.alike),
                      gains.empty() ? "nothing changes" : joined(gains), held_in(i)});
    }
    out_ += fmt::format(
        "All at once: {} equilibria in pure actions with {} outcomes, one of each held against exact solves. "
        "In "
        "percent of real income, where it is 0.001 or more:\n\n",
        g_.pure, g_.outcomes);
    out_ += markdown(
        {"who does what", "equilibria alike", "change of real income, %", "sets in which it holds"}, rows);
    if (g_.answers && g_.answers->sequence) {
      const SequentialResult& s = *g_.answers->sequence;
      std::vector<std::string> moves;
      for (const std::size_t p : s.order)
        if (g_.game.actions(p) > 1)
          moves.push_back(fmt::format("{} {} ({})", name(p), action(p, g_.game.action(s.profile, p)),
                                      with_sign(s.payoffs[p], 3)));
      out_ += fmt::format(
          "One after the other in the order of the visits, each seeing what came before and whole deals "
          "going to who comes "
          "first: {}. {} In brackets are payoffs of the expansion, off by up to {}, and a first-comer takes "
          "a "
          "whole deal: they are not those of the table above.\n\n",
          joined(moves),
          s.tie_on_path ? "Someone on this path had a second action as good, so other plays are as sound."
                        : "Nobody on this path was indifferent.",
          percent_size(g_.error_max));
    }
    const GameScenarioOutcome* now = g_.offers.scenarios.empty() ? nullptr : &g_.offers.scenarios.front();
    if (now == nullptr) return;
    rows.clear();
    for (const ScenarioChoice& c : now->choices)
      if (action(c.player, c.action) == "deal" && c.leeway)
        rows.push_back({name(c.player), percent_spread(c.percent), chance_spread(*c.leeway)});
    out_ += fmt::format(
        "Alone, with China's offer open, a deal brings, and it stops paying where punishment is likelier "
        "than:\n\n");
    out_ += markdown({"partner", "a deal at the odds assumed, %", "leeway"}, rows);
    out_ +=
        "**What would overturn it:** the odds of punishment, held against the leeway of each; and the set of "
        "elasticities, "
        "as the last column of the first table says.\n\n";
  }

  void left_out() {
    title("What being left out costs, and whether deals draw each other");
    Rows rows;
    std::size_t draws = 0, keeps = 0, hurt = 0, all = 0;
    for (const JoiningRow& row : g_.joining) {
      if (row.action != "deal") continue;
      rows.push_back({name(row.player), with_sign(row.alone, 3), with_sign(row.together, 3),
                      with_sign(row.left_out, 3)});
      const double nothing = std::max(1e-4, g_.error_max);
      ++all;
      draws += row.together > row.alone + nothing ? 1 : 0;
      keeps += row.together < row.alone - nothing ? 1 : 0;
      hurt += row.left_out < -nothing ? 1 : 0;
    }
    out_ += markdown(
        {"partner", "a deal alone, %", "when all others have one, %", "staying while all others deal, %"},
        rows);
    out_ += fmt::format(
        "Staying while all others deal costs {} of {} partners more than the expansion's own error ({}). "
        "Company makes a "
        "deal worth more to {} and less to {}: {}.\n\n",
        hurt, all, percent_size(g_.error_max), draws, keeps,
        draws > keeps ? "deals are complements, because who can be punished is limited"
                      : "deals are substitutes");
    out_ +=
        "**What would overturn it:** a power that can punish all who deal takes the company away; a larger "
        "budget of "
        "concessions adds to it.\n\n";
  }

  void offers() {
    title("The cheapest offer that detaches each partner");
    const std::size_t china = player("CHN");
    Rows rows;
    std::vector<std::string> covered;
    for (std::size_t p = 0; p < g_.game.size(); ++p) {
      const ActionPrice* one = price(p, "deal", false);
      if (one == nullptr || china >= g_.game.size()) continue;
      const bool pays = one->musd.central > 0.0 && one->brings[china].central >= one->musd.central;
      if (pays) covered.push_back(name(p));
      rows.push_back({name(p), percent_spread(one->percent), money_spread(one->musd), action(p, one->instead),
                      money_spread(one->brings[china])});
    }
    out_ +=
        "What each lacks to deal rather than do the best else, alone and at the odds assumed: a stake in "
        "percent of real "
        "income, or USD million a year on top of the deal. Below zero it deals as it is.\n\n";
    out_ +=
        markdown({"partner", "lacks, %", "lacks, USD mn", "rather", "its deal brings China, USD mn"}, rows);
    out_ += covered.empty() ? "No partner that has to be paid brings China as much as it lacks.\n\n"
                            : fmt::format("China's gain would pay for {}.\n\n", joined(covered));
    if (const GameScenarioOutcome* tokyo = scenario("Tokyo is squeezed further")) {
      const std::size_t japan = player("JPN");
      if (japan < g_.game.size() && china < g_.game.size()) {
        out_ += fmt::format(
            "Squeezing Tokyo further changes Japan's real income by {} and China's by {}, USD million a "
            "year.",
            money_spread(tokyo->musd[japan]), money_spread(tokyo->musd[china]));
        const ScenarioChoice* before = choice(g_.offers.scenarios.front(), japan, "deal");
        const ScenarioChoice* after = choice(*tokyo, japan, "deal");
        if (before != nullptr && after != nullptr)
          out_ += fmt::format(" A deal is worth to Japan, in percent, {} as things are, and then {}.",
                              percent_spread(before->percent), percent_spread(after->percent));
        std::vector<std::string> gain;
        for (std::size_t p = 0; p < g_.game.size(); ++p)
          if (p != japan && p != china && tokyo->musd[p].low > no_change_musd)
            gain.push_back(fmt::format("{} {}", name(p), money_spread(tokyo->musd[p])));
        out_ += gain.empty() ? " Nobody else surely gains by it.\n\n"
                             : fmt::format(" Who surely gains by it: {} (USD mn a year).\n\n", joined(gain));
      }
    }
    out_ +=
        "**What would overturn it:** the odds of punishment, which make nearly all of what Canada lacks; the "
        "depth of the "
        "deal; and whatever Beijing values beside income.\n\n";
  }

  Rows joint_rows(const JointAction& j) const {
    Rows rows;
    for (std::size_t p = 0; p < g_.game.size(); ++p) {
      const ActionPrice* one = price(p, j.action, true);
      rows.push_back({name(p), percent_spread(j.percent[p]), money_spread(j.musd[p]),
                      one == nullptr ? "" : money_spread(one->musd),
                      one == nullptr ? "" : action(p, one->instead)});
    }
    return rows;
  }
  static std::vector<std::string> joint_titles() {
    return {"player", "if all do, %", "if all do, USD mn", "lacks to stay in, USD mn", "best else"};
  }

  void wedge() {
    const JointAction* j = joint("diversify");
    if (j == nullptr) return;
    title("What breaks the wedge: the middle powers join hands");
    out_ += markdown(joint_titles(), joint_rows(*j));
    double keep = 0.0;
    std::vector<std::string> leaving, unsure;
    for (const std::size_t p : j->takers) {
      const ActionPrice* one = price(p, j->action, true);
      if (one == nullptr) continue;
      if (one->percent.central > kCertifiedPct) {
        keep += one->musd.central;
        leaving.push_back(name(p));
      } else if (one->percent.high > kCertifiedPct) {
        unsure.push_back(name(p));
      }
    }
    out_ += fmt::format("Together the {} gain {} with China's offer open, USD million a year. ",
                        j->takers.size(), money_spread(j->takers_musd));
    out_ += leaving.empty()
                ? "In the centre nobody does better by leaving it"
                : fmt::format("Better off by leaving: {}; USD {} mn a year of the others' gain keep them in",
                              joined(leaving), with_thousands(keep, 0));
    out_ += unsure.empty()
                ? ".\n\n"
                : fmt::format("; under some set of elasticities these do: {}.\n\n", joined(unsure));
    out_ +=
        "**What would overturn it:** who would start alone gains nothing, so it hangs on an agreement and on "
        "no price; "
        "and on half of the ordinary duties being what is cut.\n\n";
  }

  void waiting() {
    const std::size_t china = player("CHN");
    const GameScenarioOutcome* undone = scenario("Washington without its duties of 2025");
    if (china >= g_.game.size() || undone == nullptr) return;
    title("What China gains by doing nothing");
    out_ += fmt::format(
        "The American duties of 2025 undone would change China's real income by {} and that of the United "
        "States by {}, USD "
        "million a year: ",
        money_spread(undone->musd[china]), money_spread(undone->musd[player("USA")]));
    out_ += undone->musd[china].low > no_change_musd ? "they cost China, so waiting is no gain by itself.\n\n"
                                                     : "they do not surely cost China.\n\n";
    Rows rows;
    for (std::size_t i = 0; i < g_.equilibria.size(); ++i) {
      const PolicyEquilibrium& e = g_.equilibria[i];
      rows.push_back({who(e.profile), with_sign(e.payoffs[china], 3), with_sign(e.gains[china], 3)});
    }
    out_ += markdown({"outcome", "China, %", "most by its other action, %"}, rows);
    out_ +=
        "**What would overturn it:** what Beijing gains by the quarrels of others beside trade, which is not "
        "in it.\n\n";
  }

  void line() {
    const JointAction* j = joint("align");
    if (j == nullptr) return;
    title("A line of Washington with its allies");
    out_ += markdown(joint_titles(), joint_rows(*j));
    out_ += fmt::format(
        "All {} siding with Washington, China answering in kind, changes their real income together by {}, "
        "USD "
        "million a year.\n\n",
        j->takers.size(), money_spread(j->takers_musd));
    out_ +=
        "**What would overturn it:** China's answer, without which the duty alone pays some of them; "
        "American duties cut by "
        "more than half of the ordinary ones; and what an alliance is worth beside trade (the last "
        "section).\n\n";
  }

  /// `then`: if what happens.
  void deal_before_and_after(const GameScenarioOutcome& s, std::string_view then) {
    Rows rows;
    for (std::size_t p = 0; p < g_.game.size(); ++p) {
      const ScenarioChoice* before = choice(g_.offers.scenarios.front(), p, "deal");
      const ScenarioChoice* after = choice(s, p, "deal");
      if (before == nullptr || after == nullptr) {
        rows.push_back({name(p), money_spread(s.musd[p]), "", "", "", ""});
        continue;
      }
      rows.push_back({name(p), money_spread(s.musd[p]), percent_spread(before->percent),
                      percent_spread(after->percent), before->leeway ? chance_spread(*before->leeway) : "",
                      after->leeway ? chance_spread(*after->leeway) : ""});
    }
    out_ +=
        markdown({"player", "change of real income, USD mn", "a deal as things are, %",
                  fmt::format("a deal {}, %", then), "leeway as things are", fmt::format("leeway {}", then)},
                 rows);
  }

  void bargain() {
    const GameScenarioOutcome* s = scenario("the great powers strike a bargain");
    if (s == nullptr) return;
    title("What a bargain of the two great powers does to third parties and to deals already made");
    out_ += "If they strike the bargain of the game file, real income changes by, a year:\n\n";
    deal_before_and_after(*s, "after the bargain");
    std::vector<std::string> lose;
    for (std::size_t p = 0; p < g_.game.size(); ++p)
      if (s->musd[p].high < -no_change_musd) lose.push_back(name(p));
    out_ += lose.empty() ? "Nobody loses by it under every set.\n\n"
                         : fmt::format("Under every set these lose by it: {}.\n\n", joined(lose));
    out_ +=
        "**What would overturn it:** the size of the bargain, a guess, and whose sales the promised "
        "purchases take.\n\n";
  }

  void truce() {
    const GameScenarioOutcome* s = scenario("the truce ends");
    if (s == nullptr) return;
    title("What the truce is worth, its certainty, and delay");
    out_ +=
        "What its end would do, a year, duties of the game file coming back; what it is worth while it holds "
        "is "
        "the same with "
        "the other sign:\n\n";
    deal_before_and_after(*s, "if it ended");
    Rows rows;
    std::vector<std::string> titles = {"player"};
    for (const GameHazard& h : s->hazards) titles.push_back(probability(h.hazard) + " a year");
    for (std::size_t p = 0; p < g_.game.size(); ++p) {
      rows.push_back({name(p)});
      for (const GameHazard& h : s->hazards) rows.back().push_back(money_spread(h.worth_musd[p]));
    }
    out_ +=
        "To be sure that the truce never ends is worth, USD million a year, by the chance that a year ends "
        "it for good; the "
        "same sum, once, is what a year's delay is worth:\n\n";
    out_ += markdown(titles, rows);
    out_ +=
        "**What would overturn it:** the chance of its end, which nothing here estimates; that firms wait to "
        "invest "
        "until it is settled is not in it.\n\n";
  }

  void weight() {
    title("How much would security have to be worth?");
    Rows rows;
    for (const StakeCurve& curve : g_.stakes)
      for (const StakeStep& step : curve.steps)
        if (curve.action == "align")
          rows.push_back({with_sign(step.stake, 3), name(step.player), action(step.player, step.from),
                          action(step.player, step.to), fmt::format("{}", step.takers)});
    out_ +=
        "A stake on siding with Washington, the same for all in percent of real income, rises from nothing; "
        "who changes when, "
        "the others replying:\n\n";
    out_ += markdown({"stake, %", "player", "from", "to", "who align then"}, rows);
    out_ += "No data measures the stake. What each point of it means in money is in the tables above.\n";
  }

  const PolicyGame& g_;
  std::string out_;
};

}  // namespace

std::string founding_page(const PolicyGame& game) { return Page(game).text(); }

}  // namespace leeway
