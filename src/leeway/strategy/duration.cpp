#include "leeway/strategy/duration.h"

#include <fmt/format.h>

#include "leeway/base/elementary.h"
#include "leeway/base/error.h"
#include "leeway/base/units.h"

namespace leeway {

double present_years(const std::optional<double>& years, double discount) {
  if (years && !(*years > 0.0))
    throw InputError(fmt::format("{} years is no length of time", shortest(*years)), "allowed: above 0");
  if (discount == 0.0) {
    if (!years)
      throw InputError("without a discount what lasts for good has no present value",
                       "give a discount, such as 3%, or say how long the deal lasts");
    return *years;
  }
  const double rate = elementary::log(1.0 + discount);
  return years ? (1.0 - elementary::exp(-rate * *years)) / rate : 1.0 / rate;
}

double Duration::deal_years() const { return any() ? present_years(deal_lasts, discount) : 1.0; }

double Duration::punished_years() const {
  if (!any()) return 1.0;
  return present_years(lasts ? lasts : deal_lasts, discount);
}

void check(const Duration& d) {
  if (!(d.discount >= 0.0 && d.discount < 1.0))
    throw InputError(fmt::format("a discount of {} a year", shortest(d.discount)),
                     "allowed: 0 to below 1 (100%)");
  if (!d.any()) return;
  present_years(d.deal_lasts, d.discount);
  if (d.lasts) present_years(d.lasts, d.discount);
  if (d.lasts && d.deal_lasts && *d.lasts > *d.deal_lasts)
    throw InputError(fmt::format("the punishment lasts {} years, longer than the deal, {} years",
                                 shortest(*d.lasts), shortest(*d.deal_lasts)),
                     "a punishment ends with what it punishes");
}

}  // namespace leeway
