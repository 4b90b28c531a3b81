#include "leeway/policy/wedges.h"

#include <algorithm>

namespace leeway {

namespace {

auto flow_of(const PolicyCell& cell) { return std::tie(cell.line, cell.importer, cell.exporter); }

template <class Cells>
auto find_cell(Cells& cells, int line, int importer, int exporter) {
  return std::lower_bound(cells.begin(), cells.end(), std::tie(line, importer, exporter),
                          [](const PolicyCell& cell, const auto& flow) { return flow_of(cell) < flow; });
}

template <class Cells>
auto find_subsidy(Cells& cells, int economy, int producer) {
  return std::lower_bound(
      cells.begin(), cells.end(), std::tie(economy, producer),
      [](const SubsidyCell& cell, const auto& of) { return std::tie(cell.economy, cell.producer) < of; });
}

void shift(const Wedge& from, const Wedge& to, Wedge& wedge) {
  wedge.tariff += to.tariff - from.tariff;
  wedge.export_tax += to.export_tax - from.export_tax;
  wedge.cost *= to.cost / from.cost;
  wedge.demand = from.demand > 0.0 ? wedge.demand * to.demand / from.demand : to.demand;
  wedge.access = from.access > 0.0 ? wedge.access * to.access / from.access : to.access;
}

}  // namespace

Wedge Policy::wedge(const World& world, int line, int importer, int exporter) const {
  const auto cell = find_cell(cells, line, importer, exporter);
  if (cell != cells.end() && flow_of(*cell) == std::tie(line, importer, exporter)) return cell->wedge;
  return {world.tariff(line, importer, exporter)};
}

const CutRow* Policy::cut_row(int line, int importer) const {
  const auto row = std::lower_bound(
      cut_rows.begin(), cut_rows.end(), std::tie(line, importer),
      [](const CutRow& cut, const auto& wanted) { return std::tie(cut.line, cut.importer) < wanted; });
  if (row == cut_rows.end() || row->line != line || row->importer != importer) return nullptr;
  return &*row;
}

void Policy::set_wedge(const World& world, int line, int importer, int exporter, const Wedge& wedge) {
  resolution.reset();
  if (cut_row(line, importer) != nullptr) {
    const Wedge mean = this->wedge(world, line, importer, exporter);
    for (CutRow& row : cut_rows)
      if (row.line == line && row.importer == importer)
        for (GoodsClass& goods : row.classes)
          shift(mean, wedge, goods.at(world, line, importer, exporter).wedge);
  }
  const auto cell = find_cell(cells, line, importer, exporter);
  const bool is_there = cell != cells.end() && flow_of(*cell) == std::tie(line, importer, exporter);
  const bool is_base = wedge == Wedge{world.tariff(line, importer, exporter)};
  if (is_there && is_base)
    cells.erase(cell);
  else if (is_there)
    cell->wedge = wedge;
  else if (!is_base)
    cells.insert(cell, {line, importer, exporter, wedge});
}

double Policy::subsidy(int economy, int producer) const {
  const auto cell = find_subsidy(subsidies, economy, producer);
  const bool is_there =
      cell != subsidies.end() && std::tie(cell->economy, cell->producer) == std::tie(economy, producer);
  return is_there ? cell->rate : 0.0;
}

void Policy::set_subsidy(int economy, int producer, double rate) {
  resolution.reset();
  const auto cell = find_subsidy(subsidies, economy, producer);
  const bool is_there =
      cell != subsidies.end() && std::tie(cell->economy, cell->producer) == std::tie(economy, producer);
  if (is_there && rate == 0.0)
    subsidies.erase(cell);
  else if (is_there)
    cell->rate = rate;
  else if (rate != 0.0)
    subsidies.insert(cell, {economy, producer, rate});
}

WedgeView::WedgeView(const World& world, const Policy& policy) : world_(&world), policy_(&policy) {
  const std::size_t rows = world.lines.size() * world.economies.size();
  first_.assign(rows + 1, 0);
  for (const PolicyCell& cell : policy.cells)
    ++first_[static_cast<std::size_t>(cell.line) * world.economies.size() +
             static_cast<std::size_t>(cell.importer) + 1];
  for (std::size_t row = 0; row < rows; ++row) first_[row + 1] += first_[row];
}

Wedge WedgeView::operator()(int line, int importer, int exporter) const {
  const std::size_t row =
      static_cast<std::size_t>(line) * world_->economies.size() + static_cast<std::size_t>(importer);
  const auto begin = policy_->cells.begin() + static_cast<std::ptrdiff_t>(first_[row]);
  const auto end = policy_->cells.begin() + static_cast<std::ptrdiff_t>(first_[row + 1]);
  const auto cell = std::lower_bound(begin, end, exporter,
                                     [](const PolicyCell& it, int wanted) { return it.exporter < wanted; });
  if (cell != end && cell->exporter == exporter) return cell->wedge;
  return {world_->tariff(line, importer, exporter)};
}

DenseWedges dense_wedges(const World& world, const Policy& policy) {
  DenseWedges dense{world.tariff, Array3::filled(world.flow.extents(), 0.0),
                    Array3::filled(world.flow.extents(), 1.0), Array3::filled(world.flow.extents(), 1.0),
                    Array3::filled(world.flow.extents(), 1.0)};
  for (const auto& [l, n, i, wedge] : policy.cells) {
    dense.tariff(l, n, i) = wedge.tariff;
    dense.export_tax(l, n, i) = wedge.export_tax;
    dense.cost(l, n, i) = wedge.cost;
    dense.access(l, n, i) = wedge.access;
    dense.demand(l, n, i) = wedge.demand;
  }
  return dense;
}

std::vector<PolicyCell> cells_of(const World& world, const DenseWedges& wedges) {
  std::vector<PolicyCell> cells;
  for (int l = 0; l < world.line_count(); ++l)
    for (int n = 0; n < world.economy_count(); ++n)
      for (int i = 0; i < world.economy_count(); ++i) {
        const Wedge wedge{wedges.tariff(l, n, i), wedges.export_tax(l, n, i), wedges.cost(l, n, i),
                          wedges.access(l, n, i), wedges.demand(l, n, i)};
        if (wedge != Wedge{world.tariff(l, n, i)}) cells.push_back({l, n, i, wedge});
      }
  return cells;
}

}  // namespace leeway
