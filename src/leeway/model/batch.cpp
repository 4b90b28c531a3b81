// Many policies side by side: kLanes scenarios share every read of the trade shares, and each is driven
// by Anderson acceleration of the preconditioned residual (model.md 5.4). Scenarios that a lane cannot
// serve, or that have not converged, are solved one at a time.

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include <Eigen/Core>

#include "leeway/model/kernels.h"
#include "leeway/model/model_impl.h"
#include "leeway/solve/anderson.h"

namespace leeway {

namespace {

constexpr int kLanes = kernels::kLanes;
constexpr int kMaxIterations = 60;
// A lane that differs from the first one in more of its flows gains nothing from sharing.
constexpr double kMostDifferent = 0.1;

using Lane = Eigen::Array<double, kLanes, 1>;
using LaneMap = Eigen::Map<Lane>;
using Vector = std::vector<double>;

LaneMap lane(Vector& v, int at) { return LaneMap(v.data() + static_cast<std::ptrdiff_t>(at) * kLanes); }

// Flows in which a lane's K or F differ from the first lane's.
struct Difference {
  int l = 0;
  int n = 0;
  int i = 0;
  int lane = 0;
  double dK = 0.0;
  double dF = 0.0;
};

bool lanes_can_serve(const Calibration& c) {
  return (c.cobb_douglas_materials || c.unit_between_bundles) && std::abs(c.sigF - 1.0) < 1e-9 &&
         std::all_of(c.sigV.begin(), c.sigV.end(), [](double s) { return std::abs(s - 1.0) < 1e-9; });
}

// The CES node of ces.h in lanes. Share and log price of each input come from functions of its index; new
// shares go to `put`.
template <class Share, class LogPrice, class Put>
Lane lane_ces(double sigma, int count, Share share, LogPrice log_price, Put put) {
  const double r = 1.0 - sigma;
  Lane mean = Lane::Zero();
  for (int a = 0; a < count; ++a) mean += share(a) * log_price(a);
  if (std::abs(r) < 1e-6) {
    for (int a = 0; a < count; ++a) put(a, Lane::Constant(share(a)));
    return mean;
  }
  Lane total = Lane::Zero();
  for (int a = 0; a < count; ++a) total += share(a) * (r * (log_price(a) - mean)).exp();
  const Lane log_p = mean + total.log() / r;
  for (int a = 0; a < count; ++a) put(a, share(a) * (r * (log_price(a) - log_p)).exp());
  return log_p;
}

bool lane_can_serve(const PolicyChanges& p) {
  return !p.refusal && !p.controlled && p.kept.empty() && !p.has_output_wedge;
}

class LaneSystem {
 public:
  /// `first` is compiled from the first of the policies.
  LaneSystem(const Calibration& c, const CompiledPolicy& first, std::vector<const PolicyChanges*> policies)
      : c_(c), first_(first), layout_{c.economies, c.sectors}, policies_(std::move(policies)) {
    const auto lanes_of = [](int count) { return static_cast<std::size_t>(count) * kLanes; };
    const int N = c.economies;
    const int J = c.sectors;
    log_cost_.resize(lanes_of(N * J));
    V_.resize(lanes_of(N * J));
    X_.resize(lanes_of(N * J));
    Y_.resize(lanes_of(N * J));
    composite_.resize(lanes_of(N * J));
    materials_.resize(lanes_of(c.input_stride));
    outlay_.resize(lanes_of(c.input_stride));
    std::size_t most = 0;
    for (const std::vector<int>& lines : c.lines_in) most = std::max(most, lines.size());
    line_.resize(most);
    for (LinePass& line : line_) {
      line.u.resize(lanes_of(c.stride));
      for (Vector* v : {&line.U, &line.Fu, &line.price, &line.share, &line.made}) v->resize(lanes_of(N));
    }
    coef_.resize(lanes_of(N));
    for (const std::vector<int>& members : c.bundle_members)
      members_.insert(members_.end(), members.begin(), members.end());
    moved_.resize(lanes_of(N * J) * members_.size());
    sold_.resize(lanes_of(c.stride));
    for (Vector* v : {&receipts_, &payments_, &revenue_, &factor_, &deficit_}) v->resize(lanes_of(N));
    find_differences();
  }

  bool worthwhile() const {
    return static_cast<double>(differences_.size()) < kMostDifferent * static_cast<double>(first_.K.size());
  }

  // r = F(z), all lanes.
  void residual(Vector& z, Vector& r) {
    const int N = c_.economies;
    const int J = c_.sectors;
    costs(z);
    for (Vector* v : {&receipts_, &payments_, &revenue_, &Y_}) std::fill(v->begin(), v->end(), 0.0);
    // Prices of all lines come before any quantity: spending depends on none of this sweep's prices.
    quantities(z);
    for (int h = 0; h < J; ++h) composite(h);
    Lane world = Lane::Zero();
    for (int n = 0; n < N; ++n) world += factor(z, n);
    deficits(z, world);
    for (int n = 0; n < N; ++n) {
      const Lane d = lane(deficit_, n);
      const Lane receipts = lane(receipts_, n) + d.max(0.0);
      const Lane payments = lane(payments_, n) + (-d).max(0.0);
      lane(r, layout_.wage(n)) = (receipts / payments).log() - world.log();
      const Lane income = lane(factor_, n) + lane(revenue_, n) + d;
      lane(r, layout_.income(n)) =
          (income / c_.I0[static_cast<std::size_t>(n)]).log() - lane(z, layout_.income(n));
      for (int k = 0; k < J; ++k) {
        lane(r, layout_.price(n, k)) = lane(composite_, n * J + k) - lane(z, layout_.price(n, k));
        const int va = layout_.value_added(n, k);
        if (c_.active(n, k))
          lane(r, va) = (c_.beta0(n, k) * lane(Y_, n * J + k) / lane(V_, n * J + k)).log();
        else
          lane(r, va) = -lane(z, va);
      }
    }
  }

 private:
  void find_differences() {
    using Cell = PolicyChanges::Cell;
    const auto place = [](const Cell& cell) { return std::tie(cell.l, cell.n, cell.i); };
    const std::vector<Cell>& mine = first_.cells;
    for (int a = 1; a < kLanes; ++a) {
      const std::vector<Cell>& other = policies_[static_cast<std::size_t>(a)]->cells;
      if (&other == &policies_[0]->cells) continue;
      // Both lists are in the order of place: a merge finds what differs.
      std::size_t x = 0;
      std::size_t y = 0;
      while (x < mine.size() || y < other.size()) {
        const bool here = x < mine.size() && (y == other.size() || place(mine[x]) <= place(other[y]));
        const bool there = y < other.size() && (x == mine.size() || place(other[y]) <= place(mine[x]));
        const Cell& at = here ? mine[x] : other[y];
        const double K0 = c_.pi0(at.l, at.n, at.i);
        const double F0 = c_.F0(at.l, at.n, at.i);
        const double dK = (there ? other[y].K : K0) - (here ? mine[x].K : K0);
        const double dF = (there ? other[y].F : F0) - (here ? mine[x].F : F0);
        if (dK != 0.0 || dF != 0.0) differences_.push_back({at.l, at.n, at.i, a, dK, dF});
        if (here) ++x;
        if (there) ++y;
      }
    }
    std::stable_sort(differences_.begin(), differences_.end(),
                     [](const Difference& a, const Difference& b) { return a.l < b.l; });
    from_.assign(static_cast<std::size_t>(c_.lines) + 1, 0);
    for (const Difference& d : differences_) ++from_[static_cast<std::size_t>(d.l) + 1];
    for (std::size_t l = 0; l < static_cast<std::size_t>(c_.lines); ++l) from_[l + 1] += from_[l];
    taxed_.assign(static_cast<std::size_t>(c_.lines), 0);
    for (const PolicyChanges* p : policies_)
      for (std::size_t l = 0; l < taxed_.size(); ++l) taxed_[l] = static_cast<char>(taxed_[l] | p->taxed[l]);
  }

  void costs(Vector& z) {
    const int J = c_.sectors;
    for (int n = 0; n < c_.economies; ++n) {
      std::fill(materials_.begin(), materials_.end(), 0.0);
      kernels::lane_column_sums(c_.g0.row(n, 0), lane(z, layout_.price(n, 0)).data(), J, J, c_.input_stride,
                                materials_.data());
      bundles(z, n);
      for (int k = 0; k < J; ++k) {
        if (!c_.active(n, k)) {
          lane(log_cost_, n * J + k).setZero();
          continue;
        }
        const double eta = c_.eta(n, k);
        const double beta = c_.beta0(n, k);
        lane(log_cost_, n * J + k) =
            beta * ((1.0 - eta) * lane(z, layout_.wage(n)) + eta * lane(z, layout_.value_added(n, k))) +
            (1.0 - beta) * lane(materials_, k);
      }
    }
  }

  LaneMap moved(int n, std::size_t member, int k) {
    return lane(moved_, (n * static_cast<int>(members_.size()) + static_cast<int>(member)) * c_.sectors + k);
  }

  // Inputs that users need together: corrects the price of materials, and keeps how far the shares of the
  // members of bundles are from the base year's.
  void bundles(Vector& z, int n) {
    std::size_t first = 0;
    for (std::size_t q = 0; q < c_.bundle_members.size(); first += c_.bundle_members[q++].size()) {
      const std::vector<int>& members = c_.bundle_members[q];
      for (int k = 0; k < c_.sectors; ++k) {
        double total = 0.0;
        int bought = 0;
        for (const int h : members) {
          total += c_.g0(n, h, k);
          bought += c_.g0(n, h, k) > 0.0 ? 1 : 0;
        }
        if (bought < 2) {
          for (std::size_t a = 0; a < members.size(); ++a) moved(n, first + a, k).setZero();
          continue;
        }
        const auto share = [&](int a) { return c_.g0(n, members[static_cast<std::size_t>(a)], k) / total; };
        const auto price = [&](int a) -> Lane {
          return lane(z, layout_.price(n, members[static_cast<std::size_t>(a)]));
        };
        Lane apart = Lane::Zero();
        for (int a = 0; a < static_cast<int>(members.size()); ++a) apart += share(a) * price(a);
        const Lane together =
            lane_ces(c_.sigB[q], static_cast<int>(members.size()), share, price, [&](int a, const Lane& now) {
              moved(n, first + static_cast<std::size_t>(a), k) = total * (now - share(a));
            });
        lane(materials_, k) += total * (together - apart);
      }
    }
  }

  void quantities(Vector& z) {
    const int J = c_.sectors;
    for (int n = 0; n < c_.economies; ++n) {
      const Lane income = c_.I0[static_cast<std::size_t>(n)] * lane(z, layout_.income(n)).exp();
      for (int k = 0; k < J; ++k) {
        if (!c_.active(n, k)) {
          lane(V_, n * J + k).setZero();
          lane(outlay_, k).setZero();
          continue;
        }
        const double beta = c_.beta0(n, k);
        lane(V_, n * J + k) = c_.V0(n, k) * lane(z, layout_.value_added(n, k)).exp();
        lane(outlay_, k) = (1.0 - beta) / beta * lane(V_, n * J + k);
      }
      kernels::lane_row_sums(c_.g0.row(n, 0), outlay_.data(), J, J, c_.input_stride, lane(X_, n * J).data());
      for (std::size_t a = 0; a < members_.size(); ++a)
        for (int k = 0; k < J; ++k) lane(X_, n * J + members_[a]) += moved(n, a, k) * lane(outlay_, k);
      for (int h = 0; h < J; ++h) lane(X_, n * J + h) += c_.alpha0(n, h) * income;
    }
  }

  struct LinePass {
    Vector u, U, Fu, price, share, made;
  };

  // Prices of all lines of a composite, what buyers choose among them, then their sales.
  void composite(int h) {
    const std::vector<int>& lines = c_.lines_in[static_cast<std::size_t>(h)];
    for (std::size_t a = 0; a < lines.size(); ++a) prices(lines[a], line_[a]);
    for (int n = 0; n < c_.economies; ++n) {
      if (lines.size() == 1) {
        lane(line_[0].share, n).setConstant(c_.s0(lines[0], n));
        lane(composite_, n * c_.sectors + h) = lane(line_[0].price, n);
        continue;
      }
      lane(composite_, n * c_.sectors + h) = lane_ces(
          c_.sigL[static_cast<std::size_t>(h)], static_cast<int>(lines.size()),
          [&](int a) { return c_.s0(lines[static_cast<std::size_t>(a)], n); },
          [&](int a) -> Lane { return lane(line_[static_cast<std::size_t>(a)].price, n); },
          [&](int a, const Lane& share) { lane(line_[static_cast<std::size_t>(a)].share, n) = share; });
    }
    for (std::size_t a = 0; a < lines.size(); ++a) sales(lines[a], line_[a]);
  }

  void prices(int l, LinePass& line) {
    const int N = c_.economies;
    const int J = c_.sectors;
    const auto at = static_cast<std::size_t>(l);
    const int k = c_.producer[at];
    const double theta = c_.theta[at];
    for (int i = 0; i < N; ++i) lane(line.u, i) = (-theta * lane(log_cost_, i * J + k)).exp();
    kernels::lane_row_sums(first_.K.row(l, 0), line.u.data(), N, N, c_.stride, line.U.data());
    if (taxed_[at] != 0)
      kernels::lane_row_sums(first_.F.row(l, 0), line.u.data(), N, N, c_.stride, line.Fu.data());
    for (std::size_t j = from_[at]; j < from_[at + 1]; ++j) {
      const Difference& d = differences_[j];
      const double u = line.u[static_cast<std::size_t>(d.i * kLanes + d.lane)];
      line.U[static_cast<std::size_t>(d.n * kLanes + d.lane)] += d.dK * u;
      line.Fu[static_cast<std::size_t>(d.n * kLanes + d.lane)] += d.dF * u;
    }
    const bool backed = c_.backstop[at] > 0.0;
    for (int n = 0; n < N; ++n) {
      if (!(c_.s0(l, n) > 0.0)) {
        lane(line.U, n).setOnes();
        lane(line.Fu, n).setZero();
      }
      if (backed) lane(line.U, n) = lane(line.U, n).max(kNoSupply);
      lane(line.price, n) = -lane(line.U, n).log() / theta;
      const int host = c_.backstop_host[at];
      if (!backed || !c_.active(n, host)) {
        lane(line.made, n).setZero();
        continue;
      }
      // (E7)
      const Lane cap = std::log(c_.backstop[at]) + lane(log_cost_, n * J + host);
      const Lane traded = lane(line.price, n);
      const Lane low = cap.min(traded);
      lane(line.price, n) =
          low -
          ((-kBackstopSharpness * (traded - low)).exp() + (-kBackstopSharpness * (cap - low)).exp()).log() /
              kBackstopSharpness;
      lane(line.made, n) = (-kBackstopSharpness * (cap - lane(line.price, n))).exp();
    }
  }

  void sales(int l, LinePass& line) {
    const int N = c_.economies;
    const int J = c_.sectors;
    const auto at = static_cast<std::size_t>(l);
    const int h = c_.composite[at];
    const int k = c_.producer[at];
    const bool taxed = taxed_[at] != 0;
    for (int n = 0; n < N; ++n) {
      Lane spending = lane(line.share, n) * lane(X_, n * J + h);
      if (c_.backstop[at] > 0.0) {
        const Lane made = lane(line.made, n) * spending;
        lane(Y_, n * J + c_.backstop_host[at]) += made;
        spending -= made;
      }
      lane(coef_, n) = spending / lane(line.U, n);
    }
    std::fill(sold_.begin(), sold_.end(), 0.0);
    kernels::lane_column_sums(first_.F.row(l, 0), coef_.data(), N, N, c_.stride, sold_.data());
    for (std::size_t j = from_[at]; j < from_[at + 1]; ++j) {
      const Difference& d = differences_[j];
      sold_[static_cast<std::size_t>(d.i * kLanes + d.lane)] +=
          d.dF * coef_[static_cast<std::size_t>(d.n * kLanes + d.lane)];
    }
    for (int n = 0; n < N; ++n) {
      const Lane sold = lane(sold_, n) * lane(line.u, n);
      const Lane domestic = first_.F(l, n, n) * lane(line.u, n) * lane(coef_, n);
      const Lane reached = lane(coef_, n) * (taxed ? lane(line.Fu, n) : lane(line.U, n));
      lane(Y_, n * J + k) += sold;
      lane(receipts_, n) += sold - domestic;
      lane(payments_, n) += reached - domestic;
      if (taxed) lane(revenue_, n) += lane(coef_, n) * lane(line.U, n) - reached;
    }
  }

  Lane factor(Vector& z, int n) {
    const int J = c_.sectors;
    Lane sum = c_.labour0[static_cast<std::size_t>(n)] * lane(z, layout_.wage(n)).exp();
    for (int k = 0; k < J; ++k) sum += c_.eta(n, k) * lane(V_, n * J + k);
    lane(factor_, n) = sum;
    return sum;
  }

  void deficits(Vector& z, const Lane& world) {
    const int N = c_.economies;
    Lane financed = Lane::Zero();
    if (c_.closure == Closure::own)
      for (int n = 0; n < N; ++n) financed += c_.own_deficit[static_cast<std::size_t>(n)] * lane(factor_, n);
    for (int n = 0; n < N; ++n) {
      const auto at = static_cast<std::size_t>(n);
      Lane d = Lane::Zero();
      switch (c_.closure) {
        case Closure::share:
          d = c_.D0[at] * world;
          break;
        case Closure::balanced:
          break;
        case Closure::numeraire:
          d = c_.D0[at] * lane(z, layout_.wage(c_.numeraire)).exp();
          break;
        case Closure::own:
          d = c_.own_deficit[at] * lane(factor_, n) - c_.finance_share[at] * financed;
          break;
      }
      for (int a = 0; a < kLanes; ++a)
        d(a) += policies_[static_cast<std::size_t>(a)]->transfer[at] * world(a);
      lane(deficit_, n) = d;
    }
  }

  const Calibration& c_;
  const CompiledPolicy& first_;
  Layout layout_;
  std::vector<const PolicyChanges*> policies_;
  std::vector<Difference> differences_;
  std::vector<std::size_t> from_;
  std::vector<char> taxed_;
  std::vector<LinePass> line_;  // of the lines of one composite
  std::vector<int> members_;    // composites in bundles
  Vector moved_;                // [n][member][k] input shares of members, less the base year's
  Vector log_cost_, V_, X_, Y_, composite_, materials_, outlay_, coef_, sold_;
  Vector receipts_, payments_, revenue_, factor_, deficit_;
};

// Points that solve each lane to the tolerance; empty where a lane did not get there.
std::vector<Vector> solve_lanes(const Model::Impl& impl, const CompiledPolicy& first,
                                const std::vector<const PolicyChanges*>& policies, int& iterations) {
  LaneSystem system(impl.calibration, first, policies);
  std::vector<Vector> found(kLanes);
  if (!system.worthwhile()) return found;
  const auto size =
      static_cast<std::size_t>(Layout{impl.calibration.economies, impl.calibration.sectors}.size());
  Vector z(size * kLanes, 0.0);
  Vector r(z.size());
  Vector f(z.size());
  std::vector<solve::Anderson> drivers(kLanes, solve::Anderson(solve::AndersonOptions{.memory = 6}));
  Vector point(size);
  Vector step(size);
  for (iterations = 0; iterations < kMaxIterations; ++iterations) {
    system.residual(z, r);
    Lane worst = Lane::Zero();
    for (std::size_t j = 0; j < size; ++j) worst = worst.max(lane(r, static_cast<int>(j)).abs());
    impl.preconditioner.apply_lanes(r, f);
    bool all = true;
    for (int a = 0; a < kLanes; ++a) {
      Vector& done = found[static_cast<std::size_t>(a)];
      if (!done.empty()) continue;
      const auto offset = static_cast<std::size_t>(a);
      for (std::size_t j = 0; j < size; ++j) point[j] = z[j * kLanes + offset];
      if (worst(a) <= impl.options.tolerance) {
        done = point;
        continue;
      }
      all = false;
      for (std::size_t j = 0; j < size; ++j) step[j] = -f[j * kLanes + offset];
      drivers[offset].advance(point, step);
      for (std::size_t j = 0; j < size; ++j) z[j * kLanes + offset] = point[j];
    }
    if (all) break;
  }
  return found;
}

}  // namespace

std::vector<Outcome> Model::solve_batch(std::span<const Policy* const> policies) const {
  const Calibration& c = impl_->calibration;
  std::vector<Outcome> outcomes;
  const bool lanes = lanes_can_serve(c);
  // One set of dense arrays serves every scenario in turn.
  CompiledPolicy compiled = compile(c, impl_->world, base_policy(impl_->world));
  Equilibrium equilibrium(c, compiled);
  for (std::size_t first = 0; first < policies.size(); first += kLanes) {
    const std::size_t count = std::min<std::size_t>(kLanes, policies.size() - first);
    std::vector<PolicyChanges> changes;
    bool serve = lanes && count > 1;
    for (std::size_t a = 0; a < count; ++a) {
      changes.push_back(find_changes(c, impl_->world, *policies[first + a]));
      serve = serve && lane_can_serve(changes.back());
    }
    std::vector<Vector> found(kLanes);
    int iterations = 0;
    if (serve) {
      // Empty lanes repeat the first scenario, which costs nothing extra.
      std::vector<const PolicyChanges*> pointers(kLanes, &changes[0]);
      for (std::size_t a = 0; a < count; ++a) pointers[a] = &changes[a];
      compiled.exchange(c, changes[0]);
      found = solve_lanes(*impl_, compiled, pointers, iterations);
    }
    for (std::size_t a = 0; a < count; ++a) {
      if (found[a].empty()) {
        outcomes.push_back(solve(*policies[first + a]));
        continue;
      }
      compiled.exchange(c, changes[a]);
      outcomes.push_back(finish(*impl_, std::make_shared<const Policy>(*policies[first + a]), compiled,
                                {std::move(found[a]), Method::anderson, 0, iterations + 1, {}},
                                &equilibrium));
    }
  }
  return outcomes;
}

}  // namespace leeway
