#include "leeway/world/world.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "leeway/base/suggest.h"
#include "leeway/base/text.h"
#include "leeway/world/aliases.h"
#include "leeway/world/load.h"

namespace leeway {

namespace {

template <class Item>
std::optional<int> find_id(const std::vector<Item>& items, std::string_view id) {
  for (std::size_t i = 0; i < items.size(); ++i)
    if (items[i].id == id) return static_cast<int>(i);
  return std::nullopt;
}

// An id with its name, so that "CHN" and "CHE" are told apart: "CHN (China)".
struct Known {
  std::string id;
  std::string name;
  double weight = 0.0;
};

template <class Item>
void append_known(std::vector<Known>& known, const std::vector<Item>& items) {
  for (const Item& item : items) known.push_back({item.id, item.name});
}

// "did you mean CHN (China)?": the nearest id, the one that weighs most where several are as near as a code
// of three letters can be; else the nearest name.
std::string suggestion(std::string_view word, const std::vector<Known>& known) {
  std::vector<std::string> ids;
  std::vector<std::string> names;
  for (const Known& entry : known) {
    ids.push_back(entry.id);
    names.push_back(entry.name);
  }
  constexpr std::size_t all = 100;
  const auto place = [](const std::vector<std::string>& column, const std::string& match) {
    return static_cast<std::size_t>(std::find(column.begin(), column.end(), match) - column.begin());
  };
  std::optional<std::size_t> best;
  // Of a code that the world divides further its first part is meant: C24A for C24.
  constexpr std::size_t least = 3;
  for (std::size_t at = 0; at < ids.size() && !best && word.size() >= least; ++at)
    if (ids[at].starts_with(word)) best = at;
  const bool divided = best.has_value();
  // Letters in another order are the likeliest slip.
  const auto likely = [&](std::size_t at) {
    return std::pair(std::is_permutation(word.begin(), word.end(), ids[at].begin(), ids[at].end()),
                     known[at].weight);
  };
  for (const std::string& match :
       divided ? std::vector<std::string>() : close_matches(word, ids, word.size() <= 3 ? all : 1))
    if (const std::size_t at = place(ids, match); !best || likely(at) > likely(*best)) best = at;
  if (!best)
    for (const std::string& match : close_matches(word, names, 1)) best = place(names, match);
  if (!best) return "";
  return ids[*best] == names[*best] ? fmt::format("did you mean {}?\n", ids[*best])
                                    : fmt::format("did you mean {} ({})?\n", ids[*best], names[*best]);
}

bool is_member(const Membership& member, Date date) {
  return (!member.from || *member.from <= date) && (!member.to || date < *member.to);
}

}  // namespace

std::optional<int> World::find_economy(std::string_view id) const { return find_id(economies, id); }
std::optional<int> World::find_sector(std::string_view id) const { return find_id(sectors, id); }
std::optional<int> World::find_producer(std::string_view id) const { return find_id(producers, id); }
std::optional<int> World::find_line(std::string_view id) const { return find_id(lines, id); }

const Group* World::find_group(std::string_view id) const {
  const std::optional<int> at = find_id(groups, id);
  return at ? &groups[static_cast<std::size_t>(*at)] : nullptr;
}

std::vector<int> World::resolve_economies(std::string_view id, Date date, const Location& where) const {
  if (id == "*") {
    std::vector<int> everyone(economies.size());
    std::iota(everyone.begin(), everyone.end(), 0);
    return everyone;
  }
  if (const std::optional<int> economy = find_economy(id)) return {*economy};
  if (const Group* group = find_group(id)) {
    std::vector<int> members;
    for (const Membership& member : group->members)
      if (is_member(member, date)) members.push_back(member.economy);
    std::sort(members.begin(), members.end());
    members.erase(std::unique(members.begin(), members.end()), members.end());
    if (members.empty())
      throw InputError(where, fmt::format("group \"{}\" has no members on {}", id, to_string(date)));
    return members;
  }
  if (const std::optional<std::string> called = economy_called(*this, id))
    return resolve_economies(*called, date, where);
  std::vector<Known> known;
  append_known(known, economies);
  const std::vector<double> income = gdp(*this);
  for (std::size_t n = 0; n < known.size(); ++n) known[n].weight = income[n];
  append_known(known, groups);
  const std::optional<std::string> code = economy_code(id);
  const std::string meant = code ? fmt::format("that is {} ({}), which this world does not have\n",
                                               economy_name(*code).value_or(*code), *code)
                                 : suggestion(id, known);
  throw InputError(where, fmt::format("unknown economy \"{}\"", id),
                   meant + fmt::format("{} and {} are known: leeway world show economies --world {}",
                                       counted(economies.size(), "economy"), counted(groups.size(), "group"),
                                       is_installed(*this) ? name : "FOLDER"));
}

std::vector<int> World::resolve_goods(std::string_view id, const Location& where) const {
  std::vector<int> found;
  const std::optional<int> sector = find_sector(id);
  for (int l = 0; l < line_count(); ++l) {
    const Line& line = lines[static_cast<std::size_t>(l)];
    const Sector& home = sectors[static_cast<std::size_t>(line.composite)];
    // "product:<id>" is the one line, also where the product is a sector with lines of its own.
    const bool of_sector = sector && sectors[static_cast<std::size_t>(*sector)].parent < 0 &&
                           (line.composite == *sector || home.parent == *sector);
    if (id == "*" || line.id == id || of_sector || (id == "goods" && home.goods) ||
        (id == "services" && !home.goods))
      found.push_back(l);
  }
  if (!found.empty() || id == "*" || id == "goods" || id == "services") return found;
  std::vector<Known> known;
  append_known(known, sectors);
  for (const Line& line : lines)
    if (!find_sector(line.id)) known.push_back({line.id, line.name});
  // Who leaves the prefix out has named the product all the same.
  const std::string product = fmt::format("product:{}", id);
  throw InputError(
      where, fmt::format("unknown goods \"{}\"", id),
      (find_line(product) ? fmt::format("did you mean {}?\n", product) : suggestion(id, known)) +
          fmt::format("write \"*\", \"goods\", \"services\", one of {} sectors, or \"product:<id>\": leeway "
                      "world show sectors --world {}",
                      sectors.size(), is_installed(*this) ? name : "FOLDER"));
}

const ElasticitySet& World::elasticity_set(std::string_view id, const Location& where) const {
  if (id == "default") id = default_elasticities;
  if (const std::optional<int> at = find_id(elasticities, id))
    return elasticities[static_cast<std::size_t>(*at)];
  std::vector<std::string> ids;
  for (const ElasticitySet& set : elasticities) ids.push_back(set.id);
  throw InputError(where, fmt::format("unknown elasticity set \"{}\"", id),
                   did_you_mean(id, ids, fmt::format("known sets: {}", fmt::join(ids, ", "))));
}

std::vector<Producer> own_producers(const std::vector<Sector>& sectors) {
  std::vector<Producer> producers;
  for (std::size_t k = 0; k < sectors.size(); ++k) producers.push_back({sectors[k].id, static_cast<int>(k)});
  return producers;
}

std::vector<int> producers_of(const World& world, int sector) {
  std::vector<int> found;
  for (int k = 0; k < world.producer_count(); ++k)
    if (world.producers[static_cast<std::size_t>(k)].sector == sector) found.push_back(k);
  return found;
}

Array2 by_sector(const World& world, const Array2& by_producer) {
  Array2 total(world.economy_count(), world.sector_count());
  for (int n = 0; n < world.economy_count(); ++n)
    for (int k = 0; k < world.producer_count(); ++k)
      total(n, world.producers[static_cast<std::size_t>(k)].sector) += by_producer(n, k);
  return total;
}

Array2 sales(const World& world) {
  const int N = world.economy_count();
  Array2 total(N, world.producer_count());
  for (int l = 0; l < world.line_count(); ++l) {
    const int k = world.lines[static_cast<std::size_t>(l)].producer;
    for (int n = 0; n < N; ++n)
      for (int i = 0; i < N; ++i) total(i, k) += world.flow(l, n, i);
  }
  return total;
}

Array2 spending(const World& world) {
  const int N = world.economy_count();
  Array2 total(N, world.sector_count());
  for (int l = 0; l < world.line_count(); ++l) {
    const int h = world.lines[static_cast<std::size_t>(l)].composite;
    for (int n = 0; n < N; ++n)
      for (int i = 0; i < N; ++i) total(n, h) += world.flow(l, n, i) * (1.0 + world.tariff(l, n, i));
  }
  return total;
}

Array2 absorption(const World& world) {
  Array2 total = world.final_use;
  for (int n = 0; n < world.economy_count(); ++n)
    for (int h = 0; h < world.sector_count(); ++h)
      for (int k = 0; k < world.producer_count(); ++k) total(n, h) += world.input(n, h, k);
  return total;
}

std::vector<double> tariff_revenue(const World& world) {
  const int N = world.economy_count();
  std::vector<double> revenue(static_cast<std::size_t>(N), 0.0);
  for (int l = 0; l < world.line_count(); ++l)
    for (int n = 0; n < N; ++n)
      for (int i = 0; i < N; ++i)
        revenue[static_cast<std::size_t>(n)] += world.flow(l, n, i) * world.tariff(l, n, i);
  return revenue;
}

std::vector<double> gdp(const World& world) {
  std::vector<double> total = tariff_revenue(world);
  for (int n = 0; n < world.economy_count(); ++n)
    for (int k = 0; k < world.producer_count(); ++k)
      total[static_cast<std::size_t>(n)] += world.value_added(n, k);
  return total;
}

std::vector<double> trade_deficit(const World& world) {
  const int N = world.economy_count();
  std::vector<double> deficit(static_cast<std::size_t>(N), 0.0);
  for (int l = 0; l < world.line_count(); ++l) {
    for (int n = 0; n < N; ++n) {
      for (int i = 0; i < N; ++i) {
        if (i == n) continue;
        deficit[static_cast<std::size_t>(n)] += world.flow(l, n, i);
        deficit[static_cast<std::size_t>(i)] -= world.flow(l, n, i);
      }
    }
  }
  return deficit;
}

}  // namespace leeway
