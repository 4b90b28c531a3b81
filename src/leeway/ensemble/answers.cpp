#include "leeway/ensemble/answers.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include <fmt/format.h>

#include "leeway/base/error.h"
#include "leeway/base/suggest.h"
#include "leeway/ensemble/rank_selection.h"

namespace leeway {

namespace {

constexpr std::size_t few_values = 12;
constexpr std::size_t tornado_spans = 5;
constexpr std::size_t map_spans = 8;

bool tells(const SweepRow& row, std::size_t output) {
  return row.certified() && !std::isnan(row.outputs[output]);
}

std::vector<double> column(const std::vector<SweepRow>& rows, std::size_t input) {
  std::vector<double> values;
  values.reserve(rows.size());
  for (const SweepRow& row : rows) values.push_back(row.inputs[input]);
  return values;
}

/// The probability of punishment is in what a move is worth, and in no other figure.
bool may_move(const SweepHeader& header, std::size_t input, std::size_t output) {
  return header.inputs[input].name != header.drawn_probability || header.outputs[output].name == "worth";
}

std::optional<double> correlation(const std::vector<double>& x, const std::vector<double>& y) {
  const auto n = static_cast<double>(x.size());
  const double mean_x = std::accumulate(x.begin(), x.end(), 0.0) / n;
  const double mean_y = std::accumulate(y.begin(), y.end(), 0.0) / n;
  double xx = 0.0;
  double yy = 0.0;
  double xy = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - mean_x) * (x[i] - mean_x);
    yy += (y[i] - mean_y) * (y[i] - mean_y);
    xy += (x[i] - mean_x) * (y[i] - mean_y);
  }
  if (!(xx > 0.0 && yy > 0.0)) return std::nullopt;
  return xy / std::sqrt(xx * yy);
}

}  // namespace

ShareOfDraws share_of_draws(std::uint64_t hits, std::uint64_t of) {
  if (of == 0) return {0.0, 0.0, 1.0};
  constexpr double z = 1.959963984540054;
  const auto n = static_cast<double>(of);
  const double p = static_cast<double>(hits) / n;
  const double scale = 1.0 + z * z / n;
  const double centre = (p + z * z / (2.0 * n)) / scale;
  const double half = z / scale * std::sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n));
  return {p, std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

Spreading spreading(std::vector<double> values) {
  Spreading s;
  s.draws = values.size();
  std::uint64_t above = 0;
  std::uint64_t below = 0;
  for (const double v : values) {
    s.mean += v;
    if (v > 0.0) ++above;
    if (v < 0.0) ++below;
  }
  const auto n = static_cast<double>(values.size());
  s.mean /= n;
  double squares = 0.0;
  for (const double v : values) squares += (v - s.mean) * (v - s.mean);
  s.sd = values.size() > 1 ? std::sqrt(squares / (n - 1.0)) : 0.0;
  std::sort(values.begin(), values.end());
  s.least = values.front();
  s.most = values.back();
  for (const double share : told_quantiles) {
    const double at = share * (n - 1.0);
    const auto i = static_cast<std::size_t>(at);
    const double part = at - static_cast<double>(i);
    s.quantiles.push_back(i + 1 < values.size() ? values[i] + part * (values[i + 1] - values[i]) : values[i]);
  }
  s.above_zero = share_of_draws(above, s.draws);
  s.below_zero = share_of_draws(below, s.draws);
  return s;
}

Binned binned(const SweepHeader& header, const std::vector<SweepRow>& rows, std::size_t input,
              std::size_t spans) {
  const std::vector<double> values = column(rows, input);
  const SweepColumn& described = header.inputs[input];
  Binned out;
  std::set<double> distinct;
  for (const double v : values)
    if (distinct.size() <= few_values || !described.choices.empty()) distinct.insert(v);
  if (!described.choices.empty() || distinct.size() <= few_values) {
    std::map<double, std::size_t> place;
    for (const double v : distinct) {
      place[v] = out.bins.size();
      out.bins.push_back({described.choices.empty() ? fmt::format("{:.4g}", v)
                                                    : described.choices[static_cast<std::size_t>(v)],
                          v, v});
    }
    for (const double v : values) out.bin.push_back(place[v]);
    return out;
  }
  std::vector<double> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  std::vector<double> above;  // first value of each further span
  for (std::size_t b = 1; b < spans; ++b) above.push_back(sorted[b * sorted.size() / spans]);
  for (std::size_t b = 0; b < spans; ++b) {
    const double low = b == 0 ? sorted.front() : above[b - 1];
    const double high = b + 1 == spans ? sorted.back() : above[b];
    out.bins.push_back({fmt::format("{:.4g} to {:.4g}", low, high), low, high});
  }
  for (const double v : values)
    out.bin.push_back(
        static_cast<std::size_t>(std::upper_bound(above.begin(), above.end(), v) - above.begin()));
  return out;
}

std::vector<TornadoBar> tornado(const SweepHeader& header, const std::vector<SweepRow>& all,
                                std::size_t output) {
  const std::vector<SweepRow> rows = telling(all, output);
  std::vector<TornadoBar> bars;
  if (rows.size() < 2) return bars;
  const std::vector<double> figures = figures_of(rows, output);
  const std::vector<double> figure_ranks = ranks(figures);
  // On a whole grid every value meets every other: none stands for another, and means differ by no chance.
  const bool whole_grid = header.design == Design::grid && rows.size() == header.size;
  std::vector<std::size_t> inputs;
  for (std::size_t input = 0; input < header.inputs.size(); ++input)
    if (may_move(header, input, output)) inputs.push_back(input);
  if (!whole_grid) {
    std::vector<Mover> movers;
    for (const std::size_t input : inputs)
      movers.push_back({column(rows, input), !header.inputs[input].choices.empty()});
    std::vector<std::size_t> taken;
    for (const std::size_t m : moves_by_rank(movers, figures)) taken.push_back(inputs[m]);
    inputs = std::move(taken);
  }
  for (const std::size_t input : inputs) {
    const Binned groups = binned(header, rows, input, tornado_spans);
    std::vector<double> sum(groups.bins.size(), 0.0);
    std::vector<double> count(groups.bins.size(), 0.0);
    for (std::size_t r = 0; r < rows.size(); ++r) {
      sum[groups.bin[r]] += figures[r];
      count[groups.bin[r]] += 1.0;
    }
    std::optional<std::size_t> low;
    std::optional<std::size_t> high;
    for (std::size_t b = 0; b < sum.size(); ++b) {
      if (count[b] == 0.0) continue;
      sum[b] /= count[b];
      if (!low || sum[b] < sum[*low]) low = b;
      if (!high || sum[b] > sum[*high]) high = b;
    }
    if (!low || *low == *high) continue;
    TornadoBar bar{input, groups.bins[*low].name, groups.bins[*high].name, sum[*low], sum[*high], {}};
    if (header.inputs[input].choices.empty())
      bar.rank_correlation = correlation(ranks(column(rows, input)), figure_ranks);
    bars.push_back(std::move(bar));
  }
  if (whole_grid)
    std::stable_sort(bars.begin(), bars.end(), [](const TornadoBar& a, const TornadoBar& b) {
      return a.high - a.low > b.high - b.low;
    });
  return bars;
}

OptionMap option_map(const SweepHeader& header, const std::vector<SweepRow>& all, std::size_t across,
                     std::size_t down, std::size_t worth) {
  const std::vector<SweepRow> rows = telling(all, worth);
  OptionMap map{binned(header, rows, across, map_spans), binned(header, rows, down, map_spans), {}};
  std::map<std::pair<std::size_t, std::size_t>, MapCell> cells;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const std::size_t x = map.across.bin[r];
    const std::size_t y = map.down.bin[r];
    MapCell& cell = cells[{y, x}];
    cell.across = x;
    cell.down = y;
    ++cell.draws;
    if (rows[r].outputs[worth] > 0.0) ++cell.pays;
  }
  for (const auto& [place, cell] : cells) map.cells.push_back(cell);
  return map;
}

FigureIndices figure_indices(const SweepHeader& header, const std::vector<SweepRow>& rows,
                             std::size_t output) {
  const std::size_t factors = header.factors().size();
  const std::size_t block = saltelli_block(factors);
  std::map<std::uint64_t, std::vector<const SweepRow*>> whole;
  for (const SweepRow& row : rows) {
    std::vector<const SweepRow*>& of = whole[row.draw / block];
    of.resize(block, nullptr);
    if (tells(row, output)) of[row.draw % block] = &row;
  }
  FigureIndices out;
  std::vector<SaltelliBlock> blocks;
  for (const auto& [base, of] : whole) {
    if (std::find(of.begin(), of.end(), nullptr) != of.end()) {
      ++out.left_out;
      continue;
    }
    SaltelliBlock& one =
        blocks.emplace_back(SaltelliBlock{of[0]->outputs[output], of[1]->outputs[output], {}});
    for (std::size_t f = 0; f < factors; ++f) one.mixed.push_back(of[2 + f]->outputs[output]);
  }
  out.blocks = blocks.size();
  out.factors = sobol_indices(blocks, header.seed);
  return out;
}

std::size_t input_named(const SweepHeader& header, const std::string& name) {
  std::vector<std::string> known;
  for (std::size_t i = 0; i < header.inputs.size(); ++i) {
    if (header.inputs[i].name == name) return i;
    known.push_back(header.inputs[i].name);
  }
  throw InputError(fmt::format("\"{}\" does not vary in this sweep", name),
                   did_you_mean(name, known, fmt::format("varies: {}", fmt::join(known, ", "))));
}

std::vector<double> figures_of(const std::vector<SweepRow>& rows, std::size_t output) {
  std::vector<double> values;
  for (const SweepRow& row : rows)
    if (tells(row, output)) values.push_back(row.outputs[output]);
  return values;
}

std::vector<SweepRow> telling(const std::vector<SweepRow>& rows, std::size_t output) {
  std::vector<SweepRow> out;
  for (const SweepRow& row : rows)
    if (tells(row, output)) out.push_back(row);
  return out;
}

}  // namespace leeway
