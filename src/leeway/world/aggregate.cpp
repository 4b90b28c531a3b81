#include "leeway/world/aggregate.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "leeway/base/hash.h"
#include "leeway/base/text.h"
#include "leeway/io/csv.h"
#include "leeway/io/toml.h"
#include "leeway/world/critical.h"
#include "leeway/world/one_word.h"
#include "leeway/world/schema.h"

namespace leeway {

namespace {

// Where each old index goes, and what the new ones are called.
struct Map {
  std::vector<int> to;                  // [old]
  std::vector<std::string> ids;         // [new]
  std::vector<std::string> names;       // [new], empty when none was given
  std::vector<std::vector<int>> parts;  // [new] old indices

  int size() const { return static_cast<int>(ids.size()); }
  int operator[](int old) const { return to[static_cast<std::size_t>(old)]; }
};

// `stays`: an item that keeps to itself unless it is named, whatever "*" takes.
template <class Item, class Resolve, class Stays>
Map make_map(const std::vector<Item>& items, const std::vector<Aggregation::Part>& parts, const char* what,
             Resolve resolve, Stays stays) {
  Map map;
  map.to.assign(items.size(), -1);
  const auto target = [&](const std::string& id, const std::string& name) {
    const auto found = std::find(map.ids.begin(), map.ids.end(), id);
    const auto at = static_cast<std::size_t>(found - map.ids.begin());
    if (found == map.ids.end()) {
      map.ids.push_back(id);
      map.names.emplace_back();
    }
    if (map.names[at].empty()) map.names[at] = name;
    return static_cast<int>(at);
  };
  if (parts.empty())
    for (std::size_t i = 0; i < items.size(); ++i) map.to[i] = target(items[i].id, items[i].name);
  // New ones take the order of the list, "*" included; what "*" stands for is known at the end.
  for (const Aggregation::Part& part : parts) {
    if (part.to.empty())
      throw InputError(part.where, fmt::format("{} \"{}\" maps to nothing", what, part.from));
    if (!is_one_word(part.to))
      throw InputError(
          part.where, fmt::format("{} \"{}\" is not one word", what, part.to),
          fmt::format("ids are: write {}, and the name into the column `name`", one_word(part.to)));
    const int to = target(part.to, part.name);
    if (part.from == "*") continue;
    for (int old : resolve(part)) {
      int& place = map.to[static_cast<std::size_t>(old)];
      if (place >= 0)
        throw InputError(part.where, fmt::format("{} \"{}\" is mapped twice, to \"{}\" and to \"{}\"", what,
                                                 items[static_cast<std::size_t>(old)].id,
                                                 map.ids[static_cast<std::size_t>(place)], part.to));
      place = to;
    }
  }
  for (std::size_t i = 0; i < items.size(); ++i)
    if (map.to[i] < 0 && stays(items[i])) map.to[i] = target(items[i].id, items[i].name);
  for (const Aggregation::Part& part : parts)
    if (part.from == "*")
      for (int& place : map.to)
        if (place < 0) place = target(part.to, part.name);
  map.parts.resize(map.ids.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (map.to[i] < 0)
      throw InputError(parts.back().where, fmt::format("{} \"{}\" is in no new {}", what, items[i].id, what),
                       "map it, or map \"*\", which stands for all others");
    map.parts[static_cast<std::size_t>(map.to[i])].push_back(static_cast<int>(i));
  }
  for (std::size_t a = 0; a < map.ids.size(); ++a) {
    if (map.parts[a].empty())
      throw InputError(parts.back().where, fmt::format("nothing maps to \"{}\"", map.ids[a]));
    if (!map.names[a].empty()) continue;
    const Item& first = items[static_cast<std::size_t>(map.parts[a].front())];
    map.names[a] = map.parts[a].size() == 1 && first.id == map.ids[a] ? first.name : map.ids[a];
  }
  return map;
}

std::string joined(const std::set<std::string>& texts) { return fmt::format("{}", fmt::join(texts, "; ")); }

class Aggregator {
 public:
  Aggregator(const World& world, const Aggregation& aggregation)
      : old_(world),
        aggregation_(aggregation),
        economies_(make_map(
            world.economies, aggregation.economies, "economy",
            [&](const Aggregation::Part& part) {
              return world.resolve_economies(part.from, make_date(world.base_year, 7, 1), part.where);
            },
            [](const Economy&) { return false; })),
        sectors_(make_map(
            world.sectors, aggregation.sectors, "sector",
            [&](const Aggregation::Part& part) {
              const std::optional<int> sector = world.find_sector(part.from);
              // Products and "goods" are goods but no sectors; resolve_goods says what there is.
              if (!sector) world.resolve_goods(part.from, part.where);
              if (!sector) throw InputError(part.where, fmt::format("\"{}\" is no sector", part.from));
              return std::vector<int>{*sector};
            },
            [](const Sector& sector) { return sector.parent >= 0; })) {}

  World run() {
    label();
    add_trade();
    add_accounts();
    weigh_elasticities();
    carry_groups();
    carry_records();
    carry_gdp();
    carry_targets();
    new_.content_hash = hash();
    return std::move(new_);
  }

 private:
  void label() {
    const std::string size =
        fmt::format("{}, {}", counted(economies_.size(), "economy"), counted(sectors_.size(), "sector"));
    new_.name = fmt::format("{}-{}x{}", old_.name, economies_.size(), sectors_.size());
    new_.title = fmt::format("{}, aggregated to {}", old_.title, size);
    new_.base_year = old_.base_year;
    new_.tariff_date = old_.tariff_date;
    new_.currency = old_.currency;
    new_.default_elasticities = old_.default_elasticities;
    new_.supply = old_.supply;
    new_.provenance = old_.provenance +
                      fmt::format("\n[[aggregation]]\nof = {}\ncontent_hash = {}\nto = {}\n",
                                  toml_quoted(old_.name), toml_quoted(old_.content_hash), toml_quoted(size));
    for (int a = 0; a < economies_.size(); ++a) {
      const auto at = static_cast<std::size_t>(a);
      const auto is_rest = [&](int n) { return old_.economies[static_cast<std::size_t>(n)].rest; };
      const bool rest = std::any_of(economies_.parts[at].begin(), economies_.parts[at].end(), is_rest);
      new_.economies.push_back({economies_.ids[at], economies_.names[at], rest});
    }
    for (int a = 0; a < sectors_.size(); ++a) {
      const auto at = static_cast<std::size_t>(a);
      std::string isic;
      bool goods = true;
      std::map<int, double> weight;  // of each kind of supply, by value added
      for (int k : sectors_.parts[at]) {
        const Sector& part = old_.sectors[static_cast<std::size_t>(k)];
        isic += (isic.empty() || part.isic.empty() ? "" : ", ") + part.isic;
        goods = goods && part.goods;
        for (int n = 0; n < old_.economy_count(); ++n) weight[part.supply] += old_.value_added(n, k);
        mixed_ = mixed_ || part.goods != old_.sectors[static_cast<std::size_t>(sectors_.parts[at][0])].goods;
      }
      const auto most = std::max_element(weight.begin(), weight.end(), [](const auto& one, const auto& two) {
        return one.second < two.second;
      });
      new_.sectors.push_back({sectors_.ids[at], sectors_.names[at], isic, goods, -1, most->first});
      new_.lines.push_back({sectors_.ids[at], sectors_.names[at], a, a, ""});
    }
    new_.producers = own_producers(new_.sectors);
    for (int k = 0; k < old_.producer_count(); ++k) {
      const Producer& producer = old_.producers[static_cast<std::size_t>(k)];
      const int sector = sectors_[producer.sector];
      if (k < old_.sector_count()) {
        producer_to_.push_back(sector);
        continue;
      }
      producer_to_.push_back(new_.producer_count());
      new_.producers.push_back({producer.id, sector});
    }
    for (const Line& line : old_.lines) {
      if (const std::optional<int> sector = old_.find_sector(line.id)) {
        line_to_.push_back(sectors_[*sector]);
        continue;
      }
      line_to_.push_back(new_.line_count());
      Line kept = line;
      kept.composite = sectors_[line.composite];
      kept.producer = producer_to_[static_cast<std::size_t>(line.producer)];
      new_.lines.push_back(kept);
    }
    label_split_sectors();
  }

  // What was split out of goods stays goods, and cannot be split out of services.
  void require_one_kind(const Sector& split) const {
    const Sector& parent = new_.sectors[static_cast<std::size_t>(split.parent)];
    if (parent.goods == split.goods) return;
    const auto to_it = [&](const Aggregation::Part& part) { return part.to == parent.id; };
    const auto part = std::find_if(aggregation_.sectors.begin(), aggregation_.sectors.end(), to_it);
    throw InputError(part == aggregation_.sectors.end() ? Location{} : part->where,
                     fmt::format("sector \"{}\" mixes goods and services, but {}, which was split out of a "
                                 "part of it, stays by itself",
                                 parent.id, split.id),
                     fmt::format("map goods and services apart, or map {} too", split.id));
  }

  // A new sector stays split out of another while all of its parts were split out of that one alone. A
  // line that is one old line keeps what is known of it.
  void label_split_sectors() {
    for (int a = 0; a < sectors_.size(); ++a) {
      const std::vector<int>& parts = sectors_.parts[static_cast<std::size_t>(a)];
      std::set<int> parents;
      for (int k : parts) {
        const int parent = old_.sectors[static_cast<std::size_t>(k)].parent;
        parents.insert(parent < 0 ? -1 : sectors_[parent]);
      }
      Sector& sector = new_.sectors[static_cast<std::size_t>(a)];
      if (parents.size() == 1 && *parents.begin() != a && sector.id.starts_with(product_prefix))
        sector.parent = *parents.begin();
      if (sector.parent >= 0) require_one_kind(sector);
      if (parts.size() > 1) continue;
      const Line& old = old_.lines[static_cast<std::size_t>(parts.front())];
      Line& line = new_.lines[static_cast<std::size_t>(a)];
      line.unit = old.unit;
      line.confidence = old.confidence;
      line.method = old.method;
    }
    for (const CriticalInput& input : old_.critical) {
      const int a = sectors_[input.sector];
      if (sectors_.parts[static_cast<std::size_t>(a)].size() > 1) continue;
      CriticalInput kept = input;
      kept.sector = a;
      kept.bundled_with = sectors_[input.bundled_with];
      kept.backstop_host =
          input.backstop_host < 0 ? -1 : producer_to_[static_cast<std::size_t>(input.backstop_host)];
      if (critical_fault(new_, kept).empty()) new_.critical.push_back(kept);
    }
  }

  void add_trade() {
    const int N = new_.economy_count();
    const int L = new_.line_count();
    new_.flow = Array3(L, N, N);
    new_.tariff = Array3(L, N, N);
    new_.tariff_kinds = old_.tariff_kinds;
    new_.tariff_kind.assign(new_.flow.size(), 0);
    if (!old_.quantity.empty()) new_.quantity = Array3(L, N, N);
    Array3 largest(L, N, N);
    Array3 simple(L, N, N);
    Array3 count(L, N, N);
    for (int l = 0; l < old_.line_count(); ++l) {
      const int a = line_to_[static_cast<std::size_t>(l)];
      for (int n = 0; n < old_.economy_count(); ++n) {
        for (int i = 0; i < old_.economy_count(); ++i) {
          const int to = economies_[n];
          const int from = economies_[i];
          const double flow = old_.flow(l, n, i);
          new_.flow(a, to, from) += flow;
          new_.tariff(a, to, from) += flow * old_.tariff(l, n, i);
          simple(a, to, from) += old_.tariff(l, n, i);
          count(a, to, from) += 1.0;
          // Tonnes that went into a line without a unit are no longer counted.
          if (!old_.quantity.empty() && !new_.lines[static_cast<std::size_t>(a)].unit.empty())
            new_.quantity(a, to, from) += old_.quantity(l, n, i);
          if (flow >= largest(a, to, from)) {
            largest(a, to, from) = flow;
            new_.tariff_kind[place(a, to, from)] =
                old_.tariff_kind[(static_cast<std::size_t>(l) * old_.economies.size() +
                                  static_cast<std::size_t>(n)) *
                                     old_.economies.size() +
                                 static_cast<std::size_t>(i)];
          }
        }
      }
    }
    for (int a = 0; a < L; ++a) {
      for (int n = 0; n < N; ++n) {
        for (int i = 0; i < N; ++i) {
          double& tariff = new_.tariff(a, n, i);
          // Where nothing is traded the simple average still says what entry would cost.
          if (new_.flow(a, n, i) > 0.0)
            tariff /= new_.flow(a, n, i);
          else
            tariff = n == i ? 0.0 : simple(a, n, i) / count(a, n, i);
          if (n == i) new_.tariff_kind[place(a, n, i)] = tariff > 0.0 ? internal_kind() : 0;
        }
      }
    }
  }

  void add_accounts() {
    const int N = new_.economy_count();
    const int J = new_.sector_count();
    const int K = new_.producer_count();
    new_.input = Array3(N, J, K);
    new_.output = Array2(N, K);
    new_.value_added = Array2(N, K);
    new_.final_use = Array2(N, J);
    for (int n = 0; n < old_.economy_count(); ++n) {
      const int to = economies_[n];
      for (int k = 0; k < old_.producer_count(); ++k) {
        const int maker = producer_to_[static_cast<std::size_t>(k)];
        new_.output(to, maker) += old_.output(n, k);
        new_.value_added(to, maker) += old_.value_added(n, k);
        for (int h = 0; h < old_.sector_count(); ++h)
          new_.input(to, sectors_[h], maker) += old_.input(n, h, k);
      }
      for (int h = 0; h < old_.sector_count(); ++h) new_.final_use(to, sectors_[h]) += old_.final_use(n, h);
    }
    // Composites that merge take the substitution of those that have products, by what is spent on them.
    const Array2 spending = absorption(old_);
    std::vector<double> weight(new_.sectors.size(), 0.0);
    new_.line_substitution.assign(new_.sectors.size(), 0.0);
    std::set<int> carved;
    for (const Line& line : old_.lines)
      if (!old_.find_sector(line.id)) carved.insert(line.composite);
    for (int h : carved) {
      const auto to = static_cast<std::size_t>(sectors_[h]);
      for (int n = 0; n < old_.economy_count(); ++n) {
        weight[to] += spending(n, h);
        new_.line_substitution[to] += spending(n, h) * old_.line_substitution[static_cast<std::size_t>(h)];
      }
    }
    for (std::size_t a = 0; a < weight.size(); ++a) {
      double& substitution = new_.line_substitution[a];
      substitution = weight[a] > 0.0 ? substitution / weight[a] : 1.0;
    }
  }

  void weigh_elasticities() {
    std::vector<double> traded(old_.lines.size(), 0.0);
    for (int l = 0; l < old_.line_count(); ++l)
      for (int n = 0; n < old_.economy_count(); ++n)
        for (int i = 0; i < old_.economy_count(); ++i)
          if (economies_[n] != economies_[i]) traded[static_cast<std::size_t>(l)] += old_.flow(l, n, i);
    for (const ElasticitySet& set : old_.elasticities) {
      ElasticitySet coarse{set.id, set.citation, set.note, std::vector<double>(new_.lines.size(), 0.0)};
      std::vector<double> weight(new_.lines.size(), 0.0);
      // A line that is not traded counts next to nothing, unless none of its new line's parts is.
      for (std::size_t l = 0; l < traded.size(); ++l) {
        const double w = std::max(traded[l], 1e-12);
        weight[static_cast<std::size_t>(line_to_[l])] += w;
        coarse.theta[static_cast<std::size_t>(line_to_[l])] += w * set.theta[l];
      }
      for (std::size_t a = 0; a < weight.size(); ++a) coarse.theta[a] /= weight[a];
      new_.elasticities.push_back(coarse);
    }
  }

  // A new economy is a member while all its parts are.
  void carry_groups() {
    for (const Group& group : old_.groups) {
      Group kept{group.id, group.name, {}};
      bool whole = true;
      for (int a = 0; a < economies_.size(); ++a) {
        std::vector<Membership> common;
        std::size_t members = 0;
        for (int n : economies_.parts[static_cast<std::size_t>(a)]) {
          std::vector<Membership> own;
          for (const Membership& m : group.members)
            if (m.economy == n) own.push_back({a, m.from, m.to});
          if (!own.empty()) ++members;
          common = n == economies_.parts[static_cast<std::size_t>(a)].front() ? own : overlap(common, own);
        }
        if (members > 0 && common.empty()) whole = false;
        kept.members.insert(kept.members.end(), common.begin(), common.end());
      }
      group_to_.push_back(-1);
      group_economy_.push_back(same_as_group(group));
      // An economy and a group cannot share an id.
      if (new_.find_economy(group.id) || kept.members.empty()) continue;
      if (whole) group_to_.back() = static_cast<int>(new_.groups.size());
      new_.groups.push_back(kept);
    }
  }

  // The new economy that has a group's id and is made of its members in the base year, or -1.
  int same_as_group(const Group& group) const {
    const std::optional<int> economy = new_.find_economy(group.id);
    if (!economy || group.members.empty()) return -1;
    const std::vector<int> members = old_.resolve_economies(group.id, make_date(old_.base_year, 7, 1), {});
    return members == economies_.parts[static_cast<std::size_t>(*economy)] ? *economy : -1;
  }

  static std::vector<Membership> overlap(const std::vector<Membership>& left,
                                         const std::vector<Membership>& right) {
    std::vector<Membership> both;
    for (const Membership& l : left) {
      for (const Membership& r : right) {
        // An empty `from` is before every date, an empty `to` after every date.
        const std::optional<Date> from = std::max(l.from, r.from);
        const std::optional<Date> to = !l.to ? r.to : !r.to ? l.to : std::min(l.to, r.to);
        if (!from || !to || *from < *to) both.push_back({l.economy, from, to});
      }
    }
    return both;
  }

  /// What the United States recorded of its imports is no record of an economy that it is a part of.
  bool is_kept(const RecordedTrade& r) const {
    return r.source != us_imports_source ||
           economies_.ids[static_cast<std::size_t>(economies_[r.importer])] == "USA";
  }

  void carry_records() {
    for (const RecordedTrade& r : old_.recorded)
      if (is_kept(r)) add_record(r, economies_[r.exporter], false);
    for (const RecordedTrade& r : old_.recorded_groups) {
      if (!is_kept(r)) continue;
      const auto at = static_cast<std::size_t>(r.exporter);
      // What the source says of the whole replaces what it says of single members.
      if (group_economy_[at] >= 0)
        add_record(r, group_economy_[at], true);
      else if (group_to_[at] >= 0)
        new_.recorded_groups.push_back(
            {group_to_[at], economies_[r.importer], new_sector(r), r.year, r.value, r.duties, r.source});
    }
  }

  int new_sector(const RecordedTrade& r) const { return r.sector < 0 ? r.sector : sectors_[r.sector]; }

  void add_record(const RecordedTrade& r, int exporter, bool replace) {
    const int importer = economies_[r.importer];
    if (exporter == importer) return;
    const auto [found, is_new] = record_at_.emplace(
        std::tuple(exporter, importer, new_sector(r), r.year, r.source), new_.recorded.size());
    if (is_new) new_.recorded.push_back({exporter, importer, new_sector(r), r.year, 0.0, 0.0, r.source});
    RecordedTrade& sum = new_.recorded[found->second];
    // Sectors that merge add up within the whole, too.
    if (replace && whole_records_.insert(found->second).second) sum.value = sum.duties = 0.0;
    sum.value += r.value;
    sum.duties += r.duties;
  }

  void carry_gdp() {
    for (int a = 0; a < economies_.size(); ++a) {
      std::set<std::string> sources;
      double sum = 0.0;
      bool complete = true;
      for (int n : economies_.parts[static_cast<std::size_t>(a)]) {
        const std::string& id = old_.economies[static_cast<std::size_t>(n)].id;
        if (const auto source = old_.gdp_source.find(id); source != old_.gdp_source.end())
          sources.insert(source->second);
        const auto value = old_.gdp_recorded.find(id);
        complete = complete && value != old_.gdp_recorded.end();
        if (complete) sum += value->second;
      }
      const std::string& id = economies_.ids[static_cast<std::size_t>(a)];
      if (!sources.empty()) new_.gdp_source[id] = joined(sources);
      if (complete) new_.gdp_recorded[id] = sum;
    }
  }

  // A target stays when the economies and groups that it names are what they were.
  void carry_targets() {
    const auto same = [&](const std::string& id) {
      if (const std::optional<int> n = old_.find_economy(id)) {
        const auto at = static_cast<std::size_t>(economies_[*n]);
        return economies_.ids[at] == id && economies_.parts[at].size() == 1;
      }
      for (std::size_t g = 0; g < old_.groups.size(); ++g)
        if (old_.groups[g].id == id) return group_to_[g] >= 0 || group_economy_[g] >= 0;
      return false;
    };
    for (const WorldTarget& target : old_.targets) {
      std::size_t from = target.check.find(':');
      if (mixed_ && !target.check.starts_with("gdp:")) continue;
      bool keep = from != std::string::npos;
      while (keep && from != std::string::npos) {
        const std::size_t to = target.check.find(':', from + 1);
        keep = same(target.check.substr(from + 1, to == std::string::npos ? to : to - from - 1));
        from = to;
      }
      if (keep) new_.targets.push_back(target);
    }
  }

  std::string hash() const {
    Hasher hasher;
    hasher.add(std::string_view(old_.content_hash));
    for (const Map* map : {&economies_, &sectors_}) {
      for (const std::string& id : map->ids) hasher.add(std::string_view(id));
      for (int to : map->to) hasher.add(std::int64_t{to});
    }
    return hasher.hex();
  }

  unsigned char internal_kind() {
    auto known = std::find(new_.tariff_kinds.begin(), new_.tariff_kinds.end(), std::string(internal_tariff));
    if (known == new_.tariff_kinds.end()) known = new_.tariff_kinds.insert(known, internal_tariff);
    return static_cast<unsigned char>(known - new_.tariff_kinds.begin());
  }
  std::size_t place(int l, int n, int i) const {
    const std::size_t N = new_.economies.size();
    return (static_cast<std::size_t>(l) * N + static_cast<std::size_t>(n)) * N + static_cast<std::size_t>(i);
  }

  const World& old_;
  const Aggregation& aggregation_;
  Map economies_;
  Map sectors_;
  World new_;
  std::vector<int> line_to_;        // [old line] new line
  std::vector<int> producer_to_;    // [old producer] new producer
  std::vector<int> group_to_;       // [old group] new group that holds the same economies, or -1
  std::vector<int> group_economy_;  // [old group] new economy that is this group, or -1
  std::map<std::tuple<int, int, int, int, std::string>, std::size_t> record_at_;
  std::set<std::size_t> whole_records_;
  bool mixed_ = false;  // a new sector mixes goods and services
};

}  // namespace

Aggregation load_aggregation(const std::filesystem::path& file) {
  Aggregation aggregation;
  CsvFile csv(file, {{"kind"}, {"from"}, {"to"}, {"name", false}});
  while (csv.next()) {
    const std::string_view kind = csv.text(0);
    if (kind != "economy" && kind != "sector") throw csv.error(0, "economy or sector expected");
    (kind == "economy" ? aggregation.economies : aggregation.sectors)
        .push_back({std::string(csv.id(1)), std::string(csv.id(2)), std::string(csv.text(3)), csv.where(1)});
  }
  return aggregation;
}

World aggregate(const World& world, const Aggregation& aggregation) {
  return Aggregator(world, aggregation).run();
}

}  // namespace leeway
