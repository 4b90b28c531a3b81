#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "leeway/io/toml.h"
#include "leeway/policy/measure.h"
#include "leeway/policy/policy.h"

namespace leeway {

/// Reads the table `terms_range` of a Measure whose terms are read. Throws InputError for a name that is no
/// term of the Measure with a number, ends out of the bounds of the term, and a low above or a high below the
/// term itself.
std::vector<TermRange> parse_terms_range(const TomlTable* table, const Measure& measure);
/// The ranges of a Measure as an inline TOML table.
std::string terms_range_text(const Measure& measure);

/// The Measure with a term at one of its ends. A table of ends moves its goods or firms together. Throws
/// InputError for a term that has no range.
Measure at_end(const Measure& measure, const std::string& term, bool high);

/// An assumption behind a term that a policy acts on, as its Measure states it.
struct TermAssumption {
  std::string measure;  ///< id
  std::string term;
  std::string central;  ///< as terms are written, "0.3" or "20%": of the largest number that it holds
  std::string low;
  std::string high;
};
/// Those of the Measures that act in some of the policies and not in all, and of those that act and `also`
/// takes, each once, in the order of the policies.
std::vector<TermAssumption> term_assumptions(const std::vector<std::shared_ptr<const Policy>>& policies,
                                             const std::function<bool(const Measure&)>& also = {});

}  // namespace leeway
