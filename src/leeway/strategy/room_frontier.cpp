#include "leeway/strategy/room_frontier.h"

#include <algorithm>

#include "leeway/model/shares.h"
#include "leeway/strategy/break_even.h"
#include "leeway/strategy/brief_parts.h"

namespace leeway {

Frontier::Frontier(const World& world, const std::shared_ptr<const Shares>& shares, const Options& options,
                   const RoomInputs& inputs, const Asked& asked, const RoomPlan& deal,
                   const RoomPlan& punished, Start start)
    : world_(world),
      in_(inputs),
      asked_(asked),
      deal_(deal),
      punished_(punished),
      start_(std::move(start)),
      size_(size_term(*asked.moves.threat)) {
  if (asked.moves.threat->instrument == Instrument::tariff && asked.moves.threat->terms.schedule.empty())
    rate_ = full_rate(asked.moves, inputs.question.as_of);
  Options timed = options;
  timed.horizon = least_welfare_horizon;
  losses_ = std::make_shared<const Model>(shares, inputs.duration.any() ? timed : options);
  gains_ = inputs.duration.deal_lasts ? losses_ : std::make_shared<const Model>(shares, options);
}

/// Of the announced size; shares cannot grow beyond it.
std::vector<double> Frontier::scales() const {
  if (!size_) return {1.0};
  std::vector<double> scales = {0.1, 0.25, 0.5, 0.75, 1.0};
  if (*size_ == Term::rate || *size_ == Term::cost) scales.insert(scales.end(), {1.5, 2.0});
  return scales;
}

std::optional<double> Frontier::income(const Model& model, const Policy& policy) const {
  const Outcome outcome = model.solve(policy, start_);
  if (!outcome) return std::nullopt;
  return real_income(outcome->result, asked_.members);
}

std::optional<double> Frontier::punished_income(double scale) const {
  const Policy policy = scale == 1.0
                            ? *punished_.policy
                            : scaled(world_, *punished_.policy, {asked_.moves.threat->id, *size_, scale});
  return income(*losses_, policy);
}

FrontierPoint Frontier::point(double scale, double deal, double gain, double loss) const {
  FrontierPoint p{scale, {}, deal, gain, loss, timed_case(gain, loss, in_.duration).p_star};
  if (rate_) p.rate = *rate_ * scale;
  return p;
}

std::vector<FrontierPoint> Frontier::points(const LeewayCase& central, double none_musd) const {
  std::vector<FrontierPoint> all;
  for (const double scale : scales()) {
    if (scale == 1.0)
      all.push_back(point(scale, 1.0, central.gain_musd, central.loss_musd));
    else if (const auto punished = punished_income(scale))
      all.push_back(point(scale, 1.0, central.gain_musd, none_musd - *punished));
  }
  return all;
}

std::optional<PolicyOptions> Frontier::less_of(const PolicyOptions& whole, double deal) const {
  PolicyOptions less = whole;
  const auto size_of = [](const Measure& m) -> std::optional<Term> {
    for (const Term term : scalable_terms(m.instrument))
      if (largest(m, term) > 0.0) return term;
    return std::nullopt;
  };
  const auto put = [&](const Measure& m, double part) {
    const std::optional<Term> term = size_of(m);
    if (term) less.scaled.push_back({m.id, *term, part});
    return term.has_value();
  };
  const Moves& m = asked_.moves;
  const auto from_ledger = [&](const std::string& id) -> const Measure& {
    return asked_.ledger.measure(id, Location{});
  };
  bool sized = true;
  for (const Measure& own : m.deal.measures) sized = sized && put(own, deal);
  for (const std::string& id : m.deal.use) sized = sized && put(from_ledger(id), deal);
  for (const std::string& id : m.retreat.drop) sized = sized && put(from_ledger(id), deal);
  for (const std::string& id : m.deal.drop) {
    if (std::erase(less.drop, id) > 0) sized = sized && put(from_ledger(id), 1.0 - deal);
  }
  for (const Measure& undone : m.retreat.measures) {
    less.measures.push_back(undone);
    sized = sized && put(undone, 1.0 - deal);
  }
  for (const std::string& id : m.retreat.use) {
    less.use.push_back(id);
    sized = sized && put(from_ledger(id), 1.0 - deal);
  }
  if (!sized) return std::nullopt;
  return less;
}

std::vector<FrontierPoint> Frontier::with_less_of_the_deal(double none_musd,
                                                           double none_while_punished_musd) const {
  std::vector<FrontierPoint> all;
  for (const double deal : {0.25, 0.5, 0.75}) {
    const std::optional<PolicyOptions> kept = less_of(deal_.options, deal);
    const std::optional<PolicyOptions> hit = less_of(punished_.options, deal);
    if (!kept || !hit) return {};
    const auto with = income(*gains_, resolve_policy(world_, asked_.ledger, *kept));
    if (!with) continue;
    const Policy punished = resolve_policy(world_, asked_.ledger, *hit);
    for (const double scale : scales()) {
      const auto worth =
          income(*losses_, scale == 1.0 ? punished
                                        : scaled(world_, punished, {asked_.moves.threat->id, *size_, scale}));
      if (worth) all.push_back(point(scale, deal, *with - none_musd, none_while_punished_musd - *worth));
    }
  }
  return all;
}

void Frontier::break_even(const LeewayCase& central, double probability, double none_musd,
                          AtCredibility& at) const {
  if (central.reading == Reading::never_pays) {
    at.break_even = BreakEven::no_gain;
    return;
  }
  if (!size_) {
    at.break_even = BreakEven::no_single_rate;
    return;
  }
  if (probability <= central.p_star) {
    at.break_even = BreakEven::pays_at_full_scale;
    at.break_even_scale = 1.0;
    at.break_even_rate = rate_;
    return;
  }
  const double deal = in_.duration.deal_years();
  const double punished = in_.duration.punished_years();
  const auto worth = [&](double loss) {
    return central.gain_musd * deal - probability * (central.gain_musd + loss) * punished;
  };
  // At no punishment the deal brings its gain as long as it lasts.
  at.break_even_scale = leeway::break_even(
      [&](double scale) -> std::optional<double> {
        const auto income = punished_income(scale);
        if (!income) return std::nullopt;
        return worth(none_musd - *income);
      },
      central.gain_musd* deal, worth(central.loss_musd));
  at.break_even = at.break_even_scale ? BreakEven::found : BreakEven::not_certified;
  if (at.break_even_scale && rate_) at.break_even_rate = *rate_ * *at.break_even_scale;
}

}  // namespace leeway
