#include "leeway/strategy/brief_words.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "leeway/base/units.h"

namespace leeway {

namespace {

std::string money(double musd) {
  const double size = std::abs(musd);
  if (size >= 99950.0) return fmt::format("USD {:.0f} bn", size / 1e3);
  if (size >= 999.5) return fmt::format("USD {:.1f} bn", size / 1e3);
  return size >= 9.5 ? fmt::format("USD {:.0f} mn", size) : fmt::format("USD {:.2g} mn", size);
}

// Percent with two significant digits and no exponent.
std::string two_digits(double percent) {
  const double size = std::abs(percent);
  if (size < 5e-7) return "0%";
  if (size >= 9.95) return fmt::format("{:.0f}%", percent);
  return fmt::format("{:.{}f}%", percent,
                     std::clamp(1 - static_cast<int>(std::floor(std::log10(size))), 1, 6));
}

std::string probability(double p) { return two_digits(100.0 * p); }

// As it stands in a sentence.
std::string in_words(const std::string& name) {
  for (const char* start : {"United ", "European Union", "Netherlands", "Philippines", "Rest of"})
    if (name.starts_with(start)) return "the " + name;
  return name;
}

std::string sentence(std::string text) {
  if (text.starts_with("the ")) text.front() = 'T';
  return text;
}

std::string real_income(double pct) { return two_digits(std::abs(pct)) + " of real income"; }

std::string gain_or_loss(double musd, double pct) {
  return fmt::format("{} {} a year ({})", musd >= 0.0 ? "brings" : "costs", money(musd), real_income(pct));
}

std::string signed_change(const EconomyChange& change) {
  return fmt::format("{} {} ({}{:.2f}% of real income)", change.ev_musd >= 0.0 ? "gain of" : "loss of",
                     money(change.ev_musd), change.ev_musd >= 0.0 ? "+" : "-",
                     std::abs(change.real_income_pct));
}

// Whether the central case is an extreme of the range, which a reader should not have to find out.
std::string place_of_central(const Leeway& l) {
  int less = 0;
  int more = 0;
  for (const LeewayCase& c : l.cases) {
    less += c.p_star < l.central.p_star ? 1 : 0;
    more += c.p_star > l.central.p_star ? 1 : 0;
  }
  if (less + more == 0) return "";
  return fmt::format(" Of the other cases {} leave less room than the central one ({}) and {} more.", less,
                     l.central.elasticities, more);
}

/// Of an economy that neither makes the move nor is threatened: which of the two it would rather see.
std::string bystander_headline(const BriefAnalysis& b, const std::string& who, const std::string& by,
                               const std::string& range) {
  const Leeway& l = *b.leeway;
  const std::string start = fmt::format("{} is a bystander of the threat of {}: the move {}, and punished {}",
                                        who, by, gain_or_loss(l.central.gain_musd, l.central.gain_pct),
                                        gain_or_loss(-l.central.loss_musd, -l.central.loss_pct));
  if (l.central.reading != Reading::room) return start + ".";
  return start + fmt::format("; it is better off with the move up to a chance of punishment of {}{}.",
                             probability(l.central.p_star), range);
}

void headline_of_status_quo(BriefAnalysis& b) {
  const EconomyChange& own = *b.status_quo.own;
  b.headline = fmt::format("{} on {}: the policy in force means a {} against the base year.", b.economy_name,
                           to_string(b.as_of), signed_change(own));
  const auto pending = std::count_if(b.ledger.begin(), b.ledger.end(), [](const LedgerEntry& e) {
    return e.status == Status::threatened || e.status == Status::under_investigation;
  });
  b.subline = pending == 0
                  ? "No threat or investigation aimed at it is pending."
                  : fmt::format("{} {} aimed at it {} pending; name one with an event to weigh it.", pending,
                                pending == 1 ? "threat or investigation" : "threats and investigations",
                                pending == 1 ? "is" : "are");
}

}  // namespace

void write_headline(const World& world, BriefAnalysis& b) {
  const std::string who = in_words(b.economy_name);
  if (!b.certified && (!b.leeway || !b.event)) {
    b.headline = fmt::format("No figure for {}: an equilibrium behind it is not certified.", who);
    return;
  }
  if (!b.leeway) {
    headline_of_status_quo(b);
    return;
  }
  const Leeway& l = *b.leeway;
  const std::string by = in_words(name_of(world, b.event->by));
  const std::string threat = b.event->title.empty() ? b.event->id : b.event->title;
  const std::string range = l.cases.size() > 1 && l.low < l.high
                                ? fmt::format(" ({} to {})", probability(l.low), probability(l.high))
                                : "";
  switch (l.central.reading) {
    case Reading::room:
      b.headline = fmt::format(
          "{}'s leeway is {}{}: {} pays only if the chance that {} carries out its threat is below that.",
          who, probability(l.central.p_star), range, b.move, by);
      break;
    case Reading::never_pays:
      b.headline = fmt::format("{} has no leeway{}: {} does not pay even if {} never carries out its threat.",
                               who, range, b.move, by);
      break;
    case Reading::always_pays:
      b.headline = fmt::format("{}'s leeway is 100%{}: {} pays even if {} carries out its threat.", who,
                               range, b.move, by);
      break;
    case Reading::no_move:
      b.headline = fmt::format("Carried out, the threat of {} ({}) {} for {}.", by, threat,
                               gain_or_loss(-l.central.loss_musd, -l.central.loss_pct), who);
      b.subline = "No move that the model solves is on record behind it, so there is no leeway to weigh.";
      return;
  }
  if (b.bystander) b.headline = bystander_headline(b, who, by, range);
  b.headline = sentence(b.headline);
  std::set<std::string> sets;
  std::set<std::string> rates;
  std::set<std::optional<double>> horizons;
  for (const LeewayCase& c : l.cases) {
    sets.insert(c.elasticities);
    rates.insert(c.rates);
    horizons.insert(c.horizon);
  }
  b.subline = fmt::format("Unpunished, it {}; punished, it {}.",
                          gain_or_loss(l.central.gain_musd, l.central.gain_pct),
                          gain_or_loss(-l.central.loss_musd, -l.central.loss_pct));
  if (l.cases.size() > 1)
    b.subline +=
        fmt::format(" The range is over {} sets of trade elasticities{}.", sets.size(),
                    (horizons.size() > 1 ? fmt::format(", {} horizons", horizons.size()) : std::string()) +
                        (rates.size() > 1 ? " and two estimates of the tariffs in force" : "")) +
        place_of_central(l);
  if (!l.failed.empty())
    b.subline += fmt::format(" It is over {} of {} cases: the others did not certify.", l.cases.size(),
                             l.cases.size() + l.failed.size());
}

std::vector<Assumption> brief_assumptions(const World& world, const BriefInputs& inputs, const Moves* moves,
                                          bool alternative_rates) {
  const Options& o = inputs.options;
  const std::string set = o.elasticities.empty() ? world.default_elasticities : o.elasticities;
  std::vector<std::string> sets;
  for (const ElasticitySet& other : world.elasticities) sets.push_back(other.id);
  std::vector<Assumption> list = {
      {"closure", to_string(o.closure), "share, balanced, numeraire, own", "how trade imbalances respond"},
      {"trade elasticities", set, fmt::format("{}", fmt::join(sets, ", ")),
       inputs.ranges ? "theta = sigma - 1 by line; the leeway's range runs over every set"
                     : "theta = sigma - 1 by sector; no range was asked for"},
      {"horizon", o.horizon ? fmt::format("{} years", shortest(*o.horizon)) : "long run",
       "0 to 50 years, long run",
       inputs.ranges
           ? "trade reacts less in the first years, so a punishment costs more then: 1 and 10 years "
             "and the long run are in the range"
           : "trade reacts less in the first years, so a punishment costs more then: --horizon 1 or 5 "
             "says how much"},
      {"substitution",
       fmt::format("{} / {} / {}", shortest(o.sigma_value_added), shortest(o.sigma_materials),
                   shortest(o.sigma_final)),
       "0.01 to 10", "value added against materials / among materials / in final use; 1 is Cobb-Douglas"},
      {"sector-specific factors", shortest(o.specific_factors), "0 to 0.98",
       "share of value added that cannot leave its sector"},
      {"labour and prices", "mobile, flexible", "",
       "labour moves between sectors, not between economies; prices pass through fully; no unemployment"},
      {"tariffs in force", "default estimate", alternative_rates ? "default, alternative" : "default",
       alternative_rates ? "the second, independent estimate of the rates gives part of the range"
                         : "no second estimate changes a rate here"},
      {"base year", std::to_string(world.base_year), "",
       fmt::format(
           "flows of the base year; tariffs as on {}; later growth and new supply chains are not in it",
           to_string(world.tariff_date))},
  };
  if (moves == nullptr) return list;
  const Measure& threat = *moves->threat;
  list.push_back(
      {"how the threat combines", to_string(threat.combine), "add, max, replace",
       threat.combine == Combine::add
           ? "the threatened rate comes on top of what is in force, without exemptions it does not name"
           : "as the Measure says"});
  list.push_back(
      {"punishment lasts", "for good", "", "the punished equilibrium is compared as a lasting state"});
  for (const std::string& note : moves->notes) list.push_back({"moves", "", "", note});
  return list;
}

}  // namespace leeway
