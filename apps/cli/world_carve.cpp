#include <fmt/format.h>

#include "leeway/base/error.h"
#include "leeway/base/number.h"
#include "leeway/base/suggest.h"
#include "leeway/output/world_report.h"
#include "leeway/world/carve.h"
#include "leeway/world/carve_files.h"
#include "leeway/world/load.h"
#include "leeway/world/schema.h"
#include "runs.h"
#include "verbs.h"
#include "world_verbs.h"

namespace leeway::cli {

namespace {

int find_sector(const World& world, const char* option, const std::string& id) {
  if (const std::optional<int> found = world.find_sector(id)) return *found;
  std::vector<std::string> known;
  for (const Sector& sector : world.sectors) known.push_back(sector.id);
  throw InputError(fmt::format("{}: unknown sector \"{}\"", option, id),
                   did_you_mean(id, known, "sectors: leeway world show sectors"));
}

// "0.1", or "0.02:0.1:0.5" for low, value and high.
CriticalInput::Assumed read_assumed(const char* option, const std::string& text) {
  std::vector<double> numbers;
  std::size_t from = 0;
  while (from <= text.size()) {
    const std::size_t to = std::min(text.find(':', from), text.size());
    const std::string part = text.substr(from, to - from);
    const std::optional<double> number = parse_number(part);
    if (!number)
      throw InputError(fmt::format("{}: \"{}\" is not a number", option, text),
                       "write VALUE, or LOW:VALUE:HIGH such as 0.02:0.1:0.5");
    numbers.push_back(*number);
    from = to + 1;
  }
  if (numbers.size() == 1) return {numbers[0], numbers[0], numbers[0]};
  if (numbers.size() == 3) return {numbers[1], numbers[0], numbers[2]};
  throw InputError(fmt::format("{}: \"{}\" has {} numbers", option, text, numbers.size()),
                   "write VALUE, or LOW:VALUE:HIGH such as 0.02:0.1:0.5");
}

ProductData read_product(const World& world, const CarveArguments& a) {
  ProductData product;
  product.id = a.product.starts_with(product_prefix) ? a.product : product_prefix + a.product;
  product.name = a.name.empty() ? a.product : a.name;
  product.sector = find_sector(world, "--sector", a.sector);
  product.unit = a.unit;
  product.theta = a.theta;
  product.substitution = a.substitution;
  product.confidence = a.confidence;
  product.method = a.method.empty() ? "flows given by the user" : a.method;
  const RateStyle rates = read_rate_style("--rates", a.rates);
  product.flows = read_product_flows(world, a.flows, rates);
  if (!a.quantities.empty()) read_product_quantities(world, a.quantities, product.flows);
  if (!a.market.empty()) product.markets = read_market_sizes(world, a.market);
  if (!a.reference.empty()) product.reference = read_reference_shares(world, a.reference, rates);
  return product;
}

SplitData read_split(const World& world, const CarveArguments& a) {
  SplitData split;
  split.product = read_product(world, a);
  if (!a.users.empty()) split.users = read_user_shares(world, a.users);
  if (a.bundle.empty()) return split;
  if (a.sigma.empty() || a.specific.empty() || a.backstop.empty())
    throw InputError(
        "--bundle needs --sigma, --specific and --backstop",
        "they are assumptions and have no default; --specific 0 and --backstop 0 stand for none");
  CriticalInput critical;
  critical.bundled_with = find_sector(world, "--bundle", a.bundle);
  critical.substitution = read_assumed("--sigma", a.sigma);
  critical.specific = read_assumed("--specific", a.specific);
  critical.backstop = read_assumed("--backstop", a.backstop);
  if (!a.capacity.empty()) critical.capacity = read_assumed("--capacity", a.capacity);
  if (!a.build_years.empty()) critical.build_years = read_assumed("--build-years", a.build_years);
  // A sector's own producer has the sector's id.
  if (!a.host.empty()) {
    const std::optional<int> host = world.find_producer(a.host);
    critical.backstop_host = host ? *host : find_sector(world, "--host", a.host);
  }
  critical.source = a.source.empty() ? "assumption of the user" : a.source;
  split.critical = critical;
  return split;
}

}  // namespace

int carve(const CarveArguments& a) {
  check(a.output);
  require_new_folder(a.folder);
  if (!a.confidence.empty() && a.confidence != "A" && a.confidence != "B" && a.confidence != "C")
    throw InputError(fmt::format("--confidence: \"{}\" is no grade", a.confidence), "allowed: A, B, C");
  const World world = opened_world(a.world);
  const bool splits = !a.users.empty() || !a.bundle.empty();
  const Carved carved =
      splits ? split_sector(world, read_split(world, a)) : carve_product(world, read_product(world, a));
  Report report = carve_report(carved, check_world(carved.world));
  const bool equilibrium = add_hat_one(report, carved.world);
  if (splits && a.bundle.empty())
    report.warnings.push_back("without --bundle its users replace it as easily as any input");
  save_world(carved.world, a.folder);
  report.lead.push_back(fmt::format("Written to {0}; use it with --world {0}", a.folder.string()));
  const int code = emit(report, a.output);
  return equilibrium ? code : bad_input;
}

}  // namespace leeway::cli
