#include "leeway/analysis/rent_holders.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/analysis/study.h"
#include "leeway/base/units.h"

namespace leeway {

namespace {

bool holds(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

bool has_rent(const BoundInstrument& bound) { return bound.control != Control::purchase_commitment; }

double rent_of(const Result& result, const std::vector<std::string>& measures) {
  double rent = 0.0;
  for (const InstrumentOutcome& o : result.instruments)
    if (holds(measures, o.measure)) rent += o.rent;
  return rent;
}

}  // namespace

std::vector<RentHolder> by_rent_holder(const Solution& solved, const std::vector<std::string>& measures) {
  const std::vector<BoundInstrument>& written = solved.policy->instruments;
  const std::vector<InstrumentOutcome>& now = solved.result.instruments;
  const auto counts = [&](std::size_t at) {
    return has_rent(written[at]) && holds(measures, written[at].measure);
  };
  bool any = false;
  bool binds = false;
  for (std::size_t at = 0; at < written.size(); ++at) {
    any = any || counts(at);
    binds = binds || (counts(at) && now[at].regime != Regime::not_binding);
  }
  std::vector<RentHolder> holders;
  if (!any) return holders;
  for (const bool halved : {false, true}) {
    if (halved && binds) break;
    for (const double importer : {0.0, 0.5, 1.0}) {
      Policy policy = *solved.policy;
      for (std::size_t at = 0; at < policy.instruments.size(); ++at) {
        if (!counts(at)) continue;
        BoundInstrument& instrument = policy.instruments[at];
        instrument.rent_to = {importer, 1.0 - importer};
        if (halved && now[at].limit > 0.0 && instrument.control != Control::price_floor)
          instrument.limit *= 0.5 * now[at].quantity / now[at].limit;
      }
      holders.push_back({importer, halved, std::make_shared<const Policy>(std::move(policy))});
    }
  }
  return holders;
}

std::vector<RentComparison> compare_by_rent_holder(const Model& model, const Solution& from,
                                                   const Solution& to) {
  constexpr double nothing = 0.5;  // USD million
  std::vector<RentComparison> found;
  std::vector<std::string> measures;
  for (const BoundInstrument& bound : to.policy->instruments)
    if (has_rent(bound) && !holds(measures, bound.measure) &&
        std::none_of(from.policy->instruments.begin(), from.policy->instruments.end(),
                     [&](const BoundInstrument& before) { return before.measure == bound.measure; }))
      measures.push_back(bound.measure);
  if (measures.empty() || rent_of(to.result, measures) < nothing) return found;
  Study study(model.world());
  study.use(model);
  for (const RentHolder& holder : by_rent_holder(to, measures)) {
    found.push_back({holder.importer_share, 0.0, measures, {}, {}});
    study.add({fmt::format("importers hold {}", shortest(holder.importer_share)),
               holder.policy,
               model.options(),
               {},
               to.start});
  }
  const auto solved = study.run({}, [&](std::size_t at, const Outcome& outcome) {
    RentComparison one = found[at];
    one.verdict = outcome.verdict();
    if (!outcome) return one;
    one.rent_musd = rent_of(outcome->result, measures);
    one.figures = compare(model.world(), from, outcome.solution());
    return one;
  });
  for (std::size_t at = 0; at < found.size(); ++at) found[at] = *solved[at];
  return found;
}

void widen(ComparisonRange& range, const std::vector<RentComparison>& holders) {
  for (const RentComparison& holder : holders) {
    range.ids.push_back(holder.verdict.id);
    if (!holder.figures) continue;
    const Comparison& f = *holder.figures;
    for (std::size_t n = 0; n < f.economies.size(); ++n)
      widen(range.low.economies[n], range.high.economies[n], f.economies[n]);
    for (std::size_t g = 0; g < f.groups.size(); ++g)
      widen(range.low.groups[g], range.high.groups[g], f.groups[g]);
    for (std::size_t s = 0; s < f.sectors.size(); ++s)
      widen(range.low.sectors[s], range.high.sectors[s], f.sectors[s]);
  }
}

}  // namespace leeway
