#include "leeway/session/session.h"

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <system_error>

#include <fmt/format.h>

#include "leeway/base/error.h"
#include "leeway/base/hash.h"
#include "leeway/io/toml.h"
#include "leeway/output/failure_report.h"
#include "leeway/output/report.h"
#include "leeway/policy/ledger_choice.h"
#include "leeway/policy/measure_toml.h"
#include "leeway/world/load.h"
#include "leeway/world/schema.h"

namespace leeway {

namespace {

/// Of each kind, how many are kept: a Solution of the default world takes some 10 MB, a Model some 20.
constexpr std::size_t kept_status_quos = 8;
constexpr std::size_t kept_models = 4;

/// What was made last, by a key; what was made first goes first.
template <class Value>
class Recent {
 public:
  explicit Recent(std::size_t most) : most_(most) {}

  template <class Make>
  Value get(const std::string& key, Make make) {
    const std::lock_guard lock(guard_);
    for (const auto& [known, value] : held_)
      if (known == key) return value;
    Value made = make();
    held_.emplace_back(key, made);
    if (held_.size() > most_) held_.pop_front();
    return made;
  }

 private:
  std::mutex guard_;
  std::size_t most_;
  std::deque<std::pair<std::string, Value>> held_;
};

/// A policy and, once someone asks, how its solve ended.
struct Question {
  std::shared_ptr<const Policy> policy;
  std::mutex solving;
  std::optional<Outcome> outcome;

  explicit Question(std::shared_ptr<const Policy> p) : policy(std::move(p)) {}
  explicit Question(Policy p) : Question(std::make_shared<const Policy>(std::move(p))) {}

  template <class Solve>
  Outcome answer(Solve solve) {
    const std::lock_guard lock(solving);
    if (!outcome) outcome = solve();
    return *outcome;
  }
};

}  // namespace

struct Opened {
  Opened(World w, const Ledger& l, std::optional<std::filesystem::path> folder)
      : world(std::move(w)),
        ledger_folder(std::move(folder)),
        ledger(l.as_known_to(world)),
        schedules_alone({}, {}, ledger.schedules(), ledger.content_hash()),
        shares(read_shares(world)) {}

  World world;
  std::optional<std::filesystem::path> ledger_folder;
  Ledger ledger;
  Ledger schedules_alone;  ///< of the base year, in which no Measure is in force
  std::shared_ptr<const Shares> shares;
  Recent<std::shared_ptr<const Model>> models{kept_models};
  Recent<std::shared_ptr<Question>> status_quos{kept_status_quos};

  std::shared_ptr<const Model> model(const Options& options) {
    return models.get(fingerprint(options, world),
                      [&] { return std::make_shared<const Model>(shares, options); });
  }
  std::shared_ptr<Question> status_quo(Date day, std::optional<Date> known_by, const Options& options) {
    const std::string key = fmt::format("{} {} {}", to_string(day), known_by ? to_string(*known_by) : "",
                                        fingerprint(options, world));
    return status_quos.get(key, [&] {
      PolicyOptions asked;
      asked.as_of = day;
      asked.known_by = known_by;
      return std::make_shared<Question>(resolve_policy(world, ledger, asked));
    });
  }
};

struct Situation::State {
  std::shared_ptr<Opened> opened;
  bool base_year = false;  ///< with no Measure of the ledger but those put in
  bool status_quo = false;
  PolicyOptions asked;
  Options options;
  std::shared_ptr<Question> question;
  std::shared_ptr<const Ledger> own_ledger = {};  ///< with terms as set; null: that of the Session
  std::vector<TermSetting> settings = {};         ///< those terms

  const Ledger& ledger() const { return own_ledger ? *own_ledger : opened->ledger; }
  /// With other Measures, composed of this one's policy.
  Situation changed(PolicyOptions other, Policy composed) const {
    return Situation(std::make_shared<const State>(State{opened, base_year, false, std::move(other), options,
                                                         std::make_shared<Question>(std::move(composed)),
                                                         own_ledger, settings}));
  }
  /// Resolved afresh.
  Situation resolved(PolicyOptions other, std::shared_ptr<const Ledger> ledger,
                     std::vector<TermSetting> terms) const {
    const Ledger& whole = ledger ? *ledger : opened->ledger;
    Policy policy = resolve_policy(opened->world, base_year ? opened->schedules_alone : whole, other);
    return Situation(std::make_shared<const State>(State{opened, base_year, false, std::move(other), options,
                                                         std::make_shared<Question>(std::move(policy)),
                                                         std::move(ledger), std::move(terms)}));
  }
  bool acts(const std::string& id) const {
    const std::vector<AppliedMeasure>& applied = question->policy->applied;
    return std::any_of(applied.begin(), applied.end(),
                       [&](const AppliedMeasure& a) { return a.measure->id == id; });
  }
  bool is_put_in(const std::string& id) const {
    return std::count(asked.use.begin(), asked.use.end(), id) > 0 ||
           std::any_of(asked.measures.begin(), asked.measures.end(),
                       [&](const Measure& m) { return m.id == id; });
  }
};

Situation Situation::of(const std::shared_ptr<Opened>& opened, PolicyOptions asked, const Options& options,
                        bool base_year) {
  const Ledger& ledger = base_year ? opened->schedules_alone : opened->ledger;
  auto question = std::make_shared<Question>(resolve_policy(opened->world, ledger, asked));
  return Situation(std::make_shared<const State>(
      State{opened, base_year, false, std::move(asked), options, std::move(question)}));
}

Situation Situation::status_quo_of(const std::shared_ptr<Opened>& opened, Date day,
                                   std::optional<Date> known_by, const Options& options) {
  PolicyOptions asked;
  asked.as_of = day;
  asked.known_by = known_by;
  return Situation(std::make_shared<const State>(
      State{opened, false, true, asked, options, opened->status_quo(day, known_by, options)}));
}

Situation Situation::base_year_of(const std::shared_ptr<Opened>& opened, const Options& options) {
  PolicyOptions asked;
  asked.as_of = opened->world.tariff_date;
  return of(opened, std::move(asked), options, true);
}

Situation Situation::with(const std::string& id) const {
  const Measure& measure = state_->ledger().measure(id, Location{});
  if (state_->is_put_in(id)) throw InputError(fmt::format("{} is put in already", id));
  PolicyOptions asked = state_->asked;
  if (state_->base_year) {
    asked.measures.push_back(measure);
    return state_->changed(std::move(asked), leeway::with(world(), policy(), measure));
  }
  if (std::erase(asked.drop, id) == 0) asked.use.push_back(id);
  return state_->changed(std::move(asked), leeway::with(world(), policy(), id));
}

Situation Situation::with(Measure measure) const {
  if (state_->is_put_in(measure.id) || state_->opened->ledger.find_measure(measure.id) != nullptr)
    throw InputError(measure.where, fmt::format("there is a Measure \"{}\" already", measure.id),
                     "give this one another id");
  PolicyOptions asked = state_->asked;
  if (measure.announced == Date{})
    measure.announced = std::min(asked.as_of, measure.effective.value_or(asked.as_of));
  asked.measures.push_back(measure);
  return state_->changed(std::move(asked), leeway::with(world(), policy(), measure));
}

Situation Situation::with_toml(const std::string& text, const std::string& name) const {
  const TomlTable table = parse_toml(text, name);
  table.refuse_unknown({"measure"}, "a list of Measures");
  PolicyOptions asked = state_->asked;
  for (const TomlTable* row : table.tables("measure"))
    asked.measures.push_back(parse_measure(*row, MeasureHome::scenario, asked.as_of));
  // They may name one another in any order, so they are resolved together.
  return state_->resolved(std::move(asked), state_->own_ledger, state_->settings);
}

Situation Situation::with_terms(const std::vector<TermSetting>& settings) const {
  const State& s = *state_;
  PolicyOptions asked = s.asked;
  std::vector<TermSetting> all = s.settings;
  std::vector<Measure> recorded = s.ledger().measures();
  Hasher hash;
  hash.add(s.ledger().content_hash());
  bool changes_record = false;
  const auto find = [](std::vector<Measure>& list, const std::string& id) {
    const auto found = std::find_if(list.begin(), list.end(), [&](const Measure& m) { return m.id == id; });
    return found == list.end() ? nullptr : &*found;
  };
  for (const TermSetting& setting : settings) {
    const std::string& id = setting.measure;
    if (Measure* written = find(asked.measures, id)) {
      *written = with_term(*written, setting);
      continue;
    }
    s.ledger().measure(id, setting.value.where());
    Measure& measure = *find(recorded, id);
    measure = with_term(measure, setting);
    if (s.base_year) {
      asked.measures.push_back(measure);
      continue;
    }
    std::erase_if(all, [&](const TermSetting& t) { return t.measure == id && t.term == setting.term; });
    all.push_back(setting);
    changes_record = true;
    hash.add(content_of(measure));
    // What does not bind on the day is put in force; what was taken out is back.
    const bool used = std::count(asked.use.begin(), asked.use.end(), id) > 0;
    if (std::erase(asked.drop, id) == 0 && !used && !s.acts(id)) asked.use.push_back(id);
  }
  if (!changes_record) return s.resolved(std::move(asked), s.own_ledger, std::move(all));
  return s.resolved(std::move(asked),
                    std::make_shared<const Ledger>(s.ledger().with_terms(std::move(recorded), hash.hex())),
                    std::move(all));
}

Situation Situation::without(const std::string& id) const {
  PolicyOptions asked = state_->asked;
  const auto is_it = [&](const Measure& m) { return m.id == id; };
  const auto acts_by_use = [&](const AppliedMeasure& a) {
    return a.measure->id == id && a.because == Reason::used;
  };
  std::erase(asked.use, id);
  if (std::erase_if(asked.measures, is_it) == 0 &&
      std::none_of(policy().applied.begin(), policy().applied.end(), acts_by_use))
    asked.drop.push_back(state_->opened->ledger.measure(id, Location{}).id);
  return state_->changed(std::move(asked), leeway::without(world(), policy(), id));
}

Situation Situation::under(const Options& options) const {
  const State& s = *state_;
  if (s.status_quo) return status_quo_of(s.opened, s.asked.as_of, s.asked.known_by, options);
  return Situation(std::make_shared<const State>(State{s.opened, s.base_year, false, s.asked, options,
                                                       std::make_shared<Question>(s.question->policy),
                                                       s.own_ledger, s.settings}));
}

Situation Situation::under(const std::string& key, const std::string& value) const {
  return under(read_options({{key, {value, Location{}}}}, world(), options()));
}

const Measure& Situation::measure(const std::string& id, const Location& where) const {
  for (const Measure& written : state_->asked.measures)
    if (written.id == id) return written;
  return state_->ledger().measure(id, where);
}

const std::vector<TermSetting>& Situation::terms_set() const { return state_->settings; }

bool Situation::is_status_quo() const { return state_->status_quo; }

Situation Situation::reference() const {
  const State& s = *state_;
  if (!s.base_year && !s.status_quo)
    return status_quo_of(s.opened, s.asked.as_of, s.asked.known_by, s.options);
  return base_year_of(s.opened, s.options);
}

const World& Situation::world() const { return state_->opened->world; }
const Options& Situation::options() const { return state_->options; }
const Policy& Situation::policy() const { return *state_->question->policy; }
Outcome Situation::solve() const {
  const State& s = *state_;
  return s.question->answer([&] {
    Start start;
    if (!s.base_year && !s.status_quo) {
      const Outcome from = status_quo_of(s.opened, s.asked.as_of, s.asked.known_by, s.options).solve();
      if (from) start = from.start();
    }
    return s.opened->model(s.options)->solve(s.question->policy, start);
  });
}

Session Session::open(const std::string& world, const std::filesystem::path& ledger) {
  World opened = open_world(world);
  const Ledger serving = whole_ledger(opened, ledger.string());
  std::filesystem::path folder = leeway::ledger_folder(opened, ledger.string());
  // The program may go elsewhere before someone asks.
  if (!folder.empty()) folder = std::filesystem::absolute(folder);
  return Session(std::make_shared<Opened>(std::move(opened), serving, std::move(folder)));
}

Session::Session(World world, const Ledger& ledger)
    : opened_(std::make_shared<Opened>(std::move(world), ledger, std::nullopt)) {}

const World& Session::world() const { return opened_->world; }
const Ledger& Session::ledger() const { return opened_->ledger; }
const std::optional<std::filesystem::path>& Session::ledger_folder() const { return opened_->ledger_folder; }

Situation Session::base_year(const Options& options) const {
  return Situation::base_year_of(opened_, options);
}

Situation Session::status_quo(Date day, std::optional<Date> known_by, const Options& options) const {
  return Situation::status_quo_of(opened_, day, known_by, options);
}

Situation Session::status_quo(const std::string& day) const {
  const std::optional<Date> date = parse_date(day);
  if (!date) throw InputError(fmt::format("\"{}\" is not a date", day), "write it as 2026-01-24");
  return status_quo(*date);
}

namespace {

std::string open_words(const std::optional<std::filesystem::path>& folder) {
  if (!folder) return "another";
  return folder->empty() ? no_ledger : folder->string();
}

/// Whether a file that names `ledger` asks for the one that is open.
bool is_open(const std::string& ledger, const std::optional<std::filesystem::path>& folder) {
  if (!folder) return false;
  if (ledger == no_ledger || folder->empty()) return ledger == no_ledger && folder->empty();
  std::error_code unreadable;
  return std::filesystem::equivalent(ledger, *folder, unreadable);
}

}  // namespace

Situation Session::scenario(const Scenario& scenario, const Options& options) const {
  // The ledger that is open answers; a scenario that asks for another is not answered by it without a word.
  if (const LedgerChoice& own = scenario.ledger;
      !own.ledger.empty() && !is_open(own.ledger, opened_->ledger_folder))
    throw InputError(own.where,
                     fmt::format("field `ledger`: the scenario asks for {}, and {} is open", own.ledger,
                                 open_words(opened_->ledger_folder)),
                     "open the world with that ledger, or leave the field out");
  Scenario settled = scenario;
  settle_day(settled, opened_->world);
  return Situation::of(opened_, policy_options(settled), options, false);
}

Situation Session::scenario(const Scenario& scenario) const {
  return this->scenario(scenario, read_options(scenario.options, opened_->world));
}

Situation Session::scenario(const std::string& name_or_path) const {
  return scenario(open_scenario(name_or_path));
}

std::shared_ptr<const Model> Session::model(const Options& options) const { return opened_->model(options); }

Comparison Session::compare(const Outcome& from, const Outcome& to) const {
  return leeway::compare(opened_->world, from.solution(), to.solution());
}

std::string explain(const Outcome& outcome) {
  return outcome ? certificate_line(outcome.verdict()) : failure_sentence("this policy", outcome.failure());
}

}  // namespace leeway
