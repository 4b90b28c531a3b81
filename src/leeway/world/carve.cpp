#include "leeway/world/carve.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/base/hash.h"
#include "leeway/base/units.h"
#include "leeway/io/toml.h"
#include "leeway/world/balance.h"
#include "leeway/world/carve_flows.h"
#include "leeway/world/critical.h"
#include "leeway/world/own_producers.h"
#include "leeway/world/schema.h"
#include "leeway/world/supply.h"

namespace leeway {

namespace {

constexpr const char* carved_tariff = "carved";
// Between the lines of a sector, where nothing is said; model.md 4.1 takes 1 to 2.5.
constexpr double assumed_substitution = 1.5;
constexpr double share_tolerance = 1e-3;

void require_new_id(const World& world, const std::string& id) {
  const std::string_view prefix = product_prefix;
  const std::string_view rest = std::string_view(id).starts_with(prefix)
                                    ? std::string_view(id).substr(prefix.size())
                                    : std::string_view();
  const bool fine = !rest.empty() && std::all_of(rest.begin(), rest.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
  if (!fine)
    throw InputError(fmt::format("\"{}\" is no id for a product", id),
                     "small letters, digits and '_', such as canola_seed");
  if (world.find_line(id) || world.find_producer(id))
    throw InputError(fmt::format("the world {} has a \"{}\" already", world.name, id));
}

void require_positive(const std::optional<double>& value, const char* what) {
  if (value && !(*value > 0.0 && std::isfinite(*value)))
    throw InputError(fmt::format("{} is {}; a positive number is expected", what, shortest(*value)));
}

// Lines of the new world from those of the old one: `source[l]` is the old line of new line l, -1 for the
// product.
void move_lines(const World& old, World& world, const std::vector<int>& source, const ProductData& product,
                const CarvedFlows& flows, std::optional<double> theta) {
  const int N = world.economy_count();
  const int L = static_cast<int>(source.size());
  const auto cell = [N](int l, int n, int i) { return static_cast<std::size_t>((l * N + n) * N + i); };
  const bool counted = !old.quantity.empty() || !product.unit.empty();
  world.flow = Array3(L, N, N);
  world.tariff = Array3(L, N, N);
  world.quantity = counted ? Array3(L, N, N) : Array3();
  world.tariff_kind.assign(world.flow.size(), 0);
  const bool any_own =
      std::any_of(flows.own_tariff.begin(), flows.own_tariff.end(), [](double x) { return x > 0.0; });
  std::size_t own_kind = 0;
  if (any_own) {
    const auto known = std::find(world.tariff_kinds.begin(), world.tariff_kinds.end(), carved_tariff);
    own_kind = static_cast<std::size_t>(known - world.tariff_kinds.begin());
    if (known == world.tariff_kinds.end()) world.tariff_kinds.emplace_back(carved_tariff);
  }
  for (int l = 0; l < L; ++l) {
    const int from = source[static_cast<std::size_t>(l)];
    const bool is_product = from < 0;
    const bool is_residual = from == product.sector;
    const int base = is_product ? product.sector : from;
    for (int n = 0; n < N; ++n) {
      for (int i = 0; i < N; ++i) {
        world.flow(l, n, i) = is_product    ? flows.value(n, i)
                              : is_residual ? flows.residual(n, i)
                                            : old.flow(from, n, i);
        world.tariff(l, n, i) = is_product    ? flows.tariff(n, i)
                                : is_residual ? flows.residual_tariff(n, i)
                                              : old.tariff(from, n, i);
        world.tariff_kind[cell(l, n, i)] = is_product && flows.own_tariff(n, i) > 0.0
                                               ? static_cast<unsigned char>(own_kind)
                                               : old.tariff_kind[cell(base, n, i)];
        if (!counted) continue;
        if (is_product)
          world.quantity(l, n, i) = flows.quantity(n, i);
        else if (!old.quantity.empty())
          world.quantity(l, n, i) = old.quantity(from, n, i);
      }
    }
  }
  for (std::size_t s = 0; s < world.elasticities.size(); ++s) {
    std::vector<double>& values = world.elasticities[s].theta;
    values.clear();
    for (int from : source)
      values.push_back(
          from < 0 ? theta.value_or(old.elasticities[s].theta[static_cast<std::size_t>(product.sector)])
                   : old.elasticities[s].theta[static_cast<std::size_t>(from)]);
  }
}

// Rounding alone, but for duties that the sector did not have.
void close(Carved& out) {
  for (const Adjustment& a : balance_world(out.world))
    if (a.share > 1e-12)
      out.notes.push_back(fmt::format("{}: {:.4g} USD million in {} cells; largest {}", a.what, a.amount,
                                      a.cells, a.largest));
}

void sign(const World& old, const ProductData& product, const char* how, Carved& out) {
  World& world = out.world;
  const std::string& sector = old.sectors[static_cast<std::size_t>(product.sector)].id;
  const std::string_view bare = std::string_view(product.id).substr(std::string_view(product_prefix).size());
  world.name = fmt::format("{}+{}", old.name, bare);
  world.title = fmt::format("{}; {} {} {}", old.title, product.name, how, sector);
  world.provenance += fmt::format(
      "\n[[carved]]\nproduct = {}\nsector = {}\nhow = {}\nfrom_world = {}\nfrom_content_hash = {}\nmethod = "
      "{}\n"
      "notes = [\n",
      toml_quoted(product.id), toml_quoted(sector), toml_quoted(how), toml_quoted(old.name),
      toml_quoted(old.content_hash), toml_quoted(product.method));
  for (const std::string& sentence : out.notes)
    world.provenance += fmt::format("  {},\n", toml_quoted(sentence));
  world.provenance += "]\n";
  Hasher hasher;
  hasher.add(std::string_view(old.content_hash)).add(std::string_view(world.provenance));
  for (const Array3* array : {&world.flow, &world.tariff, &world.quantity, &world.input})
    hasher.add(std::span(array->data(), array->size()));
  for (const ElasticitySet& set : world.elasticities)
    hasher.add(std::span(set.theta.data(), set.theta.size()));
  hasher.add(std::span(world.line_substitution.data(), world.line_substitution.size()));
  for (const CriticalInput& c : world.critical)
    for (const CriticalInput::Assumed& a :
         {c.substitution, c.specific, c.backstop, c.capacity, c.build_years})
      hasher.add(a.value).add(a.low).add(a.high);
  world.content_hash = hasher.hex();
}

Line line_of(const ProductData& product, int sector) {
  return {product.id, product.name, sector, sector, product.unit, product.confidence, product.method};
}

}  // namespace

Carved carve_product(const World& world, const ProductData& product) {
  require_new_id(world, product.id);
  require_positive(product.theta, "theta");
  require_positive(product.substitution, "the elasticity between the lines of a sector");
  Carved out;
  out.world = world;
  const auto at = static_cast<std::size_t>(product.sector);
  const bool has_products = std::any_of(world.lines.begin(), world.lines.end(), [&](const Line& line) {
    return line.composite == product.sector && line.id != world.sectors[at].id;
  });
  double& held = out.world.line_substitution[at];
  if (has_products && product.substitution && *product.substitution != held)
    throw InputError(fmt::format("products of {} substitute at {}, not at {}", world.sectors[at].id,
                                 shortest(held), shortest(*product.substitution)),
                     "products of one sector share one elasticity");
  if (!has_products) held = product.substitution.value_or(assumed_substitution);
  if (!has_products && !product.substitution)
    out.notes.push_back(fmt::format("the elasticity between {} and the rest of {} is assumed: {}", product.id,
                                    world.sectors[at].id, shortest(held)));
  const CarvedFlows flows = carve_flows(world, product, out);
  std::vector<int> source;
  for (int l = 0; l < world.line_count(); ++l) source.push_back(l);
  source.push_back(-1);
  out.line = world.line_count();
  out.world.lines.push_back(line_of(product, product.sector));
  move_lines(world, out.world, source, product, flows, product.theta);
  give_own_producers(out.world, {out.line});
  close(out);
  sign(world, product, "carved out of", out);
  return out;
}

namespace {

// Where a producer stands once the new sector's own has come in before those that are no sector's own.
int moved(const World& old, int producer) { return producer < old.sector_count() ? producer : producer + 1; }

// Who buys the new sector's goods in one economy: amounts by user, producers of the new world first, final
// use last.
class Users {
 public:
  Users(const World& old, const SplitData& split, Carved& out) : old_(old), split_(split), out_(out) {}

  // `available` is what each user buys of the parent, the new sector among them; `part` the new sector's
  // share in the parent's technology.
  std::vector<double> divide(int n, const std::vector<double>& available, double part, double total) {
    std::vector<double> wanted = shares(n, available, part);
    if (wanted.empty()) wanted = available;
    double sum = 0.0;
    for (double w : wanted) sum += w;
    std::vector<double> taken(available.size(), 0.0);
    if (sum <= 0.0 || total <= 0.0) return taken;
    double left = total;
    for (std::size_t u = 0; u < available.size(); ++u) {
      taken[u] = std::min(available[u], total * wanted[u] / sum);
      left -= taken[u];
    }
    if (left <= 1e-12 * total) return taken;
    moved_ += left;
    ++economies_;
    // First to the users that were named, then to all.
    for (const bool named : {true, false}) {
      double room = 0.0;
      for (std::size_t u = 0; u < available.size(); ++u)
        if (!named || wanted[u] > 0.0) room += available[u] - taken[u];
      if (room <= 0.0) continue;
      const double give = std::min(left, room);
      for (std::size_t u = 0; u < available.size(); ++u)
        if (!named || wanted[u] > 0.0) taken[u] += give * (available[u] - taken[u]) / room;
      left -= give;
    }
    return taken;
  }

  void report() {
    if (economies_ > 0)
      out_.notes.push_back(fmt::format(
          "in {} economies a user bought less of the sector than its share of {} asks; {:.6g} USD million "
          "went to other users",
          economies_, split_.product.id, moved_));
  }

 private:
  std::vector<double> shares(int n, const std::vector<double>& available, double part) const {
    const bool own = std::any_of(split_.users.begin(), split_.users.end(),
                                 [n](const UserShare& row) { return row.economy == n; });
    std::vector<double> wanted;
    for (const UserShare& row : split_.users) {
      if (row.economy != (own ? n : UserShare::every_economy)) continue;
      wanted.resize(available.size(), 0.0);
      if (row.user == UserShare::final_use)
        wanted.back() += row.share;
      else
        share_out(row, available, part, wanted);
    }
    return wanted;
  }

  // Among the producers of a user by what each buys of the parent; the parent's own producer stands also
  // for what became the new sector's.
  void share_out(const UserShare& row, const std::vector<double>& available, double part,
                 std::vector<double>& wanted) const {
    const int p = split_.product.sector;
    const auto J = old_.sectors.size();
    std::vector<double> weights;
    double sum = 0.0;
    const std::vector<int> producers = producers_of(old_, row.user);
    for (int k : producers) {
      weights.push_back(available[static_cast<std::size_t>(moved(old_, k))] + (k == p ? available[J] : 0.0));
      sum += weights.back();
    }
    for (std::size_t j = 0; j < producers.size(); ++j) {
      const double even = 1.0 / static_cast<double>(producers.size());
      const double share = row.share * (sum > 0.0 ? weights[j] / sum : even);
      const auto at = static_cast<std::size_t>(moved(old_, producers[j]));
      wanted[at] += producers[j] == p ? share * (1.0 - part) : share;
      if (producers[j] == p) wanted[J] += share * part;
    }
  }

  const World& old_;
  const SplitData& split_;
  Carved& out_;
  double moved_ = 0.0;
  int economies_ = 0;
};

void require_whole_shares(const World& world, const SplitData& split) {
  for (int n = UserShare::every_economy; n < world.economy_count(); ++n) {
    double sum = 0.0;
    bool any = false;
    for (const UserShare& row : split.users)
      if (row.economy == n) sum += row.share, any = true;
    if (any && std::abs(sum - 1.0) > share_tolerance)
      throw InputError(
          fmt::format("the users' shares of {} {} sum to {}, not to 1", split.product.id,
                      n < 0 ? "for every economy" : "in " + world.economies[static_cast<std::size_t>(n)].id,
                      shortest(sum)));
  }
}

void split_accounts(const World& old, const SplitData& split, const CarvedFlows& flows, Carved& out) {
  const int N = old.economy_count();
  const int J = old.sector_count();
  const int K = old.producer_count();
  const int p = split.product.sector;
  World& world = out.world;
  world.input = Array3(N, J + 1, K + 1);
  world.output = Array2(N, K + 1);
  world.value_added = Array2(N, K + 1);
  world.final_use = Array2(N, J + 1);
  Users users(old, split, out);
  for (int n = 0; n < N; ++n) {
    double output = 0.0;
    double bought = 0.0;
    for (int m = 0; m < N; ++m) {
      output += flows.value(m, n);
      bought += flows.value(n, m) * (1.0 + flows.tariff(n, m));
    }
    // Columns: the technology of the parent's own producer.
    const double part = old.output(n, p) > 0.0 ? output / old.output(n, p) : 0.0;
    for (int h = 0; h < J; ++h) {
      world.final_use(n, h) = old.final_use(n, h);
      for (int k = 0; k < K; ++k)
        world.input(n, h, moved(old, k)) = old.input(n, h, k) * (k == p ? 1.0 - part : 1.0);
      world.input(n, h, J) = old.input(n, h, p) * part;
    }
    // Rows: the users take it out of what they buy of the parent.
    std::vector<double> available;
    for (int k = 0; k <= K; ++k) available.push_back(world.input(n, p, k));
    available.push_back(world.final_use(n, p));
    const std::vector<double> taken = users.divide(n, available, part, bought);
    for (int k = 0; k <= K; ++k) {
      const double t = taken[static_cast<std::size_t>(k)];
      world.input(n, J, k) = t;
      world.input(n, p, k) = std::max(0.0, world.input(n, p, k) - t);
    }
    for (int k = 0; k < K; ++k) {
      world.output(n, moved(old, k)) = k == p ? old.output(n, p) - output : old.output(n, k);
      world.value_added(n, moved(old, k)) = old.value_added(n, k) * (k == p ? 1.0 - part : 1.0);
    }
    world.output(n, J) = output;
    world.value_added(n, J) = old.value_added(n, p) * part;
    world.final_use(n, J) = taken.back();
    world.final_use(n, p) = std::max(0.0, world.final_use(n, p) - taken.back());
  }
  users.report();
}

}  // namespace

Carved split_sector(const World& world, const SplitData& split) {
  const ProductData& product = split.product;
  const int J = world.sector_count();
  const Sector& parent = world.sectors[static_cast<std::size_t>(product.sector)];
  require_new_id(world, product.id);
  require_positive(product.theta, "theta");
  if (product.substitution)
    throw InputError(
        fmt::format("{} becomes a sector, not a line of {}: there is no elasticity between lines", product.id,
                    parent.id));
  if (parent.parent >= 0)
    throw InputError(fmt::format("{} was itself split out of a sector", parent.id),
                     "split the one it came from");
  require_whole_shares(world, split);
  Carved out;
  out.world = world;
  out.world.sectors.push_back(
      {product.id, product.name, parent.isic, parent.goods, product.sector, parent.supply});
  out.world.producers.insert(out.world.producers.begin() + J, {product.id, J});
  for (Line& line : out.world.lines) line.producer = moved(world, line.producer);
  for (CriticalInput& critical : out.world.critical)
    if (critical.backstop_host >= 0) critical.backstop_host = moved(world, critical.backstop_host);
  if (split.critical) {
    CriticalInput critical = *split.critical;
    critical.sector = J;
    if (critical.backstop_host >= 0) critical.backstop_host = moved(world, critical.backstop_host);
    const std::string fault = critical_fault(out.world, critical);
    if (!fault.empty()) throw InputError(product.id + ": " + fault);
    out.world.critical.push_back(critical);
    plants_of_critical(out.world.sectors.back(), out.world.supply);
  }
  const CarvedFlows flows = carve_flows(world, product, out);
  // Lines of sectors come first, in their order.
  std::vector<int> source;
  for (int l = 0; l < world.line_count(); ++l) {
    if (l == J) source.push_back(-1);
    source.push_back(l);
  }
  if (world.line_count() == J) source.push_back(-1);
  out.line = J;
  out.world.lines.insert(out.world.lines.begin() + J, line_of(product, J));
  out.world.line_substitution.push_back(1.0);
  move_lines(world, out.world, source, product, flows, product.theta);
  split_accounts(world, split, flows, out);
  close(out);
  sign(world, product, "split out of", out);
  return out;
}

}  // namespace leeway
