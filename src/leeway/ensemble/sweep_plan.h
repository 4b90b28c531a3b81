#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "leeway/ensemble/points.h"
#include "leeway/io/toml.h"
#include "leeway/policy/room_question.h"
#include "leeway/policy/scenario.h"

namespace leeway {

/// A file of `sweeps/` as it is written (docs/sweep.md): names in it are not yet looked up.
struct SweepPlan {
  std::string id;  ///< file name without folder and ending
  std::string title;
  std::string explanation;  ///< the comment lines that open the file
  std::string text;         ///< of the file
  std::string world = "2023";
  Location world_at;
  /// One of the two: a threat with its deal, or a scenario.
  std::optional<RoomQuestion> question;
  std::optional<Scenario> scenario;
  PlacedText economy;  ///< whose figures are kept when nothing else is said
  std::map<std::string, Scenario::Option> options;
  std::optional<double> probability;  ///< of punishment
  Design design = Design::sobol;
  std::uint64_t size = 0;  ///< as written: of a saltelli design its base; 0 of grids and lists
  std::uint64_t seed = 1;
  std::filesystem::path list;  ///< the table of a list
  TomlTable table{{}, {}};     ///< the whole file, for [[vary]], [[correlation]] and keep
};

/// Reads the strict form of a plan. Throws InputError with file, line and column.
SweepPlan load_sweep_plan(const std::filesystem::path& file);
/// A ready one of the share folder by name ("canada-china"), or a path to a file.
SweepPlan open_sweep_plan(const std::string& name_or_path);
/// Ready ones, sorted by name.
std::vector<std::string> sweep_plan_names();

}  // namespace leeway
