// Points to start from, and how they serve another policy.

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "leeway/model/model_impl.h"

namespace leeway {

namespace {

// The multipliers of a start, by what their instruments act on.
class Premia {
 public:
  explicit Premia(const Start& start) {
    const std::span<const double> z = StartAccess::point(start);
    const std::vector<BoundInstrument>& instruments = StartAccess::policy(start)->instruments;
    const std::size_t levels = z.size() - instruments.size();
    for (std::size_t j = 0; j < instruments.size(); ++j) of_.emplace(key(instruments[j]), z[levels + j]);
  }

  std::optional<double> of(const BoundInstrument& instrument) const {
    const auto found = of_.find(key(instrument));
    return found == of_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  // The first flow stands for all: two limits of a kind seldom share it.
  using Key = std::tuple<Control, int, int, int, int, int>;
  static Key key(const BoundInstrument& instrument) {
    const InstrumentFlow flow = instrument.flows.empty() ? InstrumentFlow{} : instrument.flows.front();
    return {instrument.control, flow.line, flow.importer, flow.exporter, flow.goods, flow.part};
  }

  std::map<Key, double> of_;
};

std::size_t levels_of(const Start& start) {
  return start.empty() ? 0
                       : StartAccess::point(start).size() - StartAccess::policy(start)->instruments.size();
}

}  // namespace

std::span<const double> StartAccess::point(const Start& start) {
  return start.point_ ? std::span<const double>(*start.point_) : std::span<const double>();
}
const std::shared_ptr<const Policy>& StartAccess::policy(const Start& start) { return start.policy_; }

Start StartAccess::of(std::vector<double> point, std::shared_ptr<const Policy> policy) {
  Start start;
  start.point_ = std::make_shared<const std::vector<double>>(std::move(point));
  start.policy_ = std::move(policy);
  return start;
}

std::vector<double> point_of(const Start& start, const Policy& policy, const Layout& layout) {
  const std::span<const double> from = StartAccess::point(start);
  std::vector<double> z(static_cast<std::size_t>(layout.size()), 0.0);
  const auto levels = static_cast<std::size_t>(layout.levels());
  if (levels_of(start) != levels) return z;
  if (StartAccess::policy(start).get() == &policy) return {from.begin(), from.end()};
  std::copy_n(from.begin(), levels, z.begin());
  const Premia premia(start);
  for (std::size_t j = 0; j < policy.instruments.size(); ++j)
    z[levels + j] = premia.of(policy.instruments[j]).value_or(0.0);
  return z;
}

Start shifted(const Start& at, const Start& from, const Start& to) {
  const std::size_t levels = levels_of(at);
  if (at.empty() || levels_of(from) != levels || levels_of(to) != levels) return at;
  const std::span<const double> a = StartAccess::point(at);
  const std::span<const double> f = StartAccess::point(from);
  const std::span<const double> t = StartAccess::point(to);
  std::vector<double> z(t.begin(), t.end());
  for (std::size_t j = 0; j < levels; ++j) z[j] += a[j] - f[j];
  const Policy& policy = *StartAccess::policy(to);
  const Premia premia_at(at);
  const Premia premia_from(from);
  for (std::size_t j = 0; j < policy.instruments.size(); ++j)
    z[levels + j] += premia_at.of(policy.instruments[j]).value_or(0.0) -
                     premia_from.of(policy.instruments[j]).value_or(0.0);
  return StartAccess::of(std::move(z), StartAccess::policy(to));
}

}  // namespace leeway
