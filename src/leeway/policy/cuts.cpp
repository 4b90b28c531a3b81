#include "leeway/policy/cuts.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace leeway {

namespace {

constexpr double kNothing = 1e-12;

/// Whether a Measure covers a part of a line from some origin.
bool covers_a_part(const BoundMeasure& bound, int line) {
  return std::any_of(bound.sellers().begin(), bound.sellers().end(), [&](int i) {
    const double share = bound.coverage(line, i);
    return share > 0.0 && share < 1.0;
  });
}

/// Flows of the base year show what a ban, a limit or lost demand of that year left; what it kept out is no
/// class of them, and only the share that was lost can be told (docs/measures.md).
bool is_in_quantities(const Measure& measure) {
  return is_ban(measure.instrument) || measure.instrument == Instrument::boycott || has_multiplier(measure);
}

/// Whether a Measure that acts makes classes. One that the base year has does where it works on prices, or
/// limits what was limited to another extent.
bool makes_classes(const Acting& acting) {
  if (acting.in_base == nullptr || !is_in_quantities(acting.measure())) return true;
  return has_multiplier(acting.measure()) && !acting.is_unchanged();
}

/// Shares of one origin that the Measures of a row cover, in their order.
using Covered = std::vector<double>;
/// Which of the Measures cover a class.
using Members = std::vector<char>;

/// Of some of the Measures: the smallest share lies within the next.
std::map<Members, double> nest(const Covered& covered, const Members& some) {
  std::vector<std::size_t> order;
  for (std::size_t m = 0; m < covered.size(); ++m)
    if (some[m] != 0) order.push_back(m);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return covered[a] < covered[b]; });
  std::map<Members, double> classes;
  Members inside = some;
  double below = 0.0;
  for (const std::size_t m : order) {
    if (covered[m] - below > kNothing) classes[inside] += covered[m] - below;
    below = std::max(below, covered[m]);
    inside[m] = 0;
  }
  if (1.0 - below > kNothing) classes[inside] += 1.0 - below;
  return classes;
}

/// Shares of what is in force lie within each other, and so do those of what a question puts in; the second
/// cut all that the first make alike. So what is put in without a wedge changes nothing: nested among the
/// others it would give each origin other classes.
std::map<Members, double> nest(const Covered& covered, const Members& in_force, const Members& put_in) {
  const std::map<Members, double> first = nest(covered, in_force);
  const std::map<Members, double> second = nest(covered, put_in);
  std::map<Members, double> classes;
  for (const auto& [held, share] : first)
    for (const auto& [added, part] : second) {
      Members members = held;
      for (std::size_t m = 0; m < members.size(); ++m)
        if (added[m] != 0) members[m] = 1;
      classes[members] += share * part;
    }
  return classes;
}

/// The lists of goods that the Measures of a row name, and those that hold them.
class Lists {
 public:
  Lists(const World& world, int line, const std::vector<const BoundMeasure*>& by) : world_(world), l_(line) {
    for (const BoundMeasure* measure : by)
      for (const BoundList& one : measure->lists())
        if (find(one.list->id) == nullptr) lists_.push_back(&one);
    for (const BoundList* one : lists_) parent_.push_back(above(*one));
    // Lists of which nothing says how they lie to each other, though codes show that they overlap: the
    // smaller is taken to lie within the larger.
    for (std::size_t a = 0; a < lists_.size(); ++a)
      for (std::size_t b = 0; b < lists_.size(); ++b)
        if (a != b && parent_[a] == nullptr && !is_within(b, a) && larger(b, a) &&
            lists_[a]->list->overlaps(*lists_[b]->list))
          parent_[a] = lists_[b];
  }

  bool none() const { return lists_.empty(); }
  /// Whether the lists have the same shares in what two origins sell.
  bool hold_alike(int one, int other) const {
    return std::all_of(lists_.begin(), lists_.end(),
                       [&](const BoundList* list) { return list->share(l_, one) == list->share(l_, other); });
  }

  /// Calls `visit(lists that hold it, share)` for every region of the goods of an origin; `exporter` -1 is
  /// one without shares of its own.
  template <class Visit>
  void each_region(int exporter, Visit visit) const {
    std::vector<double> left;  // of each list, outside the lists within it
    for (const BoundList* one : lists_) left.push_back(share(*one, exporter));
    double rest = 1.0;
    for (std::size_t a = 0; a < lists_.size(); ++a) {
      double& holder = parent_[a] == nullptr ? rest : left[place(parent_[a])];
      holder -= share(*lists_[a], exporter);
      if (holder < -1e-9) refuse(parent_[a], exporter);
    }
    if (rest > kNothing) visit(std::vector<const GoodsList*>{}, rest);
    for (std::size_t a = 0; a < lists_.size(); ++a) {
      if (!(left[a] > kNothing)) continue;
      std::vector<const GoodsList*> holders;
      for (const BoundList* at = lists_[a]; at != nullptr; at = parent_[place(at)])
        holders.push_back(at->list);
      visit(holders, left[a]);
    }
  }

 private:
  const BoundList* find(const std::string& id) const {
    for (const BoundList* one : lists_)
      if (one->list->id == id) return one;
    return nullptr;
  }
  std::size_t place(const BoundList* list) const {
    return static_cast<std::size_t>(std::find(lists_.begin(), lists_.end(), list) - lists_.begin());
  }
  /// The nearest list of the row that holds all of another.
  const BoundList* above(const BoundList& list) const {
    for (const GoodsList* holder : list.above)
      if (const BoundList* here = find(holder->id)) return here;
    return nullptr;
  }
  bool is_within(std::size_t a, std::size_t b) const {
    for (const BoundList* at = parent_[a]; at != nullptr; at = parent_[place(at)])
      if (at == lists_[b]) return true;
    return false;
  }
  bool larger(std::size_t a, std::size_t b) const {
    const auto size = [&](std::size_t which) {
      return lists_[which]->otherwise[static_cast<std::size_t>(l_)];
    };
    return size(a) != size(b) ? size(a) > size(b) : a < b;
  }
  double share(const BoundList& list, int exporter) const {
    return exporter < 0 ? list.otherwise[static_cast<std::size_t>(l_)] : list.share(l_, exporter);
  }
  [[noreturn]] void refuse(const BoundList* holder, int exporter) const {
    std::vector<std::string> names;
    double sum = 0.0;
    for (std::size_t a = 0; a < lists_.size(); ++a) {
      if (parent_[a] != holder || !(share(*lists_[a], exporter) > 0.0)) continue;
      names.push_back(lists_[a]->list->id);
      sum += share(*lists_[a], exporter);
    }
    const std::string& line = world_.lines[static_cast<std::size_t>(l_)].id;
    const std::string origin =
        exporter < 0 ? std::string("an origin") : world_.economies[static_cast<std::size_t>(exporter)].id;
    throw InputError(
        find(names.front())->list->where,
        fmt::format("the lists {} hold {:.4g}% of what {} sells of {}{}", fmt::join(names, ", "), 100.0 * sum,
                    origin, line,
                    holder == nullptr
                        ? std::string(", more than all")
                        : fmt::format(", more than the list {} that holds them", holder->list->id)),
        "lists have no goods in common unless one is `within` another or `hs` codes show that they do");
  }

  const World& world_;
  int l_;
  std::vector<const BoundList*> lists_;
  std::vector<const BoundList*> parent_;
};

/// Whether a Measure that names lists covers goods that these lists hold.
bool covers_goods(const BoundMeasure& measure, const std::vector<const GoodsList*>& holders) {
  const bool named = std::any_of(measure.lists().begin(), measure.lists().end(), [&](const BoundList& one) {
    return std::any_of(holders.begin(), holders.end(),
                       [&](const GoodsList* holder) { return holder->id == one.list->id; });
  });
  return named != measure.leaves_out_lists();
}

class RowCutter {
 public:
  RowCutter(const World& world, int line, int importer, std::vector<const BoundMeasure*> by)
      : world_(world), l_(line), n_(importer), by_(std::move(by)), lists_(world, line, by_) {
    for (const BoundMeasure* measure : by_) {
      put_in_.push_back(is_in_force(measure->chosen().reason) ? 0 : 1);
      in_force_.push_back(put_in_.back() == 0 ? 1 : 0);
    }
    for (const BoundMeasure* measure : by_) {
      // A table of a scenario's own acts on what it has rates for, and says nothing of the goods of others.
      const bool own = measure->measure().terms.rates != nullptr;
      for (int i = 0; i < world.economy_count(); ++i)
        acts_.push_back(measure->acts_on(importer, i) && (!own || measure->states_rate(line, i)) ? 1 : 0);
    }
  }

  Cuts::Row cut(const std::vector<char>& in_tariffs) {
    const Covered mean = means();
    std::map<Members, Cuts::Goods> made;
    const auto goods = [&](const Members& members) -> Cuts::Goods& {
      const auto [found, fresh] = made.try_emplace(members);
      if (fresh) {
        found->second.share.assign(world_.economies.size(), 0.0);
        found->second.base_tariff.assign(world_.economies.size(), 0.0);
      }
      return found->second;
    };
    const std::map<Members, double> otherwise = shares_of(-1, mean);
    for (const auto& [members, share] : otherwise) goods(members).otherwise = share;
    // Most origins have the shares of all, or those of another.
    Covered covered;
    Covered last_covered;
    std::map<Members, double> last;
    int last_origin = -1;
    for (int i = 0; i < world_.economy_count(); ++i) {
      covered = mean;
      for (std::size_t m = 0; m < by_.size(); ++m)
        if (by_[m]->lists().empty() && acts(m, i)) covered[m] = by_[m]->coverage(l_, i);
      const bool as_all = lists_.none() && covered == mean;
      if (!as_all && (last_origin < 0 || covered != last_covered || !lists_.hold_alike(i, last_origin))) {
        last = shares_of(i, covered);
        last_covered = covered;
        last_origin = i;
      }
      for (const auto& [members, share] : as_all ? otherwise : last)
        goods(members).share[static_cast<std::size_t>(i)] = share;
    }
    put_tariffs(in_tariffs, made);
    Cuts::Row row{by_, {}};
    for (auto& [members, it] : made) {
      describe(members, it.whole.front());
      row.classes.push_back(std::move(it));
    }
    return row;
  }

 private:
  bool acts(std::size_t m, int exporter) const {
    return acts_[m * world_.economies.size() + static_cast<std::size_t>(exporter)] != 0;
  }
  /// Shares of the classes of an origin. Unnamed shares cut each list, and what is on none, alike.
  std::map<Members, double> shares_of(int exporter, const Covered& covered) const {
    const std::map<Members, double> unnamed = nest(covered, in_force_, put_in_);
    if (lists_.none()) return unnamed;
    std::map<Members, double> classes;
    lists_.each_region(exporter, [&](const std::vector<const GoodsList*>& holders, double region) {
      for (const auto& [inside, share] : unnamed) {
        Members members = inside;
        for (std::size_t m = 0; m < by_.size(); ++m)
          if (!by_[m]->lists().empty()) members[m] = covers_goods(*by_[m], holders) ? 1 : 0;
        classes[members] += region * share;
      }
    });
    return classes;
  }

  /// Of the unnamed shares of the origins that a Measure touches, by their sales; nothing for one that names
  /// lists.
  Covered means() const {
    Covered mean;
    for (std::size_t m = 0; m < by_.size(); ++m) {
      const BoundMeasure* measure = by_[m];
      if (!measure->lists().empty()) {
        mean.push_back(0.0);
        continue;
      }
      double sold = 0.0;
      double covered = 0.0;
      double plain = 0.0;
      int count = 0;
      for (int i = 0; i < world_.economy_count(); ++i) {
        if (!acts(m, i)) continue;
        sold += world_.flow(l_, n_, i);
        covered += measure->coverage(l_, i) * world_.flow(l_, n_, i);
        plain += measure->coverage(l_, i);
        ++count;
      }
      mean.push_back(std::min(1.0, sold > 0.0 ? covered / sold : count > 0 ? plain / count : 0.0));
    }
    return mean;
  }

  void put_tariffs(const std::vector<char>& in_tariffs, std::map<Members, Cuts::Goods>& made) const {
    std::vector<std::pair<std::size_t, double>> rates;
    for (int i = 0; i < world_.economy_count(); ++i) {
      const double base = world_.tariff(l_, n_, i);
      double average = 0.0;
      rates.clear();
      for (std::size_t m = 0; m < by_.size(); ++m) {
        if (in_tariffs[m] == 0 || !acts(m, i)) continue;
        rates.emplace_back(m, by_[m]->rate(l_, i, false));
        average += by_[m]->coverage(l_, i) * rates.back().second;
      }
      for (auto& [members, goods] : made) {
        double own = 0.0;
        for (const auto& [m, rate] : rates)
          if (members[m] != 0) own += rate;
        // Where the averages exceed what was collected, all of it was theirs, in proportion.
        goods.base_tariff[static_cast<std::size_t>(i)] =
            average > base ? own * base / average : base - average + own;
      }
    }
  }

  void describe(const Members& members, Part& view) const {
    std::vector<std::string> names;
    for (std::size_t m = 0; m < by_.size(); ++m) {
      (members[m] != 0 ? view.covered_by : view.spared_by).push_back(by_[m]);
      const std::string& id = by_[m]->measure().id;
      if (members[m] != 0 && std::find(names.begin(), names.end(), id) == names.end()) names.push_back(id);
    }
    view.name = names.empty() ? "other goods" : fmt::format("under {}", fmt::join(names, ", "));
  }

  const World& world_;
  int l_;
  int n_;
  std::vector<const BoundMeasure*> by_;
  Lists lists_;
  std::vector<char> acts_;  // [measure][exporter]
  Members in_force_;
  Members put_in_;
};

}  // namespace

std::map<Cuts::Place, std::vector<Cuts::Cutter>> Cuts::cutters(const World& world, const BoundSet& set) {
  std::vector<Cutter> all;
  for (const Acting& acting : set.now)
    if (makes_classes(acting)) all.push_back({acting.bound.get(), false});
  for (const auto& bound : set.in_base)
    if (!is_in_quantities(bound->measure()))
      all.push_back({bound.get(), bound->measure().instrument == Instrument::tariff &&
                                      bound->measure().combine == Combine::add});

  std::map<Place, std::vector<Cutter>> rows;
  for (const Cutter& cutter : all) {
    std::vector<int> lines;
    for (const int line : cutter.bound->lines())
      if (covers_a_part(*cutter.bound, line)) lines.push_back(line);
    if (lines.empty()) continue;
    std::vector<char> buys(world.economies.size(), 0);
    cutter.bound->each_pair([&](int n, int) { buys[static_cast<std::size_t>(n)] = 1; });
    for (const int line : lines)
      for (int n = 0; n < world.economy_count(); ++n)
        if (buys[static_cast<std::size_t>(n)] != 0) rows[{line, n}].push_back(cutter);
  }
  return rows;
}

Cuts::Cuts(const World& world, const BoundSet& set, const Cuts* like) {
  auto made = std::make_shared<std::map<Place, Made>>();
  for (auto& [place, by] : cutters(world, set)) {
    if (like != nullptr)
      if (const auto known = like->made_->find(place);
          known != like->made_->end() && known->second.by == by) {
        made->emplace_hint(made->end(), *known);
        continue;
      }
    std::vector<const BoundMeasure*> measures;
    std::vector<char> in_tariffs;
    for (const Cutter& cutter : by) {
      measures.push_back(cutter.bound);
      in_tariffs.push_back(cutter.in_tariffs ? 1 : 0);
    }
    Row row = RowCutter(world, place.first, place.second, std::move(measures)).cut(in_tariffs);
    std::shared_ptr<const Row> kept;
    if (row.classes.size() > 1) kept = std::make_shared<const Row>(std::move(row));
    made->emplace_hint(made->end(), place, Made{std::move(by), std::move(kept)});
  }
  for (const auto& [place, one] : *made)
    if (one.row != nullptr) rows_.emplace_hint(rows_.end(), place, one.row);
  made_ = std::move(made);
}

const Cuts::Row* Cuts::find(int line, int importer) const {
  const auto found = rows_.find({line, importer});
  return found == rows_.end() ? nullptr : found->second.get();
}

int Cuts::classes(int line, int importer) const {
  const Row* row = find(line, importer);
  return row == nullptr ? 1 : static_cast<int>(row->classes.size());
}

double Cuts::share(int line, int importer, int exporter, int goods) const {
  const Row* row = find(line, importer);
  return row == nullptr
             ? 1.0
             : row->classes[static_cast<std::size_t>(goods)].share[static_cast<std::size_t>(exporter)];
}

double Cuts::base_tariff(const World& world, int line, int importer, int exporter, int goods) const {
  const Row* row = find(line, importer);
  return row == nullptr
             ? world.tariff(line, importer, exporter)
             : row->classes[static_cast<std::size_t>(goods)].base_tariff[static_cast<std::size_t>(exporter)];
}

}  // namespace leeway
