#include "leeway/base/hash.h"
#include "leeway/policy/policy.h"

namespace leeway {

namespace {

void add(Hasher& hash, const std::vector<InstrumentFlow>& flows) {
  hash.add(static_cast<std::int64_t>(flows.size()));
  for (const InstrumentFlow& flow : flows) {
    const double values[] = {static_cast<double>(flow.line),
                             static_cast<double>(flow.importer),
                             static_cast<double>(flow.exporter),
                             static_cast<double>(flow.part),
                             flow.quantity,
                             flow.over,
                             flow.floor,
                             static_cast<double>(flow.goods)};
    hash.add(std::span<const double>(values));
  }
}

void add(Hasher& hash, const BoundInstrument& bound) {
  const double values[] = {static_cast<double>(bound.control),
                           static_cast<double>(bound.by_value),
                           static_cast<double>(bound.index),
                           bound.limit,
                           bound.max_subsidy,
                           bound.rent_to.importer,
                           bound.rent_to.exporter};
  hash.add(bound.measure).add(bound.unit).add(std::span<const double>(values));
  add(hash, bound.flows);
  add(hash, bound.reference);
}

void add(Hasher& hash, const SplitFlow& split) {
  const double at[] = {static_cast<double>(split.line),         static_cast<double>(split.importer),
                       static_cast<double>(split.exporter),     split.substitution,
                       static_cast<double>(split.parts.size()), static_cast<double>(split.goods)};
  hash.add(std::span<const double>(at));
  for (const FlowPart& part : split.parts) {
    const double values[] = {part.share, part.tariff, part.export_tax, part.cost, part.access, part.demand};
    hash.add(part.name).add(std::span<const double>(values));
  }
}

void add(Hasher& hash, const Wedge& wedge) {
  const double values[] = {wedge.tariff, wedge.export_tax, wedge.cost, wedge.access, wedge.demand};
  hash.add(std::span<const double>(values));
}

void add(Hasher& hash, const CutRow& row) {
  const double at[] = {static_cast<double>(row.line), static_cast<double>(row.importer),
                       static_cast<double>(row.classes.size())};
  hash.add(std::span<const double>(at));
  for (const GoodsClass& goods : row.classes) {
    const double values[] = {goods.share, static_cast<double>(goods.flows.size())};
    hash.add(goods.name).add(std::span<const double>(values));
    for (const ClassFlow& flow : goods.flows) {
      const double of[] = {static_cast<double>(flow.exporter), flow.share, flow.base_tariff};
      hash.add(std::span<const double>(of));
      add(hash, flow.wedge);
    }
  }
}

}  // namespace

std::string fingerprint(const Policy& policy) {
  Hasher hash;
  hash.add(static_cast<std::int64_t>(policy.cells.size()));
  for (const auto& [line, importer, exporter, wedge] : policy.cells) {
    const double values[] = {static_cast<double>(line),
                             static_cast<double>(importer),
                             static_cast<double>(exporter),
                             wedge.tariff,
                             wedge.export_tax,
                             wedge.cost,
                             wedge.access,
                             wedge.demand};
    hash.add(std::span<const double>(values));
  }
  hash.add(static_cast<std::int64_t>(policy.cut_rows.size()));
  for (const CutRow& row : policy.cut_rows) add(hash, row);
  hash.add(static_cast<std::int64_t>(policy.subsidies.size()));
  for (const SubsidyCell& cell : policy.subsidies) {
    const double values[] = {static_cast<double>(cell.economy), static_cast<double>(cell.producer),
                             cell.rate};
    hash.add(std::span<const double>(values));
  }
  hash.add(std::span<const double>(policy.transfer));
  hash.add(static_cast<std::int64_t>(policy.instruments.size()));
  for (const BoundInstrument& bound : policy.instruments) add(hash, bound);
  hash.add(static_cast<std::int64_t>(policy.split_flows.size()));
  for (const SplitFlow& split : policy.split_flows) add(hash, split);
  return hash.hex();
}

}  // namespace leeway
