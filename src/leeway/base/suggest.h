#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace leeway {

/// The candidates close to `word` (case-insensitive Damerau-Levenshtein distance of at most a third of
/// its length, at least 1), nearest first, at most `most`.
std::vector<std::string> close_matches(std::string_view word, const std::vector<std::string>& candidates,
                                       std::size_t most = 3);

/// "did you mean CHN or CHL?", or "" when nothing is close.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);
/// The same as a line of its own above `more`; `more` alone when nothing is close.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates,
                         const std::string& more);

}  // namespace leeway
