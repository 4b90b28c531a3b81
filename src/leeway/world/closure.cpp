#include "leeway/world/closure.h"

#include <cmath>

#include <fmt/format.h>

#include "leeway/base/units.h"
#include "leeway/world/schema.h"

namespace leeway {

namespace {

bool equal(double found, double expected) {
  // USD 1 absolute, for cells that hold next to nothing.
  return std::abs(found - expected) <= closure_tolerance * std::abs(expected) + 1e-6;
}

struct Side {
  const char* what;
  double value;
};

[[noreturn]] void refuse(const Location& where, const std::string& economy, const std::string& of,
                         const Side& left, const Side& right) {
  throw InputError(where,
                   fmt::format("the accounts of {} in {} do not close: {} {} but {} {}", of, economy,
                               left.what, shortest(left.value), right.what, shortest(right.value)),
                   fmt::format("they may differ by {} of output: a file of this world may be cut short or "
                               "edited (flows, tariffs, inputs, industries, final)\n"
                               "`leeway world import` balances a table",
                               shortest(closure_tolerance)));
}

}  // namespace

void require_closed_accounts(const World& world,
                             const std::function<Location(Account, int economy, int at)>& where) {
  const Array2 sold = sales(world);
  const Array2 spent = spending(world);
  const Array2 bought = absorption(world);
  for (int n = 0; n < world.economy_count(); ++n) {
    const std::string& economy = world.economies[static_cast<std::size_t>(n)].id;
    for (int k = 0; k < world.producer_count(); ++k) {
      const std::string& id = world.producers[static_cast<std::size_t>(k)].id;
      const double output = world.output(n, k);
      double cost = world.value_added(n, k);
      for (int h = 0; h < world.sector_count(); ++h) cost += world.input(n, h, k);
      if (!equal(sold(n, k), output))
        refuse(where(Account::industry, n, k), economy, id, {"sales", sold(n, k)}, {"output", output});
      if (!equal(cost, output))
        refuse(where(Account::industry, n, k), economy, id, {"inputs and value added", cost},
               {"output", output});
    }
    for (int h = 0; h < world.sector_count(); ++h)
      if (!equal(bought(n, h), spent(n, h)))
        refuse(where(Account::final_use, n, h), economy, world.sectors[static_cast<std::size_t>(h)].id,
               {"inputs and final use", bought(n, h)}, {"purchases with tariffs", spent(n, h)});
  }
}

}  // namespace leeway
