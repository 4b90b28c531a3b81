// The ledger as far as a world knows its names: worlds of one's own hold fewer economies, or other sectors.

#include <algorithm>

#include "leeway/base/error.h"
#include "leeway/policy/ledger.h"
#include "leeway/policy/names.h"

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

/// Takes the names out that the world does not know; false where nothing is left to act, or to act on.
bool fit(const World& world, Measure& m) {
  std::erase_if(m.on, [&](const std::string& name) { return !knows_economy(world, name); });
  std::erase_if(m.goods, [&](const std::string& name) { return !knows_goods(world, name); });
  std::erase_if(m.terms.exclude, [&](const std::string& name) { return !knows_goods(world, name); });
  const bool by_coverage = !m.terms.coverage_by_goods.empty();
  const bool by_restriction = !m.terms.restriction_by_goods.empty();
  drop_unknown(world, m.terms.coverage_by_goods);
  drop_unknown(world, m.terms.restriction_by_goods);
  for (TermRange& range : m.terms_range)
    if (range.term != "firms")
      std::erase_if(range.ends,
                    [&](const TermEnds& ends) { return !ends.of.empty() && !knows_goods(world, ends.of); });
  std::erase_if(m.terms_range, [](const TermRange& range) { return range.ends.empty(); });
  return knows_economy(world, m.by) && !m.on.empty() && !m.goods.empty() &&
         by_coverage == !m.terms.coverage_by_goods.empty() &&
         by_restriction == !m.terms.restriction_by_goods.empty();
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

/// Whether a world has incomes for what a Measure commits in USD, which was written for real ones: above that
/// no equilibrium can hold it.
bool can_be_paid(const World& world, const Measure& m) {
  const bool commits = m.instrument == Instrument::purchase_commitment && !m.terms.value_of_base;
  if (!commits && m.instrument != Instrument::transfer) return true;
  const Date day = m.effective.value_or(m.announced);
  const std::vector<double> income = gdp(world);
  double paid = 0.0;
  for (const int n : economies_of(world, {m.by}, day, m, "by")) paid += income[static_cast<std::size_t>(n)];
  if (!commits) return m.terms.grant_share * m.terms.amount < paid * m.terms.years;
  double made = 0.0;
  for (const int i : economies_of(world, m.on, day, m, "on"))
    for (int k = 0; k < world.producer_count(); ++k) made += world.output(i, k);
  return m.terms.value < paid && m.terms.value < made;
}

}  // namespace

Ledger Ledger::as_known_to(const World& world) const {
  std::vector<Measure> kept;
  std::vector<std::string> left_out;
  std::size_t trimmed = 0;
  for (const Measure& measure : measures()) {
    Measure fitted = measure;
    if (!fit(world, fitted) || !can_be_paid(world, fitted)) {
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

Ledger open_ledger(const World& world) { return open_ledger().as_known_to(world); }

}  // namespace leeway
