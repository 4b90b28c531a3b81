// The fingerprint of a policy moves with every field that the equations read, and with no word.

#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "leeway/policy/policy.h"
#include "support/small_world.h"

namespace leeway {
namespace fingerprint_test {

/// A policy in which every list has something in it.
Policy full_policy() {
  Policy policy = base_policy(testing::tiny_world());
  policy.cells = {{0, 0, 1, {0.3, 0.1, 1.2, 0.9}}, {0, 2, 1, {0.4, 0.0, 1.0, 1.0}}};
  policy.subsidies = {{1, 0, 0.1}};
  policy.transfer = {-5.0, 5.0, 0.0};
  BoundInstrument quota;
  quota.measure = "Q";
  quota.control = Control::tariff_rate_quota;
  quota.flows = {{0, 0, 1, -1, 2.0, 1.5, 1.0}};
  quota.reference = {{0, 2, 1, -1, 3.0, 1.0, 1.0}};
  quota.limit = 0.8;
  quota.unit = "t";
  policy.instruments = {quota, quota};
  policy.instruments[1].measure = "R";
  policy.cut_rows = {
      {0, 0, {{"covered", 0.3, {{1, 0.4, 0.2, {0.5}}}}, {"rest", 0.7, {{1, 0.6, 0.1, {0.1}}}}}}};
  policy.split_flows = {{0, 0, 1, 3.0, {{"A", 0.4, 0.1, 0.0, 1.0, 1.0}, {"B", 0.6, 0.2, 0.0, 1.0, 1.0}}}};
  AppliedMeasure applied;
  Measure measure;
  measure.id = "Q";
  measure.title = "A quota";
  applied.measure = std::make_shared<const Measure>(measure);
  policy.applied = {applied};
  policy.warnings = {{PolicyNote::Kind::no_flow_left, "Q"}};
  return policy;
}

using Edit = std::function<void(Policy&)>;

// The bindings fail to compile when a field is added, so that it is added here too.
std::vector<Edit> edits() {
  {
    const Policy policy = full_policy();
    [[maybe_unused]] const auto& [as_of, known_by, cells, cut_rows, subsidies, transfer, instruments,
                                  split_flows, applied, warnings, resolution] = policy;
    [[maybe_unused]] const auto& [line, importer, exporter, wedge] = cells.front();
    [[maybe_unused]] const auto& [tariff, export_tax, cost, access, demand] = wedge;
    [[maybe_unused]] const auto& [economy, producer, rate] = subsidies.front();
    [[maybe_unused]] const auto& [measure, control, flows, limit, unit, by_value, reference, max_subsidy,
                                  rent_to, index] = instruments.front();
    [[maybe_unused]] const auto& [l, n, i, part, quantity, over, floor, goods] = flows.front();
    [[maybe_unused]] const auto& [split_line, split_importer, split_exporter, substitution, parts,
                                  split_goods] = split_flows.front();
    [[maybe_unused]] const auto& [name, share, t, e, d, a, wanted] = parts.front();
    [[maybe_unused]] const auto& [cut_line, cut_importer, classes] = cut_rows.front();
    [[maybe_unused]] const auto& [class_name, class_share, class_flows] = classes.front();
    [[maybe_unused]] const auto& [seller, of_flow, base_tariff, class_wedge] = class_flows.front();
  }
  std::vector<Edit> all = {
      [](Policy& p) { p.cells[0].line = 1; },
      [](Policy& p) { p.cells[0].importer = 1; },
      [](Policy& p) { p.cells[0].exporter = 2; },
      [](Policy& p) { p.cells[0].wedge.tariff += 1e-12; },
      [](Policy& p) { p.cells[0].wedge.export_tax += 1e-12; },
      [](Policy& p) { p.cells[0].wedge.cost += 1e-12; },
      [](Policy& p) { p.cells[0].wedge.access -= 1e-12; },
      [](Policy& p) { p.cells[0].wedge.demand += 1e-12; },
      [](Policy& p) { p.cells.pop_back(); },
      [](Policy& p) { p.cut_rows[0].line = 1; },
      [](Policy& p) { p.cut_rows[0].importer = 1; },
      [](Policy& p) { p.cut_rows[0].classes.pop_back(); },
      [](Policy& p) { p.cut_rows[0].classes[0].name = "others"; },
      [](Policy& p) { p.cut_rows[0].classes[0].share = 0.31; },
      [](Policy& p) { p.cut_rows[0].classes[0].flows[0].exporter = 2; },
      [](Policy& p) { p.cut_rows[0].classes[0].flows[0].share = 0.41; },
      [](Policy& p) { p.cut_rows[0].classes[0].flows[0].base_tariff = 0.21; },
      [](Policy& p) { p.cut_rows[0].classes[0].flows[0].wedge.tariff += 1e-12; },
      [](Policy& p) { p.cut_rows[0].classes[0].flows[0].wedge.export_tax += 1e-12; },
      [](Policy& p) { p.cut_rows[0].classes[0].flows[0].wedge.cost += 1e-12; },
      [](Policy& p) { p.cut_rows[0].classes[0].flows[0].wedge.access -= 1e-12; },
      [](Policy& p) { p.cut_rows[0].classes[0].flows[0].wedge.demand -= 1e-12; },
      [](Policy& p) { p.cut_rows[0].classes[0].flows.clear(); },
      [](Policy& p) { p.cut_rows.clear(); },
      [](Policy& p) { p.subsidies[0].economy = 2; },
      [](Policy& p) { p.subsidies[0].producer = 1; },
      [](Policy& p) { p.subsidies[0].rate = 0.11; },
      [](Policy& p) { p.subsidies.clear(); },
      [](Policy& p) {
        p.transfer = {-5.0, 4.0, 1.0};
      },
      [](Policy& p) { p.instruments[0].measure = "P"; },
      [](Policy& p) { p.instruments[0].control = Control::import_quota; },
      [](Policy& p) { p.instruments[0].limit = 0.81; },
      [](Policy& p) { p.instruments[0].unit = "kt"; },
      [](Policy& p) { p.instruments[0].by_value = true; },
      [](Policy& p) { p.instruments[0].max_subsidy = 0.5; },
      [](Policy& p) { p.instruments[0].rent_to.importer = 0.5; },
      [](Policy& p) { p.instruments[0].rent_to.exporter = 0.5; },
      [](Policy& p) { p.instruments[0].index = FloorIndex::wage; },
      [](Policy& p) { p.instruments[0].reference.clear(); },
      [](Policy& p) { p.instruments[0].flows.swap(p.instruments[0].reference); },
      [](Policy& p) { p.instruments.pop_back(); },
      [](Policy& p) { p.split_flows[0].line = 1; },
      [](Policy& p) { p.split_flows[0].importer = 1; },
      [](Policy& p) { p.split_flows[0].exporter = 2; },
      [](Policy& p) { p.split_flows[0].goods = 1; },
      [](Policy& p) { p.split_flows[0].substitution = 0.0; },
      [](Policy& p) { p.split_flows[0].parts.pop_back(); },
      [](Policy& p) { p.split_flows[0].parts[0].name = "C"; },
      [](Policy& p) { p.split_flows[0].parts[0].share = 0.5; },
      [](Policy& p) { p.split_flows[0].parts[0].tariff = 0.11; },
      [](Policy& p) { p.split_flows[0].parts[0].export_tax = 0.11; },
      [](Policy& p) { p.split_flows[0].parts[0].cost = 1.11; },
      [](Policy& p) { p.split_flows[0].parts[0].access = 0.11; },
      [](Policy& p) { p.split_flows[0].parts[0].demand = 0.11; },
      [](Policy& p) { p.split_flows.clear(); },
  };
  for (const auto list : {&BoundInstrument::flows, &BoundInstrument::reference}) {
    const auto edit = [&](auto change) {
      all.push_back([list, change](Policy& p) { change((p.instruments[0].*list)[0]); });
    };
    edit([](InstrumentFlow& f) { f.line = 1; });
    edit([](InstrumentFlow& f) { f.importer = 1; });
    edit([](InstrumentFlow& f) { f.exporter = 0; });
    edit([](InstrumentFlow& f) { f.part = 0; });
    edit([](InstrumentFlow& f) { f.quantity = 2.5; });
    edit([](InstrumentFlow& f) { f.over = 1.6; });
    edit([](InstrumentFlow& f) { f.floor = 1.1; });
    edit([](InstrumentFlow& f) { f.goods = 1; });
  }
  return all;
}

TEST(Fingerprint, MovesWithEveryFieldThatIsRead) {
  std::set<std::string> seen = {fingerprint(full_policy())};
  std::size_t number = 0;
  for (const Edit& edit : edits()) {
    Policy policy = full_policy();
    edit(policy);
    EXPECT_TRUE(seen.insert(fingerprint(policy)).second) << "edit " << number;
    ++number;
  }
}

TEST(Fingerprint, IsDeafToWords) {
  const std::string before = fingerprint(full_policy());
  const Edit reworded[] = {
      [](Policy& p) {
        p.warnings = {{PolicyNote::Kind::ban_ended, ""}, {PolicyNote::Kind::no_flow_left, "R"}};
      },
      [](Policy& p) {
        p.applied[0].assumptions = {{PolicyNote::Kind::covered_class, "Q"}};
      },
      [](Policy& p) { p.applied[0].because = Reason::used; },
      [](Policy& p) { p.applied[0].solved = false; },
      [](Policy& p) {
        Measure measure = *p.applied[0].measure;
        measure.title = "Another title";
        measure.note = "and a note";
        p.applied[0].measure = std::make_shared<const Measure>(measure);
      },
      [](Policy& p) { p.applied.clear(); },
      [](Policy& p) { p.as_of = make_date(2020, 1, 1); },
      [](Policy& p) { p.known_by = make_date(2020, 1, 1); },
  };
  for (const Edit& edit : reworded) {
    Policy policy = full_policy();
    edit(policy);
    EXPECT_EQ(fingerprint(policy), before);
  }
}

}  // namespace fingerprint_test
}  // namespace leeway
