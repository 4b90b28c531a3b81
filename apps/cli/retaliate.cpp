#include <fmt/format.h>

#include "leeway/analysis/path.h"
#include "leeway/base/error.h"
#include "leeway/base/money.h"
#include "leeway/output/rate_words.h"
#include "leeway/world/aliases.h"
#include "leeway/world/currency.h"
#include "progress.h"
#include "runs.h"

namespace leeway::cli {

int retaliate(const RetaliateArguments& arguments) {
  check(arguments.output);
  const World world = chosen_world(arguments.model);
  const Ledger ledger = chosen_ledger(arguments.model.ledger, world);
  RetaliationInputs inputs;
  inputs.player = id_of(world, arguments.player);
  inputs.on = id_of(world, arguments.on);
  const std::optional<Quantity> amount = parse_quantity(arguments.worth);
  const std::optional<Money> money = amount ? money_of(*amount) : std::nullopt;
  if (!money)
    throw InputError(fmt::format("--worth: \"{}\" is not an amount of money", arguments.worth),
                     "write it as \"93 bn USD\"");
  const double worth = money->million * exchange(world, money->currency, Location{"--worth"});
  if (worth < 1.0)
    throw InputError(fmt::format("--worth: \"{}\" is below {} 1 mn", arguments.worth, currency_code(world)),
                     "write it as \"93 bn USD\"");
  inputs.worth_musd = worth;
  if (!arguments.rate.empty()) {
    const std::optional<double> rate = parse_percent(arguments.rate);
    if (!rate)
      throw InputError(fmt::format("--rate: \"{}\" is not a rate", arguments.rate), "write it as 25%");
    inputs.rate = *rate;
  }
  if (arguments.hurt) {
    inputs.hurt = id_of(world, *arguments.hurt);
    const bool economy = world.find_economy(inputs.hurt) || world.find_group(inputs.hurt) != nullptr;
    inputs.aim = *arguments.hurt == "all" ? ListAim::their_loss : economy ? ListAim::members : ListAim::goods;
  }
  inputs.beside = read_list(arguments.beside);
  inputs.as_of = read_date("--as-of", arguments.dates.as_of).value_or(default_day(world, ledger));
  inputs.known_by = read_date("--known-by", arguments.dates.known_by);
  inputs.options = chosen_options(arguments.model, world);
  inputs.progress = progress();
  return emit(retaliation_report(world, leeway::retaliate(world, ledger, inputs), arguments.output.top),
              arguments.output, ledger);
}

}  // namespace leeway::cli
