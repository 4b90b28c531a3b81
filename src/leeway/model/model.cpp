#include "leeway/model/model.h"

#include <utility>

#include "leeway/base/hash.h"
#include "leeway/base/version.h"
#include "leeway/model/model_impl.h"

namespace leeway {

Model::Impl::Impl(std::shared_ptr<const Shares> shares, const Options& o, const Impl* like)
    : world(shares->world),
      options(o),
      calibration(calibrate(std::move(shares), o)),
      preconditioner(like == nullptr ? BlockPreconditioner(calibration)
                                     : BlockPreconditioner(calibration, like->preconditioner)) {
  Identity id("model");
  id.add("version", version())
      .add("world", calibration.shares->identity)
      .add("options", fingerprint(options, world));
  identity = id.hex();
}

Model::Model(std::shared_ptr<const Shares> shares, const Options& options) {
  check(options);
  impl_ = std::make_unique<Impl>(std::move(shares), options, nullptr);
}
Model::Model(const Model& like, Closure closure) {
  Options options = like.options();
  options.closure = closure;
  check(options);
  impl_ = std::make_unique<Impl>(like.impl().calibration.shares, options, like.impl_.get());
}
Model::Model(const Model& like, const Options& options) {
  check(options);
  // Whichever of them solves first, the steering is the other's own.
  like.impl().preconditioner.prepare();
  impl_ = std::make_unique<Impl>(like.impl().calibration.shares, options, like.impl_.get());
}
Model::Model(const World& world, const Options& options) : Model(read_shares(world), options) {}
Model::~Model() = default;
Model::Model(Model&&) noexcept = default;
Model& Model::operator=(Model&&) noexcept = default;

const World& Model::world() const { return impl_->world; }
const Options& Model::options() const { return impl_->options; }

double Model::specific_share(int economy, int producer) const {
  return impl_->calibration.eta(economy, producer);
}

std::string Model::Impl::run_id(const CompiledPolicy& policy) const {
  return Identity("solve").add("model", identity).add("policy", policy.fingerprint).hex();
}

}  // namespace leeway
