#pragma once

#include <span>
#include <vector>

#include "leeway/model/calibration.h"
#include "leeway/model/compiled_policy.h"
#include "leeway/model/model.h"
#include "leeway/model/preconditioner.h"
#include "leeway/solve/system.h"

namespace leeway {

/// The unknowns, all as logs of level over base year: z = [w (N) | P (N,H) | V (N,J) | I (N)]
/// (model.md 5.1). The base year is z = 0. The multipliers x of instruments follow (model.md 3.12).
struct Layout {
  int N = 0;
  int J = 0;
  int R = 0;  ///< multipliers
  int levels() const { return 2 * N + 2 * N * J; }
  int size() const { return levels() + R; }
  int wage(int n) const { return n; }
  int price(int n, int h) const { return N + n * J + h; }
  int value_added(int n, int k) const { return N + N * J + n * J + k; }
  int income(int n) const { return N + 2 * N * J + n; }
  int multiplier(int r) const { return levels() + r; }
};

/// Everything known at one point z, as equations (E1) to (E17) of model.md make it. Shares and prices
/// are against the base year; values are shares of base-year world factor income.
struct EquilibriumState {
  Array2 beta;                    ///< [n][k] value-added share of cost
  Array3 g;                       ///< [n][h][input_stride] input shares; empty when they never move
  Array2 alpha;                   ///< [n][h]
  Array2 s;                       ///< [l][n]
  Array2 log_cost;                ///< [n][k]
  Array2 log_materials;           ///< [n][input_stride]
  Array2 log_va_price;            ///< [n][k]
  Array2 log_line;                ///< [l][n] price of what is traded on the line
  Array2 log_effective;           ///< [l][n] line price, backstop included (E7)
  Array2 made;                    ///< [l][n] spending on the backstop, sold by its host at home
  Array2 log_composite;           ///< [n][h] composite price that the line prices make
  std::vector<double> log_final;  ///< [n] consumer price
  Array2 u;                       ///< [l][stride] (basic price)^-theta
  Array2 U;                       ///< [l][n] sum_i K u
  Array2 Fu;                      ///< [l][n] sum_i F u
  Array2 coef;                    ///< [l][n] spending on the line over U
  Array2 sold;                    ///< [l][stride] what sellers of each origin receive
  std::vector<double> kept;       ///< value of each CompiledPolicy::kept entry
  Array2 V;                       ///< [n][k]
  Array2 C;                       ///< [n][k] cost outlay
  Array2 M;                       ///< [n][input_stride] materials outlay
  Array2 X;                       ///< [n][h]
  Array2 XL;                      ///< [l][n] spending on what is traded
  Array2 FD;                      ///< [n][h]
  Array2 Y;                       ///< [n][k]
  std::vector<double> labour;
  std::vector<double> factor;
  std::vector<double> tariff_revenue;
  std::vector<double> export_revenue;
  std::vector<double> output_revenue;  ///< (1 - 1/o) Y: markups and taxes less subsidies
  std::vector<double> deficit;
  std::vector<double> income;
  std::vector<double> receipts;
  std::vector<double> payments;
  std::vector<char> secluded;  ///< [n] trades next to nothing; receipts and payments are summed by partner
  double world_income = 0.0;
};

/// F(z) of model.md (5.1) with its Jacobian product and the product of the transpose (appendix A).
class Equilibrium final : public solve::System {
 public:
  /// `preconditioner` may be null; it must outlive the object, as must the others. K and F of the flows
  /// under instruments are written at every point.
  Equilibrium(const Calibration& calibration, CompiledPolicy& policy,
              const BlockPreconditioner* preconditioner = nullptr);

  int size() const override { return layout_.size(); }
  void residual(std::span<const double> z, std::span<double> r) override;
  void jacobian(std::span<const double> v, std::span<double> out) override;
  void precondition(std::span<const double> v, std::span<double> out) override;
  void precondition_transpose(std::span<const double> v, std::span<double> out) const;
  /// Keeps multipliers within their bounds.
  void project(std::span<double> z) override;
  /// Holds multipliers at their values: their equations become x = x. For nested solves.
  void hold_multipliers(bool hold) { hold_ = hold; }
  /// Where an instrument is at a kink, takes its bound (looser) or its limit (tighter) as what holds.
  void settle_kinks(KinkSide side, std::vector<int>& kinks);
  /// Jacobian products read trade shares in single precision, which only steers the iteration; the full
  /// precision serves tests and sensitivities.
  void use_full_precision();

  /// out = J' y at the last point evaluated, and what gradients need of the same pass.
  struct Adjoint {
    Array2 line_price;   ///< [l][n] adjoint of the line price, all channels
    Array2 line_use;     ///< [l][n] sum over origins of the adjoint of ln M
    Array2 basic_price;  ///< [n][k] adjoint of the basic price
    Array2 sales;        ///< [n][k] adjoint of output
    std::vector<double> receipts;
    std::vector<double> payments;
    std::vector<double> income;
    // Of the flows under instruments (CompiledInstruments), by cell, part or instrument:
    std::vector<double> kappa;    ///< [cell] of ln kappa, its effect on the parts' own counts aside
    std::vector<double> f;        ///< [cell]
    std::vector<double> b;        ///< [cell]
    std::vector<double> value;    ///< [cell] of ln of the value, through what limits count
    std::vector<double> part;     ///< [part] of ln kappa, through what limits count
    std::vector<double> customs;  ///< [part] of ln of the customs share, through what limits count
    std::vector<double> invoice;  ///< [part] of ln of the price before premia, through price floors
    std::vector<double> inside;   ///< [instrument] of the share inside the quota
  };
  void transpose(std::span<const double> y, std::span<double> out, Adjoint* detail = nullptr);

  const Calibration& calibration() const { return c_; }
  const CompiledPolicy& policy() const { return p_; }
  const Layout& layout() const { return layout_; }
  const EquilibriumState& state() const { return s_; }
  /// User value of one flow at the last point evaluated.
  double user_value(int l, int n, int i) const { return p_.K(l, n, i) * s_.u(l, i) * s_.coef(l, n); }

 private:
  void costs(std::span<const double> z);
  void materials(int n, const double* log_price);
  void demand(std::span<const double> z);
  void trade();
  void line_prices(int l);
  void line_sales(int l);
  void backstop_price(int l);
  /// Share of the backstop in spending on a line.
  double made_share(int l, int n) const {
    const double all = s_.made(l, n) + s_.XL(l, n);
    return all > 0.0 ? s_.made(l, n) / all : 0.0;
  }
  void incomes(std::span<const double> z);
  void deficits(std::span<const double> z);
  // Of the flows under instruments (equilibrium_instruments.cpp).
  void set_multipliers(std::span<const double> z);
  void observe_instruments(std::span<const double> z);
  void keep_rents();
  void instrument_residual(std::span<const double> z, std::span<double> r) const;
  void instrument_line_changes(std::span<const double> dx, Array2& dline) const;
  struct Changes;
  void instrument_changes(std::span<const double> v, std::span<double> out, const Changes& changes) const;
  struct Adjoints;
  void instrument_adjoint(std::span<const double> y, std::span<double> out, Adjoints& adjoints) const;
  void instrument_line_adjoint(std::span<double> out, Adjoints& adjoints) const;

  const Calibration& c_;
  CompiledPolicy& p_;
  Layout layout_;
  EquilibriumState s_;
  const BlockPreconditioner* preconditioner_;
  bool hold_ = false;
  bool single_ = true;  // Jacobian products read the single precision copies, made at the first one
  std::vector<float> K_;
  std::vector<float> F_;

  // Scratch of Jacobian products, kept to spare allocations.
  struct Scratch {
    Array2 dc;
    Array2 dbeta;
    Array2 dX;
    Array2 dline;
    Array2 deffective;
    Array2 moved;
    Array2 dcomposite;
    Array2 drow;
    Array2 dY;
  };
  Scratch scratch_;
};

}  // namespace leeway
