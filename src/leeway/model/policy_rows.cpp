#include "leeway/model/policy_rows.h"

#include <algorithm>
#include <utility>

#include "leeway/base/elementary.h"

namespace leeway {

PolicyRows::PolicyRows(std::shared_ptr<const Shares> shares, const Policy& policy)
    : shares_(std::move(shares)) {
  const int N = shares_->economies;
  auto next = policy.cut_rows.begin();
  for (int l = 0; l < shares_->lines; ++l) {
    first_.push_back(static_cast<int>(importer_.size()));
    first_cut_.push_back(cuts_.size());
    for (int n = 0; n < N; ++n) importer_.push_back(n);
    for (; next != policy.cut_rows.end() && next->line == l; ++next) {
      const auto count = static_cast<int>(next->classes.size());
      cuts_.push_back({next->importer, count, static_cast<int>(importer_.size()), nullptr});
      importer_.insert(importer_.end(), static_cast<std::size_t>(count - 1), next->importer);
    }
    most_rows_ = std::max(most_rows_, static_cast<int>(importer_.size()) - first_.back());
  }
  first_.push_back(static_cast<int>(importer_.size()));
  first_cut_.push_back(cuts_.size());
  K_.resize(importer_.size());
  F_.resize(importer_.size());
  own_.assign(importer_.size(), nullptr);
  for (int l = 0; l < shares_->lines; ++l) {
    // Where nothing is taxed both are the same numbers, and one memory is read instead of two.
    const TradeRows& reached = shares_->taxed0[static_cast<std::size_t>(l)] != 0 ? shares_->F0 : shares_->pi0;
    for (int n = 0; n < N; ++n) {
      const auto at = static_cast<std::size_t>(row(l, n));
      K_[at] = shares_->pi0.row(shares_->row(l, n));
      F_[at] = reached.row(shares_->row(l, n));
    }
  }
  class_shares_.reserve(cuts_.size());
  for (const CutRow& row : policy.cut_rows) cut(row, row.line);
}

// Base-year shares of the origins in each class, and of the classes in the line.
void PolicyRows::cut(const CutRow& row, int l) {
  const World& world = shares_->world;
  const int N = shares_->economies;
  const int n = row.importer;
  Cut& made = cuts_[class_shares_.size()];
  std::vector<double>& spending = class_shares_.emplace_back(row.classes.size(), 0.0);
  double total = 0.0;
  for (int a = 0; a < made.count; ++a) {
    const GoodsClass& goods = row.classes[static_cast<std::size_t>(a)];
    const auto at = static_cast<std::size_t>(a == 0 ? this->row(l, n) : made.rest + a - 1);
    double* K = own(at);
    double* F = K + shares_->stride;
    std::fill_n(K, 2 * shares_->stride, 0.0);
    double& paid = spending[static_cast<std::size_t>(a)];
    auto flow = goods.flows.begin();
    for (int i = 0; i < N; ++i) {
      double share = goods.share;
      double tariff = world.tariff(l, n, i);
      if (flow != goods.flows.end() && flow->exporter == i) {
        share = flow->share;
        tariff = flow->base_tariff;
        ++flow;
      }
      K[i] = share * world.flow(l, n, i) * (1.0 + tariff);
      F[i] = share * world.flow(l, n, i);
      paid += K[i];
    }
    total += paid;
    if (!(paid > 0.0)) continue;
    for (int i = 0; i < N; ++i) {
      K[i] /= paid;
      F[i] /= paid;
    }
  }
  if (total > 0.0)
    for (double& share : spending) share /= total;
  made.s0 = spending.data();
}

const PolicyRows::Cut* PolicyRows::cut_of(int l, int n) const {
  const std::span<const Cut> of = cuts(l);
  const auto found =
      std::lower_bound(of.begin(), of.end(), n, [](const Cut& cut, int wanted) { return cut.n < wanted; });
  return found != of.end() && found->n == n ? &*found : nullptr;
}

int PolicyRows::row(int l, int n, int goods) const {
  return goods == 0 ? row(l, n) : cut_of(l, n)->rest + goods - 1;
}

double PolicyRows::share0(int l, int n, int goods) const {
  const Cut* cut = cut_of(l, n);
  return cut != nullptr ? cut->s0[goods] : 1.0;
}

double PolicyRows::K_of_all(int l, int n, int i) const {
  const Cut* cut = cut_of(l, n);
  if (cut == nullptr) return K(row(l, n), i);
  double sum = 0.0;
  for (int a = 0; a < cut->count; ++a) sum += cut->s0[a] * K(row(l, n, a), i);
  return sum;
}

double* PolicyRows::own(std::size_t row) {
  double*& own = own_[row];
  if (own != nullptr) return own;
  const int stride = shares_->stride;
  own = memory_.emplace_back(2 * static_cast<std::size_t>(stride)).data();
  if (K_[row] != nullptr) {
    std::copy_n(K_[row], stride, own);
    std::copy_n(F_[row], stride, own + stride);
  }
  K_[row] = own;
  F_[row] = own + stride;
  return own;
}

void PolicyRows::set(int row, int i, double K, double F) {
  double* values = own(static_cast<std::size_t>(row));
  values[i] = K;
  values[shares_->stride + i] = F;
}

double TradeFlows::operator()(int l, int n, int i) const {
  if (values_ != nullptr) return (*values_)(l, n, i);
  double sum = of_class(l, n, i, 0);
  if (const PolicyRows::Cut* cut = point_->rows->cut_of(l, n))
    for (int a = 1; a < cut->count; ++a) sum += of_class(l, n, i, a);
  return sum;
}

double TradeFlows::of_class(int l, int n, int i, int goods) const {
  const PolicyRows& rows = *point_->rows;
  const int row = rows.row(l, n, goods);
  const double share = at_ == At::user_prices ? rows.K(row, i) : rows.F(row, i);
  return share * point_->u(l, i) * point_->scale[static_cast<std::size_t>(row)];
}

double TradeFlows::price_over_basic(int l, int n, int i) const {
  const PolicyRows& rows = *point_->rows;
  const Shares& b = rows.shares();
  std::vector<double> values(static_cast<std::size_t>(b.economies));
  TradeFlows(point_, At::user_prices).row(l, n, values);
  double spent = 0.0;
  for (const double value : values) spent += value;
  const double share = values[static_cast<std::size_t>(i)] / spent;
  const double theta = point_->theta[static_cast<std::size_t>(l)];
  return elementary::exp(point_->log_line(l, n) -
                         point_->log_basic(b.producer[static_cast<std::size_t>(l)], i) -
                         elementary::log(share / b.pi0(l, n, i)) / theta);
}

void TradeFlows::row(int l, int n, std::span<double> to) const {
  if (values_ != nullptr) {
    std::copy_n(values_->row(l, n), to.size(), to.begin());
    return;
  }
  const PolicyRows& rows = *point_->rows;
  const double* u = point_->u.row(l);
  const auto values = [&](int row) { return at_ == At::user_prices ? rows.K_of(row) : rows.F_of(row); };
  const int first = rows.row(l, n);
  const double* shares = values(first);
  const double scale = point_->scale[static_cast<std::size_t>(first)];
  for (std::size_t i = 0; i < to.size(); ++i) to[i] = shares[i] * u[i] * scale;
  const PolicyRows::Cut* cut = rows.cut_of(l, n);
  for (int a = 1; cut != nullptr && a < cut->count; ++a) {
    const int row = cut->rest + a - 1;
    const double* more = values(row);
    const double by = point_->scale[static_cast<std::size_t>(row)];
    for (std::size_t i = 0; i < to.size(); ++i) to[i] += more[i] * u[i] * by;
  }
}

Array3 TradeFlows::all() const {
  if (values_ != nullptr) return *values_;
  if (point_ == nullptr) return {};
  const Shares& b = point_->rows->shares();
  Array3 out(b.lines, b.economies, b.economies);
  for (int l = 0; l < b.lines; ++l)
    for (int n = 0; n < b.economies; ++n) row(l, n, {out.row(l, n), static_cast<std::size_t>(b.economies)});
  return out;
}

}  // namespace leeway
