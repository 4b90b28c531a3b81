#include "leeway/world/check.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

namespace leeway {

namespace {

// Keeps the largest relative gap between two sides of an account.
class Gap {
 public:
  explicit Gap(std::string account) { check_.account = std::move(account); }

  // Relative to the larger side, or to USD 1 million for cells that hold less.
  void compare(double left, double right, double scale, const std::string& where) {
    const double gap = std::abs(left - right) / std::max({std::abs(scale), std::abs(left), 1.0});
    // Not-a-number anywhere is the largest gap of all.
    if (gap > check_.gap || std::isnan(gap)) {
      check_.gap = std::isnan(gap) ? HUGE_VAL : gap;
      check_.where = where;
    }
  }
  const BalanceCheck& result() const { return check_; }

 private:
  BalanceCheck check_;
};

// An economy and what of it: a sector, or a producer.
template <class Items>
std::string name(const World& world, int economy, const Items& items, int at) {
  return fmt::format("{} {}", world.economies[static_cast<std::size_t>(economy)].id,
                     items[static_cast<std::size_t>(at)].id);
}

void check_balances(const World& world, WorldCheck& check) {
  const int N = world.economy_count();
  const Array2 sold = sales(world);
  const Array2 spent = spending(world);
  const Array2 bought = absorption(world);
  const std::vector<double> income = gdp(world);
  const std::vector<double> deficit = trade_deficit(world);

  Gap rows("output = sales to all economies");
  Gap columns("output = inputs + value added");
  Gap uses("purchases with tariffs = inputs + final use");
  Gap incomes("final use = value added + tariff revenue + deficit");
  for (int n = 0; n < N; ++n) {
    double final_use = 0.0;
    for (int k = 0; k < world.producer_count(); ++k) {
      double cost = world.value_added(n, k);
      for (int h = 0; h < world.sector_count(); ++h) cost += world.input(n, h, k);
      const std::string where = name(world, n, world.producers, k);
      rows.compare(sold(n, k), world.output(n, k), world.output(n, k), where);
      columns.compare(cost, world.output(n, k), world.output(n, k), where);
    }
    for (int h = 0; h < world.sector_count(); ++h) {
      uses.compare(bought(n, h), spent(n, h), spent(n, h), name(world, n, world.sectors, h));
      final_use += world.final_use(n, h);
    }
    const auto at = static_cast<std::size_t>(n);
    incomes.compare(final_use, income[at] + deficit[at], final_use, world.economies[at].id);
  }
  Gap deficits("deficits of all economies = 0");
  double traded = 0.0;
  for (double d : deficit) traded += std::abs(d);
  deficits.compare(std::accumulate(deficit.begin(), deficit.end(), 0.0), 0.0, traded, "world");

  for (const Gap* gap : {&rows, &columns, &uses, &incomes, &deficits}) {
    check.balances.push_back(gap->result());
    check.worst_gap = std::max(check.worst_gap, gap->result().gap);
  }
}

void check_signs(const World& world, WorldCheck& check) {
  const auto require = [&](double value, const std::string& what) {
    if (!(value >= 0.0)) check.negative.push_back(fmt::format("{} {:.6g}", what, value));
  };
  const int N = world.economy_count();
  const auto id = [&](int n) { return world.economies[static_cast<std::size_t>(n)].id; };
  for (int n = 0; n < N; ++n) {
    for (int k = 0; k < world.producer_count(); ++k) {
      const std::string cell = name(world, n, world.producers, k);
      require(world.output(n, k), "output " + cell);
      require(world.value_added(n, k), "value added " + cell);
      for (int h = 0; h < world.sector_count(); ++h) {
        if (world.input(n, h, k) >= 0.0) continue;
        require(world.input(n, h, k),
                fmt::format("input of {} to {}", world.sectors[static_cast<std::size_t>(h)].id, cell));
      }
      if (world.output(n, k) == 0.0) check.zero_output.push_back(cell);
    }
    for (int h = 0; h < world.sector_count(); ++h)
      require(world.final_use(n, h), "final use " + name(world, n, world.sectors, h));
  }
  for (int l = 0; l < world.line_count(); ++l) {
    const std::string& line = world.lines[static_cast<std::size_t>(l)].id;
    for (int n = 0; n < N; ++n) {
      for (int i = 0; i < N; ++i) {
        if (!(world.flow(l, n, i) >= 0.0))
          require(world.flow(l, n, i), fmt::format("flow {} {} to {}", line, id(i), id(n)));
        if (!(world.tariff(l, n, i) >= 0.0))
          require(world.tariff(l, n, i), fmt::format("tariff {} on {} in {}", line, id(i), id(n)));
      }
    }
  }
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts(1);
  for (char c : text) {
    if (c == ':')
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

// What one unit of a target's money is in USD million.
double money_unit(const std::string& unit) {
  if (unit == "USD bn") return 1e3;
  if (unit == "USD mn" || unit == "USD million") return 1.0;
  throw InputError(fmt::format("the unit \"{}\" is not USD bn or USD mn", unit));
}

struct GoodsTrade {
  double value = 0.0;
  double duties = 0.0;
};

// Between two economies or groups; what an economy sells at home is no trade.
GoodsTrade goods_trade(const World& world, const std::vector<int>& exporters,
                       const std::vector<int>& importers) {
  GoodsTrade total;
  for (int l : world.resolve_goods("goods", {})) {
    for (int n : importers) {
      for (int i : exporters) {
        if (i == n) continue;
        total.value += world.flow(l, n, i);
        total.duties += world.flow(l, n, i) * world.tariff(l, n, i);
      }
    }
  }
  return total;
}

// Sum of one line's cells, what an economy sells at home left out.
double line_trade(const Array3& values, int line, const std::vector<int>& exporters,
                  const std::vector<int>& importers) {
  double sum = 0.0;
  for (int n : importers)
    for (int i : exporters)
      if (i != n) sum += values(line, n, i);
  return sum;
}

// What the exporters make of the world's output of one line.
double output_share(const World& world, int line, const std::vector<int>& exporters) {
  double own = 0.0;
  double all = 0.0;
  for (int n = 0; n < world.economy_count(); ++n) {
    for (int i : exporters) own += world.flow(line, n, i);
    for (int i = 0; i < world.economy_count(); ++i) all += world.flow(line, n, i);
  }
  if (all == 0.0) throw InputError("nobody makes it");
  return own / all;
}

double find_target(const World& world, const WorldTarget& target) {
  const std::vector<std::string> part = split(target.check);
  const auto members = [&](std::size_t at) {
    return world.resolve_economies(part[at], make_date(world.base_year, 7, 1), {});
  };
  // The id of a product holds a colon of its own.
  if (part[0].starts_with("product_") && part.size() > 2) {
    const std::optional<int> line = world.find_line(part[1] + ":" + part[2]);
    if (!line) throw InputError(fmt::format("there is no product \"{}:{}\"", part[1], part[2]));
    if (part[0] == "product_trade" && part.size() == 5)
      return line_trade(world.flow, *line, members(3), members(4)) / money_unit(target.unit);
    if (part[0] == "product_quantity" && part.size() == 5) {
      const std::string& unit = world.lines[static_cast<std::size_t>(*line)].unit;
      if (unit.empty() || unit != target.unit || world.quantity.empty())
        throw InputError(fmt::format("the product is not counted in \"{}\"", target.unit));
      return line_trade(world.quantity, *line, members(3), members(4));
    }
    if (part[0] == "product_output" && part.size() == 4) return output_share(world, *line, members(3));
  }
  if (part[0] == "goods_trade" && part.size() == 3)
    return goods_trade(world, members(1), members(2)).value / money_unit(target.unit);
  if (part[0] == "gdp" && part.size() == 2) {
    const std::vector<double> all = gdp(world);
    double sum = 0.0;
    for (int n : members(1)) sum += all[static_cast<std::size_t>(n)];
    return sum / money_unit(target.unit);
  }
  if (part[0] == "effective_tariff" && part.size() == 3) {
    const GoodsTrade trade = goods_trade(world, members(2), members(1));
    if (trade.value == 0.0) throw InputError("there is no goods trade between the two");
    return trade.duties / trade.value;
  }
  throw InputError(
      "checks are goods_trade:EXPORTER:IMPORTER, gdp:ECONOMY, effective_tariff:IMPORTER:EXPORTER, "
      "product_trade:PRODUCT:EXPORTER:IMPORTER, product_quantity:PRODUCT:EXPORTER:IMPORTER and "
      "product_output:PRODUCT:ECONOMY (its share of the world's)");
}

}  // namespace

bool WorldCheck::passed(double tolerance) const {
  return worst_gap <= tolerance && negative.empty() &&
         std::all_of(targets.begin(), targets.end(), [](const TargetCheck& t) { return t.passed; });
}

WorldCheck check_world(const World& world) {
  WorldCheck check;
  check_balances(world, check);
  check_signs(world, check);
  for (const WorldTarget& target : world.targets) {
    TargetCheck result;
    result.target = target;
    try {
      result.found = find_target(world, target);
      result.understood = true;
      result.gap = target.target == 0.0 ? result.found : result.found / target.target - 1.0;
      result.passed = std::abs(result.gap) <= target.tolerance;
    } catch (const InputError& error) {
      result.note = error.message();
    }
    check.targets.push_back(result);
  }
  return check;
}

}  // namespace leeway
