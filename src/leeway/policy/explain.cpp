#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/policy/parts.h"
#include "leeway/policy/policy.h"
#include "leeway/policy/stack.h"
#include "leeway/policy/term_range.h"
#include "leeway/policy/term_values.h"

namespace leeway {

namespace {

std::string percent(double rate) { return fmt::format("{:.4g}%", 100.0 * rate); }

/// "49000 units a year", "80% of the base year".
std::string amount_text(double amount, const std::string& unit) {
  return unit == of_base ? percent(amount) + " of the base year"
                         : fmt::format("{:.6g} {} a year", amount, unit);
}

/// What a Measure that is no tariff does on a flow, in words.
std::string in_words(const BoundMeasure& active, int line, int exporter) {
  const Measure& measure = active.measure();
  const Terms& terms = measure.terms;
  std::string text = fmt::format("{}: {}", measure.id, to_string(measure.instrument));
  const QuotaStep& quota = active.quota();
  switch (measure.instrument) {
    case Instrument::barrier:
      text += fmt::format(", cost {}", percent(terms.cost));
      break;
    case Instrument::boycott:
      text += fmt::format(", {} of demand lost", percent(terms.share));
      break;
    case Instrument::export_tax:
    case Instrument::subsidy:
      text += fmt::format(", rate {}", percent(rate_at(terms, active.chosen().date)));
      break;
    case Instrument::pact:
      text += fmt::format(", {} of the base duty removed, cost times {:.4g}", percent(active.tariff_cut()),
                          active.pact_cost());
      break;
    case Instrument::tariff_rate_quota:
      text += fmt::format(", {} at {}, {} beyond", amount_text(quota.amount, quota.unit),
                          percent(terms.in_quota), percent(terms.over_quota));
      break;
    case Instrument::export_quota:
    case Instrument::import_quota:
      text +=
          fmt::format(", {}{}", amount_text(quota.amount, quota.unit), terms.each ? " for each buyer" : "");
      break;
    case Instrument::price_floor:
      if (terms.price > 0.0) text += fmt::format(", not below {:.6g} {}", terms.price, terms.price_unit);
      if (!terms.replaces.empty()) text += ", in place of " + terms.replaces;
      if (terms.cap > 0.0) text += ", at most " + amount_text(terms.cap, terms.cap_unit);
      break;
    case Instrument::purchase_commitment:
      text +=
          fmt::format(", at least {}",
                      amount_text(terms.value, terms.value_of_base ? of_base : "mn " + currency_of(terms)));
      break;
    case Instrument::licence:
    case Instrument::import_ban:
    case Instrument::export_ban:
      if (active.restriction(line) > 0.0)
        text += fmt::format(", {} refused", percent(active.restriction(line)));
      if (terms.cap_share > 0.0)
        text += fmt::format(", at most {} of the seller's {} sales", percent(terms.cap_share),
                            terms.cap_of == "home" ? "home" : "other");
      if (terms.levy > 0.0) text += fmt::format(", levy {}", percent(terms.levy));
      break;
    default:
      break;
  }
  if (!terms.firms.empty()) {
    std::vector<std::string> names;
    for (const FirmGroup& firm : terms.firms) names.push_back(firm.name);
    text += fmt::format(", for {}", fmt::join(names, ", "));
  }
  if (active.coverage(line, exporter) != 1.0)
    text += fmt::format(", on {} of the flow", percent(active.coverage(line, exporter)));
  if (!is_solved(measure)) text += "; without a number, so without effect";
  return text;
}

}  // namespace

WedgeExplanation explain_wedge(const World& world, const Ledger& ledger, const PolicyOptions& asked, int line,
                               int importer, int exporter) {
  const PolicyOptions options = on_lines(world, asked);
  const Ledger all = ledger.and_lists(options.lists);
  const BoundSet active = bind(world, all, collect(world, all, options));
  WedgeExplanation explained;
  explained.importer = world.economies[static_cast<std::size_t>(importer)].id;
  explained.exporter = world.economies[static_cast<std::size_t>(exporter)].id;
  explained.line = world.lines[static_cast<std::size_t>(line)].id;
  explained.as_of = options.as_of;

  const Cuts cuts(world, active);
  const FlowParts flow_parts(active, cuts);
  // Class by class and part by part; shares are of the whole flow.
  std::vector<Part> parts;
  std::vector<double> totals;
  for (int goods = 0; goods < cuts.classes(line, importer); ++goods) {
    const double share = cuts.share(line, importer, exporter, goods);
    if (!(share > 0.0)) continue;
    for (Part part : flow_parts.of({line, importer, exporter, goods})) {
      if (part.by_firm && cuts.classes(line, importer) > 1)
        part.name += ", " + cuts.find(line, importer)->classes[static_cast<std::size_t>(goods)].whole[0].name;
      part.share *= share;
      parts.push_back(std::move(part));
      totals.push_back(cuts.base_tariff(world, line, importer, exporter, goods));
    }
  }
  std::vector<double> totals_alt = totals;
  double total = 0.0;
  for (std::size_t p = 0; p < parts.size(); ++p) total += parts[p].share * totals[p];
  double total_alt = total;
  WedgeLine base;
  base.measure = "base tariff";
  base.title = fmt::format("tariff of world \"{}\" on {}", world.name, to_string(world.tariff_date));
  const auto step_forward = [&](const TariffStep& step) {
    total = total_alt = 0.0;
    for (std::size_t p = 0; p < parts.size(); ++p) {
      const StackView view{&parts[p], nullptr};
      totals[p] = step.apply(totals[p], line, exporter, options.alternative_rates, view);
      totals_alt[p] = step.apply(totals_alt[p], line, exporter, true, view);
      total += parts[p].share * totals[p];
      total_alt += parts[p].share * totals_alt[p];
    }
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
    // A pact has no rate of its own: what it takes off is what it does.
    const auto own_rate = [&](bool alternative) {
      double rate = 0.0;
      for (const Part& part : parts)
        rate += part.share * step.measure->coverage(line, exporter, &part) *
                step.measure->rate(line, exporter, alternative, {&part, nullptr});
      return rate;
    };
    const bool pact = measure.instrument == Instrument::pact;
    row.rate = pact ? total - before : own_rate(options.alternative_rates);
    row.rate_alt = pact ? total_alt - before_alt : own_rate(true);
    row.total = total;
    row.total_alt = total_alt;
    const Acting* acting = active.find(measure.id);
    row.embedded = acting == nullptr || acting->in_base != nullptr;
    row.source = measure.source;
    row.confidence = measure.confidence;
    // A schedule has no row for most partners and sectors; those lines would say nothing.
    if (row.rate == 0.0 && row.rate_alt == 0.0 && measure.combine == Combine::add) continue;
    explained.lines.push_back(std::move(row));
  }
  step_forward(steps[at]);
  explained.tariff = total;
  explained.tariff_alt = total_alt;
  const auto differs = [&](double one) { return std::abs(one - totals.front()) > 1e-12; };
  if (std::any_of(totals.begin(), totals.end(), differs)) {
    std::vector<std::string> duties;
    for (std::size_t p = 0; p < parts.size(); ++p)
      duties.push_back(
          fmt::format("{} ({} of the flow) {}", parts[p].name, percent(parts[p].share), percent(totals[p])));
    explained.others.push_back(fmt::format("duty by part: {}", fmt::join(duties, ", ")));
  }
  for (const Acting& acting : active.now)
    if (!acting.measure().terms_range.empty() && acting.bound->touches(line) &&
        acting.bound->acts_on(importer, exporter))
      explained.others.push_back(fmt::format("{} could as well be, each alone: {}", acting.measure().id,
                                             terms_range_text(acting.measure())));
  for (const Acting& acting : active.now)
    if (acting.measure().instrument != Instrument::tariff && acting.bound->touches(line) &&
        acting.bound->acts_on(importer, exporter))
      explained.others.push_back(in_words(*acting.bound, line, exporter));
  return explained;
}

}  // namespace leeway
