#include "leeway/output/range_words.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "leeway/base/text.h"
#include "leeway/base/units.h"
#include "leeway/output/failure_report.h"
#include "leeway/output/format.h"
#include "leeway/output/welfare_words.h"

namespace leeway {

namespace {

const char* assumed_words(Moved assumed) {
  switch (assumed) {
    case Moved::elasticities:
      return "trade elasticities";
    case Moved::horizon:
      return "horizon";
    case Moved::supply:
      return "sector-specific factors";
    case Moved::closure:
      return "trade balances";
    case Moved::rates:
      return "estimate of rates";
    case Moved::terms:
      return "term of a Measure";
  }
  return "";
}

/// The end of a range told as a gain or a loss: one of the other sign lies within what is no change.
std::string amount_words(double musd) { return musd < 0.0 ? "too little to tell" : money_words(musd); }

/// A term as a reader would say it.
std::string term_words(const std::string& term) {
  static const std::map<std::string, const char*> words = {
      {"restriction", "share refused"},       {"cap_share", "cap"},
      {"schedule_factor", "scheduled rates"}, {"rent_to", "importers' share of the rents"},
      {"in_quota", "in-quota rate"},          {"over_quota", "over-quota rate"},
      {"tariff_cut", "tariff cut"},           {"barrier_cut", "barrier cut"},
      {"origin_cost", "cost of origin"},      {"grant_share", "grant share"},
      {"max_subsidy", "largest subsidy"},     {"substitution", "substitution of firms"},
      {"firms", "shares of firms"},           {"share", "share of demand lost"}};
  const auto found = words.find(term);
  return found == words.end() ? term : found->second;
}

}  // namespace

std::string swing_words(const Swing& swing) {
  if (swing.assumed != Moved::terms) return assumed_words(swing.assumed);
  return fmt::format("{} of {}", term_words(swing.term), swing.measure);
}

double no_change_of(const EconomyChange& change) {
  if (!change.ev_musd.told() || !change.real_income_pct.told()) return no_change_musd;
  const double pct = std::abs(change.real_income_pct.value());
  if (!(pct > 1e-9)) return no_change_musd;
  return std::min(no_change_musd, no_change_pct * std::abs(change.ev_musd.value()) / pct);
}

bool sign_open(const Welfare& low, const Welfare& high, double nothing) {
  return low.told() && high.told() && low.value() < -nothing && high.value() > nothing;
}

std::string gain_words(double central, double low, double high, double nothing) {
  if (sign_open(low, high, nothing))
    return fmt::format("stands between a loss of {} and a gain of {} (sign not identified)",
                       money_words(-low), money_words(high));
  if (std::max(std::abs(low), std::abs(high)) <= nothing)
    return nothing < no_change_musd
               ? std::string("neither gains nor loses beyond 0.001% of its real income")
               : fmt::format("neither gains nor loses beyond USD {} mn", shortest(no_change_musd));
  // No central figure may speak against its own range.
  const bool loses = low < -nothing;
  const std::string words =
      fmt::format("{} {}", loses ? "loses" : "gains", amount_words(loses ? -central : central));
  if (low == high) return words;
  return words +
         fmt::format(" ({} to {})", amount_words(loses ? -high : low), money_words(loses ? -low : high));
}

std::string yearly_words(double central, double low, double high, double pct) {
  if (low < -no_change_musd && high > no_change_musd)
    return fmt::format("means between a loss of {} and a gain of {} a year (sign not identified)",
                       money_words(-low), money_words(high));
  if (std::max(std::abs(low), std::abs(high)) <= no_change_musd)
    return fmt::format("brings no change beyond USD {} mn a year", shortest(no_change_musd));
  // No central figure may speak against its own range.
  const bool costs = low < -no_change_musd;
  return fmt::format("{} {}{} a year ({} of real income)", costs ? "costs" : "brings",
                     amount_words(costs ? -central : central),
                     low < high ? fmt::format(" ({} to {})", amount_words(costs ? -high : low),
                                              money_words(costs ? -low : high))
                                : "",
                     percent_size(pct));
}

const char* sign_words(const Welfare& low, const Welfare& high, double nothing) {
  if (!low.told() || !high.told()) return "not told";
  if (sign_open(low, high, nothing)) return "not identified";
  if (low.value() < -nothing) return high.value() < -nothing ? "loss" : "loss or none";
  if (high.value() > nothing) return low.value() > nothing ? "gain" : "gain or none";
  return "none";
}

const char* course_words(double low, double high, double nothing) {
  if (low < -nothing && high > nothing) return "not identified";
  if (low < -nothing) return high < -nothing ? "fall" : "fall or none";
  if (high > nothing) return low > nothing ? "rise" : "rise or none";
  return "none";
}

std::string sign_note() {
  return fmt::format("Sign: of the whole range; none is no change beyond USD {} mn.",
                     shortest(no_change_musd));
}

std::string rent_range_sentence(const std::vector<std::string>& measures) {
  return fmt::format("Who holds the rents of {} (exporters, importers, each half) is in the range too.",
                     fmt::join(measures, ", "));
}

std::string horizon_words(double years) {
  if (years < 0.999) {
    const double months = std::round(12.0 * years);
    return fmt::format("{:.0f} month{}", months, months == 1.0 ? "" : "s");
  }
  return fmt::format("{} year{}", shortest(years), years == 1.0 ? "" : "s");
}

std::string one_set_sentence() {
  return "The world has one set of trade elasticities, so that no range is told.";
}

std::string centre_words(const std::optional<double>& horizon) {
  return horizon ? "after " + horizon_words(*horizon) : std::string("in the long run");
}

std::string centre_alone_sentence(const std::string& when, const char* ranges) {
  return fmt::format("This is the central case alone{}{}: its range was left out (--range {} tells it).",
                     when.empty() ? "" : ", ", when, ranges);
}

std::string range_sentence(RangeKind kind, const CaseCount& cases, const std::optional<double>& horizon,
                           int terms) {
  if (kind == RangeKind::none) return centre_alone_sentence(centre_words(horizon));
  std::string words =
      kind == RangeKind::sets
          ? fmt::format("Ranges are over {} of trade elasticities, all else at the centre",
                        counted(static_cast<std::size_t>(cases.of), "set"))
          : fmt::format(
                "Ranges are over {} cases, the cross of all sets of trade elasticities with what else the "
                "question leaves open ({}sector-specific factors, trade balances, "
                "estimates of rates)",
                cases.of - terms, welfare_not_told(horizon) ? "" : "horizons from 3 years on, ");
  if (kind == RangeKind::full && welfare_not_told(horizon))
    words += fmt::format(", all at the horizon of {}", horizon_words(*horizon));
  if (terms > 0) words += fmt::format(", and {} with one term of a Measure at an end of its range", terms);
  if (!cases.all())
    words += fmt::format(", of which {} of {} certified: no envelope", cases.certified, cases.of);
  return words + ".";
}

void add_variation_columns(ReportTable& table, bool ranged) {
  table.columns.push_back(money_column("equiv. variation", true));
  if (!ranged) return;
  table.columns.push_back(money_column("low", true));
  table.columns.push_back(money_column("high", true));
  table.columns.push_back(text_column("sign"));
  table.note += (table.note.empty() ? "" : " ") + sign_note();
}

void add_variation_cells(std::vector<ReportCell>& row, const Welfare& central, const Welfare& low,
                         const Welfare& high, bool ranged, double nothing) {
  row.push_back(cell_of(central));
  if (!ranged) return;
  row.push_back(cell_of(low));
  row.push_back(cell_of(high));
  row.emplace_back(std::string(sign_words(low, high, nothing)));
}

ReportTable tornado_table(const std::string& figure, double central, const std::vector<Swing>& swings) {
  ReportTable table{
      "tornado",
      fmt::format("What moves the answer most: {}", figure),
      {text_column("assumption"), money_column("lowest", true), text_column("at", 14),
       money_column("highest", true), text_column("at", 14), money_column("swing")},
      {},
      0,
      fmt::format("Each assumption moved alone, all others at the centre, where the figure is {} USD mn.",
                  with_sign(central, 0))};
  // Of the terms of many Measures most move nothing that could be seen.
  for (const Swing& s : swings)
    if (s.assumed != Moved::terms || s.high - s.low >= no_change_musd)
      table.rows.push_back({swing_words(s), s.low, s.low_at, s.high, s.high_at, s.high - s.low});
  return table;
}

std::vector<LongRow> swing_rows(const LongRow& figure, const std::vector<Swing>& swings) {
  std::vector<LongRow> rows;
  for (const Swing& s : swings)
    for (const auto& [end, value] : {std::pair("low", s.low), std::pair("high", s.high)}) {
      rows.push_back(figure);
      rows.back().statistic = fmt::format("{} by {}", end, swing_words(s));
      rows.back().value = value;
    }
  return rows;
}

ReportTable range_failures(const std::vector<RangeFailure>& failed) {
  ReportTable table{"range_failures",
                    "Cases of the range without an answer",
                    {text_column("case", 60), text_column("why", 60)},
                    {},
                    8,
                    ""};
  for (const RangeFailure& f : failed) table.rows.push_back({f.name, failure_words(*f.failure)});
  return table;
}

}  // namespace leeway
