#include "leeway/ensemble/drawn_inputs.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "leeway/base/number.h"
#include "leeway/base/suggest.h"
#include "leeway/base/units.h"
#include "leeway/io/csv.h"
#include "leeway/io/file.h"
#include "leeway/policy/rate_bounds.h"

namespace leeway {

namespace {

constexpr std::uint64_t most_draws = 1'000'000'000;
constexpr std::size_t most_list_bytes = 500'000'000;

std::string column_name(const Varied& v, std::size_t dimension) {
  return v.kind == Varied::Kind::theta ? v.name + " " + v.lines[dimension] : v.name;
}

/// Values of an option, a day, or whether a Measure is in force, are choices in a list; all else are numbers.
bool lists_choices(const Varied& v) {
  return v.kind == Varied::Kind::option || v.kind == Varied::Kind::day || v.kind == Varied::Kind::measure;
}

std::size_t levels_of(const Varied& v) { return v.is_choice() ? v.choices.size() : v.grid.size(); }

bool is_words(std::string_view text) { return !parse_number(text) && !parse_percent(text); }

/// The value of a choice as its index; one that is new is added.
double listed_choice(const CsvFile& csv, std::size_t column, bool is_term, Varied& v,
                     std::map<std::string, std::size_t>& known) {
  const std::string text(csv.id(column));
  if (const auto found = known.find(text); found != known.end()) return static_cast<double>(found->second);
  const auto given = std::find(v.choices.begin(), v.choices.end(), text);
  if (given == v.choices.end()) {
    if (v.kind == Varied::Kind::measure)
      throw csv.error(column, fmt::format("\"{}\" is neither in nor out", text),
                      "write in where the Measure is in force, and out where not");
    if (v.kind == Varied::Kind::day && !parse_date(text))
      throw csv.error(column, fmt::format("\"{}\" is not a date", text), "write it as 2026-01-24");
    if (is_term) v.check(text, csv.where(column));
    v.choices.push_back(text);
  }
  const auto at =
      static_cast<std::size_t>(std::find(v.choices.begin(), v.choices.end(), text) - v.choices.begin());
  known.emplace(text, at);
  return static_cast<double>(at);
}

double listed_number(const CsvFile& csv, std::size_t column, const Varied& v, const Spread& s) {
  const std::string text(csv.id(column));
  const std::optional<double> percent = parse_percent(text);
  if (percent && v.is_amount)
    throw csv.error(column, fmt::format("\"{}\" is no amount", text),
                    fmt::format("a number in the unit of the Measure, {}", v.unit));
  const double value = percent ? *percent : csv.number(column);
  if (v.is_rate && !percent && value >= likely_percent)
    throw csv.error(column, text + " as a bare number is likely a percent",
                    fmt::format("write {} or {}%", shortest(value / 100.0), shortest(value)));
  if (value < s.least || value > s.most)
    throw csv.error(column,
                    fmt::format("is {}; allowed is {} to {}", text, shortest(s.least), shortest(s.most)),
                    "a value within them");
  return value;
}

void refuse_too_many(std::uint64_t size, const Location& where) {
  if (size > most_draws)
    throw InputError(where, fmt::format("more than {} draws", most_draws), "leave out some values");
}

}  // namespace

DrawnInputs::DrawnInputs(const SweepPlan& plan, std::vector<Varied> varied)
    : varied_(std::move(varied)), design_(plan.design) {
  if (design_ == Design::list) {
    read_list(plan);
  } else if (design_ == Design::grid) {
    size_ = 1;
    for (const Varied& v : varied_) {
      size_ *= levels_of(v);
      refuse_too_many(size_, v.where);
    }
  } else {
    size_ = plan.size * (design_ == Design::saltelli ? saltelli_block(varied_.size()) : 1);
    refuse_too_many(size_, plan.table.where("size"));
    std::vector<std::size_t> factor;
    for (std::size_t f = 0; f < varied_.size(); ++f) factor.insert(factor.end(), varied_[f].dimensions(), f);
    const std::size_t most = Points::most_dimensions / (design_ == Design::saltelli ? 2 : 1);
    if (factor.size() > most)
      throw InputError(plan.table.where(),
                       fmt::format("{} numbers vary, at most {} can", factor.size(), most),
                       "name the `lines` of theta that vary");
    points_.emplace(design_, std::move(factor), plan.size, plan.seed);
  }
  correlate(plan);
}

void DrawnInputs::read_list(const SweepPlan& plan) {
  CsvFile csv = CsvFile::from_text(read_ordinary_file(plan.list, most_list_bytes), plan.list.string(), {});
  std::map<std::string, std::size_t> wanted;
  std::vector<std::pair<std::size_t, std::size_t>> at;  // factor, dimension of each number
  for (std::size_t f = 0; f < varied_.size(); ++f)
    for (std::size_t d = 0; d < varied_[f].dimensions(); ++d) {
      wanted[column_name(varied_[f], d)] = at.size();
      at.emplace_back(f, d);
    }
  std::vector<std::size_t> column_of(at.size(), csv.column_count());
  const std::vector<std::string> names = csv.column_names();
  std::vector<std::string> known;
  for (const auto& [name, number] : wanted) known.push_back(name);
  for (std::size_t c = 0; c < names.size(); ++c) {
    const auto found = wanted.find(names[c]);
    if (found == wanted.end())
      throw InputError(Location{plan.list.string(), 1},
                       fmt::format("column \"{}\" is nothing that varies", names[c]),
                       did_you_mean(names[c], known, fmt::format("varies: {}", fmt::join(known, ", "))));
    column_of[found->second] = c;
  }
  for (const auto& [name, number] : wanted)
    if (column_of[number] == csv.column_count())
      throw InputError(Location{plan.list.string(), 1}, fmt::format("there is no column \"{}\"", name),
                       fmt::format("a list has one of each: {}", fmt::join(known, ", ")));
  // A term of which some row is a text has words in all rows, as it has among `values`.
  std::vector<bool> in_words(at.size());
  std::vector<std::map<std::string, std::size_t>> choice(at.size());
  CsvFile first = csv;
  while (first.next())
    for (std::size_t i = 0; i < at.size(); ++i)
      if (varied_[at[i].first].kind == Varied::Kind::term)
        in_words[i] = in_words[i] || is_words(first.id(column_of[i]));
  while (csv.next()) {
    std::vector<double>& row = list_.emplace_back();
    for (std::size_t i = 0; i < at.size(); ++i) {
      Varied& v = varied_[at[i].first];
      if (lists_choices(v) || in_words[i])
        row.push_back(listed_choice(csv, column_of[i], in_words[i], v, choice[i]));
      else
        row.push_back(listed_number(csv, column_of[i], v, v.spreads[at[i].second]));
    }
  }
  size_ = list_.size();
  if (size_ == 0)
    throw InputError(Location{plan.list.string()}, "has no rows", "a row a draw, below the header");
}

void DrawnInputs::add_list(Identity& id) const {
  if (design_ != Design::list) return;
  Hasher rows;
  for (const std::vector<double>& row : list_) {
    std::size_t i = 0;
    for (const Varied& v : varied_)
      for (std::size_t d = 0; d < v.dimensions(); ++d, ++i) {
        if (v.is_choice())
          rows.add(v.choices[static_cast<std::size_t>(row[i])]);
        else
          rows.add(row[i]);
      }
  }
  id.add("list", rows.hex());
}

void DrawnInputs::correlate(const SweepPlan& plan) {
  std::vector<std::size_t> first;
  std::size_t D = 0;
  for (const Varied& v : varied_) {
    first.push_back(D);
    D += v.dimensions();
  }
  std::vector<double> rank(D * D, 0.0);
  for (std::size_t d = 0; d < D; ++d) rank[d * D + d] = 1.0;
  bool any = false;
  for (std::size_t f = 0; f < varied_.size(); ++f)
    for (std::size_t i = 0; varied_[f].together > 0.0 && i < varied_[f].dimensions(); ++i)
      for (std::size_t j = 0; j < i; ++j) {
        any = true;
        const std::size_t a = first[f] + i;
        const std::size_t b = first[f] + j;
        rank[a * D + b] = rank[b * D + a] = varied_[f].together;
      }
  Location where = plan.table.where();
  for (const TomlTable* table : plan.table.tables("correlation")) {
    table->refuse_unknown({"of", "matrix"}, "[[correlation]]");
    where = table->where();
    if (!points_ || design_ == Design::saltelli)
      throw InputError(where, fmt::format("what varies is independent in design {}", to_string(design_)),
                       "correlations go with random, sobol and latin_hypercube");
    std::vector<std::size_t> of;
    const std::vector<std::string> names = table->optional_strings("of");
    for (const std::string& name : names) {
      std::vector<std::string> known;
      for (const Varied& v : varied_) known.push_back(v.name);
      const auto found = std::find(known.begin(), known.end(), name);
      if (found == known.end())
        throw table->error("of", fmt::format("\"{}\" does not vary", name),
                           did_you_mean(name, known, fmt::format("varies: {}", fmt::join(known, ", "))));
      const auto f = static_cast<std::size_t>(found - known.begin());
      if (varied_[f].kind == Varied::Kind::theta)
        throw table->error("of", "the factors on theta have a `correlation` of their own",
                           "give it in their [[vary]]");
      of.push_back(first[f]);
    }
    if (of.size() < 2)
      throw table->error("of", "two names or more are needed", "such as of = [\"rate\", \"probability\"]");
    const TomlValue& matrix = table->require("matrix");
    const auto* rows = matrix.as_array();
    const std::string such = "of two: matrix = [[1, -0.4], [-0.4, 1]]";
    const std::string square = fmt::format("{0} rows of {0} rank correlations are needed", of.size());
    if (rows == nullptr || rows->size() != of.size()) throw table->error("matrix", square, such);
    for (std::size_t i = 0; i < of.size(); ++i) {
      const auto* row = (*rows)[i].as_array();
      if (row == nullptr || row->size() != of.size()) throw table->error("matrix", square, such);
      for (std::size_t j = 0; j < of.size(); ++j) {
        const std::optional<double> r = (*row)[j].as_number();
        const Location& there = (*row)[j].where();
        if (!r || !(std::abs(*r) <= 1.0))
          throw InputError(there, "field `matrix`: a number from -1 to 1 is needed", such);
        if (i == j && *r != 1.0) throw InputError(there, "field `matrix`: the diagonal is 1", such);
        if (i == j) continue;
        if (j < i && rank[of[i] * D + of[j]] != *r)
          throw InputError(there, "field `matrix`: it is not symmetric", such);
        if (j > i && rank[of[i] * D + of[j]] != 0.0)
          throw InputError(there, "field `matrix`: the pair is given twice",
                           "one [[correlation]] has each pair");
        if (j > i) correlations_.emplace_back(fmt::format("{}, {}", names[i], names[j]), *r);
        rank[of[i] * D + of[j]] = rank[of[j] * D + of[i]] = *r;
      }
    }
    any = true;
  }
  if (!any || !points_) return;
  copula_ = Copula::of(rank, D);
  if (!copula_)
    throw InputError(where, "these rank correlations cannot hold together: not positive definite",
                     "bring some of them nearer to 0");
}

std::vector<SweepColumn> DrawnInputs::columns() const {
  std::vector<SweepColumn> columns;
  for (const Varied& v : varied_)
    for (std::size_t d = 0; d < v.dimensions(); ++d)
      columns.push_back({column_name(v, d), v.name, v.unit, v.choices});
  return columns;
}

std::vector<double> DrawnInputs::on_grid(std::uint64_t draw) const {
  std::vector<double> values(varied_.size());
  for (std::size_t f = varied_.size(); f-- > 0;) {
    const std::size_t count = levels_of(varied_[f]);
    const auto level = static_cast<std::size_t>(draw % count);
    values[f] = varied_[f].is_choice() ? static_cast<double>(level) : varied_[f].grid[level];
    draw /= count;
  }
  return values;
}

std::vector<double> DrawnInputs::at(std::uint64_t draw) const {
  if (design_ == Design::list) return list_[draw];
  if (design_ == Design::grid) return on_grid(draw);
  std::vector<double> u(points_->dimensions());
  points_->at(draw, u);
  if (copula_) copula_->apply(u);
  std::size_t d = 0;
  for (const Varied& v : varied_)
    for (const Spread& spread : v.spreads) {
      u[d] = spread.at(u[d]);
      ++d;
    }
  return u;
}

}  // namespace leeway
