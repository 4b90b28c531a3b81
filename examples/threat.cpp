// What does the threat of January 2026 against Canada cost, once carried out?
#include <iostream>

#include <leeway/leeway.h>

int main() {
  const leeway::Session session = leeway::Session::open();
  const auto today = session.status_quo("2026-01-24");
  const auto punished = today.with("US-2026-CA-THREAT");
  const auto answered = punished.with(leeway::MeasureBuilder("CAN").on("USA").goods("goods").tariff(0.25));

  const leeway::Outcome before = today.solve();
  for (const auto& situation : {punished, answered}) {
    const leeway::Outcome after = situation.solve();
    if (!before || !after) {
      std::cerr << leeway::explain(after ? before : after) << "\n";
      return 1;
    }
    const auto change = session.compare(before, after);
    for (const char* economy : {"CAN", "USA", "EU27"})
      std::cout << economy << " " << change[economy].ev_musd << " USD million\n";
  }
}
