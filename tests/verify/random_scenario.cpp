#include "verify/random_scenario.h"

#include <algorithm>
#include <random>
#include <vector>

#include <fmt/format.h>

#include "leeway/policy/measure.h"

namespace leeway::testing {

namespace {

class Draw {
 public:
  Draw(const World& world, std::uint64_t number) : world_(world), random_(20260124 + number) {}

  std::string scenario(std::uint64_t number) {
    std::string text =
        fmt::format("title = \"Random scenario {}\"\nas_of = {}\n\n{}", number,
                    one<const char*>({"2023-07-01", "2025-01-19", "2025-08-07", "2026-01-24"}), options());
    const int count = 1 + below(6);
    for (int m = 0; m < count; ++m) text += measure(m + 1);
    return text;
  }

 private:
  int below(int count) { return static_cast<int>(random_() % static_cast<std::uint64_t>(count)); }
  bool chance(double p) { return within(0.0, 1.0) < p; }
  double within(double low, double high) {
    return low + (high - low) * static_cast<double>(random_() >> 11U) * 0x1.0p-53;
  }
  /// Mostly small, at times all of it.
  double skewed(double low, double high) {
    const double x = within(0.0, 1.0);
    return low + (high - low) * x * x;
  }
  template <class T>
  T one(const std::vector<T>& list) {
    return list[static_cast<std::size_t>(below(static_cast<int>(list.size())))];
  }

  std::string options() {
    std::string text = "[options]\n";
    const std::string closure = one<std::string>({"share", "balanced", "numeraire", "own"});
    text += fmt::format("closure = \"{}\"\n", closure);
    if (closure == "numeraire") text += fmt::format("numeraire = \"{}\"\n", economy());
    text += fmt::format("elasticities = \"{}\"\n", one(world_.elasticities).id);
    if (chance(0.6)) text += fmt::format("horizon = {}\n", one<double>({0.25, 0.5, 1, 2, 3, 5, 10}));
    if (chance(0.2)) text += fmt::format("sigma_value_added = {:.2f}\n", within(0.3, 1.2));
    if (chance(0.2)) text += fmt::format("sigma_materials = {:.2f}\n", within(0.1, 1.2));
    if (chance(0.2)) text += fmt::format("sigma_final = {:.2f}\n", within(0.5, 1.5));
    if (chance(0.2)) text += fmt::format("specific_factors = {:.2f}\n", within(0.0, 0.9));
    if (chance(0.1)) text += "critical = false\n";
    return text;
  }

  std::string economy() { return one(world_.economies).id; }
  std::string actor() { return chance(0.75) || world_.groups.empty() ? economy() : one(world_.groups).id; }
  /// One to three names as a list, each once.
  template <class Name>
  std::string list(Name name) {
    std::vector<std::string> names = {name()};
    for (int more = below(3); more > 0; --more) {
      const std::string next = name();
      if (std::find(names.begin(), names.end(), next) == names.end()) names.push_back(next);
    }
    return fmt::format("[\"{}\"]", fmt::join(names, "\", \""));
  }
  /// Nobody acts on himself.
  std::string partners(const std::string& by) {
    if (chance(0.2)) return "[\"*\"]";
    return list([&] {
      std::string on = actor();
      while (on == by) on = actor();
      return on;
    });
  }
  std::string goods() {
    if (chance(0.15)) return fmt::format("[\"{}\"]", one<const char*>({"*", "goods", "services"}));
    return list([this] { return one(world_.lines).id; });
  }

  static std::string percent(double share) { return fmt::format("\"{:.1f}%\"", 100.0 * share); }
  std::string coverage() { return chance(0.3) ? fmt::format(", coverage = {:.2f}", within(0.05, 1.0)) : ""; }
  std::string rent() {
    if (chance(0.5)) return "";
    const int tenths = below(11);
    return fmt::format(", rent_to = {{ importer = {:.1f}, exporter = {:.1f} }}", 0.1 * tenths,
                       1.0 - 0.1 * tenths);
  }
  /// "80% of base" or an amount of money a year.
  std::string quota() {
    if (chance(0.2)) return fmt::format("\"{:.1f} mn USD/year\"", skewed(1.0, 50000.0));
    return fmt::format("\"{:.1f}% of base\"", within(0.0, 150.0));
  }

  /// What stands inside `terms = { }`.
  std::string terms(Instrument instrument) {
    switch (instrument) {
      case Instrument::tariff: {
        std::string text = fmt::format("rate = {}", percent(skewed(0.0, 3.0)));
        if (chance(0.2))
          return text + fmt::format(", firms = [{{ name = \"A\", share = {:.2f}, rate = {} }}]",
                                    within(0.05, 0.9), percent(skewed(0.0, 1.0)));
        return text + coverage();
      }
      case Instrument::tariff_rate_quota: {
        const double in = skewed(0.0, 0.5);
        return fmt::format("quota = {}, in_quota = {}, over_quota = {}", quota(), percent(in),
                           percent(in + skewed(0.0, 2.0))) +
               rent() + coverage();
      }
      case Instrument::price_floor:
        return "price = \"confidential\"" + rent();
      case Instrument::export_tax:
        return fmt::format("rate = {}", percent(chance(0.3) ? -skewed(0.0, 0.9) : skewed(0.0, 2.0))) +
               coverage();
      case Instrument::export_quota:
      case Instrument::import_quota:
        return fmt::format("quota = {}", quota()) + (chance(0.2) ? ", each = true" : "") + rent() +
               coverage();
      case Instrument::export_ban:
      case Instrument::import_ban:
        return chance(0.3)   ? fmt::format("coverage = {:.2f}", within(0.05, 1.0))
               : chance(0.5) ? fmt::format("restriction = {:.2f}", within(0.05, 1.0)) + coverage()
                             : "";
      case Instrument::barrier:
        return (chance(0.2) ? std::string("cost = \"prohibitive\"")
                            : fmt::format("cost = {}", percent(skewed(0.0, 2.0)))) +
               coverage();
      case Instrument::subsidy:
        return fmt::format("rate = {}", percent(skewed(0.0, 0.7)));
      case Instrument::pact:
        return fmt::format("tariff_cut = {}, utilisation = {:.2f}, barrier_cut = {}",
                           percent(within(0.0, 1.0)), within(0.2, 1.0), percent(skewed(0.0, 0.3)));
      case Instrument::transfer:
        return fmt::format("amount = \"{:.0f} bn USD\", years = {}", skewed(1.0, 500.0), 1 + below(10));
      case Instrument::purchase_commitment:
        return fmt::format("value = \"{:.0f}% of base\", max_subsidy = {:.2f}", within(50.0, 400.0),
                           within(0.1, 0.9));
      case Instrument::licence: {
        const int kind = below(3);
        return (kind == 0   ? fmt::format("restriction = {:.2f}", within(0.0, 1.0))
                : kind == 1 ? fmt::format("cap_share = {:.3f}{}", skewed(0.001, 1.0),
                                          chance(0.5) ? ", cap_of = \"world\"" : "")
                            : fmt::format("levy = {}", percent(skewed(0.0, 1.0)))) +
               coverage();
      }
      case Instrument::boycott:
        return fmt::format("share = {}", percent(within(0.0, 1.0))) + coverage();
    }
    return "";
  }

  std::string measure(int number) {
    const std::optional<Instrument> instrument = parse_instrument(one(instrument_names()));
    const std::string by = actor();
    const std::string on = partners(by);
    std::string text = fmt::format("\n[[measure]]\nid = \"M{}\"\nby = \"{}\"\non = {}\ngoods = {}\n", number,
                                   by, on, goods());
    text += fmt::format("instrument = \"{}\"\n", to_string(*instrument));
    const std::string inside = terms(*instrument);
    if (!inside.empty()) text += fmt::format("terms = {{ {} }}\n", inside);
    // Coverage must carry its basis.
    return text + "note = \"Drawn at random.\"\n";
  }

  const World& world_;
  std::mt19937_64 random_;
};

}  // namespace

std::string random_scenario(const World& world, std::uint64_t number) {
  return Draw(world, number).scenario(number);
}

}  // namespace leeway::testing
