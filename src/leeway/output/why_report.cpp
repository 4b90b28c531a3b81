#include "leeway/output/why_report.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "leeway/output/failure_report.h"
#include "leeway/output/format.h"
#include "leeway/output/range_words.h"

namespace leeway {

namespace {

const char* words(Figure figure) {
  switch (figure) {
    case Figure::real_income:
      return "Real income";
    case Figure::exports:
      return "Volume of exports";
    case Figure::imports:
      return "Volume of imports";
    case Figure::terms_of_trade:
      return "Terms of trade";
    case Figure::consumer_price:
      return "Consumer prices";
    case Figure::tariff_revenue:
      return "Tariff revenue";
  }
  return "";
}

const char* words(WhyPart::Kind kind) {
  switch (kind) {
    case WhyPart::Kind::measure_in:
      return "taken in";
    case WhyPart::Kind::measure_out:
      return "taken out";
    case WhyPart::Kind::measure_changed:
      return "changed";
    case WhyPart::Kind::option:
      return "option";
    case WhyPart::Kind::world:
      return "base data";
  }
  return "";
}

std::string figure_words(Figure figure, double value) {
  return figure == Figure::tariff_revenue ? "USD " + with_sign(value, 0) + " mn" : with_sign(value, 3) + "%";
}

std::string difference_words(Figure figure, double value) {
  return figure == Figure::tariff_revenue ? figure_words(figure, value) : with_sign(value, 3) + " points";
}

std::string what(const WhyPart& part) {
  if (!part.from.empty() || !part.to.empty()) return fmt::format("{} to {}", part.from, part.to);
  if (!part.title.empty()) return part.title;
  return fmt::format("{}", fmt::join(part.measures, ", "));
}

}  // namespace

Report why_report(const Why& why, const std::string& from, const std::string& to, std::size_t top,
                  const WhyRange* range) {
  Report report;
  report.kind = "why";
  report.run_id = range != nullptr ? range->run_id : why.run_id;
  report.certificates = why.verdicts;
  const std::string figure = fmt::format("{} of {}", words(why.figure), why.economy);
  if (!why.complete()) {
    report.headline = fmt::format("{}: no parts, because {} of {} equilibria did not certify", figure,
                                  why.failed, why.solves);
    add_failures(report);
    return report;
  }
  const bool ranged = range != nullptr && range->cases.of > 1;
  const auto with_range = [&](double value, const Range WhyRange::*of) {
    const std::string words = figure_words(why.figure, value);
    if (!ranged || (range->*of).low == (range->*of).high) return words;
    const std::string low = figure_words(why.figure, (range->*of).low);
    const std::string high = figure_words(why.figure, (range->*of).high);
    return (range->*of).both_signs(0.0) ? fmt::format("between {} and {} (sign not identified)", low, high)
                                        : fmt::format("{} ({} to {})", words, low, high);
  };
  report.headline = fmt::format("{}: {} in {}, {} in {}", figure, with_range(why.from, &WhyRange::from), from,
                                with_range(why.to, &WhyRange::to), to);
  std::vector<const WhyPart*> largest;
  for (const WhyPart& part : why.parts) largest.push_back(&part);
  std::stable_sort(largest.begin(), largest.end(), [](const WhyPart* a, const WhyPart* b) {
    return std::abs(a->value) > std::abs(b->value);
  });
  // What works against the difference is no part of where it comes from, nor is what could not be seen.
  const double least = 0.005 * std::abs(why.difference());
  // Nor one whose sign the range leaves open.
  const auto open = [&](const Range& r) { return r.both_signs(0.005 * std::abs(why.difference())); };
  const auto told = [&](double sign) {
    std::vector<std::string> most;
    for (const WhyPart* part : largest)
      if (sign * part->value > least && most.size() < 3 &&
          !(ranged && open(range->parts[static_cast<std::size_t>(part - why.parts.data())])))
        most.push_back(fmt::format("{} ({})", part->id, difference_words(why.figure, part->value)));
    return most;
  };
  const double way = why.difference() < 0.0 ? -1.0 : 1.0;
  if (why.parts.empty()) {
    report.lead.emplace_back("Nothing that the model reads differs between the two.");
  } else {
    std::string text = fmt::format("The difference is {}", difference_words(why.figure, why.difference()));
    if (ranged) {
      const std::string low = difference_words(why.figure, range->difference.low);
      const std::string high = difference_words(why.figure, range->difference.high);
      text =
          range->difference.both_signs(0.0)
              ? fmt::format("The difference stands between {} and {} (sign not identified), at the centre {}",
                            low, high, difference_words(why.figure, why.difference()))
              : text + fmt::format(" ({} to {})", low, high);
    }
    if (const auto with = told(way); !with.empty())
      text += fmt::format("; most of it comes from {}", fmt::join(with, ", "));
    if (const auto against = told(-way); !against.empty())
      text += fmt::format("; against it: {}", fmt::join(against, ", "));
    report.lead.push_back(text + ".");
  }
  report.lead.push_back(range_sentence(range == nullptr ? RangeKind::none : range->kind,
                                       range == nullptr ? CaseCount{1, 1} : range->cases, {},
                                       range == nullptr ? 0 : range->terms));
  const bool money = why.figure == Figure::tariff_revenue;
  ReportTable table{
      "parts",
      "What changed, and what each change adds",
      {text_column("part", 28), text_column("how"), text_column("by"), text_column("what", 60),
       money ? money_column("adds", true) : number_column("adds", "points", 4)},
      {},
      top,
      (why.rule == PartRule::shapley
           ? "Each part is the mean of what it adds over all orders (Shapley), exact: they add up to "
             "the difference."
           : "Each part is what it adds after those above it, Measures by the day they began, then "
             "options, then base data: another order would divide it otherwise. They add up to the "
             "difference.")};
  table.columns.back().sign = true;
  if (ranged) {
    for (const char* end : {"low", "high"}) {
      table.columns.push_back(money ? money_column(end, true) : number_column(end, "points", 4));
      table.columns.back().sign = true;
    }
    table.note += " Low and high are each of its own over the cases, so that they do not add up.";
  }
  const auto add = [&](std::vector<ReportCell> row, const Range* r) {
    if (ranged) {
      row.emplace_back(r->low);
      row.emplace_back(r->high);
    }
    table.rows.push_back(std::move(row));
  };
  for (std::size_t p = 0; p < why.parts.size(); ++p) {
    const WhyPart& part = why.parts[p];
    add({part.id, std::string(words(part.kind)), part.by, what(part), part.value},
        ranged ? &range->parts[p] : nullptr);
  }
  add({std::string("difference"), std::string(), std::string(), std::string(), why.difference()},
      ranged ? &range->difference : nullptr);
  report.tables.push_back(std::move(table));
  add_failures(report);
  return report;
}

}  // namespace leeway
