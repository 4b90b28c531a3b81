#include "leeway/output/ledger_report.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/analysis/path.h"
#include "leeway/base/error.h"
#include "leeway/base/suggest.h"
#include "leeway/base/text.h"
#include "leeway/output/cells.h"
#include "leeway/output/format.h"
#include "leeway/output/policy_words.h"
#include "leeway/policy/ledger_choice.h"
#include "leeway/policy/precision.h"
#include "leeway/policy/term_range.h"
#include "leeway/policy/terms_toml.h"

namespace leeway {

namespace {

std::string day(const std::optional<Date>& date) { return date ? to_string(*date) : std::string(); }
/// The same of a Measure or event, as far as it is known.
template <class Entry>
std::string day_of(const Entry& entry, const std::optional<Date>& date) {
  return date ? dated(*date, precision_of(entry, *date)) : std::string();
}

/// Whether a list of names touches any of the economies asked for. Names are kept as written when they
/// equal the question, so that asking for a group finds the acts of the group itself.
bool touches(const World& world, const std::vector<std::string>& names, const std::string& asked, Date date) {
  if (asked.empty() || std::find(names.begin(), names.end(), asked) != names.end()) return true;
  const std::vector<int> wanted = world.resolve_economies(asked, date, {});
  for (const std::string& name : names)
    for (int n : world.resolve_economies(name, date, {}))
      if (std::find(wanted.begin(), wanted.end(), n) != wanted.end()) return true;
  return false;
}

const std::vector<std::string>& status_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (Status s : {Status::unknown, Status::announced, Status::in_force, Status::suspended,
                     Status::withdrawn, Status::expired, Status::threatened, Status::under_investigation})
      all.emplace_back(to_string(s));
    return all;
  }();
  return names;
}

void refuse_unknown(const std::string& what, const std::string& word, const std::vector<std::string>& known) {
  if (word.empty() || std::find(known.begin(), known.end(), word) != known.end()) return;
  const std::string near = did_you_mean(word, known);
  throw InputError(fmt::format("unknown {} \"{}\"", what, word),
                   (near.empty() ? "" : near + "\n") + "known: " + joined(known));
}

std::vector<std::string> kinds(const Ledger& ledger) {
  std::vector<std::string> known = {"measure", "event"};
  known.insert(known.end(), instrument_names().begin(), instrument_names().end());
  for (const Event& event : ledger.events())
    if (std::find(known.begin(), known.end(), event.kind) == known.end()) known.push_back(event.kind);
  return known;
}

ReportTable measure_table(std::string id, std::string title) {
  return {std::move(id),
          std::move(title),
          {text_column("id"), text_column("status"), text_column("by"), text_column("on", 18),
           text_column("goods", 18), text_column("instrument"), text_column("effective"),
           text_column("conf."), text_column("title", 60)},
          {},
          0,
          ""};
}

std::vector<ReportCell> measure_row(const Measure& m, Status status) {
  return {m.id,
          to_string(status),
          m.by,
          joined(m.on),
          joined(m.goods),
          to_string(m.instrument),
          day_of(m, m.effective),
          m.confidence,
          m.title};
}

Report started(const char* kind, const World* world, Date as_of, std::optional<Date> known_by) {
  Report report;
  report.kind = kind;
  report.world = world;
  report.as_of = as_of;
  report.known_by = known_by;
  return report;
}

void add_field(ReportTable& table, const char* field, std::string value) {
  if (!value.empty()) table.rows.push_back({std::string(field), std::move(value)});
}

void add_threat(ReportTable& table, const Threat& threat, std::optional<Date> known_by) {
  add_field(table, "hangs on", to_string(threat.kind));
  if (threat.rate) add_field(table, "rate threatened", percent_size(*threat.rate * 100.0));
  add_field(table, "goods", joined(threat.goods));
  add_field(table, "planned for", day(threat.planned));
  add_field(table, "Measures", joined(threat.measures));
  bool open = true;
  for (const ThreatStep& step : threat.course) {
    if (known_by && step.date > *known_by) break;
    add_field(table, to_string(step.outcome), to_string(step.date));
    open = false;
  }
  if (open) add_field(table, "outcome", to_string(ThreatOutcome::open));
}

}  // namespace

Report ledger_list(const World& world, const Ledger& ledger, const LedgerQuery& query) {
  refuse_unknown("status", query.status, status_names());
  refuse_unknown("kind", query.kind, kinds(ledger));
  for (const std::string* name : {&query.by, &query.on})
    if (!name->empty()) world.resolve_economies(*name, query.as_of, {});
  Report report = started("ledger list", &world, query.as_of, query.known_by);
  ReportTable table = measure_table("ledger", "Measures");
  for (const Measure& m : ledger.measures()) {
    const Status status = ledger.status(m, query.as_of, query.known_by);
    if (query.known_by && m.announced > *query.known_by) continue;
    if (!query.kind.empty() && query.kind != "measure" && query.kind != to_string(m.instrument)) continue;
    if (!query.status.empty() && query.status != to_string(status)) continue;
    if (!touches(world, {m.by}, query.by, query.as_of) || !touches(world, m.on, query.on, query.as_of))
      continue;
    table.rows.push_back(measure_row(m, status));
  }
  ReportTable events{"events",
                     "Events",
                     {text_column("id"), text_column("kind"), text_column("date"), text_column("by", 18),
                      text_column("on", 18), text_column("conf."), text_column("title", 60)},
                     {},
                     0,
                     ""};
  for (const Event& e : ledger.events()) {
    if (!query.status.empty() || (query.known_by && e.date > *query.known_by)) continue;
    if (!query.kind.empty() && query.kind != "event" && query.kind != e.kind) continue;
    if (!touches(world, e.by, query.by, query.as_of) || !touches(world, e.on, query.on, query.as_of))
      continue;
    events.rows.push_back(
        {e.id, e.kind, day_of(e, e.date), joined(e.by), joined(e.on), e.confidence, e.title});
  }
  report.headline = fmt::format("{} and {} of the ledger", counted(table.rows.size(), "Measure"),
                                counted(events.rows.size(), "event"));
  report.tables = {std::move(table), std::move(events)};
  return report;
}

Report ledger_entry(const Ledger& ledger, const std::string& id, Date as_of, std::optional<Date> known_by) {
  Report report = started("ledger show", nullptr, as_of, known_by);
  ReportTable table{"entry", "Entry", {text_column("field"), text_column("value")}, {}, 0, ""};
  if (const Measure* m = ledger.find_measure(id)) {
    report.headline = fmt::format("{}: {}", m->id, m->title.empty() ? to_string(m->instrument) : m->title);
    add_field(table, "status",
              fmt::format("{} on {}", to_string(ledger.status(*m, as_of, known_by)), to_string(as_of)));
    add_field(table, "by", m->by);
    add_field(table, "on", joined(m->on));
    add_field(table, "goods", joined(m->goods));
    add_field(table, "instrument",
              fmt::format("{}{}", to_string(m->instrument), is_solved(*m) ? "" : " (kept, not solved)"));
    add_field(table, "terms (decimals)", to_toml(m->terms, m->instrument));
    if (!m->terms_range.empty()) add_field(table, "range of terms", terms_range_text(*m));
    add_field(table, "combines by", to_string(m->combine));
    add_field(table, "announced", day_of(*m, m->announced));
    add_field(table, "effective", day_of(*m, m->effective));
    add_field(table, "end", day_of(*m, m->end));
    add_field(table, "withdrawn", day_of(*m, m->withdrawn));
    for (const Interval& interval : m->suspended)
      add_field(table, "suspended",
                fmt::format("{} to {}", day_of(*m, interval.from),
                            interval.until ? day_of(*m, interval.until) : "open"));
    add_field(table, "expected", day_of(*m, m->expected));
    if (m->hazard) add_field(table, "hazard a year", fmt::format("{}", *m->hazard));
    add_field(table, "condition", joined(m->condition));
    add_field(table, "events", joined(ledger.events_on(*m)));
    add_field(table, "authority", m->authority);
    add_field(table, "confidence", m->confidence);
    add_field(table, "written in",
              m->where.file.substr(m->where.file.rfind('/') + 1) + ":" + std::to_string(m->where.line));
    for (const std::string& source : m->source) add_field(table, "source", source);
    if (!m->note.empty()) report.lead.push_back(m->note);
  } else if (const Event* e = ledger.find_event(id)) {
    report.headline = fmt::format("{}: {}", e->id, e->title);
    add_field(table, "kind", e->kind);
    add_field(table, "date", day_of(*e, e->date));
    add_field(table, "effective", day_of(*e, e->effective));
    add_field(table, "until", day_of(*e, e->until));
    add_field(table, "by", joined(e->by));
    add_field(table, "on", joined(e->on));
    add_field(table, "suspends", joined(e->suspends));
    add_field(table, "ends", joined(e->ends));
    if (e->threat) add_threat(table, *e->threat, known_by);
    add_field(table, "confidence", e->confidence);
    for (const std::string& source : e->source) add_field(table, "source", source);
    if (!e->note.empty()) report.lead.push_back(e->note);
  } else {
    std::vector<std::string> known;
    for (const Measure& measure : ledger.measures()) known.push_back(measure.id);
    for (const Event& event : ledger.events()) known.push_back(event.id);
    const std::string near = did_you_mean(id, known);
    throw InputError(fmt::format("unknown ledger id \"{}\"", id),
                     (near.empty() ? "" : near + "\n") +
                         fmt::format("{} ids are known: leeway ledger list", known.size()));
  }
  report.tables.push_back(std::move(table));
  return report;
}

Report ledger_as_of(const World& world, const Ledger& ledger, Date as_of, std::optional<Date> known_by) {
  Report report = started("ledger as-of", &world, as_of, known_by);
  std::vector<std::string> counts;
  for (const auto& [status, title] :
       {std::pair(Status::in_force, "In force"), std::pair(Status::threatened, "Threatened"),
        std::pair(Status::under_investigation, "Under investigation"),
        std::pair(Status::announced, "Announced"), std::pair(Status::suspended, "Suspended")}) {
    ReportTable table = measure_table(to_string(status), title);
    for (const Measure& m : ledger.measures())
      if (ledger.status(m, as_of, known_by) == status) table.rows.push_back(measure_row(m, status));
    std::string word = title;
    word[0] = static_cast<char>(word[0] - 'A' + 'a');
    counts.push_back(fmt::format("{} {}", table.rows.size(), word));
    report.tables.push_back(std::move(table));
  }
  report.headline = fmt::format("On {}: {}", to_string(as_of), joined(counts));
  return report;
}

Report wedge_report(const World& world, const WedgeExplanation& x) {
  Report report = started("ledger explain", &world, x.as_of, {});
  report.headline =
      fmt::format("Tariff of {} on {} in {} on {}: {}% (effective, on the customs value)", x.importer,
                  x.exporter, x.line, to_string(x.as_of), with_thousands(100.0 * x.tariff, 2));
  if (x.tariff_alt != x.tariff)
    report.lead.push_back(fmt::format("By the second estimate of the schedules: {}%.",
                                      with_thousands(100.0 * x.tariff_alt, 2)));
  ReportTable table{"stack",
                    "The stack, in the order in which it is taken",
                    {text_column("measure"), text_column("combines"), rate_column("own rate", 2),
                     rate_column("after it", 2), rate_column("own, 2nd est.", 2),
                     rate_column("after, 2nd est.", 2), text_column("conf."), text_column("title", 52)},
                    {},
                    0,
                    ""};
  for (const WedgeLine& line : x.lines) {
    table.rows.push_back({line.measure, line.embedded ? "in the base" : to_string(line.combine), line.rate,
                          line.total, line.rate_alt, line.total_alt, line.confidence, line.title});
    if (line.source.empty()) continue;
    report.notes.push_back(fmt::format("{}: {}", line.measure, fmt::join(line.source, " ")));
  }
  report.tables.push_back(std::move(table));
  if (!x.others.empty()) {
    ReportTable others{"others", "Other Measures on this flow", {text_column("measure")}, {}, 0, ""};
    for (const std::string& other : x.others) others.rows.push_back({other});
    report.tables.push_back(std::move(others));
  }
  return report;
}

Report wedge_summary(const World& world, const std::vector<WedgeExplanation>& flows,
                     const std::vector<double>& weights) {
  Report report = started("ledger explain", &world, flows.front().as_of, {});
  ReportTable table{
      "tariffs",
      "Tariffs by flow",
      {text_column("importer"), text_column("exporter"), text_column("goods"), rate_column("tariff", 2),
       rate_column("2nd estimate", 2), money_column("base-year flow"), text_column("measures", 70)},
      {},
      0,
      "One flow alone (one economy each, one sector) shows the stack and its sources."};
  double weight = 0.0;
  double average = 0.0;
  double average_alt = 0.0;
  for (std::size_t f = 0; f < flows.size(); ++f) {
    const WedgeExplanation& x = flows[f];
    std::vector<std::string> measures;
    for (const WedgeLine& line : x.lines)
      if (!line.embedded && line.measure != "base tariff") measures.push_back(line.measure);
    table.rows.push_back(
        {x.importer, x.exporter, x.line, x.tariff, x.tariff_alt, weights[f], joined(measures)});
    weight += weights[f];
    average += weights[f] * x.tariff;
    average_alt += weights[f] * x.tariff_alt;
  }
  const auto mean = [&](double total) {
    return weight > 0.0 ? with_thousands(100.0 * total / weight, 2) + "%" : std::string("n/a");
  };
  report.headline =
      fmt::format("Average tariff on {}: {} over {} flows, weighted by base-year trade (second estimate: {})",
                  to_string(flows.front().as_of), mean(average), flows.size(), mean(average_alt));
  report.tables.push_back(std::move(table));
  return report;
}

Report ledger_findings(const World& world, const Ledger& ledger, const Ledger& whole) {
  Report report;
  report.kind = "ledger check";
  report.world = &world;
  ReportTable table{
      "findings", "Findings", {text_column("kind"), text_column("place"), text_column("finding")}, {}, 0, ""};
  std::size_t errors = 0;
  for (const LedgerFinding& finding : ledger.check(world)) {
    if (finding.error) ++errors;
    const std::string place = to_string(finding.where);
    table.rows.push_back(
        {std::string(finding.error ? "error" : "remark"), place.substr(place.rfind('/') + 1), finding.text});
  }
  report.headline =
      fmt::format("{}, {}, {}: {}, {}", counted(ledger.measures().size(), "Measure"),
                  counted(ledger.events().size(), "event"), counted(ledger.schedules().size(), "schedule"),
                  counted(errors, "error"), counted(table.rows.size() - errors, "remark"));
  report.tables.push_back(std::move(table));
  if (ledger.left_out().empty() && ledger.trimmed() == 0) return report;
  const std::size_t out = ledger.left_out().size();
  report.headline += fmt::format("; {} of {} left out of the world {}, {} kept in part", out,
                                 ledger.measures().size() + out, world.name, ledger.trimmed());
  ReportTable missing{"left_out",
                      fmt::format("Measures that the world {} cannot hold", world.name),
                      {text_column("measure"), text_column("why")},
                      {},
                      0,
                      "They act in no answer of this world. Another ledger: --ledger FOLDER, or none."};
  for (std::size_t at = 0; at < out; ++at)
    if (const Measure* measure = whole.find_measure(ledger.left_out()[at]))
      missing.rows.push_back({measure->id, why_left_out(world, whole, *measure)});
  report.tables.push_back(std::move(missing));
  return report;
}

void note_days(Report& report, const Ledger& ledger, std::vector<Date> days) {
  // Without entries there is no day that they could tell of.
  if (ledger.measures().empty() && ledger.events().empty()) return;
  if (report.as_of) days.push_back(*report.as_of);
  for (const Date day : days) {
    std::string words = outside_ledger(span_of(ledger), day);
    if (!words.empty() && std::find(report.notes.begin(), report.notes.end(), words) == report.notes.end())
      report.notes.push_back(std::move(words));
  }
}

}  // namespace leeway
