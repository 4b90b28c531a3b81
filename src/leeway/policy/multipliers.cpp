#include "leeway/policy/multipliers.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "leeway/base/money.h"
#include "leeway/base/units.h"
#include "leeway/policy/physical_units.h"
#include "leeway/policy/term_values.h"
#include "leeway/world/currency.h"

namespace leeway {

namespace {

/// What a quota, cap or commitment says in a year.
struct Amount {
  double value = 0.0;
  std::string unit;
};

using Kind = PolicyNote::Kind;

/// Binds one Measure after the other.
class Binder {
 public:
  Binder(const Bound& in, Policy& policy, Assumptions& assumptions)
      : world_(in.world), in_(in), policy_(policy), assumptions_(assumptions) {}

  void bind(const Acting& active) {
    const Measure& measure = active.measure();
    if (active.is_unchanged()) {
      warn(measure, {.kind = Kind::base_year_has_it, .figures = {base_year()}});
      return;
    }
    std::vector<InstrumentFlow> flows = flows_of(*active.bound);
    if (flows.empty()) {
      // Of products that the world does not carve out the policy says so itself; a quota of zero is the ban
      // that was asked for, and closes its flows itself.
      const bool shut = !measure.terms.quota_unit.empty() && active.bound->quota().amount == 0.0;
      if (!active.bound->lines().empty() && !shut) warn(measure, {Kind::no_flow_left});
      return;
    }
    switch (measure.instrument) {
      case Instrument::tariff_rate_quota:
        return bind_rate_quota(active, std::move(flows));
      case Instrument::price_floor:
        return bind_floor(active, flows);
      case Instrument::export_quota:
      case Instrument::import_quota:
        return bind_quota(active, std::move(flows));
      case Instrument::purchase_commitment:
        return bind_commitment(active, std::move(flows));
      case Instrument::licence:
        if (measure.terms.cap_share > 0.0 && active.in_base == nullptr)
          bind_licence_cap(active, std::move(flows));
        return;
      default:
        return;
    }
  }

  /// What licences let through is a quantity: of each flow the share of the base year, with a premium of its
  /// own and a rent.
  void bind_restrictions() {
    for (const auto& [key, flow] : in_.restrictions.all()) {
      const auto [l, n, i, goods, p] = key;
      if (flow.none() || flow.is_lost() || !(flow.change() < 1.0)) continue;
      if (!(world_.flow(l, n, i) > 0.0) || access(l, n, i, goods) == 0.0) continue;
      describe(flow);
      const Measure& measure = flow.by->measure();
      const bool imports = measure.instrument == Instrument::import_ban;
      BoundInstrument bound =
          start(measure, imports ? Control::import_quota : Control::export_quota, {{l, n, i, p}});
      bound.flows.front().goods = goods;
      bound.rent_to = measure.terms.rent_to.value_or(holder_of(measure));
      bound.limit = flow.change();
      bound.unit = "of the base year";
      policy_.instruments.push_back(std::move(bound));
    }
  }

 private:
  void warn(const Measure& measure, PolicyNote note) {
    note.measure = measure.id;
    policy_.warnings.push_back(std::move(note));
  }
  void assume(const Measure& measure, PolicyNote note) {
    note.measure = measure.id;
    assumptions_[measure.id].push_back(std::move(note));
  }
  double base_year() const { return world_.base_year; }

  const Line& line(int l) const { return world_.lines[static_cast<std::size_t>(l)]; }
  double quantity(int l, int n, int i) const {
    return world_.quantity.empty() ? 0.0 : world_.quantity(l, n, i);
  }
  const std::vector<Part>& parts(const InstrumentFlow& flow) const {
    return in_.parts.of({flow.line, flow.importer, flow.exporter, flow.goods});
  }
  const Part& part(const InstrumentFlow& flow) const {
    return parts(flow)[static_cast<std::size_t>(std::max(0, flow.part))];
  }
  /// Of the flow in the base year.
  double share(const InstrumentFlow& flow) const {
    return part(flow).share * in_.cuts.share(flow.line, flow.importer, flow.exporter, flow.goods);
  }
  double base_value(const InstrumentFlow& flow) const {
    return share(flow) * world_.flow(flow.line, flow.importer, flow.exporter);
  }
  double base_quantity(const InstrumentFlow& flow) const {
    return share(flow) * quantity(flow.line, flow.importer, flow.exporter);
  }
  /// Of a flow, or its goods of one class, what is still let in.
  double access(int l, int n, int i, int goods) const {
    const CutRow* row = policy_.cut_row(l, n);
    return row == nullptr ? policy_.wedge(world_, l, n, i).access
                          : row->classes[static_cast<std::size_t>(goods)].of(world_, l, n, i).wedge.access;
  }
  /// Calls `visit` for a flow class by class and part by part, those that there are none of left out.
  template <class Visit>
  void each_part(int l, int n, int i, Visit visit) const {
    for (int goods = 0; goods < in_.cuts.classes(l, n); ++goods) {
      if (!(in_.cuts.share(l, n, i, goods) > 0.0)) continue;
      const std::vector<Part>& split = in_.parts.of({l, n, i, goods});
      for (std::size_t p = 0; p < split.size(); ++p) {
        InstrumentFlow flow{l, n, i, split.size() > 1 ? static_cast<int>(p) : -1};
        flow.goods = goods;
        visit(flow, split[p]);
      }
    }
  }

  /// The flows that a Measure limits and the base year has, class by class and part by part.
  std::vector<InstrumentFlow> flows_of(const BoundMeasure& active) const {
    std::vector<InstrumentFlow> flows;
    active.each_flow([&](int l, int n, int i) {
      if (!(active.coverage(l, i) > 0.0) || !(world_.flow(l, n, i) > 0.0)) return;
      each_part(l, n, i, [&](const InstrumentFlow& flow, const Part& part) {
        if (access(l, n, i, flow.goods) > 0.0 && FlowParts::takes(active, l, i, part)) flows.push_back(flow);
      });
    });
    std::sort(flows.begin(), flows.end(), [](const InstrumentFlow& a, const InstrumentFlow& b) {
      return std::array{a.line, a.importer, a.exporter, a.goods, a.part} <
             std::array{b.line, b.importer, b.exporter, b.goods, b.part};
    });
    return flows;
  }

  /// The one physical unit of some flows; empty when they have none, or several.
  std::string common_unit(const std::vector<InstrumentFlow>& flows) const {
    const std::string& unit = line(flows.front().line).unit;
    for (const InstrumentFlow& flow : flows)
      if (line(flow.line).unit != unit) return "";
    return unit;
  }

  BoundInstrument start(const Measure& measure, Control control, std::vector<InstrumentFlow> flows) const {
    BoundInstrument bound;
    bound.measure = measure.id;
    bound.control = control;
    bound.flows = std::move(flows);
    return bound;
  }

  void set_rent(const Measure& measure, RentSplit otherwise, BoundInstrument& bound) {
    bound.rent_to = measure.terms.rent_to.value_or(otherwise);
    if (!measure.terms.rent_to) assume(measure, {.kind = Kind::rent_holder, .figures = {otherwise.importer}});
  }

  /// Gives a bound instrument its limit, and its flows the quantities that count against it.
  void set_limit(const Measure& measure, const Amount& amount, BoundInstrument& bound) {
    if (const std::optional<Money> money = money_of({amount.value, amount.unit})) {
      bound.by_value = true;
      bound.limit = money->million * exchange(world_, money->currency, measure.place("terms"));
      bound.unit = "USD million";
      for (InstrumentFlow& flow : bound.flows) flow.quantity = base_value(flow);
    } else if (amount.unit == of_base) {
      bound.limit = amount.value;
      bound.unit = "of the base year";
      count_shares(bound.flows);
    } else {
      for (InstrumentFlow& flow : bound.flows) {
        const double factor = physical_factor(measure, amount.unit, flow.line);
        bound.limit = amount.value * factor;
        bound.unit = line(flow.line).unit;
        flow.quantity = base_quantity(flow);
      }
      if (common_unit(bound.flows).empty())
        throw InputError(measure.place("terms"),
                         fmt::format("measure \"{}\" counts goods of different units", measure.id),
                         "one quota has one unit; write a Measure for each");
      note_unrecorded(measure, bound.flows);
    }
  }

  /// A limit on flows of which no quantity was recorded says nothing.
  void push(const Measure& measure, BoundInstrument bound) {
    if (std::none_of(bound.flows.begin(), bound.flows.end(),
                     [](const InstrumentFlow& flow) { return flow.quantity > 0.0; }))
      warn(measure, {.kind = Kind::no_quantity_recorded, .names = {bound.unit}});
    else
      policy_.instruments.push_back(std::move(bound));
  }

  double physical_factor(const Measure& measure, const std::string& unit, int l) const {
    if (const std::optional<double> factor = unit_factor(unit, line(l).unit)) return *factor;
    const std::string has = line(l).unit.empty() ? "has no physical unit" : "is counted in " + line(l).unit;
    throw InputError(
        measure.place("terms"),
        fmt::format("measure \"{}\" counts in \"{}\", but {} {} in world \"{}\"", measure.id, unit,
                    line(l).id, has, world_.name),
        line(l).unit.empty()
            ? "name a product that has a unit, or write \"100 mn USD/year\" or \"80% of base\""
            : fmt::format("write an amount in {}, \"100 mn USD/year\" or \"80% of base\"", line(l).unit));
  }

  /// Shares of the base year: by quantity where all lines have one unit, else by value.
  void count_shares(std::vector<InstrumentFlow>& flows) const {
    const bool physical = !common_unit(flows).empty();
    double total = 0.0;
    for (InstrumentFlow& flow : flows) {
      flow.quantity = physical ? base_quantity(flow) : base_value(flow);
      total += flow.quantity;
    }
    if (!(total > 0.0)) {
      for (InstrumentFlow& flow : flows) total += flow.quantity = base_value(flow);
    }
    for (InstrumentFlow& flow : flows) flow.quantity /= total;
  }

  void note_unrecorded(const Measure& measure, const std::vector<InstrumentFlow>& flows) {
    const auto none = std::count_if(flows.begin(), flows.end(),
                                    [](const InstrumentFlow& flow) { return !(flow.quantity > 0.0); });
    if (none > 0)
      warn(measure, {.kind = Kind::flows_without_quantity,
                     .figures = {static_cast<double>(none), static_cast<double>(flows.size())}});
  }

  /// The limit of a quota now. Under one that the base year had, the flows of that year filled it.
  Amount quota_amount(const Acting& active) {
    const Measure& measure = active.measure();
    const QuotaStep& now = active.bound->quota();
    if (active.in_base != nullptr) {
      const QuotaStep& then = active.in_base->quota();
      if (then.unit == now.unit && then.amount > 0.0) {
        assume(measure,
               {.kind = Kind::quota_just_filled, .figures = {base_year(), now.amount / then.amount}});
        return {now.amount / then.amount, of_base};
      }
    }
    return {now.amount, now.unit};
  }

  void bind_rate_quota(const Acting& active, std::vector<InstrumentFlow> flows) {
    const Measure& measure = active.measure();
    const Amount amount = quota_amount(active);
    if (amount.value <= 0.0) return;  // the stack takes the over-quota rate
    BoundInstrument bound = start(measure, Control::tariff_rate_quota, std::move(flows));
    if (measure.terms.over_quota < measure.terms.in_quota) refuse_rates(measure);
    bool is_higher = false;
    for (InstrumentFlow& flow : bound.flows) {
      const double base = in_.cuts.base_tariff(world_, flow.line, flow.importer, flow.exporter, flow.goods);
      const std::vector<const TariffStep*> steps =
          steps_on(in_.steps, flow.line, flow.importer, flow.exporter);
      const auto rate = [&](const BoundMeasure* over) {
        return stacked_tariff(base, steps, flow.line, flow.exporter, in_.alternative, {&part(flow), over});
      };
      const double in = rate(nullptr);
      const double over = active.in_base != nullptr ? in + measure.terms.over_quota - measure.terms.in_quota
                                                    : rate(active.bound.get());
      flow.over = (1.0 + over) / (1.0 + in);
      is_higher = is_higher || flow.over > 1.0;
    }
    if (!is_higher) {
      warn(measure, {Kind::quota_without_step});
      return;
    }
    set_limit(measure, amount, bound);
    set_rent(measure, {0.0, 1.0}, bound);
    push(measure, std::move(bound));
  }

  void bind_quota(const Acting& active, std::vector<InstrumentFlow> flows) {
    const Measure& measure = active.measure();
    const Amount amount = quota_amount(active);
    if (amount.value <= 0.0) return;  // a ban, which the access of the flow holds
    const bool exports = measure.instrument == Instrument::export_quota;
    std::vector<std::vector<InstrumentFlow>> sets;
    if (measure.terms.each) {
      std::map<int, std::vector<InstrumentFlow>> by_importer;
      for (const InstrumentFlow& flow : flows) by_importer[flow.importer].push_back(flow);
      for (auto& [importer, set] : by_importer) sets.push_back(std::move(set));
    } else {
      sets.push_back(std::move(flows));
    }
    BoundInstrument common;
    set_rent(measure, exports ? RentSplit{0.0, 1.0} : RentSplit{1.0, 0.0}, common);
    for (std::vector<InstrumentFlow>& set : sets) {
      BoundInstrument bound =
          start(measure, exports ? Control::export_quota : Control::import_quota, std::move(set));
      bound.rent_to = common.rent_to;
      set_limit(measure, amount, bound);
      push(measure, std::move(bound));
    }
  }

  void bind_commitment(const Acting& active, std::vector<InstrumentFlow> flows) {
    const Measure& measure = active.measure();
    BoundInstrument bound = start(measure, Control::purchase_commitment, std::move(flows));
    bound.max_subsidy = measure.terms.max_subsidy;
    double total = 0.0;
    for (const InstrumentFlow& flow : bound.flows) total += base_value(flow);
    const bool share = measure.terms.value_of_base;
    const double value =
        measure.terms.value *
        (share ? total : exchange(world_, currency_of(measure.terms), measure.place("terms")));
    if (value <= 0.0) return;
    set_limit(measure, {value, "mn " + std::string(currency_code(world_))}, bound);
    push(measure, std::move(bound));
  }

  [[noreturn]] static void refuse_rates(const Measure& measure) {
    throw InputError(
        measure.place("terms"),
        fmt::format("measure \"{}\": its over-quota rate of {:.4g}% is below its in-quota rate of {:.4g}%",
                    measure.id, 100.0 * measure.terms.over_quota, 100.0 * measure.terms.in_quota),
        "a quota lets goods in at the lower rate; where the first units pay more, write two Measures");
  }

  /// At most a share of what the seller sells elsewhere.
  void bind_licence_cap(const Acting& active, std::vector<InstrumentFlow> flows) {
    const Measure& measure = active.measure();
    BoundInstrument bound = start(measure, Control::export_quota, std::move(flows));
    const bool home = measure.terms.cap_of == "home";
    std::vector<bool> limited(world_.flow.size(), false);
    const auto at = [&](int l, int n, int i) {
      return static_cast<std::size_t>((l * world_.economy_count() + n) * world_.economy_count() + i);
    };
    for (const InstrumentFlow& flow : bound.flows)
      limited[at(flow.line, flow.importer, flow.exporter)] = true;
    for (const int l : active.bound->lines()) {
      for (const int i : active.bound->by()) {
        if (!(active.bound->coverage(l, i) > 0.0)) continue;
        for (int n = 0; n < world_.economy_count(); ++n)
          if ((n == i || !home) && !limited[at(l, n, i)] && world_.flow(l, n, i) > 0.0)
            each_part(l, n, i,
                      [&](const InstrumentFlow& flow, const Part&) { bound.reference.push_back(flow); });
      }
    }
    if (bound.reference.empty()) {
      warn(measure, {Kind::no_other_sales});
      return;
    }
    bound.limit = measure.terms.cap_share;
    bound.unit = fmt::format("{}, at most {}% of {} sales", count_alike(bound),
                             shortest(100.0 * measure.terms.cap_share), home ? "home" : "other");
    set_rent(measure, {0.0, 1.0}, bound);
    push(measure, std::move(bound));
  }

  /// Limited and reference flows in one measure: quantities where all have them, else base-year value. Which.
  std::string count_alike(BoundInstrument& bound) const {
    const auto recorded = [&](const std::vector<InstrumentFlow>& flows) {
      return !common_unit(flows).empty() && std::all_of(flows.begin(), flows.end(), [&](const auto& flow) {
        return base_quantity(flow) > 0.0;
      });
    };
    const bool physical = recorded(bound.flows) && recorded(bound.reference) &&
                          common_unit(bound.flows) == common_unit(bound.reference);
    for (auto* flows : {&bound.flows, &bound.reference})
      for (InstrumentFlow& flow : *flows) flow.quantity = physical ? base_quantity(flow) : base_value(flow);
    return physical ? common_unit(bound.flows) : "USD million";
  }

  void bind_floor(const Acting& active, const std::vector<InstrumentFlow>& flows) {
    const Measure& measure = active.measure();
    const Terms& terms = measure.terms;
    if (!is_solved(measure)) return;
    const BoundMeasure* duty = active.duty.get();
    if (duty != nullptr) assume(measure, {.kind = Kind::floor_from_duty, .names = {duty->measure().id}});
    const double rate =
        duty == nullptr ? exchange(world_, terms.price_unit.substr(0, 3), measure.place("terms")) : 1.0;
    std::vector<InstrumentFlow> held;
    for (InstrumentFlow flow : flows) {
      if (duty != nullptr) {
        if (!duty->acts_on(flow.importer, flow.exporter)) continue;
        const double paid = duty->coverage(flow.line, flow.exporter) *
                            duty->rate(flow.line, flow.exporter, in_.alternative, {&part(flow), nullptr});
        if (!(paid > 0.0)) continue;
        flow.floor = 1.0 + paid;
      } else {
        const double units = quantity(flow.line, flow.importer, flow.exporter);
        const double per = physical_factor(measure, terms.price_unit.substr(4), flow.line);
        if (!(units > 0.0)) continue;
        const double base = 1e6 * world_.flow(flow.line, flow.importer, flow.exporter) / units;
        flow.floor = terms.price * rate / per / base;
      }
      held.push_back(flow);
    }
    if (held.size() < flows.size())
      warn(measure,
           {.kind = duty != nullptr ? Kind::flows_without_duty : Kind::flows_without_price,
            .figures = {static_cast<double>(flows.size() - held.size()), static_cast<double>(flows.size())}});
    if (held.empty()) return;
    BoundInstrument common;
    common.rent_to = terms.rent_to.value_or(RentSplit{0.0, 1.0});
    for (const InstrumentFlow& flow : held) {
      BoundInstrument bound = start(measure, Control::price_floor, {flow});
      bound.limit = 1.0;
      bound.unit = "of the base-year price";
      bound.rent_to = common.rent_to;
      bound.index = terms.index == "none"   ? FloorIndex::none
                    : terms.index == "wage" ? FloorIndex::wage
                                            : FloorIndex::cpi;
      push(measure, std::move(bound));
    }
    if (terms.index.empty()) assume(measure, {Kind::floor_follows_cpi});
    bind_cap(measure, common.rent_to, std::move(held));
  }

  void bind_cap(const Measure& measure, const RentSplit& rent, std::vector<InstrumentFlow> flows) {
    const Terms& terms = measure.terms;
    if (terms.cap_unit == confidential) assume(measure, {Kind::cap_not_public});
    if (!(terms.cap > 0.0)) return;
    for (InstrumentFlow& flow : flows) flow.floor = 1.0;
    BoundInstrument bound = start(measure, Control::export_quota, std::move(flows));
    bound.rent_to = rent;
    set_limit(measure, {terms.cap, terms.cap_unit}, bound);
    push(measure, std::move(bound));
  }

  /// Who is let to sell, or to buy, holds the rent of a restriction.
  static RentSplit holder_of(const Measure& measure) {
    return measure.instrument == Instrument::import_ban ? RentSplit{1.0, 0.0} : RentSplit{0.0, 1.0};
  }

  void describe(const LetThrough& flow) {
    const Measure& measure = flow.by->measure();
    if (!described_.insert(measure.id).second) return;
    BoundInstrument common;
    set_rent(measure, holder_of(measure), common);
    if (flow.count > 1) assume(measure, {Kind::restrictions_stack});
    if (flow.then < 1.0)
      assume(measure, {.kind = Kind::refused_already, .figures = {1.0 - flow.then, base_year()}});
  }

  const World& world_;
  const Bound& in_;
  std::set<std::string> described_;  ///< Measures whose restriction was
  Policy& policy_;
  Assumptions& assumptions_;
};

}  // namespace

void resolve_instruments(const Bound& bound, Policy& policy, Assumptions& assumptions) {
  Binder binder(bound, policy, assumptions);
  for (const Acting& acting : bound.set.now)
    if (has_multiplier(acting.measure())) binder.bind(acting);
  binder.bind_restrictions();
  merge_instruments(policy.instruments, policy.warnings);
}

}  // namespace leeway
