#pragma once

#include <string>
#include <vector>

#include "support/har_writer.h"

namespace leeway::testing {

/// Base data of two regions, three commodities and a carrier among them that close, in the form of GTAP's:
/// all that a test needs to know of the file.
struct GtapData {
  std::vector<std::string> regions = {"usa", "deu"};
  std::vector<std::string> commodities = {"pdr", "mvh", "otp"};
  HarLayout layout = HarLayout::full;
  bool newer = true;      ///< names of version 7; else of version 6, with capital goods as an activity
  bool several = false;   ///< version 7: the activity of mvh makes pdr as well
  const char* skip = "";  ///< a header that is left out

  int N() const { return static_cast<int>(regions.size()); }
  int J() const { return static_cast<int>(commodities.size()); }

  /// Purchases at home of commodity h in region r by the maker of k; J is households, J+1 government, J+2
  /// investment.
  double home(int h, int r, int k) const { return (k < J() ? 20.0 : 60.0) + 2.0 * h + 5.0 * r + k; }
  double cif(int h, int s, int d) const { return 30.0 + 4.0 * h + 3.0 * s + 2.0 * d; }
  double carriage(int h, int s, int d) const { return h == 2 ? 0.0 : 0.05 * cif(h, s, d); }
  double fob(int h, int s, int d) const { return cif(h, s, d) - carriage(h, s, d); }
  double duty(int h, int s, int d) const { return h == 2 || s == d ? 0.0 : 0.05 * (1 + h) + 0.01 * d; }
  double paid(int h, int s, int d) const { return cif(h, s, d) * (1.0 + duty(h, s, d)); }
  /// The share of a buyer, as in `home`, in what region d imports of h.
  double share(int h, int d, int k) const { return (1.0 + 0.1 * k + 0.05 * h + 0.02 * d) / shares(h, d); }
  double abroad(int h, int r, int k) const {
    double all = 0.0;
    for (int s = 0; s < N(); ++s) all += paid(h, s, r);
    return all * share(h, r, k);
  }
  double carried() const {
    double all = 0.0;
    for (int h = 0; h < J(); ++h)
      for (int s = 0; s < N(); ++s)
        for (int d = 0; d < N(); ++d) all += carriage(h, s, d);
    return all;
  }
  double carrier(int r) const { return carried() * (r == 0 ? 0.75 : 0.25); }

  std::string base_data() const {
    HarWriter file;
    const HarSet comm{newer ? "COMM" : "TRAD_COMM", commodities};
    const HarSet reg{"REG", regions};
    const HarSet marg{newer ? "MARG" : "MARG_COMM", {"otp"}};
    HarSet acts{newer ? "ACTS" : "PROD_COMM", commodities};
    if (!newer) acts.elements.push_back("CGDS");
    const auto put = [&](const char* header, const std::vector<HarSet>& sets, auto value) {
      if (std::string(header) == skip) return;
      std::vector<double> values;
      std::vector<int> at(sets.size(), 0);
      std::size_t size = 1;
      for (const HarSet& set : sets) size *= set.elements.size();
      for (std::size_t v = 0; v < size; ++v) {
        values.push_back(value(at));
        for (std::size_t d = 0; d < sets.size(); ++d) {
          if (++at[d] < static_cast<int>(sets[d].elements.size())) break;
          at[d] = 0;
        }
      }
      file.numbers(header, sets, values, layout);
    };
    using At = const std::vector<int>&;
    file.text("XXCR", "Credits", {"made for a test"}, 40);
    const auto buyer = [&](At at) { return at[1] < J() ? at[1] : J() + 2; };
    put(newer ? "VDFB" : "VDFM", {comm, acts, reg}, [&](At at) { return home(at[0], at[2], buyer(at)); });
    put(newer ? "VMFB" : "VIFM", {comm, acts, reg}, [&](At at) { return abroad(at[0], at[2], buyer(at)); });
    put(newer ? "VDFP" : "VDFA", {comm, acts, reg}, [&](At at) { return home(at[0], at[2], buyer(at)) + 1; });
    put(newer ? "VMFP" : "VIFA", {comm, acts, reg}, [&](At at) { return abroad(at[0], at[2], buyer(at)); });
    put(newer ? "VDPB" : "VDPM", {comm, reg}, [&](At at) { return home(at[0], at[1], J()); });
    put(newer ? "VMPB" : "VIPM", {comm, reg}, [&](At at) { return abroad(at[0], at[1], J()); });
    put(newer ? "VDGB" : "VDGM", {comm, reg}, [&](At at) { return home(at[0], at[1], J() + 1); });
    put(newer ? "VMGB" : "VIGM", {comm, reg}, [&](At at) { return abroad(at[0], at[1], J() + 1); });
    if (newer) {
      put("VDIB", {comm, reg}, [&](At at) { return home(at[0], at[1], J() + 2); });
      put("VMIB", {comm, reg}, [&](At at) { return abroad(at[0], at[1], J() + 2); });
      put("MAKB", {comm, acts, reg}, [&](At at) {
        return at[0] == at[1] ? 300.0 : several && at[1] == 1 && at[0] == 0 ? 100.0 : 0.0;
      });
    }
    put(newer ? "VXSB" : "VXMD", {comm, reg, reg}, [&](At at) { return fob(at[0], at[1], at[2]) - 0.5; });
    put(newer ? "VFOB" : "VXWD", {comm, reg, reg}, [&](At at) { return fob(at[0], at[1], at[2]); });
    put(newer ? "VCIF" : "VIWS", {comm, reg, reg}, [&](At at) { return cif(at[0], at[1], at[2]); });
    put(newer ? "VMSB" : "VIMS", {comm, reg, reg}, [&](At at) { return paid(at[0], at[1], at[2]); });
    put("VST", {marg, reg}, [&](At at) { return carrier(at[1]); });
    put("VTWR", {marg, comm, reg, reg}, [&](At at) { return carriage(at[1], at[2], at[3]); });
    return file.bytes();
  }
  /// Sets by themselves, as the file of sets has them.
  std::string sets() const {
    HarWriter file;
    std::vector<std::string> acts = commodities;
    if (!newer) acts.emplace_back("CGDS");
    file.text("H1", "Set REG regions in the aggregation", regions);
    file.text("H2", newer ? "Set COMM commodities" : "Set TRAD_COMM traded commodities", commodities);
    file.text("H5", newer ? "Set ACTS activities" : "Set PROD_COMM produced commodities", acts);
    file.text("MARG", newer ? "Set MARG margin commodities" : "Set MARG_COMM margin commodities", {"otp"});
    return file.bytes();
  }
  /// default.prm: elasticities among sources twice those between home and abroad.
  std::string parameters() const {
    HarWriter file;
    const HarSet comm{newer ? "COMM" : "TRAD_COMM", commodities};
    const HarSet reg{"REG", regions};
    std::vector<double> sigma;
    for (int r = 0; r < (newer ? N() : 1); ++r)
      for (int h = 0; h < J(); ++h) sigma.push_back(2.0 + h);
    std::vector<double> twice;
    for (const double one : sigma) twice.push_back(2.0 * one);
    const std::vector<HarSet> of = newer ? std::vector<HarSet>{comm, reg} : std::vector<HarSet>{comm};
    file.numbers("ESBD", of, sigma);
    file.numbers("ESBM", of, twice);
    return file.bytes();
  }

 private:
  double shares(int h, int d) const {
    double all = 0.0;
    for (int k = 0; k < J() + 3; ++k) all += 1.0 + 0.1 * k + 0.05 * h + 0.02 * d;
    return all;
  }
};

}  // namespace leeway::testing
