#include "leeway/policy/parts.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/base/suggest.h"

namespace leeway {

namespace {

struct Firm {
  std::string name;
  double share = 0.0;
  const Measure* by = nullptr;
};

bool splits_by_coverage(const BoundMeasure& bound, int line) {
  return has_multiplier(bound.measure()) && bound.coverage(line) > 0.0 && bound.coverage(line) < 1.0;
}

/// Adds the firms that a Measure names with a share; two Measures must agree on the share of one firm.
void add_firms(const Measure& measure, std::vector<Firm>& firms) {
  for (const FirmGroup& firm : measure.terms.firms) {
    if (!firm.share) continue;
    const auto found =
        std::find_if(firms.begin(), firms.end(), [&](const Firm& it) { return it.name == firm.name; });
    if (found == firms.end()) {
      firms.push_back({firm.name, *firm.share, &measure});
    } else if (found->share != *firm.share) {
      throw InputError(measure.place("terms"),
                       fmt::format("firm \"{}\" has the share {:.6g} in {} and {:.6g} in {}", firm.name,
                                   *firm.share, measure.id, found->share, found->by->id),
                       "one flow has one share of a firm");
    }
  }
  double total = 0.0;
  for (const Firm& firm : firms) total += firm.share;
  if (total > 1.0 + 1e-9)
    throw InputError(
        measure.place("terms"),
        fmt::format("with those of {}, the shares of firms sum to {:.6g}, above 1", measure.id, total));
}

void check_firms_known(const Measure& floor, const std::vector<Firm>& firms) {
  for (const FirmGroup& firm : floor.terms.firms) {
    std::vector<std::string> names;
    for (const Firm& known : firms) names.push_back(known.name);
    if (std::find(names.begin(), names.end(), firm.name) != names.end()) continue;
    const std::string near = did_you_mean(firm.name, names);
    throw InputError(
        floor.place("terms"),
        fmt::format("measure \"{}\": no duty on its flows names the firm \"{}\"", floor.id, firm.name),
        names.empty() ? "write its share: firms = [{ name = \"…\", share = 0.1 }]"
                      : near + (near.empty() ? "" : "\n") + fmt::format("firms: {}", fmt::join(names, ", ")));
  }
}

/// Splits each part into what a Measure covers and the rest.
void split_by_coverage(const BoundMeasure& bound, double coverage, std::vector<Part>& parts) {
  std::vector<Part> split;
  for (const Part& part : parts) {
    const std::string before = part.name.empty() ? "" : part.name + ", ";
    Part covered = part;
    covered.name = before + "under " + bound.measure().id;
    covered.share *= coverage;
    covered.covered_by.push_back(&bound);
    Part spared = part;
    spared.name = before + "outside " + bound.measure().id;
    spared.share *= 1.0 - coverage;
    spared.spared_by.push_back(&bound);
    split.push_back(std::move(covered));
    split.push_back(std::move(spared));
  }
  parts = std::move(split);
}

std::vector<Part> parts_of(const std::vector<Firm>& firms) {
  std::vector<Part> parts;
  double rest = 1.0;
  for (const Firm& firm : firms) {
    parts.push_back({firm.name, firm.share, firm.name, {}, {}, {}});
    rest -= firm.share;
  }
  if (firms.empty())
    parts.emplace_back();
  else if (rest > 1e-9)
    parts.push_back({"other firms", rest, "", {}, {}, {}});
  return parts;
}

bool names_firm(const Measure& floor, const std::string& firm) {
  return std::any_of(floor.terms.firms.begin(), floor.terms.firms.end(),
                     [&](const FirmGroup& it) { return it.name == firm; });
}

}  // namespace

FlowParts::FlowParts(const BoundSet& set) {
  std::map<Flow, std::vector<const Acting*>> acting_on;
  for (const Acting& acting : set.now) {
    const BoundMeasure& bound = *acting.bound;
    if (has_multiplier(bound.measure()) && acting.is_unchanged()) continue;
    const Terms& terms = bound.measure().terms;
    const bool by_firm = !terms.firms.empty() || !terms.replaces.empty();
    const auto splits = [&](int line) { return by_firm || splits_by_coverage(bound, line); };
    if (std::none_of(bound.lines().begin(), bound.lines().end(), splits)) continue;
    bound.each_flow([&](int l, int n, int i) {
      if (splits(l)) acting_on[{l, n, i}].push_back(&acting);
    });
  }
  for (const auto& [flow, list] : acting_on) {
    std::vector<Firm> firms;
    for (const Acting* acting : list) {
      add_firms(acting->measure(), firms);
      // A floor may name firms of a duty that is no longer in force.
      if (!acting->measure().terms.firms.empty() && acting->replaced != nullptr)
        add_firms(*acting->replaced, firms);
      if (acting->measure().terms.substitution > 0.0)
        substitution_[flow] = acting->measure().terms.substitution;
    }
    std::vector<Part> parts = parts_of(firms);
    for (const Acting* acting : list) {
      const BoundMeasure& bound = *acting->bound;
      if (splits_by_coverage(bound, flow[0])) split_by_coverage(bound, bound.coverage(flow[0]), parts);
      const Measure& floor = bound.measure();
      if (floor.instrument != Instrument::price_floor || floor.terms.firms.empty()) continue;
      check_firms_known(floor, firms);
      for (Part& part : parts)
        (names_firm(floor, part.firm) ? part.covered_by : part.spared_by).push_back(&bound);
    }
    for (const Acting* acting : list) {
      if (acting->relieved == nullptr) continue;
      for (Part& part : parts)
        if (takes(*acting->bound, flow[0], part)) part.relieved_of.push_back(acting->relieved.get());
    }
    parts_.emplace(flow, std::move(parts));
  }
}

const std::vector<Part>& FlowParts::of(const Flow& flow) const {
  const auto found = parts_.find(flow);
  return found == parts_.end() ? whole_ : found->second;
}

double FlowParts::substitution(const Flow& flow) const {
  const auto found = substitution_.find(flow);
  return found == substitution_.end() ? 0.0 : found->second;
}

}  // namespace leeway
