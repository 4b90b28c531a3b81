#include "leeway/ensemble/kept_figures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "leeway/analysis/comparison.h"
#include "leeway/base/elementary.h"
#include "leeway/base/suggest.h"
#include "leeway/model/welfare.h"
#include "leeway/strategy/leeway.h"

namespace leeway {

namespace {

constexpr double not_told = std::numeric_limits<double>::quiet_NaN();

struct HeadlineWords {
  const char* name;
  const char* unit;
  bool of_threat;
};
/// In the order of KeptFigures::Headline.
constexpr std::array headlines{HeadlineWords{"gain", "USD million", true},
                               HeadlineWords{"loss", "USD million", true},
                               HeadlineWords{"gain_percent", "percent", true},
                               HeadlineWords{"loss_percent", "percent", true},
                               HeadlineWords{"p_star", "share", true},
                               HeadlineWords{"worth", "USD million", true},
                               HeadlineWords{"equivalent_variation", "USD million", false},
                               HeadlineWords{"real_income", "percent", false}};

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text + " ") {
    if (c != ' ')
      word += c;
    else if (!word.empty())
      words.push_back(std::exchange(word, ""));
  }
  return words;
}

double income(const Solution& solution, const std::vector<int>& members) {
  double sum = 0.0;
  for (const int n : members) {
    const auto i = static_cast<std::size_t>(n);
    sum += solution.result.base_income[i] * elementary::exp(solution.result.log_welfare[i]);
  }
  return sum;
}

/// Change of real income as compare_set has it, to the bit, without its walk over all flows: what most plans
/// keep.
std::optional<double> income_change(const std::string& variable, const std::vector<int>& members,
                                    const Solution& from, const Solution& to) {
  if (variable != "real_income" && variable != "equivalent_variation") return std::nullopt;
  if (welfare_not_told(to.horizon)) return not_told;
  const Result& a = from.result;
  const Result& b = to.result;
  double before = 0.0;
  double ev = 0.0;
  for (const int n : members) {
    const auto i = static_cast<std::size_t>(n);
    before += a.base_income[i] * elementary::exp(a.log_welfare[i]);
    ev += a.base_income[i] * (elementary::exp(b.log_welfare[i]) - elementary::exp(a.log_welfare[i]));
  }
  return variable == "real_income" ? 100.0 * ev / before : ev;
}

const VariableDefinition* definition_of(const std::string& variable) {
  for (const VariableDefinition& d : variable_definitions())
    if (d.variable == variable) return &d;
  return nullptr;
}

template <class Variables>
const auto* named(const Variables& variables, const std::string& name) {
  const auto found =
      std::find_if(variables.begin(), variables.end(), [&](const auto& v) { return name == v.name; });
  return found == variables.end() ? nullptr : &*found;
}

}  // namespace

KeptFigures::KeptFigures(const SweepPlan& plan, const World& world, const std::vector<std::string>& cases,
                         bool with_probability)
    : world_(world), cases_(cases), threat_(plan.question.has_value()), with_probability_(with_probability) {
  std::vector<PlacedText> texts;
  if (const TomlValue* keep = plan.table.find("keep")) {
    const auto* list = keep->as_array();
    if (list == nullptr || list->empty())
      throw plan.table.error("keep", "a list of figures is needed",
                             "such as keep = [\"gain\", \"p_star\"]; left out, all headlines are kept");
    for (const TomlValue& value : *list) {
      if (value.as_string() == nullptr)
        throw InputError(value.where(),
                         fmt::format("field `keep`: a text expected, found {}", value.described()),
                         "write it in quotes");
      texts.push_back({*value.as_string(), inside_quotes(value)});
    }
  } else {
    for (const HeadlineWords& h : headlines)
      if (h.of_threat == threat_ && (std::string(h.name) != "worth" || with_probability_))
        texts.push_back({h.name, plan.table.where()});
  }
  for (const PlacedText& text : texts) {
    Figure figure = read(text);
    for (const Figure& other : figures_)
      if (other.column.name == figure.column.name)
        throw InputError(text.where, fmt::format("\"{}\" is kept twice", figure.column.name),
                         "leave one of the two out");
    figures_.push_back(std::move(figure));
  }
}

KeptFigures::Figure KeptFigures::read(const PlacedText& text) const {
  const std::vector<std::string> words = words_of(text.text);
  std::vector<std::string> known;
  for (std::size_t h = 0; h < headlines.size(); ++h) {
    if (headlines[h].of_threat != threat_) continue;
    known.emplace_back(headlines[h].name);
    if (words.size() != 1 || words[0] != headlines[h].name) continue;
    const auto which = static_cast<Headline>(h);
    if (which == Headline::worth && !with_probability_)
      throw InputError(text.where, "what a move is worth is at a probability of punishment",
                       "give a `probability`, or let it vary");
    return {{words[0], words[0], headlines[h].unit, {}}, which, 0, "", "", "", ""};
  }
  const std::string form =
      "such as \"punished real_income CAN\", \"keep output_volume CAN C29\" or \"punished "
      "bilateral_exports CAN USA\": CASE VARIABLE ECONOMY [PARTNER] [SECTOR]";
  if (words.size() < 3)
    throw InputError(
        text.where, fmt::format("\"{}\" is no figure to keep", text.text),
        did_you_mean(text.text, known, fmt::format("headlines: {}\nor {}", fmt::join(known, ", "), form)));
  Figure f;
  f.column = {fmt::format("{}", fmt::join(words, " ")), fmt::format("{}", fmt::join(words, " ")), "", {}};
  const auto found = std::find(cases_.begin() + 1, cases_.end(), words[0]);
  if (found == cases_.end()) {
    const std::vector<std::string> allowed(cases_.begin() + 1, cases_.end());
    throw InputError(
        text.where, fmt::format("unknown case \"{}\"", words[0]),
        did_you_mean(words[0], allowed,
                     fmt::format("allowed: {}, each set against {}", fmt::join(allowed, ", "), cases_[0])));
  }
  f.at = static_cast<std::size_t>(found - cases_.begin());
  f.variable = words[1];
  f.economy = words[2];
  const VariableDefinition* definition = definition_of(f.variable);
  if (definition == nullptr) {
    std::vector<std::string> variables;
    for (const VariableDefinition& d : variable_definitions()) variables.push_back(d.variable);
    throw InputError(
        text.where, fmt::format("unknown variable \"{}\"", f.variable),
        did_you_mean(f.variable, variables, fmt::format("allowed: {}", fmt::join(variables, ", "))));
  }
  f.column.unit = definition->unit;
  world_.resolve_economies(f.economy, world_.tariff_date, text.where);
  const bool of_sector = named(sector_variables(), f.variable) != nullptr;
  const bool of_economy = named(economy_variables(), f.variable) != nullptr;
  const auto must_be_one = [&](const std::string& economy) {
    if (!world_.find_economy(economy))
      throw InputError(text.where,
                       fmt::format("`{}` is kept of single economies: \"{}\" is none", f.variable, economy),
                       "leeway world show economies lists them");
  };
  if (words.size() == 3 && of_economy) return f;
  if (words.size() == 4 && of_sector) {
    f.sector = words[3];
    if (!world_.find_sector(f.sector)) {
      std::vector<std::string> sectors;
      for (const Sector& s : world_.sectors) sectors.push_back(s.id);
      throw InputError(text.where, fmt::format("unknown sector \"{}\"", f.sector),
                       did_you_mean(f.sector, sectors, "leeway world show sectors lists them"));
    }
    return f;
  }
  const bool of_pair = f.variable == "bilateral_exports";
  if (of_sector || (of_economy && words.size() != 5) || words.size() != (of_pair ? 4U : 5U))
    throw InputError(text.where, fmt::format("`{}` is not kept of \"{}\"", f.variable, text.text), form);
  f.partner = words[3];
  world_.resolve_economies(f.partner, world_.tariff_date, text.where);
  must_be_one(f.economy);
  must_be_one(f.partner);
  if (words.size() == 5) {
    f.sector = words[4];
    world_.resolve_goods(f.sector, text.where);
    if (!world_.find_line(f.sector))
      throw InputError(text.where, fmt::format("\"{}\" is no line of trade", f.sector),
                       "a sector of the world, or a product such as product:bev");
  }
  return f;
}

std::vector<SweepColumn> KeptFigures::columns() const {
  std::vector<SweepColumn> columns;
  for (const Figure& f : figures_) columns.push_back(f.column);
  return columns;
}

bool KeptFigures::needs_welfare() const {
  return std::any_of(figures_.begin(), figures_.end(),
                     [](const Figure& f) { return f.headline.has_value(); });
}

double KeptFigures::headline(Headline which, const SolvedDraw& draw) const {
  if (which == Headline::equivalent_variation || which == Headline::real_income)
    return income_change(headlines[static_cast<std::size_t>(which)].name, draw.members, *draw.cases[0],
                         *draw.cases[1])
        .value_or(not_told);
  const double before = income(*draw.cases[0], draw.members);
  const double with = income(*draw.cases[1], draw.members) - before;
  const double gain = draw.no_deal ? 0.0 : with;
  const double loss = before - income(*draw.cases[2], draw.members);
  switch (which) {
    case Headline::gain:
      return draw.no_deal ? not_told : gain;
    case Headline::loss:
      return loss;
    case Headline::gain_percent:
      return draw.no_deal ? not_told : 100.0 * gain / before;
    case Headline::loss_percent:
      return 100.0 * loss / before;
    case Headline::p_star:
      return draw.no_deal ? not_told : leeway_case(gain, loss).p_star;
    case Headline::worth:
      return draw.no_deal ? not_told : gain - *draw.probability * (gain + loss);
    default:
      return not_told;
  }
}

double KeptFigures::figure(const Figure& f, const SolvedDraw& draw) const {
  const Solution& from = *draw.cases[0];
  const Solution& to = *draw.cases[f.at];
  if (f.partner.empty()) {
    const std::vector<int> members = members_of(world_, f.economy);
    if (const auto change = f.sector.empty() ? income_change(f.variable, members, from, to) : std::nullopt)
      return *change;
    if (f.sector.empty())
      return named(economy_variables(), f.variable)
          ->of(compare_set(world_, members, from, to))
          .value_or(not_told);
    const int sector = *world_.find_sector(f.sector);
    for (const SectorChange& change : compare_sectors(world_, members, from, to))
      if (change.sector == sector)
        return named(sector_variables(), f.variable)->of(change).value_or(not_told);
    return not_told;
  }
  if (f.sector.empty()) {
    const int exporter = *world_.find_economy(f.economy);
    const int importer = *world_.find_economy(f.partner);
    for (const PairChange& pair : compare(world_, from, to).pairs)
      if (pair.exporter == exporter && pair.importer == importer) return pair.change_musd;
    return not_told;
  }
  for (const LongRow& row : money_rows(world_, to, ""))
    if (row.variable == f.variable && row.economy == f.economy && row.partner == f.partner &&
        row.sector == f.sector)
      return row.value;
  return not_told;
}

std::vector<double> KeptFigures::of(const SolvedDraw& draw) const {
  std::vector<double> values;
  for (const Figure& f : figures_)
    values.push_back(f.headline ? headline(*f.headline, draw) : figure(f, draw));
  return values;
}

}  // namespace leeway
