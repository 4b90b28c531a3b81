#include "leeway/policy/term_range.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "leeway/base/suggest.h"
#include "leeway/policy/scale.h"
#include "leeway/policy/term_values.h"

namespace leeway {

namespace {

constexpr const char* ranges_key = "terms_range";

/// How the ends of a term are read, and what it holds itself.
struct Ranged {
  enum class Kind { rate, share, positive, amount, split };
  Kind kind = Kind::share;
  double central = 0.0;
  std::string unit;                    ///< of an amount
  std::map<std::string, double> some;  ///< by goods or firm
};

const char* name_of(const Measure& measure, Term term) {
  return term == Term::rate && !measure.terms.schedule.empty() ? "schedule_factor" : to_string(term);
}

double importer_share(const Measure& measure) {
  if (measure.terms.rent_to) return measure.terms.rent_to->importer;
  return measure.instrument == Instrument::import_quota || measure.instrument == Instrument::import_ban ? 1.0
                                                                                                        : 0.0;
}

Ranged ranged(const Measure& measure, Term term) {
  using Kind = Ranged::Kind;
  const Terms& t = measure.terms;
  Ranged r;
  r.central = largest(measure, term);
  switch (term) {
    case Term::rate:
      r.kind = t.schedule.empty() ? Kind::rate : Kind::positive;
      break;
    case Term::in_quota:
    case Term::over_quota:
    case Term::cost:
    case Term::levy:
    case Term::origin_cost:
      r.kind = Kind::rate;
      break;
    case Term::quota:
      r = {Kind::amount, r.central, t.quota_unit, {}};
      break;
    case Term::cap:
      r = {Kind::amount, r.central, t.cap_unit, {}};
      break;
    case Term::price:
      r = {Kind::amount, r.central, t.price_unit, {}};
      break;
    case Term::value:
      r = {Kind::amount, r.central, t.value_of_base ? of_base : "mn " + currency_of(t), {}};
      break;
    case Term::amount:
      r = {Kind::amount, r.central, "mn " + currency_of(t), {}};
      break;
    case Term::coverage:
      r.some = t.coverage_by_goods;
      if (!r.some.empty()) {
        r.central = 0.0;
        for (const auto& [goods, share] : r.some) r.central = std::max(r.central, share);
      }
      break;
    case Term::restriction:
      r.some = t.restriction_by_goods;
      if (is_ban(measure.instrument) && r.central == 0.0) r.central = 1.0;
      break;
    case Term::share:
    case Term::tariff_cut:
    case Term::barrier_cut:
    case Term::cap_share:
      break;
  }
  return r;
}

/// The terms of a Measure that can have a range, by name.
std::map<std::string, Ranged> ranged_terms(const Measure& measure) {
  using Kind = Ranged::Kind;
  const Terms& t = measure.terms;
  std::map<std::string, Ranged> all;
  const bool lists = !t.covers.empty() || !t.except.empty();
  for (const Term term : scalable_terms(measure.instrument)) {
    if (term == Term::coverage && lists) continue;
    const Ranged r = ranged(measure, term);
    if (r.central > 0.0) all.emplace(name_of(measure, term), r);
  }
  const TermNames names = term_names(measure.instrument);
  if (names.reads("rent_to")) all["rent_to"] = {Kind::split, importer_share(measure), "", {}};
  if (names.reads("utilisation")) all["utilisation"] = {Kind::share, t.utilisation, "", {}};
  if (names.reads("grant_share")) all["grant_share"] = {Kind::share, t.grant_share, "", {}};
  if (names.reads("max_subsidy")) all["max_subsidy"] = {Kind::share, t.max_subsidy, "", {}};
  if (measure.instrument == Instrument::transfer) all["years"] = {Kind::positive, t.years, "", {}};
  if (t.phase_in > 0.0) all["phase_in"] = {Kind::positive, t.phase_in, "", {}};
  if (t.quota_growth > 0.0) all["growth"] = {Kind::rate, t.quota_growth, "", {}};
  if (t.substitution > 0.0) all["substitution"] = {Kind::positive, t.substitution, "", {}};
  std::map<std::string, double> firms;
  for (const FirmGroup& firm : t.firms)
    if (firm.share) firms[firm.name] = *firm.share;
  if (!firms.empty()) all["firms"] = {Kind::share, 0.0, "", firms};
  return all;
}

double end_of(const TomlValue& value, const Ranged& r, const std::string& term) {
  using Kind = Ranged::Kind;
  switch (r.kind) {
    case Kind::rate:
      return not_negative(rate_of(value, term), value, term);
    case Kind::share:
    case Kind::split:
      return share_of(value, term);
    case Kind::positive: {
      const std::optional<double> number = value.as_number();
      if (!number) throw term_error(value, term, "a number expected, found " + value.described());
      return not_negative(*number, value, term);
    }
    case Kind::amount:
      break;
  }
  const std::optional<Money> own = money_of({1.0, r.unit});  // of one unit of the term
  const auto in_own = [&](const Money& money) {
    if (money.currency != own->currency)
      throw term_error(value, term,
                       fmt::format("is in {}, the term itself in {}", money.currency, own->currency));
    return money.million / own->million;
  };
  const std::string example =
      r.unit == of_base ? "80% of base" : fmt::format("{} {}", shortest(r.central), r.unit);
  const Quantity given = quantity_of(value, term, example);
  if (const std::optional<Money> whole = money_of(given); own && whole) return in_own(*whole);
  if (given.unit == r.unit) return given.value;
  const Quantity yearly = yearly_quantity(value, term, example);
  if (own && yearly.unit != of_base) return in_own(money_of(yearly, value, term));
  if (yearly.unit != r.unit)
    throw term_error(value, term, fmt::format("is in {}, the term itself in {}", yearly.unit, r.unit));
  return yearly.value;
}

/// As a term is written, without quotes.
std::string text_of(double value, const Ranged& r, const std::string& term) {
  if (r.kind != Ranged::Kind::amount) return shortest(value);
  if (term == "price" || term == "amount") return fmt::format("{} {}", shortest(value), r.unit);
  return yearly_text(value, r.unit);
}

TermEnds ends_of(const TomlValue& value, const Ranged& r, const std::string& term, const std::string& of,
                 double central) {
  const auto* list = value.as_array();
  if (list == nullptr || list->size() != 2)
    throw term_error(value, ranges_key,
                     fmt::format("`{}`: two ends expected, found {}", term, value.described()),
                     fmt::format("write {} = {{ {} = [low, high] }}", ranges_key, term));
  const TermEnds ends{of, end_of((*list)[0], r, term), end_of((*list)[1], r, term)};
  // Ends are written to as many digits as people write.
  const double slack = 1e-9 * std::max(1.0, central);
  if (ends.low > central + slack)
    throw term_error((*list)[0], ranges_key,
                     fmt::format("`{}`: the low end, {}, is above the term itself, {}", term,
                                 text_of(ends.low, r, term), text_of(central, r, term)));
  if (ends.high < central - slack)
    throw term_error((*list)[1], ranges_key,
                     fmt::format("`{}`: the high end, {}, is below the term itself, {}", term,
                                 text_of(ends.high, r, term), text_of(central, r, term)));
  if (ends.low >= ends.high)
    throw term_error(value, ranges_key,
                     fmt::format("`{}`: the ends are the same, {}", term, text_of(ends.low, r, term)),
                     "leave out what is certain");
  return ends;
}

std::vector<std::string> terms_named(const auto& map) {
  std::vector<std::string> keys;
  for (const auto& [name, value] : map) keys.push_back(name);
  return keys;
}

[[noreturn]] void refuse(const Location& where, const std::string& message, const std::string& found,
                         const std::vector<std::string>& allowed) {
  const std::string near = did_you_mean(found, allowed);
  throw InputError(
      where, message,
      (near.empty() ? "" : near + "\n") +
          fmt::format("allowed: {}", allowed.empty() ? "none" : fmt::format("{}", fmt::join(allowed, ", "))));
}

/// The largest number that a term holds becomes `value`, the others follow in proportion.
void set_largest(Measure& measure, Term term, double value) {
  const Ranged r = ranged(measure, term);
  const double factor = value / r.central;
  std::map<std::string, double>& shares = measure.terms.coverage_by_goods;
  if (term != Term::coverage || shares.empty()) measure = scale(measure, term, factor);
  if (term == Term::coverage)
    for (auto& [goods, share] : shares) share *= factor;
  // A product of a quotient misses by a last digit.
  Terms& t = measure.terms;
  std::vector<double*> all = {&t.schedule_factor,
                              &t.coverage,
                              &t.cost,
                              &t.share,
                              &t.tariff_cut,
                              &t.barrier_cut,
                              &t.origin_cost,
                              &t.amount,
                              &t.quota,
                              &t.in_quota,
                              &t.over_quota,
                              &t.price,
                              &t.cap,
                              &t.value,
                              &t.cap_share,
                              &t.levy,
                              &t.restriction};
  for (RateStep& step : t.steps) all.push_back(&step.rate);
  for (auto& [goods, share] : shares) all.push_back(&share);
  for (auto& [goods, share] : t.restriction_by_goods) all.push_back(&share);
  for (double* number : all)
    if (std::abs(*number - value) <= 1e-12 * std::abs(value)) *number = value;
}

void set_term(Measure& measure, const std::string& term, const TermEnds& ends, double value) {
  Terms& t = measure.terms;
  if (term == "rent_to") {
    t.rent_to = RentSplit{value, 1.0 - value};
  } else if (term == "utilisation") {
    t.utilisation = value;
  } else if (term == "grant_share") {
    t.grant_share = value;
  } else if (term == "max_subsidy") {
    t.max_subsidy = value;
  } else if (term == "substitution") {
    t.substitution = value;
  } else if (term == "years") {
    t.years = value;
  } else if (term == "phase_in") {
    t.phase_in = value;
  } else if (term == "growth") {
    t.quota_growth = value;
  } else if (term == "firms") {
    for (FirmGroup& firm : t.firms)
      if (firm.name == ends.of) firm.share = value;
  } else if (!ends.of.empty()) {
    (term == "coverage" ? t.coverage_by_goods : t.restriction_by_goods)[ends.of] = value;
  } else if (term == "restriction" && largest(measure, Term::restriction) == 0.0) {
    t.restriction = value;
  } else {
    set_largest(measure, term == "schedule_factor" ? Term::rate : *parse_term(term), value);
  }
}

}  // namespace

std::vector<TermRange> parse_terms_range(const TomlTable* table, const Measure& measure) {
  std::vector<TermRange> ranges;
  if (table == nullptr) return ranges;
  const std::map<std::string, Ranged> terms = ranged_terms(measure);
  for (const TomlTable::Entry& entry : table->entries()) {
    const auto found = terms.find(entry.key);
    if (found == terms.end())
      refuse(entry.where,
             fmt::format("field `{}`: {} states no term `{}` that could have a range", ranges_key, measure.id,
                         entry.key),
             entry.key, terms_named(terms));
    const Ranged& r = found->second;
    TermRange range{entry.key, {}};
    if (const TomlTable* some = entry.value.as_table()) {
      for (const TomlTable::Entry& one : some->entries()) {
        const auto central = r.some.find(one.key);
        if (central == r.some.end())
          refuse(
              one.where,
              fmt::format("field `{}`: `{}` of {} has no \"{}\"", ranges_key, entry.key, measure.id, one.key),
              one.key, terms_named(r.some));
        range.ends.push_back(ends_of(one.value, r, entry.key, one.key, central->second));
      }
      if (range.ends.empty())
        throw term_error(entry.value, ranges_key, fmt::format("`{}` is empty", entry.key));
    } else {
      if (entry.key == "firms")
        throw term_error(entry.value, ranges_key, "`firms`: each firm has ends of its own",
                         fmt::format("write {} = {{ firms = {{ \"{}\" = [low, high] }} }}", ranges_key,
                                     r.some.begin()->first));
      range.ends.push_back(ends_of(entry.value, r, entry.key, "", r.central));
    }
    ranges.push_back(std::move(range));
    // What no Measure could state together.
    for (const bool high : {false, true}) {
      Measure moved = measure;
      moved.terms_range = ranges;
      moved = at_end(moved, entry.key, high);
      double firms = 0.0;
      for (const FirmGroup& firm : moved.terms.firms) firms += firm.share.value_or(0.0);
      if (firms > 1.0 + 1e-9)
        throw term_error(entry.value, ranges_key,
                         fmt::format("shares of firms at their ends sum to {:.6g}, above 1", firms));
      if (moved.terms.over_quota < moved.terms.in_quota)
        throw term_error(entry.value, ranges_key, "`over_quota` would be below `in_quota`");
    }
  }
  return ranges;
}

std::string terms_range_text(const Measure& measure) {
  const std::map<std::string, Ranged> terms = ranged_terms(measure);
  std::vector<std::string> parts;
  for (const TermRange& range : measure.terms_range) {
    const Ranged& r = terms.at(range.term);
    const auto end = [&](double value) {
      const std::string text = text_of(value, r, range.term);
      if (r.kind == Ranged::Kind::amount) return toml_quoted(text);
      return r.kind == Ranged::Kind::rate ? rate_text(value, range.term) : text;
    };
    std::vector<std::string> rows;
    for (const TermEnds& ends : range.ends) {
      const std::string pair = fmt::format("[{}, {}]", end(ends.low), end(ends.high));
      rows.push_back(ends.of.empty() ? pair : fmt::format("{} = {}", toml_quoted(ends.of), pair));
    }
    parts.push_back(range.ends.front().of.empty()
                        ? fmt::format("{} = {}", range.term, rows.front())
                        : fmt::format("{} = {{ {} }}", range.term, fmt::join(rows, ", ")));
  }
  return fmt::format("{{ {} }}", fmt::join(parts, ", "));
}

Measure at_end(const Measure& measure, const std::string& term, bool high) {
  const auto range = std::find_if(measure.terms_range.begin(), measure.terms_range.end(),
                                  [&](const TermRange& r) { return r.term == term; });
  if (range == measure.terms_range.end())
    throw InputError(measure.place("terms"), fmt::format("`{}` of {} has no range", term, measure.id));
  Measure moved = measure;
  for (const TermEnds& ends : range->ends) set_term(moved, term, ends, high ? ends.high : ends.low);
  return moved;
}

std::vector<TermAssumption> term_assumptions(const std::vector<std::shared_ptr<const Policy>>& policies,
                                             const std::function<bool(const Measure&)>& also) {
  const auto acts = [](const Policy& policy, const std::string& id) {
    return std::any_of(policy.applied.begin(), policy.applied.end(),
                       [&](const AppliedMeasure& applied) { return applied.measure->id == id; });
  };
  const auto in_question = [&](const std::string& id) {
    return !std::all_of(policies.begin(), policies.end(), [&](const auto& p) { return acts(*p, id); });
  };
  std::vector<TermAssumption> all;
  for (const auto& policy : policies)
    for (const AppliedMeasure& applied : policy->applied) {
      const Measure& measure = *applied.measure;
      if (measure.terms_range.empty() || !applied.solved) continue;
      if (std::any_of(all.begin(), all.end(), [&](const auto& known) { return known.measure == measure.id; }))
        continue;
      if (!in_question(measure.id) && !(also && also(measure))) continue;
      const std::map<std::string, Ranged> terms = ranged_terms(measure);
      for (const TermRange& range : measure.terms_range) {
        const Ranged& r = terms.at(range.term);
        const auto text = [&](auto value) {
          std::vector<std::string> parts;
          for (const TermEnds& ends : range.ends)
            parts.push_back(ends.of.empty()
                                ? text_of(value(ends), r, range.term)
                                : fmt::format("{} {}", ends.of, text_of(value(ends), r, range.term)));
          return fmt::format("{}", fmt::join(parts, ", "));
        };
        all.push_back({measure.id, range.term, text([&](const TermEnds& ends) {
                         return ends.of.empty() ? r.central : r.some.at(ends.of);
                       }),
                       text([](const TermEnds& ends) { return ends.low; }),
                       text([](const TermEnds& ends) { return ends.high; })});
      }
    }
  return all;
}

}  // namespace leeway
