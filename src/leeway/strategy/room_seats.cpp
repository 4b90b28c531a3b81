#include "leeway/strategy/room_seats.h"

#include <algorithm>
#include <cmath>

#include "leeway/base/index.h"
#include "leeway/policy/names.h"

namespace leeway {

namespace {

/// A figure over the settings in which it has a value; the central case must be one of them.
template <class Figure>
std::optional<Range> over(std::size_t settings, Figure figure) {
  const std::optional<double> central = figure(0);
  if (!central) return std::nullopt;
  Range range{*central, *central, *central, {0, static_cast<int>(settings)}};
  for (std::size_t s = 0; s < settings; ++s)
    if (const std::optional<double> value = figure(s)) {
      range.widen(*value);
      ++range.cases.certified;
    }
  return range;
}

class Seats {
 public:
  Seats(const World& world, const Asked& asked, const RoomPlaces& places)
      : world_(world), asked_(asked), at_(places) {}

  std::vector<SeatStakes> all() const {
    std::vector<SeatStakes> seats;
    SeatStakes first = seat(Seat::threatener, asked_.moves.threat->by, asked_.threatener);
    add_sectors(first);
    seats.push_back(std::move(first));
    std::vector<bool> seated(static_cast<std::size_t>(world_.economy_count()), false);
    for (const auto* taken : {&asked_.members, &asked_.threatener, &asked_.partners})
      for (const int n : *taken) seated[static_cast<std::size_t>(n)] = true;
    for (const auto& [id, members] : partners()) seats.push_back(seat(Seat::partner, id, members));
    const auto others = static_cast<std::ptrdiff_t>(seats.size());
    for (int n = 0; n < world_.economy_count(); ++n)
      if (!seated[static_cast<std::size_t>(n)])
        seats.push_back(seat(Seat::other, world_.economies[static_cast<std::size_t>(n)].id, {n}));
    std::stable_sort(seats.begin() + others, seats.end(), [](const SeatStakes& a, const SeatStakes& b) {
      return std::abs(a.carry_out.central) > std::abs(b.carry_out.central);
    });
    return seats;
  }

 private:
  const RoomKept& priced(std::size_t s, std::size_t plan) const {
    return at_.timed ? at_.solves.while_punished(s, plan) : at_.solves.at(s, plan);
  }
  std::size_t settings() const { return at_.solves.settings().size(); }

  std::optional<double> change(const RoomKept& to, const RoomKept& from,
                               const std::vector<int>& members) const {
    if (!to.verdict.certified() || !from.verdict.certified()) return std::nullopt;
    return to.income(members) - from.income(members);
  }
  std::optional<double> carried_out(std::size_t s, const std::vector<int>& members) const {
    return change(priced(s, at_.punished), priced(s, at_.deal), members);
  }

  SeatStakes seat(Seat where, const std::string& id, const std::vector<int>& members) const {
    SeatStakes stakes;
    stakes.seat = where;
    stakes.economy = id;
    stakes.name = name_of(world_, id);
    const auto range = [&](auto figure) { return over(settings(), figure).value_or(Range{}); };
    stakes.deal = range([&](std::size_t s) {
      return change(at_.solves.at(s, at_.deal), at_.solves.at(s, at_.none), members);
    });
    stakes.carry_out = range([&](std::size_t s) { return carried_out(s, members); });
    stakes.whole =
        range([&](std::size_t s) { return change(priced(s, at_.punished), priced(s, at_.none), members); });
    return stakes;
  }

  /// Sides of the deal by the names that its Measures use, where a group is a partner as a whole.
  std::vector<std::pair<std::string, std::vector<int>>> partners() const {
    std::vector<std::pair<std::string, std::vector<int>>> found;
    std::vector<int> left = asked_.partners;
    const auto take = [&](const Measure& m, const std::string& name, const std::string& field) {
      const std::vector<int> members = economies_of(world_, {name}, asked_.as_of, m, field);
      if (members.size() < 2 ||
          !std::all_of(members.begin(), members.end(), [&](int n) { return has(left, n); }))
        return;
      std::erase_if(left, [&](int n) { return has(members, n); });
      found.emplace_back(name, members);
    };
    const auto look = [&](const Measure& m) {
      take(m, m.by, "by");
      for (const std::string& name : m.on)
        if (name != "*") take(m, name, "on");
    };
    for (const Change* change : {&asked_.moves.deal, &asked_.moves.retreat}) {
      for (const auto* ids : {&change->use, &change->drop})
        for (const std::string& id : *ids) look(asked_.ledger.measure(id, Location{}));
      for (const Measure& m : change->measures) look(m);
    }
    for (const int n : left)
      found.emplace_back(world_.economies[static_cast<std::size_t>(n)].id, std::vector{n});
    return found;
  }

  std::optional<double> sector(std::size_t s, std::size_t k) const {
    const RoomKept& kept = priced(s, at_.punished);
    if (k >= kept.threatener.size()) return std::nullopt;
    return kept.threatener[k].value_added_musd;
  }
  std::optional<double> weight(std::size_t s, const std::vector<std::size_t>& sectors) const {
    const std::optional<double> ev = carried_out(s, asked_.threatener);
    double sum = 0.0;
    for (const std::size_t k : sectors) {
      const std::optional<double> one = sector(s, k);
      if (!one) return std::nullopt;
      sum += *one;
    }
    return ev ? political_weight(*ev, sum) : std::nullopt;
  }

  void add_sectors(SeatStakes& stakes) const {
    const std::vector<SectorChange>& central = priced(0, at_.punished).threatener;
    std::vector<std::size_t> gaining;
    for (std::size_t k = 0; k < central.size(); ++k) {
      const std::optional<Range> range = over(settings(), [&](std::size_t s) { return sector(s, k); });
      if (!range) continue;
      SectorStake one{world_.sectors[k].id, *range, central[k].output_musd, {}};
      one.weight = over(settings(), [&](std::size_t s) { return weight(s, {k}); });
      if (range->central > 0.0) gaining.push_back(k);
      stakes.sectors.push_back(std::move(one));
    }
    std::stable_sort(stakes.sectors.begin(), stakes.sectors.end(),
                     [](const SectorStake& a, const SectorStake& b) {
                       return a.value_added_musd.central > b.value_added_musd.central;
                     });
    if (!gaining.empty()) stakes.weight = over(settings(), [&](std::size_t s) { return weight(s, gaining); });
  }

  const World& world_;
  const Asked& asked_;
  const RoomPlaces& at_;
};

}  // namespace

std::optional<double> political_weight(double ev_musd, double sector_musd) {
  if (!(sector_musd > 0.0)) return std::nullopt;
  return 1.0 - ev_musd / sector_musd;
}

std::vector<SeatStakes> seats_of(const World& world, const Asked& asked, const RoomPlaces& places) {
  return Seats(world, asked, places).all();
}

}  // namespace leeway
