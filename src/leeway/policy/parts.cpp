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

/// The firms of a flow, and the others; `whole` is all of it.
std::vector<Part> parts_of(const std::vector<Firm>& firms, const Part& whole) {
  if (firms.empty()) return {whole};
  std::vector<Part> parts;
  double rest = 1.0;
  const auto add = [&](const std::string& name, double share, const std::string& firm) {
    Part part = whole;
    part.name = name;
    part.share = share;
    part.by_firm = true;
    part.firm = firm;
    parts.push_back(std::move(part));
  };
  for (const Firm& firm : firms) {
    add(firm.name, firm.share, firm.name);
    rest -= firm.share;
  }
  if (rest > 1e-9) add("other firms", rest, "");
  return parts;
}

bool names_firm(const Measure& floor, const std::string& firm) {
  return std::any_of(floor.terms.firms.begin(), floor.terms.firms.end(),
                     [&](const FirmGroup& it) { return it.name == firm; });
}

}  // namespace

FlowParts::FlowParts(const BoundSet& set, const Cuts& cuts) : cuts_(&cuts) {
  std::map<std::array<int, 3>, std::vector<const Acting*>> acting_on;
  for (const Acting& acting : set.now) {
    const BoundMeasure& bound = *acting.bound;
    if (has_multiplier(bound.measure()) && acting.is_unchanged()) continue;
    const Terms& terms = bound.measure().terms;
    if (terms.firms.empty() && terms.replaces.empty()) continue;
    bound.each_flow([&](int l, int n, int i) { acting_on[{l, n, i}].push_back(&acting); });
  }
  for (const auto& [flow, list] : acting_on) {
    const auto [l, n, i] = flow;
    std::vector<Firm> firms;
    for (const Acting* acting : list) {
      add_firms(acting->measure(), firms);
      // A floor may name firms of a duty that is no longer in force.
      if (!acting->measure().terms.firms.empty() && acting->replaced != nullptr)
        add_firms(*acting->replaced, firms);
      if (acting->measure().terms.substitution > 0.0)
        substitution_[flow] = acting->measure().terms.substitution;
    }
    const Cuts::Row* row = cuts.find(l, n);
    for (int goods = 0; goods < cuts.classes(l, n); ++goods) {
      std::vector<Part> parts = parts_of(
          firms, row != nullptr ? row->classes[static_cast<std::size_t>(goods)].whole.front() : Part{});
      for (const Acting* acting : list) {
        const BoundMeasure& bound = *acting->bound;
        const Measure& floor = bound.measure();
        if (floor.instrument != Instrument::price_floor || floor.terms.firms.empty()) continue;
        check_firms_known(floor, firms);
        for (Part& part : parts)
          (names_firm(floor, part.firm) ? part.covered_by : part.spared_by).push_back(&bound);
      }
      for (const Acting* acting : list) {
        if (acting->relieved == nullptr) continue;
        for (Part& part : parts)
          if (takes(*acting->bound, l, i, part)) part.relieved_of.push_back(acting->relieved.get());
      }
      parts_.emplace(Flow{l, n, i, goods}, std::move(parts));
    }
  }
}

const std::vector<Part>& FlowParts::of(const Flow& flow) const {
  const auto found = parts_.find(flow);
  if (found != parts_.end()) return found->second;
  const Cuts::Row* row = cuts_->find(flow[0], flow[1]);
  return row == nullptr ? whole_ : row->classes[static_cast<std::size_t>(flow[3])].whole;
}

double FlowParts::substitution(int line, int importer, int exporter) const {
  const auto found = substitution_.find({line, importer, exporter});
  return found == substitution_.end() ? 0.0 : found->second;
}

}  // namespace leeway
