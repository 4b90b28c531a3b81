#include "leeway/output/instrument_report.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "leeway/analysis/comparison.h"
#include "leeway/output/format.h"
#include "leeway/output/price_words.h"
#include "leeway/policy/scale.h"

namespace leeway {

namespace {

const char* control_words(Control control) {
  switch (control) {
    case Control::tariff_rate_quota:
      return "tariff-rate quota";
    case Control::price_floor:
      return "price floor";
    case Control::export_quota:
      return "export quota";
    case Control::import_quota:
      return "import quota";
    case Control::purchase_commitment:
      return "purchase commitment";
  }
  return "";
}

/// The outcomes of one Measure that limit the same thing, such as a floor on each importer's flow.
struct Limits {
  std::vector<std::size_t> outcomes;
};
std::vector<Limits> limits_by_measure(const std::vector<InstrumentOutcome>& outcomes) {
  std::vector<Limits> all;
  for (std::size_t r = 0; r < outcomes.size(); ++r) {
    const InstrumentOutcome& o = outcomes[r];
    const auto found = std::find_if(all.begin(), all.end(), [&](const Limits& limits) {
      const InstrumentOutcome& first = outcomes[limits.outcomes.front()];
      return first.measure == o.measure && first.control == o.control && first.unit == o.unit;
    });
    if (found == all.end())
      all.push_back({{r}});
    else
      found->outcomes.push_back(r);
  }
  return all;
}

}  // namespace

std::string regime_words(const InstrumentOutcome& o) {
  const bool quota = o.control == Control::tariff_rate_quota;
  const bool commitment = o.control == Control::purchase_commitment;
  switch (o.regime) {
    case Regime::not_binding:
      return quota        ? "not binding: quota not used up"
             : commitment ? "not binding: met unaided"
                          : "not binding";
    case Regime::binding:
      return commitment ? "binding: met with a subsidy" : "binding";
    case Regime::filled:
      return quota        ? "filled: more comes in at the higher rate"
             : commitment ? "unmet at the largest subsidy"
                          : "filled";
  }
  return "";
}

std::string holder_words(Control control, const RentSplit& split) {
  if (control == Control::purchase_commitment) return "none: the importer pays";
  if (split.importer <= 0.0) return "exporters";
  if (split.exporter <= 0.0) return "importers";
  return fmt::format("importers {:.0f}%, exporters {:.0f}%", 100.0 * split.importer, 100.0 * split.exporter);
}

std::vector<RentSplit> rent_splits(const Policy& policy) {
  std::vector<RentSplit> splits;
  for (const BoundInstrument& instrument : policy.instruments) splits.push_back(instrument.rent_to);
  return splits;
}

ReportTable instrument_table(const std::vector<InstrumentOutcome>& outcomes,
                             const std::vector<RentSplit>& rent_to, const std::string& run) {
  ReportTable table{
      "instruments",
      fmt::format("Quotas, price floors and commitments: {}", run),
      {text_column("measure", 28), text_column("instrument"), text_column("regime"),
       rate_column("premium", 2), number_column("came in", "", 1), number_column("limit", "", 1),
       text_column("unit"), money_column("rent"), text_column("rent to")},
      {},
      0,
      "The premium is over the price without the limit: the in-quota price of a quota, the invoice under a "
      "floor, the price under a commitment; of a Measure with several limits their mean, of shares too. "
      "Under a floor \"came in\" is the invoice and the limit the floor, both over the price of the base "
      "year."};
  for (const Limits& limits : limits_by_measure(outcomes)) {
    const InstrumentOutcome& first = outcomes[limits.outcomes.front()];
    double premium = 0.0, quantity = 0.0, limit = 0.0, rent = 0.0;
    std::map<Regime, std::size_t> regimes;
    for (std::size_t r : limits.outcomes) {
      const InstrumentOutcome& o = outcomes[r];
      premium += o.premium;
      quantity += o.quantity;
      limit += o.limit;
      rent += o.rent;
      ++regimes[o.regime];
    }
    const auto count = static_cast<double>(limits.outcomes.size());
    std::string regime = regime_words(first);
    if (regimes.size() > 1)
      regime = fmt::format("binding on {} of {}", limits.outcomes.size() - regimes[Regime::not_binding],
                           limits.outcomes.size());
    // Shares are shown as percent, and of several flows as their mean.
    const bool share = first.unit == "of the base year" || first.unit == "of the base-year price";
    const double scale = share ? 100.0 / count : 1.0;
    table.rows.push_back({first.measure, std::string(control_words(first.control)), regime,
                          premium_cell(premium / count), scale * quantity, scale * limit,
                          (share ? "% " : "") + first.unit, rent,
                          holder_words(first.control, rent_to[limits.outcomes.front()])});
  }
  return table;
}

ReportTable money_table(const World& world, const Result& result, const std::string& run, std::size_t top) {
  ReportTable table{
      "money",
      fmt::format("Who receives what buyers pay under them: {}", run),
      {text_column("goods"), text_column("importer"), text_column("exporter"), money_column("buyers pay"),
       money_column("sellers"), money_column("duty"), money_column("export tax"),
       money_column("importers' rent"), money_column("exporters' rent")},
      {},
      top,
      "A year, largest rents first. The five columns after the first add up to it."};
  std::vector<FlowMoney> flows = result.money;
  std::stable_sort(flows.begin(), flows.end(), [](const FlowMoney& a, const FlowMoney& b) {
    return a.importer_rent + a.exporter_rent > b.importer_rent + b.exporter_rent;
  });
  for (const FlowMoney& m : flows)
    table.rows.push_back({world.lines[static_cast<std::size_t>(m.line)].id,
                          world.economies[static_cast<std::size_t>(m.importer)].id,
                          world.economies[static_cast<std::size_t>(m.exporter)].id, m.paid, m.seller, m.duty,
                          m.export_tax, m.importer_rent, m.exporter_rent});
  return table;
}

namespace {

std::string multiplicity_words(const Uniqueness& u) {
  switch (u.finding) {
    case Multiplicity::none_found:
      return u.binding.empty() ? "no limit binds with equality, so that nothing is in question"
                               : "no other equilibrium found";
    case Multiplicity::response_unknown:
      return "possible: how the limits respond to their premia could not be solved for";
    case Multiplicity::starts_failed:
      return fmt::format("possible: of two solves from other premia {} certified", u.starts);
    case Multiplicity::other_equilibrium:
      return fmt::format("possible: another start ends {:.2e} away in log real income", u.distance);
    case Multiplicity::not_p_matrix:
      return "possible: the response of limits to premia is not a P-matrix, though other starts end at the "
             "same equilibrium";
  }
  return "";
}

}  // namespace

ReportTable uniqueness_table(const NamedOutcome& run, const Uniqueness& u) {
  ReportTable table{
      "uniqueness",
      fmt::format("Is this the only equilibrium: {}", run.name),
      {text_column("test"), text_column("finding")},
      {},
      0,
      "Two tests of the limits that hold with equality: the response of each to the premium of each, "
      "everything "
      "else having settled, must be a P-matrix (all principal minors above zero; beyond 12 limits rows that "
      "their diagonal dominates), and solves from no premium and from the highest premia must end at the "
      "same "
      "real incomes, to 1e-8 in logs. They can find a second equilibrium; that they find none is no proof."};
  const auto row = [&](const char* test, std::string finding) {
    table.rows.push_back({std::string(test), std::move(finding)});
  };
  row("second equilibrium", multiplicity_words(u));
  row("limits that bind with equality", std::to_string(u.binding.size()));
  if (u.binding.empty()) return table;
  row("P-matrix of responses", u.p_matrix ? "yes" : "NO");
  row("other starts that certified", fmt::format("{} of 2", u.starts));
  row("largest distance among them, log real income", fmt::format("{:.1e}", u.distance));
  const std::vector<BoundInstrument>& instruments = run.outcome.policy().instruments;
  for (std::size_t r = 0; r < u.binding.size(); ++r)
    table.rows.push_back({"own response of " + instruments[static_cast<std::size_t>(u.binding[r])].measure,
                          fmt::format("{:.3g}", u.response(static_cast<int>(r), static_cast<int>(r)))});
  return table;
}

std::string limit_sentence(const std::vector<InstrumentOutcome>& outcomes,
                           const std::vector<const Measure*>& in_question) {
  constexpr double least = 0.1;
  constexpr std::size_t most = 3;
  struct Told {
    double premium = 0.0;  // the highest
    double mean = 0.0;
    double rent = 0.0;
    std::string words;
  };
  std::vector<Told> told;
  for (const Limits& limits : limits_by_measure(outcomes)) {
    const InstrumentOutcome& first = outcomes[limits.outcomes.front()];
    if (std::none_of(in_question.begin(), in_question.end(),
                     [&](const Measure* m) { return m->id == first.measure; }))
      continue;
    Told one;
    for (std::size_t r : limits.outcomes) {
      one.premium = std::max(one.premium, outcomes[r].premium);
      one.mean += outcomes[r].premium / static_cast<double>(limits.outcomes.size());
      one.rent += outcomes[r].rent;
    }
    if (one.premium < least) continue;
    std::string premium = "a premium beyond what is told";
    if (!beyond_telling(1.0 + one.premium)) {
      premium = fmt::format("a premium of {}", percent_size(100.0 * one.mean));
      if (limits.outcomes.size() > 1)
        premium += fmt::format(" on average (up to {})", percent_size(100.0 * one.premium));
    }
    one.words = fmt::format("{} binds, with {} and a rent of {} a year", first.measure, premium,
                            money_words(one.rent));
    told.push_back(std::move(one));
  }
  if (told.empty()) return "";
  std::stable_sort(told.begin(), told.end(), [](const Told& a, const Told& b) { return a.rent > b.rent; });
  if (told.size() > most) told.resize(most);
  std::vector<std::string> words;
  for (const Told& one : told) words.push_back(one.words);
  return fmt::format("{}.", fmt::join(words, "; "));
}

std::vector<std::string> unmet_sentences(const std::vector<InstrumentOutcome>& outcomes) {
  std::vector<std::string> said;
  for (const InstrumentOutcome& o : outcomes)
    if (o.control == Control::purchase_commitment && o.regime == Regime::filled)
      said.push_back(fmt::format(
          "The commitment {} is not met: at the largest subsidy that it allows {:.0f}% of it is bought.",
          o.measure, o.limit > 0.0 ? 100.0 * o.quantity / o.limit : 0.0));
  return said;
}
}  // namespace leeway
