#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/policy/active.h"
#include "leeway/policy/policy.h"

namespace leeway {

namespace {

std::string percent(double rate) { return fmt::format("{:.4g}%", 100.0 * rate); }

/// What a Measure that is no tariff does on a flow, in words.
std::string in_words(const ActiveMeasure& active, int line) {
  const Measure& measure = active.measure();
  const Terms& terms = measure.terms;
  std::string text = fmt::format("{}: {}", measure.id, to_string(measure.instrument));
  switch (measure.instrument) {
    case Instrument::barrier:
      text += fmt::format(", cost {}", percent(terms.cost));
      break;
    case Instrument::export_tax:
    case Instrument::subsidy:
      text += fmt::format(", rate {}", percent(rate_at(terms, active.date())));
      break;
    case Instrument::pact:
      text += fmt::format(", {} of the base duty removed, cost times {:.4g}", percent(active.tariff_cut()),
                          active.pact_cost());
      break;
    case Instrument::tariff_rate_quota:
      text += fmt::format(", {:.6g} {} a year at {}, {} beyond", terms.quota, terms.quota_unit,
                          percent(terms.in_quota), percent(terms.over_quota));
      break;
    case Instrument::export_quota:
    case Instrument::import_quota:
      text += fmt::format(", {:.6g} {} a year", terms.quota, terms.quota_unit);
      break;
    default:
      break;
  }
  if (active.coverage(line) != 1.0)
    text += fmt::format(", on {} of the flow", percent(active.coverage(line)));
  if (!is_solved(measure.instrument)) text += "; not solved yet";
  return text;
}

}  // namespace

WedgeExplanation explain_wedge(const World& world, const Ledger& ledger, const PolicyOptions& options,
                               int line, int importer, int exporter) {
  const ActiveSet active = collect(world, ledger, options);
  WedgeExplanation explained;
  explained.importer = world.economies[static_cast<std::size_t>(importer)].id;
  explained.exporter = world.economies[static_cast<std::size_t>(exporter)].id;
  explained.line = world.lines[static_cast<std::size_t>(line)].id;
  explained.as_of = options.as_of;

  double total = world.tariff(line, importer, exporter);
  double total_alt = total;
  WedgeLine base;
  base.measure = "base tariff";
  base.title = fmt::format("tariff of world \"{}\" on {}", world.name, to_string(world.tariff_date));
  const auto step_forward = [&](const TariffStep& step) {
    total = step.apply(total, line, importer, exporter, options.alternative_rates);
    total_alt = step.apply(total_alt, line, importer, exporter, true);
  };
  const std::vector<TariffStep> steps = tariff_steps(active);
  std::size_t at = 0;
  for (; steps[at].kind == TariffStep::Kind::subtract; ++at) {
    if (!steps[at].acts(line, importer, exporter)) continue;
    if (base.title.find("without") == std::string::npos) base.title += ", without the Measures in it";
    step_forward(steps[at]);
  }
  base.rate = base.total = total;
  base.rate_alt = base.total_alt = total_alt;
  explained.lines.push_back(base);

  for (; steps[at].kind != TariffStep::Kind::floor; ++at) {
    const TariffStep& step = steps[at];
    if (!step.acts(line, importer, exporter)) continue;
    const Measure& measure = step.measure->measure();
    const double before = total;
    const double before_alt = total_alt;
    step_forward(step);
    WedgeLine row;
    row.measure = measure.id;
    row.title = measure.title;
    row.combine = measure.combine;
    const bool tariff = measure.instrument == Instrument::tariff;
    row.rate =
        tariff ? step.measure->contribution(line, exporter, options.alternative_rates) : total - before;
    row.rate_alt = tariff ? step.measure->contribution(line, exporter, true) : total_alt - before_alt;
    row.total = total;
    row.total_alt = total_alt;
    row.embedded = ActiveSet::find(active.in_tariffs, measure.id) != nullptr;
    row.source = measure.source;
    row.confidence = measure.confidence;
    // A schedule has no row for most partners and sectors; those lines would say nothing.
    if (row.rate == 0.0 && row.rate_alt == 0.0 && measure.combine == Combine::add) continue;
    explained.lines.push_back(std::move(row));
  }
  step_forward(steps[at]);
  explained.tariff = total;
  explained.tariff_alt = total_alt;
  for (const ActiveMeasure& measure : active.now)
    if (measure.measure().instrument != Instrument::tariff && measure.touches(line) &&
        measure.acts_on(importer, exporter))
      explained.others.push_back(in_words(measure, line));
  return explained;
}

}  // namespace leeway
