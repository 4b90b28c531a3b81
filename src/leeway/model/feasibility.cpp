#include "leeway/model/feasibility.h"
#include "leeway/base/index.h"

#include <algorithm>

namespace leeway {

Closures::Closures(const World& world, const std::vector<double>& backstop, const Policy& policy)
    : world_(world), backstop_(backstop) {
  const auto shut = [](const SplitFlow& split) {
    return std::none_of(split.parts.begin(), split.parts.end(),
                        [](const FlowPart& part) { return part.share * part.access > 0.0; });
  };
  for (const SplitFlow& split : policy.split_flows)
    if (policy.cut_row(split.line, split.importer) == nullptr && shut(split))
      flows_.push_back({split.line, split.importer, split.exporter});
  // Of a flow in classes that are all shut the mean says so.
  for (const PolicyCell& cell : policy.cells)
    if (cell.wedge.access == 0.0) flows_.push_back({cell.line, cell.importer, cell.exporter});
  for (const CutRow& row : policy.cut_rows)
    if (!has_backstop(row.line, row.importer) && lacks_a_class(row))
      unsupplied_.push_back({row.line, row.importer});
  std::erase_if(flows_, [&](const Flow& f) { return !(world.flow(f.line, f.importer, f.exporter) > 0.0); });
  std::sort(flows_.begin(), flows_.end());
  flows_.erase(std::unique(flows_.begin(), flows_.end()), flows_.end());
  shut_.assign(at(world.economy_count() * world.producer_count()), 0);
  if (flows_.empty()) return;
  close_industries();
  find_unsupplied();
  find_secluded();
}

bool Closures::has_backstop(int line, int economy) const {
  if (!(backstop_[at(line)] > 0.0)) return false;
  const int composite = world_.lines[at(line)].composite;
  for (const CriticalInput& input : world_.critical)
    if (input.sector == composite && input.backstop_host >= 0)
      return world_.output(economy, input.backstop_host) > 0.0;
  return true;
}

// Whether a class of goods has lost all who sold it.
bool Closures::lacks_a_class(const CutRow& row) const {
  for (const GoodsClass& goods : row.classes) {
    bool sold = false;
    bool left = false;
    for (int i = 0; i < world_.economy_count() && !left; ++i) {
      if (!(world_.flow(row.line, row.importer, i) > 0.0)) continue;
      const ClassFlow flow = goods.of(world_, row.line, row.importer, i);
      sold = sold || flow.share > 0.0;
      left = flow.share > 0.0 && flow.wedge.access > 0.0;
    }
    if (sold && !left) return true;
  }
  return false;
}

bool Closures::closed(int line, int importer, int exporter) const {
  return std::binary_search(flows_.begin(), flows_.end(), Flow{line, importer, exporter});
}

bool Closures::open(int line, int importer, int exporter) const {
  return world_.flow(line, importer, exporter) > 0.0 && !closed(line, importer, exporter);
}

bool Closures::is_closed_industry(int economy, int producer) const {
  return shut_[at(economy * world_.producer_count() + producer)] != 0;
}

bool Closures::wanted(int economy, int composite) const {
  if (world_.final_use(economy, composite) > 0.0) return true;
  for (int k = 0; k < world_.producer_count(); ++k)
    if (world_.input(economy, composite, k) > 0.0 && !is_closed_industry(economy, k)) return true;
  return false;
}

bool Closures::sold(int economy, int producer) const {
  for (int l = 0; l < world_.line_count(); ++l) {
    const Line& line = world_.lines[at(l)];
    if (line.producer == producer)
      for (int n = 0; n < world_.economy_count(); ++n)
        if (open(l, n, economy) && wanted(n, line.composite)) return true;
    // A backstop is made by its host for whoever lacks the line.
    if (backstop_[at(l)] > 0.0)
      for (const CriticalInput& input : world_.critical)
        if (input.sector == line.composite && input.backstop_host == producer) return true;
  }
  return false;
}

// An industry that shuts buys nothing, which may be the last sale of another: candidates are looked at until
// nothing changes.
void Closures::close_industries() {
  std::vector<Industry> candidates;
  for (const Flow& flow : flows_) candidates.push_back({flow.exporter, world_.lines[at(flow.line)].producer});
  while (!candidates.empty()) {
    std::vector<Industry> next;
    for (const Industry& one : candidates) {
      if (is_closed_industry(one.economy, one.producer) ||
          !(world_.output(one.economy, one.producer) > 0.0) || sold(one.economy, one.producer))
        continue;
      shut_[at(one.economy * world_.producer_count() + one.producer)] = 1;
      industries_.push_back(one);
      for (int h = 0; h < world_.sector_count(); ++h) {
        if (!(world_.input(one.economy, h, one.producer) > 0.0) || wanted(one.economy, h)) continue;
        for (int l = 0; l < world_.line_count(); ++l)
          if (world_.lines[at(l)].composite == h)
            for (int i = 0; i < world_.economy_count(); ++i)
              if (world_.flow(l, one.economy, i) > 0.0) next.push_back({i, world_.lines[at(l)].producer});
      }
    }
    candidates = std::move(next);
  }
}

void Closures::find_unsupplied() {
  for (auto flow = flows_.begin(); flow != flows_.end();) {
    const auto [l, n, first] = *flow;
    auto end = flow;
    while (end != flows_.end() && end->line == l && end->importer == n) ++end;
    bool left = false;
    for (int i = 0; i < world_.economy_count() && !left; ++i) left = open(l, n, i);
    if (!left && !has_backstop(l, n)) unsupplied_.push_back({l, n});
    flow = end;
  }
}

void Closures::find_secluded() {
  const int N = world_.economy_count();
  std::vector<char> touched_exports(at(N), 0);
  std::vector<char> touched_imports(at(N), 0);
  for (const Flow& flow : flows_) {
    if (flow.importer == flow.exporter) continue;
    touched_exports[at(flow.exporter)] = 1;
    touched_imports[at(flow.importer)] = 1;
  }
  const auto trades = [&](int n, bool exports) {
    for (int l = 0; l < world_.line_count(); ++l)
      for (int m = 0; m < N; ++m)
        if (m != n && (exports ? open(l, m, n) : open(l, n, m))) return true;
    return false;
  };
  for (int n = 0; n < N; ++n) {
    if (touched_exports[at(n)] != 0 && !trades(n, true)) without_exports_.push_back(n);
    if (touched_imports[at(n)] != 0 && !trades(n, false)) without_imports_.push_back(n);
  }
}

}  // namespace leeway
