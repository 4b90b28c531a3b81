#include "leeway/output/played_words.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/output/brief_words.h"
#include "leeway/output/format.h"
#include "leeway/output/move_words.h"
#include "leeway/output/range_words.h"

namespace leeway {

namespace {

const std::string& name_of_player(const PlayedOut& played, const PlayedChoice& choice) {
  return played.players[choice.player].name;
}

/// What acting is, and what it leads to.
std::string act_words(const BriefAnalysis& b, const PlayedOut& played, const PlayedChoice& c) {
  const char* whatever = ", with whatever would follow in each case,";
  switch (c.step) {
    case Step::move:
      return keeping(b.kind, not_made(b)) +
             std::string(!c.one_way                        ? whatever
                         : c.acts == BriefOption::keep     ? ", unpunished as it would be,"
                         : c.acts == BriefOption::punished ? ", punished as it would be,"
                                                           : ", punished and answered as it would be,");
    case Step::carry_out:
      return !c.one_way ? std::string("carrying the threat out") + whatever
             : c.acts == BriefOption::retaliate
                 ? fmt::format("carrying the threat out, answered by {} as it would be,",
                               in_sentence(name_of_player(played, played.choices.back())))
                 : std::string("carrying the threat out");
    case Step::answer:
      return "answering the punishment";
    case Step::whole:
      break;
  }
  return "";
}

/// What it would do, and in how many cases.
std::string would_words(const PlayedChoice& c) {
  const char* would = c.choice == Choice::acts ? "it would" : "it would not";
  if (c.alike.of < 2)
    return std::string(c.even ? "it would not, being as well off either way" : would) + " (central case)";
  if (!c.alike.all()) return fmt::format("{} in {} of {} cases", would, c.alike.certified, c.alike.of);
  return fmt::format("{}{}, in all {} cases", would, c.even ? ", being as well off either way" : "",
                     c.alike.of);
}

std::string end_cell(const PlayedOut& played, BriefOption option) {
  if (played.alike.of < 2) return option == played.ends_in ? "it ends here" : "";
  for (const auto& [end, count] : played.ends)
    if (end == option) return fmt::format("in {} of {} cases", count, played.alike.of);
  return "";
}

bool can_end_in(const PlayedOut& played, BriefOption option) {
  return std::any_of(played.ends.begin(), played.ends.end(),
                     [&](const auto& e) { return e.first == option; });
}

/// What is no step of the game and would change it.
std::vector<std::string> taken_for_granted(const BriefAnalysis& b) {
  const PlayedOut& played = *b.played;
  std::vector<std::string> said;
  const std::string threatener = in_sentence(played.players[1].name);
  const auto& carry_out = played.choices[1];
  if (can_end_in(played, BriefOption::drop) && carry_out.worth_musd.high > no_change_musd)
    said.push_back(capitalised(
        fmt::format("{} is taken to spare whoever gives in, though carrying out may pay it.", threatener)));
  for (std::size_t p = 2; p < played.players.size(); ++p) {
    if (played.players[p].role != Chair::partner) continue;
    const auto keep = std::find_if(played.outcomes.begin(), played.outcomes.end(),
                                   [](const PlayedOutcome& o) { return o.option == BriefOption::keep; });
    const Range& brings = keep->payoffs_musd[p];
    if (brings.low < -no_change_musd)
      said.push_back(
          capitalised(fmt::format("{}, for whom the deal unpunished {}, is taken to agree to it.",
                                  in_sentence(played.players[p].name),
                                  yearly_words(brings.central, brings.low, brings.high, keep->pct[p]))));
  }
  return said;
}

}  // namespace

std::vector<std::string> played_choices(const BriefAnalysis& b) {
  const PlayedOut& played = *b.played;
  std::vector<std::string> said;
  for (const PlayedChoice& c : played.choices) {
    const std::string act = act_words(b, played, c);
    said.push_back(
        fmt::format("{}{} {} for {}: {}.", c.is_played ? "" : "Were it to come to that, ",
                    c.is_played ? capitalised(act) : act,
                    yearly_words(c.worth_musd.central, c.worth_musd.low, c.worth_musd.high, c.worth_pct),
                    in_sentence(name_of_player(played, c)), would_words(c)));
  }
  return said;
}

std::string played_sentence(const BriefAnalysis& b) {
  const PlayedOut& played = *b.played;
  const std::string alone =
      fmt::format("If {} and {} each minded their own real income alone, ",
                  in_sentence(played.players[0].name), in_sentence(played.players[1].name));
  std::string words;
  if (played.ends.size() > 1) {
    std::vector<std::string> ends;
    for (const auto& [option, count] : played.ends)
      ends.push_back(fmt::format("{} in {}", option_label(b, option), count));
    words = fmt::format("{}where it would end is not identified: of {} cases {}.", alone, played.alike.of,
                        fmt::join(ends, "; "));
  } else {
    words = fmt::format("{}it would end here: {}{}.", alone, option_label(b, played.ends_in),
                        played.alike.of < 2 ? std::string(" (central case)")
                                            : fmt::format(", in all {} cases", played.alike.of));
  }
  for (const std::string& granted : taken_for_granted(b)) words += " " + granted;
  return words;
}

std::string played_summary(const BriefAnalysis& b) {
  return fmt::format("{} {}", played_choices(b)[1], played_sentence(b));
}

std::string played_caveat(const BriefAnalysis& b) {
  const PlayedOut& played = *b.played;
  std::string words = fmt::format(
      "What {} asks for is not in it, nor what a government wins at home, by being believed the next time or "
      "by "
      "hurting a rival: the record says how often threats are carried out all the same. Whoever gives in is "
      "spared, a partner agrees, and {}.",
      in_sentence(played.players[1].name),
      played.choices.size() < 3 ? "nobody answers: no answer is on record, and there is no rate to mirror"
                                : "the answer is that of this brief, all of it or none, and of nobody else");
  if (played.failed > 0)
    words += fmt::format(" {} of {} cases did not certify and are not counted.", played.failed,
                         played.failed + played.alike.of);
  return words;
}

ReportTable played_table(const BriefAnalysis& b) {
  const PlayedOut& played = *b.played;
  const bool ranged = played.alike.of > 1;
  ReportTable table{
      "played_out", "How it can end, for each side", {text_column("how it ends", 46)}, {}, 0, ""};
  for (const ThreatParty& player : played.players) {
    table.columns.push_back(money_column(player.name, true));
    if (!ranged) continue;
    table.columns.push_back(money_column("low", true));
    table.columns.push_back(money_column("high", true));
  }
  table.columns.push_back(text_column("played out"));
  for (const PlayedOutcome& o : played.outcomes) {
    std::vector<ReportCell> row = {option_label(b, o.option)};
    for (const Range& payoff : o.payoffs_musd) {
      row.emplace_back(payoff.central);
      if (!ranged) continue;
      row.emplace_back(payoff.low);
      row.emplace_back(payoff.high);
    }
    row.emplace_back(end_cell(played, o.option));
    table.rows.push_back(std::move(row));
  }
  table.note = "Real income a year against no move and no punishment. " + played_caveat(b);
  return table;
}

}  // namespace leeway
