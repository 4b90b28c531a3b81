#include "leeway/world/load.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "leeway/base/hash.h"
#include "leeway/base/units.h"
#include "leeway/io/csv.h"
#include "leeway/io/file.h"
#include "leeway/io/toml.h"
#include "leeway/world/closure.h"
#include "leeway/world/critical.h"
#include "leeway/world/currency.h"
#include "leeway/world/keys.h"
#include "leeway/world/own_producers.h"
#include "leeway/world/schema.h"
#include "leeway/world/supply.h"

namespace leeway {

namespace fs = std::filesystem;

namespace {

// In the order that the loader reads them in, which is the order of the content hash.
constexpr const char* table_files[] = {"world.toml",          "economies.csv",      "supply.csv",
                                       "sectors.csv",         "producers.csv",      "products.csv",
                                       "groups.csv",          "flows.csv",          "tariffs.csv",
                                       "inputs.csv",          "industries.csv",     "final.csv",
                                       "elasticity_sets.csv", "elasticities.csv",   "quantities.csv",
                                       "critical.csv",        "recorded_trade.csv", "recorded_us_imports.csv",
                                       "macro.csv",           "checks.csv",         "provenance.toml"};

class Loader {
 public:
  explicit Loader(fs::path folder) : folder_(std::move(folder)) {}

  World load() {
    read_header();
    read_economies();
    if (has("supply.csv")) {
      CsvFile csv = open("supply.csv", supply_columns());
      world_.supply = read_supply(csv);
    } else {
      world_.supply = default_supply();
    }
    read_sectors();
    read_producers();
    read_products();
    allocate();
    read_groups();
    read_flows();
    read_tariffs();
    read_inputs();
    read_industries();
    read_final();
    read_elasticities();
    read_quantities();
    CsvFile critical = open_optional("critical.csv", critical_columns());
    world_.critical = read_critical(critical, world_, sectors_, producers_);
    for (const CriticalInput& input : world_.critical) {
      const auto sector = static_cast<std::size_t>(input.sector);
      if (!stated_supply_[sector]) plants_of_critical(world_.sectors[sector], world_.supply);
    }
    read_recorded();
    read_macro();
    read_checks();
    if (has("provenance.toml")) {
      world_.provenance = read("provenance.toml");
      parse_toml(world_.provenance, path("provenance.toml"));
    }
    if (!ledger_.empty()) set_ledger(world_, ledger_);
    require_closed_accounts(world_, [&](Account account, int n, int at) {
      return account == Account::industry
                 ? Location{path("industries.csv"), industry_cells_.line(industry(n, at))}
                 : Location{path("final.csv"), final_cells_.line(use(n, at))};
    });
    give_own_producers(world_, without_producer_);
    world_.content_hash = hasher_.hex();
    return std::move(world_);
  }

 private:
  std::string path(const char* file) const { return (folder_ / file).string(); }
  bool has(const char* file) const { return fs::exists(folder_ / file); }
  std::string read(const char* file) {
    std::string text = read_file(folder_ / file);
    hasher_.add(std::string_view(file)).add(std::string_view(text));
    return text;
  }
  CsvFile open(const char* file, std::vector<CsvColumn> columns) {
    return CsvFile::from_text(read(file), path(file), std::move(columns));
  }
  // A header without rows stands for an optional file that is absent.
  CsvFile open_optional(const char* file, const std::vector<CsvColumn>& columns) {
    if (has(file)) return open(file, columns);
    std::string header;
    for (const CsvColumn& column : columns) header += (header.empty() ? "" : ",") + column.name;
    return CsvFile::from_text(header, path(file), columns);
  }
  std::size_t pair(int l, int n, int i) const {
    return (static_cast<std::size_t>(l) * world_.economies.size() + static_cast<std::size_t>(n)) *
               world_.economies.size() +
           static_cast<std::size_t>(i);
  }
  std::size_t industry(int n, int k) const {
    return static_cast<std::size_t>(n) * world_.producers.size() + static_cast<std::size_t>(k);
  }
  std::size_t use(int n, int h) const {
    return static_cast<std::size_t>(n) * world_.sectors.size() + static_cast<std::size_t>(h);
  }

  void read_header() {
    if (!has("world.toml"))
      throw InputError(Location{path("world.toml")}, "there is no world in this folder",
                       "a world folder holds world.toml; worlds that are installed: leeway world list");
    const TomlTable toml = parse_toml(read("world.toml"), path("world.toml"));
    toml.refuse_unknown({"schema", "name", "title", "base_year", "tariff_date", "currency", "ledger",
                         "default_elasticities", "files", "provenance"},
                        "world.toml");
    const std::optional<std::int64_t> schema = toml.optional_integer("schema");
    if (schema != world_schema)
      throw toml.error("schema", fmt::format("{} expected: this version reads no other", world_schema));
    world_.name = toml.require_string("name");
    world_.title = toml.require_string("title");
    const std::optional<std::int64_t> year = toml.optional_integer("base_year");
    if (!year || *year < 1900 || *year > 2200) throw toml.error("base_year", "a year is expected");
    world_.base_year = static_cast<int>(*year);
    world_.tariff_date = toml.require_date("tariff_date");
    world_.currency = toml.require_string("currency");
    if (const std::string fault = currency_fault(world_.currency); !fault.empty())
      throw toml.error("currency", fault);
    ledger_ = toml.optional_string("ledger", "");
    if (ledger_.empty() || ledger_ == no_ledger) return finish_header(toml);
    const fs::path named = fs::absolute(folder_ / ledger_).lexically_normal();
    if (!fs::is_directory(named))
      throw toml.error("ledger", fmt::format("there is no folder \"{}\"", named.string()),
                       "a folder of Measures, from the folder of the world on; or \"none\"");
    ledger_ = named.string();
    finish_header(toml);
  }

  void finish_header(const TomlTable& toml) {
    world_.default_elasticities = toml.require_string("default_elasticities");
    for (const std::string& file : toml.optional_strings("files"))
      if (!has(file.c_str())) throw toml.error("files", fmt::format("\"{}\" is not in the folder", file));
    default_elasticities_at_ = toml.where("default_elasticities");
  }

  void read_economies() {
    CsvFile csv = open("economies.csv", economies_columns());
    while (csv.next()) {
      economies_.add(csv, 0);
      const std::string_view kind = csv.text(2);
      if (kind != "economy" && kind != "rest") throw csv.error(2, "economy or rest expected");
      world_.economies.push_back({std::string(csv.id(0)), std::string(csv.id(1)), kind == "rest"});
    }
    if (world_.economies.empty()) throw InputError(Location{path("economies.csv")}, "has no economies");
  }

  void read_sectors() {
    const std::string text = read("sectors.csv");
    CsvFile csv = CsvFile::from_text(text, path("sectors.csv"), sectors_columns());
    while (csv.next()) {
      sectors_.add(csv, 0);
      producers_.add(csv, 0);
      lines_.add(csv, 0);
      const std::string_view kind = csv.text(3);
      if (kind != "goods" && kind != "services") throw csv.error(3, "goods or services expected");
      const int at = world_.sector_count();
      world_.sectors.push_back(
          {std::string(csv.id(0)), std::string(csv.id(1)), std::string(csv.text(2)), kind == "goods"});
      Sector& sector = world_.sectors.back();
      stated_supply_.push_back(!csv.text(5).empty());
      sector.supply =
          csv.text(5).empty() ? supply_of(sector, world_.supply) : supply_named(csv, 5, world_.supply);
      world_.lines.push_back({std::string(csv.id(0)), std::string(csv.id(1)), at, at, "", "", ""});
    }
    if (world_.sectors.empty()) throw InputError(Location{path("sectors.csv")}, "has no sectors");
    world_.line_substitution.assign(world_.sectors.size(), 1.0);
    read_parents(CsvFile::from_text(text, path("sectors.csv"), sectors_columns()));
  }

  // A second reading, because a sector may stand before the one that it was split from.
  void read_parents(CsvFile csv) {
    for (std::size_t k = 0; csv.next(); ++k) {
      Sector& sector = world_.sectors[k];
      if (csv.text(4).empty()) {
        if (csv.id(0).starts_with(product_prefix))
          throw csv.error(4, fmt::format("\"{}\" needs the sector that it was split from", csv.id(0)),
                          "without a sector of its own it belongs in products.csv");
        continue;
      }
      sector.parent = sectors_.at(csv, 4);
      const Sector& parent = world_.sectors[static_cast<std::size_t>(sector.parent)];
      if (!csv.id(0).starts_with(product_prefix))
        throw csv.error(0, "the id of a sector split out of another starts with \"product:\"");
      if (parent.id.starts_with(product_prefix))
        throw csv.error(4, fmt::format("\"{}\" was itself split out of a sector", parent.id),
                        "name the sector that both were split from");
      if (parent.goods != sector.goods)
        throw csv.error(3, "a sector is goods or services as the one that it was split from");
    }
  }

  void read_producers() {
    world_.producers = own_producers(world_.sectors);
    CsvFile csv = open_optional("producers.csv", producers_columns());
    while (csv.next()) {
      producers_.add(csv, 0);
      world_.producers.push_back({std::string(csv.id(0)), sectors_.at(csv, 1)});
      producer_places_.push_back(csv.where(0));
    }
  }

  // What makes a line: the producer that products.csv names, else the sector's own until the accounts are
  // there to give the line one of its own.
  int read_producer(const CsvFile& csv, int sector) const {
    if (csv.text(7).empty()) return sector;
    const int producer = producers_.at(csv, 7);
    const Producer& named = world_.producers[static_cast<std::size_t>(producer)];
    if (named.sector != sector)
      throw csv.error(7, fmt::format("\"{}\" is a producer of {}, not of {}", named.id,
                                     world_.sectors[static_cast<std::size_t>(named.sector)].id,
                                     world_.sectors[static_cast<std::size_t>(sector)].id));
    return producer;
  }

  void require_lines_of_producers() const {
    std::vector<bool> makes(world_.producers.size(), false);
    for (const Line& line : world_.lines) makes[static_cast<std::size_t>(line.producer)] = true;
    for (std::size_t k = 0; k < makes.size(); ++k)
      if (!makes[k])
        throw InputError(producer_places_[k - world_.sectors.size()],
                         fmt::format("\"{}\" makes no line", world_.producers[k].id),
                         "name it in the column `producer` of products.csv");
  }

  void read_products() {
    CsvFile csv = open_optional("products.csv", products_columns());
    std::vector<bool> carved(world_.sectors.size(), false);
    std::set<int> split_rows;
    while (csv.next()) {
      if (!csv.id(0).starts_with(product_prefix))
        throw csv.error(0, "a product's id starts with \"product:\"");
      const int sector = sectors_.at(csv, 2);
      Line line{std::string(csv.id(0)),     std::string(csv.id(1)),   sector,
                read_producer(csv, sector), std::string(csv.text(3)), std::string(csv.text(5)),
                std::string(csv.text(6))};
      if (!line.confidence.empty() && line.confidence != "A" && line.confidence != "B" &&
          line.confidence != "C")
        throw csv.error(5, fmt::format("\"{}\" is no grade: A, B, C or nothing expected", line.confidence));
      // The row of a split-out sector says what its line has beyond sectors.csv.
      const std::optional<int> own = sectors_.find(csv.id(0));
      if (own && *own != sector)
        throw csv.error(2,
                        fmt::format("\"{}\" is a sector of its own and named here by its own id", line.id));
      if (own && line.producer != *own)
        throw csv.error(7,
                        fmt::format("\"{}\" is a sector of its own and made by its own producer", line.id));
      if (!own) {
        lines_.add(csv, 0);
        if (csv.text(7).empty()) without_producer_.push_back(world_.line_count());
        world_.lines.push_back(line);
      } else {
        Line& held = world_.lines[static_cast<std::size_t>(*own)];
        if (!split_rows.insert(*own).second)
          throw csv.error(0, fmt::format("product \"{}\" is defined twice", line.id));
        held = line;
        if (csv.text(4).empty()) continue;
      }
      const double substitution = csv.number(4);
      if (substitution <= 0.0) throw csv.error(4, "the elasticity between lines must be positive");
      double& held = world_.line_substitution[static_cast<std::size_t>(sector)];
      if (carved[static_cast<std::size_t>(sector)] && held != substitution)
        throw csv.error(4, fmt::format("products of one sector share one elasticity; {} was given before",
                                       shortest(held)));
      held = substitution;
      carved[static_cast<std::size_t>(sector)] = true;
    }
    require_lines_of_producers();
  }

  void allocate() {
    require_reasonable_size(path("economies.csv"), world_.economies.size(),
                            std::max(world_.lines.size(), world_.producers.size()));
    const int N = world_.economy_count();
    const int J = world_.sector_count();
    const int K = world_.producer_count();
    const int L = world_.line_count();
    world_.flow = Array3(L, N, N);
    world_.tariff = Array3(L, N, N);
    world_.tariff_kinds = {"none"};
    world_.tariff_kind.assign(world_.flow.size(), 0);
    world_.input = Array3(N, J, K);
    world_.output = Array2(N, K);
    world_.value_added = Array2(N, K);
    world_.final_use = Array2(N, J);
  }

  void read_groups() {
    CsvFile csv = open_optional("groups.csv", groups_columns());
    while (csv.next()) {
      const std::string id(csv.id(0));
      if (economies_.has(id)) throw csv.error(0, fmt::format("\"{}\" is an economy already", id));
      auto group = std::find_if(world_.groups.begin(), world_.groups.end(),
                                [&](const Group& g) { return g.id == id; });
      if (group == world_.groups.end()) group = world_.groups.insert(group, {id, std::string(csv.id(1)), {}});
      const Membership member{economies_.at(csv, 2), csv.optional_date(3), csv.optional_date(4)};
      if (member.from && member.to && *member.to <= *member.from)
        throw csv.error(4, "the membership ends before it begins");
      group->members.push_back(member);
    }
  }

  void read_flows() {
    CsvFile csv = open("flows.csv", flows_columns());
    Cells cells(world_.flow.size());
    while (csv.next()) {
      const int l = lines_.at(csv, 0);
      const int i = economies_.at(csv, 1);
      const int n = economies_.at(csv, 2);
      cells.take(csv, pair(l, n, i));
      world_.flow(l, n, i) = csv.non_negative(3);
    }
  }

  void read_tariffs() {
    CsvFile csv = open("tariffs.csv", tariffs_columns());
    Cells cells(world_.tariff.size());
    while (csv.next()) {
      const int l = lines_.at(csv, 0);
      const int i = economies_.at(csv, 1);
      const int n = economies_.at(csv, 2);
      cells.take(csv, pair(l, n, i));
      world_.tariff(l, n, i) = csv.non_negative(3);
      const std::string_view kind = csv.id(4);
      if (i == n && world_.tariff(l, n, i) > 0.0 && kind != internal_tariff)
        throw csv.error(3, "an economy has no tariff on itself",
                        "but one made of several may have duties between them, of kind \"internal\"");
      auto known = std::find(world_.tariff_kinds.begin(), world_.tariff_kinds.end(), kind);
      if (known == world_.tariff_kinds.end()) {
        if (world_.tariff_kinds.size() == 256) throw csv.error(4, "more than 255 kinds of tariff");
        known = world_.tariff_kinds.insert(known, std::string(kind));
      }
      world_.tariff_kind[pair(l, n, i)] = static_cast<unsigned char>(known - world_.tariff_kinds.begin());
    }
  }

  void read_inputs() {
    CsvFile csv = open("inputs.csv", inputs_columns());
    Cells cells(world_.input.size());
    while (csv.next()) {
      const int n = economies_.at(csv, 0);
      const int h = sectors_.at(csv, 1);
      const int k = producers_.at(csv, 2);
      cells.take(csv, use(n, h) * world_.producers.size() + static_cast<std::size_t>(k));
      world_.input(n, h, k) = csv.non_negative(3);
    }
  }

  void read_industries() {
    CsvFile csv = open("industries.csv", industries_columns());
    industry_cells_ = Cells(world_.output.size());
    while (csv.next()) {
      const int n = economies_.at(csv, 0);
      const int k = producers_.at(csv, 1);
      industry_cells_.take(csv, industry(n, k));
      world_.output(n, k) = csv.non_negative(2);
      world_.value_added(n, k) = csv.non_negative(3);
    }
  }

  void read_final() {
    CsvFile csv = open("final.csv", final_columns());
    final_cells_ = Cells(world_.final_use.size());
    while (csv.next()) {
      const int n = economies_.at(csv, 0);
      const int h = sectors_.at(csv, 1);
      final_cells_.take(csv, use(n, h));
      world_.final_use(n, h) = csv.non_negative(2);
    }
  }

  void read_elasticities() {
    Ids sets("elasticity set");
    CsvFile about = open("elasticity_sets.csv", elasticity_sets_columns());
    while (about.next()) {
      sets.add(about, 0);
      world_.elasticities.push_back({std::string(about.id(0)), std::string(about.text(1)),
                                     std::string(about.text(2)),
                                     std::vector<double>(world_.lines.size(), 0.0)});
    }
    CsvFile csv = open("elasticities.csv", elasticities_columns());
    Cells cells(world_.elasticities.size() * world_.lines.size());
    while (csv.next()) {
      const auto set = static_cast<std::size_t>(sets.at(csv, 0));
      const auto l = static_cast<std::size_t>(lines_.at(csv, 1));
      cells.take(csv, set * world_.lines.size() + l);
      const double theta = csv.number(2);
      if (theta <= 0.0) throw csv.error(2, "a trade elasticity theta = sigma - 1 must be positive");
      world_.elasticities[set].theta[l] = theta;
    }
    for (ElasticitySet& set : world_.elasticities) {
      for (std::size_t l = 0; l < set.theta.size(); ++l) {
        const Line& line = world_.lines[l];
        // A product without an elasticity of its own has its sector's, a split-out sector its parent's.
        const int parent = world_.sectors[static_cast<std::size_t>(line.composite)].parent;
        if (set.theta[l] == 0.0) set.theta[l] = set.theta[static_cast<std::size_t>(line.composite)];
        if (set.theta[l] == 0.0 && parent >= 0) set.theta[l] = set.theta[static_cast<std::size_t>(parent)];
        if (set.theta[l] == 0.0)
          throw InputError(Location{path("elasticities.csv")},
                           fmt::format("set \"{}\" has no elasticity for sector \"{}\"", set.id, line.id));
      }
    }
    if (!sets.has(world_.default_elasticities))
      throw InputError(default_elasticities_at_,
                       fmt::format("unknown elasticity set \"{}\"", world_.default_elasticities),
                       fmt::format("sets are defined in {}", path("elasticity_sets.csv")));
  }

  void read_quantities() {
    CsvFile csv = open_optional("quantities.csv", quantities_columns());
    std::optional<Cells> cells;
    while (csv.next()) {
      const int l = lines_.at(csv, 0);
      const int i = economies_.at(csv, 1);
      const int n = economies_.at(csv, 2);
      if (world_.lines[static_cast<std::size_t>(l)].unit.empty())
        throw csv.error(0, fmt::format("\"{}\" has no unit in products.csv", csv.text(0)));
      if (world_.quantity.empty())
        world_.quantity = Array3(world_.line_count(), world_.economy_count(), world_.economy_count());
      if (!cells) cells.emplace(world_.quantity.size());
      cells->take(csv, pair(l, n, i));
      world_.quantity(l, n, i) = csv.non_negative(3);
    }
  }

  void read_recorded() {
    CsvFile trade = open_optional("recorded_trade.csv", recorded_trade_columns());
    while (trade.next())
      world_.recorded.push_back({economies_.at(trade, 0), economies_.at(trade, 1), -1, trade.integer(2),
                                 trade.non_negative(3), 0.0, std::string(trade.text(4))});
    CsvFile us = open_optional("recorded_us_imports.csv", recorded_us_imports_columns());
    const std::optional<int> usa = world_.find_economy("USA");
    while (us.next()) {
      if (!usa) throw InputError(us.where_row(), "the world has no economy USA");
      // The source gives some partners as groups, such as the European Union.
      const Group* group = economies_.has(us.text(0)) ? nullptr : world_.find_group(us.text(0));
      const int partner = group ? static_cast<int>(group - world_.groups.data()) : economies_.at(us, 0);
      (group ? world_.recorded_groups : world_.recorded)
          .push_back({partner, *usa, recorded_sector(us, 1), us.integer(2), us.non_negative(3),
                      us.non_negative(4), us_imports_source});
    }
  }

  int recorded_sector(const CsvFile& csv, std::size_t column) const {
    if (csv.text(column) == "*") return RecordedTrade::all_goods;
    if (csv.text(column) == unmapped_sector) return RecordedTrade::unmapped_goods;
    return sectors_.at(csv, column);
  }

  void read_macro() {
    CsvFile csv = open_optional("macro.csv", macro_columns(world_.base_year));
    while (csv.next()) {
      const std::string economy = world_.economies[static_cast<std::size_t>(economies_.at(csv, 0))].id;
      if (!world_.gdp_source.emplace(economy, csv.text(2)).second)
        throw InputError(csv.where_row(), "row repeats a key");
      if (const std::optional<double> value = csv.optional_number(1)) world_.gdp_recorded[economy] = *value;
    }
  }

  void read_checks() {
    CsvFile csv = open_optional("checks.csv", checks_columns());
    while (csv.next())
      world_.targets.push_back({std::string(csv.id(0)), csv.number(1), std::string(csv.text(2)),
                                csv.non_negative(3), std::string(csv.text(4))});
  }

  fs::path folder_;
  World world_;
  Hasher hasher_;
  std::vector<bool> stated_supply_;  ///< [sector]
  Ids economies_{"economy"};
  Ids sectors_{"sector"};
  Ids producers_{"sector or producer"};
  Ids lines_{"sector or product"};
  std::vector<int> without_producer_;      // lines of products that name none
  std::vector<Location> producer_places_;  // of those that are no sector's own
  Cells industry_cells_{0};
  Cells final_cells_{0};
  std::string ledger_;  ///< that world.toml names
  Location default_elasticities_at_;
};

}  // namespace

World load_tables(const fs::path& folder) {
  if (!fs::exists(folder)) throw InputError(Location{folder.string()}, "there is no such folder");
  if (!fs::is_directory(folder))
    throw InputError(Location{folder.string()}, "is not a folder",
                     "a world is a folder that holds world.toml");
  return Loader(folder).load();
}

std::string hash_tables(const fs::path& folder) {
  Hasher hasher;
  FileBuffer buffer;
  for (const char* file : table_files)
    if (fs::exists(folder / file)) hasher.add(std::string_view(file)).add(buffer.read(folder / file));
  return hasher.hex();
}

}  // namespace leeway
