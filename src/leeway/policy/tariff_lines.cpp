#include "leeway/policy/tariff_lines.h"

#include <algorithm>
#include <array>
#include <memory>
#include <set>

#include <fmt/format.h>

#include "leeway/base/paths.h"
#include "leeway/io/csv.h"
#include "leeway/policy/names.h"
#include "leeway/policy/term_values.h"

namespace leeway {

namespace {

constexpr const char* recorder = "USA";  ///< whose imports by code are at hand
constexpr const char* everyone = "*";
constexpr std::size_t digits = 6;

/// What the concordance knows of a six-digit code.
struct Code {
  std::string sector;
  std::string product;                                    ///< empty: none of its own
  std::vector<std::pair<std::string, double>> imports{};  ///< of the recorder, by partner, thousand USD

  double from(const std::string& partner) const {
    const auto found =
        std::lower_bound(imports.begin(), imports.end(), partner,
                         [](const auto& a, const std::string& name) { return a.first < name; });
    return found != imports.end() && found->first == partner ? found->second : 0.0;
  }
};
using Codes = std::map<std::string, Code, std::less<>>;

Codes read_codes() {
  const auto folder = share_folder() / "data" / "concordance";
  Codes codes;
  CsvFile csv(folder / "hs6.csv", {{"hs"}, {"sector"}, {"product"}});
  while (csv.next()) codes[std::string(csv.id(0))] = {std::string(csv.id(1)), std::string(csv.text(2))};
  CsvFile trade(folder / "us_imports.csv.gz", {{"hs"}, {"partner"}, {"kusd"}});
  while (trade.next())
    if (const auto found = codes.find(trade.id(0)); found != codes.end())
      found->second.imports.emplace_back(std::string(trade.id(1)), trade.non_negative(2));
  for (auto& [digits_six, code] : codes) std::sort(code.imports.begin(), code.imports.end());
  return codes;
}

/// Read once: it belongs to the program's data, as the world packs do.
const Codes& codes() {
  static const Codes read = read_codes();
  return read;
}

/// The digits of "hs2017:8703.80".
std::string digits_of(const std::string& goods, const Location& where) {
  const std::size_t colon = goods.find(':');
  const std::string revision = goods.substr(2, colon - 2);
  static constexpr std::array revisions{"",   "1992", "1996", "2002", "2007", "2012", "2017", "2022",
                                        "92", "96",   "02",   "07",   "12",   "17",   "22"};
  if (std::find(revisions.begin(), revisions.end(), revision) == revisions.end())
    throw InputError(where,
                     fmt::format("\"{}\": there is no revision {} of the harmonised system", goods, revision),
                     "revisions: 1992, 1996, 2002, 2007, 2012, 2017, 2022; hs: alone takes them all");
  std::string code;
  for (const char c : goods.substr(colon + 1))
    if (c != '.' && c != ' ') code += c;
  if (code.size() < 2 || code.size() > 10 || code.find_first_not_of("0123456789") != std::string::npos)
    throw InputError(where, fmt::format("\"{}\" is no code of the harmonised system", goods),
                     "2 to 10 digits, points may stand between them: hs:8703.80, hs:1205");
  // Nine digits are national lines of some; fewer come in pairs.
  if (code.size() % 2 != 0 && code.size() < 9)
    throw InputError(where, fmt::format("\"{}\" has {} digits", goods, code.size()),
                     fmt::format("2, 4, 6, 8 or 10; a spreadsheet drops a leading zero: 0{}", code));
  return code;
}

/// The six-digit codes under a code, or the one that holds a longer code; none where it knows none.
std::vector<Codes::const_iterator> under(const std::string& goods, const Location& where) {
  const std::string code = read_digits(goods, where);
  std::vector<Codes::const_iterator> found;
  for (auto at = codes().lower_bound(code); at != codes().end() && at->first.starts_with(code); ++at)
    found.push_back(at);
  return found;
}

[[noreturn]] void refuse_code(const std::string& goods, const Location& where) {
  const std::string code = read_digits(goods, where);
  std::vector<std::string> near;
  const std::string heading = code.substr(0, std::min<std::size_t>(4, code.size() - 1));
  for (auto at = codes().lower_bound(heading);
       at != codes().end() && at->first.starts_with(heading) && near.size() < 12; ++at)
    near.push_back(at->first);
  throw InputError(where, fmt::format("\"{}\": the concordance knows no such line", goods),
                   near.empty() ? fmt::format("it knows {} codes of all revisions: data/concordance/hs6.csv",
                                              codes().size())
                                : fmt::format("under {} it knows {}", heading, fmt::join(near, ", ")));
}

/// No concordance has every line of every revision: of a list of many some may be unknown, and are told as
/// those without recorded imports are. One of a few is a slip.
void refuse_unknown(const std::vector<std::string>& names, const std::vector<Location>& where) {
  constexpr std::size_t few = 20;
  constexpr std::size_t one_of = 10;
  std::vector<std::string> unknown;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!under(names[i], where[i]).empty()) continue;
    if (names.size() <= few) refuse_code(names[i], where[i]);
    unknown.push_back(names[i]);
  }
  if (one_of * unknown.size() <= names.size()) return;
  const std::size_t count = unknown.size();
  unknown.resize(std::min(count, one_of));
  throw InputError(
      Location{where.front().file},
      fmt::format("the concordance does not know {} of {} lines: {}{}", count, names.size(),
                  fmt::join(unknown, ", "), count > unknown.size() ? ", …" : ""),
      fmt::format("it has {} six-digit codes of all revisions: data/concordance/hs6.csv", codes().size()));
}

int line_of(const World& world, const Codes::value_type& code, const Location& where) {
  const auto& [digits_six, known] = code;
  if (!known.product.empty())
    if (const auto line = world.find_line(known.product)) return *line;
  if (const auto line = world.find_line(known.sector)) return *line;
  throw InputError(where,
                   fmt::format("{} belongs to sector {}, which world \"{}\" does not have", digits_six,
                               known.sector, world.name),
                   "tariff lines are brought to ICIO sectors; name the world's own: world show sectors");
}

/// Under which name the record has an exporter: its own, its group's, or everyone.
std::string record_of(const World& world, const std::string& partner) {
  static const std::set<std::string> recorded = [] {
    std::set<std::string> names;
    for (const auto& [digits_six, code] : codes())
      for (const auto& [name, value] : code.imports) names.insert(name);
    return names;
  }();
  if (recorded.contains(partner)) return partner;
  if (const auto n = world.find_economy(partner))
    for (const Group& group : world.groups)
      if (recorded.contains(group.id) &&
          std::any_of(group.members.begin(), group.members.end(), [&](const Membership& member) {
            return member.economy == *n && is_member(member, world.tariff_date);
          }))
        return group.id;
  return everyone;
}

/// [line] of a world what the record has of a partner; sectors that the world does not have are left out.
std::vector<double> totals(const World& world, const std::string& partner) {
  std::vector<double> sum(world.lines.size(), 0.0);
  for (const auto& code : codes()) {
    std::optional<int> line;
    if (!code.second.product.empty()) line = world.find_line(code.second.product);
    if (!line) line = world.find_line(code.second.sector);
    if (line) sum[static_cast<std::size_t>(*line)] += code.second.from(partner);
  }
  return sum;
}

/// The codes that names hold, each once.
struct Held {
  Codes::const_iterator code;
  int line = 0;
};
std::vector<Held> held_by(const World& world, const std::vector<std::string>& goods, const Location& where,
                          TariffLineNotes& notes) {
  std::vector<Held> held;
  std::set<std::string> seen;
  for (const std::string& name : goods) {
    bool traded = false;
    for (const auto& code : under(name, where)) {
      traded = traded || code->second.from(everyone) > 0.0;
      if (seen.insert(code->first).second) held.push_back({code, line_of(world, *code, where)});
    }
    if (!traded) notes.untraded.push_back(name);
    if (digits_of(name, where).size() > digits) notes.cut.push_back(name);
  }
  return held;
}

/// Everyone's where nothing of a line is recorded from the partner.
GoodsList::Shares shares_of(const World& world, const std::vector<Held>& held, const std::string& partner) {
  const std::vector<double> whole = totals(world, partner);
  const std::vector<double> of_all = totals(world, everyone);
  GoodsList::Shares shares;
  for (const Held& one : held) {
    const auto line = static_cast<std::size_t>(one.line);
    const bool own = whole[line] > 0.0;
    const double all = own ? whole[line] : of_all[line];
    double& share = shares[world.lines[line].id];
    if (all > 0.0) share += one.code->second.from(own ? partner : everyone) / all;
  }
  for (auto& [line, share] : shares) share = std::min(share, 1.0);
  return shares;
}

/// The record that serves all who sell what a Measure is on, or everyone's.
std::string one_record(const World& world, const Measure& measure, bool exports, Date date) {
  std::set<std::string> records;
  for (const int i : exports ? economies_of(world, {measure.by}, date, measure, "by")
                             : economies_of(world, measure.on, date, measure, "on"))
    records.insert(record_of(world, world.economies[static_cast<std::size_t>(i)].id));
  return records.size() == 1 ? *records.begin() : everyone;
}

}  // namespace

std::string list_of_lines(const std::string& measure) { return measure + "-LINES"; }

bool is_tariff_line(std::string_view goods) {
  if (!goods.starts_with("hs")) return false;
  const std::size_t colon = goods.find(':');
  return colon != std::string_view::npos &&
         goods.substr(2, colon - 2).find_first_not_of("0123456789") == std::string_view::npos;
}

std::string read_digits(const std::string& goods, const Location& where) {
  return digits_of(goods, where).substr(0, digits);
}

std::vector<std::string> read_tariff_lines(const std::filesystem::path& file) {
  CsvFile csv(file, {{"hs"}, {"revision", false}, {"description", false}, {"rate", false}});
  if (csv.has(3))
    throw InputError(
        Location{file.string(), 1}, "has rates: it is no list of goods but a table of duties",
        fmt::format("terms = {{ schedule = \"{}\", rates = \"changes\" }} with columns exporter, "
                    "hs, rate",
                    file.filename().string()));
  std::vector<std::string> names;
  std::vector<Location> places;
  while (csv.next()) {
    const std::string code(csv.id(0));
    const std::string name = is_tariff_line(code) ? code : fmt::format("hs{}:{}", csv.text(1), code);
    read_digits(name, csv.where(0));  // throws for what is no code
    if (std::find(names.begin(), names.end(), name) != names.end())
      throw csv.error(0, fmt::format("{} stands twice in the list", code));
    names.push_back(name);
    places.push_back(csv.where(0));
  }
  if (names.empty()) throw InputError(Location{file.string()}, "names no goods");
  refuse_unknown(names, places);
  return names;
}

std::vector<int> lines_of_code(const World& world, const std::string& goods, const Location& where) {
  std::set<int> lines;
  for (const auto& code : under(goods, where)) lines.insert(line_of(world, *code, where));
  return {lines.begin(), lines.end()};
}

Measure on_lines(const World& world, Measure measure, Date date, std::vector<GoodsList>& lists) {
  if (std::none_of(measure.goods.begin(), measure.goods.end(),
                   [](const std::string& goods) { return is_tariff_line(goods); }))
    return measure;
  const Location& where = measure.place("goods");
  Terms& terms = measure.terms;
  if (!term_names(measure.instrument).reads("covers"))
    throw InputError(where,
                     fmt::format("a {} does not act on single tariff lines", to_string(measure.instrument)),
                     "name sectors or products");
  if (!terms.covers.empty() || !terms.except.empty() || terms.coverage != 1.0 ||
      !terms.coverage_by_goods.empty() || !terms.schedule.empty())
    throw InputError(where, "tariff lines say themselves what is covered, and by how much of each sector",
                     "leave out coverage, covers, except and schedule");
  auto notes = std::make_shared<TariffLineNotes>();
  std::vector<std::string> named;
  std::vector<std::string> whole;
  for (const std::string& goods : measure.goods) (is_tariff_line(goods) ? named : whole).push_back(goods);
  refuse_unknown(named, std::vector<Location>(named.size(), where));
  const std::vector<Held> held = held_by(world, named, where, *notes);
  const std::vector<int> plain = lines_of(world, whole, measure, "goods");

  const bool exports = acts_on_exports(measure.instrument);
  const std::vector<int> importers =
      economies_of(world, exports ? measure.on : std::vector<std::string>{measure.by}, date, measure,
                   exports ? "on" : "by");
  const std::optional<int> own = world.find_economy(recorder);
  notes->stand_in = !own || importers != std::vector<int>{*own};

  GoodsList list;
  list.id = list_of_lines(measure.id);
  list.title = fmt::format("{}", fmt::join(named, ", "));
  list.where = where;
  for (const Held& one : held) list.hs.push_back(one.code->first);
  const auto with_whole = [&](GoodsList::Shares shares) {
    for (const int line : plain) shares[world.lines[static_cast<std::size_t>(line)].id] = 1.0;
    return shares;
  };
  list.share = with_whole(shares_of(world, held, everyone));
  notes->goods = measure.goods;
  notes->record = notes->stand_in ? everyone : one_record(world, measure, exports, date);
  for (const auto& [line, share] : with_whole(shares_of(world, held, notes->record)))
    notes->covers.emplace_back(line, share);
  if (std::all_of(list.share.begin(), list.share.end(),
                  [](const auto& share) { return share.second <= 0.0; }))
    throw InputError(where, fmt::format("no imports are recorded under {}", fmt::join(named, ", ")),
                     "coverage is read off US imports of 2024: name the sector and a `coverage` instead");
  std::map<std::string, GoodsList::Shares> of_record;
  if (!notes->stand_in)
    for (const Economy& economy : world.economies) {
      const std::string record = record_of(world, economy.id);
      if (record == everyone) continue;
      if (!of_record.contains(record)) of_record[record] = with_whole(shares_of(world, held, record));
      list.share_of[economy.id] = of_record[record];
    }
  measure.goods.clear();
  for (const auto& [line, share] : list.share) measure.goods.push_back(line);
  // A sector's name holds its products too: none that is not under the codes.
  for (const Line& line : world.lines)
    if (is_product(line.id) && !list.share.contains(line.id)) terms.exclude.push_back(line.id);
  terms.covers = {list.id};
  measure.lines = std::move(notes);
  lists.push_back(std::move(list));
  return measure;
}

std::map<std::string, std::vector<ScheduleStep>> rates_on_lines(
    const World& world, const std::string& importer, const std::string& partner,
    const std::map<std::string, std::vector<ScheduleStep>>& rates,
    const std::map<std::string, Location>& places, TariffLineNotes& notes) {
  notes.stand_in = notes.stand_in || importer != recorder;
  const std::string record = importer == recorder ? record_of(world, partner) : everyone;
  const std::vector<double> whole = totals(world, record);
  const std::vector<double> of_all = totals(world, everyone);
  // A longer code speaks before a shorter one that holds it.
  std::map<std::string, const std::vector<ScheduleStep>*> nearest;
  std::vector<std::string> names;
  std::set<Date> days;
  for (const auto& [name, steps] : rates) {
    names.push_back(name);
    for (const ScheduleStep& step : steps) days.insert(step.from);
  }
  std::stable_sort(names.begin(), names.end(), [&](const std::string& a, const std::string& b) {
    return digits_of(a, places.at(a)).size() > digits_of(b, places.at(b)).size();
  });
  std::vector<Location> where;
  for (const std::string& name : names) where.push_back(places.at(name));
  refuse_unknown(names, where);
  std::vector<Held> all;
  for (const std::string& name : names)
    for (const Held& one : held_by(world, {name}, places.at(name), notes))
      if (nearest.emplace(one.code->first, &rates.at(name)).second) all.push_back(one);
  std::map<std::string, std::vector<ScheduleStep>> found;
  for (const Date day : days) {
    std::map<int, std::pair<double, double>> sums;  // line: imports covered, times their rate
    for (const Held& one : all)
      if (const auto step = step_at(*nearest.at(one.code->first), day)) {
        const bool own = whole[static_cast<std::size_t>(one.line)] > 0.0;
        const double value = one.code->second.from(own ? record : everyone);
        sums[one.line].first += value;
        sums[one.line].second += value * step->rate;
      }
    for (const auto& [line, sum] : sums) {
      const auto at = static_cast<std::size_t>(line);
      const double line_total = whole[at] > 0.0 ? whole[at] : of_all[at];
      if (!(sum.first > 0.0) || !(line_total > 0.0)) continue;
      ScheduleStep step;
      step.from = day;
      step.covered = std::min(1.0, sum.first / line_total);
      step.rate = *step.covered * sum.second / sum.first;
      found[world.lines[static_cast<std::size_t>(line)].id].push_back(step);
    }
  }
  // A product without a code of its own does not bear its sector's.
  for (const Line& line : world.lines)
    if (is_product(line.id)) found.try_emplace(line.id);
  return found;
}

}  // namespace leeway
