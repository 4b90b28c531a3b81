#include "leeway/ensemble/sweep.h"

#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <ctime>
#include <thread>

#include "leeway/base/error.h"
#include "leeway/base/lost_output.h"
#include "leeway/base/number.h"
#include "leeway/ensemble/merged.h"
#include "leeway/ensemble/run_folder.h"
#include "leeway/ensemble/runner.h"
#include "leeway/output/ensemble_report.h"
#include "progress.h"
#include "runs.h"
#include "sweep_mpi.h"

namespace leeway::cli {

namespace {

using Clock = std::chrono::steady_clock;

std::atomic<int> signal_seen{0};
void note_signal(int signal) { signal_seen = signal; }

/// SIGTERM and SIGINT end a run after the draws that are being solved; a second one ends it at once.
void catch_signals() {
  struct sigaction action {};
  action.sa_handler = note_signal;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  for (const int signal : {SIGTERM, SIGINT}) sigaction(signal, &action, nullptr);
}

/// "30m", "8h", "90s"; seconds.
std::optional<double> read_wall(const std::string& text) {
  if (text.empty()) return {};
  const std::optional<LeadingNumber> number = leading_number(text);
  const std::string unit = number ? text.substr(number->length) : "";
  const double seconds = unit == "s" ? 1.0 : unit == "m" ? 60.0 : unit == "h" ? 3600.0 : 0.0;
  if (!number || !(number->value > 0.0) || seconds == 0.0)
    throw InputError(fmt::format("--wall: \"{}\" is not a length of time", text), "write 30m, 8h or 90s");
  return number->value * seconds;
}

Shard read_shard(const std::string& text) {
  if (text.empty()) return {};
  const auto slash = text.find('/');
  const auto shard = parse_integer(text.substr(0, slash));
  const auto of = slash == std::string::npos ? std::nullopt : parse_integer(text.substr(slash + 1));
  if (!shard || !of || *shard < 1 || *of < *shard)
    throw InputError(fmt::format("--shard: \"{}\" is no part of a whole", text), "write 1/8 to 8/8");
  return {static_cast<std::uint64_t>(*shard), static_cast<std::uint64_t>(*of)};
}

/// A plan put to its world. What is opened outlives the sweep.
struct Opened {
  World world;
  Ledger ledger;
  Sweep sweep;

  Opened(const SweepArguments& a, SweepPlan plan)
      : world(opened(a, plan)),
        ledger(chosen_ledger(a.ledger, world)),
        sweep(std::move(plan), world, ledger) {}

 private:
  static World opened(const SweepArguments& a, const SweepPlan& plan) {
    if (!a.world.empty()) return opened_world(a.world);
    try {
      return opened_world(plan.world);
    } catch (const InputError& error) {
      if (!error.location().file.empty() || !plan.table.has("world")) throw;
      throw InputError(plan.world_at, error.message(), error.hint());
    }
  }
};

SweepPlan named_plan(const SweepArguments& a, const char* verb) {
  if (a.plan.empty())
    throw InputError(fmt::format("sweep {}: a plan is needed", verb),
                     "leeway sweep plan --list names the ready ones");
  return open_sweep_plan(a.plan);
}

int list_plans(const OutputChoice& output) {
  Report report;
  report.kind = "sweeps";
  report.headline = "Ready plans: leeway sweep plan NAME";
  ReportTable table{
      "ready", "Ready plans", {text_column("name"), text_column("what", 70), text_column("design")}, {}, 0,
      ""};
  for (const std::string& name : sweep_plan_names()) {
    const SweepPlan plan = open_sweep_plan(name);
    table.rows.push_back({name, plan.title, std::string(to_string(plan.design))});
  }
  report.tables.push_back(std::move(table));
  return emit(report, output);
}

/// What of a run's files is no rows, a line each; their draws count as missing.
void tell_damage(const std::vector<DamagedFile>& damaged) {
  for (const DamagedFile& one : damaged) complain("{}\n", to_string(one));
  if (!damaged.empty())
    complain("  their draws count as missing, unless another file has them; sweep run solves them again\n");
}

double resident_bytes() {
  struct rusage usage {};
  getrusage(RUSAGE_SELF, &usage);
  return 1024.0 * static_cast<double>(usage.ru_maxrss);
}

}  // namespace

int plan_sweep(const SweepArguments& a) {
  check(a.output);
  if (a.list) return list_plans(a.output);
  const Opened opened(a, named_plan(a, "plan"));
  const SweepHeader& header = opened.sweep.header();
  SweepCost cost;
  cost.solves = opened.sweep.solves();
  cost.threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  // Draws from all over the design, the first for what is made once.
  constexpr std::uint64_t tried = 9;
  const std::uint64_t draws = std::min(tried, header.size);
  std::clock_t begin = std::clock();
  for (std::uint64_t i = 0; i < draws; ++i) {
    if (i == 1) begin = std::clock();
    const SweepRow row = opened.sweep.draw(i * (header.size / draws));
    cost.row_bytes = std::max(cost.row_bytes, encoded(row).size());
  }
  cost.measured = draws > 1 ? draws - 1 : 1;
  cost.seconds =
      static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC / static_cast<double>(cost.measured);
  cost.memory_bytes = resident_bytes();
  return emit(sweep_plan_report(header, cost), a.output);
}

namespace {

/// `ranks` of mpirun, or null.
int run_with(const SweepArguments& a, const Ranks* ranks) {
  const std::optional<double> wall = read_wall(a.wall);
  const Shard shard = read_shard(a.shard);
  const Clock::time_point begin = Clock::now();
  const Opened opened(a, named_plan(a, "run"));
  const Sweep& sweep = opened.sweep;
  const RunFolder folder = RunFolder::make(a.run, sweep.header(), sweep.plan().text);
  const bool tells = ranks == nullptr || ranks->first();
  std::vector<std::uint64_t> left;
  if (tells) {
    const DoneDraws there = folder.done();
    tell_damage(there.damaged);
    left = draws_left(there, shard);
  }
  // Workers write from here on.
  if (ranks != nullptr) ranks->meet();
  if (tells) complain("{} of {} draws to solve\n", left.size(), sweep.header().size);
  WorkSettings settings;
  settings.threads = a.threads > 0 ? a.threads : ranks != nullptr ? 1 : 0;
  settings.stop = [&] {
    return signal_seen != 0 || (wall && std::chrono::duration<double>(Clock::now() - begin).count() >= *wall);
  };
  if (ranks == nullptr) settings.progress = draw_progress(left.size());
  Worked worked;
  {
    const std::unique_ptr<DrawSource> source =
        ranks != nullptr ? ranks->source(left, a.chunk) : std::make_unique<ListedDraws>(left, a.chunk);
    worked = work(
        folder, *source, [&](std::uint64_t k) { return sweep.draw(k); }, settings);
  }
  if (ranks != nullptr) ranks->meet();
  if (!tells) return done;
  const std::vector<std::uint64_t> missing = draws_left(folder, shard);
  const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  complain("{} draws solved{} in {:.1f} s, {} of them not certified\n", worked.solved,
           ranks != nullptr ? " by the first rank" : "", seconds, worked.uncertified);
  if (missing.empty()) return done;
  complain("{} draws are left: run the same command again to go on\n", missing.size());
  return to_go_on;
}

}  // namespace

namespace {

/// That a run may go on where the disk was full.
std::string lost_words(const SweepArguments& a, const LostOutput& lost) {
  return fmt::format(
      "sweep run: {}\n  the draws that are on the disk are kept: make room, and the same command goes on "
      "from "
      "them (leeway sweep run {} -o {})",
      lost.what(), a.plan, a.run.string());
}

}  // namespace

int run_sweep(const SweepArguments& a) {
  catch_signals();
  if (!is_rank_of_many() || !a.shard.empty()) {
    try {
      return run_with(a, nullptr);
    } catch (const LostOutput& lost) {
      complain("{}\n", lost_words(a, lost));
      return internal_error;
    }
  }
  const Ranks ranks;
  try {
    return run_with(a, &ranks);
  } catch (const LostOutput& lost) {
    complain("{}\n", lost_words(a, lost));
    ranks.give_up(internal_error);
  } catch (const std::exception& error) {
    const bool input = dynamic_cast<const InputError*>(&error) != nullptr;
    if (ranks.first()) complain("{}\n", error.what());
    ranks.give_up(input ? bad_input : internal_error);
  }
}

int merge_sweep(const SweepArguments& a) {
  for (const std::filesystem::path& file : a.into) check_merged_name(file);
  const RunFolder folder = RunFolder::open(a.run);
  const SweepRows rows = folder.read();
  tell_damage(rows.damaged);
  if (!rows.missing.empty() && !a.partial) {
    complain(
        "{}: {} of {} draws are missing: {}\n  leeway sweep run PLAN -o FOLDER goes on; --partial merges "
        "what is there\n",
        a.run.string(), rows.missing.size(), folder.header().size, spans(rows.missing));
    return to_go_on;
  }
  const std::string hash = write_merged(folder.header(), rows.rows, a.into);
  print(fmt::format("{} draws, rows {}\n", rows.rows.size(), hash));
  if (!rows.missing.empty()) complain("{} draws are missing: {}\n", rows.missing.size(), spans(rows.missing));
  return rows.missing.empty() ? done : to_go_on;
}

int report_sweep(const SweepArguments& a) {
  check(a.output);
  EnsembleQuestions questions{a.of, a.by, "", "", a.output.top};
  if (!a.map.empty()) {
    const auto comma = a.map.find(',');
    if (comma == std::string::npos)
      throw InputError(fmt::format("--map: \"{}\" names one thing", a.map),
                       "two are needed, such as --map probability,closure");
    questions.map_across = a.map.substr(0, comma);
    questions.map_down = a.map.substr(comma + 1);
  }
  const RunFolder folder = RunFolder::open(a.run);
  return emit(ensemble_report(folder.header(), folder.read(), questions), a.output);
}

}  // namespace leeway::cli
