#include "leeway/analysis/shift_share.h"

#include <algorithm>
#include <cmath>

namespace leeway {

namespace {

/// 97.5% quantile of the normal distribution.
constexpr double two_sided_95 = 1.9599639845400545;

}  // namespace

std::optional<ShiftShareSlope> shift_share_slope(const std::vector<ScoredChange>& cells,
                                                 const std::vector<Shift>& shifts) {
  const std::size_t count = cells.size();
  std::vector<const Shift*> moving;
  for (const Shift& s : shifts)
    if (std::any_of(s.exposure.begin(), s.exposure.end(), [](double w) { return w != 0.0; }))
      moving.push_back(&s);
  if (moving.size() < 3) return {};
  std::vector<double> all(count, 0.0);         // v
  std::vector<double> instrument(count, 0.0);  // z
  for (const Shift* s : moving)
    for (std::size_t i = 0; i < count; ++i) {
      all[i] += s->exposure[i];
      instrument[i] += s->exposure[i] * s->size;
    }
  const auto product = [&](const auto& a, const auto& b) {
    double sum = 0.0;
    for (std::size_t i = 0; i < count; ++i) sum += cells[i].weight * a[i] * b[i];
    return sum;
  };
  const double square = product(all, all);
  if (!(square > 0.0)) return {};
  const double mean = product(all, instrument) / square;
  std::vector<double> model(count);
  std::vector<double> record(count);
  for (std::size_t i = 0; i < count; ++i) {
    instrument[i] -= mean * all[i];
    model[i] = cells[i].model;
    record[i] = cells[i].record;
  }
  const double of_model = product(instrument, model);
  const auto [least, most] = std::minmax_element(
      moving.begin(), moving.end(), [](const Shift* a, const Shift* b) { return a->size < b->size; });
  if (of_model == 0.0 || (*least)->size == (*most)->size) return {};
  for (std::vector<double>* values : {&model, &record}) {
    const double on_all = product(all, *values) / square;
    for (std::size_t i = 0; i < count; ++i) (*values)[i] -= on_all * all[i];
  }

  ShiftShareSlope out;
  out.shifts = static_cast<int>(moving.size());
  out.slope = product(instrument, record) / of_model;
  out.first_stage = of_model / product(instrument, instrument);
  // What each shock adds to the numerator's error, of the residual and of the forecast.
  double errors = 0.0;
  double forecasts = 0.0;
  double both = 0.0;
  double largest = 0.0;
  for (const Shift* s : moving) {
    const double of_forecast = (s->size - mean) * product(s->exposure, model);
    const double error = (s->size - mean) * product(s->exposure, record) - out.slope * of_forecast;
    errors += error * error;
    forecasts += of_forecast * of_forecast;
    both += error * of_forecast;
    largest = std::max(largest, error * error);
  }
  out.standard_error = std::sqrt(errors) / std::abs(of_model);
  out.largest = errors > 0.0 ? largest / errors : 0.0;
  // (slope − b)² D² ≤ c² Σ_k (error_k + (slope − b) forecast_k)², solved for b.
  const double width = of_model * of_model / (two_sided_95 * two_sided_95) - forecasts;
  if (width > 0.0) {
    const double middle = out.slope - both / width;
    const double half = std::sqrt(both * both / (width * width) + errors / width);
    out.low = middle - half;
    out.high = middle + half;
  }
  return out;
}

}  // namespace leeway
