#include "answer.h"

#include <cmath>
#include <limits>
#include <variant>

#include <fmt/format.h>

#include "leeway/base/suggest.h"

namespace leeway::python {

namespace {

template <class Owner>
using Member = std::variant<std::vector<double> Owner::*, Array2 Owner::*, Array3 Owner::*>;
template <class Owner>
struct Known {
  ArrayMeaning meaning;
  Member<Owner> member;
};

constexpr const char* money = "USD million";
constexpr const char* over_base = "1";  // a level over its base year's

const std::vector<Known<World>>& of_world() {
  static const std::vector<Known<World>> all = {
      {{"flow", {"goods", "importer", "exporter"}, money, "trade at basic prices, domestic sales included"},
       &World::flow},
      {{"tariff", {"goods", "importer", "exporter"}, "1", "duty on the basic price, decimal"},
       &World::tariff},
      {{"input", {"economy", "sector", "producer"}, money, "purchases by producers, user prices"},
       &World::input},
      {{"output", {"economy", "producer"}, money, "output at basic prices"}, &World::output},
      {{"value_added", {"economy", "producer"}, money, "value added"}, &World::value_added},
      {{"final_use", {"economy", "sector"}, money, "final use at user prices"}, &World::final_use},
  };
  return all;
}

const std::vector<Known<Result>>& of_result() {
  static const std::vector<Known<Result>> all = {
      {{"wage", {"economy"}, over_base, "wage over the base year's"}, &Result::wage},
      {{"price",
        {"economy", "sector"},
        over_base,
        "price of a sector's goods to buyers, over the base year's"},
       &Result::price},
      {{"line_price",
        {"goods", "economy"},
        over_base,
        "what buyers pay for goods, all origins together, over the base year's"},
       &Result::line_price},
      {{"consumer_price", {"economy"}, over_base, "price index of final use, over the base year's"},
       &Result::consumer_price},
      {{"basic_price", {"economy", "producer"}, over_base, "basic price over the base year's"},
       &Result::basic_price},
      {{"output", {"economy", "producer"}, money, "output at basic prices"}, &Result::output},
      {{"value_added", {"economy", "producer"}, money, "value added"}, &Result::value_added},
      {{"absorption", {"economy", "sector"}, money, "purchases of a sector's goods at user prices"},
       &Result::absorption},
      {{"income", {"economy"}, money, "final expenditure"}, &Result::income},
      {{"base_income", {"economy"}, money, "final expenditure of the base year"}, &Result::base_income},
      {{"factor_income", {"economy"}, money, "factor income"}, &Result::factor_income},
      {{"tariff_revenue", {"economy"}, money, "duties, less subsidies of purchase commitments"},
       &Result::tariff_revenue},
      {{"export_revenue", {"economy"}, money, "export taxes"}, &Result::export_revenue},
      {{"importer_rents", {"economy"}, money, "quota rents held in the importing economy"},
       &Result::importer_rents},
      {{"exporter_rents", {"economy"}, money, "quota and price-floor rents held in the exporting economy"},
       &Result::exporter_rents},
      {{"backstop_rents", {"economy"}, money, "rents of makers of backstops whose capacity is short"},
       &Result::backstop_rents},
      {{"backstop_premium", {"goods", "economy"}, "1", "log premium over the cost of making do"},
       &Result::backstop_premium},
      {{"subsidies", {"economy"}, money, "subsidies paid"}, &Result::subsidies},
      {{"deficit", {"economy"}, money, "transfers from the closure, received"}, &Result::deficit},
      {{"transfer", {"economy"}, money, "transfers by policy, received"}, &Result::transfer},
      {{"log_welfare", {"economy"}, "1", "log of real income over the base year's"}, &Result::log_welfare},
  };
  return all;
}

const std::vector<ArrayMeaning>& of_flows() {
  static const std::vector<ArrayMeaning> all = {
      {"flows",
       {"goods", "importer", "exporter"},
       money,
       "trade at border prices, before duty; domestic sales included"},
      {"paid", {"goods", "importer", "exporter"}, money, "what buyers pay, duties and rents included"},
      {"received", {"goods", "importer", "exporter"}, money, "what sellers receive, at basic prices"},
  };
  return all;
}

View view_of(const std::vector<double>& values) { return {values.data(), {values.size()}}; }
template <std::size_t Rank>
View view_of(const Array<Rank>& values) {
  return {values.data(), {values.extents().begin(), values.extents().end()}};
}

[[noreturn]] void no_such_array(const std::string& name, const std::vector<ArrayMeaning>& known) {
  std::vector<std::string> names;
  for (const ArrayMeaning& one : known) names.push_back(one.name);
  throw InputError(fmt::format("no array \"{}\"", name), did_you_mean(name, names));
}

template <class Owner>
const Known<Owner>* find(const std::vector<Known<Owner>>& known, const std::string& name) {
  for (const Known<Owner>& one : known)
    if (one.meaning.name == name) return &one;
  return nullptr;
}

template <class Owner>
View view_of(const Owner& owner, const Known<Owner>& known) {
  return std::visit([&](const auto member) { return view_of(owner.*member); }, known.member);
}

template <class Owner>
std::vector<ArrayMeaning> meanings(const std::vector<Known<Owner>>& known) {
  std::vector<ArrayMeaning> all;
  for (const Known<Owner>& one : known) all.push_back(one.meaning);
  return all;
}

/// Border values: what leaves the importing economy.
Array3 at_the_border(const World& world, const Solution& solution) {
  Array3 values(world.line_count(), world.economy_count(), world.economy_count());
  for (int l = 0; l < world.line_count(); ++l)
    for (int n = 0; n < world.economy_count(); ++n)
      for (int i = 0; i < world.economy_count(); ++i) {
        const FlowMoney m = flow_money(world, solution, l, n, i);
        values(l, n, i) = m.seller + m.export_tax + m.exporter_rent;
      }
  return values;
}

}  // namespace

const std::vector<ArrayMeaning>& world_arrays() {
  static const std::vector<ArrayMeaning> all = meanings(of_world());
  return all;
}

View world_view(const World& world, const std::string& name) {
  if (const auto* known = find(of_world(), name)) return view_of(world, *known);
  no_such_array(name, world_arrays());
}

const std::vector<ArrayMeaning>& level_arrays() {
  static const std::vector<ArrayMeaning> all = [] {
    std::vector<ArrayMeaning> of_all = meanings(of_result());
    of_all.insert(of_all.end(), of_flows().begin(), of_flows().end());
    return of_all;
  }();
  return all;
}

const std::vector<ArrayMeaning>& change_arrays() {
  static const std::vector<ArrayMeaning> all = [] {
    std::vector<ArrayMeaning> of_all;
    for (const EconomyVariable& v : economy_variables())
      of_all.push_back({v.name, {"economy"}, v.unit, v.definition});
    for (const SectorVariable& v : sector_variables())
      of_all.push_back({v.name, {"economy", "sector"}, v.unit, v.definition});
    for (const VariableDefinition& v : variable_definitions())
      if (v.variable == "bilateral_exports")
        of_all.push_back({v.variable, {"exporter", "importer"}, v.unit, v.definition});
    return of_all;
  }();
  return all;
}

Changes::Changes(const World& world, const Solution& from, const Solution& to)
    : comparison_(compare(world, from, to)), extents_{world.economies.size(), world.sectors.size()} {
  const auto keep = [&](const auto& variable, const auto& changes) {
    std::vector<double>& values = values_[variable.name];
    for (const auto& change : changes) {
      const std::optional<double> figure = variable.of(change);
      if (!figure) not_told_[variable.name] = "a horizon below three years does not let welfare be told";
      values.push_back(figure.value_or(std::numeric_limits<double>::quiet_NaN()));
    }
  };
  for (const EconomyVariable& v : economy_variables()) keep(v, comparison_.economies);
  for (const SectorVariable& v : sector_variables()) keep(v, comparison_.sectors);
  std::vector<double>& pairs = values_["bilateral_exports"];
  pairs.assign(extents_[0] * extents_[0], std::numeric_limits<double>::quiet_NaN());
  for (const PairChange& p : comparison_.pairs)
    pairs[static_cast<std::size_t>(p.exporter) * extents_[0] + static_cast<std::size_t>(p.importer)] =
        p.change_musd;
}

View Changes::view(const std::string& name) const {
  const auto found = values_.find(name);
  if (found == values_.end()) no_such_array(name, change_arrays());
  if (const auto why = not_told_.find(name); why != not_told_.end())
    throw InputError(fmt::format("{} is not told: {}", name, why->second),
                     "trade is: exports, imports, bilateral_exports, output");
  for (const ArrayMeaning& one : change_arrays())
    if (one.name == name && one.axes.size() == 2)
      return {found->second.data(), {extents_[0], one.axes.back() == "sector" ? extents_[1] : extents_[0]}};
  return {found->second.data(), {extents_[0]}};
}

const Solution& certified(const Outcome& outcome) {
  if (!outcome) throw NotCertified(explain(outcome));
  return outcome.solution();
}

const Solution& Answer::solution() const { return certified(outcome_); }

View Answer::view(const std::string& name) const {
  const Solution& solved = solution();
  if (const auto* known = find(of_result(), name)) return view_of(solved.result, *known);
  const std::lock_guard lock(making_);
  if (const auto made = flows_.find(name); made != flows_.end()) return view_of(made->second);
  if (name == "flows") return view_of(flows_[name] = at_the_border(situation_.world(), solved));
  if (name == "paid") return view_of(flows_[name] = solved.result.trade.all());
  if (name == "received") return view_of(flows_[name] = solved.result.received.all());
  no_such_array(name, level_arrays());
}

const Changes& Answer::changes() const {
  const std::lock_guard lock(making_);
  if (!changes_) {
    const Solution& to = solution();
    const Outcome from = situation_.reference().solve();
    changes_ = std::make_unique<const Changes>(situation_.world(), certified(from), to);
  }
  return *changes_;
}

}  // namespace leeway::python
