#pragma once

#include <vector>

#include "leeway/model/calibration.h"

/// How shares of inputs move with prices, for the Jacobian product and its transpose: of one economy n, by
/// composite [h] and by user [k].
namespace leeway::bundles {

// Where only members of bundles move (Calibration::unit_between_bundles); `share` is each member's in its
// bundle.

/// Adds to the change of the users' price of materials what moved shares add to that at base-year shares.
void add_price_changes(const Calibration& c, const std::vector<double>& share, int n, const double* dP,
                       double* dM);
/// Adds to the change of spending what moved shares add to that at base-year shares, for a change of the
/// outlay on materials (a level). The transpose of add_price_changes.
void add_outlay_changes(const Calibration& c, const std::vector<double>& share, int n,
                        const double* dmaterials, double* dX);
/// Adds to the change of spending (a level) what users substitute within bundles
/// (EquilibriumState::substitution). Symmetric.
void add_substitution(const Calibration& c, const std::vector<double>& substitution, int n, const double* dP,
                      double* dX);

// Where every share moves; g are the shares at the point.

/// Adds what users substitute within and across bundles, dM being the change of their price of materials.
void add_nested_substitution(const Calibration& c, const Array3& g, int n, const double* outlay,
                             const double* dP, const double* dM, double* dX);
/// Its transpose: adjoints of spending go to those of materials, gM [k], and of composites, gP [h].
void add_nested_adjoint(const Calibration& c, const Array3& g, int n, const double* outlay, const double* gX,
                        double* gM, double* gP);

}  // namespace leeway::bundles
