#include "leeway/output/welfare_words.h"

namespace leeway {

std::string not_told_words(NotTold reason) {
  switch (reason) {
    case NotTold::short_horizon:
      return "Welfare (equivalent variation, real income, real wage), terms of trade and what value added "
             "buys "
             "are not told below 3 years: so soon after a shock origins hardly replace each other, and a "
             "large importer would better its terms of trade almost without limit, which no record shows.";
  }
  return "";
}

void leave_out_welfare(Report& report, NotTold reason) {
  if (report.welfare_not_told) return;
  report.welfare_not_told = reason;
  report.lead.push_back(not_told_words(reason));
}

ReportCell cell_of(const Welfare& figure) {
  if (const std::optional<double> number = figure.figure()) return *number;
  return {};
}

}  // namespace leeway
