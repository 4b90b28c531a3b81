#include "command_line.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "leeway/model/option_table.h"

namespace leeway::cli {

void example(CLI::App& verb, const char* line) { verb.footer(fmt::format("Example:\n  {}\n", line)); }

void add_ledger_option(CLI::App& verb, std::string& ledger) {
  verb.add_option("--ledger", ledger, "folder of Measures, or none; the scenario's or world's when left out")
      ->type_name("LEDGER");
}

void add_formats(CLI::App& verb, OutputChoice& output) {
  auto* json = verb.add_flag("--json", output.json, "JSON to the terminal in place of text");
  verb.add_flag("--csv", output.csv, "CSV to the terminal in place of text")->excludes(json);
  verb.add_option("--top", output.top, "rows of a long table on the terminal, 0 for all")
      ->type_name("N")
      ->check(whole_number)
      ->capture_default_str();
}

namespace {

void add_files(CLI::App& verb, OutputChoice& output, const char* endings) {
  add_formats(verb, output);
  verb.add_option("--xlsx", output.workbook, "write a workbook; the name ends in .xlsx")->type_name("FILE");
  verb.add_option("-o,--output", output.files, fmt::format("write to FILE; its ending chooses {}", endings))
      ->type_name("FILE")
      ->allow_extra_args(false);
}

}  // namespace

void add_output(CLI::App& verb, OutputChoice& output) {
  add_files(verb, output, ".txt, .json, .csv, .sdmx.csv, .xlsx, .sqlite, .dta or .html");
}

void add_world_name(CLI::App& verb, std::string& world) {
  auto* option = verb.add_option("--world", world, "name of a world, or a world folder")->type_name("WORLD");
  if (!world.empty()) option->capture_default_str();
}

void add_model(CLI::App& verb, ModelChoice& model, bool one_horizon) {
  add_world_name(verb, model.world);
  add_ledger_option(verb, model.ledger);
  const auto add = [&](const char* key, std::string& value, const char* type) {
    const OptionInfo& info = option_info(key);
    verb.add_option(std::string("--") + key, value,
                    fmt::format("{} ({})", info.meaning, allowed_values(info)))
        ->type_name(type);
  };
  add("elasticities", model.elasticities, "SET");
  add("closure", model.closure, "CLOSURE");
  add("numeraire", model.numeraire, "ECONOMY");
  if (one_horizon) add("horizon", model.horizon, "YEARS");
  verb.add_option("--option", model.options, "any other choice of model (docs/options.md)")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
}

namespace {

void add_known_by(CLI::App& verb, std::string& day) {
  verb.add_option("--known-by", day, "forget what was announced after this day")->type_name("DATE");
}

void add_dates(CLI::App& verb, DateChoice& dates) {
  verb.add_option("--as-of", dates.as_of, "day of the policy, such as 2026-01-24")->type_name("DATE");
  add_known_by(verb, dates.known_by);
}

void add_economies(CLI::App& verb, std::vector<std::string>& economies, const char* otherwise) {
  verb.add_option("--economy,--economies", economies,
                  fmt::format("economies or groups to show, by commas or one after another{}", otherwise))
      ->type_name("IDS")
      ->delimiter(',')
      ->allow_extra_args(false);
}

void add_range(CLI::App& verb, RangeChoice& range) {
  auto* kind =
      verb.add_option("--range", range.kind,
                      "cases that an answer is told over: full (elasticities, horizons, specific factors, "
                      "closures, rates), sets (elasticities) or none; by the number of equilibria when "
                      "left out")
          ->type_name("RANGE");
  verb.add_flag("--quick", range.quick, "the central case alone: --range none")->excludes(kind);
}

CLI::Option* add_verify(CLI::App& verb, bool& verify, const char* what) {
  return verb.add_flag(
      "--verify", verify,
      fmt::format("read {} a second time, by code that shares nothing with the solver", what));
}

void add_typed(CLI::App& verb, TypedPolicy& typed, DateChoice& dates) {
  verb.add_option(
          "--add", typed.add,
          "put a Measure in: in one line, \"USA on GBR: tariff 25% on goods\" (docs/measures.md), or a "
          "ledger id")
      ->type_name("MEASURE")
      ->allow_extra_args(false);
  verb.add_option("--drop", typed.drop, "take a Measure out, by its id")
      ->type_name("ID")
      ->allow_extra_args(false);
  add_dates(verb, dates);
}

void add_deflection(CLI::App& verb, DeflectionChoice& deflection) {
  verb.add_option("--deflection", deflection.goods, "where these goods go when one door closes")
      ->type_name("GOODS");
  verb.add_option("--from", deflection.from, "whose goods; the pair that loses most when left out")
      ->type_name("ECONOMY");
  verb.add_option("--closed-by", deflection.closed_by, "whose door")->type_name("ECONOMY");
}

void add_brief(CLI::App& app, BriefArguments& a, int& code) {
  auto* verb =
      app.add_subcommand("brief", "weigh a move under threat: who gains, who pays, how much room there is");
  verb->add_option("ECONOMY", a.economy, "ISO3 code, group, or a ready threat (room --list)")->required();
  auto* event = verb->add_option("--event", a.event,
                                 "ledger id of the threat; without one: the status quo and what is pending")
                    ->type_name("ID");
  verb->add_option("--threat", a.threat, "in one line, \"USA on GBR: tariff 25% on goods\", or a ready one")
      ->type_name("MEASURE")
      ->excludes(event);
  verb->add_option(
          "--deal", a.deal,
          "the move: a scenario, or Measures in one line, ledger ids, \"lift ID\"; else found by the threat")
      ->type_name("MOVE")
      ->allow_extra_args(false);
  verb->add_option("--retaliation", a.retaliation, "scenario of the answer; else found or mirrored")
      ->type_name("SCENARIO");
  verb->add_option("--add", a.add, "put a Measure into the policy in force: in one line, or a ledger id")
      ->type_name("MEASURE")
      ->allow_extra_args(false);
  verb->add_option("--drop", a.drop, "take a Measure out of the policy in force, by its id")
      ->type_name("ID")
      ->allow_extra_args(false);
  verb->add_option("--set", a.set, "a term of a Measure, such as US-2026-CA-THREAT.rate=50%")
      ->type_name("ID.TERM=VALUE")
      ->allow_extra_args(false);
  add_range(*verb, a.range);
  verb->add_option(
          "--draws", a.draws,
          "in the place of a range: 20 to 100000 draws that take elasticities, supply and closure at "
          "once; an option that is set does not vary, but elasticities always do, about the set where one "
          "is given (docs/sweep.md)")
      ->type_name("N");
  verb->add_option("--seed", a.seed, "of the draws, a whole number; 1 when left out")->type_name("S");
  add_verify(*verb, a.verify, "every central equilibrium");
  add_dates(*verb, a.dates);
  add_model(*verb, a.model);
  add_output(*verb, a.output);
  example(*verb,
          "leeway brief CAN --as-of 2026-01-24 --event US-2026-CA-THREAT -o brief.html\n  leeway brief "
          "canada-china --draws 200");
  verb->callback([&] { code = brief(a); });
}

void add_solve(CLI::App& app, SolveArguments& a, int& code) {
  auto* verb =
      app.add_subcommand("solve", "solve a scenario against the status quo, and that against the base year");
  verb->add_option(
      "SCENARIO", a.scenario,
      "scenario file, or the name of a ready one: leeway scenarios; none: --add and --drop alone");
  add_typed(*verb, a.typed, a.typed.dates);
  add_economies(*verb, a.economies, "; the most affected when left out");
  verb->add_flag("--pairs", a.pairs, "bilateral trade in the long table too");
  add_verify(*verb, a.verify, "every equilibrium");
  verb->add_flag("--uniqueness", a.uniqueness,
                 "whether the equilibrium under quotas and price floors is the only one");
  verb->add_option("--flows", a.flows, "who pockets each dollar: GOODS:EXPORTER>IMPORTER")
      ->type_name("FLOWS");
  add_deflection(*verb, a.deflection);
  add_range(*verb, a.range);
  add_model(*verb, a.model);
  add_output(*verb, a.output);
  std::string options;
  for (const OptionInfo& info : option_table())
    options += fmt::format("  {:<18} {}\n", info.key, allowed_values(info));
  example(*verb,
          fmt::format("leeway solve canada-punished --economy CAN --economy USA\n\nA scenario's [options], "
                      "which leeway options explains:\n{}",
                      options)
              .c_str());
  verb->callback([&] { code = solve(a); });
}

void add_compare(CLI::App& app, CompareArguments& a, int& code) {
  auto* verb = app.add_subcommand(
      "compare", "set one equilibrium against another, or several instruments side by side on one goal");
  verb->add_option("NAMES", a.names,
                   "FROM TO, or several scenarios; each is a scenario, status-quo@DATE, or base")
      ->required();
  add_typed(*verb, a.typed, a.typed.dates);
  add_economies(*verb, a.economies, "");
  verb->add_flag("--pairs", a.pairs, "bilateral trade in the long table too");
  add_verify(*verb, a.verify, "every equilibrium");
  verb->add_option("--flows", a.flows, "who pockets each dollar: GOODS:EXPORTER>IMPORTER")
      ->type_name("FLOWS");
  verb->add_option(
          "--hold", a.hold,
          "hold imports, by one term of each scenario: \"imports of GOODS by ECONOMY from ECONOMY at "
          "AMOUNT\"; AMOUNT: \"60% of base\", \"80% of status quo\" or \"250000 units\"")
      ->type_name("GOAL");
  verb->add_option("--free", a.free, "the term to move, as ID, ID.term or SCENARIO=ID.term")
      ->type_name("TERM")
      ->allow_extra_args(false);
  add_deflection(*verb, a.deflection);
  add_range(*verb, a.range);
  add_model(*verb, a.model);
  add_output(*verb, a.output);
  example(*verb,
          "leeway compare status-quo@2025-01-01 status-quo@2026-01-24\n"
          "  leeway compare eu-cars-duty eu-cars-quota eu-cars-floor \\\n"
          "    --hold \"imports of product:bev by EU27 from CHN at 60% of base\"");
  verb->callback([&] { code = compare_runs(a); });
}

void add_stress(CLI::App& app, StressArguments& a, int& code) {
  auto* verb =
      app.add_subcommand("stress", "what a supplier's cut of one product does, by depth and by time");
  verb->add_option("ECONOMY", a.economy, "who is cut off: ISO3 code or group")->required();
  verb->add_option("--cut", a.product, "product:<id>, or a sector")->type_name("PRODUCT")->required();
  verb->add_option("--by", a.supplier, "who cuts")->type_name("ECONOMY")->required();
  verb->add_option("--to", a.cuts, "how much of base-year shipments is cut, by commas; or a span: 0..100%")
      ->type_name("SHARES")
      ->default_str("25%,50%,75%,90%,100%");
  verb->add_option("--horizon", a.horizons, "how long the cut has lasted: years, or months as 3m, by commas")
      ->type_name("TIMES")
      ->default_str("3m,6m,1,3,5,10");
  verb->add_flag("--all-destinations", a.all_destinations, "the cut is of shipments to everyone");
  add_range(*verb, a.range);
  add_dates(*verb, a.dates);
  add_model(*verb, a.model, false);
  add_output(*verb, a.output);
  example(*verb, "leeway stress JPN --cut product:rare_earths --by CHN --to 50%,100% --horizon 6m,1,5");
  verb->callback([&] { code = stress(a); });
}

void add_rates(CLI::App& verb, RateArguments& rates) {
  verb.add_option("--instruments", rates.instruments, "what is set: tariffs, export-taxes or both")
      ->type_name("WHAT")
      ->capture_default_str();
  verb.add_option("--each-rate", rates.each,
                  "for how much a rate is one number: uniform, sector or bilateral (a sector and partner)")
      ->type_name("EACH")
      ->capture_default_str();
  verb.add_option("--goods", rates.goods, "on what: goods, *, a sector or product:<id>")
      ->type_name("GOODS")
      ->capture_default_str();
  verb.add_option("--lowest", rates.lowest, "lowest rate; 0% when left out")->type_name("RATE");
  verb.add_option("--highest", rates.highest, "highest rate; 500% when left out")->type_name("RATE");
  verb.add_option("--starts", rates.starts, "random starts of every search, beside those that are reasoned")
      ->type_name("N")
      ->capture_default_str();
}

void add_respond(CLI::App& app, RespondArguments& a, int& code) {
  auto* verb =
      app.add_subcommand("respond", "the best tariffs and export taxes of one government, all else given");
  verb->add_option("ECONOMY", a.player, "ISO3 code, group, or several joined by +: a bloc sets one rate")
      ->required();
  add_rates(*verb, a.rates);
  verb->add_option(
          "--weights", a.weights,
          "what a dollar of sectors' value added counts for, others 1: C29=2,C24=1.5; made to average one")
      ->type_name("WEIGHTS");
  add_range(*verb, a.range);
  add_verify(*verb, a.verify, "both equilibria");
  add_dates(*verb, a.dates);
  add_model(*verb, a.model);
  add_output(*verb, a.output);
  example(*verb, "leeway respond USA --each-rate bilateral --as-of 2026-01-24");
  verb->callback([&] { code = respond(a); });
}

void add_war(CLI::App& app, WarArguments& a, int& code) {
  auto* verb =
      app.add_subcommand("war", "the tariffs at which no player gains by others, and agreements from there");
  verb->add_option("PLAYERS", a.players,
                   "by commas: economies, groups, blocs joined by +; * for every economy")
      ->required();
  add_rates(*verb, a.rates);
  verb->add_option("--partners", a.partners, "whose goods are taxed: all, or players (one another's alone)")
      ->type_name("WHOSE")
      ->capture_default_str();
  verb->add_option("--cooperate", a.cooperate,
                   "Nash bargaining from the war: all, pairs, or parties joined by a colon, such as USA:CHN")
      ->type_name("WHO");
  add_range(*verb, a.range);
  add_verify(*verb, a.verify, "both equilibria");
  add_dates(*verb, a.dates);
  add_model(*verb, a.model);
  add_output(*verb, a.output);
  example(*verb, "leeway war USA,CHN,EU27 --cooperate all --as-of 2026-01-24");
  verb->callback([&] { code = war(a); });
}

void add_retaliate(CLI::App& app, RetaliateArguments& a, int& code) {
  auto* verb =
      app.add_subcommand("retaliate", "the list of goods that answers a harm: what it costs, what it does");
  verb->add_option("ECONOMY", a.player, "who answers: ISO3 code or group")->required();
  verb->add_option("--on", a.on, "whose goods")->type_name("ECONOMY")->required();
  verb->add_option("--worth", a.worth, "imports that the list covers, such as \"93 bn USD\"")
      ->type_name("MONEY")
      ->required();
  verb->add_option("--rate", a.rate, "duty on top of what is paid; 25% when left out")->type_name("RATE");
  verb->add_option("--hurt", a.hurt,
                   "what the list is to hurt most: all, a member of theirs, or goods whose makers lose; own "
                   "cost least when left out")
      ->type_name("GOODS");
  verb->add_option("--beside", a.beside,
                   "tariffs of the ledger to score as one list, by commas, and the best of that worth")
      ->type_name("IDS");
  add_dates(*verb, a.dates);
  add_model(*verb, a.model);
  add_output(*verb, a.output);
  example(*verb, "leeway retaliate EU27 --on USA --worth \"93 bn USD\" --as-of 2025-07-24");
  verb->callback([&] { code = retaliate(a); });
}

void add_room(CLI::App& app, RoomArguments& a, int& code) {
  auto* verb = app.add_subcommand(
      "room", "how likely punishment may be before a deal stops paying, for any economy, threat and deal");
  verb->add_option("ECONOMY", a.economy,
                   "ISO3 code, group or ready threat (--list); with --each a group or list");
  verb->add_option("--threat", a.threat, "in one line, \"USA on GBR: tariff 25% on goods\", or a ledger id")
      ->type_name("MEASURE");
  verb->add_option(
          "--deal", a.deal,
          "what is weighed: Measures in one line, ledger ids, \"lift ID\" or a scenario; for a threat of the "
          "ledger found when left out")
      ->type_name("MEASURE")
      ->allow_extra_args(false);
  verb->add_option("--lasts", a.lasts, "how long punished: 1y, 6m; as long as the deal when left out")
      ->type_name("TIME");
  verb->add_option("--deal-lasts", a.deal_lasts, "how long the deal lasts; for good when left out")
      ->type_name("TIME");
  verb->add_option("--discount", a.discount, "a year, where lengths differ")
      ->type_name("RATE")
      ->default_str("3%");
  verb->add_option("--credibility", a.credibilities, "a further probability to price the deal at")
      ->type_name("PROBABILITY")
      ->allow_extra_args(false);
  auto* each = verb->add_flag(
      "--each", a.each,
      "put the question to all, or to ECONOMY's members: {it} in threat and deal is each of them");
  verb->add_flag("--list", a.list, "the ready threats")->excludes(each);
  add_range(*verb, a.range);
  add_verify(*verb, a.verify, "every central equilibrium")->excludes(each);
  add_dates(*verb, a.dates);
  add_model(*verb, a.model);
  add_files(*verb, a.output, ".txt, .json, .csv, .xlsx, .html or .svg (the drawing alone)");
  example(*verb,
          "leeway room GBR --as-of 2026-01-24 --threat \"USA on GBR: tariff 25% on goods\" \\\n"
          "    --deal \"GBR with CHN: pact 50%\" --lasts 1y\n"
          "  leeway room --each --as-of 2026-01-24 --threat \"USA on {it}: tariff 25% on goods\" \\\n"
          "    --deal \"{it} with CHN: pact 50%\"");
  verb->callback([&] { code = show_room(a); });
}

void add_threats(CLI::App& app, ThreatsArguments& a, int& code) {
  auto* verb = app.add_subcommand("threats", "what became of threats: how often words became acts, and when");
  verb->add_option("--by", a.by, "who made them")->type_name("ECONOMY");
  add_known_by(*verb, a.known_by);
  add_world_name(*verb, a.world);
  add_ledger_option(*verb, a.ledger);
  add_output(*verb, a.output);
  example(*verb, "leeway threats --by USA --known-by 2026-01-24");
  verb->callback([&] { code = show_threats(a); });
}

void add_path(CLI::App& app, PathArguments& a, int& code) {
  auto* verb = app.add_subcommand("path", "walk the ledger from day to day: what changes and what it does");
  verb->add_option("SCENARIO", a.scenario, "scenario file, a ready scenario, or status-quo")->required();
  verb->add_option("--from", a.from, "first day")->type_name("DATE")->required();
  verb->add_option("--to", a.to, "last day")->type_name("DATE")->required();
  verb->add_option("--every", a.every, "month, quarter or year; days of change are added")
      ->type_name("STEP")
      ->capture_default_str();
  add_economies(*verb, a.economies, "; those that move most when left out");
  add_range(*verb, a.range);
  verb->add_flag("--adjust", a.adjust, "the horizon of each day is the time since the first");
  add_known_by(*verb, a.known_by);
  add_model(*verb, a.model);
  add_output(*verb, a.output);
  example(*verb,
          "leeway path status-quo --from 2025-01-01 --to 2026-12-31 --every quarter --economies CAN,USA");
  verb->callback([&] { code = path(a); });
}

void add_exposure(CLI::App& app, ExposureArguments& a, int& code) {
  auto* verb = app.add_subcommand("exposure",
                                  "on whom an economy depends, from recorded trade and the world's tables");
  verb->add_option("ECONOMY", a.economy,
                   "ISO3 code or group; with --alignment a list by commas, all when left out");
  verb->add_option("--sector", a.sector, "also the partners of one sector")->type_name("SECTOR");
  verb->add_flag("--alignment", a.alignment,
                 "what economies live on beside how their governments vote, as a table and a map");
  a.world = "2023";
  add_world_name(*verb, a.world);
  add_files(
      *verb, a.output,
      ".txt, .json, .csv, .sdmx.csv, .xlsx, .sqlite, .dta, .html or, with --alignment, .svg (the map alone)");
  example(*verb, "leeway exposure CAN --sector C29\n  leeway exposure --alignment -o alignment.svg");
  verb->callback([&] { code = show_exposure(a); });
}

void add_ledger(CLI::App& app, LedgerArguments& a, int& code) {
  auto* ledger =
      app.add_subcommand("ledger", "what governments did, threaten and promised, by day and source");
  ledger->require_subcommand(1);
  const auto add = [&](const char* name, const char* description, auto answer) {
    auto* verb = ledger->add_subcommand(name, description);
    add_world_name(*verb, a.world);
    add_ledger_option(*verb, a.ledger);
    add_output(*verb, a.output);
    verb->callback([&a, &code, answer] { code = answer(a); });
    return verb;
  };
  auto* list = add("list", "Measures and events", list_ledger);
  list->add_option("--by", a.by, "who acts")->type_name("ECONOMY");
  list->add_option("--on", a.on, "at whom it is aimed")->type_name("ECONOMY");
  list->add_option("--status", a.status, "in_force, threatened, suspended, …, on the day")
      ->type_name("STATUS");
  list->add_option("--kind", a.kind, "measure, event, an instrument, or a kind of event")->type_name("KIND");
  add_dates(*list, a.dates);
  example(*list, "leeway ledger list --by USA --on CAN --status threatened --as-of 2026-01-24");
  auto* show = add("show", "everything on one Measure or event", show_entry);
  show->add_option("ID", a.id, "ledger id")->required();
  add_dates(*show, a.dates);
  example(*show, "leeway ledger show US-2026-CA-THREAT --as-of 2026-01-24");
  auto* why = add("explain", "why a tariff is what it is, Measure by Measure", explain);
  why->add_option("SCENARIO", a.scenario,
                  "scenario file, or the name of a ready one; without one what is in force on the day");
  why->add_option("--by", a.by, "who levies it")->type_name("ECONOMY")->required();
  why->add_option("--on", a.on, "whose goods")->type_name("ECONOMY")->required();
  why->add_option("--goods", a.goods, "a sector, goods, services or *")->type_name("GOODS")->required();
  add_typed(*why, a.typed, a.dates);
  example(*why,
          "leeway ledger explain --by USA --on CAN --goods C29 --as-of 2026-01-24\n"
          "  leeway ledger explain canada-punished --by USA --on CAN --goods C29");
  auto* day = add("as-of", "what binds, pends and is suspended on a day", ledger_on_day);
  day->add_option("DATE", a.dates.as_of, "day, such as 2026-01-24")->required();
  add_known_by(*day, a.dates.known_by);
  example(*day, "leeway ledger as-of 2026-01-24");
  auto* findings = add("check", "ids, dates, references and names of the ledger", check_ledger);
  findings->add_flag(
      "--solve", a.solve,
      "solve each Measure of 2024 to 2026 against the status quo instead, and print its effect and "
      "certificate");
  findings->add_option("--as-of", a.dates.as_of, "day of the status quo, with --solve")->type_name("DATE");
  example(*findings, "leeway ledger check --solve");
  example(*ledger, "leeway ledger show US-2026-CA-THREAT --as-of 2026-01-24");
}

void add_why(CLI::App& app, WhyArguments& a, int& code) {
  auto* verb = app.add_subcommand("why", "why a figure of two runs, worlds or ledgers differs, by part");
  verb->add_option("FROM", a.from, "a scenario, status-quo@DATE, or base")->required();
  verb->add_option("TO", a.to, "the same")->required();
  verb->add_option("--economy,--economies", a.economy, "whose figure: an economy or group")
      ->type_name("ID")
      ->required();
  verb->add_option("--figure", a.figure,
                   "real_income, exports, imports, terms_of_trade, consumer_price or tariff_revenue")
      ->type_name("FIGURE")
      ->capture_default_str();
  verb->add_option(
          "--against", a.against,
          "base or status-quo; when left out the status quo between two scenarios, else the base year")
      ->type_name("REFERENCE");
  verb->add_option("--from-world", a.from_world, "world of FROM, where the two differ")->type_name("WORLD");
  verb->add_option("--to-world", a.to_world, "world of TO")->type_name("WORLD");
  verb->add_option("--from-ledger", a.from_ledger, "folder of another version of the ledger, for FROM")
      ->type_name("FOLDER");
  verb->add_option("--to-ledger", a.to_ledger, "the same for TO")->type_name("FOLDER");
  verb->add_flag("--by-actor", a.by_actor, "the Measures of one government as one part");
  add_range(*verb, a.range);
  add_model(*verb, a.model);
  add_output(*verb, a.output);
  example(*verb, "leeway why status-quo@2025-01-01 status-quo@2026-01-24 --economy CAN --by-actor");
  verb->callback([&] { code = run_why(a); });
}

void add_backtest(CLI::App& app, BacktestArguments& a, int& code) {
  auto* verb =
      app.add_subcommand("backtest", "what happened after past measures, and what the model made of it");
  verb->add_option(
      "EPISODE", a.episode,
      "one episode of data/backtest, or a folder; threats: how well rules of thumb foretold them; "
      "all when left out");
  verb->add_option("--known-by", a.known_by, "of the forecasts of threats: score what was decided by a day")
      ->type_name("DATE");
  verb->add_flag("--alternatives", a.alternatives, "score other choices of model beside the default");
  auto* page = verb->add_flag("--markdown", a.markdown, "print the tables of docs/backtest.md");
  verb->add_flag("--record", a.record, "print data/backtest/record.csv, which other answers quote")
      ->excludes(page);
  add_output(*verb, a.output);
  example(*verb, "leeway backtest us-china-2018 --alternatives");
  verb->callback([&] { code = run_backtest(a); });
}

}  // namespace

void add_verbs(CLI::App& app, Arguments& arguments, int& code) {
  add_brief(app, arguments.brief, code);
  add_solve(app, arguments.solve, code);
  add_compare(app, arguments.compare, code);
  add_stress(app, arguments.stress, code);
  add_room(app, arguments.room, code);
  add_threats(app, arguments.threats, code);
  add_path(app, arguments.path, code);
  add_respond(app, arguments.respond, code);
  add_war(app, arguments.war, code);
  add_retaliate(app, arguments.retaliate, code);
  add_why(app, arguments.why, code);
  add_backtest(app, arguments.backtest, code);
  add_exposure(app, arguments.exposure, code);
  add_ledger(app, arguments.ledger, code);
}

}  // namespace leeway::cli
