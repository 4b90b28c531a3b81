// The ledger as far as a world knows its names: worlds of one's own hold fewer economies, or other sectors.

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "leeway/base/error.h"
#include "leeway/base/money.h"
#include "leeway/base/paths.h"
#include "leeway/policy/ledger.h"
#include "leeway/policy/ledger_choice.h"
#include "leeway/policy/names.h"
#include "leeway/policy/term_values.h"
#include "leeway/world/currency.h"
#include "leeway/world/schema.h"

namespace leeway {

namespace {

bool knows_economy(const World& world, const std::string& name) {
  return name == "*" || world.find_economy(name) || world.find_group(name) != nullptr;
}

/// Products that a world lacks are left out where a Measure is bound, which says so.
bool knows_goods(const World& world, const std::string& name) {
  if (is_product(name)) return true;
  try {
    return !world.resolve_goods(name, Location{}).empty();
  } catch (const InputError&) {
    return false;
  }
}

void drop_unknown(const World& world, std::map<std::string, double>& by_goods) {
  std::erase_if(by_goods, [&](const auto& entry) { return !knows_goods(world, entry.first); });
}

std::string listed(const std::vector<std::string>& names) {
  return fmt::format("{}", fmt::join(names, ", "));
}

template <class Value>
std::string keys_of(const std::map<std::string, Value>& by_goods) {
  std::vector<std::string> names;
  for (const auto& entry : by_goods) names.push_back(entry.first);
  return listed(names);
}

/// Takes the names out that the world does not know. Why nothing is left to act, or to act on; empty where
/// something is.
std::string fit(const World& world, Measure& m) {
  const Measure whole = m;
  std::erase_if(m.on, [&](const std::string& name) { return !knows_economy(world, name); });
  std::erase_if(m.goods, [&](const std::string& name) { return !knows_goods(world, name); });
  std::erase_if(m.terms.exclude, [&](const std::string& name) { return !knows_goods(world, name); });
  drop_unknown(world, m.terms.coverage_by_goods);
  drop_unknown(world, m.terms.restriction_by_goods);
  for (TermRange& range : m.terms_range)
    if (range.term != "firms")
      std::erase_if(range.ends,
                    [&](const TermEnds& ends) { return !ends.of.empty() && !knows_goods(world, ends.of); });
  std::erase_if(m.terms_range, [](const TermRange& range) { return range.ends.empty(); });
  const Terms& terms = whole.terms;
  if (!knows_economy(world, m.by)) return fmt::format("by {}, which is not in this world", m.by);
  if (m.on.empty()) return fmt::format("on {}, of which nobody is in this world", listed(whole.on));
  if (m.goods.empty()) return fmt::format("of {}, which this world does not have", listed(whole.goods));
  if (!terms.coverage_by_goods.empty() && m.terms.coverage_by_goods.empty())
    return fmt::format("covers shares of {}, which this world does not have",
                       keys_of(terms.coverage_by_goods));
  if (!terms.restriction_by_goods.empty() && m.terms.restriction_by_goods.empty())
    return fmt::format("restricts {}, which this world does not have", keys_of(terms.restriction_by_goods));
  return "";
}

/// The same of an event; false for a threat that nobody here made, or that no one here met.
bool fit(const World& world, Event& event) {
  const auto unknown = [&](const std::string& name) { return !knows_economy(world, name); };
  const bool by_none = std::erase_if(event.by, unknown) > 0 && event.by.empty();
  const bool on_none = std::erase_if(event.on, unknown) > 0 && event.on.empty();
  if (event.threat)
    std::erase_if(event.threat->goods, [&](const std::string& name) { return !knows_goods(world, name); });
  return !event.threat || !(by_none || on_none);
}

/// Currencies that a Measure's amounts are in.
std::vector<std::string> currencies_of(const Measure& m) {
  const Terms& t = m.terms;
  std::vector<std::string> found;
  if (t.amount > 0.0 || (t.value > 0.0 && !t.value_of_base)) found.push_back(currency_of(t));
  if (t.price > 0.0) found.push_back(t.price_unit.substr(0, 3));
  if (const auto money = money_of({t.quota, t.quota_unit})) found.push_back(money->currency);
  for (const QuotaStep& step : t.quota_steps)
    if (const auto money = money_of({step.amount, step.unit})) found.push_back(money->currency);
  return found;
}

/// Why a world cannot have what a Measure commits in money, which was written for real incomes: above them no
/// equilibrium can hold it. Empty where it can.
std::string cannot_be_paid(const World& world, const Measure& m) {
  for (const std::string& currency : currencies_of(m))
    if (currency != currency_code(world) && !(currency == "USD" && currency_per_usd(world) > 0.0))
      return fmt::format("its amount is in {}, and the world in {} has no rate for it", currency,
                         currency_code(world));
  const bool commits = m.instrument == Instrument::purchase_commitment && !m.terms.value_of_base;
  if (!commits && m.instrument != Instrument::transfer) return "";
  const double rate = exchange(world, currency_of(m.terms), m.where);
  const Date day = m.effective.value_or(m.announced);
  const std::vector<double> income = gdp(world);
  double paid = 0.0;
  for (const int n : economies_of(world, {m.by}, day, m, "by")) paid += income[static_cast<std::size_t>(n)];
  if (!commits)
    return rate * m.terms.grant_share * m.terms.amount < paid * m.terms.years
               ? ""
               : fmt::format("gives more a year than the whole income of {} in this world", m.by);
  double made = 0.0;
  for (const int i : economies_of(world, m.on, day, m, "on"))
    for (int k = 0; k < world.producer_count(); ++k) made += world.output(i, k);
  if (rate * m.terms.value >= paid)
    return fmt::format("buys for more a year than the whole income of {} in this world", m.by);
  return rate * m.terms.value < made
             ? ""
             : fmt::format("buys for more a year than all that {} makes in this world", listed(m.on));
}

/// Why a table of rates says nothing of the world; empty where it does, or the Measure has none.
std::string without_rates(const World& world, const Ledger& ledger, const Measure& m) {
  const Schedule* schedule = m.terms.schedule.empty() ? nullptr : ledger.find_schedule(m.terms.schedule);
  const auto rates = schedule == nullptr ? Schedule::const_iterator() : schedule->find(m.id);
  if (schedule == nullptr || rates == schedule->end()) return "";
  std::set<std::string> goods;
  for (const auto& [partner, of_partner] : rates->second)
    for (const auto& [sector, steps] : of_partner) {
      if (world.find_line(sector) || world.find_sector(sector)) return "";
      goods.insert(sector);
    }
  if (goods.empty()) return "";
  constexpr std::size_t told = 6;
  std::vector<std::string> names(goods.begin(), goods.end());
  const std::size_t more = names.size() > told ? names.size() - told : 0;
  names.resize(names.size() - more);
  return fmt::format("its rates are on {}{}, which this world does not have by these names", listed(names),
                     more > 0 ? fmt::format(" and {} more", more) : "");
}

/// Why it cannot hold a Measure, which loses the names that it does not know; empty where it can.
std::string unfit(const World& world, const Ledger& ledger, Measure& m) {
  std::string why = fit(world, m);
  if (why.empty()) why = cannot_be_paid(world, m);
  return why.empty() ? without_rates(world, ledger, m) : why;
}

}  // namespace

Ledger Ledger::as_known_to(const World& world) const {
  std::vector<Measure> kept;
  std::vector<std::string> left_out;
  std::size_t trimmed = 0;
  for (const Measure& measure : measures()) {
    Measure fitted = measure;
    if (!unfit(world, *this, fitted).empty()) {
      left_out.push_back(measure.id);
      continue;
    }
    trimmed += fitted.on == measure.on && fitted.goods == measure.goods ? 0 : 1;
    kept.push_back(std::move(fitted));
  }
  // What stands in for a Measure goes with it.
  const auto is_out = [&](const std::string& id) {
    return std::find(left_out.begin(), left_out.end(), id) != left_out.end();
  };
  const auto stands_in = [&](const Measure& m) {
    return !m.terms.replaces.empty() && is_out(m.terms.replaces);
  };
  for (auto found = std::find_if(kept.begin(), kept.end(), stands_in); found != kept.end();
       found = std::find_if(kept.begin(), kept.end(), stands_in)) {
    left_out.push_back(found->id);
    kept.erase(found);
  }
  std::vector<Event> told;
  std::vector<std::string> untold;
  bool events_fit = true;
  for (const Event& event : events()) {
    Event fitted = event;
    if (!fit(world, fitted)) {
      untold.push_back(event.id);
      continue;
    }
    events_fit &= fitted.by == event.by && fitted.on == event.on;
    if (fitted.threat) {
      events_fit &= fitted.threat->goods == event.threat->goods;
      events_fit &= 0 == std::erase_if(fitted.threat->measures, is_out);
    }
    told.push_back(std::move(fitted));
  }
  if (left_out.empty() && trimmed == 0 && events_fit && untold.empty()) return *this;
  const auto is_untold = [&](const std::string& id) {
    return is_out(id) || std::find(untold.begin(), untold.end(), id) != untold.end();
  };
  for (Measure& m : kept) std::erase_if(m.condition, is_untold);
  Ledger ledger(std::move(kept), std::move(told), schedules(), content_hash(), lists());
  auto data = std::make_shared<Data>(*ledger.data_);
  data->left_out = std::move(left_out);
  data->trimmed = trimmed;
  ledger.data_ = std::move(data);
  return ledger;
}

std::string why_left_out(const World& world, const Ledger& whole, const Measure& measure) {
  Measure fitted = measure;
  std::string reason = unfit(world, whole, fitted);
  if (reason.empty() && !measure.terms.replaces.empty())
    reason = fmt::format("stands in for {}, which is left out", measure.terms.replaces);
  return reason;
}

std::filesystem::path ledger_folder(const World& world, const std::string& asked) {
  const std::string which = asked.empty() ? ledger_of(world) : asked;
  if (which == no_ledger) return {};
  return which.empty() ? share_folder() / "data" / "ledger" : std::filesystem::path(which);
}

Ledger whole_ledger(const World& world, const std::string& asked) {
  const std::filesystem::path folder = ledger_folder(world, asked);
  if (folder.empty()) return {};
  Ledger ledger = load_ledger(folder);
  // A folder without an entry is a slip, not a ledger in which nothing happened.
  if (!asked.empty() && ledger.measures().empty() && ledger.events().empty())
    throw InputError(Location{asked}, "has no entry of a ledger",
                     "a folder with the .toml files of a ledger, as data/ledger has; or none");
  return ledger;
}

Ledger open_ledger(const World& world) { return whole_ledger(world).as_known_to(world); }

}  // namespace leeway
