// What no world can be made of, and what makes the answers of one doubtful.

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/base/suggest.h"
#include "leeway/base/text.h"
#include "leeway/base/units.h"
#include "leeway/io/csv.h"
#include "leeway/world/aliases.h"
#include "leeway/world/currency.h"
#include "leeway/world/import_table.h"
#include "leeway/world/keys.h"
#include "leeway/world/named_economies.h"

namespace leeway {

namespace fs = std::filesystem;

namespace {

// World product is about USD 1e8 million: ten times as much is a table in another unit.
constexpr double largest_product = 1e9;
// No currency is so small that it comes to this.
constexpr double largest_in_any = 1e15;
// Shares of world output by which accounts may be rewritten before it is said, and before it is refused.
constexpr double told_rewrite = 0.01;
constexpr double refused_rewrite = 0.5;
// Of imports and exports together.
constexpr double large_imbalance = 1.0 / 3.0;
// Of purchases: below it final use is what rounding leaves of the accounts.
constexpr double least_consumed = 1e-9;
constexpr std::size_t names_told = 6;

constexpr const char* home_sales_hint =
    "give gross output, or GDP where the table has no inputs, with --home-sales-from FILE "
    "(economy,sector,output or "
    "economy,gdp): sales at home are what exports leave of it";

std::string listed(std::vector<std::string> names) {
  const std::size_t more = names.size() > names_told ? names.size() - names_told : 0;
  names.resize(names.size() - more);
  return fmt::format("{}{}", fmt::join(names, ", "), more > 0 ? fmt::format(" and {} more", more) : "");
}

/// Of economies that lack something and are called like no economy: what they may be a slip of.
std::string slips(const World& world, const std::vector<int>& lacking) {
  std::string text;
  for (const int n : lacking) {
    const std::string& id = world.economies[static_cast<std::size_t>(n)].id;
    std::vector<std::string> others;
    for (const Economy& economy : world.economies)
      if (economy.id != id) others.push_back(economy.id);
    const std::vector<std::string> near =
        economy_code(id) ? std::vector<std::string>() : close_matches(id, others, 1);
    if (!near.empty()) text += fmt::format("is {} a slip for {}?\n", id, near.front());
  }
  return text;
}

}  // namespace

void ImportTable::require_plain_sectors(const std::vector<std::string>& goods,
                                        const std::vector<std::string>& services, bool said) const {
  if (goods.empty() && !said)
    throw InputError(
        Location{path_.string()},
        fmt::format("no sector makes goods, as their codes are read: {} would be services", listed(services)),
        "chapters of HS are written HS84; or say it with --sectors FILE, with the columns "
        "sector,name,isic,kind");
  // Measures are "on goods" and "on services": a sector of that name must be all of them.
  for (const Sector& sector : world_.sectors) {
    const std::string name = lower_case(sector.id);
    if (name != "goods" && name != "services") continue;
    if ((name == "goods") == sector.goods && (sector.goods ? goods : services).size() == 1) continue;
    throw InputError(Location{path_.string()},
                     fmt::format("sector \"{}\" cannot be called so: in Measures that is every sector which "
                                 "makes {}",
                                 sector.id, name),
                     "give it a name of its own, such as other-" + name);
  }
}

void ImportTable::require_trade() const {
  double all = 0.0;
  double crossing = 0.0;
  for (int h = 0; h < world_.sector_count(); ++h)
    for (int n = 0; n < world_.economy_count(); ++n)
      for (int i = 0; i < world_.economy_count(); ++i) {
        all += std::abs(world_.flow(h, n, i));
        if (i != n) crossing += std::abs(world_.flow(h, n, i));
      }
  if (!(all > 0.0)) throw InputError(Location{path_.string()}, "every value is zero", "a world needs sales");
  if (!(crossing > 0.0))
    throw InputError(Location{path_.string()}, "nothing crosses a border: there is no trade to model",
                     "exporter and importer differ in rows of trade");
}

void ImportTable::require_sales_at_home() const {
  std::vector<std::string> without;
  std::vector<int> places;
  for (int n = 0; n < world_.economy_count(); ++n) {
    double home = 0.0;
    double bought = 0.0;
    for (int h = 0; h < world_.sector_count(); ++h) {
      home += std::abs(world_.flow(h, n, n));
      for (int i = 0; i < world_.economy_count(); ++i) bought += world_.flow(h, n, i);
    }
    if (!(bought > 0.0) || home > 0.0) continue;
    without.push_back(world_.economies[static_cast<std::size_t>(n)].id);
    places.push_back(n);
  }
  if (without.empty()) return;
  throw InputError(
      Location{path_.string()},
      fmt::format("{} of {} economies buy nothing that is made at home, so that all they use is imported "
                  "and gains from trade have no bound: {}",
                  without.size(), world_.economy_count(), listed(without)),
      slips(world_, places) + home_sales_hint);
}

void ImportTable::require_millions() const {
  double made = 0.0;
  for (const double product : gdp(world_)) made += product;
  const bool dollars = currency_code(world_) == "USD";
  const double per_usd = dollars ? 1.0 : currency_per_usd(world_);
  if (std::abs(made) <= (per_usd > 0.0 ? per_usd * largest_product : largest_in_any)) return;
  throw InputError(Location{path_.string()},
                   fmt::format("value added comes to {:.3g} {} million; that of the real world is about {}",
                               made, currency_code(world_), dollars ? "1e+08" : "USD 1e+08 million"),
                   "say the unit of the table, --unit one or --unit thousand, or its currency with "
                   "--currency; or look for a value that is no figure");
}

// Of the balanced world: what is negative in the table is no sale.
void ImportTable::require_parts_that_trade() const {
  std::vector<std::string> lacking;
  std::vector<int> places;
  for (int n = 0; n < world_.economy_count(); ++n) {
    double bought = 0.0;
    double consumed = 0.0;
    double imported = 0.0;
    double exported = 0.0;
    for (int h = 0; h < world_.sector_count(); ++h) {
      consumed += world_.final_use(n, h);
      for (int i = 0; i < world_.economy_count(); ++i) {
        bought += world_.flow(h, n, i);
        if (i == n) continue;
        imported += world_.flow(h, n, i);
        exported += world_.flow(h, i, n);
      }
    }
    const char* what = !(bought > 0.0)                         ? "buys nothing"
                       : !(consumed > least_consumed * bought) ? "has no final use"
                       : !(exported > 0.0)                     ? "exports nothing"
                       : !(imported > 0.0)                     ? "imports nothing"
                                                               : nullptr;
    if (what == nullptr) continue;
    lacking.push_back(fmt::format("{} {}", world_.economies[static_cast<std::size_t>(n)].id, what));
    places.push_back(n);
  }
  if (lacking.empty()) return;
  throw InputError(Location{path_.string()},
                   fmt::format("{}: such an economy has no equilibrium with trade", listed(lacking)),
                   slips(world_, places) +
                       "look for rows that are missing or negative, leave the economy out, or add it up with "
                       "others under ROW");
}

void ImportTable::read_home_sales(const fs::path& file) {
  const int N = world_.economy_count();
  const int J = world_.sector_count();
  const NamedEconomies economies(world_);
  const Ids sectors = sectors_by_name();
  CsvFile csv = CsvFile::as_found(file, {{"economy"}, {"sector", false}, {"output", false}, {"gdp", false}});
  if (csv.has(2) == csv.has(3) || (csv.has(1) && csv.has(3)))
    throw InputError(csv.where_row(),
                     "the columns are economy,sector,output or economy,output or economy,gdp");
  Cells cells(static_cast<std::size_t>(N * J));
  const auto sold_abroad = [&](int i, int h) {
    double sold = 0.0;
    for (int n = 0; n < N; ++n)
      if (n != i) sold += world_.flow(h, n, i);
    return sold;
  };
  const auto put = [&](int i, int h, double home, std::size_t column) {
    if (world_.flow(h, i, i) > 0.0)
      throw InputError(csv.where_row(), fmt::format("the table has sales of {} at home in {} already",
                                                    world_.sectors[static_cast<std::size_t>(h)].id,
                                                    world_.economies[static_cast<std::size_t>(i)].id));
    if (home < 0.0)
      throw csv.error(
          column, fmt::format("{} exports {:.6g} more than this", csv.text(0), -home),
          "output and the table are in one unit, and GDP is no output where goods are traded for inputs");
    add_final(i, h, i, home / unit_);
  };
  while (csv.next()) {
    const int i = economies.at(csv, 0);
    const std::size_t column = csv.has(2) ? 2 : 3;
    double made = csv.non_negative(column) * unit_;
    if (csv.has(1)) {
      const int h = sectors.at(csv, 1);
      cells.take(csv, static_cast<std::size_t>(i * J + h));
      put(i, h, made - sold_abroad(i, h), column);
      continue;
    }
    cells.take(csv, static_cast<std::size_t>(i * J));
    double exported = 0.0;
    for (int h = 0; h < J; ++h) {
      exported += sold_abroad(i, h);
      if (column == 3)
        for (int k = 0; k < J; ++k) made += world_.input(i, h, k);
    }
    for (int h = 0; h < J; ++h)
      put(i, h, (made - exported) * (exported > 0.0 ? sold_abroad(i, h) / exported : 1.0 / J), column);
  }
  note(fmt::format("sales at home are what exports leave of the {} in {}, as final use{}",
                   csv.has(2) ? "output" : "GDP", file.filename().string(),
                   csv.has(1) ? "" : ", over sectors as exports are"));
  note(csv.notes());
}

void ImportTable::judge_adjustments(const std::vector<Adjustment>& adjustments) {
  for (const Adjustment& made : adjustments) {
    if (made.share <= told_rewrite) continue;
    const std::string what =
        fmt::format("{} in {} cells by {:.4g} million, {:.1f}% of world output, most in {}", made.what,
                    made.cells, made.amount, 100.0 * made.share, made.largest);
    if (made.share > refused_rewrite)
      throw InputError(
          Location{path_.string()}, "the table is far from closing its accounts: " + what,
          "rows or columns are missing or in another unit, or totals are of another table; without its "
          "rows of output and value added they are derived");
    warnings_.push_back(what + ": look whether rows are missing or totals are of another table");
  }
}

// What earns nothing has no factors that could move, and answers on it are those of a table with a hole.
void ImportTable::judge_earnings() {
  constexpr double nothing = 1e-8;
  std::vector<std::string> idle;
  for (int n = 0; n < world_.economy_count(); ++n)
    for (int k = 0; k < world_.producer_count(); ++k)
      if (world_.output(n, k) > 0.0 && world_.value_added(n, k) < nothing * world_.output(n, k))
        idle.push_back(fmt::format("{} {}", world_.economies[static_cast<std::size_t>(n)].id,
                                   world_.producers[static_cast<std::size_t>(k)].id));
  if (!idle.empty())
    warnings_.push_back(fmt::format(
        "sectors that earn nothing, as they buy as much as they sell or more and their purchases were "
        "cut: {}; look whether rows of their sales are missing, or rows of their purchases too large",
        listed(idle)));
}

void ImportTable::judge_imbalances() {
  const std::vector<double> deficit = trade_deficit(world_);
  std::vector<std::string> large;
  for (int n = 0; n < world_.economy_count(); ++n) {
    double traded = 0.0;
    for (int h = 0; h < world_.sector_count(); ++h)
      for (int i = 0; i < world_.economy_count(); ++i)
        if (i != n) traded += world_.flow(h, n, i) + world_.flow(h, i, n);
    const double share = traded > 0.0 ? deficit[static_cast<std::size_t>(n)] / traded : 0.0;
    if (std::abs(share) > large_imbalance)
      large.push_back(fmt::format("{} a {} of {:.0f}%", world_.economies[static_cast<std::size_t>(n)].id,
                                  share > 0.0 ? "deficit" : "surplus", 100.0 * std::abs(share)));
  }
  if (!large.empty())
    warnings_.push_back(
        fmt::format("imbalances above a third of trade, which are too large to be held as they are, so that "
                    "hardly a policy has an answer: {}; look whether rows of exports or imports are missing; "
                    "leeway world rebase --balanced takes imbalances out, --closure balanced solves without "
                    "them",
                    listed(large)));
}

}  // namespace leeway
