// Best rates of one government, and wars of several.

#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "leeway/analysis/path.h"
#include "leeway/base/error.h"
#include "leeway/base/suggest.h"
#include "leeway/base/units.h"
#include "leeway/output/rate_words.h"
#include "leeway/output/verification_report.h"
#include "leeway/world/aliases.h"
#include "progress.h"
#include "runs.h"

namespace leeway::cli {

namespace {

double read_rate(const std::string& option, const std::string& text, double otherwise) {
  if (text.empty()) return otherwise;
  const std::optional<double> rate = parse_percent(text);
  if (!rate) throw InputError(fmt::format("{}: \"{}\" is not a rate", option, text), "write it as 50%");
  return *rate;
}

template <class Value>
Value read_word(const std::string& option, const std::string& text,
                const std::vector<std::pair<std::string, Value>>& known) {
  std::vector<std::string> words;
  for (const auto& [word, value] : known) {
    if (word == text) return value;
    words.push_back(word);
  }
  const std::string near = did_you_mean(text, words);
  throw InputError(fmt::format("{}: unknown word \"{}\"", option, text),
                   (near.empty() ? "" : near + "\n") + fmt::format("allowed: {}", fmt::join(words, ", ")));
}

RateChoice read_choice(const RateArguments& arguments) {
  RateChoice choice;
  choice.kinds = read_word<std::vector<RateKind>>("--instruments", arguments.instruments,
                                                  {{"tariffs", {RateKind::tariff}},
                                                   {"export-taxes", {RateKind::export_tax}},
                                                   {"both", {RateKind::tariff, RateKind::export_tax}}});
  choice.each = read_word<EachRate>(
      "--each-rate", arguments.each,
      {{"uniform", EachRate::uniform}, {"sector", EachRate::sector}, {"bilateral", EachRate::bilateral}});
  choice.goods = arguments.goods;
  choice.lowest = read_rate("--lowest", arguments.lowest, choice.lowest);
  choice.highest = read_rate("--highest", arguments.highest, choice.highest);
  choice.unbounded_refused = arguments.highest.empty();
  if (arguments.starts < 0) throw InputError("--starts: a number of starts is not below zero");
  return choice;
}

// What both verbs ask of.
template <class Inputs>
void read_ground(Inputs& inputs, const World& world, const Ledger& ledger, const RateArguments& rates,
                 const DateChoice& dates, const ModelChoice& model, const RangeChoice& range) {
  if (!model.closure.empty() && model.closure != to_string(Closure::balanced))
    throw InputError(
        fmt::format("--closure: best rates are searched under closure balanced, not \"{}\"", model.closure),
        "a tariff changes what a fixed imbalance is worth; leave the option out");
  inputs.as_of = read_date("--as-of", dates.as_of).value_or(default_day(world, ledger));
  inputs.known_by = read_date("--known-by", dates.known_by);
  inputs.options = chosen_options(model, world);
  inputs.options.closure = Closure::balanced;
  inputs.choice = read_choice(rates);
  // A search is some hundred equilibria.
  inputs.range = range.kind.empty() ? RangeKind::none : chosen_range(range, world, 1);
  inputs.progress = progress();
}

// "all", "pairs", or agreements by commas, their parties joined by a colon: "USA:CHN,USA:EU27".
std::vector<std::vector<int>> read_bargains(const World& world, const std::string& text,
                                            const std::vector<std::string>& players) {
  const int count = static_cast<int>(players.size());
  std::vector<std::vector<int>> bargains;
  if (text.empty()) return bargains;
  if (count < 2) throw InputError("--cooperate: an agreement takes two players");
  if (text == "all") {
    bargains.emplace_back();
    for (int p = 0; p < count; ++p) bargains.back().push_back(p);
    return bargains;
  }
  if (text == "pairs") {
    for (int p = 0; p < count; ++p)
      for (int q = p + 1; q < count; ++q) bargains.push_back({p, q});
    return bargains;
  }
  for (const std::string& one : read_list(text)) {
    std::vector<int>& parties = bargains.emplace_back();
    std::istringstream in(one);
    for (std::string name; std::getline(in, name, ':');) {
      const auto found = std::find(players.begin(), players.end(), id_of(world, name));
      if (found == players.end()) {
        const std::string near = did_you_mean(name, players);
        throw InputError(
            fmt::format("--cooperate: \"{}\" is no player of this war", name),
            (near.empty() ? "" : near + "\n") + "write all, pairs, or parties joined by a colon: USA:CHN");
      }
      const int party = static_cast<int>(found - players.begin());
      if (std::find(parties.begin(), parties.end(), party) != parties.end())
        throw InputError(fmt::format("--cooperate: {} is named twice in \"{}\"", name, one));
      parties.push_back(party);
    }
    if (parties.size() < 2)
      throw InputError(fmt::format("--cooperate: \"{}\" names one player; an agreement takes two", one));
  }
  return bargains;
}

void add_readings(Report& report, const BalancedWorld& ground,
                  const std::vector<std::pair<std::string, const std::optional<Outcome>*>>& outcomes) {
  std::vector<NamedVerification> read;
  for (const auto& [name, outcome] : outcomes)
    if (*outcome && **outcome)
      read.push_back({name, verify(*ground.world, ground.options, *(*outcome)->solution().policy,
                                   (*outcome)->solution().result)});
  add_verification(report, read);
}

}  // namespace

int respond(const RespondArguments& arguments) {
  check(arguments.output);
  const World world = chosen_world(arguments.model);
  const Ledger ledger = chosen_ledger(arguments.model.ledger, world);
  RespondInputs inputs;
  read_ground(inputs, world, ledger, arguments.rates, arguments.dates, arguments.model, arguments.range);
  inputs.player = id_of(world, arguments.player);
  inputs.weights = arguments.weights;
  inputs.search.random_starts = arguments.rates.starts;
  const Responded responded = leeway::respond(world, ledger, inputs);
  Report report = respond_report(responded, arguments.output.top);
  if (arguments.verify && responded.best)
    add_readings(report, responded.ground,
                 {{"status quo", &responded.best->status_quo}, {"best rates", &responded.best->outcome}});
  return emit(report, arguments.output, ledger, {inputs.as_of});
}

int war(const WarArguments& arguments) {
  check(arguments.output);
  const World world = chosen_world(arguments.model);
  const Ledger ledger = chosen_ledger(arguments.model.ledger, world);
  WarInputs inputs;
  read_ground(inputs, world, ledger, arguments.rates, arguments.dates, arguments.model, arguments.range);
  inputs.players = read_list(arguments.players);
  if (inputs.players == std::vector<std::string>{"*"}) {
    inputs.players.clear();
    for (const Economy& economy : world.economies) inputs.players.push_back(economy.id);
  }
  for (std::string& name : inputs.players) name = id_of(world, name);
  inputs.choice.among_players =
      read_word<bool>("--partners", arguments.partners, {{"all", false}, {"players", true}});
  inputs.settings.random_starts = arguments.rates.starts;
  inputs.settings.bargains = read_bargains(world, arguments.cooperate, inputs.players);
  const Warred warred = go_to_war(world, ledger, inputs);
  Report report = war_report(warred, arguments.output.top);
  if (arguments.verify && warred.war)
    add_readings(report, warred.ground,
                 {{"status quo", &warred.war->status_quo}, {"war", &warred.war->outcome}});
  return emit(report, arguments.output, ledger, {inputs.as_of});
}

}  // namespace leeway::cli
