// A policy in one pass: which Measures act (collect), what they mean in a world on the day (bind), and what
// they come to on the flows that they touch (cells, parts, instruments).

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "leeway/policy/between.h"
#include "leeway/policy/measure_toml.h"
#include "leeway/policy/multipliers.h"
#include "leeway/policy/policy.h"
#include "leeway/policy/precision.h"
#include "leeway/policy/resolve_like.h"
#include "leeway/policy/tariff_lines.h"

namespace leeway {

struct Resolution {
  Ledger ledger;
  PolicyOptions options;
  BoundSet set;
  /// Of another policy that some of the Measures were bound for, whose lists of goods they read.
  std::shared_ptr<const Resolution> lender = nullptr;
  /// As first cut; of a policy that is made of another, the other's until then.
  std::shared_ptr<const Cuts> cuts = nullptr;
};

namespace {

Reason reason_of(const Acting& acting) {
  const Reason reason = acting.bound->chosen().reason;
  if (reason != Reason::in_force) return reason;
  return acting.in_base != nullptr ? Reason::in_base_year : Reason::in_force;
}

bool touches_any_flow(const World& world, const BoundMeasure& bound) {
  const bool own_table = bound.measure().terms.rates != nullptr;
  bool any = false;
  bound.each_flow([&](int line, int importer, int exporter) {
    any = any || (world.flow(line, importer, exporter) > 0.0 && bound.coverage(line, exporter) > 0.0 &&
                  (!own_table || bound.states_rate(line, exporter)));
  });
  return any;
}

/// Whether all that a pact does is to cut tariffs, of which there are none.
bool cuts_nothing(const World& world, const BoundMeasure& bound) {
  const Terms& terms = bound.measure().terms;
  if (bound.measure().instrument != Instrument::pact || terms.barrier_cut > 0.0 || terms.origin_cost > 0.0)
    return false;
  bool any = false;
  bound.each_flow([&](int line, int importer, int exporter) {
    any =
        any || (world.flow(line, importer, exporter) > 0.0 && world.tariff(line, importer, exporter) != 0.0);
  });
  return !any;
}

/// Of a table of rates: whether any importer's part of it does.
bool whole_touches_any_flow(const World& world, const BoundSet& set, const Measure& measure) {
  return std::any_of(set.now.begin(), set.now.end(), [&](const Acting& acting) {
    const Measure& other = acting.measure();
    return (measure.part_of.empty() ? other.id == measure.id : other.part_of == measure.part_of) &&
           touches_any_flow(world, *acting.bound);
  });
}

/// What a Measure without a flow is on, in words where a table says it row by row.
PolicyNote no_flow_of(const Measure& measure, Date day) {
  if (measure.terms.rates == nullptr) return {PolicyNote::Kind::no_flow_left, measure.id, measure.goods};
  return {PolicyNote::Kind::no_flow_left,
          measure.part_of.empty() ? measure.id : measure.part_of,
          {fmt::format("what {} has rates for on {}", measure.terms.schedule, to_string(day))}};
}

/// What a world lacks of the goods of a Measure, or of one part of a table of rates.
void warn_of_goods(const World& world, const BoundMeasure& bound, PolicyNotes& warnings) {
  using Kind = PolicyNote::Kind;
  const Measure& measure = bound.measure();
  const std::string& id = measure.part_of.empty() ? measure.id : measure.part_of;
  if (const auto& lines = measure.lines; lines != nullptr) {
    if (!lines->untraded.empty()) add_once(warnings, {Kind::lines_untraded, id, lines->untraded});
    if (!lines->cut.empty()) add_once(warnings, {Kind::lines_cut, id, lines->cut});
    if (lines->stand_in) add_once(warnings, {Kind::lines_stand_in, id});
  }
  for (const std::string& product : bound.absent())
    add_once(warnings, {Kind::not_carved_out, id, {product, world.name}});
}

void warn(const World& world, const BoundSet& set, const BoundMeasure& bound, const PolicyOptions& options,
          PolicyNotes& warnings) {
  using Kind = PolicyNote::Kind;
  const Measure& measure = bound.measure();
  if (!is_solved(measure))
    warnings.push_back(
        {measure.instrument == Instrument::licence ? Kind::licence_in_words : Kind::floor_without_price,
         measure.id});
  if (bound.chosen().reason != Reason::in_force && measure.instrument != Instrument::transfer &&
      is_solved(measure) && !whole_touches_any_flow(world, set, measure))
    warnings.push_back(no_flow_of(measure, options.as_of));
  else if (bound.chosen().reason != Reason::in_force && cuts_nothing(world, bound))
    warnings.push_back({Kind::no_tariff_to_cut, measure.id});
  if (bound.chosen().reason == Reason::used && options.known_by && measure.announced > *options.known_by)
    warnings.push_back({Kind::hindsight,
                        measure.id,
                        {std::string(precision_of(measure, measure.announced))},
                        {},
                        {measure.announced, *options.known_by}});
  if (measure.instrument == Instrument::pact && measure.terms.phase_in > 0.0 &&
      (!measure.effective || *measure.effective > options.as_of))
    warnings.push_back({Kind::taken_phased_in, measure.id, {}, {}, {options.as_of}});
}

/// Measures that a scenario wrote and whose own dates leave the day out.
void warn_of_idle(const Resolution& resolution, PolicyNotes& warnings) {
  using Kind = PolicyNote::Kind;
  const Date day = resolution.options.as_of;
  for (const Measure& m : resolution.options.measures) {
    switch (own_status(m, day)) {
      case Status::in_force:
        break;
      case Status::expired:
        warnings.push_back({Kind::over, m.id, {}, {}, {day, *m.end}});
        break;
      case Status::withdrawn:
        warnings.push_back({Kind::over, m.id, {}, {}, {day, *m.withdrawn}});
        break;
      case Status::suspended:
        warnings.push_back({Kind::suspended, m.id, {}, {}, {day}});
        break;
      default:
        warnings.push_back({Kind::not_begun, m.id, {}, {}, {day, *m.effective}});
    }
  }
}

/// Assumptions that terms make by themselves, whatever the world.
PolicyNotes assumptions_of(const Measure& measure) {
  using Kind = PolicyNote::Kind;
  const Terms& terms = measure.terms;
  PolicyNotes assumed;
  if (terms.prohibitive) assumed.push_back({Kind::prohibitive, measure.id, {}, {1.0 + prohibitive_cost}});
  if (measure.instrument == Instrument::tariff && !terms.firms.empty()) {
    PolicyNote shares{Kind::firm_shares, measure.id};
    for (const FirmGroup& firm : terms.firms) {
      shares.names.push_back(firm.name);
      shares.figures.push_back(*firm.share);
    }
    assumed.push_back(std::move(shares));
  }
  if (terms.coverage != 1.0 || !terms.coverage_by_goods.empty())
    assumed.push_back({Kind::covered_class, measure.id});
  if (measure.lines != nullptr && !measure.lines->covers.empty()) {
    PolicyNote note{Kind::lines_cover, measure.id};
    for (const auto& [line, share] : measure.lines->covers) {
      note.names.push_back(line);
      note.figures.push_back(share);
    }
    note.names.push_back(measure.lines->record);
    assumed.push_back(std::move(note));
  } else if (!terms.covers.empty()) {
    assumed.push_back({Kind::covers_lists, measure.id, terms.covers});
  }
  if (!terms.except.empty()) assumed.push_back({Kind::spares_lists, measure.id, terms.except});
  return assumed;
}

/// Whether the base year does not show what it would have been without a Measure in force then.
bool cannot_be_undone(const Measure& measure) {
  if (measure.instrument == Instrument::tariff) return measure.combine != Combine::add;
  return restricts(measure) ? measure.terms.cap_share > 0.0 : has_multiplier(measure);
}

/// The Measure as a scenario wrote it: of a table of rates one, not one for each importer.
std::shared_ptr<const Measure> written(const Resolution& resolution,
                                       const std::shared_ptr<const Measure>& part) {
  if (part->part_of.empty()) return part;
  for (const Resolution* from : {&resolution, resolution.lender.get()})
    for (const Measure& m : from == nullptr ? std::vector<Measure>() : from->options.measures)
      if (m.id == part->part_of) return std::make_shared<const Measure>(m);
  return part;
}

void list_applied(const World& world, const Resolution& resolution, Assumptions& assumptions,
                  Policy& policy) {
  const BoundSet& set = resolution.set;
  const PolicyOptions& options = resolution.options;
  const Ledger& ledger = resolution.ledger;
  if (!ledger.left_out().empty() || ledger.trimmed() > 0)
    policy.warnings.push_back({PolicyNote::Kind::left_out_of_world,
                               "",
                               {world.name},
                               {static_cast<double>(ledger.left_out().size()),
                                static_cast<double>(ledger.measures().size() + ledger.left_out().size()),
                                static_cast<double>(ledger.trimmed())}});
  warn_of_idle(resolution, policy.warnings);
  for (const auto& bound : set.in_base)
    if (cannot_be_undone(bound->measure()) && set.find(bound->measure().id) == nullptr)
      policy.warnings.push_back({PolicyNote::Kind::ended_since_base_year,
                                 bound->measure().id,
                                 {},
                                 {static_cast<double>(world.base_year)}});
  std::map<std::string, std::size_t> tables;  // of rates: its parts are told as one
  for (const Acting& acting : set.now) {
    const Chosen& chosen = acting.bound->chosen();
    const std::string& whole = chosen.measure->part_of;
    const auto [table, first] =
        tables.try_emplace(whole.empty() ? chosen.measure->id : whole, policy.applied.size());
    if (first)
      policy.applied.push_back({written(resolution, chosen.measure),
                                chosen.status,
                                reason_of(acting),
                                is_solved(*chosen.measure),
                                {}});
    PolicyNotes& notes = policy.applied[table->second].assumptions;
    if (!acting.bound->lines().empty())
      for (const PolicyNote& note : assumptions_of(*chosen.measure)) add_once(notes, note);
    for (const PolicyNote& note : assumptions[chosen.measure->id]) add_once(notes, note);
    warn_of_goods(world, *acting.bound, policy.warnings);
    if (first) warn(world, set, *acting.bound, options, policy.warnings);
  }
}

/// The policy of bound Measures.
Policy policy_of(const World& world, Resolution resolution) {
  resolution.cuts = std::make_shared<const Cuts>(world, resolution.set, resolution.cuts.get());
  const auto kept = std::make_shared<const Resolution>(std::move(resolution));
  const std::vector<TariffStep> steps = tariff_steps(kept->set);
  Cuts cuts = *kept->cuts;
  const FlowParts parts(kept->set, cuts);
  const Restrictions restrictions(kept->set, cuts, parts);
  const Bound bound{world, kept->set, steps, cuts, parts, restrictions, kept->options.alternative_rates};
  Policy policy;
  policy.as_of = kept->options.as_of;
  policy.known_by = kept->options.known_by;
  resolve_cells(bound, policy);
  Assumptions assumptions;
  resolve_instruments(bound, policy, assumptions);
  list_applied(world, *kept, assumptions, policy);
  policy.resolution = kept;
  return policy;
}

Policy resolve(const World& world, const Ledger& ledger, const PolicyOptions& asked, const Resolution* like) {
  const PolicyOptions options = on_lines(world, asked);
  const Ledger all = ledger.and_lists(options.lists);
  Resolution made{all, options,
                  bind(world, all, collect(world, all, options), like == nullptr ? nullptr : &like->set)};
  if (like != nullptr) made.cuts = like->cuts;
  return policy_of(world, std::move(made));
}

const Resolution& resolution_of(const Policy& policy) {
  if (policy.resolution == nullptr)
    throw InputError("a policy that was made or changed by hand has no Measures to compose with");
  return *policy.resolution;
}

void bind_further(const World& world, const Chosen& chosen, Resolution& resolution) {
  resolution.set.now.push_back(
      {std::make_shared<const BoundMeasure>(world, LineNames(world), resolution.ledger, chosen),
       {},
       {},
       {},
       {}});
}

/// Whether two sets of options name the same Measures, of which those that they write themselves may have
/// other terms: no table of rates and none on tariff lines, which a world takes apart.
bool differ_in_terms(const PolicyOptions& from, const PolicyOptions& to) {
  const auto plain = [](const PolicyOptions& options) {
    return options.lists.empty() && options.scaled.empty() && options.ends.empty() &&
           !options.alternative_rates &&
           std::none_of(options.measures.begin(), options.measures.end(), [](const Measure& m) {
             return m.terms.own_rates != nullptr || m.lines != nullptr ||
                    std::any_of(m.goods.begin(), m.goods.end(), is_tariff_line);
           });
  };
  return plain(from) && plain(to) && from.as_of == to.as_of && from.known_by == to.known_by &&
         from.use == to.use && from.drop == to.drop &&
         std::equal(from.measures.begin(), from.measures.end(), to.measures.begin(), to.measures.end(),
                    [](const Measure& a, const Measure& b) { return a.id == b.id; });
}

void unbind(const std::string& id, Resolution& resolution) {
  std::erase_if(resolution.set.now, [&](const Acting& acting) { return is_of(acting.measure(), id); });
  std::erase_if(resolution.options.scaled, [&](const TermScale& scale) { return scale.measure == id; });
}

}  // namespace

void add_once(PolicyNotes& notes, const PolicyNote& note) {
  if (std::find(notes.begin(), notes.end(), note) == notes.end()) notes.push_back(note);
}

Policy base_policy(const World& world) {
  Policy policy;
  policy.as_of = world.tariff_date;
  policy.transfer.assign(world.economies.size(), 0.0);
  return policy;
}

PolicyOptions on_lines(const World& world, PolicyOptions options) {
  for (Measure& measure : options.measures)
    measure = on_lines(world, std::move(measure), options.as_of, options.lists);
  return options;
}

Policy resolve_policy(const World& world, const Ledger& ledger, const PolicyOptions& options) {
  return resolve(world, ledger, options, nullptr);
}

Policy resolve_like(const World& world, const Ledger& ledger, const PolicyOptions& options,
                    const Policy& like) {
  return resolve(world, ledger, options, like.resolution.get());
}

Policy with(const World& world, const Policy& policy, const Measure& asked) {
  Resolution next = resolution_of(policy);
  std::vector<GoodsList> lists;
  const Measure measure = on_lines(world, asked, next.options.as_of, lists);
  next.ledger = next.ledger.and_lists(lists);
  for (const Chosen& chosen : choose_inline(world, next.ledger, next.options, measure, next.options.measures))
    bind_further(world, chosen, next);
  std::vector<Chosen> all;
  for (const Acting& acting : next.set.now) all.push_back(acting.bound->chosen());
  refuse_shared_ids(all);
  next.options.measures.push_back(measure);
  join(world, next.ledger, next.set);
  return policy_of(world, std::move(next));
}

Policy with(const World& world, const Policy& policy, const std::string& id) {
  Resolution next = resolution_of(policy);
  const Measure& measure = next.ledger.measure(id, next.options.place(id));
  std::erase(next.options.drop, id);
  if (std::find(next.options.use.begin(), next.options.use.end(), id) == next.options.use.end())
    next.options.use.push_back(id);
  if (next.set.find(id) == nullptr)
    bind_further(world, choose_used(next.ledger, next.options, measure), next);
  join(world, next.ledger, next.set);
  return policy_of(world, std::move(next));
}

Policy without(const World& world, const Policy& policy, const std::string& id) {
  Resolution next = resolution_of(policy);
  PolicyOptions& options = next.options;
  const auto is_it = [&](const Measure& measure) { return measure.id == id; };
  const Acting* acting = next.set.find(id);
  const bool used = std::find(options.use.begin(), options.use.end(), id) != options.use.end();
  std::erase(options.use, id);
  if (std::erase_if(options.measures, is_it) == 0 &&
      !(used && acting != nullptr && acting->bound->chosen().reason == Reason::used)) {
    check_drop(world, next.ledger, options, id);
    options.drop.push_back(id);
  }
  unbind(id, next);
  next.ledger = next.ledger.without_list(list_of_lines(id));
  join(world, next.ledger, next.set);
  return policy_of(world, std::move(next));
}

Policy scaled(const World& world, const Policy& policy, const TermScale& scale) {
  Resolution next = resolution_of(policy);
  std::vector<Chosen> moved;
  for (const Acting& acting : next.set.now)
    if (is_of(acting.measure(), scale.measure)) moved.push_back(acting.bound->chosen());
  if (moved.empty()) refuse_scale(next.options, scale);
  for (Chosen& chosen : moved) apply_scale(scale, chosen);
  std::erase_if(next.set.now, [&](const Acting& it) { return is_of(it.measure(), scale.measure); });
  next.options.scaled.push_back(scale);
  for (const Chosen& chosen : moved) bind_further(world, chosen, next);
  join(world, next.ledger, next.set);
  return policy_of(world, std::move(next));
}

std::optional<Policy> with_terms(const World& world, const Policy& policy, const Ledger& ledger,
                                 const PolicyOptions& options, const std::vector<std::string>& ids) {
  Resolution next = resolution_of(policy);
  if (next.lender != nullptr || !differ_in_terms(next.options, options)) return {};
  const auto listed = [&](const Chosen& chosen) {
    return chosen.reason != Reason::inlined &&
           std::find(ids.begin(), ids.end(), chosen.measure->id) != ids.end();
  };
  const LineNames names(world);
  const auto bound = [&](const Chosen& chosen) {
    return std::make_shared<const BoundMeasure>(world, names, ledger, chosen);
  };
  for (Acting& acting : next.set.now)
    if (const Chosen& known = acting.bound->chosen(); listed(known))
      acting.bound = bound(choose_acting(ledger, options, ledger.measure(known.measure->id, Location{}),
                                         known.status, known.reason));
  for (std::size_t m = 0; m < options.measures.size(); ++m) {
    const Measure& measure = options.measures[m];
    if (content_of(measure) == content_of(next.options.measures[m])) continue;
    const auto acting = std::find_if(next.set.now.begin(), next.set.now.end(), [&](const Acting& it) {
      return it.bound->chosen().reason == Reason::inlined && it.measure().id == measure.id;
    });
    const std::vector<Chosen> chosen = choose_inline(world, ledger, options, measure, {});
    if (acting == next.set.now.end() || chosen.size() != 1) return {};
    acting->bound = bound(chosen.front());
  }
  next.options = options;
  next.ledger = ledger;
  join(world, next.ledger, next.set);
  return policy_of(world, std::move(next));
}

Policy between(const World& world, const Policy& from, const Policy& to,
               const std::vector<std::string>& ids) {
  const Resolution& other = resolution_of(to);
  Resolution next = resolution_of(from);
  const auto named = [&](const BoundMeasure& bound) {
    return std::any_of(ids.begin(), ids.end(),
                       [&](const std::string& id) { return is_of(bound.measure(), id); });
  };
  std::erase_if(next.set.now, [&](const Acting& acting) { return named(*acting.bound); });
  std::erase_if(next.set.in_base, [&](const auto& bound) { return named(*bound); });
  for (const Acting& acting : other.set.now)
    if (named(*acting.bound)) next.set.now.push_back(acting);
  for (const auto& bound : other.set.in_base)
    if (named(*bound)) next.set.in_base.push_back(bound);
  std::stable_sort(next.set.in_base.begin(), next.set.in_base.end(), [](const auto& a, const auto& b) {
    return std::pair(a->since(), a->measure().id) < std::pair(b->since(), b->measure().id);
  });
  join(world, next.ledger, next.set);
  next.lender = to.resolution;
  return policy_of(world, std::move(next));
}

std::vector<MeasureDifference> differences(const World& world, const Policy& from, const Policy& to) {
  using Kind = MeasureDifference::Kind;
  const BoundSet& before = resolution_of(from).set;
  const BoundSet& after = resolution_of(to).set;
  std::vector<std::pair<Date, MeasureDifference>> found;
  std::vector<std::string> ids;
  const auto add = [&](const BoundMeasure& bound, Kind kind) {
    const Measure& m = bound.measure();
    found.push_back({bound.since(), {m.id, m.title, m.by, kind}});
    ids.push_back(m.id);
  };
  // Acting on both sides, or on neither and in a base year: which of them differ only their effects can tell.
  std::map<std::string, const BoundMeasure*> common;
  for (const Acting& acting : before.now)
    if (after.find(acting.measure().id) == nullptr) add(*acting.bound, Kind::taken_out);
  for (const Acting& acting : after.now)
    if (before.find(acting.measure().id) == nullptr)
      add(*acting.bound, Kind::taken_in);
    else
      common.emplace(acting.measure().id, acting.bound.get());
  for (const BoundSet* set : {&after, &before})
    for (const auto& bound : set->in_base)
      if (before.find(bound->measure().id) == nullptr && after.find(bound->measure().id) == nullptr)
        common.emplace(bound->measure().id, bound.get());
  const std::string same = fingerprint(from);
  std::vector<const BoundMeasure*> alike;
  for (const auto& [id, bound] : common)
    if (fingerprint(between(world, from, to, {id})) != same)
      add(*bound, Kind::changed);
    else
      alike.push_back(bound);
  // One may move nothing but together with others: the larger of two duties hides the smaller.
  const std::string whole = fingerprint(to);
  std::string reached = fingerprint(between(world, from, to, ids));
  for (const BoundMeasure* bound : alike) {
    if (reached == whole) break;
    std::vector<std::string> more = ids;
    more.push_back(bound->measure().id);
    const std::string next = fingerprint(between(world, from, to, more));
    if (next == reached) continue;
    reached = next;
    add(*bound, Kind::changed);
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return std::pair(a.first, a.second.id) < std::pair(b.first, b.second.id);
  });
  std::vector<MeasureDifference> out;
  for (auto& [day, difference] : found) out.push_back(std::move(difference));
  return out;
}

Policy at_end(const World& world, const Policy& policy, const TermEnd& end) {
  const Resolution& known = resolution_of(policy);
  const auto is_it = [&](const auto& bound) { return is_of(bound->measure(), end.measure); };
  if (std::none_of(known.set.now.begin(), known.set.now.end(),
                   [&](const Acting& acting) { return is_it(acting.bound); }) &&
      std::none_of(known.set.in_base.begin(), known.set.in_base.end(), is_it))
    return policy;
  PolicyOptions options = known.options;
  options.ends.push_back(end);
  return policy_of(world,
                   {known.ledger, options, bind(world, known.ledger, collect(world, known.ledger, options))});
}

Policy under_alternative_rates(const World& world, const Policy& policy) {
  Resolution next = resolution_of(policy);
  next.options.alternative_rates = true;
  return policy_of(world, std::move(next));
}

}  // namespace leeway
