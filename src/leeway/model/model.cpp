#include "leeway/model/model.h"

#include <fmt/format.h>

#include "leeway/base/hash.h"
#include "leeway/base/version.h"
#include "leeway/model/model_impl.h"

namespace leeway {

namespace {

void check_ranges(const Options& o) {
  if (o.specific_factors < 0.0 || o.specific_factors > 0.98)
    throw InputError(fmt::format("specific_factors is {}; allowed is 0 to 0.98", o.specific_factors));
  if (!(o.elasticity_scale > 0.0))
    throw InputError(fmt::format("elasticity_scale is {}; it must be above zero", o.elasticity_scale));
  if (o.horizon && *o.horizon < 0.0)
    throw InputError(fmt::format("horizon is {} years; it cannot be negative", *o.horizon));
}

}  // namespace

Model::Impl::Impl(const World& w, const Options& o)
    : world(w), options(o), calibration(calibrate(w, o)), preconditioner(calibration) {
  Hasher hasher;
  hasher.add(version()).add(world.content_hash).add(world.name);
  for (const std::string& line : describe(options, world)) hasher.add(line);
  hasher.add(options.tolerance);
  // A world made in memory has no file to hash, so its numbers identify it.
  hasher.add(std::span<const double>(world.flow.data(), world.flow.size()));
  hasher.add(std::span<const double>(world.input.data(), world.input.size()));
  hasher.add(std::span<const double>(world.tariff.data(), world.tariff.size()));
  hasher.add(std::span<const double>(calibration.theta));
  identity = hasher.hex();
}

Model::Model(const World& world, const Options& options) {
  check_ranges(options);
  impl_ = std::make_unique<Impl>(world, options);
}
Model::~Model() = default;
Model::Model(Model&&) noexcept = default;
Model& Model::operator=(Model&&) noexcept = default;

const World& Model::world() const { return impl_->world; }
const Options& Model::options() const { return impl_->options; }

std::string Model::Impl::run_id(const CompiledPolicy& policy) const {
  return Hasher().add(identity).add(policy.fingerprint).hex();
}

}  // namespace leeway
