#include "leeway/analysis/alignment.h"

#include <cmath>
#include <set>

#include <fmt/format.h>

#include "leeway/analysis/chains.h"
#include "leeway/base/hash.h"
#include "leeway/world/aliases.h"

namespace leeway {

namespace {

constexpr const char* pole_ids[] = {"USA", "CHN"};

/// Shares of a column that two economies have.
PolePair shares_of(const Array2& a, int column, int usa, int chn) {
  double sum = 0.0;
  for (std::size_t n = 0; n < a.extent(0); ++n) sum += a(n, column);
  if (!(sum > 0.0)) return {};
  return {a(usa, column) / sum, a(chn, column) / sum};
}

double lean(double one, double other) { return one + other > 0.0 ? (one - other) / (one + other) : 0.0; }

}  // namespace

AlignmentTable alignment(const World& world, const std::vector<std::string>& who, const IdealPoints& points) {
  int at[2];
  for (int pole = 0; pole < 2; ++pole) {
    const std::optional<int> found = world.find_economy(pole_ids[pole]);
    if (!found)
      throw InputError(fmt::format("world {} has no economy {}", world.name, pole_ids[pole]),
                       "trade against votes is told between the United States and China");
    at[pole] = *found;
  }
  std::set<int> chosen;
  for (const std::string& name : who)
    for (const int n : world.resolve_economies(name == "*" ? name : id_of(world, name), world.tariff_date,
                                               Location{"exposure"}))
      if (n != at[0] && n != at[1]) chosen.insert(n);
  AlignmentTable table;
  const auto of = [&](const std::string& id) { return points.find(id); };
  if (of(pole_ids[0]) != points.end() && of(pole_ids[1]) != points.end())
    for (const auto& [year, point] : of(pole_ids[0])->second)
      if (of(pole_ids[1])->second.count(year) > 0) table.year = year;

  const int N = world.economy_count();
  const int J = world.sector_count();
  const int K = world.producer_count();
  const int C = static_cast<int>(chosen.size());
  Array2 bought(N * J, C);
  Array2 earned(N * K, C);
  int column = 0;
  for (const int n : chosen) {
    for (int k = 0; k < K; ++k) {
      for (int h = 0; h < J; ++h) bought(n * J + h, column) += world.input(n, h, k);
      earned(n * K + k, column) += world.value_added(n, k);
    }
    ++column;
  }
  const Chains chains(world);
  Array2 duties(N, C);
  const Array2 origin = chains.income_of_origin(chains.by_origin(bought, duties));
  const Array2 destination = chains.final_destination(earned);
  Identity id("alignment");
  id.add("world", world.name).add("hash", world.content_hash).add("year", table.year);
  column = 0;
  for (const int n : chosen) {
    const Economy& economy = world.economies[static_cast<std::size_t>(n)];
    AlignmentRow& row = table.rows.emplace_back();
    row.economy = economy.id;
    row.name = economy.name;
    row.demand = shares_of(destination, column, at[0], at[1]);
    row.inputs = shares_of(origin, column, at[0], at[1]);
    row.trade_lean = lean(row.demand.usa + row.inputs.usa, row.demand.chn + row.inputs.chn);
    ++column;
    id.add("economy", row.economy);
    if (of(row.economy) == points.end() || of(row.economy)->second.count(table.year) == 0) continue;
    const double point = of(row.economy)->second.at(table.year);
    row.distance = {std::abs(point - of(pole_ids[0])->second.at(table.year)),
                    std::abs(point - of(pole_ids[1])->second.at(table.year))};
    row.vote_lean = lean(row.distance->chn, row.distance->usa);
    id.add("point", point);
  }
  table.run_id = id.hex();
  return table;
}

}  // namespace leeway
