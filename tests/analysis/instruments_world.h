#pragma once

#include <string>
#include <utility>
#include <vector>

#include "leeway/model/model.h"
#include "leeway/policy/ledger.h"
#include "leeway/policy/scenario.h"
#include "support/small_world.h"
#include "support/solved.h"

namespace leeway::testing {

inline const Date test_day = make_date(2022, 1, 1);

/// A Measure on cars from China into the United States of carved_world, in force throughout.
inline Measure car_measure(std::string id, Instrument instrument) {
  Measure m;
  m.id = std::move(id);
  m.title = "Test";
  m.by = "USA";
  m.on = {"CHN"};
  m.goods = {"product:cars"};
  m.instrument = instrument;
  m.announced = make_date(2021, 1, 1);
  m.effective = make_date(2021, 1, 1);
  return m;
}
inline Measure car_tariff(double rate) {
  Measure m = car_measure("TARIFF", Instrument::tariff);
  m.terms.steps = {{std::nullopt, rate}};
  return m;
}
inline Measure car_quota(Instrument instrument, double share_of_base, double importer_rent) {
  Measure m = car_measure("QUOTA", instrument);
  if (instrument == Instrument::export_quota) {
    m.by = "CHN";
    m.on = {"USA"};
  }
  m.terms.quota = share_of_base;
  m.terms.quota_unit = of_base;
  m.terms.rent_to = RentSplit{importer_rent, 1.0 - importer_rent};
  return m;
}

inline Policy policy_with(const World& world, std::vector<Measure> measures) {
  PolicyOptions options;
  options.as_of = test_day;
  options.measures = std::move(measures);
  return resolve_policy(world, Ledger({}, {}, {}, "none"), options);
}
inline Scenario scenario_with(std::vector<Measure> measures) {
  Scenario s;
  s.id = "test";
  s.title = "Test";
  s.as_of = test_day;
  s.measures = std::move(measures);
  return s;
}

}  // namespace leeway::testing
