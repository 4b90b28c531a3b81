#include "leeway/policy/scale.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace leeway {

namespace {

constexpr std::array term_texts{"rate",  "quota",      "in_quota",    "over_quota",  "price",     "cap",
                                "cost",  "coverage",   "value",       "restriction", "cap_share", "levy",
                                "share", "tariff_cut", "barrier_cut", "origin_cost", "amount"};

/// The numbers that a term stands for; `TermsOf` is Terms or const Terms.
template <class TermsOf>
auto numbers(TermsOf& terms, Term term) {
  std::vector<decltype(&terms.cost)> all;
  switch (term) {
    case Term::rate:
      for (auto& step : terms.steps) all.push_back(&step.rate);
      for (auto& firm : terms.firms)
        if (firm.rate) all.push_back(&*firm.rate);
      if (!terms.schedule.empty()) all.push_back(&terms.schedule_factor);
      break;
    case Term::quota:
      all.push_back(&terms.quota);
      for (auto& step : terms.quota_steps) all.push_back(&step.amount);
      break;
    case Term::coverage:
      all.push_back(&terms.coverage);
      for (auto& [goods, share] : terms.coverage_by_goods) all.push_back(&share);
      break;
    case Term::in_quota:
      all.push_back(&terms.in_quota);
      break;
    case Term::over_quota:
      all.push_back(&terms.over_quota);
      break;
    case Term::price:
      all.push_back(&terms.price);
      break;
    case Term::cap:
      all.push_back(&terms.cap);
      break;
    case Term::cost:
      all.push_back(&terms.cost);
      break;
    case Term::value:
      all.push_back(&terms.value);
      break;
    case Term::restriction:
      // A table beside steps says what part of them its goods bear.
      all.push_back(&terms.restriction);
      for (auto& step : terms.steps) all.push_back(&step.rate);
      if (terms.steps.empty())
        for (auto& [goods, share] : terms.restriction_by_goods) all.push_back(&share);
      break;
    case Term::cap_share:
      all.push_back(&terms.cap_share);
      break;
    case Term::levy:
      all.push_back(&terms.levy);
      break;
    case Term::share:
      all.push_back(&terms.share);
      break;
    case Term::tariff_cut:
      all.push_back(&terms.tariff_cut);
      break;
    case Term::barrier_cut:
      all.push_back(&terms.barrier_cut);
      break;
    case Term::origin_cost:
      all.push_back(&terms.origin_cost);
      break;
    case Term::amount:
      all.push_back(&terms.amount);
      break;
  }
  return all;
}

/// What a Measure covers is not a number where it names lists.
bool is_scaled(const Measure& measure, Term term) {
  return term != Term::coverage || (measure.terms.covers.empty() && measure.terms.except.empty());
}

bool has(Instrument instrument, Term term) {
  const std::vector<Term> terms = scalable_terms(instrument);
  return std::find(terms.begin(), terms.end(), term) != terms.end();
}

}  // namespace

const char* to_string(Term term) { return term_texts[static_cast<std::size_t>(term)]; }

std::optional<Term> parse_term(std::string_view text) {
  const auto found = std::find(term_texts.begin(), term_texts.end(), text);
  if (found == term_texts.end()) return std::nullopt;
  return static_cast<Term>(found - term_texts.begin());
}

TermKind kind_of(Term term) {
  switch (term) {
    case Term::rate:
    case Term::in_quota:
    case Term::over_quota:
    case Term::cost:
    case Term::levy:
    case Term::origin_cost:
      return TermKind::rate;
    case Term::coverage:
    case Term::restriction:
    case Term::cap_share:
    case Term::share:
    case Term::tariff_cut:
    case Term::barrier_cut:
      return TermKind::share;
    case Term::quota:
    case Term::price:
    case Term::cap:
    case Term::value:
    case Term::amount:
      return TermKind::amount;
  }
  return TermKind::plain;
}

TermKind kind_of(std::string_view term) {
  if (const std::optional<Term> known = parse_term(term)) return kind_of(*known);
  if (term == "growth") return TermKind::rate;
  if (term == "utilisation" || term == "grant_share" || term == "max_subsidy") return TermKind::share;
  return TermKind::plain;
}

std::vector<Term> scalable_terms(Instrument instrument) {
  switch (instrument) {
    case Instrument::tariff:
    case Instrument::export_tax:
      return {Term::rate, Term::coverage};
    case Instrument::subsidy:
      return {Term::rate};
    case Instrument::tariff_rate_quota:
      return {Term::quota, Term::in_quota, Term::over_quota, Term::coverage};
    case Instrument::export_quota:
    case Instrument::import_quota:
      return {Term::quota, Term::coverage};
    case Instrument::price_floor:
      return {Term::price, Term::cap, Term::coverage};
    case Instrument::barrier:
      return {Term::cost, Term::coverage};
    case Instrument::import_ban:
    case Instrument::export_ban:
      return {Term::restriction, Term::coverage};
    case Instrument::purchase_commitment:
      return {Term::value};
    case Instrument::licence:
      return {Term::restriction, Term::cap_share, Term::levy, Term::coverage};
    case Instrument::boycott:
      return {Term::share, Term::coverage};
    case Instrument::pact:
      return {Term::tariff_cut, Term::barrier_cut, Term::origin_cost};
    case Instrument::transfer:
      return {Term::amount};
  }
  return {};
}

double largest(const Measure& measure, Term term) {
  double most = 0.0;
  if (has(measure.instrument, term))
    for (const double* number : numbers(measure.terms, term)) most = std::max(most, *number);
  return most;
}

Measure scale(const Measure& measure, Term term, double factor) {
  if (!has(measure.instrument, term) || !is_scaled(measure, term))
    throw InputError(measure.place("terms"),
                     fmt::format("`{}` of {} cannot be scaled", to_string(term), measure.id));
  Measure scaled = measure;
  for (double* number : numbers(scaled.terms, term)) {
    *number *= factor;
    if (kind_of(term) != TermKind::share) continue;
    // A factor that was meant to reach one may pass it by rounding.
    if (*number > 1.0 + 1e-9)
      throw InputError(measure.place("terms"),
                       fmt::format("{} times `{}` of {} is above 1", factor, to_string(term), measure.id),
                       "it is a share");
    *number = std::min(*number, 1.0);
  }
  if (term == Term::cost && factor != 1.0) scaled.terms.prohibitive = false;
  return scaled;
}

}  // namespace leeway
