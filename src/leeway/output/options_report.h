#pragma once

#include "leeway/output/report.h"

namespace leeway {

/// The table of options: what each is, what it may be, and why its default is what it is.
Report options_report();
/// The same as a table of Markdown, for docs/options.md.
std::string options_markdown();

}  // namespace leeway
