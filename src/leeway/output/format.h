#pragma once

#include <string>
#include <string_view>
#include <vector>

// Numbers and text as people read them. Files carry numbers unrounded; only screens use these.
namespace leeway {

/// "12,345.6"; a value that rounds to zero has no sign. Not finite: "n/a".
std::string with_thousands(double value, int decimals);
/// The same with a leading "+" for what rounds above zero.
std::string with_sign(double value, int decimals);
/// A probability or share with two significant digits: "1.4%", "0.62%", "50%"; what is above 0 or below
/// 1 never rounds to 0% or 100%.
std::string probability(double p);
/// USD million in words, two or three digits: "USD 310 mn", "USD 21.2 bn", "USD 1.3 tn".
std::string money_words(double usd_million);
/// The size of a change in percent with two digits, at most three decimals: "0.16%", "12%"; what is above 0
/// never shows as 0%: "under 0.001%".
std::string percent_size(double percent);
/// The change with its sign: "+0.16%", "-1.5%".
std::string percent_words(double percent);
/// A name inside a sentence: "the United States", "the European Union"; others as they are.
std::string in_sentence(const std::string& name);
/// The same of goods: "rare-earth permanent magnets"; an abbreviation keeps its capitals.
std::string product_in_sentence(const std::string& name);
/// Whether a source may become a link: an http or https address and nothing else. Anyone may write a
/// scenario, and `javascript:` is an address too; all else stays text.
bool is_web_address(std::string_view source);
/// A sentence with its first letter raised.
std::string capitalised(std::string sentence);
/// Lines of a comment as one.
std::string unbroken(std::string lines);
/// "3.2e-12".
std::string scientific(double value);

/// Columns that a UTF-8 text takes on a terminal, one a code point.
std::size_t display_width(std::string_view text);
/// At most `width` columns, the last an ellipsis where something was cut.
std::string shortened(std::string_view text, std::size_t width);
/// Lines of at most `width` columns, broken at spaces; words longer than that stay whole.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

}  // namespace leeway
