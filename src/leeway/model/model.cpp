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

// A world made in memory has no file to hash, so its numbers identify it.
std::string identity_of(const World& w) {
  Identity id("world");
  id.add("name", w.name).add("content", w.content_hash).add("default elasticities", w.default_elasticities);
  Hasher numbers;
  for (const Array3* block : {&w.flow, &w.input, &w.tariff})
    numbers.add(std::span<const double>(block->data(), block->size()));
  numbers.add(std::span<const double>(w.line_substitution));
  for (const ElasticitySet& set : w.elasticities) numbers.add(set.id).add(std::span<const double>(set.theta));
  for (const CriticalInput& c : w.critical) {
    const double values[] = {static_cast<double>(c.sector),
                             static_cast<double>(c.bundled_with),
                             c.substitution.value,
                             c.specific.value,
                             c.backstop.value,
                             static_cast<double>(c.backstop_host)};
    numbers.add(std::span<const double>(values));
  }
  return id.add("numbers", numbers.hex()).hex();
}

}  // namespace

Model::Impl::Impl(const World& w, const Options& o)
    : world(w), options(o), calibration(calibrate(w, o)), preconditioner(calibration) {
  Identity id("model");
  id.add("version", version()).add("world", identity_of(world)).add("options", fingerprint(options));
  identity = id.hex();
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
  return Identity("solve").add("model", identity).add("policy", policy.fingerprint).hex();
}

}  // namespace leeway
