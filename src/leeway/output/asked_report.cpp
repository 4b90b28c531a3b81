#include "leeway/output/asked_report.h"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>

#include <fmt/format.h>

#include "leeway/base/index.h"
#include "leeway/output/parties.h"
#include "leeway/policy/measure_toml.h"
#include "leeway/policy/names.h"
#include "leeway/policy/one_line.h"
#include "leeway/policy/terms_toml.h"

namespace leeway {

namespace {

constexpr const char* duty_variable = "tariff";
constexpr std::size_t most_flows = 5000;  ///< told one by one

/// The duty on a flow that a Measure touches, by two policies, decimal.
struct Touched {
  int line = 0;
  int importer = 0;
  int exporter = 0;
  double trade = 0.0;  ///< of the base year, USD million
  double before = 0.0;
  double after = 0.0;

  auto place() const { return std::tie(line, importer, exporter); }
};

/// The flows with trade that a Measure acts on, of a table of rates those whose duty moves; none of a
/// transfer and of what is paid at home.
std::vector<Touched> touched_by(const World& world, const Measure& m, const Policy& from, const Policy& to) {
  std::vector<Touched> flows;
  if (m.instrument == Instrument::transfer || m.instrument == Instrument::subsidy) return flows;
  std::vector<std::string> absent;
  std::vector<int> lines = lines_of(world, m.goods, m, "goods", &absent);
  const std::vector<int> out = lines_of(world, m.terms.exclude, m, "exclude", &absent);
  std::erase_if(lines, [&](int line) { return has(out, line); });
  const std::vector<int> by = economies_of(world, {m.by}, to.as_of, m, "by");
  const std::vector<int> on = economies_of(world, m.on, to.as_of, m, "on");
  const bool sells = acts_on_exports(m.instrument);
  const bool both = m.instrument == Instrument::pact;
  const bool all = m.by == "*";
  const auto add = [&](int importer, int exporter) {
    if (importer == exporter || (!both && !all && has(by, importer) && has(by, exporter))) return;
    for (const int line : lines) {
      const double trade = world.flow(line, importer, exporter);
      if (trade <= 0.0) continue;
      const double before = from.wedge(world, line, importer, exporter).tariff;
      const double after = to.wedge(world, line, importer, exporter).tariff;
      // A table speaks of some of the flows of who acts on whom.
      if (m.terms.own_rates == nullptr || before != after)
        flows.push_back({line, importer, exporter, trade, before, after});
    }
  };
  for (const int actor : by)
    for (const int hit : on) {
      add(sells ? hit : actor, sells ? actor : hit);
      if (both && !(has(by, hit) && has(on, actor))) add(hit, actor);
    }
  return flows;
}

bool acts_under(const Policy& policy, const std::string& id) {
  return std::any_of(policy.applied.begin(), policy.applied.end(),
                     [&](const AppliedMeasure& a) { return a.measure->id == id; });
}

std::vector<ReportCell> asked_row(const Measure& m, const std::vector<Touched>& flows, bool put_in) {
  double trade = 0.0;
  double before = 0.0;
  double after = 0.0;
  for (const Touched& t : flows) {
    trade += t.trade;
    before += t.trade * t.before;
    after += t.trade * t.after;
  }
  std::vector<ReportCell> row = {m.id, std::string(put_in ? "put in" : "taken out"), asked_words(m)};
  if (flows.empty()) {
    row.insert(row.end(), 6, ReportCell());
    return row;
  }
  const auto [low, high] = std::minmax_element(
      flows.begin(), flows.end(), [](const Touched& a, const Touched& b) { return a.after < b.after; });
  row.insert(row.end(), {ReportCell(static_cast<double>(flows.size())), trade, before / trade, after / trade,
                         low->after, high->after});
  return row;
}

}  // namespace

std::vector<std::string> goods_asked(const Measure& measure) {
  return measure.lines == nullptr || measure.lines->goods.empty() ? measure.goods : measure.lines->goods;
}

std::string asked_words(const Measure& asked) {
  constexpr std::size_t most = 8;
  std::vector<std::string> goods = goods_asked(asked);
  const std::size_t more = goods.size() > most ? goods.size() - most : 0;
  goods.resize(goods.size() - more);
  std::string named = fmt::format("{}", fmt::join(goods, " and "));
  if (more > 0) named += fmt::format(" and {} more", more);
  Measure measure = asked;
  if (measure.lines != nullptr && !measure.lines->goods.empty()) {
    measure.terms.covers.clear();
    measure.terms.exclude.clear();
  }
  static const std::string place = "{goods}";
  measure.goods = {place};
  if (std::optional<std::string> line = to_one_line(measure)) {
    const std::string id = ", id " + measure.id;
    if (line->ends_with(id)) line->resize(line->size() - id.size());
    if (const std::size_t at = line->find(place); at != std::string::npos)
      line->replace(at, place.size(), named);
    return *line;
  }
  return fmt::format("{} on {}: {} on {}, terms {}", measure.by, fmt::join(measure.on, ", "),
                     to_string(measure.instrument), named, to_toml(measure.terms, measure.instrument));
}

void add_asked(Report& report, const World& world, const AskedSide& from, const AskedSide& to,
               std::size_t shown) {
  const Parties parties = parties_between(world, from.policy, to.policy);
  if (parties.measures.empty()) return;
  ReportTable asked{
      "asked",
      fmt::format("Asked: {} against {}", to.name, from.name),
      {text_column("measure"), text_column(""), text_column("as asked", 90), number_column("flows", "", 0),
       money_column("trade"), rate_column("duty before", 2), rate_column("after", 2),
       rate_column("lowest", 2), rate_column("highest after", 2)},
      {},
      shown,
      "Duties on the customs value, all that is in force counted, as means by base-year trade. What limits, "
      "taxes at the border of the seller and barriers do is no duty."};
  std::vector<Touched> all;
  for (const Measure* m : parties.measures) {
    const std::vector<Touched> flows = touched_by(world, *m, from.policy, to.policy);
    asked.rows.push_back(asked_row(*m, flows, acts_under(to.policy, m->id)));
    all.insert(all.end(), flows.begin(), flows.end());
  }
  report.tables.push_back(std::move(asked));
  std::sort(all.begin(), all.end(), [](const Touched& a, const Touched& b) { return a.place() < b.place(); });
  all.erase(std::unique(all.begin(), all.end(),
                        [](const Touched& a, const Touched& b) { return a.place() == b.place(); }),
            all.end());
  std::stable_sort(all.begin(), all.end(),
                   [](const Touched& a, const Touched& b) { return a.trade > b.trade; });
  const std::size_t count = all.size();
  if (count > most_flows) all.resize(most_flows);
  if (all.empty()) return;
  ReportTable duties{"duties",
                     fmt::format("Duties on what it touches, flow by flow: {}", to.name),
                     {text_column("importer"), text_column("exporter"), text_column("goods"),
                      money_column("trade"), rate_column("duty before", 2), rate_column("after", 2)},
                     {},
                     shown,
                     count > all.size() ? fmt::format("The {} largest of {} flows.", all.size(), count) : ""};
  std::set<std::tuple<std::string, std::string, std::string, std::string>> told;
  for (const LongRow& row : report.rows)
    if (row.variable == duty_variable) told.emplace(row.scenario, row.economy, row.partner, row.sector);
  for (const Touched& t : all) {
    const std::string& importer = world.economies[static_cast<std::size_t>(t.importer)].id;
    const std::string& exporter = world.economies[static_cast<std::size_t>(t.exporter)].id;
    const std::string& line = world.lines[static_cast<std::size_t>(t.line)].id;
    duties.rows.push_back({importer, exporter, line, t.trade, t.before, t.after});
    for (const auto& [side, duty] : {std::pair(&from, t.before), std::pair(&to, t.after)})
      // Several policies are told against one: its duty on a flow stands once.
      if (told.emplace(side->name, importer, exporter, line).second)
        report.rows.push_back({side->solve, side->name, importer, exporter, line, duty_variable, "decimal",
                               world.base_year, "level", duty});
  }
  report.tables.push_back(std::move(duties));
}

}  // namespace leeway
