#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include <fmt/format.h>

#include "leeway/io/csv.h"
#include "leeway/io/file.h"
#include "leeway/io/toml.h"
#include "leeway/world/load.h"
#include "leeway/world/schema.h"
#include "leeway/world/supply.h"

namespace leeway {

namespace {

CsvWriter writer(const std::vector<CsvColumn>& columns) {
  std::vector<std::string> header;
  for (const CsvColumn& column : columns) header.push_back(column.name);
  return CsvWriter(header);
}

std::string date_text(const std::optional<Date>& date) { return date ? to_string(*date) : ""; }

class Saver {
 public:
  Saver(const World& world, const std::filesystem::path& folder) : world_(world), folder_(folder) {}

  void save() {
    write_labels();
    write_trade();
    write_accounts();
    write_elasticities();
    write_critical();
    write_records();
    if (!world_.provenance.empty()) write_file_atomically(folder_ / "provenance.toml", world_.provenance);
    // The header goes last: a folder without it is no world.
    write_file_atomically(
        folder_ / "world.toml",
        fmt::format("schema = {}\nname = {}\ntitle = {}\nbase_year = {}\ntariff_date = {}\n"
                    "currency = {}\ndefault_elasticities = {}\n",
                    world_schema, toml_quoted(world_.name), toml_quoted(world_.title), world_.base_year,
                    to_string(world_.tariff_date), toml_quoted(world_.currency),
                    toml_quoted(world_.default_elasticities)));
  }

 private:
  void put(const char* file, const CsvWriter& csv) const {
    write_file_atomically(folder_ / file, csv.text());
  }
  const std::string& economy(int n) const { return world_.economies[static_cast<std::size_t>(n)].id; }
  const std::string& sector(int k) const { return world_.sectors[static_cast<std::size_t>(k)].id; }
  const std::string& producer(int k) const { return world_.producers[static_cast<std::size_t>(k)].id; }
  std::string recorded_sector(int k) const {
    return k == RecordedTrade::all_goods        ? "*"
           : k == RecordedTrade::unmapped_goods ? unmapped_sector
                                                : sector(k);
  }
  const std::string& line(int l) const { return world_.lines[static_cast<std::size_t>(l)].id; }

  void write_labels() const {
    CsvWriter economies = writer(economies_columns());
    for (const Economy& e : world_.economies)
      economies.add(e.id).add(e.name).add(e.rest ? "rest" : "economy").end_row();
    put("economies.csv", economies);

    CsvWriter sectors = writer(sectors_columns());
    for (const Sector& s : world_.sectors)
      sectors.add(s.id)
          .add(s.name)
          .add(s.isic)
          .add(s.goods ? "goods" : "services")
          .add(s.parent < 0 ? "" : sector(s.parent))
          .add(s.supply < 0 ? "" : world_.supply[static_cast<std::size_t>(s.supply)].id)
          .end_row();
    put("sectors.csv", sectors);
    put("supply.csv", supply_table(world_.supply));

    CsvWriter groups = writer(groups_columns());
    for (const Group& g : world_.groups)
      for (const Membership& m : g.members)
        groups.add(g.id)
            .add(g.name)
            .add(economy(m.economy))
            .add(date_text(m.from))
            .add(date_text(m.to))
            .end_row();
    put("groups.csv", groups);

    write_producers();
  }

  void write_producers() const {
    CsvWriter producers = writer(producers_columns());
    for (std::size_t k = world_.sectors.size(); k < world_.producers.size(); ++k)
      producers.add(world_.producers[k].id).add(sector(world_.producers[k].sector)).end_row();
    if (world_.producers.size() > world_.sectors.size()) put("producers.csv", producers);

    CsvWriter products = writer(products_columns());
    bool any = false;
    for (const Line& l : world_.lines) {
      // A sector's own line needs a row only for what sectors.csv does not say.
      if (world_.find_sector(l.id) && l.unit.empty() && l.confidence.empty() && l.method.empty()) continue;
      any = true;
      products.add(l.id).add(l.name).add(sector(l.composite)).add(l.unit);
      products.add(world_.line_substitution[static_cast<std::size_t>(l.composite)]);
      products.add(l.confidence).add(l.method);
      products.add(world_.find_sector(l.id) ? "" : producer(l.producer)).end_row();
    }
    if (any) put("products.csv", products);
  }

  void write_trade() const {
    const int N = world_.economy_count();
    CsvWriter flows = writer(flows_columns());
    CsvWriter tariffs = writer(tariffs_columns());
    CsvWriter quantities = writer(quantities_columns());
    for (int l = 0; l < world_.line_count(); ++l) {
      for (int i = 0; i < N; ++i) {
        for (int n = 0; n < N; ++n) {
          if (world_.flow(l, n, i) != 0.0)
            flows.add(line(l)).add(economy(i)).add(economy(n)).add(world_.flow(l, n, i)).end_row();
          const unsigned char kind = world_.tariff_kind[(static_cast<std::size_t>(l) * N + n) * N + i];
          if (world_.tariff(l, n, i) != 0.0 || kind != 0) {
            tariffs.add(line(l)).add(economy(i)).add(economy(n)).add(world_.tariff(l, n, i));
            tariffs.add(world_.tariff_kinds[kind]).end_row();
          }
          if (!world_.quantity.empty() && world_.quantity(l, n, i) != 0.0)
            quantities.add(line(l)).add(economy(i)).add(economy(n)).add(world_.quantity(l, n, i)).end_row();
        }
      }
    }
    put("flows.csv", flows);
    put("tariffs.csv", tariffs);
    if (!world_.quantity.empty()) put("quantities.csv", quantities);
  }

  void write_accounts() const {
    CsvWriter inputs = writer(inputs_columns());
    CsvWriter industries = writer(industries_columns());
    CsvWriter final_uses = writer(final_columns());
    for (int n = 0; n < world_.economy_count(); ++n) {
      for (int h = 0; h < world_.sector_count(); ++h) {
        for (int k = 0; k < world_.producer_count(); ++k)
          if (world_.input(n, h, k) != 0.0)
            inputs.add(economy(n)).add(sector(h)).add(producer(k)).add(world_.input(n, h, k)).end_row();
        if (world_.final_use(n, h) != 0.0)
          final_uses.add(economy(n)).add(sector(h)).add(world_.final_use(n, h)).end_row();
      }
      for (int k = 0; k < world_.producer_count(); ++k)
        if (world_.output(n, k) != 0.0 || world_.value_added(n, k) != 0.0)
          industries.add(economy(n))
              .add(producer(k))
              .add(world_.output(n, k))
              .add(world_.value_added(n, k))
              .end_row();
    }
    put("inputs.csv", inputs);
    put("industries.csv", industries);
    put("final.csv", final_uses);
  }

  void write_elasticities() const {
    CsvWriter sets = writer(elasticity_sets_columns());
    CsvWriter values = writer(elasticities_columns());
    for (const ElasticitySet& set : world_.elasticities) {
      sets.add(set.id).add(set.citation).add(set.note).end_row();
      for (int l = 0; l < world_.line_count(); ++l)
        values.add(set.id).add(line(l)).add(set.theta[static_cast<std::size_t>(l)]).end_row();
    }
    put("elasticity_sets.csv", sets);
    put("elasticities.csv", values);
  }

  void write_critical() const {
    CsvWriter csv = writer(critical_columns());
    for (const CriticalInput& c : world_.critical) {
      csv.add(sector(c.sector)).add(sector(c.bundled_with));
      for (const CriticalInput::Assumed& a : {c.substitution, c.specific, c.backstop})
        csv.add(a.value).add(a.low).add(a.high);
      csv.add(c.backstop_host < 0 ? "" : producer(c.backstop_host)).add(c.source);
      for (const Assumed& a : {c.capacity, c.build_years}) csv.add(a.value).add(a.low).add(a.high);
      csv.end_row();
    }
    if (!world_.critical.empty()) put("critical.csv", csv);
  }

  void write_records() const {
    CsvWriter trade = writer(recorded_trade_columns());
    CsvWriter us = writer(recorded_us_imports_columns());
    for (const RecordedTrade& r : world_.recorded) {
      if (r.source == us_imports_source)
        us.add(economy(r.exporter))
            .add(recorded_sector(r.sector))
            .add(r.year)
            .add(r.value)
            .add(r.duties)
            .end_row();
      else
        trade.add(economy(r.exporter))
            .add(economy(r.importer))
            .add(r.year)
            .add(r.value)
            .add(r.source)
            .end_row();
    }
    for (const RecordedTrade& r : world_.recorded_groups)
      us.add(world_.groups[static_cast<std::size_t>(r.exporter)].id)
          .add(recorded_sector(r.sector))
          .add(r.year)
          .add(r.value)
          .add(r.duties)
          .end_row();
    put("recorded_trade.csv", trade);
    put("recorded_us_imports.csv", us);

    CsvWriter macro = writer(macro_columns(world_.base_year));
    for (const Economy& e : world_.economies) {
      const auto source = world_.gdp_source.find(e.id);
      const auto value = world_.gdp_recorded.find(e.id);
      if (source == world_.gdp_source.end() && value == world_.gdp_recorded.end()) continue;
      macro.add(e.id);
      value == world_.gdp_recorded.end() ? macro.add("") : macro.add(value->second);
      macro.add(source == world_.gdp_source.end() ? "" : source->second).end_row();
    }
    put("macro.csv", macro);

    CsvWriter checks = writer(checks_columns());
    for (const WorldTarget& t : world_.targets)
      checks.add(t.check).add(t.target).add(t.unit).add(t.tolerance).add(t.source).end_row();
    put("checks.csv", checks);
  }

  const World& world_;
  std::filesystem::path folder_;
};

/// What mkdtemp makes is the owner's alone; a world is an ordinary folder.
std::filesystem::perms ordinary_folder() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return static_cast<std::filesystem::perms>(0777 & ~mask);
}

}  // namespace

void save_world(const World& world, const std::filesystem::path& folder,
                const std::function<void(const std::filesystem::path&)>& look) {
  namespace fs = std::filesystem;
  std::error_code failure;
  const fs::path whole = fs::absolute(folder).lexically_normal();
  const fs::path named = whole.has_filename() ? whole : whole.parent_path();
  fs::create_directories(named.parent_path(), failure);
  if (failure) throw InputError(Location{folder.string()}, "cannot make the folder: " + failure.message());
  // The files grow up beside their place, so that none is left where one of them fails.
  std::string made = (named.parent_path() / ("." + named.filename().string() + ".XXXXXX")).string();
  if (::mkdtemp(made.data()) == nullptr)
    throw InputError(Location{folder.string()},
                     "cannot make the folder: " + std::generic_category().message(errno));
  try {
    Saver(world, made).save();
    if (look) look(made);
    fs::permissions(made, ordinary_folder());
    if (fs::is_directory(named) && !fs::is_empty(named)) {
      for (const fs::directory_entry& file : fs::directory_iterator(made))
        fs::rename(file.path(), named / file.path().filename());
      fs::remove(made);
    } else {
      fs::rename(made, named);
    }
  } catch (...) {
    fs::remove_all(made, failure);
    throw;
  }
}

}  // namespace leeway
