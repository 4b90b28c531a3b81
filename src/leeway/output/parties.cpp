#include "leeway/output/parties.h"

#include <algorithm>

#include "leeway/policy/names.h"

namespace leeway {

namespace {

void add(std::vector<std::string>& ids, const std::string& id) {
  if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
}

}  // namespace

bool Parties::names(int economy, int sector) const {
  return sectors[static_cast<std::size_t>(sector)] != 0 &&
         std::binary_search(members.begin(), members.end(), economy);
}

Parties parties_of(const World& world, Date as_of, const std::vector<const Measure*>& measures) {
  Parties parties;
  parties.measures = measures;
  parties.sectors.assign(static_cast<std::size_t>(world.sector_count()), 0);
  for (const Measure* m : measures) {
    for (const std::string& id : m->on)
      if (id != "*") add(parties.targets, id);
    std::vector<std::string> absent;
    std::vector<int> sectors;
    for (const int l : lines_of(world, m->goods, *m, "goods", &absent))
      sectors.push_back(world.lines[static_cast<std::size_t>(l)].composite);
    std::sort(sectors.begin(), sectors.end());
    sectors.erase(std::unique(sectors.begin(), sectors.end()), sectors.end());
    if (2 * static_cast<int>(sectors.size()) > world.sector_count()) continue;
    for (const int k : sectors) parties.sectors[static_cast<std::size_t>(k)] = 1;
  }
  for (const Measure* m : measures)
    if (m->by != "*" &&
        std::find(parties.targets.begin(), parties.targets.end(), m->by) == parties.targets.end())
      add(parties.actors, m->by);
  if (!measures.empty())
    for (const std::vector<std::string>* ids : {&parties.targets, &parties.actors}) {
      const std::vector<int> found = economies_of(world, *ids, as_of, *measures.front(), "on");
      parties.members.insert(parties.members.end(), found.begin(), found.end());
    }
  std::sort(parties.members.begin(), parties.members.end());
  parties.members.erase(std::unique(parties.members.begin(), parties.members.end()), parties.members.end());
  return parties;
}

Parties parties_between(const World& world, const Policy& from, const Policy& to) {
  std::vector<const Measure*> measures;
  const auto applies = [](const Policy& policy, const Measure& m) {
    return std::any_of(policy.applied.begin(), policy.applied.end(),
                       [&](const AppliedMeasure& a) { return a.measure->id == m.id; });
  };
  for (const auto& [here, there] : {std::pair(&to, &from), std::pair(&from, &to)})
    for (const AppliedMeasure& a : here->applied)
      if (!applies(*there, *a.measure)) measures.push_back(a.measure.get());
  return parties_of(world, to.as_of, measures);
}

}  // namespace leeway
