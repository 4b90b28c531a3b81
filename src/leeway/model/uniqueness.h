#pragma once

#include <vector>

#include "leeway/base/array.h"
#include "leeway/model/model.h"

namespace leeway {

/// What leaves room for a second equilibrium.
enum class Multiplicity {
  none_found,
  response_unknown,   ///< the response of limits to multipliers could not be solved for
  starts_failed,      ///< a solve from other multipliers did not certify
  other_equilibrium,  ///< another start ends elsewhere
  not_p_matrix,       ///< other starts end at the same equilibrium
};

/// Whether the equilibrium found under instruments is the only one, as far as can be told (model.md 3.12).
struct Uniqueness {
  std::vector<int> binding;  ///< instruments whose limits hold with equality, as in Policy::instruments
  Array2 response;           ///< [r][s] d G_r / d x_s among them, everything else having settled
  bool p_matrix = true;      ///< all principal minors positive (up to 12), or rows dominated by the diagonal
  int starts = 0;            ///< solves from other multipliers that certified, of two
  double distance = 0.0;     ///< largest change of ln real income among them
  int sweeps = 0;
  Multiplicity finding = Multiplicity::none_found;
};

/// A local and a global test: the response matrix at the solution, and solves from all multipliers at
/// their lowest and at their highest.
Uniqueness check_uniqueness(const Model& model, const Solution& at);

}  // namespace leeway
