#pragma once

#include <memory>
#include <vector>

#include "leeway/policy/ledger.h"
#include "leeway/policy/policy.h"
#include "leeway/world/world.h"

namespace leeway {

/// A Measure that takes part in a policy, before anything of it is looked up in a World.
struct Chosen {
  std::shared_ptr<const Measure> measure;
  Status status = Status::in_force;
  Reason reason = Reason::in_force;  ///< in_force, used or inlined
  Date date{};                       ///< on which its terms are read
  Date rates_of{};                   ///< the last day whose scheduled rates are known

  /// Of the very same Measure.
  bool operator==(const Chosen&) const = default;
};

/// The Measures that act on a date and those that the base year of a world contains.
struct Collection {
  std::vector<Chosen> now;
  std::vector<Chosen> in_base;  ///< in force on the tariff_date of the world
};

/// The options with Measures on tariff lines brought to the lines of a world, and the lists that they cover.
PolicyOptions on_lines(const World& world, PolicyOptions options);

/// Collects by PolicyOptions: in force at as_of as known, minus drop, plus use, plus inline, then scaled.
/// Throws InputError for an unknown id, a drop that is not in force, or a scaled one that does not act.
Collection collect(const World& world, const Ledger& ledger, const PolicyOptions& options);

/// A Measure of the ledger as it acts, its terms as they were known.
Chosen choose_acting(const Ledger& ledger, const PolicyOptions& options, const Measure& measure,
                     Status status, Reason reason);
/// A Measure of the ledger as the base year contains it, whatever its terms are set to; `date` is that of the
/// base tariffs.
Chosen choose_base(const Ledger& ledger, const Measure& measure, Date date);

/// A further Measure beside those of the ledger, of a table of rates one for each importer; nothing where its
/// own dates leave the day out. Throws InputError for an id that the ledger or another one has.
std::vector<Chosen> choose_inline(const World& world, const Ledger& ledger, const PolicyOptions& options,
                                  const Measure& measure, const std::vector<Measure>& others);
/// Whether it is the Measure of that id, or one importer's part of it.
bool is_of(const Measure& measure, const std::string& id);
/// Throws InputError where a part of a table of rates ("T1-USA") and a Measure have one id.
void refuse_shared_ids(const std::vector<Chosen>& chosen);
/// A ledger Measure that acts whatever its status.
Chosen choose_used(const Ledger& ledger, const PolicyOptions& options, const Measure& measure);
/// Throws InputError for a ledger Measure that a policy cannot leave out, because nothing of it acts.
void check_drop(const World& world, const Ledger& ledger, const PolicyOptions& options,
                const std::string& id);
/// The Measure with one of its terms scaled.
void apply_scale(const TermScale& scale, Chosen& chosen);
/// Throws InputError that the Measure of a scale does not act.
[[noreturn]] void refuse_scale(const PolicyOptions& options, const TermScale& scale);

/// Whether the base year of a world contains a Measure of the ledger: whatever its instrument, what is in
/// force on the tariff_date is in the tariffs and flows.
bool in_base_year(const World& world, const Ledger& ledger, const Measure& measure);

}  // namespace leeway
