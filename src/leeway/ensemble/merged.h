#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "leeway/ensemble/row.h"

namespace leeway {

/// The draws of a run as comma-separated text: the draw, whether it is certified and why not, what was drawn
/// and what is kept. The same bytes wherever and in whatever order they were solved.
std::string merged_csv(const SweepHeader& header, const std::vector<SweepRow>& rows);
/// Hash of that text: the identity of the rows, which databases carry besides.
std::string rows_hash(const std::string& csv);

/// Writes each by the ending of its name: .csv, .sqlite or .dta; all of them, or none. Gives the hash of the
/// rows. Throws InputError for another ending.
std::string write_merged(const SweepHeader& header, const std::vector<SweepRow>& rows,
                         const std::vector<std::filesystem::path>& files);
/// Throws what that would for the name alone.
void check_merged_name(const std::filesystem::path& file);

}  // namespace leeway
