#pragma once

#include "leeway/policy/ledger.h"
#include "leeway/policy/scenario.h"

namespace leeway::testing {

inline const Date early = make_date(2024, 1, 1);  ///< before the deal
inline const Date late = make_date(2025, 1, 1);   ///< the deal is in force

inline Measure tariff(std::string id, std::string by, std::string on, double rate,
                      Combine combine = Combine::add) {
  Measure m;
  m.id = std::move(id);
  m.title = "Duty of " + by + " on " + on;
  m.by = std::move(by);
  m.on = {std::move(on)};
  m.goods = {"goods"};
  m.terms.steps = {{std::nullopt, rate}};
  m.announced = make_date(2023, 6, 1);
  m.combine = combine;
  m.source = {"https://example.org"};
  m.confidence = "A";
  return m;
}

/// China frees part of its imports from Canada in mid 2024; the United States threatens 100% on Canada if so,
/// and 10% on China with no condition. Canada has promised a payment, whose breach costs 20%.
inline Ledger hand_ledger() {
  Measure deal = tariff("DEAL", "CHN", "CAN", 0.0, Combine::replace);
  deal.effective = make_date(2024, 7, 1);
  deal.terms.coverage = 0.02;  // small enough that the punishment outweighs it
  Measure threat = tariff("THREAT", "USA", "CAN", 1.0);
  threat.typed_status = Status::threatened;
  threat.condition = {"DEAL"};
  Measure bare = tariff("BARE", "USA", "CHN", 0.1);
  bare.typed_status = Status::threatened;
  Measure pledge = tariff("PLEDGE", "CAN", "USA", 0.0);
  pledge.instrument = Instrument::transfer;
  pledge.terms = {};
  pledge.terms.amount = 50.0;
  pledge.terms.years = 1.0;
  pledge.effective = make_date(2030, 1, 1);
  Measure stick = tariff("STICK", "USA", "CAN", 0.2);
  stick.typed_status = Status::threatened;
  stick.condition = {"PLEDGE"};
  return Ledger({deal, threat, bare, pledge, stick}, {}, {}, "hand");
}

/// Canada halves its duties on China instead.
inline Scenario half_deal() {
  Scenario s;
  s.id = "half-deal";
  s.title = "Half a deal";
  s.as_of = early;
  s.deal_for = {"THREAT"};
  s.measures = {tariff("HALF", "CAN", "CHN", 0.02, Combine::replace)};
  return s;
}

}  // namespace leeway::testing
