// Costs and prices from wages to consumers (docs/model.md section 3).

#include <cmath>

#include "leeway/verify/reading.h"

namespace leeway::second_reading {

namespace {

/// Inputs of a CES nest: base shares and log prices.
struct Nest {
  std::vector<double> share;
  std::vector<double> log_price;

  void add(double s, double p) {
    share.push_back(s);
    log_price.push_back(p);
  }
  double all() const {
    double sum = 0.0;
    for (const double s : share) sum += s;
    return sum;
  }
};

bool is_unit(double sigma) { return std::abs(1.0 - sigma) < 1e-6; }

/// Log price of a nest; its base shares are divided by their sum.
double price_of(const Nest& nest, double sigma) {
  const double all = nest.all();
  if (!(all > 0.0)) return 0.0;
  double mean = 0.0;
  for (std::size_t a = 0; a < nest.share.size(); ++a) mean += nest.share[a] / all * nest.log_price[a];
  if (is_unit(sigma)) return mean;
  double sum = 0.0;
  for (std::size_t a = 0; a < nest.share.size(); ++a)
    sum += nest.share[a] / all * std::exp((1.0 - sigma) * (nest.log_price[a] - mean));
  return mean + std::log(sum) / (1.0 - sigma);
}

/// What a base share becomes when its price moves against the nest's.
double new_share(double share, double sigma, double log_price, double log_nest) {
  return is_unit(sigma) ? share : share * std::exp((1.0 - sigma) * (log_price - log_nest));
}

/// Price of materials (E2, E3), and the shares of composites in them.
double materials(Reading& r, int n, int k) {
  const BaseYear& b = r.base;
  const auto log_price = [&](int h) { return std::log(r.result.price(n, h)); };
  const double between = r.options.sigma_materials;
  std::vector<Nest> bundles(b.bundle_sigma.size());
  for (int h = 0; h < b.composites; ++h)
    if (b.bundle[at(h)] >= 0) bundles[at(b.bundle[at(h)])].add(b.input_share(n, h, k), log_price(h));
  Nest upper;
  std::vector<double> bundle_price(bundles.size(), 0.0);
  for (std::size_t q = 0; q < bundles.size(); ++q) {
    bundle_price[q] = price_of(bundles[q], b.bundle_sigma[q]);
    upper.add(bundles[q].all(), bundle_price[q]);
  }
  for (int h = 0; h < b.composites; ++h)
    if (b.bundle[at(h)] < 0) upper.add(b.input_share(n, h, k), log_price(h));
  const double together = price_of(upper, between);
  for (int h = 0; h < b.composites; ++h) {
    const int q = b.bundle[at(h)];
    double share = b.input_share(n, h, k);
    if (q >= 0) {
      share = new_share(share, b.bundle_sigma[at(q)], log_price(h), bundle_price[at(q)]);
      share = new_share(share, between, bundle_price[at(q)], together);
    } else {
      share = new_share(share, between, log_price(h), together);
    }
    r.input_share(n, h, k) = share;
  }
  return together;
}

void check_costs(Reading& r) {
  const BaseYear& b = r.base;
  Tally tally = r.start("unit costs and basic prices");
  for (int n = 0; n < b.economies; ++n)
    for (int k = 0; k < b.producers; ++k) {
      const double log_materials = materials(r, n, k);
      if (!b.makes(n, k)) continue;
      const double eta = b.specific(n, k);
      const double value_added = (1.0 - eta) * std::log(r.result.wage[at(n)]) +
                                 eta * std::log(r.result.value_added(n, k) / b.value_added(n, k));
      const double share = b.value_added_share(n, k);
      Nest cost;
      cost.add(share, value_added);
      cost.add(1.0 - share, log_materials);
      const double log_cost = price_of(cost, b.sigma_cost[at(k)]);
      r.cost_share(n, k) = new_share(share, b.sigma_cost[at(k)], value_added, log_cost);
      tally.compare(r.result.basic_price(n, k), std::exp(log_cost) * (1.0 - subsidy_of(r.policy, n, k)), 0.0,
                    tally.producer(n, k));
    }
  r.finish(tally);
}

/// ln of what a line costs from all its origins; demand shares of the origins.
double traded_price(Reading& r, int l, int n) {
  const BaseYear& b = r.base;
  const int k = r.world.lines[at(l)].producer;
  const double theta = b.theta[at(l)];
  std::vector<double> pull(at(b.economies), -HUGE_VAL);
  double most = -HUGE_VAL;
  for (int i = 0; i < b.economies; ++i) {
    if (!r.open(l, n, i)) continue;
    pull[at(i)] = std::log(r.taste(l, n, i) * b.paid(l, n, i) / b.spending(l, n)) -
                  theta * (r.log_wedge(l, n, i) + std::log(r.result.basic_price(i, k)));
    most = std::max(most, pull[at(i)]);
  }
  if (most == -HUGE_VAL) return HUGE_VAL;
  double sum = 0.0;
  for (const double p : pull) sum += std::exp(p - most);
  for (int i = 0; i < b.economies; ++i) r.demand(l, n, i) = std::exp(pull[at(i)] - most) / sum;
  return -(most + std::log(sum)) / theta;
}

/// Where spending on a line goes, and its log price.
struct Supply {
  double log_price = 0.0;
  double bought = 1.0;  ///< share that goes to the origins
  double made = 0.0;    ///< share that goes to the backstop
};

/// Of a line that can be done without (E7).
Supply with_backstop(Reading& r, int l, int n) {
  const BaseYear& b = r.base;
  std::vector<double> bought(at(b.economies), 0.0);
  Supply supply;
  if (r.flows.in_classes(l, n)) {
    const FlowReader::CutReading& row = r.flows.classes(l, n);
    for (const std::vector<double>& of : row.demand)
      for (int i = 0; i < b.economies; ++i) bought[at(i)] += of[at(i)];
    supply = {row.log_price, 1.0 - row.made, row.made};
  } else {
    double sum = 0.0;
    for (int i = 0; i < b.economies; ++i) {
      if (!(b.paid(l, n, i) > 0.0)) continue;
      const FlowReader::Pull pull =
          r.flows.pull(l, n, i, b.paid(l, n, i) / b.spending(l, n), r.flows.read(l, n, i));
      bought[at(i)] = pull.bought;
      supply.made += pull.made;
      sum += pull.bought + pull.made;
    }
    supply.made /= sum;
    supply.bought = 1.0 - supply.made;
    supply.log_price = -std::log(sum) / b.theta[at(l)];
  }
  double all = 0.0;
  for (const double one : bought) all += one;
  for (int i = 0; i < b.economies; ++i) r.demand(l, n, i) = all > 0.0 ? bought[at(i)] / all : 0.0;
  return supply;
}

void check_lines(Reading& r) {
  const BaseYear& b = r.base;
  Tally tally = r.start("what buyers pay on a line");
  for (int l = 0; l < b.lines; ++l)
    for (int n = 0; n < b.economies; ++n) {
      if (!(b.spending(l, n) > 0.0)) continue;
      const Supply supply =
          b.backstop[at(l)] > 0.0 ? with_backstop(r, l, n) : Supply{traded_price(r, l, n), 1.0, 0.0};
      tally.compare(r.result.line_price(l, n), std::exp(supply.log_price), 0.0, tally.line(l, n));
      r.bought(l, n) = supply.bought;
      r.made(l, n) = supply.made;
    }
  r.finish(tally);
}

void check_composites(Reading& r) {
  const BaseYear& b = r.base;
  Tally tally = r.start("prices of composites");
  for (int n = 0; n < b.economies; ++n)
    for (int h = 0; h < b.composites; ++h) {
      if (!(b.absorption(n, h) > 0.0)) continue;
      const double sigma = r.world.line_substitution[at(h)];
      Nest nest;
      for (int l = 0; l < b.lines; ++l)
        if (r.world.lines[at(l)].composite == h && b.spending(l, n) > 0.0)
          nest.add(b.spending(l, n), std::log(r.result.line_price(l, n)));
      const double log_price = price_of(nest, sigma);
      tally.compare(r.result.price(n, h), std::exp(log_price), 0.0, tally.composite(n, h));
      for (int l = 0; l < b.lines; ++l) {
        if (r.world.lines[at(l)].composite != h || !(b.spending(l, n) > 0.0)) continue;
        const double spent = r.result.absorption(n, h) * new_share(b.spending(l, n) / b.absorption(n, h),
                                                                   sigma, std::log(r.result.line_price(l, n)),
                                                                   std::log(r.result.price(n, h)));
        r.made(l, n) *= spent;
        r.bought(l, n) *= spent;
      }
    }
  r.finish(tally);
}

// A backstop sells no more than has been built, and earns a premium only where it sells all of that.
void check_backstops(Reading& r) {
  const BaseYear& b = r.base;
  Tally tally = r.start("backstops and their capacity");
  for (int l = 0; l < b.lines; ++l)
    for (int n = 0; n < b.economies; ++n) {
      if (!(r.made(l, n) > 0.0)) continue;
      const double premium = r.result.backstop_premium(l, n);
      const double cost =
          b.backstop[at(l)] * r.result.basic_price(n, b.backstop_maker[at(l)]) * std::exp(premium);
      const double over = std::log(r.made(l, n) / cost / (b.backstop_most[at(l)] * b.spending(l, n)));
      tally.add(std::max(-premium, premium > 0.0 ? std::abs(over) : over), tally.line(l, n));
    }
  r.finish(tally);
}

void check_consumers(Reading& r) {
  const BaseYear& b = r.base;
  Tally tally = r.start("consumer prices");
  for (int n = 0; n < b.economies; ++n) {
    Nest nest;
    for (int h = 0; h < b.composites; ++h) nest.add(b.final_share(n, h), std::log(r.result.price(n, h)));
    const double log_price = price_of(nest, r.options.sigma_final);
    tally.compare(r.result.consumer_price[at(n)], std::exp(log_price), 0.0, tally.economy(n));
    for (int h = 0; h < b.composites; ++h)
      r.final_share(n, h) =
          new_share(b.final_share(n, h), r.options.sigma_final, std::log(r.result.price(n, h)), log_price);
  }
  r.finish(tally);
}

}  // namespace

void check_prices(Reading& reading) {
  check_costs(reading);
  check_lines(reading);
  check_composites(reading);
  check_backstops(reading);
  check_consumers(reading);
}

}  // namespace leeway::second_reading
