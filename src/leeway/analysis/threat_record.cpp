#include "leeway/analysis/threat_record.h"

#include <algorithm>
#include <stdexcept>

#include <boost/math/special_functions/beta.hpp>

namespace leeway {

namespace {

// Boost would take long doubles for the way there, which the page has in software alone: a tenth of a quick
// answer.
using InDoubles = boost::math::policies::policy<boost::math::policies::promote_double<false>>;

bool made_by(const World& world, const Event& event, const std::vector<int>& makers, const std::string& by) {
  return std::any_of(event.by.begin(), event.by.end(), [&](const std::string& name) {
    if (name == by) return true;
    const std::vector<int> who = world.resolve_economies(name, event.date, event.where);
    return std::all_of(who.begin(), who.end(),
                       [&](int n) { return std::find(makers.begin(), makers.end(), n) != makers.end(); });
  });
}

ThreatCount count(const std::vector<ThreatEpisode>& episodes, std::optional<ThreatKind> kind) {
  ThreatCount c;
  c.kind = kind;
  std::vector<int> days;
  for (const ThreatEpisode& e : episodes) {
    if (kind && e.event->threat->kind != *kind) continue;
    ++c.made;
    switch (e.outcome) {
      case ThreatOutcome::open:
        ++c.open;
        break;
      case ThreatOutcome::suspended:
        ++c.suspended;
        break;
      case ThreatOutcome::withdrawn:
        ++c.withdrawn;
        break;
      case ThreatOutcome::in_part:
        ++c.in_part;
        break;
      case ThreatOutcome::in_full:
        ++c.in_full;
        break;
    }
    if (e.days) days.push_back(*e.days);
  }
  c.carried_out = jeffreys(c.in_full + c.in_part, c.made);
  c.fully = jeffreys(c.in_full, c.made);
  std::sort(days.begin(), days.end());
  const std::size_t half = days.size() / 2;
  if (!days.empty()) c.median_days = days.size() % 2 == 1 ? days[half] : 0.5 * (days[half - 1] + days[half]);
  return c;
}

}  // namespace

bool is_decided(ThreatOutcome outcome) {
  return outcome == ThreatOutcome::withdrawn || outcome >= ThreatOutcome::in_part;
}

std::optional<double> ShareInterval::share() const {
  if (of == 0) return std::nullopt;
  return static_cast<double>(hits) / of;
}

ShareInterval jeffreys(int hits, int of) {
  if (hits < 0 || hits > of) throw std::logic_error("jeffreys: more hits than trials");
  ShareInterval s{hits, of, 0.0, 1.0};
  const double a = hits + 0.5;
  const double b = of - hits + 0.5;
  if (hits > 0) s.low = boost::math::ibeta_inv(a, b, 0.025, InDoubles());
  if (hits < of) s.high = boost::math::ibeta_inv(a, b, 0.975, InDoubles());
  return s;
}

const OutsideCount& outside_count() {
  static constexpr OutsideCount count{
      "Tariff threats and investigations of the United States followed by Bloomberg Economics",
      49,
      0.25,
      0.43,
      "November 2024 to January 2026",
      "https://newsar.codejungle.org/articles/11056"};
  return count;
}

ThreatRecord threat_record(const World& world, const Ledger& ledger, const std::string& by, Date known_by) {
  ThreatRecord record;
  record.by = by;
  record.known_by = known_by;
  std::vector<int> makers;
  if (!by.empty()) makers = world.resolve_economies(by, known_by, Location{"--by"});
  for (const Event& event : ledger.events()) {
    if (!event.threat || event.date > known_by) continue;
    if (!by.empty() && !made_by(world, event, makers, by)) continue;
    const ThreatStep* standing = event.threat->standing(known_by);
    ThreatEpisode e{&event, standing == nullptr ? ThreatOutcome::open : standing->outcome, {}};
    if (const std::optional<Date> day = event.threat->carried_out(known_by))
      e.days = static_cast<int>((*day - event.date).count());
    record.episodes.push_back(e);
  }
  std::stable_sort(
      record.episodes.begin(), record.episodes.end(),
      [](const ThreatEpisode& a, const ThreatEpisode& b) { return a.event->date > b.event->date; });
  record.all = count(record.episodes, {});
  for (const ThreatKind kind :
       {ThreatKind::deal, ThreatKind::policy, ThreatKind::secondary, ThreatKind::general})
    if (ThreatCount one = count(record.episodes, kind); one.made > 0) record.kinds.push_back(one);
  return record;
}

std::optional<LikeThreats> threats_like(const World& world, const Ledger& ledger, const Measure& threat,
                                        Date known_by) {
  ThreatRecord record = threat_record(world, ledger, threat.by, known_by);
  LikeThreats like;
  std::optional<ThreatKind> kind;
  std::erase_if(record.episodes, [&](const ThreatEpisode& e) {
    const std::vector<std::string>& ids = e.event->threat->measures;
    const bool same = std::find(ids.begin(), ids.end(), threat.id) != ids.end();
    if (same && !kind) kind = e.event->threat->kind;
    like.itself_left_out = like.itself_left_out || same;
    return same;
  });
  if (record.episodes.empty()) return std::nullopt;
  if (kind) like.of_kind = count(record.episodes, kind);
  like.all = count(record.episodes, {});
  return like;
}

}  // namespace leeway
