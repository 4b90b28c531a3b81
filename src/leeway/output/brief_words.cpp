#include "leeway/output/brief_words.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/output/backtest_report.h"
#include "leeway/output/brief_draws.h"
#include "leeway/output/failure_report.h"
#include "leeway/output/format.h"
#include "leeway/output/move_words.h"
#include "leeway/output/policy_words.h"
#include "leeway/output/range_words.h"
#include "leeway/output/room_words.h"
#include "leeway/output/threat_report.h"
#include "leeway/policy/precision.h"

namespace leeway {

namespace {

bool pending(const LedgerEntry& e) {
  return e.status == Status::threatened || e.status == Status::under_investigation;
}

/// "US-26-GRL, EU-24-TDI and 3 more".
std::string pending_ids(const BriefAnalysis& b) {
  constexpr std::size_t most = 5;
  std::vector<std::string> ids;
  for (const LedgerEntry& e : b.ledger)
    if (pending(e)) ids.push_back(e.measure.id);
  const std::size_t more = ids.size() > most ? ids.size() - most : 0;
  ids.resize(ids.size() - more);
  return fmt::format("{}{}", fmt::join(ids, ", "), more > 0 ? fmt::format(" and {} more", more) : "");
}

/// Without the figure that was asked for there is none beside it either.
bool no_figure(const BriefAnalysis& b) {
  return !b.certified && ((!b.leeway && b.stakes.empty()) || !b.event);
}

std::string range_words(const BriefAnalysis& b) {
  const auto certified = static_cast<int>(b.leeway->cases.size());
  const CaseCount cases{certified, certified + static_cast<int>(b.leeway->failed.size())};
  return " " + brief_range_sentence(b, cases) + place_of_central(b);
}
/// That the holders of an act's rents are in the range of what it does.
std::string rent_words(const BriefAnalysis& b) {
  return b.rents_of_act && !b.rents.empty() ? " " + rent_range_sentence({b.event->id}) : "";
}

/// What the question is not.
std::vector<std::string> cautions(const BriefAnalysis& b) {
  std::vector<std::string> said = changed_sentences(b);
  if (!b.event) return said;
  if (b.event_status == Status::unknown)
    said.push_back(fmt::format("The threat was announced {}: seen from {} it is hindsight.",
                               when_dated(b.event->announced, precision_of(*b.event, b.event->announced)),
                               to_string(b.known_by.value_or(b.as_of))));
  if (!b.event->is_threat())
    said.push_back(
        b.in_force
            ? fmt::format("{} is in force: what it does is told against the policy without it.", b.event->id)
        : b.event->effective && *b.event->effective > b.as_of
            ? fmt::format("{} is announced and takes effect {}: until then it is weighed as a threat.",
                          b.event->id,
                          when_dated(*b.event->effective, precision_of(*b.event, *b.event->effective)))
            : fmt::format("{} is not a threat but an act; it is weighed as if it were one.", b.event->id));
  if (!b.explanation.empty()) said.push_back(unbroken(b.explanation));
  if (b.chair == Chair::bystander)
    said.push_back(
        fmt::format("{} is not a target of {}: it bears what others do, and none of the moves is its own.",
                    b.economy_name, b.event->id));
  return said;
}

bool has_known_move(const BriefAnalysis& b) { return b.has_move && !b.move_unsolved; }

/// The move as an order, or as what the others do.
const char* move(const BriefAnalysis& b) {
  const bool own = b.chair == Chair::threatened;
  switch (b.kind) {
    case MoveKind::none:
      return own ? "Make the move" : "The move stands";
    case MoveKind::deal:
      if (not_made(b)) return own ? "Make the deal" : "The deal is made";
      return own ? "Keep the deal" : "The deal stands";
    case MoveKind::policy:
      if (not_made(b)) return own ? "Adopt the policy" : "The policy is adopted";
      return own ? "Keep the policy" : "The policy stands";
    case MoveKind::refusal:
      return own ? "Hold out" : "They hold out";
    case MoveKind::breach:
      return own ? "Do not deliver" : "Promise broken";
  }
  return "";
}
/// The same given up.
const char* giving_up(const BriefAnalysis& b) {
  const bool own = b.chair == Chair::threatened;
  switch (b.kind) {
    case MoveKind::none:
      return own ? "Make no move" : "No move";
    case MoveKind::deal:
      if (not_made(b)) return own ? "Do not make the deal" : "The deal is not made";
      return own ? "Drop the deal" : "The deal is dropped";
    case MoveKind::policy:
      if (not_made(b)) return own ? "Do not adopt the policy" : "The policy is not adopted";
      return own ? "Drop the policy" : "The policy is dropped";
    case MoveKind::refusal:
      return own ? "Give in" : "They give in";
    case MoveKind::breach:
      return own ? "Deliver what was promised" : "Promise kept";
  }
  return "";
}

}  // namespace

namespace {

/// The headline where welfare is not told: what trade does.
std::string trade_headline(const World& world, const BriefAnalysis& b) {
  const auto moves = [](const EconomyChange& c) {
    return fmt::format("exports by {} and imports by {} in volume", percent_words(c.exports_pct),
                       percent_words(c.imports_pct));
  };
  for (const OptionOutcome& o : b.outcomes)
    if (o.option == BriefOption::punished)
      return fmt::format(
          "Carried out, the threat of {} ({}) moves {}'s {}; no leeway is told so soon after it.",
          in_sentence(name_of(world, b.event->by)), b.event->title.empty() ? b.event->id : b.event->title,
          in_sentence(b.economy_name), moves(o.own.change));
  return fmt::format("{} on {}: the policy in force moves {} against the base year.", b.economy_name,
                     to_string(b.as_of), moves(*b.status_quo.own));
}

}  // namespace

namespace {

const Stake* stake_of(const BriefAnalysis& b, Step step) {
  for (const Stake& s : b.stakes)
    if (s.step == step) return &s;
  return nullptr;
}
std::string stake_words(const Stake& s) {
  return yearly_words(s.musd.central, s.musd.low, s.musd.high, s.pct);
}
std::string threat_title(const BriefAnalysis& b) {
  return b.event->title.empty() ? b.event->id : b.event->title;
}
std::string target_words(const World& world, const BriefAnalysis& b) {
  if (b.event->on == std::vector<std::string>{"*"}) return "everyone";
  std::vector<std::string> names;
  for (const std::string& id : b.event->on) names.push_back(in_sentence(name_of(world, id)));
  return fmt::format("{}", fmt::join(names, ", "));
}

/// Whether a government would carry a threat out for what it brings.
std::string credibility_words(const Stake& s) {
  if (s.musd.both_signs(no_change_musd))
    return "whether that pays is not identified, and with it whether the threat is credible";
  if (s.musd.high < -no_change_musd) return "it would have to want more than its own welfare to do so";
  return s.musd.low > no_change_musd ? "by its own welfare the threat is credible"
                                     : "its own welfare hardly moves";
}

/// What else the steps do to who is not threatened, and over what.
std::string chair_subline(const BriefAnalysis& b) {
  std::string words;
  if (const Stake* answer = stake_of(b, Step::answer))
    words = fmt::format("Retaliation, on top, {}. ", stake_words(*answer));
  if (const Stake* move = stake_of(b, Step::move); move != nullptr && b.chair == Chair::threatener)
    words += fmt::format("Unpunished, the move {}. ", stake_words(*move));
  if (b.stakes.empty()) return words;
  return words + brief_range_sentence(b, b.stakes.front().musd.cases) + rent_words(b);
}

/// The headline of who is not threatened.
std::string chair_headline(const World& world, const BriefAnalysis& b) {
  const std::string who = in_sentence(b.economy_name);
  const std::string by = in_sentence(name_of(world, b.event->by));
  const Stake* move = stake_of(b, Step::move);
  const Stake* hit = stake_of(b, Step::carry_out);
  if (hit == nullptr) return fmt::format("No figure for {}: an equilibrium behind it is not certified.", who);
  switch (b.chair) {
    case Chair::threatener:
      return capitalised(fmt::format("Carrying out its threat on {} ({}) {} for {}: {}.",
                                     target_words(world, b), threat_title(b), stake_words(*hit), who,
                                     credibility_words(*hit)));
    case Chair::partner:
      if (b.kind != MoveKind::deal)
        return capitalised(
            fmt::format("That {} {} {} for {}; its punishment by {} {}.", target_words(world, b),
                        b.kind == MoveKind::breach    ? "does not deliver"
                        : b.kind == MoveKind::refusal ? "holds out"
                        : not_made(b)                 ? "adopts the policy"
                                                      : "keeps its policy",
                        move == nullptr ? "is not solved" : stake_words(*move), who, by, stake_words(*hit)));
      return capitalised(
          fmt::format("{}'s deal with {} {}; its punishment by {} {} for {}.", who, target_words(world, b),
                      move == nullptr ? "is not solved" : stake_words(*move), by, stake_words(*hit), who));
    default:
      return capitalised(fmt::format(
          "{} is a bystander of the threat of {} on {}: {}carried out, it {} for {}.", who, by,
          target_words(world, b), move == nullptr ? "" : fmt::format("the move {}; ", stake_words(*move)),
          stake_words(*hit), who));
  }
}

}  // namespace

std::vector<std::string> move_sentences(const World& world, const BriefAnalysis& b) {
  std::vector<std::string> said;
  if (b.expected_musd) {
    Range expected = *b.expected_musd;
    const int told = b.leeway ? static_cast<int>(b.leeway->cases.size()) : 1;
    expected.cases = {told, told};
    said.push_back(expected_sentence(expected));
  }
  if (b.parts && !b.parts->parts.empty()) {
    double own = 0.0;
    double others = 0.0;
    bool has_own = false;
    std::vector<std::string> by;
    for (const MovePart& part : b.parts->parts) {
      const std::vector<int> acts = members_of(world, part.by);
      const bool mine = std::all_of(acts.begin(), acts.end(), [&](int n) {
        return std::find(b.members.begin(), b.members.end(), n) != b.members.end();
      });
      (mine ? own : others) += part.musd;
      has_own = has_own || mine;
      const std::string name = in_sentence(name_of(world, part.by));
      if (!mine && std::find(by.begin(), by.end(), name) == by.end()) by.push_back(name);
    }
    const auto size = [](double musd) {
      return fmt::format("{} {}", musd < 0.0 ? "a loss of" : "a gain of", money_words(std::abs(musd)));
    };
    if (!by.empty() && has_own)
      said.push_back(
          fmt::format("Of what the move does for {}, {} comes of its own Measures and {} of those of "
                      "{} (central case).",
                      in_sentence(b.economy_name), size(own), size(others), fmt::join(by, ", ")));
  }
  const auto of = [&](BriefOption option) -> const OptionOutcome* {
    for (const OptionOutcome& o : b.outcomes)
      if (o.option == option) return &o;
    return nullptr;
  };
  const OptionOutcome* punished = of(BriefOption::punished);
  const OptionOutcome* answered = of(BriefOption::retaliate);
  if (b.chair == Chair::threatened && !b.welfare_not_told && punished != nullptr && answered != nullptr) {
    const double revenue =
        answered->own.change.tariff_revenue_musd - punished->own.change.tariff_revenue_musd;
    const double wage = answered->own.change.real_wage_pct - punished->own.change.real_wage_pct;
    const auto answer =
        std::find_if(b.stakes.begin(), b.stakes.end(), [](const Stake& s) { return s.step == Step::answer; });
    std::vector<std::string> parts;
    if (std::abs(revenue) >= 1.0)
      parts.push_back(fmt::format("{} the treasury {} a year", revenue < 0.0 ? "costs" : "brings",
                                  money_words(std::abs(revenue))));
    if (std::string points = with_thousands(std::abs(wage), 2); points != "0.00")
      parts.push_back(fmt::format("{} the real wage by {} points", wage < 0.0 ? "cuts" : "raises", points));
    if (answer != b.stakes.end() && !parts.empty())
      said.push_back(
          fmt::format("Retaliation, on top of the punishment, {}{}: it {}{}.",
                      yearly_words(answer->musd.central, answer->musd.low, answer->musd.high, answer->pct),
                      b.draws ? " in the central case" : "", fmt::join(parts, " and "),
                      b.draws ? "" : " (central case)"));
  }
  for (const Offer& o : b.offers)
    if (o.partner_musd && o.threatened_musd)
      said.push_back(
          fmt::format("It could add {} ({}): lifted too, that {} {} a year for itself and {} {} for the "
                      "other side (central case).",
                      o.measure, o.title, *o.partner_musd < 0.0 ? "costs" : "brings",
                      money_words(std::abs(*o.partner_musd)), *o.threatened_musd < 0.0 ? "costs" : "brings",
                      money_words(std::abs(*o.threatened_musd))));
  return said;
}

std::string status_quo_words(const BriefAnalysis& b) {
  const StatusQuo& s = b.status_quo;
  return yearly_words(s.own->ev_musd, s.own_low.ev_musd, s.own_high.ev_musd, s.own->real_income_pct);
}

std::string brief_headline(const World& world, const BriefAnalysis& b) {
  const std::string who = in_sentence(b.economy_name);
  if (no_figure(b)) return fmt::format("No figure for {}: an equilibrium behind it is not certified.", who);
  if (b.welfare_not_told) return trade_headline(world, b);
  if (b.event && b.chair != Chair::threatened) return chair_headline(world, b);
  if (!b.leeway) {
    return fmt::format("{} on {}: against the base year the policy in force {}.", b.economy_name,
                       to_string(b.as_of), status_quo_words(b));
  }
  const Leeway& l = *b.leeway;
  const std::string by = in_sentence(name_of(world, b.event->by));
  if (l.central.reading == Reading::no_move)
    return fmt::format("{} of {} ({}) {} for {}.",
                       b.in_force ? "The act in force" : "Carried out, the threat", by,
                       b.event->title.empty() ? b.event->id : b.event->title, punished_words(b), who);
  const std::string range = leeway_ends_words(b);
  const std::string p_star = probability(l.central.p_star);
  const char* going_on = keeping(b.kind, not_made(b));
  const bool drawn = b.draws && b.draws->find(Drawn::p_star) != nullptr;
  // What holds in some of the draws is said of those alone.
  const auto there = [&](const DrawsThat& that) { return that.draws < b.draws->certified ? "there " : ""; };
  const auto open = [&](const std::string& of_centre, const std::string& what) {
    return capitalised(fmt::format(
        "{}'s leeway lies between {} and {}{}{}: whether {} pays even {}.", who, probability(l.low),
        probability(l.high), b.draws ? " " + told_over_words(b) : std::string(), of_centre, going_on, what));
  };
  switch (claim_of_brief(b)) {
    case LeewayClaim::no_move:
    case LeewayClaim::room:
      break;
    case LeewayClaim::unpunished_open:
      return open("", "unpunished is not known (sign not identified)");
    case LeewayClaim::unpunished_little:
      return open(fmt::format(" ({} in the central case)", p_star), "unpunished is too small to tell");
    case LeewayClaim::punished_open:
      return open("", fmt::format("if {} carries out its threat is not known (sign not identified)", by));
    case LeewayClaim::punished_centrally:
      return capitalised(
          fmt::format("In the central case {} pays for {} even if {} carries out its threat; {} "
                      "leeway is {} to {}.",
                      going_on, who, by, told_over_words(b), probability(l.low), probability(l.high)));
    case LeewayClaim::never:
      if (drawn && l.low > 0.0)
        return capitalised(
            fmt::format("In the central case {} does not pay for {} even if {} never carries out its "
                        "threat; {} leeway is {} to {}.",
                        going_on, who, by, told_over_words(b), probability(l.low), probability(l.high)));
      if (drawn)
        return capitalised(fmt::format(
            "{} has no leeway {}: {}{} does not pay even if {} never carries out its threat.", who,
            draws_that_words(b, b.draws->never_pays), there(b.draws->never_pays), going_on, by));
      return capitalised(
          fmt::format("{} has no leeway{}: {} does not pay even if {} never carries out its threat.", who,
                      range, going_on, by));
    case LeewayClaim::always:
      if (drawn)
        return capitalised(fmt::format("{}'s leeway is {} {}: {}{} pays even if {} carries out its threat.",
                                       who, p_star, draws_that_words(b, b.draws->always_pays),
                                       there(b.draws->always_pays), going_on, by));
      return capitalised(fmt::format("{}'s leeway is {}{}: {} pays even if {} carries out its threat.", who,
                                     p_star, range, going_on, by));
  }
  return capitalised(
      fmt::format("{}'s leeway is {}{}: {} pays only if the chance that {} carries out its threat is below "
                  "that.",
                  who, p_star, range, going_on, by));
}

std::string brief_subline(const BriefAnalysis& b) {
  std::string words;
  if (no_figure(b)) {
    if (b.no_leeway) words = failure_sentence(option_label(b, b.no_leeway->option), *b.no_leeway->failure);
  } else if (b.welfare_not_told && b.event) {
    // The sentence on welfare says it.
  } else if (b.event && b.chair != Chair::threatened) {
    words = chair_subline(b);
  } else if (!b.leeway) {
    const auto count = std::count_if(b.ledger.begin(), b.ledger.end(), pending);
    words = count == 0
                ? "No threat or investigation aimed at it is pending."
                : fmt::format("{} {} aimed at it {} pending ({}); name one with --event to weigh it.", count,
                              count == 1 ? "threat or investigation" : "threats and investigations",
                              count == 1 ? "is" : "are", pending_ids(b));
  } else if (b.leeway->central.reading == Reading::no_move) {
    words =
        (b.move_unsolved
             ? std::string("The Measures of the move change nothing that the model solves, so its gain is "
                           "not known and there is no leeway to weigh.")
             : std::string(
                   "No move that the model solves is on record behind it, so there is no leeway to weigh.")) +
        (b.stakes.empty() ? std::string()
                          : " " + brief_range_sentence(b, b.stakes.front().musd.cases) +
                                (b.draws ? place_of_central(b) : std::string()) + rent_words(b));
  } else {
    const auto asked = std::find_if(b.how_found.begin(), b.how_found.end(),
                                    [](const MoveNote& n) { return n.kind == MoveNote::Kind::asked; });
    if (asked != b.how_found.end())
      words = fmt::format("The threat is \"{}\", the move \"{}\". ", threat_title(b), asked->title);
    words += fmt::format("Unpunished, it {}; punished, it {}.", unpunished_words(b), punished_words(b)) +
             range_words(b);
  }
  for (const std::string& caution : cautions(b)) words += (words.empty() ? "" : " ") + caution;
  return words;
}

bool not_made(const BriefAnalysis& b) {
  return std::any_of(b.how_found.begin(), b.how_found.end(), [](const MoveNote& n) { return n.not_made; });
}

std::string option_label(const BriefAnalysis& b, BriefOption option) {
  switch (option) {
    case BriefOption::status_quo:
      return b.in_force ? fmt::format("Without {}", b.event->id) : "Status quo";
    case BriefOption::keep:
      return fmt::format("{}, no punishment", move(b));
    case BriefOption::punished:
      // What the move itself does is not known, so it is in no figure.
      return has_known_move(b) ? fmt::format("{}, threat carried out", move(b))
             : b.in_force      ? "The act in force"
                               : "Threat carried out";
    case BriefOption::retaliate:
      if (b.chair != Chair::threatened)
        return has_known_move(b) ? fmt::format("{}, punished and answered", move(b))
                                 : "Carried out and answered";
      return has_known_move(b) ? fmt::format("{}, punished, and retaliate", move(b))
             : b.in_force      ? "The act in force, and retaliate"
                               : "Punished, and retaliate";
    case BriefOption::drop:
      return giving_up(b);
  }
  return "";
}

bool unknown(const BriefAnalysis& b, BriefOption option) {
  return b.move_unsolved && (option == BriefOption::keep || option == BriefOption::drop);
}

std::string option_description(const BriefAnalysis& b, BriefOption option) {
  const char* why = b.move_unsolved ? "; not known: its Measures change nothing that the model solves" : "";
  switch (option) {
    case BriefOption::status_quo:
      return "Policy in force on the day";
    case BriefOption::keep:
      return fmt::format("The move stands and the threat stays a threat{}", why);
    case BriefOption::punished:
      return "The move stands and the threat is carried out in full";
    case BriefOption::retaliate:
      return "The threat is carried out and answered";
    case BriefOption::drop:
      return fmt::format("The move is {} and nothing is carried out{}", not_made(b) ? "not made" : "given up",
                         why);
  }
  return "";
}

const char* leeway_definition() {
  return "p* = G / (G + L): the largest probability of punishment at which the move still pays on average. G "
         "is "
         "the equivalent variation of the move unpunished and L minus that of the move punished, each "
         "against the "
         "same economy without the move, USD million a year at base-year prices. p* is 0 when the move does "
         "not "
         "pay even unpunished and 1 when it pays even punished. Stakes outside the economy are not in it.";
}

std::string break_even_words(const Leeway& leeway) {
  switch (leeway.break_even) {
    case BreakEven::not_asked:
      return "";
    case BreakEven::found:
      return leeway.break_even_rate
                 ? fmt::format("A punishing tariff of {} would already cancel the gain.",
                               percent_size(100.0 * *leeway.break_even_rate))
                 : fmt::format("At {} of its size the threat, carried out, would already cancel the gain.",
                               percent_size(100.0 * *leeway.break_even_scale));
    case BreakEven::pays_at_full_scale:
      return "In the central case the punished move is worth more than none even at full scale.";
    case BreakEven::no_gain:
      return "There is no gain that a smaller punishment could eat up.";
    case BreakEven::no_single_rate:
      return "The threat has no single rate to scale.";
    case BreakEven::not_certified:
      return "Which punishment would cancel the gain is not known: a solve on the way was not certified.";
  }
  return "";
}

std::vector<Assumption> brief_assumptions(const World& world, const BriefAnalysis& b) {
  std::vector<Assumption> list = assumptions_of(b.options, world);
  list.push_back(
      {"tariffs in force", "default estimate", b.alternative_rates ? "default, alternative" : "default",
       b.alternative_rates ? "the second, independent estimate of the rates gives part of the range"
                           : "no second estimate changes a rate here"});
  list.push_back(
      {"base year", std::to_string(world.base_year), "",
       fmt::format("flows of the base year; tariffs as on {}; later growth and new supply chains are not "
                   "in it",
                   to_string(world.tariff_date))});
  if (b.event) {
    list.push_back(range_assumption(b));
    if (b.draws)
      for (const auto& [name, how] : b.draws->assumed) list.push_back({"varies: " + name, how, "", ""});
    list.push_back(
        {"how the threat combines", to_string(b.event->combine), "add, max, replace",
         b.event->combine == Combine::add
             ? "the threatened rate comes on top of what is in force, without exemptions it does not name"
             : "as the Measure says"});
    list.push_back(
        {"punishment lasts", "for good", "", "the punished equilibrium is compared as a lasting state"});
    for (const MoveNote& note : b.how_found) list.push_back({"moves", "", "", note_words(note, b)});
  }
  add_measure_assumptions(list, b.measure_assumptions);
  return list;
}

SourceLine brief_source(const BriefAnalysis& b, const LedgerEntry& entry) {
  SourceLine line = source_line(entry);
  for (const MoveNote& note : b.how_found) {
    if (std::find(note.mirrors.begin(), note.mirrors.end(), line.id) == note.mirrors.end()) continue;
    line.title = fmt::format("The same by {} on {}", line.by, fmt::join(line.on, ", "));
    line.note = "Assumption: no answer is on record, so the threat is mirrored at its own rate.";
  }
  return line;
}

std::vector<std::string> brief_notes(const BriefAnalysis& b) {
  std::vector<std::string> notes;
  for (const MoveNote& note : b.how_found) notes.push_back(note_words(note, b));
  for (std::string& words : alone_sentences(b.alone)) notes.push_back(std::move(words));
  if (std::string words = outside_ledger(b.span, b.as_of); !words.empty()) notes.push_back(std::move(words));
  for (std::string& caution : cautions(b)) notes.push_back(std::move(caution));
  for (const OptionOutcome& o : b.outcomes)
    if (o.not_split)
      notes.push_back(fmt::format("{}: real income is not split: at {} of the way: {}",
                                  option_label(b, o.option), percent_size(100.0 * o.not_split_at),
                                  failure_words(*o.not_split)));
  std::vector<std::string> instruments;
  if (b.event) instruments.push_back(to_string(b.event->instrument));
  for (const LedgerEntry& entry : b.ledger)
    if (entry.because && !is_in_force(*entry.because))
      instruments.push_back(to_string(entry.measure.instrument));
  std::string line = record_line(past_figures(), instruments, b.known_by.value_or(b.as_of));
  if (!line.empty() && b.certified) notes.push_back(std::move(line));
  return notes;
}

}  // namespace leeway
