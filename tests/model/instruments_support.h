#pragma once

#include <cmath>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "model/support.h"

namespace leeway::testing {

/// An instrument on one flow whose base-year quantity is 1.
inline BoundInstrument on_flow(Control control, int line, int importer, int exporter, double limit) {
  BoundInstrument b;
  b.measure = std::string("M-") + std::to_string(line) + std::to_string(importer) + std::to_string(exporter);
  b.control = control;
  b.flows = {{.line = line, .importer = importer, .exporter = exporter}};
  b.limit = limit;
  b.unit = "of the base year";
  b.rent_to = {0.0, 1.0};
  return b;
}

inline BoundInstrument tariff_rate_quota(const World& world, Policy& policy, int line, int importer,
                                         int exporter, double limit, double in_quota, double over_quota) {
  BoundInstrument b = on_flow(Control::tariff_rate_quota, line, importer, exporter, limit);
  set_tariff(world, policy, line, importer, exporter, in_quota);
  b.flows[0].over = (1.0 + over_quota) / (1.0 + in_quota);
  return b;
}

inline BoundInstrument price_floor(int line, int importer, int exporter, double over_base, FloorIndex index) {
  BoundInstrument b = on_flow(Control::price_floor, line, importer, exporter, 0.0);
  b.flows[0].floor = over_base;
  b.index = index;
  return b;
}

inline BoundInstrument commitment(const World& world, int line, int importer, int exporter, double growth) {
  BoundInstrument b = on_flow(Control::purchase_commitment, line, importer, exporter,
                              growth * world.flow(line, importer, exporter));
  b.by_value = true;
  b.unit = "USD million";
  b.max_subsidy = 0.5;
  return b;
}

/// A random set of instruments of every kind, `count` of them, several on one flow and flows in several
/// instruments included.
inline Policy random_instruments(const World& world, std::mt19937_64& random, int count) {
  Policy policy = random_policy(world, random, 0.2);
  const int N = world.economy_count();
  const int L = world.line_count();
  const auto draw = [&](int below) { return static_cast<int>(random() % static_cast<std::uint64_t>(below)); };
  std::set<std::tuple<int, int, int>> quotas;  // flows whose tariff a quota owns already
  while (static_cast<int>(policy.instruments.size()) < count) {
    const int l = draw(L);
    const int n = draw(N);
    const int i = draw(N);
    if (n == i) continue;
    const double share = uniform(random, 0.0, 1.0);
    BoundInstrument b;
    switch (draw(7)) {
      case 0: {
        if (!quotas.insert({l, n, i}).second) continue;
        const double t = policy.wedge(world, l, n, i).tariff;
        b = tariff_rate_quota(world, policy, l, n, i, uniform(random, 0.05, 1.2),
                              t * uniform(random, 0.0, 1.0), t + uniform(random, 0.0, 0.4));
        break;
      }
      case 1:
        b = price_floor(l, n, i, uniform(random, 0.9, 1.5), static_cast<FloorIndex>(draw(3)));
        break;
      case 2:
        b = on_flow(Control::export_quota, l, n, i, uniform(random, 0.05, 1.3));
        break;
      case 3:
        b = on_flow(Control::import_quota, l, n, i, uniform(random, 0.2, 1.3));
        break;
      case 4:
        b = commitment(world, l, n, i, uniform(random, 0.5, 1.6));
        break;
      case 5: {  // one quota over all destinations
        b = on_flow(Control::export_quota, l, n, i, 0.0);
        b.flows.clear();
        for (int m = 0; m < N; ++m)
          if (m != i)
            b.flows.push_back({.line = l, .importer = m, .exporter = i, .quantity = world.flow(l, m, i)});
        double total = 0.0;
        for (const InstrumentFlow& flow : b.flows) total += flow.quantity;
        b.limit = uniform(random, 0.4, 1.2) * total;
        break;
      }
      default: {  // a cap that is a share of what the seller sells at home
        b = on_flow(Control::export_quota, l, n, i, 0.0);
        b.flows[0].quantity = world.flow(l, n, i);
        b.reference = {{.line = l, .importer = i, .exporter = i, .quantity = world.flow(l, i, i)}};
        b.limit = uniform(random, 0.4, 1.3) * world.flow(l, n, i) / world.flow(l, i, i);
        break;
      }
    }
    b.rent_to = {share, 1.0 - share};
    policy.instruments.push_back(b);
  }
  return policy;
}

/// Splits some flows into parts with wedges of their own; the parts of instruments' flows stay whole.
inline void random_parts(const World& world, std::mt19937_64& random, Policy& policy, int count) {
  std::set<std::tuple<int, int, int>> taken;
  for (const BoundInstrument& b : policy.instruments)
    for (const auto* list : {&b.flows, &b.reference})
      for (const InstrumentFlow& f : *list) taken.insert({f.line, f.importer, f.exporter});
  std::set<std::tuple<int, int, int>> chosen;
  const auto draw = [&](int below) { return static_cast<int>(random() % static_cast<std::uint64_t>(below)); };
  for (int tries = 0; tries < 20 * count && static_cast<int>(chosen.size()) < count; ++tries) {
    const auto key =
        std::tuple(draw(world.line_count()), draw(world.economy_count()), draw(world.economy_count()));
    if (std::get<1>(key) != std::get<2>(key) && !taken.contains(key)) chosen.insert(key);
  }
  for (const auto& [l, n, i] : chosen) {
    SplitFlow split{.line = l, .importer = n, .exporter = i, .parts = {}};
    if (draw(2) == 0) split.substitution = uniform(random, 1.5, 6.0);
    double left = 1.0;
    for (int part = 0; part < 3; ++part) {
      const double share = part == 2 ? left : uniform(random, 0.1, 0.4);
      left -= share;
      split.parts.push_back({"firm " + std::to_string(part), share, uniform(random, 0.0, 0.4),
                             uniform(random, 0.0, 0.1), uniform(random, 1.0, 1.2),
                             part == 1 ? uniform(random, 0.2, 1.0) : 1.0, 0.7 + 0.2 * part});
    }
    // Instruments on one firm each.
    BoundInstrument b = price_floor(l, n, i, uniform(random, 0.9, 1.5), FloorIndex::none);
    b.flows[0].part = 0;
    policy.instruments.push_back(b);
    b = on_flow(Control::export_quota, l, n, i, uniform(random, 0.3, 1.2));
    b.flows[0].part = 0;
    b.rent_to = {0.4, 0.6};
    policy.instruments.push_back(b);
    policy.split_flows.push_back(split);
  }
}

/// Cuts some rows into three classes with shares, base tariffs and wedges of their own; those of the first
/// instruments among them, whose flows are then of one class.
inline void random_classes(const World& world, std::mt19937_64& random, Policy& policy, int count) {
  const auto draw = [&](int below) { return static_cast<int>(random() % static_cast<std::uint64_t>(below)); };
  std::set<std::pair<int, int>> rows;
  for (const BoundInstrument& b : policy.instruments)
    if (static_cast<int>(rows.size()) < count / 2) rows.insert({b.flows[0].line, b.flows[0].importer});
  if (!policy.split_flows.empty()) rows.insert({policy.split_flows[0].line, policy.split_flows[0].importer});
  while (static_cast<int>(rows.size()) < count)
    rows.insert({draw(world.line_count()), draw(world.economy_count())});
  for (const auto& [l, n] : rows) {
    CutRow row{l, n, {{"a", 0.5, {}}, {"b", 0.3, {}}, {"c", 0.2, {}}}};
    for (int i = 0; i < world.economy_count(); ++i) {
      const double base = world.tariff(l, n, i);
      const double a = uniform(random, 0.1, 0.4);
      const double b = uniform(random, 0.1, 0.4);
      const double shares[] = {a, b, 1.0 - a - b};
      // The mean stays the line's.
      const double tilt = uniform(random, 0.0, 1.0) * base;
      const double tariffs[] = {base + tilt / a, base - tilt / (1.0 - a), base - tilt / (1.0 - a)};
      const Wedge mean = policy.wedge(world, l, n, i);
      for (std::size_t c = 0; c < 3; ++c) {
        ClassFlow flow{i, shares[c], tariffs[c], {tariffs[c]}};
        if (i != n) {
          flow.wedge = mean;
          flow.wedge.tariff = mean.tariff + uniform(random, 0.0, 0.3);
          if (c == 1) flow.wedge.cost *= uniform(random, 1.0, 2.0);
          if (c == 2 && draw(3) == 0) flow.wedge.access = 0.0;
        }
        row.classes[c].flows.push_back(flow);
      }
    }
    policy.cut_rows.push_back(std::move(row));
  }
  const auto place = [&](int l, int n) { return rows.contains({l, n}) ? 1 : 0; };
  for (BoundInstrument& b : policy.instruments)
    for (auto* list : {&b.flows, &b.reference})
      for (InstrumentFlow& flow : *list) flow.goods = place(flow.line, flow.importer);
  for (SplitFlow& split : policy.split_flows) split.goods = place(split.line, split.importer);
}

/// Policies under which some flows of a critical input cost about what its backstop does: by plain wedges, by
/// limits and in parts, and in classes. Of the backstop's cost 10 in a world of four economies.
inline std::vector<Policy> at_the_switch(const World& world, int ore) {
  constexpr int n = 1;
  std::vector<Policy> list;
  Policy plain = base_policy(world);
  set_access(world, plain, ore, n, 0, 0.0);
  set_access(world, plain, ore, n, 3, 0.4);
  set_tariff(world, plain, ore, n, 2, 9.5);
  set_export_tax(world, plain, ore, 0, 2, 8.8);
  set_cost(world, plain, ore, 0, 0, 9.0);
  set_access(world, plain, ore, 2, 2, 0.0);
  list.push_back(plain);
  std::mt19937_64 random(77);
  for (const bool cut : {false, true}) {
    Policy policy = random_policy(world, random, 0.1);
    policy.instruments = {on_flow(Control::export_quota, ore, n, 0, 0.1),
                          on_flow(Control::import_quota, ore, n, 2, 0.2),
                          on_flow(Control::export_quota, ore, 0, 2, 0.05)};
    policy.instruments[0].rent_to = {0.3, 0.7};
    policy.instruments[2].flows[0].quantity = world.flow(ore, 0, 2);
    policy.instruments[2].reference = {
        {.line = ore, .importer = 2, .exporter = 2, .quantity = world.flow(ore, 2, 2)}};
    policy.instruments[2].limit = 0.1 * world.flow(ore, 0, 2) / world.flow(ore, 2, 2);
    if (cut) {
      random_classes(world, random, policy, 2);
      for (CutRow& row : policy.cut_rows)
        for (ClassFlow& flow : row.classes[0].flows)
          if (flow.exporter == 3) flow.wedge.access = 0.0;
    } else {
      set_access(world, policy, ore, n, 3, 0.0);
      SplitFlow split{.line = ore, .importer = 0, .exporter = 1, .parts = {}};
      split.parts = {{"a", 0.6, 9.0, 0.1, 1.0, 1.0, 0.9}, {"b", 0.4, 8.0, 0.0, 1.1, 0.5, 1.0}};
      policy.split_flows = {split};
    }
    list.push_back(policy);
  }
  return list;
}

}  // namespace leeway::testing
