#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "leeway/model/options.h"

namespace leeway {

/// One option: all that the reader, the checks, the help, the documents and the identity of a run know of
/// it. A new option is a member of Options and a row here.
struct OptionInfo {
  using Member =
      std::variant<Closure Options::*, Estimate Options::*, std::string Options::*, double Options::*,
                   std::optional<double> Options::*, bool Options::*, int Options::*>;
  const char* key;  ///< in [options] of a scenario
  Member member;
  double low;           ///< numbers: the least value allowed
  double high;          ///< and the largest
  const char* title;    ///< as an assumption is named
  const char* absent;   ///< what it stands for when it is not given; empty when it always has a value
  const char* meaning;  ///< what it is
  const char* reason;   ///< why the default is what it is
  const char* source;   ///< where the default comes from
};

/// Every option, in the order in which people read them.
const std::vector<OptionInfo>& option_table();
/// The row of a key; std::out_of_range for a key that is not there.
const OptionInfo& option_info(std::string_view key);

/// "0.01 to 10", "true, false", "share, balanced, numeraire, own", "an economy", "a set of the world".
std::string allowed_values(const OptionInfo& info);
/// The value as a scenario would write it, or what its absence stands for.
std::string value_text(const OptionInfo& info, const Options& options);
/// Whether the option has a bearing on a Model of this world: not the numeraire of another closure, the
/// least theta without a horizon, nor critical inputs that the world has not.
bool applies(const OptionInfo& info, const Options& options, const World& world);

}  // namespace leeway
