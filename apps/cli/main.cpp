#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "command_line.h"
#include "leeway/base/error.h"
#include "leeway/base/lost_output.h"
#include "leeway/base/suggest.h"
#include "leeway/base/version.h"

namespace leeway::cli {

std::string whole_number(const std::string& text) {
  const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
  return digits ? "" : fmt::format("\"{}\" is not a number of rows, 0 or more", text);
}

namespace {

/// Every name that the words typed could have meant where the parser stopped.
std::vector<std::string> known_words(const CLI::App& app) {
  const CLI::App* at = &app;
  while (!at->get_subcommands().empty()) at = at->get_subcommands().front();
  std::vector<std::string> words;
  for (const CLI::Option* option : at->get_options()) {
    for (const std::string& name : option->get_lnames()) words.push_back("--" + name);
    for (const std::string& name : option->get_snames()) words.push_back("-" + name);
  }
  for (const CLI::App* verb : at->get_subcommands([](const CLI::App*) { return true; }))
    words.push_back(verb->get_name());
  return words;
}

/// The first word that the parser left over, or that stands where a verb should.
std::string stranger(const CLI::App& app) {
  const std::vector<std::string> left = app.remaining(true);
  return left.empty() ? "" : left.front();
}

int refuse(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App* at = &app;
  std::string name = app.get_name();
  while (!at->get_subcommands().empty()) {
    at = at->get_subcommands().front();
    name += " " + at->get_name();
  }
  const std::string word = stranger(app);
  std::string text = name + ": ";
  if (!word.empty()) {
    text += fmt::format("unknown {} \"{}\"", word.starts_with('-') ? "option" : "word", word);
  } else if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr &&
             at->get_require_subcommand_min() > 0) {
    std::vector<std::string> verbs;
    for (const CLI::App* verb : at->get_subcommands([](const CLI::App*) { return true; }))
      verbs.push_back(verb->get_name());
    text += fmt::format("a verb is needed: {}", fmt::join(verbs, ", "));
  } else {
    text += error.what();
  }
  const std::string near = word.empty() ? "" : did_you_mean(word, known_words(app));
  if (!near.empty()) text += "\n  " + near;
  text += fmt::format("\n  {} --help says what is allowed", name);
  complain("{}\n", text);
  return bad_input;
}

void add_carve(CLI::App& world, CarveArguments& a, int& code) {
  auto* verb = world.add_subcommand(
      "carve", "make a product, with flows and units of its own, of a part of a sector (docs/carve.md)");
  const auto option = [&](const char* name, auto& value, const char* description, const char* type) {
    return verb->add_option(name, value, description)->type_name(type);
  };
  option("--product", a.product, "id: small letters, digits and _", "ID")->required();
  option("--sector", a.sector, "that it is a part of", "SECTOR")->required();
  option("--flows", a.flows,
         "CSV: exporter,importer,value[,quantity][,tariff]; USD million at basic prices, sales at home too",
         "FILE")
      ->required();
  option("-o,--output", a.folder, "new folder for the world", "FOLDER")->required();
  option("--world", a.world, "name of a world, or a world folder", "WORLD")->capture_default_str();
  option("--name", a.name, "of the product, in words", "NAME");
  option("--unit", a.unit, "physical unit of the quantities, such as t, units, hl", "UNIT");
  auto* quantities = option("--quantities", a.quantities, "CSV: exporter,importer,quantity", "FILE");
  quantities->needs("--unit");
  option("--market", a.market,
         "CSV: economy,value or economy,units,price; gives sales at home as what imports leave", "FILE");
  option("--reference", a.reference,
         "CSV: exporter,importer,share,tariff of a year in which policy did not keep them out", "FILE");
  option("--rates", a.rates, "how tariffs are written: decimal, percent or gross (1.25 for 25%)", "HOW");
  option("--theta", a.theta, "trade elasticity; the sector's when left out", "THETA");
  option("--substitution", a.substitution, "between the lines of the sector; 1.5 when left out", "SIGMA");
  option("--confidence", a.confidence, "grade of the figures: A, B or C", "GRADE");
  option("--method", a.method, "one sentence on where they come from", "TEXT");
  option("--users", a.users, "CSV: [economy,]user,share; makes it a sector of its own", "FILE");
  auto* bundle =
      option("--bundle", a.bundle, "what its users need it with; makes it a sector of its own", "SECTOR");
  for (auto* assumption :
       {option("--sigma", a.sigma, "substitution in that bundle: VALUE or LOW:VALUE:HIGH", "RANGE"),
        option("--specific", a.specific, "share of its value added that cannot move", "RANGE"),
        option("--backstop", a.backstop, "cost of doing without it over its base-year cost, 0 for none",
               "RANGE"),
        option("--capacity", a.capacity, "of the backstop in the long run, over base-year use", "RANGE"),
        option("--build-years", a.build_years, "in which that is built, 0 for at once", "RANGE"),
        option("--host", a.host, "sector that makes the backstop", "SECTOR"),
        option("--source", a.source, "of these assumptions", "TEXT")})
    assumption->needs(bundle);
  add_formats(*verb, a.output);
  verb->footer(
      "Example:\n  leeway world carve --product coffee --sector A01_02 --unit t --theta 6 "
      "--flows coffee.csv -o my-world\n");
  verb->callback([&] { code = carve(a); });
}

void add_world(CLI::App& app, WorldArguments& a, CarveArguments& carved, int& code) {
  a.world = "2023";
  auto* world = app.add_subcommand(
      "world", "the base-year economy: list, show, check, import, rebase, aggregate, carve, pack");
  world->require_subcommand(1);
  const auto add = [&](const char* name, const char* description, auto answer, auto output) {
    auto* verb = world->add_subcommand(name, description);
    output(*verb, a.output);
    verb->callback([&a, &code, answer] { code = answer(a); });
    return verb;
  };
  auto* list = add("list", "the worlds of the data folder", list_worlds, add_output);
  example(*list, "leeway world list");
  auto* show = add("show", "an economy, a sector, a group, or a list of them", show_world, add_output);
  show->add_option("WHAT", a.what, "an id, or economies, sectors, products, groups, elasticities, sources")
      ->required();
  add_world_name(*show, a.world);
  example(*show, "leeway world show CAN");
  auto* findings = add("check", "accounts, and the published figures that the world must reproduce",
                       check_worlds, add_output);
  add_world_name(*findings, a.world);
  example(*findings, "leeway world check --world 2023");
  auto* import = add("import", "make a world of an input-output table", import_table, add_formats);
  import
      ->add_option("TABLE", a.table,
                   "the table: a file or a folder; before it, if it is to be said, its KIND")
      ->required()
      ->expected(1, 2);
  const auto option = [import](const char* name, auto& value, const char* what, const char* type) {
    return import->add_option(name, value, what)->type_name(type);
  };
  option("-o,--output", a.folder, "new folder for the world", "FOLDER")->required();
  option("--name", a.import.name, "of the world; the file's when left out", "NAME");
  option("--year", a.import.base_year, "base year; the last year in the file's name when left out", "YEAR");
  option("--currency", a.import.currency, "of the table: a code such as EUR; USD when it does not say",
         "CODE");
  option("--per-usd", a.import.currency_per_usd, "units of that currency for one USD, for amounts in USD",
         "RATE");
  option("--unit", a.unit, "that its values are in: one, thousand, million or billion; million when left out",
         "UNIT");
  option("--tariffs", a.import.tariffs, "CSV: sector,exporter,importer,rate[,kind]", "FILE");
  option("--rates", a.rates, "how rates are written: decimal, percent or gross (1.25 for 25%)", "HOW");
  option("--tariff-date", a.tariff_date, "day whose Measures the tariffs contain", "DATE");
  option("--elasticities", a.import.elasticities, "CSV: set,sector,theta; or GTAP's default.prm", "FILE");
  option("--sets", a.import.sets, "HAR with the elements of GTAP's sets, where the table lists none", "FILE");
  option("--elasticity", a.import.elasticity, "theta of every sector without such a file", "THETA")
      ->capture_default_str();
  option("--sectors", a.import.sectors, "CSV: sector,name,isic,kind", "FILE");
  option("--economies", a.import.economies, "CSV: economy,name,kind", "FILE");
  option("--groups", a.import.groups, "CSV: group,name,economy,from,to", "FILE");
  option("--home-sales-from", a.import.home_sales,
         "CSV: economy[,sector],output or economy,gdp; sales at home are what exports leave of it", "FILE");
  option("--ledger", a.import.ledger, "folder of Measures that serves the world, or none", "LEDGER");
  example(*import, "leeway world import ICIO2020.csv -o my-world && leeway world check --world my-world");
  auto* rebased = add("rebase", "solve the base year at unchanged wedges and write the result as a world",
                      rebase_world, add_formats);
  add_world_name(*rebased, a.world);
  rebased->add_flag("--balanced", a.balanced, "without trade imbalances, for closure balanced");
  rebased->add_option("-o,--output", a.folder, "new folder for the world")->type_name("FOLDER")->required();
  example(*rebased, "leeway world rebase --balanced -o world-balanced");
  auto* coarser = add("aggregate", "put economies or sectors together and write the result as a world",
                      aggregate_world, add_formats);
  coarser->add_option("MAP", a.source, "CSV: kind,from,to[,name]; kind is economy or sector, * all others")
      ->required();
  add_world_name(*coarser, a.world);
  coarser->add_option("-o,--output", a.folder, "new folder for the world")->type_name("FOLDER")->required();
  example(*coarser, "leeway world aggregate map.csv -o three-economies");
  auto* pack =
      add("pack", "write a world as one file that loads quickly; the build makes that of each world here",
          pack_world, add_formats);
  pack->add_option("WORLD", a.world, "name of a world, or a world folder")->capture_default_str();
  pack->add_option("-o,--output", a.folder, "the pack; world.pack beside the files when left out")
      ->type_name("FILE");
  example(*pack, "leeway world pack my-world && leeway world check --world my-world");
  add_carve(*world, carved, code);
  example(*world, "leeway world show CAN");
}

void add_play(CLI::App& app, PlayArguments& a, int& code) {
  auto* verb =
      app.add_subcommand("play", "solve a game: what is ruled out, equilibria, coalitions, orders of moves");
  verb->add_option("FILE", a.file,
                   "a game of policy: a ready one by name, or a .toml file; or one in "
                   "Gambit's format: .nfg (a table) or .efg (a tree)");
  verb->add_option("--concepts", a.concepts,
                   "what is asked, by commas: dominance, nash, quantal, correlated, coarse, coalitions, "
                   "sequence, timing; all when left out")
      ->type_name("LIST");
  verb->add_option("--order", a.order, "who moves when, for sequence: players by commas")
      ->type_name("PLAYERS");
  verb->add_option("--write", a.write, "write the table of payoffs as a Gambit file; the name ends in .nfg")
      ->type_name("FILE");
  verb->add_option("--expansion", a.expansion,
                   "of a game of policy: payoffs by effects of one, two or three players together; every "
                   "payoff is solved when left out and few enough")
      ->type_name("1|2|3");
  verb->add_flag("--no-stakes", a.no_stakes, "leave out what the file declares beside real income");
  auto* range = verb->add_option("--range", a.range.kind,
                                 "of a game of policy: whether equilibria and leeways are told again under "
                                 "every set of elasticities (sets, when left out) or not (none)")
                    ->type_name("RANGE");
  verb->add_flag("--quick", a.range.quick, "the central case alone: --range none")->excludes(range);
  verb->add_option(
          "--keep", a.keep,
          "a folder: payoffs that are solved are kept there, and those found there not solved again, "
          "so that a run that was broken off goes on")
      ->type_name("FOLDER");
  verb->add_flag("--list", a.list, "the ready games");
  add_model(*verb, a.model);
  add_output(*verb, a.output);
  example(*verb, "leeway play rush-to-beijing\n  leeway play prisoners.nfg --concepts nash,coalitions");
  verb->callback([&] { code = play(a); });
}

void add_hedge(CLI::App& app, HedgeArguments& a, int& code) {
  auto* verb = app.add_subcommand(
      "hedge",
      "acts that insure against states of the world: on average, in the worst of cases, and by regret");
  verb->add_option("ECONOMY", a.who, "ISO3 code or group, or a ready hedge (--list), or a .toml file");
  verb->add_option("FILE", a.question, "a ready hedge or a .toml file, put to ECONOMY");
  verb->add_option("--state", a.states,
                   "what may come: \"NAME=PROBABILITY: MEASURES\", in one line, ledger ids or scenarios, by "
                   "semicolons; the status quo takes the rest")
      ->type_name("STATE")
      ->allow_extra_args(false);
  verb->add_option("--act", a.acts,
                   "what can be done: \"NAME: MEASURES\", or \"NAME=120 mn USD: MEASURES\" a year")
      ->type_name("ACT")
      ->allow_extra_args(false);
  verb->add_option("--bundles", a.most_acts, "most acts of a bundle")
      ->type_name("N")
      ->check(whole_number)
      ->capture_default_str();
  verb->add_option("--tail", a.tail, "share of probability that the worst of cases is")
      ->type_name("SHARE")
      ->default_str("10%");
  verb->add_flag("--spread", a.spread,
                 "the price of unpredictability, where states differ in the rate of one Measure");
  verb->add_option("--horizons", a.horizons, "years, by commas, that the range draws beside the horizon")
      ->type_name("LIST");
  verb->add_flag("--list", a.list, "the ready hedges");
  auto* kind = verb->add_option("--range", a.range.kind,
                                "cases that the answer is told over: sets (elasticities) or none")
                   ->type_name("RANGE");
  verb->add_flag("--quick", a.range.quick, "the central case alone: --range none")->excludes(kind);
  verb->add_option("--as-of", a.dates.as_of, "day of the policy, such as 2026-01-24")->type_name("DATE");
  verb->add_option("--known-by", a.dates.known_by, "forget what was announced after this day")
      ->type_name("DATE");
  add_model(*verb, a.model);
  add_output(*verb, a.output);
  example(*verb,
          "leeway hedge eu-without-us\n  leeway hedge CAN --as-of 2026-01-24 --state \"punished=30%: USA on "
          "CAN: tariff 25% on goods\" \\\n    --act \"Europe: CAN with EU27: pact 50%\" --spread");
  verb->callback([&] { code = run_hedge(a); });
}

void add_sweep(CLI::App& app, SweepArguments& a, int& code) {
  auto* sweep = app.add_subcommand(
      "sweep",
      "many draws of one question: elasticities, rates, probabilities and more at once (docs/sweep.md)");
  sweep->require_subcommand(1);
  const auto add = [&](const char* name, const char* description, auto answer) {
    auto* verb = sweep->add_subcommand(name, description);
    verb->callback([&a, &code, answer] { code = answer(a); });
    return verb;
  };
  const auto of_plan = [&](CLI::App& verb) {
    verb.add_option("PLAN", a.plan, "a ready plan by name (sweep plan --list), or a .toml file");
    verb.add_option("--world", a.world, "in the place of the plan's: a name, or a world folder")
        ->type_name("WORLD");
    add_ledger_option(verb, a.ledger);
  };
  auto* plan = add("plan", "what a plan asks, how many draws, and what they would take", plan_sweep);
  of_plan(*plan);
  plan->add_flag("--list", a.list, "the ready plans");
  add_output(*plan, a.output);
  example(*plan, "leeway sweep plan canada-china");
  auto* run = add("run", "solve the draws of a plan, or those that are left", run_sweep);
  of_plan(*run);
  run->add_option("-o,--output", a.run, "folder of the run; one that is there goes on")
      ->type_name("FOLDER")
      ->required();
  run->add_option("--shard", a.shard,
                  "solve part I of N alone: 1/8, 2/8, …; parts need nothing of one another")
      ->type_name("I/N");
  run->add_option("--threads", a.threads, "as many as the machine has when left out; one a rank under mpirun")
      ->type_name("N")
      ->check(CLI::Range(1, 4096));
  run->add_option("--wall", a.wall, "stop after this time with all that is done kept: 30m, 8h, 90s")
      ->type_name("TIME");
  run->add_option("--chunk", a.chunk, "draws between two times that a worker waits for the disk")
      ->type_name("N")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  example(
      *run,
      "leeway sweep run canada-grid -o my-run\n  leeway sweep run plan.toml -o run --shard 2/8 --wall 4h\n  "
      "mpirun leeway sweep run plan.toml -o run\n\nExit codes: 0 all draws asked for are there, 4 stopped: "
      "run it again to go on");
  const auto of_run = [&](CLI::App& verb) {
    verb.add_option("RUN", a.run, "folder of the run")->type_name("FOLDER")->required();
  };
  auto* merge = add("merge", "the draws of a run as one table, ordered by draw", merge_sweep);
  of_run(*merge);
  merge->add_option("-o,--output", a.into, "the name ends in .csv, .sqlite or .dta; may be given again")
      ->type_name("FILE")
      ->required()
      ->allow_extra_args(false);
  merge->add_flag("--partial", a.partial, "also where draws are missing");
  example(*merge, "leeway sweep merge my-run -o draws.csv -o draws.sqlite");
  auto* report =
      add("report", "what the draws say: quantiles, signs, what moves a figure, indices", report_sweep);
  of_run(*report);
  report
      ->add_option("--of", a.of,
                   "the figure that is taken apart; when left out p_star, or the first that is kept")
      ->type_name("FIGURE");
  report->add_option("--by", a.by, "that figure by what varies: a fan")->type_name("INPUT");
  report->add_option("--map", a.map, "which option is best over two things that vary, by a comma")
      ->type_name("ACROSS,DOWN");
  add_output(*report, a.output);
  example(*sweep, "leeway sweep plan canada-china");
  example(*report, "leeway sweep report my-run --of p_star --by elasticities");
}

void add_dyad(CLI::App& app, DyadArguments& a, int& code) {
  auto* verb = app.get_subcommand("ledger")->add_subcommand(
      "dyad", "what two governments did to each other, month by month, on a published scale");
  verb->add_option("A", a.first, "ISO3 code or group")->required();
  verb->add_option("B", a.second, "ISO3 code or group")->required();
  verb->add_option("--from", a.from, "first day; that of the first entry when left out")->type_name("DATE");
  verb->add_option("--to", a.to, "last day; the last on record when left out")->type_name("DATE");
  verb->add_option("--known-by", a.known_by, "forget what was announced after this day")->type_name("DATE");
  add_world_name(*verb, a.world);
  add_ledger_option(*verb, a.ledger);
  add_output(*verb, a.output);
  example(*verb, "leeway ledger dyad CAN CHN --from 2024-01-01 -o dyad.html");
  verb->callback([&] { code = ledger_dyad(a); });
}

/// The verbs on worlds and on the program itself.
void add_own_verbs(CLI::App& app, Arguments& arguments, int& code) {
  add_world(app, arguments.world, arguments.carve, code);
  add_play(app, arguments.play, code);
  add_hedge(app, arguments.hedge, code);
  add_sweep(app, arguments.sweep, code);
  add_dyad(app, arguments.dyad, code);
  auto* scenarios = app.add_subcommand("scenarios", "the ready scenarios and what each asks");
  add_output(*scenarios, arguments.scenarios);
  example(*scenarios, "leeway scenarios");
  scenarios->callback([&] { code = list_scenarios(arguments.scenarios); });
  auto* options = app.add_subcommand("options", "the options of the model: ranges, defaults, reasons");
  add_output(*options, arguments.options);
  example(*options, "leeway options");
  options->callback([&] { code = list_options(arguments.options); });
  auto* published = app.add_subcommand("replicate", "published results, from the authors' data");
  published
      ->add_option(
          "WHAT", arguments.published,
          "cp2015: Caliendo and Parro (2015); tariffwar: uniform tariffs of all at war (Lashkaripour "
          "2021); armington_36: China's best tariffs and a war of two; armington_2country: closed form")
      ->required();
  published->add_option("--golden", arguments.golden, "folder of the published data")
      ->type_name("FOLDER")
      ->required();
  add_output(*published, arguments.replicate);
  example(*published, "leeway replicate cp2015 --golden path/to/cp2015");
  published->callback([&] { code = replicate(arguments.published, arguments.golden, arguments.replicate); });
  auto* self = app.add_subcommand("selftest", "identities of the model and one scenario, on this machine");
  self->add_option("--world", arguments.selftest_world, "name of a world, or a world folder")
      ->type_name("WORLD")
      ->capture_default_str();
  example(*self, "leeway selftest");
  self->callback([&] { code = selftest(arguments.selftest_world); });
  auto* about = app.add_subcommand("version", "version of the program");
  example(*about, "leeway version");
  about->callback([] { print(fmt::format("leeway {}\n", version())); });
}

/// An option without a value is a slip of a script ("--economy $WHO"), and no option that was left out.
void refuse_empty(const std::vector<std::string>& words) {
  for (std::size_t at = 0; at < words.size(); ++at) {
    const bool empty = words[at].empty();
    const bool assigned = words[at].starts_with("--") && words[at].ends_with('=');
    if (!empty && !assigned) continue;
    const std::string option = assigned ? words[at].substr(0, words[at].size() - 1)
                               : at > 0 && words[at - 1].starts_with('-') ? words[at - 1]
                                                                          : "";
    throw InputError(option.empty() ? std::string("a word is empty") : option + " is empty",
                     "give it a value or leave it out; leeway VERB --help says what is allowed");
  }
}

int run(int argc, char** argv) {
  int code = done;
  Arguments arguments;
  CLI::App app("Trade policy under threat: who gains, who pays, how much room there is.", "leeway");
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("leeway ") + version());
  example(app,
          "leeway brief CAN --as-of 2026-01-24 --event US-2026-CA-THREAT -o brief.html\n\n"
          "Exit codes: 0 done, 1 solved but not certified, 2 bad input, 3 a fault of ours, 4 a sweep was "
          "stopped and can go on");
  add_verbs(app, arguments, code);
  add_own_verbs(app, arguments, code);
  try {
    // "leeway help path" asks for what "leeway path --help" says.
    std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
    if (!words.empty() && words.front() == "help") {
      words.erase(words.begin());
      words.emplace_back("--help");
    }
    refuse_empty(words);
    std::reverse(words.begin(), words.end());  // as the parser takes a list
    app.parse(std::move(words));
  } catch (const CLI::Success& request) {
    std::ostringstream told;  // --help, --version
    code = app.exit(request, told, told);
    print(told.str());
  } catch (const CLI::ParseError& error) {
    return refuse(app, error);
  }
  flush_output();
  return code;
}

}  // namespace

}  // namespace leeway::cli

int main(int argc, char** argv) {
  leeway::cli::guard_output();
  try {
    return leeway::cli::run(argc, argv);
  } catch (const leeway::InputError& error) {
    leeway::cli::complain("{}\n", error.what());
    return leeway::cli::bad_input;
  } catch (const std::filesystem::filesystem_error& error) {
    // A folder that may not be looked into, a name that is too long: the place was named by who asked.
    leeway::cli::complain("{}: cannot be read: {}\n", error.path1().string(), error.code().message());
    return leeway::cli::bad_input;
  } catch (const leeway::LostOutput& error) {
    leeway::cli::complain("leeway: {}\n", error.what());
    return leeway::cli::internal_error;
  } catch (const std::exception& error) {
    leeway::cli::complain(
        "leeway: internal error: {}\n  this is a fault of ours; please report it with the command\n",
        error.what());
    return leeway::cli::internal_error;
  }
}
