#include "leeway/world/import_table.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <initializer_list>
#include <map>

#include <fmt/format.h>

#include "leeway/base/hash.h"
#include "leeway/base/number.h"
#include "leeway/base/units.h"
#include "leeway/io/csv.h"
#include "leeway/io/toml.h"
#include "leeway/world/keys.h"
#include "leeway/world/rate_column.h"
#include "leeway/world/schema.h"
#include "leeway/world/supply.h"

namespace leeway {

namespace fs = std::filesystem;

namespace {

// World product is about USD 1e8 million: ten times as much is a table in another unit.
constexpr double largest_product = 1e9;

// Labels of aggregates that tables carry beside their parts.
void refuse_totals(const fs::path& path, const char* kind, const std::vector<std::string>& ids,
                   std::initializer_list<std::string_view> labels) {
  if (ids.size() < 2) return;
  for (const std::string& id : ids)
    if (std::find(labels.begin(), labels.end(), import_economy(id)) != labels.end())
      throw InputError(
          Location{path.string()},
          fmt::format("{} \"{}\" is a total of the others: everything would count twice", kind, id),
          "leave its rows and columns out of the table");
}

double total(const Array2& values) {
  double sum = 0.0;
  for (double value : values) sum += value;
  return sum;
}

double size_of(const Array2& values) {
  double sum = 0.0;
  for (double value : values) sum += std::abs(value);
  return sum;
}

}  // namespace

int import_year(const fs::path& path, const ImportOptions& options) {
  if (options.base_year != 0) {
    if (options.base_year < 1900 || options.base_year > 2199)
      throw InputError(fmt::format("{} is no base year", options.base_year), "allowed: 1900 to 2199");
    return options.base_year;
  }
  const std::string name = path.filename().string();
  for (std::size_t end = name.size(); end >= 4; --end) {
    const std::string_view part = std::string_view(name).substr(end - 4, 4);
    const bool digits =
        std::all_of(part.begin(), part.end(), [](unsigned char c) { return std::isdigit(c); });
    const bool more = (end < name.size() && std::isdigit(static_cast<unsigned char>(name[end]))) ||
                      (end > 4 && std::isdigit(static_cast<unsigned char>(name[end - 5])));
    if (digits && !more && part >= "1900" && part <= "2199") return *parse_integer(part);
  }
  throw InputError(Location{path.string()}, "the name holds no year",
                   "give the base year of the table, as in --year 2020");
}

std::string import_economy(std::string_view label) {
  std::string id(label);
  for (char& c : id) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return id;
}

bool is_goods_code(std::string_view code) {
  std::size_t at = 0;
  while (at < code.size() && std::isalpha(static_cast<unsigned char>(code[at]))) ++at;
  const std::string_view letters = code.substr(0, at);
  int number = -1;
  for (; at < code.size() && std::isdigit(static_cast<unsigned char>(code[at])); ++at)
    number = std::max(number, 0) * 10 + (code[at] - '0');
  if (letters == "A" || letters == "B" || (letters == "C" && number < 0)) return true;
  if (letters == "c") return number >= 1 && number <= 16;
  if (letters == "C") return number <= 37;
  return (letters.empty() || letters == "D") && number >= 1 && number <= 33;
}

ImportTable::ImportTable(fs::path path, std::string format, const ImportOptions& options,
                         const std::vector<std::string>& economies, const std::vector<std::string>& sectors)
    : path_(std::move(path)), format_(std::move(format)), source_(options.source) {
  require_reasonable_size(path_.string(), economies.size(), sectors.size());
  refuse_totals(path_, "economy", economies, {"WLD", "WORLD", "TOT", "TOTAL", "W00", "_W", "_T"});
  refuse_totals(path_, "sector", sectors, {"TOT", "TOTAL", "_T"});
  for (const std::string& id : economies) world_.economies.push_back({id, id, id == "ROW"});
  for (const std::string& id : sectors) world_.sectors.push_back({id, id, "", is_goods_code(id)});
  name_parts(options);
  assume_supply(world_);
  note("specific factors and what stands in for materials are assumed by kind of sector");
  world_.producers = own_producers(world_.sectors);
  for (int k = 0; k < world_.sector_count(); ++k) {
    const Sector& sector = world_.sectors[static_cast<std::size_t>(k)];
    world_.lines.push_back({sector.id, sector.name, k, k, ""});
  }
  const int N = world_.economy_count();
  const int J = world_.sector_count();
  world_.line_substitution.assign(world_.sectors.size(), 1.0);
  world_.flow = Array3(J, N, N);
  world_.tariff = Array3(J, N, N);
  world_.tariff_kinds = {"none"};
  world_.tariff_kind.assign(world_.flow.size(), 0);
  world_.input = Array3(N, J, J);
  world_.output = Array2(N, J);
  world_.value_added = Array2(N, J);
  world_.final_use = Array2(N, J);
  taxes_ = Array2(N, J);
  duties_ = Array2(N, J);

  world_.base_year = import_year(path_, options);
  world_.tariff_date = options.tariff_date.value_or(make_date(world_.base_year, 12, 31));
  world_.currency = fmt::format("{}, {} prices", world_currency, world_.base_year);
  world_.name = options.name.empty() ? path_.stem().stem().string() : options.name;
  const auto allowed = [](unsigned char c) { return std::isalnum(c) || c == '.' || c == '_' || c == '-'; };
  if (!options.name.empty() && !std::all_of(options.name.begin(), options.name.end(), allowed))
    throw InputError(fmt::format("\"{}\" is no name of a world", options.name),
                     "allowed: letters, digits, '.', '_' and '-'");
  world_.title = options.title.empty()
                     ? fmt::format("{} {}: {} economies, {} sectors", format_, world_.base_year, N, J)
                     : options.title;
  read_groups(options.groups);
  read_tariffs(options.tariffs);
  read_elasticities(options);
}

void ImportTable::name_parts(const ImportOptions& options) {
  if (!options.economies.empty()) {
    CsvFile csv(options.economies, economies_columns());
    while (csv.next()) {
      const std::optional<int> at = world_.find_economy(csv.id(0));
      if (!at) continue;
      Economy& economy = world_.economies[static_cast<std::size_t>(*at)];
      economy.name = csv.id(1);
      economy.rest = csv.text(2) == "rest";
    }
  }
  if (options.sectors.empty()) {
    note("whether a sector makes goods was told from its code");
    return;
  }
  const Ids sectors("sector", world_.sectors);
  CsvFile csv(options.sectors, sectors_columns());
  while (csv.next()) {
    Sector& sector = world_.sectors[static_cast<std::size_t>(sectors.at(csv, 0))];
    if (csv.text(3) != "goods" && csv.text(3) != "services") throw csv.error(3, "goods or services expected");
    sector = {sector.id, std::string(csv.id(1)), std::string(csv.text(2)), csv.text(3) == "goods"};
  }
}

void ImportTable::read_groups(const fs::path& file) {
  if (file.empty()) return;
  CsvFile csv(file, groups_columns());
  while (csv.next()) {
    const std::optional<int> economy = world_.find_economy(csv.id(2));
    if (!economy) continue;
    const std::string id(csv.id(0));
    if (world_.find_economy(id)) throw csv.error(0, fmt::format("\"{}\" is an economy of the table", id));
    auto group =
        std::find_if(world_.groups.begin(), world_.groups.end(), [&](const Group& g) { return g.id == id; });
    if (group == world_.groups.end()) group = world_.groups.insert(group, {id, std::string(csv.id(1)), {}});
    group->members.push_back({*economy, csv.optional_date(3), csv.optional_date(4)});
  }
}

void ImportTable::read_tariffs(const fs::path& file) {
  if (file.empty()) {
    note("no tariffs were given: all are zero, and duties stay inside value added");
    return;
  }
  const Ids sectors("sector", world_.sectors);
  const Ids economies("economy", world_.economies);
  CsvFile csv(file, {{"sector"}, {"exporter"}, {"importer"}, {"rate"}, {"kind", false}});
  Cells cells(world_.tariff.size());
  const std::size_t N = world_.economies.size();
  RateColumn rates;
  while (csv.next()) {
    const int h = sectors.at(csv, 0);
    const int i = economies.at(csv, 1);
    const int n = economies.at(csv, 2);
    const std::size_t cell =
        (static_cast<std::size_t>(h) * N + static_cast<std::size_t>(n)) * N + static_cast<std::size_t>(i);
    cells.take(csv, cell);
    const double rate = rates.read(csv, 3);
    if (i == n && rate > 0.0) throw csv.error(3, "an economy has no tariff on itself");
    world_.tariff(h, n, i) = rate;
    const std::string kind = csv.text(4).empty() ? "given" : std::string(csv.text(4));
    auto known = std::find(world_.tariff_kinds.begin(), world_.tariff_kinds.end(), kind);
    if (known == world_.tariff_kinds.end()) {
      if (world_.tariff_kinds.size() == 256) throw csv.error(4, "more than 255 kinds of tariff");
      known = world_.tariff_kinds.insert(known, kind);
    }
    world_.tariff_kind[cell] = static_cast<unsigned char>(known - world_.tariff_kinds.begin());
  }
  rates.check(file);
  note(fmt::format("tariffs are those of {}", file.filename().string()));
  std::size_t crossing = 0;
  std::size_t without = 0;
  for (std::size_t h = 0; h < world_.sectors.size(); ++h)
    for (std::size_t n = 0; n < N; ++n)
      for (std::size_t i = 0; i < N; ++i) {
        if (n == i || !world_.sectors[h].goods) continue;
        ++crossing;
        without += cells.line((h * N + n) * N + i) == 0 ? 1 : 0;
      }
  if (without > 0)
    note(fmt::format("{} of the {} flows of goods across borders have no row in {}: their tariff is zero",
                     without, crossing, file.filename().string()));
  rates_given_ = true;
}

void ImportTable::read_elasticities(const ImportOptions& options) {
  if (options.elasticities.empty()) {
    if (!(options.elasticity > 0.0) || !std::isfinite(options.elasticity))
      throw InputError("the uniform trade elasticity must be positive");
    world_.elasticities.push_back({"uniform", "Assumed on import", "the same in every sector",
                                   std::vector<double>(world_.lines.size(), options.elasticity)});
    note(
        fmt::format("no elasticities were given: theta is {} in every sector", shortest(options.elasticity)));
  } else {
    const Ids sectors("sector", world_.sectors);
    Ids sets("elasticity set");
    std::map<const double*, int> lines;
    const std::string file = options.elasticities.filename().string();
    CsvFile csv(options.elasticities, {{"set"}, {"sector"}, {"theta"}});
    while (csv.next()) {
      if (sets.insert(std::string(csv.id(0))))
        world_.elasticities.push_back({std::string(csv.id(0)), "Given on import in " + file, "",
                                       std::vector<double>(world_.lines.size(), 0.0)});
      double& theta = world_.elasticities[static_cast<std::size_t>(sets.at(csv, 0))]
                          .theta[static_cast<std::size_t>(sectors.at(csv, 1))];
      if (theta != 0.0)
        throw InputError(csv.where_row(), "row repeats a key",
                         fmt::format("it was given on line {}", lines[&theta]));
      lines[&theta] = csv.line();
      theta = csv.number(2);
      if (theta <= 0.0) throw csv.error(2, "a trade elasticity theta = sigma - 1 must be positive");
    }
    for (const ElasticitySet& set : world_.elasticities)
      for (std::size_t k = 0; k < set.theta.size(); ++k)
        if (set.theta[k] == 0.0)
          throw InputError(
              Location{options.elasticities.string()},
              fmt::format("set \"{}\" has no elasticity for sector \"{}\"", set.id, world_.sectors[k].id));
    if (world_.elasticities.empty())
      throw InputError(Location{options.elasticities.string()}, "has no elasticities");
    note("elasticities are those of " + file);
  }
  world_.default_elasticities = world_.elasticities.front().id;
}

void ImportTable::settle_accounts() {
  const int N = world_.economy_count();
  const int J = world_.sector_count();
  if (derive_output_) {
    for (int h = 0; h < J; ++h)
      for (int n = 0; n < N; ++n)
        for (int i = 0; i < N; ++i) world_.output(i, h) += world_.flow(h, n, i);
    note("the table gives no output: it is the sum of sales");
  }
  for (int n = 0; n < N; ++n) {
    for (int k = 0; k < J; ++k) {
      double& value_added = world_.value_added(n, k);
      if (derive_value_added_) {
        value_added = world_.output(n, k);
        for (int h = 0; h < J; ++h) value_added -= world_.input(n, h, k);
      } else {
        // Buyers pay duties within their purchases; the table has them among the taxes.
        value_added += taxes_(n, k) - duties_(n, k);
      }
    }
  }
  if (derive_value_added_) note("value added is output less purchases of inputs");
  if (size_of(taxes_) > 0.0)
    note(fmt::format(
        "taxes less subsidies on products, USD {:.6g} million, are joined to the value added of the "
        "industries that pay them; those on final use are left out",
        total(taxes_)));
  if (size_of(duties_) > 0.0)
    note(fmt::format("duties on inputs, USD {:.6g} million, are taken out of value added", total(duties_)));
}

void ImportTable::tell_rates() {
  if (!rates_given_) return;
  struct Rates {
    std::string importer;
    double mean = 0.0;
    double largest = 0.0;
  };
  std::vector<Rates> all;
  const int N = world_.economy_count();
  for (int n = 0; n < N; ++n) {
    Rates rates{world_.economies[static_cast<std::size_t>(n)].id};
    double value = 0.0;
    for (int h = 0; h < world_.sector_count(); ++h)
      for (int i = 0; i < N; ++i) {
        if (i == n || !world_.sectors[static_cast<std::size_t>(h)].goods) continue;
        value += world_.flow(h, n, i);
        rates.mean += world_.flow(h, n, i) * world_.tariff(h, n, i);
        rates.largest = std::max(rates.largest, world_.tariff(h, n, i));
      }
    if (value > 0.0) rates.mean /= value;
    all.push_back(std::move(rates));
  }
  std::stable_sort(all.begin(), all.end(), [](const Rates& a, const Rates& b) { return a.mean > b.mean; });
  constexpr std::size_t most = 12;
  std::string text = "tariffs on goods as read, mean by value and largest:";
  for (std::size_t r = 0; r < std::min(all.size(), most); ++r)
    text += fmt::format("{} {} {:.1f}% and {:.1f}%", r == 0 ? "" : ",", all[r].importer, 100.0 * all[r].mean,
                        100.0 * all[r].largest);
  if (all.size() > most) text += fmt::format(", and {} importers below these", all.size() - most);
  note(text);
}

void ImportTable::require_usd_million() const {
  double made = 0.0;
  for (const double product : gdp(world_)) made += product;
  if (made > largest_product)
    throw InputError(
        Location{path_.string()},
        fmt::format("value added comes to {:.3g} USD million; that of the real world is about 1e+08", made),
        "write values in USD million: divide those in USD by 1,000,000, those in thousands by "
        "1,000");
}

void ImportTable::write_provenance(const std::vector<Adjustment>& adjustments) {
  std::string text =
      fmt::format("[import]\nfile = {}\nformat = {}\nsource = {}\nnotes = [\n",
                  toml_quoted(path_.filename().string()), toml_quoted(format_), toml_quoted(source_));
  for (const std::string& sentence : notes_) text += "  " + toml_quoted(sentence) + ",\n";
  text += "]\n";
  for (const Adjustment& made : adjustments)
    text += fmt::format(
        "\n[[import.adjustment]]\nwhat = {}\ncells = {}\nusd_million = {}\nshare_of_world_output = "
        "{}\nlargest = {}\n",
        toml_quoted(made.what), made.cells, toml_quoted(shortest(made.amount)),
        toml_quoted(shortest(made.share)), toml_quoted(made.largest));
  world_.provenance = text;
}

ImportedWorld ImportTable::finish() {
  settle_accounts();
  require_usd_million();
  tell_rates();
  std::vector<Adjustment> adjustments = balance_world(world_);
  write_provenance(adjustments);
  Hasher hasher;
  for (const Economy& economy : world_.economies) hasher.add(std::string_view(economy.id));
  for (const Sector& sector : world_.sectors) hasher.add(std::string_view(sector.id));
  for (const Array3* cells : {&world_.flow, &world_.tariff, &world_.input})
    hasher.add(std::span<const double>(cells->data(), cells->size()));
  for (const ElasticitySet& set : world_.elasticities) hasher.add(std::span<const double>(set.theta));
  world_.content_hash = hasher.hex();
  return {std::move(world_), std::move(adjustments), std::move(notes_)};
}

}  // namespace leeway
