#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "leeway/io/toml.h"
#include "leeway/policy/measure.h"

namespace leeway {

/// A term of a Measure and what it is to be, as a file writes it.
struct TermSetting {
  std::string measure;  ///< id
  std::string term;
  TomlValue value;  ///< with its place
};

/// "ID.term=value", as a command line has it: "US-2026-CA-THREAT.rate=50%". Throws InputError, at `where`,
/// for another form.
TermSetting parse_term_setting(std::string_view text, const Location& where);
/// The table [set]: keys are "ID.term". Throws InputError for a key of another form.
std::vector<TermSetting> parse_term_settings(const TomlTable* table);

/// The Measure with the term as set, read by the reader of files: what a file could not say is refused at the
/// value. A rate that stands for several (steps by date, firms) moves them in proportion, the largest to the
/// value; a later quota stays as it is written.
Measure with_term(const Measure& measure, const TermSetting& setting);

/// The value as a file writes it.
std::string value_text(const TomlValue& value);
/// The term of a Measure as a file would write it; empty where it says nothing of it.
std::string term_text(const Measure& measure, const std::string& term);

}  // namespace leeway
