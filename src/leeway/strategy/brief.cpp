#include "leeway/strategy/brief.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "leeway/analysis/ensemble.h"
#include "leeway/analysis/path.h"
#include "leeway/base/hash.h"
#include "leeway/policy/names.h"
#include "leeway/strategy/break_even.h"
#include "leeway/strategy/brief_parts.h"
#include "leeway/strategy/brief_words.h"

namespace leeway {

namespace {

// One policy that is solved: the status quo first, then the options.
struct Plan {
  std::string id;
  std::string label;
  std::string description;
  std::vector<std::string> measures;
  PolicyOptions options;
  Policy policy;
  Policy alternative;
  bool listed = true;
};

// An elasticity set, a horizon and an estimate of the rates. The first is the central one.
struct Setting {
  int model = 0;
  std::string elasticities;
  std::optional<double> horizon;
  bool alternative = false;
};

struct Solved {
  Result base;
  std::vector<std::vector<Result>> results;  // [setting][plan]
};

double welfare(const Result& r, const std::vector<int>& members) { return real_income(r, members); }

class Analysis {
 public:
  Analysis(const World& world, const Ledger& ledger, const BriefInputs& inputs)
      : world_(world), ledger_(ledger), in_(inputs) {}

  BriefAnalysis run() {
    name();
    plan();
    resolve();
    solve();
    describe_status_quo();
    describe_options();
    weigh();
    if (in_.break_even && out_.leeway) find_break_even();
    weigh_rents();
    collect_ledger();
    note_last_entry();
    out_.exposure = exposure(world_, in_.economy);
    collect_assumptions();
    write_headline(world_, out_);
    for (const std::string& caution : cautions_) {
      out_.subline += " " + caution;
      out_.notes.push_back(caution);
    }
    return std::move(out_);
  }

 private:
  void name() {
    out_.economy = in_.economy;
    out_.members = members_of(world_, in_.economy);
    out_.economy_name = name_of(world_, in_.economy);
    out_.as_of = in_.as_of;
    out_.known_by = in_.known_by;
    if (!in_.event) return;
    moves_ = find_moves(world_, ledger_, in_.economy, *in_.event, in_.as_of, in_.known_by, in_.scenarios);
    out_.event = *moves_->threat;
    out_.event_status = ledger_.status(*moves_->threat, in_.as_of, in_.known_by);
    for (const std::string& note : moves_->notes) out_.notes.push_back(note);
    if (out_.event_status == Status::unknown)
      cautions_.push_back(fmt::format("The threat was announced on {}: seen from {} it is hindsight.",
                                      to_string(out_.event->announced),
                                      to_string(in_.known_by.value_or(in_.as_of))));
    if (!out_.event->is_threat())
      cautions_.push_back(
          fmt::format("{} is not a threat but an act; it is weighed as if it were one.", out_.event->id));
    const std::vector<int> targets = economies_of(world_, out_.event->on, in_.as_of, *out_.event, "on");
    out_.bystander = std::none_of(out_.members.begin(), out_.members.end(), [&](int n) {
      return std::binary_search(targets.begin(), targets.end(), n);
    });
    if (out_.bystander)
      cautions_.push_back(
          fmt::format("{} is not a target of {}: it bears what others do, and none of the moves is its own.",
                      out_.economy_name, out_.event->id));
  }

  void note_last_entry() {
    const Date last = last_entry(ledger_);
    if (in_.as_of > last)
      out_.notes.push_back(
          fmt::format("{} is after the ledger's last entry ({}): what governments did since is not in it.",
                      to_string(in_.as_of), to_string(last)));
  }

  void plan() {
    PolicyOptions now;
    now.as_of = in_.as_of;
    now.known_by = in_.known_by;
    plans_.push_back({"status_quo", "Status quo", "Policy in force on the day", {}, now, {}, {}, false});
    if (!moves_) return;
    const Moves& m = *moves_;
    const std::string& id = m.threat->id;
    PolicyOptions calm = now;  // without the threat
    if (m.threat_in_force) calm.drop.push_back(id);
    Change carried_out;
    carried_out.use = {id};
    const bool has_move = !m.deal.empty() || !m.retreat.empty();
    const auto ids = [](std::initializer_list<std::vector<std::string>> lists) {
      std::vector<std::string> all;
      for (const auto& list : lists) all.insert(all.end(), list.begin(), list.end());
      return all;
    };
    const char* move = m.promise ? "Do not deliver" : "Keep the deal";
    out_.move = m.promise ? "not delivering" : "keeping the deal";
    const auto with = [&](const PolicyOptions& base, const Change& change) {
      return with_change(world_, ledger_, base, change);
    };
    const PolicyOptions keep = with(calm, m.deal);
    const PolicyOptions punished = with(keep, carried_out);
    plans_.push_back({"keep",
                      fmt::format("{}, no punishment", move),
                      "The move stands and the threat stays a threat",
                      m.deal.ids(),
                      keep,
                      {},
                      {},
                      has_move});
    plans_.push_back({"punished",
                      has_move ? fmt::format("{}, threat carried out", move) : "Threat carried out",
                      "The move stands and the threat is carried out in full",
                      ids({m.deal.ids(), {id}}),
                      punished,
                      {},
                      {},
                      true});
    if (!m.retaliation.empty())
      plans_.push_back(
          {"retaliate",
           has_move ? fmt::format("{}, punished, and retaliate", move) : "Punished, and retaliate",
           "The threat is carried out and answered",
           ids({m.deal.ids(), {id}, m.retaliation.ids()}),
           with(punished, m.retaliation),
           {},
           {},
           true});
    plans_.push_back({"drop",
                      m.promise ? "Deliver what was promised" : "Drop the deal",
                      "The move is given up and nothing is carried out",
                      m.retreat.ids(),
                      with(calm, m.retreat),
                      {},
                      {},
                      has_move});
  }

  void resolve() {
    for (Plan& p : plans_) {
      p.policy = resolve_policy(world_, ledger_, p.options);
      PolicyOptions alternative = p.options;
      alternative.alternative_rates = true;
      p.alternative = in_.ranges ? resolve_policy(world_, ledger_, alternative) : p.policy;
      has_alternative_ = has_alternative_ || fingerprint(p.alternative) != fingerprint(p.policy);
    }
  }

  const Policy& policy(const Plan& p, bool alternative) const {
    return alternative ? p.alternative : p.policy;
  }

  // The first plan with the same wedges: it is solved once.
  std::size_t twin(std::size_t plan, bool alternative) const {
    for (std::size_t p = 0; p < plan; ++p)
      if (fingerprint(policy(plans_[p], alternative)) == fingerprint(policy(plans_[plan], alternative)))
        return p;
    return plan;
  }

  // The central choice of model first, then those of the range: every other elasticity set, and the central
  // one soon after the punishment, years later and in the long run.
  std::vector<Options> choices() const {
    std::vector<Options> all = {in_.options};
    if (!in_.ranges || !in_.event) return all;
    const std::string central =
        in_.options.elasticities.empty() ? world_.default_elasticities : in_.options.elasticities;
    for (const ElasticitySet& set : world_.elasticities) {
      if (set.id == central) continue;
      all.push_back(in_.options);
      all.back().elasticities = set.id;
    }
    for (const std::optional<double>& horizon :
         {std::optional<double>(1.0), std::optional<double>(10.0), std::optional<double>()}) {
      if (horizon == in_.options.horizon) continue;
      all.push_back(in_.options);
      all.back().horizon = horizon;
    }
    return all;
  }

  void solve() {
    const std::vector<Options> options = choices();
    std::vector<Setting> all;
    for (std::size_t o = 0; o < options.size(); ++o)
      all.push_back({static_cast<int>(o),
                     options[o].elasticities.empty() ? world_.default_elasticities : options[o].elasticities,
                     options[o].horizon, false});
    ensemble_.emplace(world_, options);
    for (bool alternative : {false, true})
      for (Setting& setting : all)
        if (!alternative || has_alternative_) {
          setting.alternative = alternative;
          settings_.push_back(setting);
        }

    base_policy_ = base_policy(world_);
    std::vector<EnsembleCase> first = {{&base_policy_, 0, {}, true}};
    for (const Setting& s : settings_)
      first.push_back({&policy(plans_.front(), s.alternative), s.model, {}, &s == &settings_.front()});
    struct Place {
      std::size_t setting;
      std::size_t plan;
    };
    std::vector<Place> places;
    for (std::size_t s = 0; s < settings_.size(); ++s)
      for (std::size_t p = 1; p < plans_.size(); ++p)
        if (twin(p, settings_[s].alternative) == p) places.push_back({s, p});

    EnsembleSettings run;
    run.threads = in_.threads;
    const int total = static_cast<int>(first.size() + places.size());
    if (in_.progress) run.progress = [&](int done, int) { in_.progress(done, total); };
    std::vector<Result> starts = ensemble_->run(first, run);
    solved_.base = std::move(starts.front());
    solved_.results.resize(settings_.size());
    for (std::size_t s = 0; s < settings_.size(); ++s) {
      solved_.results[s].resize(plans_.size());
      solved_.results[s].front() = std::move(starts[s + 1]);
    }
    // The options start from their own status quo: the same start whatever the order of solving.
    std::vector<EnsembleCase> second;
    for (const Place& at : places)
      second.push_back({&policy(plans_[at.plan], settings_[at.setting].alternative),
                        settings_[at.setting].model, start_of(solved_.results[at.setting].front()),
                        at.setting == 0});
    if (in_.progress)
      run.progress = [&, before = static_cast<int>(first.size())](int done, int) {
        in_.progress(before + done, total);
      };
    std::vector<Result> rest = ensemble_->run(second, run);
    for (std::size_t at = 0; at < places.size(); ++at)
      solved_.results[places[at].setting][places[at].plan] = std::move(rest[at]);
    for (std::size_t s = 0; s < settings_.size(); ++s)
      for (std::size_t p = 1; p < plans_.size(); ++p)
        if (const std::size_t same = twin(p, settings_[s].alternative); same != p)
          solved_.results[s][p] = solved_.results[s][same];
    for (const Result& r : solved_.results.front()) certified_ = certified_ && r.certificate.certified();
    out_.certified = certified_ && solved_.base.certificate.certified();
    Hasher hasher;
    for (const auto& results : solved_.results)
      for (const Result& r : results) hasher.add(r.run_id);
    out_.run_id = hasher.add(in_.economy).add(ledger_.content_hash()).hex();
  }

  static std::span<const double> start_of(const Result& r) {
    return r.certificate.converged ? std::span<const double>(r.state) : std::span<const double>();
  }

  void describe_status_quo() {
    const Plan& now = plans_.front();
    const Result& r = solved_.results.front().front();
    StatusQuo& s = out_.status_quo;
    s.against_base = compare(world_, solved_.base, r, &base_policy_, &now.policy);
    s.own = compare_set(world_, out_.members, solved_.base, r, &base_policy_, &now.policy);
    s.own.id = out_.economy;
    s.own.name = out_.economy_name;
    s.certificate = r.certificate;
    s.base_certificate = solved_.base.certificate;
    s.run_id = r.run_id;
    s.warnings = now.policy.warnings;
    std::vector<std::pair<double, int>> markets;
    for (int n = 0; n < world_.economy_count(); ++n) {
      if (std::find(out_.members.begin(), out_.members.end(), n) != out_.members.end()) continue;
      double sales = 0.0;
      for (int l : world_.resolve_goods("goods", Location{}))
        for (int i : out_.members) sales += world_.flow(l, n, i);
      markets.emplace_back(-sales, n);
    }
    std::sort(markets.begin(), markets.end());
    constexpr std::size_t kMarkets = 12;
    for (std::size_t at = 0; at < std::min(kMarkets, markets.size()); ++at)
      s.tariff_faced.push_back({world_.economies[static_cast<std::size_t>(markets[at].second)].id,
                                average_tariff(world_, now.policy, {markets[at].second}, out_.members)});
  }

  // Range of the equivalent variation over the certified settings.
  EconomyOutcome outcome(const EconomyChange& change, const std::vector<int>& members,
                         std::size_t plan) const {
    EconomyOutcome o;
    o.change = change;
    o.ev_low_musd = o.ev_high_musd = change.ev_musd;
    for (const std::vector<Result>& results : solved_.results) {
      if (!results.front().certificate.certified() || !results[plan].certificate.certified()) continue;
      const double ev = welfare(results[plan], members) - welfare(results.front(), members);
      o.ev_low_musd = std::min(o.ev_low_musd, ev);
      o.ev_high_musd = std::max(o.ev_high_musd, ev);
    }
    return o;
  }

  void describe_options() {
    const Result& now = solved_.results.front().front();
    const Policy& policy_now = plans_.front().policy;
    for (std::size_t p = 1; p < plans_.size(); ++p) {
      const Plan& plan = plans_[p];
      if (!plan.listed) continue;
      const Result& r = solved_.results.front()[p];
      OptionOutcome o;
      o.id = plan.id;
      o.label = plan.label;
      o.description = plan.description;
      if (no_move() && (plan.id == "keep" || plan.id == "drop"))
        o.description += "; not known: its Measures change nothing that the model solves";
      o.measures = plan.measures;
      for (const std::string& warning : plan.policy.warnings)
        if (std::find(policy_now.warnings.begin(), policy_now.warnings.end(), warning) ==
            policy_now.warnings.end())
          o.warnings.push_back(warning);
      o.against_status_quo = compare(world_, now, r, &policy_now, &plan.policy);
      o.sectors = compare_sectors(world_, out_.members, now, r);
      EconomyChange own = compare_set(world_, out_.members, now, r, &policy_now, &plan.policy);
      own.id = out_.economy;
      own.name = out_.economy_name;
      own.group = out_.members.size() > 1;
      o.own = outcome(own, out_.members, p);
      for (std::size_t n = 0; n < o.against_status_quo.economies.size(); ++n)
        o.economies.push_back(outcome(o.against_status_quo.economies[n], {static_cast<int>(n)}, p));
      for (const EconomyChange& group : o.against_status_quo.groups)
        o.economies.push_back(outcome(group, members_of(world_, group.id), p));
      o.instruments = r.instruments;
      for (const BoundInstrument& instrument : plan.policy.instruments)
        o.rent_to.push_back(instrument.rent_to);
      o.certificate = r.certificate;
      o.run_id = r.run_id;
      if (in_.decompose && r.certificate.certified()) split(p, o);
      out_.options.push_back(std::move(o));
    }
  }

  void split(std::size_t plan, OptionOutcome& option) {
    const std::string problem = split_outcome(
        ensemble_->model(0), {plans_.front().policy, solved_.results.front().front()},
        {plans_[plan].policy, solved_.results.front()[plan]}, out_.members, twin(plan, false) == 0, option);
    if (!problem.empty())
      out_.notes.push_back(fmt::format("{}: real income is not split: {}", option.label, problem));
  }

  // With and without the move the wedges are the same.
  bool no_move() const { return twin(index("keep"), false) == twin(index("drop"), false); }

  std::size_t index(const std::string& id) const {
    for (std::size_t p = 0; p < plans_.size(); ++p)
      if (plans_[p].id == id) return p;
    return 0;
  }

  void weigh() {
    if (!moves_) return;
    const std::size_t keep = index("keep");
    const std::size_t punished = index("punished");
    const std::size_t drop = index("drop");
    const bool nothing_moves = no_move();
    std::vector<LeewayCase> cases;
    for (std::size_t s = 0; s < settings_.size(); ++s) {
      const std::vector<Result>& results = solved_.results[s];
      const double without = welfare(results[drop], out_.members);
      LeewayCase c = leeway_case(nothing_moves ? 0.0 : welfare(results[keep], out_.members) - without,
                                 without - welfare(results[punished], out_.members));
      c.elasticities = settings_[s].elasticities;
      c.horizon = settings_[s].horizon;
      c.rates = settings_[s].alternative ? "alternative" : "default";
      c.gain_pct = 100.0 * c.gain_musd / without;
      c.loss_pct = 100.0 * c.loss_musd / without;
      c.certified = true;
      for (std::size_t p : {std::size_t{0}, keep, punished, drop}) {
        if (results[p].certificate.certified()) continue;
        c.certified = false;
        if (c.problem.empty())
          c.problem = fmt::format("{} is not certified: {}", plans_[p].label,
                                  results[p].certificate.failure.empty() ? "residual above tolerance"
                                                                         : results[p].certificate.failure);
      }
      if (nothing_moves) c.reading = Reading::no_move;
      cases.push_back(std::move(c));
    }
    if (nothing_moves && !(moves_->deal.empty() && moves_->retreat.empty()))
      out_.notes.push_back(
          "The Measures of the move change nothing that the model solves, so its gain is not known.");
    out_.leeway = leeway_over(std::move(cases));
  }

  void find_break_even() {
    Leeway& l = *out_.leeway;
    if (!l.central.certified || l.central.reading != Reading::room) {
      l.break_even_note = l.central.reading == Reading::always_pays
                              ? "even at full scale the punished move is worth more than none"
                              : "there is no gain that a smaller punishment could eat up";
      return;
    }
    if (!scaled(*out_.event, in_.as_of, 1.0)) {
      l.break_even_note = "the threat has no single rate to scale";
      return;
    }
    const Model& model = ensemble_->model(0);
    const std::vector<Result>& central = solved_.results.front();
    const double without = welfare(central[index("drop")], out_.members);
    const PolicyOptions& keep = plans_[index("keep")].options;
    const Result& start = central[index("keep")];
    const auto worth = [&](double scale) -> std::optional<double> {
      PolicyOptions options = keep;
      options.measures.push_back(*scaled(*out_.event, in_.as_of, scale));
      const Result r = model.solve(resolve_policy(world_, ledger_, options), start_of(start));
      if (!r.certificate.certified()) return std::nullopt;
      return welfare(r, out_.members) - without;
    };
    l.break_even_scale = break_even(worth, l.central.gain_musd, -l.central.loss_musd);
    if (!l.break_even_scale) {
      l.break_even_note = "a solve on the way was not certified";
      return;
    }
    if (out_.event->instrument == Instrument::tariff)
      l.break_even_rate = *l.break_even_scale * rate_at(out_.event->terms, in_.as_of);
    l.break_even_note =
        "the scale between none and the full threat at which the punished move is worth as much as none";
  }

  void collect_assumptions() {
    out_.assumptions = brief_assumptions(world_, in_, moves_ ? &*moves_ : nullptr, has_alternative_);
    for (const LedgerEntry& entry : out_.ledger)
      for (const Plan& p : plans_) {
        const auto found = std::find_if(p.policy.applied.begin(), p.policy.applied.end(),
                                        [&](const auto& a) { return a.measure.id == entry.measure.id; });
        if (found == p.policy.applied.end()) continue;
        for (const std::string& text : found->assumptions)
          out_.assumptions.push_back({entry.measure.id, "", "", text});
        break;
      }
  }

  void collect_ledger() {
    std::vector<BriefPolicy> policies;
    for (const Plan& p : plans_) policies.push_back({&p.policy, p.measures});
    out_.ledger = ledger_of_brief(world_, ledger_, policies, out_.members, in_.as_of, in_.known_by);
  }

  // The rents belong to what makes the move: its own Measures, and those that giving it up would take out.
  void weigh_rents() {
    if (!moves_ || no_move() || !in_.ranges) return;
    const Plan& keep = plans_[index("keep")];
    std::vector<std::string> measures = keep.measures;
    const std::vector<std::string>& retreat = plans_[index("drop")].measures;
    measures.insert(measures.end(), retreat.begin(), retreat.end());
    const std::vector<Result>& central = solved_.results.front();
    out_.rents = gain_by_rent_holder(ensemble_->model(0), keep.policy, measures, central[index("keep")],
                                     central[index("drop")], out_.members);
  }

  const World& world_;
  const Ledger& ledger_;
  const BriefInputs& in_;
  BriefAnalysis out_;
  std::vector<std::string> cautions_;  ///< said with the headline: what the question is not
  std::optional<Moves> moves_;
  std::vector<Plan> plans_;
  std::vector<Setting> settings_;
  std::optional<Ensemble> ensemble_;
  Policy base_policy_;
  Solved solved_;
  bool has_alternative_ = false;
  bool certified_ = true;
};

}  // namespace

BriefAnalysis analyse_brief(const World& world, const Ledger& ledger, const BriefInputs& inputs) {
  return Analysis(world, ledger, inputs).run();
}

std::vector<Scenario> ready_scenarios() {
  std::vector<Scenario> scenarios;
  for (const std::string& name : scenario_names()) scenarios.push_back(open_scenario(name));
  return scenarios;
}

}  // namespace leeway
