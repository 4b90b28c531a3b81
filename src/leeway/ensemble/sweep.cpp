#include "leeway/ensemble/sweep.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <variant>

#include <fmt/format.h>

#include "leeway/base/hash.h"
#include "leeway/base/number.h"
#include "leeway/base/units.h"
#include "leeway/base/version.h"
#include "leeway/ensemble/drawn_inputs.h"
#include "leeway/ensemble/kept_figures.h"
#include "leeway/ensemble/sweep_cases.h"
#include "leeway/model/model.h"
#include "leeway/model/shares.h"
#include "leeway/model/welfare.h"

namespace leeway {

namespace {

constexpr std::size_t most_models = 256;

/// Keys, kinds and values in order, without comments and layout.
void add(Identity& id, const TomlTable& table);
void add(Identity& id, const std::string& key, const TomlValue& value) {
  if (const TomlTable* inner = value.as_table()) {
    id.add(key, std::string_view("{"));
    add(id, *inner);
    id.add(key, std::string_view("}"));
  } else if (const auto* list = value.as_array()) {
    id.add(key, std::string_view("["));
    for (const TomlValue& one : *list) add(id, key, one);
    id.add(key, std::string_view("]"));
  } else if (const std::optional<double> number = value.as_number()) {
    id.add(key, *number);
  } else {
    id.add(key, value.text());
  }
}
void add(Identity& id, const TomlTable& table) {
  std::map<std::string, const TomlValue*> sorted;
  for (const TomlTable::Entry& entry : table.entries()) sorted[entry.key] = &entry.value;
  for (const auto& [key, value] : sorted)
    if (key != "title" && key != "list") add(id, key, *value);
}

std::string reason_of(const std::string& name, const Failure& failure) {
  std::string reason = fmt::format("{}: {}", name, to_string(failure.termination()));
  if (failure.refusal) reason += fmt::format(", {}", to_string(failure.refusal->reason));
  if (!failure.measure.empty()) reason += fmt::format(", {}", failure.measure);
  return reason;
}

Options centre_of(const SweepPlan& plan, const World& world) {
  const Options scenario = plan.scenario ? read_options(plan.scenario->options, world) : Options{};
  return read_options(plan.options, world, scenario);
}

/// What a draw takes, as the model and the policies read it.
struct Setting {
  Options options;
  Options anchor;  ///< the same with every number of an option at the centre
  Date day{};
  std::vector<Toggle> toggles;
  std::vector<TermSetting> terms;
  std::optional<double> probability;
};

}  // namespace

struct Sweep::Impl {
  SweepPlan plan;
  const World& world;
  Options centre;
  SweepCases cases;
  DrawnInputs inputs;
  KeptFigures kept;
  std::shared_ptr<const Shares> shares;
  SweepHeader header;
  std::size_t solves = 0;
  std::mutex guard;
  std::map<std::string, std::shared_ptr<const Model>> models;  ///< by the options of an anchor

  /// `at_centre` and `given` are null where the plan says them.
  Impl(SweepPlan p, const World& w, const Ledger& ledger, const Options* at_centre, const GivenCases* given)
      : plan(std::move(p)),
        world(w),
        centre(at_centre != nullptr ? *at_centre : centre_of(plan, w)),
        cases(given != nullptr ? SweepCases(plan, w, ledger, *given) : SweepCases(plan, w, ledger)),
        inputs(plan, read_varied(plan, w, centre, [this](const std::string& id) { return cases.find(id); })),
        kept(plan, w, cases.names(), plan.probability || varies(Varied::Kind::probability)),
        shares(read_shares(w)) {
    if (plan.probability && plan.scenario)
      throw plan.table.error("probability", "nothing is threatened",
                             "leave it out: a scenario has no punishment");
    settle(ledger);
  }

  bool varies(Varied::Kind kind) const {
    return std::any_of(inputs.varied().begin(), inputs.varied().end(),
                       [&](const Varied& v) { return v.kind == kind; });
  }

  Setting setting_of(const std::vector<double>& values) const {
    Setting s{centre, centre, cases.day(), {}, {}, plan.probability};
    std::size_t d = 0;
    for (const Varied& v : inputs.varied()) {
      const double value = values[d];
      const auto choice = static_cast<std::size_t>(v.is_choice() ? value : 0.0);
      // Of a probability a choice is a number as it is written.
      const bool in_words = v.is_choice() && v.kind == Varied::Kind::probability;
      const double number = in_words ? parse_number(v.choices[choice]).value_or(0.0) : value;
      switch (v.kind) {
        case Varied::Kind::option: {
          const OptionInfo& info = option_info(v.key);
          if (v.is_choice()) {
            s.options = with_option(std::move(s.options), info, v.choices[choice], v.where, world);
            s.anchor = with_option(std::move(s.anchor), info, v.choices[choice], v.where, world);
          } else if (const auto* member = std::get_if<double Options::*>(&info.member)) {
            s.options.*(*member) = value;
          } else {
            s.options.*std::get<std::optional<double> Options::*>(info.member) = value;
          }
          break;
        }
        case Varied::Kind::theta:
          for (std::size_t i = 0; i < v.dimensions(); ++i)
            s.options.theta_factors.push_back({v.lines[i], values[d + i]});
          break;
        case Varied::Kind::term:
          s.terms.push_back(v.is_choice() ? v.setting(v.choices[choice]) : v.setting(value));
          break;
        case Varied::Kind::probability:
          s.probability = number;
          break;
        case Varied::Kind::measure:
          s.toggles.push_back({v.key, choice == 1});
          break;
        case Varied::Kind::day:
          s.day = *parse_date(v.choices[choice]);
          break;
      }
      d += v.dimensions();
    }
    return s;
  }

  /// What cannot be asked of some draw is refused before any is solved, at the place in the plan.
  void settle(const Ledger& ledger) {
    const std::shared_ptr<const Ground> ground = cases.on(cases.day(), {});
    for (const Varied& v : inputs.varied()) {
      const auto tried = [&](const auto& act) {
        try {
          act();
        } catch (const InputError& error) {
          if (!error.location().file.empty()) throw;
          throw InputError(v.where, error.message(), error.hint());
        }
      };
      for (const std::string& choice : v.choices) {
        if (v.kind == Varied::Kind::day) tried([&] { cases.on(*parse_date(choice), {}); });
        if (v.kind == Varied::Kind::measure) tried([&] { cases.on(cases.day(), {{v.key, choice == "in"}}); });
        if (v.kind == Varied::Kind::option)
          tried([&] { tell_welfare(with_option(centre, option_info(v.key), choice, v.where, world)); });
      }
      if (v.kind == Varied::Kind::option && v.key == "horizon" && !v.is_choice() && kept.needs_welfare()) {
        Options shortest = centre;
        for (const Spread& s : v.spreads)
          shortest.horizon =
              s.shape == Spread::Shape::uniform || s.shape == Spread::Shape::triangular ? s.low : s.least;
        tried([&] { tell_welfare(shortest); });
      }
    }
    if (!varies_option("horizon")) tell_welfare(centre);
    for (const Varied& v : inputs.varied())
      if (v.kind == Varied::Kind::term && !may_act(v.key, *ground))
        throw InputError(
            v.where,
            fmt::format("{} acts in no case on {}: its terms change nothing", v.key, to_string(cases.day())),
            "[[vary]] with what = \"measure ID\" puts one in");
    for (std::size_t c = 0; c < ground->policies.size(); ++c)
      if (std::find(ground->policies.begin(), ground->policies.begin() + static_cast<std::ptrdiff_t>(c),
                    ground->policies[c]) == ground->policies.begin() + static_cast<std::ptrdiff_t>(c))
        ++solves;
    header.title = plan.title;
    header.version = version();
    header.world = world.name;
    header.economy = plan.economy.text;
    header.as_of = to_string(cases.day());
    header.question = cases.words();
    header.design = plan.design;
    header.size = inputs.size();
    header.seed = plan.seed;
    header.probability = plan.probability;
    for (const Varied& v : inputs.varied())
      if (v.kind == Varied::Kind::probability) header.drawn_probability = v.name;
    header.inputs = inputs.columns();
    header.outputs = kept.columns();
    header.assumed = assumed();
    Identity id("sweep");
    id.add("version", version())
        .add("world", shares->identity)
        .add("ledger", ledger.content_hash())
        .add("options", fingerprint(centre, world))
        .add("economy", plan.economy.text)
        .add("as_of", cases.day());
    for (const auto& policy : ground->policies) id.add("policy", fingerprint(*policy));
    if (plan.question) add_question(id);
    inputs.add_list(id);
    add(id, plan.table);
    header.id = id.hex();
  }

  /// What varies and how, and the options that do not.
  std::vector<std::pair<std::string, std::string>> assumed() const {
    std::vector<std::pair<std::string, std::string>> all;
    for (const Varied& v : inputs.varied())
      all.emplace_back(fmt::format("varies: {}", v.name), v.words(plan.design));
    for (const auto& [pair, r] : inputs.correlations())
      all.emplace_back(fmt::format("rank correlation of {}", pair), shortest(r));
    Options fixed = centre;
    if (fixed.elasticities.empty()) fixed.elasticities = world.default_elasticities;
    for (const OptionInfo& info : option_table())
      if (!varies_option(info.key) && applies(info, fixed, world))
        all.emplace_back(info.title, value_text(info, fixed));
    return all;
  }

  /// A question in a file of its own is part of the plan: on other days its words are looked up anew.
  void add_question(Identity& id) const {
    id.add("threat", plan.question->threat.text).add("known_by", plan.question->known_by);
    for (const PlacedText& text : plan.question->deal) id.add("deal", text.text);
  }

  /// In some case, or in some draw that has another day or puts it in.
  bool may_act(const std::string& measure, const Ground& ground) const {
    const auto is_it = [&](const AppliedMeasure& applied) { return applied.measure->id == measure; };
    return varies(Varied::Kind::day) ||
           std::any_of(
               inputs.varied().begin(), inputs.varied().end(),
               [&](const Varied& v) { return v.kind == Varied::Kind::measure && v.key == measure; }) ||
           std::any_of(ground.policies.begin(), ground.policies.end(), [&](const auto& policy) {
             return std::any_of(policy->applied.begin(), policy->applied.end(), is_it);
           });
  }

  bool varies_option(const std::string& key) const {
    return std::any_of(inputs.varied().begin(), inputs.varied().end(),
                       [&](const Varied& v) { return v.kind == Varied::Kind::option && v.key == key; });
  }
  void tell_welfare(const Options& options) const {
    if (kept.needs_welfare()) require_welfare(options, "what is kept");
  }

  /// Models of options that are choices alone are kept; those of numbers are made for a draw, and steered by
  /// the one whose numbers are at the centre.
  std::shared_ptr<const Model> model_of(const Setting& setting) {
    const std::string key = fingerprint(setting.anchor, world);
    std::shared_ptr<const Model> anchor;
    {
      const std::lock_guard lock(guard);
      std::shared_ptr<const Model>& known = models[key];
      if (!known) known = std::make_shared<const Model>(shares, setting.anchor);
      anchor = known;
      if (models.size() > most_models) models.clear();
    }
    if (setting.options == setting.anchor) return anchor;
    return std::make_shared<const Model>(*anchor, setting.options);
  }

  SweepRow draw(std::uint64_t k) {
    SweepRow row{k, "", inputs.at(k), {}};
    try {
      const Setting setting = setting_of(row.inputs);
      const std::shared_ptr<const Ground> ground = cases.on(setting.day, setting.toggles);
      const auto policies =
          setting.terms.empty() ? ground->policies : ground->with_terms(world, setting.terms);
      const std::shared_ptr<const Model> model = model_of(setting);
      SolvedDraw solved{{}, ground->members, ground->no_deal, setting.probability};
      for (std::size_t c = 0; c < policies.size(); ++c) {
        const auto same = static_cast<std::size_t>(std::find(policies.begin(), policies.end(), policies[c]) -
                                                   policies.begin());
        if (same < c) {
          solved.cases.push_back(solved.cases[same]);
          continue;
        }
        const Outcome outcome = model->solve(policies[c], c == 0 ? Start{} : solved.cases[c - 1]->start);
        if (!outcome) {
          row.reason = reason_of(cases.names()[c], outcome.failure());
          return row;
        }
        solved.cases.push_back(outcome.shared_solution());
      }
      row.outputs = kept.of(solved);
    } catch (const InputError& error) {
      // Terms that each are in their bounds, and together are no Measure.
      row.outputs.clear();
      row.reason = "refused: " + error.message();
    }
    return row;
  }
};

Sweep::Sweep(SweepPlan plan, const World& world, const Ledger& ledger)
    : impl_(std::make_unique<Impl>(std::move(plan), world, ledger, nullptr, nullptr)) {}
Sweep::Sweep(SweepPlan plan, const World& world, const Ledger& ledger, const Options& centre,
             const GivenCases& given)
    : impl_(std::make_unique<Impl>(std::move(plan), world, ledger, &centre, &given)) {}
Sweep::~Sweep() = default;

const SweepPlan& Sweep::plan() const { return impl_->plan; }
const SweepHeader& Sweep::header() const { return impl_->header; }
const std::vector<Varied>& Sweep::varied() const { return impl_->inputs.varied(); }
std::size_t Sweep::solves() const { return impl_->solves; }
SweepRow Sweep::draw(std::uint64_t k) const { return impl_->draw(k); }

}  // namespace leeway
