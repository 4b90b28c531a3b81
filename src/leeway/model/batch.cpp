#include "leeway/model/model_impl.h"

namespace leeway {

std::vector<Result> Model::solve_batch(std::span<const Policy* const> policies) const {
  std::vector<Result> results;
  for (const Policy* policy : policies) results.push_back(solve(*policy));
  return results;
}

}  // namespace leeway
