#include "leeway/ensemble/spread.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <span>

#include "leeway/base/elementary.h"

namespace leeway {

namespace {

/// The first coefficient is that of the highest power.
double polynomial(std::span<const double> coefficients, double x) {
  double value = 0.0;
  for (const double c : coefficients) value = value * x + c;
  return value;
}

}  // namespace

// Hart (1968), algorithm 5666, as West (2005) gives it.
double normal_cdf(double z) {
  const double x = std::abs(z);
  if (std::isnan(z)) return z;
  double beyond = 0.0;
  if (x < 37.0) {
    const double density = elementary::exp(-0.5 * x * x);
    if (x < 7.07106781186547) {
      static constexpr double top[] = {3.52624965998911e-02, 0.700383064443688, 6.37396220353165,
                                       33.912866078383,      112.079291497871,  221.213596169931,
                                       220.206867912376};
      static constexpr double bottom[] = {8.83883476483184e-02, 1.75566716318264, 16.064177579207,
                                          86.7807322029461,     296.564248779674, 637.333633378831,
                                          793.826512519948,     440.413735824752};
      beyond = density * polynomial(top, x) / polynomial(bottom, x);
    } else {
      double fraction = x + 0.65;
      for (const double step : {4.0, 3.0, 2.0, 1.0}) fraction = x + step / fraction;
      beyond = density / fraction / 2.506628274631;
    }
  }
  return z > 0.0 ? 1.0 - beyond : beyond;
}

// Wichura (1988), algorithm AS 241.
double normal_quantile(double p) {
  const double q = p - 0.5;
  if (std::abs(q) <= 0.425) {
    static constexpr double top[] = {2509.0809287301226727, 33430.575583588128105, 67265.770927008700853,
                                     45921.953931549871457, 13731.693765509461125, 1971.5909503065514427,
                                     133.14166789178437745, 3.387132872796366608};
    static constexpr double bottom[] = {
        5226.495278852545925,  28729.085735721942674, 39307.89580009271061,  21213.794301586595867,
        5394.1960214247511077, 687.1870074920579083,  42.313330701600911252, 1.0};
    const double r = 0.180625 - q * q;
    return q * polynomial(top, r) / polynomial(bottom, r);
  }
  const double tail = q < 0.0 ? p : 1.0 - p;
  const double r = std::sqrt(-elementary::log(tail));
  double size = 0.0;
  if (r <= 5.0) {
    static constexpr double top[] = {
        7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
        3.64784832476320460504,   5.7694972214606914055,    4.6303378461565452959,  1.42343711074968357734};
    static constexpr double bottom[] = {
        1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
        0.68976733498510000455,    1.6763848301838038494,   2.05319162663775882187,   1.0};
    size = polynomial(top, r - 1.6) / polynomial(bottom, r - 1.6);
  } else {
    static constexpr double top[] = {2.01033439929228813265e-7, 2.71155556874348757815e-5,
                                     0.0012426609473880784386,  0.026532189526576123093,
                                     0.29656057182850489123,    1.7848265399172913358,
                                     5.4637849111641143699,     6.6579046435011037772};
    static constexpr double bottom[] = {2.04426310338993978564e-15, 1.4215117583164458887e-7,
                                        1.8463183175100546818e-5,   7.868691311456132591e-4,
                                        0.0148753612908506148525,   0.13692988092273580531,
                                        0.59983220655588793769,     1.0};
    size = polynomial(top, r - 5.0) / polynomial(bottom, r - 5.0);
  }
  return q < 0.0 ? -size : size;
}

double Spread::at(double u) const {
  const auto cut = [&](double below, double above) {
    // Between the shares of the whole that the ends cut off.
    const double p = below + u * (above - below);
    constexpr double least_share = 1e-300;
    return normal_quantile(std::clamp(p, least_share, 1.0 - 1e-16));
  };
  switch (shape) {
    case Shape::fixed:
      return low;
    case Shape::uniform:
      return low + u * (high - low);
    case Shape::triangular: {
      const double left = (centre - low) / (high - low);
      return u < left ? low + std::sqrt(u * (high - low) * (centre - low))
                      : high - std::sqrt((1.0 - u) * (high - low) * (high - centre));
    }
    case Shape::normal: {
      const double z = cut(normal_cdf((least - centre) / sd), normal_cdf((most - centre) / sd));
      return std::clamp(centre + sd * z, least, most);
    }
    case Shape::lognormal: {
      const double below = least > 0.0 ? normal_cdf(elementary::log(least / centre) / sd) : 0.0;
      const double z = cut(below, normal_cdf(elementary::log(most / centre) / sd));
      return std::clamp(centre * elementary::exp(sd * z), least, most);
    }
    case Shape::choice: {
      double up_to = 0.0;
      for (std::size_t i = 0; i + 1 < weights.size(); ++i)
        if (u < (up_to += weights[i])) return static_cast<double>(i);
      // Weights sum to one but for rounding; one of weight zero is never taken.
      const auto last = std::find_if(weights.rbegin(), weights.rend(), [](double w) { return w > 0.0; });
      return static_cast<double>(std::distance(last, weights.rend()) - 1);
    }
  }
  return low;
}

}  // namespace leeway
