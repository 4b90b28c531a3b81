#include "leeway/session/change_question.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/base/error.h"
#include "leeway/policy/one_line.h"

namespace leeway {

namespace {

std::vector<const AppliedMeasure*> only_in(const Policy& policy, const Policy& other) {
  std::vector<const AppliedMeasure*> found;
  for (const AppliedMeasure& a : policy.applied)
    if (std::none_of(other.applied.begin(), other.applied.end(),
                     [&](const AppliedMeasure& b) { return b.measure->id == a.measure->id; }))
      found.push_back(&a);
  return found;
}

std::string text_of(const AppliedMeasure& applied) {
  const Measure& measure = *applied.measure;
  if (applied.because != Reason::inlined) return measure.id;
  if (const std::optional<std::string> line = to_one_line(measure)) return *line;
  throw InputError(measure.where, fmt::format("{} does not fit in one line, as a brief needs it", measure.id),
                   "write it into the ledger, or ask for a brief of a simpler one");
}

std::vector<std::string> ids_of(const std::vector<const Measure*>& measures) {
  std::vector<std::string> ids;
  for (const Measure* measure : measures) ids.push_back(measure->id);
  return ids;
}

/// Threats of the ledger that hang on one of these.
std::vector<const Measure*> hanging_on(const Ledger& ledger,
                                       const std::vector<const AppliedMeasure*>& put_in) {
  std::vector<const Measure*> threats;
  for (const Measure& threat : ledger.measures())
    if (threat.is_threat() && std::any_of(put_in.begin(), put_in.end(), [&](const AppliedMeasure* a) {
          const std::vector<std::string>& on = threat.condition;
          return std::find(on.begin(), on.end(), a->measure->id) != on.end();
        }))
      threats.push_back(&threat);
  return threats;
}

/// What was set of Measures that the change puts in. Set of one in force it would be set of the status quo
/// too, and not what is weighed.
std::vector<TermSetting> settings_of_change(const Situation& from, const Situation& to) {
  const auto acts = [](const Policy& policy, const std::string& id) {
    return std::any_of(policy.applied.begin(), policy.applied.end(), [&](const AppliedMeasure& a) {
      return a.measure->id == id || a.measure->part_of == id;
    });
  };
  std::vector<TermSetting> settings;
  for (const TermSetting& setting : to.terms_set()) {
    if (!acts(to.policy(), setting.measure)) continue;
    if (acts(from.policy(), setting.measure))
      throw InputError(
          setting.value.where(),
          fmt::format("{} is in force, and its `{}` is set: a brief weighs what is put in or taken out",
                      setting.measure, setting.term),
          "take it out and put in a Measure with these terms, or ask for a brief of a status quo with the "
          "terms set");
    settings.push_back(setting);
  }
  return settings;
}

const char* const name_both = "name the economy and the threat that the change would bring on it";

}  // namespace

RoomQuestion question_of_change(const Ledger& ledger, const Situation& from, const Situation& to,
                                const AboutChange& about) {
  if (!from.is_status_quo())
    throw InputError("a brief is told against the status quo of a day",
                     "compare what is weighed with the status quo itself");
  std::vector<const AppliedMeasure*> put_in = only_in(to.policy(), from.policy());
  const std::vector<const AppliedMeasure*> taken_out = only_in(from.policy(), to.policy());
  RoomQuestion question;
  question.as_of = from.policy().as_of;
  question.known_by = from.policy().known_by;

  const Measure* threat = nullptr;
  const auto is_threat = [](const AppliedMeasure* a) { return a->measure->is_threat(); };
  if (!about.threat) {
    if (std::count_if(put_in.begin(), put_in.end(), is_threat) == 1) {
      const auto put = std::find_if(put_in.begin(), put_in.end(), is_threat);
      threat = (*put)->measure.get();
      put_in.erase(put);
    } else if (const std::vector<const Measure*> hanging = hanging_on(ledger, put_in); hanging.size() == 1) {
      threat = hanging.front();
    } else if (hanging.size() > 1) {
      throw InputError(
          fmt::format("several threats hang on the change: {}", fmt::join(ids_of(hanging), ", ")), name_both);
    }
  }
  if (about.threat)
    question.threat = {*about.threat, Location{"threat"}};
  else if (threat != nullptr)
    question.threat = {threat->id, Location{}};

  if (about.economy)
    question.economy = {*about.economy, Location{"economy"}};
  else if (threat != nullptr && threat->on.size() == 1)
    question.economy = {threat->on.front(), Location{}};
  else
    throw InputError(threat == nullptr
                         ? "no threat of the ledger hangs on the change: whose brief is it?"
                         : fmt::format("{} is on several economies: whose brief is it?", threat->id),
                     name_both);

  question.set = settings_of_change(from, to);
  const bool weighed = !question.threat.text.empty();
  for (const AppliedMeasure* a : put_in)
    (weighed ? question.deal : question.add).push_back({text_of(*a), {}});
  for (const AppliedMeasure* a : taken_out) {
    if (weighed)
      question.deal.push_back({"lift " + a->measure->id, {}});
    else
      question.drop.push_back({a->measure->id, {}});
  }
  return question;
}

}  // namespace leeway
