#include "leeway/policy/own_rates.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "leeway/base/hash.h"
#include "leeway/base/number.h"
#include "leeway/base/units.h"
#include "leeway/io/csv.h"
#include "leeway/policy/names.h"
#include "leeway/policy/rate_bounds.h"
#include "leeway/policy/tariff_lines.h"
#include "leeway/world/aliases.h"
#include "leeway/world/rate_column.h"

namespace leeway {

namespace {

/// Long before any day that is asked for.
const Date always = make_date(1, 1, 1);

/// Columns, in the order in which they are asked for.
enum Column : std::size_t { importer, exporter, sector, product, hs, rate, from, covered };

/// The goods of a row: a sector under its name, a product with or without its prefix, a tariff line by its
/// code.
std::string goods_in(const CsvFile& csv, Column column) {
  const std::string name(csv.id(column));
  if (column == hs) return is_tariff_line(name) ? name : "hs:" + name;
  if (column == product) return is_product(name) ? name : "product:" + name;
  return name;
}

/// The column that names the goods of a row. Others may be empty or say the same.
Column goods_column(const CsvFile& csv) {
  Column named = sector;
  bool found = false;
  for (const Column column : {hs, product, sector}) {
    if (csv.text(column).empty()) continue;
    if (found && goods_in(csv, column) != goods_in(csv, named))
      throw csv.error(
          column, fmt::format("names {}, and the row is on {}", goods_in(csv, column), goods_in(csv, named)),
          "fill in one of sector, product and hs in each row");
    if (!found) named = column;
    found = true;
  }
  return named;
}

std::string goods_of(const CsvFile& csv) { return goods_in(csv, goods_column(csv)); }

/// What is added to a duty may be taken off it.
double change_of(const CsvFile& csv) {
  const std::string_view text = csv.text(rate);
  std::optional<double> change = parse_percent(text);
  if (!change) change = parse_number(text);
  if (!change || *change <= -1.0)
    throw csv.error(rate, fmt::format("{} is not a change of a duty", text),
                    "allowed: above -100%, -0.05 or -5% for five points less");
  return *change;
}

double rate_in(const CsvFile& csv, RateColumn& rates, bool levels) {
  if (!levels && csv.text(rate).starts_with('-')) return change_of(csv);
  if (const std::optional<double> bare = parse_number(csv.text(rate)); bare && *bare >= likely_percent)
    throw csv.error(rate, fmt::format("{} looks like a percentage", csv.text(rate)),
                    fmt::format("write {0}% or {1}", shortest(*bare), shortest(*bare / 100.0)));
  const std::optional<double> percent = parse_percent(csv.text(rate));
  if (!percent || *percent < 0.0) return rates.read(csv, rate);
  // A Measure may set what no record of duties holds: its bound is its own.
  if (*percent > largest_rate)
    throw csv.error(rate, fmt::format("{} is above {:.0f}%", csv.text(rate), 100.0 * largest_rate),
                    "an import_ban keeps everything out");
  return *percent;
}

/// What the column as a whole looks like, with the way out that a table beside a scenario has.
void check_column(const RateColumn& rates, const std::filesystem::path& file) {
  try {
    rates.check(file);
  } catch (const InputError& error) {
    throw InputError(error.location(), error.message(),
                     "write 25% or 0.25 for a duty of 25%; rates with the sign % are taken as they stand");
  }
}

/// Codes of an importer and an exporter by the six digits that count: the first row of each.
using LineRows = std::map<std::tuple<std::string, std::string, std::string>, std::pair<std::string, int>>;

void refuse_same_line(const CsvFile& csv, const std::string& who, const std::string& whom,
                      const std::string& goods, LineRows& lines) {
  const Column column = goods_column(csv);
  const std::string code = read_digits(goods, csv.where(column));
  const auto& [first, row] = lines.try_emplace({who, whom, code}, goods, csv.line()).first->second;
  if (first != goods)
    throw csv.error(column, fmt::format("{} and {} in line {} are both {}", goods, first, row, code),
                    "rates are read by six digits: give their mean in one row");
}

void add_step(const CsvFile& csv, std::vector<ScheduleStep>& steps, const ScheduleStep& step) {
  const auto place = std::lower_bound(steps.begin(), steps.end(), step.from,
                                      [](const ScheduleStep& a, Date day) { return a.from < day; });
  if (place != steps.end() && place->from == step.from)
    throw InputError(csv.where_row(),
                     fmt::format("a second row for {}, {} and {}{}", csv.text(importer), csv.text(exporter),
                                 goods_of(csv), csv.text(from).empty() ? "" : " from that day"),
                     "each importer, exporter, goods and day has one row");
  steps.insert(place, step);
}

std::string id_of_rows(const Schedule& rows) {
  Hasher hash;
  for (const auto& [who, partners] : rows)
    for (const auto& [whom, goods] : partners)
      for (const auto& [name, steps] : goods)
        for (const ScheduleStep& step : steps)
          hash.add(who)
              .add(whom)
              .add(name)
              .add(to_string(step.from))
              .add(step.rate)
              .add(step.covered.value_or(-1.0));
  return hash.hex();
}

/// The names of a world that a name of a table stands for: an economy, a group, or "*".
std::string name_in(const World& world, const std::string& name, Date date, const Location& where) {
  if (name == "*" || world.find_economy(name) || world.find_group(name) != nullptr) return name;
  if (const std::optional<std::string> called = economy_called(world, name)) return *called;
  world.resolve_economies(name, date, where);  // throws, with the nearest
  return name;
}

/// The nearest name decides, so rows by tariff line of one partner would free it of what a wider one bears by
/// other lines or by sector.
void refuse_freed(const World& world, const OwnRates& table, const PartnerRates& rates, Date date) {
  const auto members = [&](const std::string& partner) {
    return world.resolve_economies(partner, date, table.economies.at(partner));
  };
  for (const auto& [near, own] : rates) {
    if (std::none_of(own.begin(), own.end(), [](const auto& row) { return is_tariff_line(row.first); }))
      continue;
    const std::vector<int> held = members(near);
    for (const auto& [wide, others] : rates) {
      const std::vector<int> holders = members(wide);
      const bool wider = holders.size() > held.size() && std::all_of(held.begin(), held.end(), [&](int n) {
                           return std::find(holders.begin(), holders.end(), n) != holders.end();
                         });
      if (!wider) continue;
      for (const auto& [goods, steps] : others)
        if (own.count(goods) == 0)
          throw InputError(
              table.economies.at(near),
              fmt::format("{} has rows by tariff line, and none for {}, which {} has", near, goods, wide),
              fmt::format("the nearest name decides, so {} would go free of it: write a row of its own",
                          near));
    }
  }
}

/// The rates of an importer under the names of a world.
PartnerRates in_world(const World& world, const OwnRates& table, const std::string& by,
                      const PartnerRates& rates, Date date, TariffLineNotes& notes) {
  refuse_freed(world, table, rates, date);
  PartnerRates named;
  for (const auto& [partner, sectors] : rates) {
    const std::string whose = name_in(world, partner, date, table.economies.at(partner));
    auto& mine = named[whose];
    std::map<std::string, std::vector<ScheduleStep>> codes;
    const auto put = [&](const std::string& goods, const std::vector<ScheduleStep>& steps,
                         const Location& where) {
      if (!mine.emplace(goods, steps).second)
        throw InputError(where, fmt::format("{} has rows for {} and {} under two names", by, whose, goods),
                         "keep one of them");
    };
    for (const auto& [goods, steps] : sectors) {
      const Location& where = table.goods.at(goods);
      if (is_tariff_line(goods))
        codes.emplace(goods, steps);
      else if (goods == "*" || goods == "goods" || goods == "services" || world.find_sector(goods) ||
               world.find_line(goods))
        put(goods, steps, where);
      else
        for (const int line : world.resolve_goods(goods, where))
          put(world.lines[static_cast<std::size_t>(line)].id, steps, where);
    }
    if (!codes.empty() && !mine.empty())
      throw InputError(table.goods.at(codes.begin()->first),
                       fmt::format("{} and {} have rows by tariff line beside rows by sector", by, whose),
                       "what is left of a sector would have no rate: put one kind into a table of its own");
    if (!codes.empty())
      for (auto& [line, steps] : rates_on_lines(world, by, whose, codes, table.goods, notes))
        mine[line] = std::move(steps);
  }
  return named;
}

/// Who levies what a table says of an importer.
struct Levied {
  std::string written;  // as in the table
  std::string by;
  const PartnerRates* rates = nullptr;
  std::vector<int> members;
};

std::vector<Levied> levied(const World& world, const Measure& measure, const OwnRates& table, Date date) {
  const std::vector<int> acting = economies_of(world, {measure.by}, date, measure, "by");
  const auto acts = [&](int n) { return std::binary_search(acting.begin(), acting.end(), n); };
  std::vector<Levied> all;
  for (const auto& [name, rates] : table.by_importer) {
    if (name.empty() && measure.by == "*")
      throw InputError(Location{table.file, 1}, "has no column `importer`, and everyone acts",
                       "`importer` says who levies each rate; \"*\" in it stands for everyone");
    if (name.empty()) {
      all.push_back({measure.by, measure.by, &rates, acting});
      continue;
    }
    const Location& where = table.economies.at(name);
    if (name == "*" && table.by_importer.size() > 1)
      throw InputError(where, "importer \"*\" stands beside others",
                       "rows for everyone are alone in a table: write a second Measure for single importers");
    if (name == "*") {
      for (const int n : acting)
        all.push_back({name, world.economies[static_cast<std::size_t>(n)].id, &rates, {n}});
      continue;
    }
    const std::string by = name_in(world, name, date, where);
    const std::vector<int> members = world.resolve_economies(by, date, where);
    const auto inside = std::count_if(members.begin(), members.end(), acts);
    if (inside == 0) continue;
    if (inside < static_cast<std::ptrdiff_t>(members.size()))
      throw InputError(where, fmt::format("importer {} is more than {}, who acts", name, measure.by),
                       "name its members as importers, or let the group act");
    all.push_back({name, by, &rates, members});
  }
  std::vector<const Levied*> owner(world.economies.size(), nullptr);
  for (const Levied& one : all)
    for (const int n : one.members) {
      const Levied*& other = owner[static_cast<std::size_t>(n)];
      if (other != nullptr)
        throw InputError(
            table.economies.at(one.written),
            fmt::format("importer {} has rows under two names, {} and {}",
                        world.economies[static_cast<std::size_t>(n)].id, other->written, one.written),
            "write all of them under one");
      other = &one;
    }
  return all;
}

}  // namespace

OwnRates read_own_rates(const std::filesystem::path& file, bool levels) {
  OwnRates table;
  table.file = file.string();
  table.levels = levels;
  CsvFile csv(file, {{"importer", false},
                     {"exporter"},
                     {"sector", false},
                     {"product", false},
                     {"hs", false},
                     {"rate"},
                     {"from", false},
                     {"covered", false}});
  if (!csv.has(sector) && !csv.has(product) && !csv.has(hs))
    throw InputError(
        Location{table.file, 1}, "has no column `sector`, `product` or `hs`",
        fmt::format("columns: importer, exporter, sector or product or hs, rate, and from, covered; "
                    "found: {}",
                    csv.found_columns()));
  RateColumn rates;
  LineRows lines;
  while (csv.next()) {
    ScheduleStep step;
    step.from = csv.optional_date(from).value_or(always);
    step.rate = rate_in(csv, rates, levels);
    step.covered = csv.optional_number(covered);
    if (step.covered && !(*step.covered > 0.0 && *step.covered <= 1.0))
      throw csv.error(covered, fmt::format("{} is not a share", csv.text(covered)),
                      "allowed: above 0 and up to 1; empty for all");
    // Its rate is that of the goods covered; a schedule's is the mean of the flow.
    if (step.covered) step.rate *= *step.covered;
    const std::string goods = goods_of(csv);
    const std::string who(csv.has(importer) ? csv.id(importer) : std::string_view());
    const std::string whom(csv.id(exporter));
    // A place is counted from the top of the file: once for each name.
    const auto note_place = [&](std::map<std::string, Location>& places, const std::string& name,
                                Column column) {
      if (!places.contains(name)) places.emplace(name, csv.where(column));
    };
    if (csv.has(importer)) note_place(table.economies, who, importer);
    note_place(table.economies, whom, exporter);
    note_place(table.goods, goods, goods_column(csv));
    if (is_tariff_line(goods)) refuse_same_line(csv, who, whom, goods, lines);
    add_step(csv, table.by_importer[who][whom][goods], step);
  }
  check_column(rates, file);
  if (table.by_importer.empty()) throw InputError(Location{table.file}, "has no row");
  table.id = id_of_rows(table.by_importer);
  return table;
}

std::vector<Measure> by_importer(const World& world, const Measure& measure, Date date) {
  if (measure.terms.own_rates == nullptr) return {measure};
  const OwnRates& table = *measure.terms.own_rates;
  std::vector<Measure> parts;
  for (const Levied& one : levied(world, measure, table, date)) {
    Measure part = measure;
    TariffLineNotes notes;
    part.terms.rates =
        std::make_shared<const PartnerRates>(in_world(world, table, one.by, *one.rates, date, notes));
    for (std::vector<std::string>* names : {&notes.untraded, &notes.cut}) {
      std::sort(names->begin(), names->end());
      names->erase(std::unique(names->begin(), names->end()), names->end());
    }
    if (!notes.untraded.empty() || !notes.cut.empty() || notes.stand_in)
      part.lines = std::make_shared<const TariffLineNotes>(std::move(notes));
    if (one.by != measure.by) {
      part.by = one.by;
      part.id = measure.id + "-" + one.by;
      part.part_of = measure.id;
    }
    parts.push_back(std::move(part));
  }
  if (parts.empty())
    throw InputError(measure.place("terms"), fmt::format("{} has no row for {}", table.file, measure.by),
                     "its column `importer` names who levies the duties");
  return parts;
}

}  // namespace leeway
