#include "leeway/policy/collect.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "leeway/policy/own_rates.h"
#include "leeway/policy/scale.h"
#include "leeway/policy/term_range.h"

namespace leeway {

namespace {

using Ids = std::set<std::string, std::less<>>;

void check_ids(const World& world, const Ledger& ledger, const PolicyOptions& options, Ids& used,
               Ids& dropped) {
  for (const std::string& id : options.drop) {
    check_drop(world, ledger, options, id);
    dropped.insert(id);
  }
  for (const std::string& id : options.use) {
    ledger.measure(id, options.place(id));
    if (dropped.contains(id))
      throw InputError(options.place(id), fmt::format("measure \"{}\" is both used and dropped", id));
    used.insert(id);
  }
}

}  // namespace

Chosen choose_acting(const Ledger& ledger, const PolicyOptions& options, const Measure& measure,
                     Status status, Reason reason) {
  // Rates recorded after what is known would be hindsight: the last known ones stay.
  const Date rates_of = options.known_by ? std::min(options.as_of, *options.known_by) : options.as_of;
  std::shared_ptr<const Measure> known = ledger.share(measure);
  if (options.known_by && has_later_terms(measure, *options.known_by))
    known = std::make_shared<const Measure>(as_known(measure, *options.known_by));
  return {std::move(known), status, reason, options.as_of, rates_of};
}

Chosen choose_base(const Ledger& ledger, const Measure& measure, Date date) {
  return {ledger.as_recorded(measure), Status::in_force, Reason::in_force, date, date};
}

bool in_base_year(const World& world, const Ledger& ledger, const Measure& measure) {
  return ledger.status(measure, world.tariff_date) == Status::in_force;
}

void check_drop(const World& world, const Ledger& ledger, const PolicyOptions& options,
                const std::string& id) {
  const Measure& measure = ledger.measure(id, options.place(id));
  const Status status = ledger.status(measure, options.as_of, options.known_by);
  if (status != Status::in_force && !in_base_year(world, ledger, measure))
    throw InputError(options.place(id),
                     fmt::format("measure \"{}\" is not in force on {}, so it cannot be dropped", id,
                                 to_string(options.as_of)),
                     fmt::format("its status on that day: {}", to_string(status)));
}

bool is_of(const Measure& measure, const std::string& id) {
  return measure.id == id || measure.part_of == id;
}

std::vector<Chosen> choose_inline(const World& world, const Ledger& ledger, const PolicyOptions& options,
                                  const Measure& measure, const std::vector<Measure>& others) {
  if (ledger.find_measure(measure.id) != nullptr)
    throw InputError(measure.place("id"), fmt::format("measure \"{}\" is in the ledger already", measure.id),
                     "to change it, drop it and give the changed one an id of its own");
  if (std::any_of(others.begin(), others.end(), [&](const Measure& it) { return it.id == measure.id; }))
    throw InputError(measure.place("id"), fmt::format("id \"{}\" occurs twice", measure.id));
  std::vector<Chosen> chosen;
  if (own_status(measure, options.as_of) != Status::in_force) return chosen;
  for (Measure& part : by_importer(world, measure, options.as_of))
    chosen.push_back({std::make_shared<const Measure>(std::move(part)), Status::in_force, Reason::inlined,
                      options.as_of, options.as_of});
  return chosen;
}

void refuse_shared_ids(const std::vector<Chosen>& chosen) {
  std::map<std::string, const Measure*> seen;
  for (const Chosen& one : chosen) {
    const Measure& measure = *one.measure;
    const auto [known, fresh] = seen.emplace(measure.id, &measure);
    if (fresh || (measure.part_of.empty() && known->second->part_of.empty())) continue;
    const Measure& part = measure.part_of.empty() ? *known->second : measure;
    const Measure& other = measure.part_of.empty() ? measure : *known->second;
    throw InputError(
        other.place("id"),
        fmt::format("id \"{}\" is that of a part of {}, a table of rates", part.id, part.part_of),
        "give one of them another id");
  }
}

Chosen choose_used(const Ledger& ledger, const PolicyOptions& options, const Measure& measure) {
  const Status status = ledger.status(measure, options.as_of, options.known_by);
  return choose_acting(ledger, options, measure, status,
                       status == Status::in_force ? Reason::in_force : Reason::used);
}

void apply_scale(const TermScale& scaled, Chosen& chosen) {
  chosen.measure = std::make_shared<const Measure>(scale(*chosen.measure, scaled.term, scaled.factor));
}

void refuse_scale(const PolicyOptions& options, const TermScale& scale) {
  throw InputError(options.place(scale.measure),
                   fmt::format("measure \"{}\" does not act on {}, so its `{}` cannot be scaled",
                               scale.measure, to_string(options.as_of), to_string(scale.term)));
}

Collection collect(const World& world, const Ledger& ledger, const PolicyOptions& options) {
  Ids used;
  Ids dropped;
  check_ids(world, ledger, options, used, dropped);
  Collection collection;
  for (const Measure& measure : ledger.measures()) {
    if (in_base_year(world, ledger, measure))
      collection.in_base.push_back(choose_base(ledger, measure, world.tariff_date));
    if (dropped.contains(measure.id)) continue;
    const Status status = ledger.status(measure, options.as_of, options.known_by);
    if (status == Status::in_force)
      collection.now.push_back(choose_acting(ledger, options, measure, status, Reason::in_force));
    else if (used.contains(measure.id))
      collection.now.push_back(choose_acting(ledger, options, measure, status, Reason::used));
  }
  std::vector<Measure> others;
  for (const Measure& measure : options.measures) {
    for (Chosen& chosen : choose_inline(world, ledger, options, measure, others))
      collection.now.push_back(std::move(chosen));
    others.push_back(measure);
  }
  refuse_shared_ids(collection.now);
  for (const TermScale& scale : options.scaled) {
    bool acts = false;
    for (Chosen& chosen : collection.now) {
      if (!is_of(*chosen.measure, scale.measure)) continue;
      apply_scale(scale, chosen);
      acts = true;
    }
    if (!acts) refuse_scale(options, scale);
  }
  for (const TermEnd& end : options.ends)
    for (std::vector<Chosen>* list : {&collection.now, &collection.in_base})
      for (Chosen& chosen : *list)
        if (is_of(*chosen.measure, end.measure))
          chosen.measure = std::make_shared<const Measure>(at_end(*chosen.measure, end.term, end.high));
  return collection;
}

}  // namespace leeway
