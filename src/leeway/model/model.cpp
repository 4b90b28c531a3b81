#include "leeway/model/model.h"

#include <utility>

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

Model::Impl::Impl(std::shared_ptr<const Shares> shares, const Options& o)
    : world(shares->world),
      options(o),
      calibration(calibrate(std::move(shares), o)),
      preconditioner(calibration) {
  Identity id("model");
  id.add("version", version())
      .add("world", calibration.shares->identity)
      .add("options", fingerprint(options));
  identity = id.hex();
}

Model::Model(std::shared_ptr<const Shares> shares, const Options& options) {
  check_ranges(options);
  impl_ = std::make_unique<Impl>(std::move(shares), options);
}
Model::Model(const World& world, const Options& options) : Model(read_shares(world), options) {}
Model::~Model() = default;
Model::Model(Model&&) noexcept = default;
Model& Model::operator=(Model&&) noexcept = default;

const World& Model::world() const { return impl_->world; }
const Options& Model::options() const { return impl_->options; }

std::string Model::Impl::run_id(const CompiledPolicy& policy) const {
  return Identity("solve").add("model", identity).add("policy", policy.fingerprint).hex();
}

}  // namespace leeway
