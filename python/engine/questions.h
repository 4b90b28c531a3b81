#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "answer.h"
#include "columns.h"
#include "leeway/output/brief.h"
#include "leeway/output/report.h"
#include "leeway/policy/room_question.h"
#include "leeway/policy/set_term.h"
#include "leeway/session/term_grid.h"
#include "leeway/strategy/room.h"

namespace leeway::python {

using Progress = std::function<void(int, int)>;

/// What the command line would show, and the world that it speaks of.
class Told {
 public:
  Told(Session session, Report report, bool drawn = false)
      : session_(std::move(session)), report_(std::move(report)), drawn_(drawn) {}

  const Report& report() const { return report_; }
  std::string text() const;
  std::string json() const;
  /// By the ending of the name, whole or not at all.
  void write(const std::filesystem::path& file) const;
  LongColumns columns(const LongFilter& filter) const;

 private:
  Session session_;
  Report report_;
  bool drawn_;  ///< its first curve is a file of its own too
};

/// A solved Situation with what it is called.
struct NamedAnswer {
  std::shared_ptr<const Answer> answer;
  std::string name;
};

/// One solved Situation against another, as `leeway compare` tells it.
struct Compared {
  Changes changes;
  Told told;
};
/// The range of a text, or what the size of the question asks for.
RangeKind range_kind(const std::optional<std::string>& text, const World& world,
                     std::size_t equilibria_a_case);
/// Throws InputError for different worlds or options, NotCertified where one has no figures.
Compared compare_answers(const Session& session, const NamedAnswer& from, const NamedAnswer& to,
                         RangeKind range, const Progress& progress);

/// What is asked of a move under threat, besides the day of the status quo.
struct RoomAsked {
  std::string economy;  ///< or, without a threat, a ready question
  std::optional<std::string> threat;
  std::vector<std::string> deal;
  std::optional<double> lasts;  ///< years
  std::optional<double> deal_lasts;
  std::optional<std::string> range;
};
/// The leeway of a move, as `leeway room` tells it.
struct RoomTold {
  Room room;
  Told told;
};
/// Throws InputError for a Situation that is no status quo.
RoomTold ask_room(const Session& session, const Situation& on, const RoomAsked& asked,
                  const Progress& progress);
/// A value of a term as Python gives it: a whole number, another, or text as a file writes it.
using TermValue = std::variant<std::int64_t, double, std::string>;
/// "ID.term" set to a value. A whole number of a rate or share is percent, another decimal; a number of an
/// amount is in the unit that the Measure has it in.
TermSetting term_setting(const Situation& on, const std::string& term, const TermValue& value);

/// A grid of terms over a Situation, and figures of its cases by economies, then groups.
struct Swept {
  std::vector<GridCase> cases;
  std::vector<std::string> economies;
  /// Of one economy variable of the long table: [case][economy or group]; not a number where it is not told.
  std::vector<double> figures(const std::string& variable) const;
};
Swept sweep(const Situation& on, const std::vector<TermAxis>& axes, const StudySettings& settings);

/// What is asked of a brief, besides the day of the status quo.
struct BriefAsked {
  std::string economy;
  std::optional<std::string> threat;
  std::vector<std::string> deal;
  std::optional<std::string> retaliation;
  std::vector<std::string> add;
  std::vector<std::string> drop;
  std::vector<TermSetting> set;
  std::optional<std::string> range;
};
/// A brief, as `leeway brief` tells it.
struct BriefTold {
  Session session;
  BriefAnalysis analysis;
  Told told;
  std::optional<LiveSource> source;  ///< of a page that answers; nothing where no file says what was asked

  BriefPage write(const std::filesystem::path& file) const;
  std::string json() const;
};
BriefTold tell_brief(const Session& session, const Situation& on, const BriefAsked& asked,
                     const Progress& progress);
BriefTold tell_brief(const Session& session, const Situation& on, RoomQuestion question,
                     const std::optional<std::string>& range, const Progress& progress);

/// Why there is no leeway; empty where there is.
std::string without_leeway(const Room& room);

}  // namespace leeway::python
