#include "leeway/output/brief.h"
#include "leeway/output/verification_report.h"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include "leeway/base/error.h"
#include "leeway/base/number.h"
#include "leeway/ensemble/joint_range.h"
#include "leeway/policy/ledger_choice.h"
#include "leeway/policy/one_line.h"
#include "leeway/session/brief_question.h"
#include "leeway/session/live_source.h"
#include "leeway/strategy/drawn_range.h"
#include "progress.h"
#include "runs.h"
#include "typed.h"

namespace leeway::cli {

namespace {

/// The question of the command line, or of the ready threat that it names as ECONOMY or as --threat, with
/// what was typed over it.
RoomQuestion question_of(const BriefArguments& arguments, const World& world) {
  RoomQuestion question;
  if (auto ready = ready_question(world, arguments.economy))
    question = *std::move(ready);
  else
    question.economy = {arguments.economy, Location{"ECONOMY"}};
  const bool asked = !arguments.threat.empty() || !arguments.event.empty();
  // What a ready question says of itself is of its own threat and deal.
  if (asked || !arguments.deal.empty()) {
    question.deal.clear();
    question.explanation.clear();
  }
  if (auto ready = ready_question(world, arguments.threat)) {
    ready->economy = question.economy;
    if (!arguments.deal.empty()) {
      ready->deal.clear();
      ready->explanation.clear();
    }
    question = *std::move(ready);
  } else if (asked) {
    question.threat = arguments.threat.empty() ? PlacedText{arguments.event, Location{"--event"}}
                                               : PlacedText{arguments.threat, Location{"--threat"}};
  }
  const auto take = [](const std::vector<std::string>& texts, const char* option,
                       std::vector<PlacedText>& list) {
    for (const std::string& text : texts) list.push_back({text, Location{option}});
  };
  take(arguments.deal, "--deal", question.deal);
  take(arguments.add, "--add", question.add);
  take(arguments.drop, "--drop", question.drop);
  for (const std::string& text : arguments.set)
    question.set.push_back(parse_term_setting(text, Location{"--set"}));
  if (!arguments.retaliation.empty())
    question.retaliation = {arguments.retaliation, Location{"--retaliation"}};
  if (const auto day = read_date("--as-of", arguments.dates.as_of)) question.as_of = *day;
  if (const auto day = read_date("--known-by", arguments.dates.known_by)) question.known_by = day;
  return question;
}

std::uint64_t read_count(const char* option, const std::string& text, std::uint64_t most) {
  const std::optional<int> number = parse_integer(text);
  const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
  if (!number && digits)
    throw InputError(fmt::format("{}: {} is above {}", option, text, most),
                     "any smaller whole number serves");
  if (!number || *number < 0)
    throw InputError(fmt::format("{}: \"{}\" is no whole number of 0 or more", option, text),
                     "such as --draws 2000 --seed 1");
  return static_cast<std::uint64_t>(*number);
}

/// Nothing where no draws are asked for.
std::optional<JointSettings> joint_settings(const BriefArguments& arguments, const RoomQuestion& question) {
  if (arguments.draws.empty()) {
    if (!arguments.seed.empty()) throw InputError("--seed is of draws", "--draws 2000 --seed 1");
    return std::nullopt;
  }
  if (arguments.range.quick || !arguments.range.kind.empty())
    throw InputError(fmt::format("--draws stands in the place of a range over cases, and {} is given too",
                                 arguments.range.quick ? "--quick" : "--range"),
                     "leave one of the two out: draws tell nine of ten of many, a range every case of few");
  JointSettings settings;
  settings.draws = read_count("--draws", arguments.draws, most_drawn);
  if (!arguments.seed.empty()) settings.seed = read_count("--seed", arguments.seed, largest_seed);
  for (const auto& [key, option] : question.options) settings.fixed.insert(key);
  settings.progress = draw_progress(settings.draws);
  return settings;
}

}  // namespace

int brief(const BriefArguments& arguments) {
  check_with_rows(arguments.output);
  World world = chosen_world(arguments.model);
  RoomQuestion question = question_of(arguments, world);
  if (arguments.model.world.empty() && question.world != "2023") world = opened_world(question.world);
  const Ledger serving = chosen_ledger(arguments.model.ledger, world);
  if (question.as_of == Date{} && is_one_line(question.threat.text))
    question.as_of = default_day(world, serving);
  question.options = options_table(arguments.model, std::move(question.options));
  AskedBrief asked = ask_brief(world, serving, question);
  BriefInputs& inputs = asked.inputs;
  // The status quo, which giving the deal up goes back to, and three options.
  constexpr std::size_t equilibria_a_case = 4;
  const std::optional<JointSettings> joint = joint_settings(arguments, question);
  inputs.range = joint ? RangeKind::none : chosen_range(arguments.range, world, equilibria_a_case);
  inputs.break_even = inputs.range != RangeKind::none;
  inputs.progress = progress();
  std::vector<NamedVerification> read;
  if (arguments.verify)
    inputs.inspect = [&](const std::string& name, const Solution& solution) {
      read.push_back({name, verify(world, inputs.options, *solution.policy, solution.result)});
    };

  const LiveSource source =
      live_source(world, ledger_folder(world, arguments.model.ledger), inputs.as_of, question);
  const BriefAnalysis analysis =
      joint ? drawn_brief(world, asked.ledger, inputs, *joint) : analyse_brief(world, asked.ledger, inputs);
  std::vector<std::filesystem::path> files = arguments.output.files;
  if (!arguments.output.workbook.empty()) files.push_back(arguments.output.workbook);
  for (const std::filesystem::path& file : files)
    if (write_brief(world, analysis, file, source) == BriefPage::plain)
      complain("{}: a plain page, because {}\n", file.string(), why_plain(world));
  if (arguments.output.json)
    print(brief_json(world, analysis));
  else if (arguments.output.csv)
    print(render_csv(brief_report(world, analysis, arguments.output.top)));
  else
    print(render_text(brief_report(world, analysis, arguments.output.top), terminal_width()));
  bool contradicted = false;
  for (const NamedVerification& one : read) {
    complain("{}\n", verification_line(one));
    contradicted = contradicted || !one.verification.holds();
  }
  return analysis.certified && !contradicted ? done : not_certified;
}

}  // namespace leeway::cli
