#include "leeway/world/sound.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "leeway/world/closure.h"
#include "leeway/world/critical.h"
#include "leeway/world/keys.h"
#include "leeway/world/supply.h"

namespace leeway {

namespace {

class Check {
 public:
  Check(const World& world, const Location& where) : w_(world), where_(where) {}

  void run() const {
    labels();
    arrays();
    behaviour();
    records();
    require_closed_accounts(w_, [&](Account, int, int) { return where_; });
  }

 private:
  void require(bool holds, const char* what) const {
    if (!holds) throw InputError(where_, std::string("is damaged: ") + what);
  }
  template <class Items>
  static bool in(int at, const Items& items) {
    return at >= 0 && static_cast<std::size_t>(at) < items.size();
  }
  static std::size_t at(int i) { return static_cast<std::size_t>(i); }

  void labels() const {
    require(!w_.economies.empty() && !w_.sectors.empty(), "it has no economies or no sectors");
    require_reasonable_size(where_.file, w_.economies.size(), std::max(w_.lines.size(), w_.producers.size()));
    const std::size_t J = w_.sectors.size();
    for (std::size_t j = 0; j < J; ++j) {
      const Sector& sector = w_.sectors[j];
      require(sector.parent == -1 || in(sector.parent, w_.sectors), "a sector's parent is no sector");
      require(sector.parent < 0 || w_.sectors[at(sector.parent)].parent < 0,
              "a sector's parent has a parent");
    }
    for (const Sector& sector : w_.sectors)
      require(w_.supply.empty() ? sector.supply == -1 : in(sector.supply, w_.supply),
              "a sector's kind of supply is none");
    require(w_.producers.size() >= J && w_.lines.size() >= J, "a sector has no producer or no line");
    for (std::size_t k = 0; k < w_.producers.size(); ++k) {
      const Producer& producer = w_.producers[k];
      require(in(producer.sector, w_.sectors), "a producer's sector is none");
      require(k >= J || (producer.sector == static_cast<int>(k) && producer.id == w_.sectors[k].id),
              "a sector's own producer is another's");
    }
    for (std::size_t l = 0; l < w_.lines.size(); ++l) {
      const Line& line = w_.lines[l];
      require(in(line.composite, w_.sectors) && in(line.producer, w_.producers),
              "a line's composite or producer is none");
      require(w_.producers[at(line.producer)].sector == line.composite,
              "a line's producer is of another sector");
      require(l >= J || (line.composite == static_cast<int>(l) && line.id == w_.sectors[l].id),
              "a sector's own line is another's");
    }
    for (const Group& group : w_.groups)
      for (const Membership& member : group.members)
        require(in(member.economy, w_.economies), "a member of a group is no economy");
  }

  // Finite and not negative; one comparison a value, which not-a-number fails.
  template <class Values>
  void require_amounts(const Values& values, const char* what) const {
    constexpr double most = std::numeric_limits<double>::max();
    require(std::all_of(values.begin(), values.end(), [](double x) { return x >= 0.0 && x <= most; }), what);
  }

  void arrays() const {
    const std::size_t N = w_.economies.size();
    const std::size_t J = w_.sectors.size();
    const std::size_t K = w_.producers.size();
    const std::size_t L = w_.lines.size();
    const std::array<std::size_t, 3> trade = {L, N, N};
    require(w_.flow.extents() == trade && w_.tariff.extents() == trade && w_.tariff_kind.size() == L * N * N,
            "flows or tariffs have other extents than lines and economies");
    require(w_.quantity.empty() || w_.quantity.extents() == trade,
            "quantities have other extents than lines and economies");
    require(w_.input.extents() == std::array{N, J, K} && w_.output.extents() == std::array{N, K} &&
                w_.value_added.extents() == std::array{N, K} && w_.final_use.extents() == std::array{N, J},
            "accounts have other extents than economies, sectors and producers");
    require_amounts(w_.flow, "a flow is negative or no number");
    require_amounts(w_.tariff, "a tariff is negative or no number");
    require_amounts(w_.quantity, "a quantity is negative or no number");
    for (const auto* account : {&w_.output, &w_.value_added, &w_.final_use})
      require_amounts(*account, "an account is negative or no number");
    require_amounts(w_.input, "an input is negative or no number");
    require(!w_.tariff_kind.empty() &&
                *std::max_element(w_.tariff_kind.begin(), w_.tariff_kind.end()) < w_.tariff_kinds.size(),
            "a kind of tariff has no name");
  }

  void behaviour() const {
    const auto positive = [](double x) { return x > 0.0 && std::isfinite(x); };
    bool has_default = false;
    for (const ElasticitySet& set : w_.elasticities) {
      require(
          set.theta.size() == w_.lines.size() && std::all_of(set.theta.begin(), set.theta.end(), positive),
          "an elasticity is missing or not positive");
      has_default = has_default || set.id == w_.default_elasticities;
    }
    require(has_default, "its default set of elasticities is none of its sets");
    require(w_.line_substitution.size() == w_.sectors.size() &&
                std::all_of(w_.line_substitution.begin(), w_.line_substitution.end(), positive),
            "an elasticity between lines is missing or not positive");
    for (const SupplyKind& kind : w_.supply) {
      const std::string fault = supply_fault(kind);
      require(fault.empty(), fault.c_str());
    }
    for (const CriticalInput& input : w_.critical) {
      require(in(input.sector, w_.sectors) && in(input.bundled_with, w_.sectors) &&
                  (input.backstop_host == -1 || in(input.backstop_host, w_.producers)),
              "a critical input names no sector or producer");
      for (const CriticalInput::Assumed& a :
           {input.substitution, input.specific, input.backstop, input.capacity, input.build_years})
        require(std::isfinite(a.value) && std::isfinite(a.low) && std::isfinite(a.high),
                "an assumption is no number");
      const std::string fault = critical_fault(w_, input);
      require(fault.empty(), fault.c_str());
    }
  }

  void records() const {
    const auto fine = [&](const RecordedTrade& r) {
      return in(r.importer, w_.economies) && r.sector >= RecordedTrade::unmapped_goods &&
             (r.sector < 0 || in(r.sector, w_.sectors)) && r.value >= 0.0 && std::isfinite(r.value) &&
             r.duties >= 0.0 && std::isfinite(r.duties);
    };
    for (const RecordedTrade& r : w_.recorded)
      require(fine(r) && in(r.exporter, w_.economies), "a record of trade names no economy or sector");
    for (const RecordedTrade& r : w_.recorded_groups)
      require(fine(r) && in(r.exporter, w_.groups), "a record of trade names no group or sector");
  }

  const World& w_;
  const Location& where_;
};

}  // namespace

void require_sound(const World& world, const Location& where) { Check(world, where).run(); }

}  // namespace leeway
