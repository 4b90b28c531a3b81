#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "leeway/analysis/comparison.h"
#include "leeway/model/model.h"
#include "leeway/policy/ledger.h"
#include "leeway/policy/policy.h"
#include "leeway/policy/scenario.h"
#include "leeway/policy/set_term.h"
#include "leeway/world/world.h"

namespace leeway {

/// What a Session has opened and solved.
struct Opened;

/// A policy to solve: what is in force on a day, or in the base year, with Measures put in and taken out. A
/// value: with() and without() give another one. Copies share what has been solved. Keeps its world alive;
/// safe to use from several threads.
class Situation {
 public:
  /// With a Measure of the ledger put in force, whatever its status on the day. Throws InputError for an
  /// unknown id and for one that was put in or taken out before.
  [[nodiscard]] Situation with(const std::string& id) const;
  [[nodiscard]] Situation with(const char* id) const { return with(std::string(id)); }
  /// With a Measure that is not in the ledger (measure_builder.h makes one). Throws InputError for names that
  /// the world does not know and for an id that is taken.
  [[nodiscard]] Situation with(Measure measure) const;
  /// With the [[measure]] tables of a text; `name` stands for the file in errors.
  [[nodiscard]] Situation with_toml(const std::string& text, const std::string& name = "measures") const;
  /// Without a Measure: one in force on the day, or one that was put in.
  [[nodiscard]] Situation without(const std::string& id) const;

  /// With terms of Measures as set (set_term.h): of those that were put in, and of those of the ledger, which
  /// are put in force where they do not bind. The status quo that it is told against stays as on record.
  [[nodiscard]] Situation with_terms(const std::vector<TermSetting>& settings) const;

  /// Under other choices of model; the status quo that it starts from is solved under them too.
  [[nodiscard]] Situation under(const Options& options) const;
  /// Under one choice, as the [options] table of a scenario writes it: under("horizon", "1").
  [[nodiscard]] Situation under(const std::string& key, const std::string& value) const;

  const World& world() const;
  const Options& options() const;
  /// A Measure that was put in, or one of its ledger, with terms as set. Throws InputError at `where`, with
  /// close ids, where there is none.
  const Measure& measure(const std::string& id, const Location& where = {}) const;
  /// What with_terms set of Measures of the ledger, each term once, as it was set last.
  const std::vector<TermSetting>& terms_set() const;
  /// What is in force on its day and nothing else.
  bool is_status_quo() const;
  /// What it is told against, under the same options: the status quo of its day; of that, and of the base
  /// year with whatever was put in, the base year.
  Situation reference() const;
  /// Resolved once.
  const Policy& policy() const;
  /// Solved once, by the first who asks: from the status quo of its day, which itself starts from the base
  /// year. What comes does not depend on what was solved before.
  Outcome solve() const;

 private:
  friend class Session;
  struct State;
  explicit Situation(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  static Situation of(const std::shared_ptr<Opened>& opened, PolicyOptions asked, const Options& options,
                      bool base_year);
  static Situation base_year_of(const std::shared_ptr<Opened>& opened, const Options& options);
  static Situation status_quo_of(const std::shared_ptr<Opened>& opened, Date day,
                                 std::optional<Date> known_by, const Options& options);

  std::shared_ptr<const State> state_;
};

/// The front door: a World, a Ledger, and what has been solved of them. Cheap to copy; copies share what is
/// solved. Safe to use from several threads.
class Session {
 public:
  /// Opens a world by name or folder, and a ledger by folder: that of the data folder when empty. Throws
  /// InputError.
  static Session open(const std::string& world = "2023", const std::filesystem::path& ledger = {});
  Session(World world, const Ledger& ledger);

  const World& world() const;
  const Ledger& ledger() const;
  /// The folder that the ledger was read from, empty of "none"; nothing where a Ledger was given.
  const std::optional<std::filesystem::path>& ledger_folder() const;

  /// The base year: the world's own tariffs, no Measure.
  Situation base_year(const Options& options = {}) const;
  /// What is in force on a day, as far as was known on `known_by` (default: everything is known).
  Situation status_quo(Date day, std::optional<Date> known_by = {}, const Options& options = {}) const;
  /// The same, the day as text: "2026-01-24". Throws InputError for what is no date.
  Situation status_quo(const std::string& day) const;
  /// A scenario: its day's status quo with its Measures, under its options, on this world whichever it names.
  /// Throws InputError for one whose file asks for another ledger than the one that is open.
  Situation scenario(const Scenario& scenario) const;
  /// Under other options than its own.
  Situation scenario(const Scenario& scenario, const Options& options) const;
  /// A ready one by name, or a file.
  Situation scenario(const std::string& name_or_path) const;

  /// For the analyses that ask for a Model.
  std::shared_ptr<const Model> model(const Options& options = {}) const;

  /// How `to` differs from `from`. Look first whether both are certified: throws std::logic_error otherwise.
  Comparison compare(const Outcome& from, const Outcome& to) const;

 private:
  explicit Session(std::shared_ptr<Opened> opened) : opened_(std::move(opened)) {}

  std::shared_ptr<Opened> opened_;
};

/// How a solve ended, in one sentence: what it could not do and why, or how exactly it balances.
std::string explain(const Outcome& outcome);

}  // namespace leeway
