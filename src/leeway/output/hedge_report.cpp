#include "leeway/output/hedge_report.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/base/units.h"
#include "leeway/output/asked_report.h"
#include "leeway/output/cells.h"
#include "leeway/output/failure_report.h"
#include "leeway/output/format.h"
#include "leeway/output/policy_words.h"
#include "leeway/output/range_words.h"

namespace leeway {

namespace {

std::string bundle_name(const Hedge& h, const std::vector<std::size_t>& acts) {
  if (acts.empty()) return "nothing";
  std::vector<std::string> names;
  for (const std::size_t a : acts) names.push_back(h.inputs.question.acts[a].name);
  return fmt::format("{}", fmt::join(names, " + "));
}

std::string state_name(const Hedge& h, std::size_t state) {
  return state < h.states.size() ? h.states[state].name : std::string("mean of the rates");
}

std::string worst_words(const Hedge& h) {
  return fmt::format("worst {} of probability", probability(h.inputs.tail));
}

void add_low_high(std::vector<ReportCell>& row, const Range& r, double scale = 1.0) {
  row.insert(row.end(),
             {ReportCell(scale * r.central), ReportCell(scale * r.low), ReportCell(scale * r.high)});
}

std::string measures_text(const std::vector<GameMeasure>& measures) {
  std::vector<std::string> words;
  for (const GameMeasure& m : measures) words.push_back(m.table ? asked_words(*m.table) : m.text.text);
  return fmt::format("{}", fmt::join(words, "; "));
}

ReportTable states_table(const Hedge& h) {
  ReportTable table{"states",
                    "States of the world",
                    {text_column("state", 26), rate_column("probability", 1), text_column("measures", 60),
                     money_column("nothing done", true), money_column("low", true),
                     money_column("high", true), percent_column("nothing done", 3, true)},
                    {},
                    0,
                    "Change of real income over the status quo, a year, and in percent of real income."};
  const HedgeBundle& nothing = h.bundles.front();
  for (std::size_t s = 0; s < h.states.size(); ++s) {
    std::vector<ReportCell> row = {h.states[s].name, h.states[s].probability,
                                   measures_text(h.states[s].measures)};
    add_low_high(row, nothing.income[s]);
    row.emplace_back(100.0 * nothing.income[s].central / h.income_musd);
    table.rows.push_back(std::move(row));
  }
  return table;
}

ReportTable acts_table(const Hedge& h) {
  ReportTable table{"acts",
                    "Acts on the menu",
                    {text_column("act", 26), text_column("measures", 70), money_column("declared cost"),
                     text_column("only in")},
                    {},
                    0,
                    "A declared cost is taken off real income in every state; it is not solved."};
  for (const HedgeAct& act : h.inputs.question.acts)
    table.rows.push_back({act.name, measures_text(act.measures), act.cost.million, joined(act.only)});
  return table;
}

std::string standing(const Hedge& h, const HedgeBundle& b) {
  if (b.efficient) return "yes";
  return "dominated by " + bundle_name(h, h.bundles[b.dominated_by].acts);
}

ReportTable bundles_table(const Hedge& h, std::size_t top) {
  ReportTable table{
      "bundles",
      "Every bundle: on average, and in the worst of cases",
      {text_column("bundle", 40), money_column("cost"), money_column("expected", true),
       money_column("low", true), money_column("high", true),
       money_column(fmt::format("worst {}", probability(h.inputs.tail)), true), money_column("low", true),
       money_column("high", true), money_column("worst state", true), text_column("which", 26),
       money_column("regret"), text_column("efficient", 40), text_column("in cases")},
      {},
      top,
      fmt::format(
          "Change of real income over the status quo without acts, a year, less declared costs. Worst "
          "{0}: the mean of the {0} of probability that is worst (conditional value-at-risk). "
          "Regret: the most that another bundle would have brought more, once the state is known. "
          "Efficient: no other bundle has more on average or in the worst {0}, and less of neither.",
          probability(h.inputs.tail))};
  std::vector<const HedgeBundle*> order;
  for (const HedgeBundle& b : h.bundles)
    if (b.told()) order.push_back(&b);
  std::stable_sort(order.begin(), order.end(), [](const HedgeBundle* a, const HedgeBundle* b) {
    return a->efficient != b->efficient ? a->efficient : a->expected.central > b->expected.central;
  });
  for (const HedgeBundle* b : order) {
    std::vector<ReportCell> row = {bundle_name(h, b->acts), b->cost_musd};
    add_low_high(row, b->expected);
    add_low_high(row, b->tail);
    row.insert(row.end(),
               {ReportCell(b->worst.central), ReportCell(state_name(h, b->worst_state)),
                ReportCell(b->regret.central), ReportCell(standing(h, *b)),
                ReportCell(fmt::format("{} of {}", b->efficient_in, b->expected.cases.certified))});
    table.rows.push_back(std::move(row));
  }
  return table;
}

/// What a change has no sign within: of money as everywhere, of a small economy less.
double nothing_of(const Hedge& h) { return std::min(no_change_musd, 1e-5 * h.income_musd); }

std::string price_words_of(const Hedge& h, const HedgeBundle& b) {
  const double nothing = nothing_of(h);
  if (b.insurance.both_signs(nothing)) return "insurance: sign not identified";
  if (b.insurance.central <= nothing) return "does not insure";
  if (b.premium.both_signs(nothing)) return "price: sign not identified";
  if (!b.per_dollar || b.premium.central <= nothing) return "pays for itself";
  return fmt::format("{:.2f} per dollar", *b.per_dollar);
}

ReportTable insurance_table(const Hedge& h, std::size_t top) {
  ReportTable table{
      "insurance",
      "What insurance costs",
      {text_column("bundle", 40), money_column("insurance", true), money_column("low", true),
       money_column("high", true), money_column("expected income given up", true), money_column("low", true),
       money_column("high", true), text_column("price")},
      {},
      top,
      fmt::format("Insurance: what it adds in the {}, over doing nothing. Price: insurance for a "
                  "dollar of expected income given up; what raises both pays for itself.",
                  worst_words(h))};
  std::vector<const HedgeBundle*> order;
  for (std::size_t b = 1; b < h.bundles.size(); ++b)
    if (h.bundles[b].told()) order.push_back(&h.bundles[b]);
  std::stable_sort(order.begin(), order.end(), [](const HedgeBundle* a, const HedgeBundle* b) {
    return a->insurance.central > b->insurance.central;
  });
  for (const HedgeBundle* b : order) {
    std::vector<ReportCell> row = {bundle_name(h, b->acts)};
    add_low_high(row, b->insurance);
    add_low_high(row, b->premium);
    row.emplace_back(price_words_of(h, *b));
    table.rows.push_back(std::move(row));
  }
  return table;
}

ReportTable replacement_table(const Hedge& h) {
  const std::size_t worst = h.bundles.front().worst_state;
  ReportTable table{
      "replacement",
      fmt::format("What each makes good of the loss in \"{}\"", state_name(h, worst)),
      {text_column("bundle", 40), rate_column("made good", 1), rate_column("low", 1), rate_column("high", 1),
       rate_column("of it anyway", 1)},
      {},
      0,
      "Share of the loss of the worst state when nothing is done, net of declared costs; above 100% more "
      "than "
      "is lost. Of it anyway: what the bundle brings in the status quo, over the same loss; the rest is what "
      "it is worth because the state has come."};
  for (const HedgeBundle& b : h.bundles) {
    if (!b.told() || !b.made_good) continue;
    std::vector<ReportCell> row = {bundle_name(h, b.acts)};
    add_low_high(row, *b.made_good);
    row.push_back(cell(b.anyway));
    table.rows.push_back(std::move(row));
  }
  return table;
}

/// A figure of every bundle in every state, central case.
template <class Figure>
ReportTable by_state(const Hedge& h, const char* id, const char* title, const char* note, bool change,
                     std::size_t top, Figure figure) {
  ReportTable table{id, title, {text_column("bundle", 40)}, {}, top, note};
  for (const HedgeState& state : h.states) table.columns.push_back(money_column(state.name, change));
  for (const HedgeBundle& b : h.bundles) {
    if (!b.told()) continue;
    std::vector<ReportCell> row = {bundle_name(h, b.acts)};
    for (std::size_t s = 0; s < h.states.size(); ++s) row.emplace_back(figure(b, s));
    table.rows.push_back(std::move(row));
  }
  return table;
}

ReportTable pole_table(const Hedge& h) {
  ReportTable table{
      "poles",
      "Where exports go, with each bundle in each state",
      {text_column("bundle", 40), text_column("state", 26), rate_column("to the United States"),
       rate_column("to China")},
      {},
      0,
      "Share of exports of goods and services at sellers' prices; central case. The first row of "
      "the status quo is exposure before any act."};
  for (const HedgeBundle& b : h.bundles)
    for (std::size_t s = 0; s < b.poles.size(); ++s)
      table.rows.push_back({bundle_name(h, b.acts), state_name(h, s), b.poles[s][0], b.poles[s][1]});
  return table;
}

ReportTable spread_table(const Hedge& h) {
  ReportTable table{
      "spread",
      "The price of unpredictability",
      {text_column("bundle", 40), money_column("spread over mean", true), money_column("low", true),
       money_column("high", true), text_column("sign")},
      {},
      0,
      "Expected income over the states against income at the mean of their rates: what is lost (or gained, "
      "where it is above zero) because the rate is not sure, at the same mean. Waiting to invest until it is "
      "known is not in it. A bundle with an act that is kept for some states is left out: at the mean of the "
      "rates "
      "there is no state to say whether it is taken."};
  for (const HedgeBundle& b : h.bundles) {
    if (!b.told() || !b.spread) continue;
    std::vector<ReportCell> row = {bundle_name(h, b.acts)};
    add_low_high(row, *b.spread);
    row.emplace_back(std::string(sign_words(Welfare(b.spread->low), Welfare(b.spread->high), nothing_of(h))));
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::string words_of(const Hedge& h, const Range& r) {
  return gain_words(r.central, r.low, r.high, nothing_of(h));
}

/// What is told first: of the efficient bundles that surely insure and pay for themselves the one that
/// insures most. Null where there is none.
const HedgeBundle* best_that_pays(const Hedge& h) {
  const double nothing = nothing_of(h);
  const HedgeBundle* best = nullptr;
  for (const HedgeBundle& b : h.bundles)
    if (b.told() && !b.acts.empty() && b.efficient && b.insurance.low > nothing &&
        b.premium.high <= nothing && (best == nullptr || b.insurance.central > best->insurance.central))
      best = &b;
  return best;
}

/// Single acts, the one that insures at the best price first: those that pay for themselves by what they
/// insure, then by insurance per dollar.
std::vector<const HedgeBundle*> insurers(const Hedge& h) {
  const double nothing = nothing_of(h);
  std::vector<const HedgeBundle*> found;
  for (const HedgeBundle& b : h.bundles)
    if (b.told() && b.acts.size() == 1 && b.insurance.low > nothing) found.push_back(&b);
  const auto pays = [&](const HedgeBundle* b) { return !b->per_dollar || b->premium.central <= nothing; };
  std::stable_sort(found.begin(), found.end(), [&](const HedgeBundle* a, const HedgeBundle* b) {
    if (pays(a) != pays(b)) return pays(a);
    return pays(a) ? a->insurance.central > b->insurance.central : *a->per_dollar > *b->per_dollar;
  });
  return found;
}

/// A sum of money with its range, both above nothing.
std::string sum_words(const Range& r) {
  const std::string central = money_words(std::max(0.0, r.central));
  if (!(r.low < r.high)) return central;
  return fmt::format("{} ({} to {})", central, money_words(r.low), money_words(r.high));
}

std::string pays_words(const Hedge& h, const HedgeBundle& b) {
  const Range on_average{-b.premium.central, -b.premium.high, -b.premium.low, b.premium.cases};
  std::string words =
      fmt::format("\"{}\" adds {} to what {} has in the {}, and {} on average", bundle_name(h, b.acts),
                  sum_words(b.insurance), in_sentence(h.name), worst_words(h), sum_words(on_average));
  if (h.cases.of > 1)
    words += fmt::format("; no other is better in {} of {} {}", b.efficient_in, b.expected.cases.certified,
                         h.inputs.horizons.empty() ? "sets of elasticities" : "cases");
  return words;
}

std::string hedge_headline(const Hedge& h) {
  const std::string who = in_sentence(h.name);
  if (!h.answered())
    return fmt::format("No answer for {}: what it earns when nothing is done did not certify", who);
  if (h.inputs.question.acts.empty())
    return fmt::format("In the {} {} {} a year", worst_words(h), who, words_of(h, h.bundles.front().tail));
  if (const HedgeBundle* pays = best_that_pays(h)) return pays_words(h, *pays);
  const std::vector<const HedgeBundle*> best = insurers(h);
  if (best.empty())
    return fmt::format("No act on its own surely adds to what {} has in the {}", who, worst_words(h));
  const HedgeBundle& first = *best.front();
  const std::string act = bundle_name(h, first.acts);
  const std::string price = price_words_of(h, first);
  if (price == "pays for itself") return pays_words(h, first);
  if (first.per_dollar && first.premium.low > nothing_of(h))
    return fmt::format("\"{}\" insures {} at the best price: {:.2f} in the {} for one of expected income",
                       act, who, *first.per_dollar, worst_words(h));
  return fmt::format("\"{}\" insures {} most: it adds {} in the {}; whether it costs is not identified", act,
                     who, money_words(first.insurance.central), worst_words(h));
}

std::string share_text(double share) {
  const double percent = 100.0 * std::abs(share);
  return fmt::format("{:.{}f}%", percent, percent < 9.95 ? 1 : 0);
}

/// "makes good 6.7% (3.1% to 6.7%)", "deepens it by 18% (9.7% to 18%)".
std::string share_words(const Range& r) {
  if (r.both_signs(0.0))
    return fmt::format("between deepening it by {} and making good {} (sign not identified)",
                       share_text(r.low), share_text(r.high));
  const bool good = r.central >= 0.0;
  const std::string low = share_text(good ? r.low : r.high);
  const std::string high = share_text(good ? r.high : r.low);
  std::string text = fmt::format("{} {}", good ? "makes good" : "deepens it by", share_text(r.central));
  if (low != high) text += fmt::format(" ({} to {})", low, high);
  return text;
}

void add_replacement_words(const Hedge& h, Report& report) {
  const HedgeBundle* most = nullptr;
  std::vector<std::string> words;
  for (const HedgeBundle& b : h.bundles) {
    if (!b.told() || !b.made_good) continue;
    if (most == nullptr || b.made_good->central > most->made_good->central) most = &b;
    if (b.acts.size() > 1) continue;
    std::string text = fmt::format("\"{}\" {}", bundle_name(h, b.acts), share_words(*b.made_good));
    if (b.anyway && *b.anyway > 0.0 && b.made_good->low > 0.0)
      text += fmt::format(", of which {} in the status quo too", share_text(*b.anyway));
    words.push_back(std::move(text));
  }
  if (words.empty()) return;
  const HedgeBundle& nothing = h.bundles.front();
  std::string text =
      fmt::format("Of the loss in \"{}\" ({}): {}.", state_name(h, nothing.worst_state),
                  money_words(-nothing.income[nothing.worst_state].central), fmt::join(words, "; "));
  if (most->acts.size() > 1 && most->made_good->low > 0.0)
    text += fmt::format(" Most: \"{}\" {}.", bundle_name(h, most->acts), share_words(*most->made_good));
  report.lead.push_back(std::move(text));
}

void add_spread_words(const Hedge& h, Report& report) {
  if (!h.inputs.spread) return;
  if (!h.spread) {
    report.lead.push_back(
        "The price of unpredictability cannot be told: the states differ in more than the rate of one "
        "Measure, so no policy is their mean.");
    return;
  }
  const Range& price = *h.bundles.front().spread;
  const double nothing = nothing_of(h);
  std::string effect;
  if (price.both_signs(nothing))
    effect =
        fmt::format("means between a loss of {} and a gain of {} a year on average (sign not identified)",
                    money_words(-price.low), money_words(price.high));
  else if (std::abs(price.central) <= nothing)
    effect = "makes no difference on average";
  else
    effect = fmt::format("{} {} a year on average", price.central < 0.0 ? "costs" : "brings",
                         money_words(std::abs(price.central)));
  if (!price.both_signs(nothing) && price.low < price.high) {
    const double least = std::min(std::abs(price.low), std::abs(price.high));
    const double most = std::max(std::abs(price.low), std::abs(price.high));
    effect += fmt::format(" ({} to {})", money_words(least), money_words(most));
  }
  if (price.low > nothing)
    effect +=
        ", since each further point of it takes less than the one before; that firms wait until it is known "
        "is not in the model";
  report.lead.push_back(fmt::format(
      "Unpredictability: the rate has a mean of {} over the states. That it is not this rate for sure {}.",
      percent_size(100.0 * h.spread->mean), effect));
}

void add_hedge_rows(Report& report, const World& world, const Hedge& h) {
  for (const HedgeBundle& b : h.bundles) {
    if (!b.told()) continue;
    const std::string name = bundle_name(h, b.acts);
    const auto add = [&](const std::string& variable, const char* unit, const std::string& state,
                         const Range& r) {
      for (const auto& [statistic, value] :
           {std::pair("central", r.central), std::pair("low", r.low), std::pair("high", r.high)})
        if (h.cases.of > 1 || std::string(statistic) == "central")
          report.rows.push_back({report.run_id, state.empty() ? name : fmt::format("{} in {}", name, state),
                                 h.economy, "", "", variable, unit, world.base_year, statistic, value});
    };
    for (std::size_t s = 0; s < h.states.size(); ++s)
      add("real_income_musd", "USD million", h.states[s].name, b.income[s]);
    add("expected_musd", "USD million", "", b.expected);
    add("cvar_musd", "USD million", "", b.tail);
    add("worst_musd", "USD million", "", b.worst);
    add("regret_musd", "USD million", "", b.regret);
    if (b.made_good) add("made_good", "decimal", "", *b.made_good);
    if (b.spread) add("spread_musd", "USD million", "", *b.spread);
    for (std::size_t s = 0; s < b.poles.size(); ++s)
      for (std::size_t pole = 0; pole < 2; ++pole)
        report.rows.push_back({report.run_id, fmt::format("{} in {}", name, h.states[s].name), h.economy,
                               pole == 0 ? "USA" : "CHN", "", "export_share", "decimal", world.base_year,
                               "central", b.poles[s][pole]});
  }
}

void drop_low_high(Report& report) {
  for (ReportTable& table : report.tables)
    for (std::size_t c = table.columns.size(); c-- > 0;) {
      if (table.columns[c].title != "low" && table.columns[c].title != "high") continue;
      const auto at = static_cast<std::ptrdiff_t>(c);
      table.columns.erase(table.columns.begin() + at);
      for (auto& row : table.rows) row.erase(row.begin() + at);
    }
}

std::string hedge_range_sentence(const Hedge& h) {
  if (h.inputs.horizons.empty()) return range_sentence(RangeKind::sets, h.cases, h.inputs.options.horizon);
  std::vector<std::string> times;
  for (const double years : h.inputs.horizons) times.push_back(horizon_words(years));
  std::string words = fmt::format(
      "Ranges are over {} cases: the sets of trade elasticities {}, and each at horizons of {} too",
      h.cases.of, centre_words(h.inputs.options.horizon), joined(times));
  if (!h.cases.all())
    words += fmt::format(", of which {} of {} certified: no envelope", h.cases.certified, h.cases.of);
  return words + ".";
}

void add_answer(const World& world, const Hedge& h, std::size_t top, Report& report) {
  const HedgeBundle& nothing = h.bundles.front();
  report.lead.push_back(
      fmt::format("If nothing is done {0} {1} a year on average over the states, {2} in the {3} and {4} in "
                  "the worst state "
                  "(\"{5}\").",
                  in_sentence(h.name), words_of(h, nothing.expected), words_of(h, nothing.tail),
                  worst_words(h), words_of(h, nothing.worst), state_name(h, nothing.worst_state)));
  add_replacement_words(h, report);
  add_spread_words(h, report);
  if (h.inputs.range == RangeKind::none && h.inputs.horizons.empty())
    report.lead.push_back(centre_alone_sentence(centre_words(h.inputs.options.horizon), "sets"));
  else if (h.cases.of == 1)
    report.lead.push_back(one_set_sentence());
  else
    report.lead.push_back(hedge_range_sentence(h));
  if (!h.failed_cases.empty())
    report.lead.push_back(
        fmt::format("Doing nothing has no figure in these cases: {}.", fmt::join(h.failed_cases, ", ")));
  const auto in_fewer = std::count_if(h.bundles.begin(), h.bundles.end(),
                                      [](const auto& b) { return b.told() && !b.expected.cases.all(); });
  if (in_fewer > 0)
    report.lead.push_back(
        fmt::format("{} of {} bundles did not certify in every case: what they range over is no envelope.",
                    in_fewer, h.bundles.size()));
  const auto untold =
      std::count_if(h.bundles.begin(), h.bundles.end(), [](const auto& b) { return !b.told(); });
  if (untold > 0)
    report.lead.push_back(
        fmt::format("{} of {} bundles tell no figure, since a state did not certify with them.", untold,
                    h.bundles.size()));
  report.tables.push_back(states_table(h));
  if (!h.inputs.question.acts.empty()) {
    report.tables.push_back(acts_table(h));
    report.tables.push_back(bundles_table(h, top));
    report.tables.push_back(insurance_table(h, top));
    if (std::any_of(h.bundles.begin(), h.bundles.end(),
                    [](const auto& b) { return b.made_good.has_value(); }))
      report.tables.push_back(replacement_table(h));
    report.tables.push_back(
        by_state(h, "incomes", "Each bundle in each state",
                 "Change of real income over the status quo, less declared costs; central "
                 "case.",
                 true, top, [](const HedgeBundle& b, std::size_t s) { return b.income[s].central; }));
    report.tables.push_back(
        by_state(h, "regrets", "Regret in each state",
                 "What the best bundle of the state would have brought more; central case.", false, top,
                 [](const HedgeBundle& b, std::size_t s) { return b.regrets[s]; }));
  }
  if (!nothing.poles.empty()) report.tables.push_back(pole_table(h));
  if (h.spread) report.tables.push_back(spread_table(h));
  add_hedge_rows(report, world, h);
  if (h.cases.of == 1) drop_low_high(report);
}

}  // namespace

Report hedge_report(const World& world, const Hedge& h, std::size_t top) {
  Report report;
  report.kind = "hedge";
  report.world = &world;
  report.as_of = h.inputs.question.as_of;
  report.known_by = h.inputs.question.known_by;
  report.run_id = h.run_id;
  report.answered = h.answered();
  report.headline = hedge_headline(h);
  if (!h.inputs.question.title.empty()) report.lead.push_back(h.inputs.question.title + ".");
  report.certificates.emplace_back("status quo", h.status_quo);
  for (const HedgeFailure& f : h.failures)
    report.certificates.emplace_back(
        fmt::format("{} in \"{}\"", bundle_name(h, f.acts), state_name(h, f.state)),
        Verdict{f.failure->certificate, f.failure->id, f.failure});
  report.assumptions = assumptions_of(h.inputs.options, world);
  for (const HedgeState& state : h.states)
    report.assumptions.push_back({fmt::format("probability of \"{}\"", state.name),
                                  probability(state.probability), "--state, or a [[state]]",
                                  "given, not estimated"});
  for (const HedgeAct& act : h.inputs.question.acts)
    report.assumptions.push_back({fmt::format("cost of \"{}\"", act.name),
                                  money_words(act.cost.million) + " a year", "--act, or a [[act]]",
                                  "declared, not solved"});
  report.notes.push_back(
      "Acts are whole: a government has a pact or has none, so no mixture of bundles is told. Acts are "
      "chosen "
      "before the state is known and kept in all; nobody answers them unless a state says so. Probabilities "
      "are the user's.");
  if (h.policy)
    for (const AppliedMeasure& applied : h.policy->applied) {
      SourceLine line = source_line(applied);
      line.in_question = false;
      report.sources.push_back(std::move(line));
    }
  for (const AppliedMeasure& applied : h.asked) report.sources.push_back(source_line(applied));
  if (h.answered()) add_answer(world, h, top, report);
  add_failures(report);
  return report;
}

}  // namespace leeway
