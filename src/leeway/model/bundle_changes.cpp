#include "leeway/model/bundle_changes.h"
#include "leeway/base/index.h"

namespace leeway::bundles {

namespace {

template <class Visit>
void for_each_use(const Calibration& c, int n, Visit visit) {
  for (std::size_t j = c.first_use[at(n)]; j < c.first_use[at(n) + 1]; ++j)
    visit(c.uses[j], c.bundle_members[at(c.uses[j].bundle)]);
}

// One user of an economy whose shares all move.
struct Nest {
  const Calibration& c;
  const Array3& g;
  int n;
  int k;

  int composites() const { return c.shares->composites; }
  int bundles() const { return static_cast<int>(c.sigB.size()); }
  bool in(int h, int q) const { return c.bundle[at(h)] == q; }
  // Share of bundle q in materials.
  double share(int q) const {
    double sum = 0.0;
    for (int h = 0; h < composites(); ++h)
      if (in(h, q)) sum += g(n, h, k);
    return sum;
  }
};

// d ln g_h of one user, given d ln P of the composites and of materials as a whole.
void share_changes(const Nest& nest, const double* dP, double dPM, double* out) {
  const Calibration& c = nest.c;
  const double outer = 1.0 - c.sigM[at(nest.k)];
  for (int h = 0; h < nest.composites(); ++h)
    if (c.bundle[at(h)] < 0) out[h] = outer * (dP[h] - dPM);
  for (int q = 0; q < nest.bundles(); ++q) {
    const double total = nest.share(q);
    double dPB = 0.0;
    for (int h = 0; h < nest.composites(); ++h)
      if (nest.in(h, q) && total > 0.0) dPB += nest.g(nest.n, h, nest.k) / total * dP[h];
    const double within = 1.0 - c.sigB[at(q)];
    for (int h = 0; h < nest.composites(); ++h)
      if (nest.in(h, q)) out[h] = within * (dP[h] - dPB) + outer * (dPB - dPM);
  }
}

// Reverse of share_changes: adjoints `a` of d ln g_h go to P; returns the adjoint of PM.
double share_changes_reverse(const Nest& nest, const double* a, double* gP) {
  const Calibration& c = nest.c;
  const double outer = 1.0 - c.sigM[at(nest.k)];
  double gPM = 0.0;
  for (int h = 0; h < nest.composites(); ++h) {
    gPM -= outer * a[h];
    if (c.bundle[at(h)] < 0) gP[h] += outer * a[h];
  }
  for (int q = 0; q < nest.bundles(); ++q) {
    const double total = nest.share(q);
    const double within = 1.0 - c.sigB[at(q)];
    double sum = 0.0;
    for (int h = 0; h < nest.composites(); ++h)
      if (nest.in(h, q)) {
        gP[h] += within * a[h];
        sum += a[h];
      }
    if (!(total > 0.0)) continue;
    for (int h = 0; h < nest.composites(); ++h)
      if (nest.in(h, q)) gP[h] += nest.g(nest.n, h, nest.k) / total * (outer - within) * sum;
  }
  return gPM;
}

}  // namespace

void add_price_changes(const Calibration& c, const std::vector<double>& share, int n, const double* dP,
                       double* dM) {
  for_each_use(c, n, [&](const BundleUse& use, const std::vector<int>& members) {
    auto m = at(use.member);
    double moved = 0.0;
    for (const int h : members) {
      moved += (share[m] - c.use_share0[m]) * dP[h];
      ++m;
    }
    dM[use.k] += use.total * moved;
  });
}

void add_outlay_changes(const Calibration& c, const std::vector<double>& share, int n,
                        const double* dmaterials, double* dX) {
  for_each_use(c, n, [&](const BundleUse& use, const std::vector<int>& members) {
    auto m = at(use.member);
    for (const int h : members) {
      dX[h] += use.total * (share[m] - c.use_share0[m]) * dmaterials[use.k];
      ++m;
    }
  });
}

void add_substitution(const Calibration& c, const std::vector<double>& substitution, int n, const double* dP,
                      double* dX) {
  const double* pair = &substitution[at(n) * c.first_pair.back()];
  for (const std::vector<int>& members : c.bundle_members)
    for (const int h : members)
      for (const int other : members) dX[h] += *pair++ * dP[other];
}

void add_nested_substitution(const Calibration& c, const Array3& g, int n, const double* outlay,
                             const double* dP, const double* dM, double* dX) {
  std::vector<double> dg(at(c.shares->composites));
  for (int k = 0; k < c.shares->producers; ++k) {
    if (!(outlay[k] > 0.0)) continue;
    share_changes({c, g, n, k}, dP, dM[k], dg.data());
    for (std::size_t h = 0; h < dg.size(); ++h) dX[h] += g(n, h, k) * outlay[k] * dg[h];
  }
}

void add_nested_adjoint(const Calibration& c, const Array3& g, int n, const double* outlay, const double* gX,
                        double* gM, double* gP) {
  std::vector<double> gshare(at(c.shares->composites));
  for (int k = 0; k < c.shares->producers; ++k) {
    if (!(outlay[k] > 0.0)) continue;
    for (std::size_t h = 0; h < gshare.size(); ++h) gshare[h] = gX[h] * g(n, h, k) * outlay[k];
    gM[k] += share_changes_reverse({c, g, n, k}, gshare.data(), gP);
  }
}

}  // namespace leeway::bundles
