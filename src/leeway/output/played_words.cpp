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
  switch (c.step) {
    case Step::move:
      return fmt::format("{}, {}", keeping(b.kind, not_made(b)),
                         c.acts == BriefOption::keep       ? "unpunished as it would be,"
                         : c.acts == BriefOption::punished ? "punished as it would be,"
                                                           : "punished as it would be, and answered,");
    case Step::carry_out:
      return c.acts == BriefOption::retaliate
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
  const bool acts = c.choice == Choice::acts;
  if (c.alike.certified < c.alike.of)
    return fmt::format("it would{} in {} of {} cases", acts ? "" : " not", c.alike.certified, c.alike.of);
  const std::string words = c.choice == Choice::even ? "it could as well not, and would not"
                            : acts                   ? "it would"
                                                     : "it would not";
  return c.alike.of < 2 ? words : fmt::format("{}, in all {} cases", words, c.alike.of);
}

std::string end_cell(const PlayedOut& played, BriefOption option) {
  if (played.alike.of < 2) return option == played.ends_in ? "it ends here" : "";
  for (const auto& [end, count] : played.ends)
    if (end == option) return fmt::format("in {} of {} cases", count, played.alike.of);
  return "";
}

}  // namespace

std::string played_label(const BriefAnalysis& b, BriefOption option) {
  const bool unmoved = std::none_of(b.played->outcomes.begin(), b.played->outcomes.end(),
                                    [](const PlayedOutcome& o) { return o.option == BriefOption::keep; });
  return unmoved && option == BriefOption::drop ? "The threat is not carried out" : option_label(b, option);
}

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
  constexpr const char* alone = "If each minded its own real income alone, ";
  if (played.alike.certified < played.alike.of) {
    std::vector<std::string> ends;
    int solved = 0;
    for (const auto& [option, count] : played.ends) {
      ends.push_back(fmt::format("{} in {}", played_label(b, option), count));
      solved += count;
    }
    if (played.ends.size() > 1)
      return fmt::format("{}where it would end is not identified: of {} cases {}.", alone, solved,
                         fmt::join(ends, "; "));
  }
  return fmt::format("{}it would end here: {}{}.", alone, played_label(b, played.ends_in),
                     played.alike.of < 2 ? std::string()
                                         : fmt::format(", in {} {} cases", played.alike.all() ? "all" : "the",
                                                       played.alike.certified));
}

std::string played_summary(const BriefAnalysis& b) {
  const std::vector<PlayedChoice>& choices = b.played->choices;
  const auto carried_out = std::find_if(choices.begin(), choices.end(),
                                        [](const PlayedChoice& c) { return c.step == Step::carry_out; });
  const auto at = static_cast<std::size_t>(carried_out - choices.begin());
  return fmt::format("{} {}", played_choices(b)[at], played_sentence(b));
}

std::string played_caveat(const BriefAnalysis& b) {
  std::string words =
      "What a government wins at home, by being believed the next time, or by hurting a rival is not in it.";
  if (b.record)
    words += fmt::format(" Of {} other threats by {} on record {} carried out, in full or in part.",
                         b.record->all.made, in_sentence(b.played->players[1].name),
                         b.record->all.carried_out.hits == 1
                             ? std::string("1 was")
                             : fmt::format("{} were", b.record->all.carried_out.hits));
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
    std::vector<ReportCell> row = {played_label(b, o.option)};
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
