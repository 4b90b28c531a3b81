#pragma once

#include "verbs.h"

namespace CLI {
class App;
}

namespace leeway::cli {

/// What was typed, one member a verb.
struct Arguments {
  BriefArguments brief;
  SolveArguments solve;
  CompareArguments compare;
  StressArguments stress;
  RoomArguments room;
  ThreatsArguments threats;
  PathArguments path;
  RespondArguments respond;
  WarArguments war;
  RetaliateArguments retaliate;
  PlayArguments play;
  HedgeArguments hedge;
  SweepArguments sweep;
  WhyArguments why;
  BacktestArguments backtest;
  ExposureArguments exposure;
  LedgerArguments ledger;
  DyadArguments dyad;
  WorldArguments world;
  CarveArguments carve;
  OutputChoice scenarios;
  OutputChoice options;
  OutputChoice replicate;
  std::string published;
  std::string golden;
  std::string selftest_world = "2023";
};

/// Adds the verbs that answer questions or tell of a ledger. Parsing fills `arguments` and runs
/// the verb, which sets `code` to its exit code.
void add_verbs(CLI::App& app, Arguments& arguments, int& code);
/// Adds the options that say where an answer goes.
void add_output(CLI::App& verb, OutputChoice& output);
/// Those of them that are of the terminal alone.
void add_formats(CLI::App& verb, OutputChoice& output);
/// `--world`, with its default shown where it has one.
void add_world_name(CLI::App& verb, std::string& world);
/// The ledger beside it, for the verbs that read one.
void add_ledger_option(CLI::App& verb, std::string& ledger);
/// Adds the choices of model that go before those of a file.
void add_model(CLI::App& verb, ModelChoice& model, bool one_horizon = true);
void example(CLI::App& verb, const char* line);
/// Checks what was typed as a number of rows: the parser would read -1 as the largest number that there is.
/// Empty, or what is wrong.
std::string whole_number(const std::string& text);

}  // namespace leeway::cli
