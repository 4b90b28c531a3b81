#include "leeway/strategy/played_out.h"

#include <algorithm>
#include <array>

#include "leeway/analysis/comparison.h"
#include "leeway/policy/names.h"

namespace leeway {

namespace {

constexpr std::size_t threatened = 0;
constexpr std::size_t threatener = 1;

double held(const PlayedCase& c, BriefOption option, const ThreatParty& player) {
  const std::vector<double>& income = c.at(option);
  double sum = 0.0;
  for (const int n : player.members) sum += income[static_cast<std::size_t>(n)];
  return sum;
}

struct Turn {
  Step step{};
  std::size_t player = 0;
  BriefOption stays{};
};
/// What happens at one turn of one case.
struct Turned {
  BriefOption acts{};
  BriefOption stays{};
  double worth = 0.0;
  Choice choice{};
};

/// The threatened, or its customs union.
std::size_t who_answers(const std::vector<ThreatParty>& players) {
  for (std::size_t p = threatener + 1; p < players.size(); ++p)
    if (players[p].role == Chair::threatened) return p;
  return threatened;
}

/// Turns in the order of play.
std::vector<Turn> turns_of(const std::vector<ThreatParty>& players, bool has_answer) {
  std::vector<Turn> turns = {{Step::move, threatened, BriefOption::drop},
                             {Step::carry_out, threatener, BriefOption::keep}};
  if (has_answer) turns.push_back({Step::answer, who_answers(players), BriefOption::punished});
  return turns;
}

/// What no change is: `no_change_musd`, or for a small economy a thousandth of a percent of its income.
double nothing_to(double income) { return std::min(no_change_musd, 1e-5 * income); }

/// From the last turn to the first; what acting at the last one leads to is given.
std::vector<Turned> solve(const std::vector<Turn>& turns, const std::vector<ThreatParty>& players,
                          const PlayedCase& c) {
  BriefOption ends = turns.back().step == Step::answer ? BriefOption::retaliate : BriefOption::punished;
  std::vector<Turned> out(turns.size());
  for (std::size_t t = turns.size(); t-- > 0;) {
    const ThreatParty& player = players[turns[t].player];
    Turned& turned = out[t];
    turned.acts = ends;
    turned.stays = turns[t].stays;
    const double before = held(c, turned.stays, player);
    const double nothing = nothing_to(before);
    turned.worth = held(c, turned.acts, player) - before;
    turned.choice = turned.worth > nothing    ? Choice::acts
                    : turned.worth < -nothing ? Choice::stays
                                              : Choice::even;
    ends = turned.choice == Choice::acts ? turned.acts : turned.stays;
  }
  return out;
}

BriefOption end_of(const std::vector<Turned>& turned) {
  const Turned& first = turned.front();
  return first.choice == Choice::acts ? first.acts : first.stays;
}

}  // namespace

const char* to_string(Choice choice) {
  switch (choice) {
    case Choice::acts:
      return "acts";
    case Choice::stays:
      return "stays";
    case Choice::even:
      return "even";
  }
  return "";
}

std::vector<ThreatParty> players_of(const World& world, const Ledger& ledger, const Moves& moves,
                                    const std::string& who, Date as_of) {
  const Measure& threat = *moves.threat;
  const std::vector<int> members = members_of(world, who);
  std::vector<ThreatParty> players = {{who, name_of(world, who), Chair::threatened, members}};
  const auto add = [&](const std::string& name, Chair role) {
    players.push_back({name, name_of(world, name), role, economies_of(world, {name}, as_of, threat, "by")});
  };
  add(threat.by, Chair::threatener);
  // A threat on everyone is not on who makes it.
  std::erase_if(players.front().members, [&](int n) {
    const std::vector<int>& by = players.back().members;
    return std::find(by.begin(), by.end(), n) != by.end();
  });
  if (const std::string answers = customs_union_of(world, who, as_of); answers != who)
    add(answers, Chair::threatened);
  constexpr std::size_t most_partners = 2;
  std::vector<std::string> partners = partners_of(world, ledger, moves, members, as_of);
  if (partners.size() > most_partners) partners.resize(most_partners);
  for (const std::string& partner : partners) add(partner, Chair::partner);
  return players;
}

PlayedOut play_out(std::vector<ThreatParty> players, const std::vector<PlayedCase>& cases) {
  PlayedOut out;
  out.players = std::move(players);
  const bool has_answer = cases.front().contains(BriefOption::retaliate);
  const int of = static_cast<int>(cases.size());
  for (const BriefOption option :
       {BriefOption::drop, BriefOption::keep, BriefOption::punished, BriefOption::retaliate}) {
    if (option == BriefOption::retaliate && !has_answer) continue;
    PlayedOutcome outcome{option, {}, {}};
    for (const ThreatParty& player : out.players) {
      const auto payoff = [&](const PlayedCase& c) {
        return held(c, option, player) - held(c, BriefOption::drop, player);
      };
      const double central = payoff(cases.front());
      Range range{central, central, central, {of, of}};
      for (const PlayedCase& c : cases) range.widen(payoff(c));
      outcome.payoffs_musd.push_back(range);
      outcome.pct.push_back(100.0 * central / held(cases.front(), BriefOption::drop, player));
    }
    out.outcomes.push_back(std::move(outcome));
  }
  const std::vector<Turn> turns = turns_of(out.players, has_answer);
  const std::vector<Turned> centre = solve(turns, out.players, cases.front());
  for (std::size_t t = 0; t < turns.size(); ++t) {
    PlayedChoice choice;
    choice.step = turns[t].step;
    choice.player = turns[t].player;
    choice.acts = centre[t].acts;
    choice.stays = centre[t].stays;
    choice.worth_musd = {centre[t].worth, centre[t].worth, centre[t].worth, {of, of}};
    choice.worth_pct =
        100.0 * centre[t].worth / held(cases.front(), centre[t].stays, out.players[turns[t].player]);
    choice.choice = centre[t].choice;
    choice.even = true;
    choice.alike.of = of;
    choice.is_played = t == 0 || (out.choices.back().is_played && centre[t - 1].choice == Choice::acts);
    out.choices.push_back(choice);
  }
  out.ends_in = end_of(centre);
  std::map<BriefOption, int> ends;
  for (const PlayedCase& c : cases) {
    const std::vector<Turned> turned = solve(turns, out.players, c);
    for (std::size_t t = 0; t < turns.size(); ++t) {
      PlayedChoice& choice = out.choices[t];
      const bool acts = turned[t].choice == Choice::acts;
      choice.worth_musd.widen(turned[t].worth);
      choice.alike.certified += acts == (choice.choice == Choice::acts) ? 1 : 0;
      choice.even = choice.even && turned[t].choice == Choice::even;
      choice.one_way = choice.one_way && turned[t].acts == choice.acts;
    }
    ++ends[end_of(turned)];
  }
  out.alike = {ends[out.ends_in], of};
  out.ends.assign(ends.begin(), ends.end());
  std::stable_sort(out.ends.begin(), out.ends.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return out;
}

}  // namespace leeway
