#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "leeway/ensemble/points.h"

namespace leeway {

/// A number of every draw.
struct SweepColumn {
  std::string name;
  std::string of;                    ///< what varies that it belongs to; of what is kept its own name
  std::string unit;                  ///< "USD million", "percent", …; empty where it has none
  std::vector<std::string> choices;  ///< in words, where the number is the index of one
};

/// What the draws of a run have in common; its id tells them from those of every other plan.
struct SweepHeader {
  std::string id;  ///< hash of version, world, ledger, options, question and design
  std::string title;
  std::string version;
  std::string world;
  std::string economy;
  std::string as_of;
  std::string question;  ///< what is asked, in the words of the plan
  Design design = Design::random;
  std::uint64_t size = 0;  ///< draws
  std::uint64_t seed = 0;
  std::optional<double> probability;  ///< of punishment, where it does not vary
  std::string drawn_probability;      ///< the input that is it, where it varies
  /// What is taken for granted, by name: what varies and how, its correlations, and what does not vary.
  std::vector<std::pair<std::string, std::string>> assumed;
  std::vector<SweepColumn> inputs;
  std::vector<SweepColumn> outputs;

  /// What a run says of itself, by name: id, title, version, world, economy, as_of, question, design, size,
  /// seed.
  std::vector<std::pair<std::string, std::string>> facts() const;
  /// Names of what varies, in order, each once.
  std::vector<std::string> factors() const;
  /// Index of an output. Throws InputError, with close names.
  std::size_t output(std::string_view name) const;
};

/// One draw: what was drawn, and what came of it.
struct SweepRow {
  std::uint64_t draw = 0;
  std::string reason;           ///< why there are no outputs, "punished: not_converged"; empty: certified
  std::vector<double> inputs;   ///< as in the header
  std::vector<double> outputs;  ///< the same; empty where there is a reason, NaN of what is not told

  bool certified() const { return reason.empty(); }
};

/// A row as bytes: its length, its content and the content's checksum (XXH64).
std::string encoded(const SweepRow& row);

/// Bytes of a worker's file that hold no rows of the run, from one place up to another.
struct DamagedBytes {
  std::size_t from = 0;
  std::size_t to = 0;
  std::string what;  ///< "are damaged", "hold a row of 3 numbers drawn and 1 kept, where …"
};

/// Rows as they lie in a file.
struct DecodedRows {
  std::vector<SweepRow> rows;
  std::size_t whole = 0;  ///< bytes up to the end of the last good one
  /// What lies between good rows, or after them and is more than a row cut short: that is what a worker
  /// leaves that was killed.
  std::vector<DamagedBytes> damaged;
};
/// Reads all rows that are whole, pass their checksum and are of a run with this header: as many numbers, and
/// choices that there are.
DecodedRows decode(std::string_view bytes, const SweepHeader& header);

}  // namespace leeway
