#include "leeway/world/import_table.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "leeway/base/hash.h"
#include "leeway/base/money.h"
#include "leeway/base/number.h"
#include "leeway/base/text.h"
#include "leeway/base/units.h"
#include "leeway/io/csv.h"
#include "leeway/io/toml.h"
#include "leeway/world/aliases.h"
#include "leeway/world/currency.h"
#include "leeway/world/keys.h"
#include "leeway/world/named_economies.h"
#include "leeway/world/one_word.h"
#include "leeway/world/schema.h"
#include "leeway/world/sector_kinds.h"
#include "leeway/world/supply.h"

namespace leeway {

namespace fs = std::filesystem;

namespace {

// No currency is worth so little.
constexpr double largest_per_usd = 1e9;

// Labels of aggregates that tables carry beside their parts.
void refuse_totals(const fs::path& path, const char* kind, const std::vector<std::string>& ids) {
  if (ids.size() < 2) return;
  for (const std::string& id : ids)
    if (is_everyone(id) && !std::all_of(id.begin(), id.end(), [](char c) { return c == '0'; }))
      throw InputError(
          Location{path.string()},
          fmt::format("{} \"{}\" is a total of the others: everything would count twice", kind, id),
          "leave its rows and columns out of the table");
}

// Signs that part names from one another where economies and sectors are written: in Measures, in options
// and in these files.
void refuse_signs(const fs::path& path, const char* kind, const std::vector<std::string>& ids,
                  std::string_view signs) {
  for (const std::string& id : ids) {
    const auto bad = std::find_if(id.begin(), id.end(), [&](unsigned char c) {
      return c < ' ' || c == 0x7F || signs.find(static_cast<char>(c)) != std::string_view::npos;
    });
    if (bad == id.end() && id != "*") continue;
    throw InputError(Location{path.string()}, fmt::format("{} {} cannot be called so", kind, toml_quoted(id)),
                     fmt::format("not allowed in it: control characters and {}", signs));
  }
}

std::vector<std::string> one_word_ids(const fs::path& path, const char* kind,
                                      const std::vector<std::string>& labels) {
  std::vector<std::string> ids;
  std::map<std::string, std::string> called;
  for (const std::string& label : labels) {
    ids.push_back(one_word(label));
    const auto [known, fresh] = called.try_emplace(ids.back(), label);
    if (!fresh)
      throw InputError(Location{path.string()},
                       fmt::format("the {} \"{}\" and \"{}\" would both be called {}", kind, known->second,
                                   label, ids.back()),
                       "ids are one word: write one of them in another way");
  }
  return ids;
}

std::optional<int> last_year(const std::string& name) {
  for (std::size_t end = name.size(); end >= 4; --end) {
    const std::string_view part = std::string_view(name).substr(end - 4, 4);
    const bool digits =
        std::all_of(part.begin(), part.end(), [](unsigned char c) { return std::isdigit(c); });
    const bool more = (end < name.size() && std::isdigit(static_cast<unsigned char>(name[end]))) ||
                      (end > 4 && std::isdigit(static_cast<unsigned char>(name[end - 5])));
    if (!digits || more) continue;
    if (const int year = *parse_integer(part); is_base_year(year)) return year;
  }
  return std::nullopt;
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

bool is_base_year(int year) { return year >= 1900 && year <= 2199; }

int import_year(const fs::path& path, const ImportOptions& options) {
  if (options.base_year != 0) {
    if (!is_base_year(options.base_year))
      throw InputError(fmt::format("--year: {} is no base year", options.base_year), base_years_hint);
    return options.base_year;
  }
  if (const std::optional<int> year = last_year(path.filename().string())) return *year;
  // The member of an archive.
  const fs::path archive = path.parent_path();
  if (lower_case(archive.extension().string()) == ".zip")
    if (const std::optional<int> year = last_year(archive.filename().string())) return *year;
  throw InputError(Location{path.string()}, "the name holds no year",
                   "give the base year of the table, as in --year 2020");
}

std::string import_economy(std::string_view label) {
  std::string id(label);
  for (char& c : id) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return id;
}

ImportTable::ImportTable(fs::path path, std::string format, const ImportOptions& options,
                         const std::vector<std::string>& economies, const std::vector<std::string>& sectors,
                         Duties duties)
    : path_(std::move(path)), format_(std::move(format)), source_(options.source) {
  require_reasonable_size(path_.string(), economies.size(), sectors.size());
  refuse_totals(path_, "economy", economies);
  refuse_totals(path_, "sector", sectors);
  refuse_signs(path_, "economy", economies, "*,:;>|\"[]{}=");
  refuse_signs(path_, "sector", sectors, ":>|\"[]{}=");
  if (economies.size() < 2)
    throw InputError(Location{path_.string()}, "has one economy: there is no trade to model",
                     "two economies or more are needed, such as a rest of the world");
  if (const std::string twice = told_twice(economies); !twice.empty())
    throw InputError(Location{path_.string()},
                     fmt::format("economies {}: the same trade would count twice", twice),
                     "leave one out, write one name for an economy in every row, and call a rest of the "
                     "union by a name of its own, such as REU");
  unit_ = options.unit > 0.0 ? options.unit : 1.0;
  rates_ = options.rates;
  home_sales_ = options.home_sales;
  call_economies(economies);
  call_sectors(sectors);
  tell_kinds(options);
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
  const std::string code = options.currency.empty() ? "USD" : import_economy(options.currency);
  if (!is_currency(code))
    throw InputError(fmt::format("--currency: \"{}\" is no currency", options.currency),
                     "a code of ISO 4217, such as EUR");
  const double per_usd = options.currency_per_usd.value_or(1.0);
  if (!(per_usd > 0.0) || per_usd > largest_per_usd)
    throw InputError(fmt::format("--per-usd: {} is no rate of exchange", shortest(per_usd)),
                     fmt::format("allowed: above 0 and up to {:.0e}", largest_per_usd));
  if (code == "USD" && per_usd != 1.0)
    throw InputError("--per-usd: one USD is one USD",
                     "it goes with --currency: --currency EUR --per-usd 0.876");
  world_.currency = currency_text(code, world_.base_year, options.currency_per_usd.value_or(0.0));
  ledger_ = options.ledger;
  world_.name = options.name.empty() ? path_.stem().stem().string() : options.name;
  const auto allowed = [](unsigned char c) { return std::isalnum(c) || c == '.' || c == '_' || c == '-'; };
  if (!options.name.empty() && !std::all_of(options.name.begin(), options.name.end(), allowed))
    throw InputError(fmt::format("\"{}\" is no name of a world", options.name),
                     "allowed: letters, digits, '.', '_' and '-'");
  world_.title = options.title.empty()
                     ? fmt::format("{} {}: {}, {}", format_, world_.base_year,
                                   counted(economies.size(), "economy"), counted(sectors.size(), "sector"))
                     : options.title;
  read_groups(options.groups);
  if (duties == Duties::beside) {
    read_tariffs(options.tariffs);
  } else {
    if (!options.tariffs.empty())
      throw InputError("--tariffs: the duties of this table are in it, as imports with and without them",
                       "change them by Measures, docs/measures.md");
    world_.tariff_kinds.emplace_back("given");
    rates_given_ = true;
  }
  read_elasticities(options);
}

void ImportTable::set_tariff(int h, int n, int i, double rate) {
  world_.tariff(h, n, i) = rate;
  const auto N = world_.economies.size();
  world_.tariff_kind[(static_cast<std::size_t>(h) * N + static_cast<std::size_t>(n)) * N +
                     static_cast<std::size_t>(i)] = 1;
}

void ImportTable::call_economies(const std::vector<std::string>& labels) {
  const std::vector<std::string> ids = one_word_ids(path_, "economies", labels);
  for (std::size_t n = 0; n < ids.size(); ++n)
    world_.economies.push_back(
        {ids[n], ids[n] == "ROW" ? "Rest of the world" : economy_name(ids[n]).value_or(labels[n]),
         ids[n] == "ROW"});
  note_words("economies", labels, ids);
}

void ImportTable::call_sectors(const std::vector<std::string>& labels) {
  sector_labels_ = labels;
  const std::vector<std::string> ids = one_word_ids(path_, "sectors", labels);
  for (std::size_t k = 0; k < ids.size(); ++k) world_.sectors.push_back({ids[k], labels[k], ""});
  note_words("sectors", labels, ids);
}

void ImportTable::note_words(const char* kind, const std::vector<std::string>& labels,
                             const std::vector<std::string>& ids) {
  constexpr std::size_t told = 4;
  std::vector<std::string> changed;
  for (std::size_t i = 0; i < ids.size(); ++i)
    if (ids[i] != labels[i]) changed.push_back(fmt::format("{} ({})", ids[i], labels[i]));
  if (changed.empty()) return;
  const std::size_t more = changed.size() > told ? changed.size() - told : 0;
  changed.resize(changed.size() - more);
  note(fmt::format("ids are one word, so some {} are called {}{}", kind, fmt::join(changed, ", "),
                   more > 0 ? fmt::format(" and {} more", more) : ""));
}

Ids ImportTable::sectors_by_name() const {
  Ids ids("sector", world_.sectors);
  for (std::size_t k = 0; k < sector_labels_.size(); ++k) ids.also(sector_labels_[k], static_cast<int>(k));
  return ids;
}

void ImportTable::name_parts(const ImportOptions& options) {
  if (!options.economies.empty()) {
    CsvFile csv = CsvFile::as_found(options.economies, economies_columns());
    while (csv.next()) {
      const std::optional<int> at = world_.find_economy(id_of(world_, std::string(csv.id(0))));
      if (!at) continue;
      Economy& economy = world_.economies[static_cast<std::size_t>(*at)];
      economy.name = csv.id(1);
      economy.rest = csv.text(2) == "rest";
    }
  }
}

void ImportTable::tell_kinds(const ImportOptions& options) {
  const std::vector<std::string>& ids = sector_labels_;
  const SectorKinds known = sector_kinds(ids);
  std::vector<bool> settled(ids.size(), false);
  for (std::size_t k = 0; k < ids.size(); ++k)
    if (const std::optional<SectorKind>& kind = known.kinds[k]) {
      Sector& sector = world_.sectors[k];
      sector.goods = kind->goods;
      sector.isic = kind->isic;
      if (!kind->name.empty()) sector.name = kind->name;
      settled[k] = std::find(known.contested.begin(), known.contested.end(), ids[k]) == known.contested.end();
    }
  std::string told = known.classification;
  if (!options.sectors.empty()) {
    const Ids sectors = sectors_by_name();
    CsvFile csv = CsvFile::as_found(options.sectors, sectors_columns());
    while (csv.next()) {
      const auto k = static_cast<std::size_t>(sectors.at(csv, 0));
      Sector& sector = world_.sectors[k];
      if (csv.text(3) != "goods" && csv.text(3) != "services")
        throw csv.error(3, "goods or services expected");
      sector = {sector.id, std::string(csv.id(1)), std::string(csv.text(2)), csv.text(3) == "goods"};
      settled[k] = true;
    }
    told = options.sectors.filename().string();
  }
  std::vector<std::string> open;
  std::vector<std::string> goods;
  std::vector<std::string> services;
  for (std::size_t k = 0; k < ids.size(); ++k) {
    if (!settled[k]) open.push_back(ids[k]);
    (world_.sectors[k].goods ? goods : services).push_back(world_.sectors[k].id);
  }
  if (!open.empty()) {
    constexpr std::size_t few = 8;
    const std::size_t more = open.size() > few ? open.size() - few : 0;
    open.resize(open.size() - more);
    throw InputError(
        Location{path_.string()},
        fmt::format("whether these sectors make goods or services is not known: {}{}{}",
                    fmt::join(open, ", "), more > 0 ? fmt::format(" and {} more", more) : "",
                    known.contested.empty() ? "" : ", which classifications hold for different things"),
        fmt::format("say it with --sectors FILE, with the columns sector,name,isic,kind; known are {}",
                    fmt::join(classification_names(), ", ")));
  }
  require_plain_sectors(goods, services, !options.sectors.empty());
  note(fmt::format("taken for goods, by {}: {}", told,
                   goods.empty() ? "none" : fmt::format("{}", fmt::join(goods, ", "))));
  note(fmt::format("taken for services: {}",
                   services.empty() ? "none" : fmt::format("{}", fmt::join(services, ", "))));
}

void ImportTable::read_groups(const fs::path& file) {
  if (file.empty()) return;
  CsvFile csv = CsvFile::as_found(file, groups_columns());
  while (csv.next()) {
    const std::optional<int> economy = world_.find_economy(id_of(world_, std::string(csv.id(2))));
    if (!economy) continue;
    const std::string id(csv.id(0));
    if (world_.find_economy(id)) throw csv.error(0, fmt::format("\"{}\" is an economy of the table", id));
    auto group =
        std::find_if(world_.groups.begin(), world_.groups.end(), [&](const Group& g) { return g.id == id; });
    if (group == world_.groups.end()) group = world_.groups.insert(group, {id, std::string(csv.id(1)), {}});
    group->members.push_back({*economy, csv.optional_date(3), csv.optional_date(4)});
  }
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
    note(
        fmt::format("taxes less subsidies on products, {:.6g} million, are joined to the value added of the "
                    "industries that pay them; those on final use are left out",
                    total(taxes_)));
  if (size_of(duties_) > 0.0)
    note(fmt::format("duties on inputs, {:.6g} million, are taken out of value added", total(duties_)));
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
  set_ledger(world_, ledger_);
}

ImportedWorld ImportTable::finish() {
  require_trade();
  if (!home_sales_.empty()) read_home_sales(home_sales_);
  require_sales_at_home();
  settle_accounts();
  require_millions();
  tell_rates();
  std::vector<Adjustment> adjustments = balance_world(world_);
  require_parts_that_trade();
  judge_adjustments(adjustments);
  judge_earnings();
  judge_imbalances();
  write_provenance(adjustments);
  Hasher hasher;
  for (const Economy& economy : world_.economies) hasher.add(std::string_view(economy.id));
  for (const Sector& sector : world_.sectors) hasher.add(std::string_view(sector.id));
  for (const Array3* cells : {&world_.flow, &world_.tariff, &world_.input})
    hasher.add(std::span<const double>(cells->data(), cells->size()));
  for (const ElasticitySet& set : world_.elasticities) hasher.add(std::span<const double>(set.theta));
  world_.content_hash = hasher.hex();
  return {std::move(world_), std::move(adjustments), std::move(warnings_), std::move(notes_)};
}

}  // namespace leeway
