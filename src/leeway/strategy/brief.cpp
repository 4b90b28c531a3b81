#include "leeway/strategy/brief.h"

#include <algorithm>
#include <functional>
#include <set>
#include <stdexcept>

#include "leeway/analysis/in_parallel.h"
#include "leeway/analysis/path.h"
#include "leeway/analysis/study.h"
#include "leeway/base/elementary.h"
#include "leeway/base/hash.h"
#include "leeway/policy/names.h"
#include "leeway/strategy/brief_parts.h"
#include "leeway/world/aliases.h"

namespace leeway {

namespace {

// One policy that is solved: the status quo first, then the options.
struct Plan {
  BriefOption option{};
  std::vector<std::string> measures;
  PolicyOptions options;
  bool listed = true;
  std::shared_ptr<const Policy> policy = {};
};

// What is kept of a solve: all of it only where it is central.
struct Kept {
  Verdict verdict;
  std::vector<double> real_income;  // [n]
  std::shared_ptr<const Solution> solution;
  std::optional<EconomyChange> own;  // of the brief's economy or group, against what it is set against
  std::vector<SectorChange> sectors;

  bool certified() const { return verdict.certified(); }
};

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
    weigh();
    describe();
    play();
    collect_ledger();
    return std::move(out_);
  }

 private:
  void name() {
    out_.economy = id_of(world_, in_.economy);
    out_.members = members_of(world_, out_.economy);
    out_.economy_name = name_of(world_, out_.economy);
    out_.explanation = in_.explanation;
    out_.changed = in_.changed;
    out_.set = in_.set;
    out_.as_of = in_.as_of;
    out_.known_by = in_.known_by;
    out_.span = span_of(ledger_);
    out_.options = in_.options;
    out_.range = in_.range;
    out_.beside = in_.beside;
    out_.welfare_not_told = welfare_not_told(in_.options.horizon);
    if (!in_.event) return;
    moves_ = find_moves(world_, ledger_, out_.economy, *in_.event, in_.as_of, in_.known_by, in_.scenarios,
                        in_.move);
    refuse_parts_of(*moves_, in_.changed);
    out_.event = *moves_->threat;
    out_.event_status = ledger_.status(*moves_->threat, in_.as_of, in_.known_by);
    out_.how_found = moves_->notes;
    out_.has_move = !moves_->deal.empty() || !moves_->retreat.empty();
    out_.chair = chair_of(world_, ledger_, *moves_, out_.members, in_.as_of);
    out_.kind =
        move_kind(world_, ledger_, *moves_,
                  out_.chair == Chair::threatened ? std::vector{out_.economy} : out_.event->on, in_.as_of);
    out_.in_force = moves_->threat_in_force;
    out_.alone = alone_in_union(world_, ledger_, *moves_, in_.as_of);
    if (out_.event->is_threat())
      out_.record = threats_like(world_, ledger_, *out_.event, in_.known_by.value_or(in_.as_of));
  }

  void plan() {
    PolicyOptions now;
    now.as_of = in_.as_of;
    now.known_by = in_.known_by;
    now = with_change(world_, ledger_, std::move(now), in_.changed);
    plans_.push_back({BriefOption::status_quo, {}, now, false});
    if (!moves_) return;
    const Moves& m = *moves_;
    const std::string& id = m.threat->id;
    PolicyOptions calm = now;  // without the threat
    if (m.threat_in_force) {
      calm.drop.push_back(id);
      plans_.push_back({BriefOption::status_quo, {}, calm, false});
      reference_ = 1;
    }
    calm_ = calm;
    Change carried_out;
    carried_out.use = {id};
    const auto ids = [](std::initializer_list<std::vector<std::string>> lists) {
      std::vector<std::string> all;
      for (const auto& list : lists) all.insert(all.end(), list.begin(), list.end());
      return all;
    };
    const auto with = [&](const PolicyOptions& base, const Change& change) {
      return with_change(world_, ledger_, base, change);
    };
    const PolicyOptions keep = with(calm, m.deal);
    const PolicyOptions punished = with(keep, carried_out);
    plans_.push_back({BriefOption::keep, m.deal.ids(), keep, out_.has_move});
    plans_.push_back({BriefOption::punished, ids({m.deal.ids(), {id}}), punished});
    if (!m.retaliation.empty())
      plans_.push_back({BriefOption::retaliate, ids({m.deal.ids(), {id}, m.retaliation.ids()}),
                        with(punished, m.retaliation)});
    plans_.push_back({BriefOption::drop, m.retreat.ids(), with(calm, m.retreat), out_.has_move});
  }

  void resolve() {
    for (Plan& p : plans_) p.policy = resolved_for(world_, ledger_, in_, p.options);
    seen_ = see({});
    if (in_.range != RangeKind::full) return;
    RangeCase alternative;
    alternative.alternative_rates = true;
    seen_alternative_ = see(alternative);
    out_.alternative_rates = seen_.prints != seen_alternative_.prints;
  }

  SeenPolicies see(const RangeCase& setting) const {
    std::vector<std::shared_ptr<const Policy>> policies;
    for (const Plan& p : plans_) policies.push_back(p.policy);
    return seen_in(world_, policies, setting, in_.memory);
  }

  // The first plan with the same wedges: it is solved once.
  std::size_t twin(std::size_t plan, const SeenPolicies& seen) const {
    for (std::size_t p = plan < reference_ ? 0 : reference_; p < plan; ++p)
      if (seen.prints[p] == seen.prints[plan]) return p;
    return plan;
  }

  // Every option under every setting is set against the status quo of that setting, and that against its base
  // year. A case that is like an earlier one takes its steps from there.
  void solve() {
    const auto ours = [this](const Measure& m) { return involves(world_, m, out_.members, in_.as_of); };
    out_.settings = range_cases(world_, in_.options, in_.range,
                                {out_.alternative_rates, true, term_assumptions(seen_.policies, ours)});
    const std::vector<RangeCase>& settings = out_.settings;
    std::vector<SeenPolicies> seen_as(settings.size());
    std::vector<std::function<void()>> parts;
    for (std::size_t s = 0; s < settings.size(); ++s)
      if (settings[s].term) parts.emplace_back([&, s] { seen_as[s] = see(settings[s]); });
    in_parallel(in_.threads, parts);
    const std::shared_ptr<const Shares> shares =
        in_.memory != nullptr ? in_.memory->shares() : read_shares(world_);
    model_ = in_.memory != nullptr ? in_.memory->model(in_.options)
                                   : std::make_shared<const Model>(shares, in_.options);
    Study study(shares);
    study.use(*model_);
    if (in_.memory != nullptr) study.remember(*in_.memory);
    const auto base = std::make_shared<const Policy>(base_policy(world_));
    case_of_.assign(settings.size(), std::vector<std::size_t>(plans_.size()));
    const std::vector<std::optional<std::size_t>> like = like_earlier(settings);
    for (std::size_t s = 0; s < settings.size(); ++s) {
      const RangeCase& setting = settings[s];
      // Estimates of rates say nothing of the base year.
      const bool same_base = like[s] && settings[*like[s]].options == setting.options;
      base_of_.push_back(same_base ? base_of_[*like[s]]
                                   : study.add({"base year", base, setting.options, {}, {}, {}, {}, s == 0}));
      const SeenPolicies& seen = setting.term                ? seen_as[s]
                                 : setting.alternative_rates ? seen_alternative_
                                                             : seen_;
      for (std::size_t p = 0; p < plans_.size(); ++p) {
        std::size_t& at = case_of_[s][p];
        if (const std::size_t same = twin(p, seen); same != p) {
          at = case_of_[s][same];
          continue;
        }
        StudyCase one{to_string(plans_[p].option), seen.policies[p], setting.options, before(s, p), {}};
        if (like[s]) one.along = {before(*like[s], p), case_of_[*like[s]][p]};
        one.against = against(s, p);
        one.remembered = s == 0;
        if (setting.term && seen.prints[p] == seen_.prints[p]) {
          // What the term does not touch is the centre's, unless it is set against what the term does touch.
          if (*one.against == against(0, p)) {
            at = case_of_[0][p];
            continue;
          }
          one.start = case_of_[0][p];
          one.along.reset();
        }
        at = study.add(std::move(one));
      }
    }
    const std::size_t last_central = *std::max_element(case_of_.front().begin(), case_of_.front().end());
    StudySettings run;
    run.threads = in_.threads;
    run.progress = in_.progress;
    const auto kept = study.run(run, [&](std::size_t at, const Outcome& outcome, const Outcome* other) {
      Kept k{outcome.verdict(), {}, {}, {}, {}};
      if (!outcome) return k;
      const Result& r = outcome->result;
      for (std::size_t n = 0; n < r.log_welfare.size(); ++n)
        k.real_income.push_back(r.base_income[n] * elementary::exp(r.log_welfare[n]));
      if (at <= last_central) k.solution = outcome.shared_solution();
      if (other != nullptr && other->certified()) {
        k.own = compare_set(world_, out_.members, other->solution(), outcome.solution());
        k.sectors = compare_sectors(world_, out_.members, other->solution(), outcome.solution());
      }
      return k;
    });
    for (std::size_t at = 0; in_.inspect && at <= last_central; ++at)
      if (kept[at] && kept[at]->solution) in_.inspect(study.cases()[at].name, *kept[at]->solution);
    Identity id("brief");
    id.add("economy", out_.economy)
        .add("event", in_.event)
        .add("as_of", in_.as_of)
        .add("known_by", in_.known_by)
        .add("range", to_string(in_.range))
        .add("break_even", in_.break_even)
        .add("decompose", in_.decompose)
        .add("ledger", ledger_.content_hash());
    if (!in_.beside) id.add("beside", false);
    for (const std::string& measure : in_.changed.ids()) id.add("changed", measure);
    for (const auto& k : kept) {
      kept_.push_back(*k);
      id.add("solve", k->verdict.id);
    }
    out_.run_id = id.hex();
    out_.certified = kept_[base_of_.front()].certified();
    for (std::size_t p = 0; p < plans_.size(); ++p) out_.certified = out_.certified && central(p).certified();
  }

  // Options are set against the reference, that against the status quo, and that against the base year.
  std::size_t against(std::size_t setting, std::size_t plan) const {
    return plan == 0 ? base_of_[setting] : case_of_[setting][plan > reference_ ? reference_ : 0];
  }
  // What is nearest of the policies before: the threat carried out to the move, its answer to that. The
  // centre alone has its options side by side.
  std::size_t before(std::size_t setting, std::size_t plan) const {
    const BriefOption o = plans_[plan].option;
    const bool follows =
        out_.settings.size() > 1 && (o == BriefOption::punished || o == BriefOption::retaliate);
    return follows ? case_of_[setting][plan - 1] : against(setting, plan);
  }

  const Kept& at(std::size_t setting, std::size_t plan) const { return kept_[case_of_[setting][plan]]; }
  const Kept& central(std::size_t plan) const { return at(0, plan); }

  static double welfare(const Kept& kept, const std::vector<int>& members) {
    double sum = 0.0;
    for (int n : members) sum += kept.real_income[static_cast<std::size_t>(n)];
    return sum;
  }

  void describe_status_quo() {
    const Plan& now = plans_.front();
    const Kept& base = kept_[base_of_.front()];
    StatusQuo& s = out_.status_quo;
    s.verdict = central(0).verdict;
    s.base = base.verdict;
    if (base.certified() && central(0).certified()) {
      s.against_base = compare_all(*base.solution, *central(0).solution);
      s.own = compare_set(world_, out_.members, *base.solution, *central(0).solution);
      s.own->id = out_.economy;
      s.own->name = out_.economy_name;
      s.own_low = s.own_high = *s.own;
    }
    s.cases.of = static_cast<int>(out_.settings.size());
    for (std::size_t setting = 0; setting < out_.settings.size(); ++setting) {
      if (!at(setting, 0).own) continue;
      ++s.cases.certified;
      if (s.own) widen(s.own_low, s.own_high, *at(setting, 0).own);
    }
    s.warnings = now.policy->warnings;
    s.tariff_faced = tariffs_faced(world_, *now.policy, out_.members);
  }

  bool both_certify(std::size_t setting, std::size_t plan) const {
    return at(setting, reference_).certified() && at(setting, plan).certified();
  }

  // Range of the equivalent variation over the certified settings.
  EconomyOutcome outcome(const EconomyChange& change, const std::vector<int>& members,
                         std::size_t plan) const {
    EconomyOutcome o;
    o.change = change;
    o.ev_low_musd = o.ev_high_musd = change.ev_musd;
    if (out_.welfare_not_told) return o;
    for (std::size_t s = 0; s < out_.settings.size(); ++s) {
      if (!both_certify(s, plan)) continue;
      const double ev = welfare(at(s, plan), members) - welfare(at(s, reference_), members);
      o.ev_low_musd = std::min(o.ev_low_musd.value(), ev);
      o.ev_high_musd = std::max(o.ev_high_musd.value(), ev);
    }
    return o;
  }

  // What follows from the equilibria, each part by itself.
  void describe() {
    out_.move_unsolved = moves_ && out_.has_move && no_move();
    std::vector<std::optional<OptionOutcome>> outcomes(plans_.size());
    std::vector<std::function<void()>> parts;
    if (in_.beside) parts.emplace_back([this] { out_.exposure = exposure(world_, out_.economy); });
    for (std::size_t p = reference_ + 1; p < plans_.size(); ++p) {
      if (!plans_[p].listed) continue;
      if (both_certify(0, p))
        parts.emplace_back([this, p, &outcomes] { outcomes[p] = describe_option(p); });
      else
        out_.failed_options.push_back({plans_[p].option, central(p).verdict});
    }
    if (in_.break_even && out_.leeway) parts.emplace_back([this] { find_break_even(); });
    if (in_.beside) {
      parts.emplace_back([this] { weigh_rents(); });
      parts.emplace_back([this] { divide_move(); });
      parts.emplace_back([this] { weigh_offers(); });
    }
    in_parallel(in_.threads, parts);
    for (std::optional<OptionOutcome>& outcome : outcomes)
      if (outcome) out_.outcomes.push_back(std::move(*outcome));
    if (out_.rents_of_act) take_rents_into_range(world_, out_);
  }

  // Takes one setting into the ends of what the brief shows of its own economy.
  void widen_own(OptionOutcome& o, std::size_t setting, std::size_t plan) const {
    const Kept& k = at(setting, plan);
    if (case_of_[setting][plan] == case_of_[setting][reference_]) {  // it is the same policy
      const EconomyChange none;
      widen(o.own_low, o.own_high, none);
      for (std::size_t j = 0; j < o.sectors.size(); ++j) widen(o.sectors_low[j], o.sectors_high[j], {});
      return;
    }
    widen(o.own_low, o.own_high, *k.own);
    for (std::size_t j = 0; j < o.sectors.size(); ++j)
      widen(o.sectors_low[j], o.sectors_high[j], k.sectors[j]);
  }

  Comparison compare_all(const Solution& from, const Solution& to) const {
    return in_.beside ? compare(world_, from, to) : compare_incomes(world_, from, to);
  }

  OptionOutcome describe_option(std::size_t p) const {
    const PolicyNotes& known = plans_.front().policy->warnings;
    const Plan& plan = plans_[p];
    const Solution& now = *central(reference_).solution;
    const Solution& then = *central(p).solution;
    OptionOutcome o;
    o.option = plan.option;
    o.measures = plan.measures;
    for (const PolicyNote& warning : plan.policy->warnings)
      if (std::find(known.begin(), known.end(), warning) == known.end()) o.warnings.push_back(warning);
    o.against_status_quo = compare_all(now, then);
    // Where it is a policy of its own, the solve was set against the same reference already.
    const bool compared = case_of_.front()[p] != case_of_.front()[reference_] && central(p).own;
    o.sectors = compared ? central(p).sectors : compare_sectors(world_, out_.members, now, then);
    EconomyChange own = compared ? *central(p).own : compare_set(world_, out_.members, now, then);
    own.id = out_.economy;
    own.name = out_.economy_name;
    own.group = out_.members.size() > 1;
    o.own = outcome(own, out_.members, p);
    for (auto* list : {&o.against_status_quo.economies, &o.against_status_quo.groups})
      for (EconomyChange& change : *list) {
        if (change.id == own.id) take_trade(own, change);
        o.economies.push_back(outcome(change, members_of(world_, change.id), p));
      }
    o.instruments = then.result.instruments;
    for (const BoundInstrument& instrument : plan.policy->instruments)
      o.rent_to.push_back(instrument.rent_to);
    o.own_low = o.own_high = own;
    o.sectors_low = o.sectors_high = o.sectors;
    o.cases.of = static_cast<int>(out_.settings.size());
    for (std::size_t s = 0; s < out_.settings.size(); ++s) {
      if (!both_certify(s, p)) continue;
      ++o.cases.certified;
      widen_own(o, s, p);
    }
    o.verdict = central(p).verdict;
    if (in_.decompose && !out_.welfare_not_told)
      split_outcome(*model_, now, then, out_.members, twin(p, seen_) == reference_, o);
    return o;
  }

  // With and without the move the wedges are the same.
  bool no_move() const {
    return twin(index(BriefOption::keep), seen_) == twin(index(BriefOption::drop), seen_);
  }

  std::size_t index(BriefOption option) const {
    for (std::size_t p = 0; p < plans_.size(); ++p)
      if (plans_[p].option == option) return p;
    throw std::logic_error(std::string("a brief has no option ") + to_string(option));
  }

  // The first solve behind a case that failed.
  std::optional<FailedCase> failed_case(std::size_t s) const {
    for (std::size_t p :
         {reference_, index(BriefOption::keep), index(BriefOption::punished), index(BriefOption::drop)})
      if (!at(s, p).certified()) {
        const RangeCase& c = out_.settings[s];
        return FailedCase{c.name,      c.options.elasticities, c.options.horizon,
                          rates_of(s), plans_[p].option,       at(s, p).verdict.failure};
      }
    return {};
  }
  std::string rates_of(std::size_t s) const {
    return out_.settings[s].alternative_rates ? "alternative" : "default";
  }

  void weigh() {
    if (!moves_ || out_.welfare_not_told) return;
    if ((out_.no_leeway = failed_case(0))) return;
    const bool nothing_moves = no_move();
    std::vector<LeewayCase> cases;
    std::vector<FailedCase> failed;
    std::vector<RangeCase> one_by_one;
    std::vector<double> gains;
    std::vector<double> losses;
    for (std::size_t s = 0; s < out_.settings.size(); ++s) {
      if (std::optional<FailedCase> one = failed_case(s)) {
        failed.push_back(std::move(*one));
        continue;
      }
      const double without = welfare(at(s, index(BriefOption::drop)), out_.members);
      LeewayCase c =
          leeway_case(nothing_moves ? 0.0 : welfare(at(s, index(BriefOption::keep)), out_.members) - without,
                      without - welfare(at(s, index(BriefOption::punished)), out_.members));
      const RangeCase& setting = out_.settings[s];
      c.name = setting.name;
      c.elasticities = setting.options.elasticities;
      c.horizon = setting.options.horizon;
      c.rates = rates_of(s);
      c.gain_pct = 100.0 * c.gain_musd / without;
      c.loss_pct = 100.0 * c.loss_musd / without;
      if (nothing_moves) c.reading = Reading::no_move;
      if (setting.moved) {
        one_by_one.push_back(setting);
        gains.push_back(c.gain_musd);
        losses.push_back(c.loss_musd);
      }
      cases.push_back(std::move(c));
    }
    out_.gain_swings = swings(cases.front().gain_musd, one_by_one, gains, in_.options, world_);
    out_.loss_swings = swings(cases.front().loss_musd, one_by_one, losses, in_.options, world_);
    weigh_stakes(nothing_moves);
    if (out_.chair != Chair::threatened) return;
    out_.leeway = leeway_over(std::move(cases));
    out_.leeway->failed = std::move(failed);
    if (!nothing_moves || !out_.record) return;
    const std::vector<LeewayCase>& told = out_.leeway->cases;
    Range loss{told[0].loss_musd, told[0].loss_musd, told[0].loss_musd, {}};
    for (const LeewayCase& c : told) loss.widen(c.loss_musd);
    out_.expected_musd = at_the_record(loss, *out_.record);
  }

  void weigh_stakes(bool nothing_moves) {
    const std::size_t keep = index(BriefOption::keep);
    const std::size_t punished = index(BriefOption::punished);
    const std::size_t drop = index(BriefOption::drop);
    const auto add = [&](Step step, std::size_t to, std::size_t from) {
      if (!central(to).certified() || !central(from).certified()) return;
      const auto worth = [&](std::size_t s) {
        return welfare(at(s, to), out_.members) - welfare(at(s, from), out_.members);
      };
      Stake stake{step, {worth(0), worth(0), worth(0), {0, static_cast<int>(out_.settings.size())}}, 0.0};
      for (std::size_t s = 0; s < out_.settings.size(); ++s) {
        if (!at(s, to).certified() || !at(s, from).certified()) continue;
        ++stake.musd.cases.certified;
        stake.musd.widen(worth(s));
      }
      stake.pct = 100.0 * stake.musd.central / welfare(central(from), out_.members);
      out_.stakes.push_back(stake);
    };
    if (!nothing_moves) add(Step::move, keep, drop);
    add(Step::carry_out, punished, keep);
    for (std::size_t p = 0; p < plans_.size(); ++p)
      if (plans_[p].option == BriefOption::retaliate) add(Step::answer, p, punished);
    if (!nothing_moves) add(Step::whole, punished, drop);
  }

  // Of a threat on one, not carried out yet, over a move that is its own to make.
  void play() {
    if (out_.stakes.empty() || no_move() || out_.in_force || !out_.event->is_threat()) return;
    const std::vector<std::string>& on = out_.event->on;
    if (on.size() != 1 || on.front() == "*") return;
    for (const AloneInUnion& alone : out_.alone)
      if (alone.acts) return;
    std::vector<PlayedCase> cases;
    for (std::size_t s = 0; s < out_.settings.size(); ++s) {
      PlayedCase one;
      for (std::size_t p = reference_ + 1; p < plans_.size(); ++p)
        if (at(s, p).certified()) one[plans_[p].option] = at(s, p).real_income;
      if (one.size() + reference_ + 1 == plans_.size()) cases.push_back(std::move(one));
      if (s == 0 && cases.empty()) return;
    }
    out_.played = play_out(players_of(world_, ledger_, *moves_, on.front(), in_.as_of), cases);
    out_.played->failed = static_cast<int>(out_.settings.size() - cases.size());
  }

  // Which Measure of the move brings what. Of a bystander, and of the central case alone, it is left out.
  void divide_move() {
    if (!moves_ || in_.range == RangeKind::none || out_.welfare_not_told || out_.stakes.empty() ||
        no_move() || out_.chair == Chair::bystander)
      return;
    MoveParts parts = parts_of_move(*model_, ledger_, calm_, *moves_, out_.members,
                                    central(index(BriefOption::drop)).solution->start);
    if (parts.failed == 0) out_.parts = std::move(parts);
  }

  void weigh_offers() {
    if (out_.chair != Chair::partner || in_.range == RangeKind::none || out_.stakes.empty()) return;
    const std::size_t keep = index(BriefOption::keep);
    out_.offers =
        offers_on_top(*model_, ledger_, *moves_, plans_[keep].options, *central(keep).solution, out_.members);
  }

  void find_break_even() {
    const double without = welfare(central(index(BriefOption::drop)), out_.members);
    const Policy& in_full = *plans_[index(BriefOption::punished)].policy;
    const Start& start = central(index(BriefOption::keep)).solution->start;
    const auto worth = [&](Term term, double scale) -> std::optional<double> {
      const Outcome punished = model_->solve(scaled(world_, in_full, {out_.event->id, term, scale}), start);
      if (!punished) return std::nullopt;
      return real_income(punished->result, out_.members) - without;
    };
    put_break_even(*moves_, in_.as_of, worth, *out_.leeway);
  }

  void collect_ledger() {
    std::vector<std::shared_ptr<const Policy>> policies;
    std::set<std::string> in_moves;
    for (const Plan& p : plans_) {
      policies.push_back(p.policy);
      out_.policies.emplace_back(p.option, p.policy);
      in_moves.insert(p.measures.begin(), p.measures.end());
    }
    out_.ledger = ledger_of_brief(world_, ledger_, policies, in_moves, out_.members, in_.as_of, in_.known_by);
    out_.measure_assumptions = assumptions_behind(out_.ledger, policies);
  }

  // The rents belong to what makes the move: its own Measures, and those that giving it up would take out.
  // Without a move they are those of the threat.
  void weigh_rents() {
    if (in_.range == RangeKind::none || out_.stakes.empty()) return;
    out_.rents_of_act = no_move();
    if (!out_.rents_of_act && (!out_.leeway || out_.chair == Chair::bystander)) return;
    const std::size_t with = index(out_.rents_of_act ? BriefOption::punished : BriefOption::keep);
    const Plan& without = plans_[index(BriefOption::drop)];
    const Solution& none = *central(index(BriefOption::drop)).solution;
    std::vector<std::string> measures = plans_[with].measures;
    measures.insert(measures.end(), without.measures.begin(), without.measures.end());
    const auto held = [&](std::size_t p) {
      return gain_by_rent_holder(*model_, *central(p).solution, measures, none, out_.members);
    };
    out_.rents = held(with);
    for (std::size_t p = 0; p < plans_.size() && out_.rents_of_act; ++p)
      if (plans_[p].option == BriefOption::retaliate && central(p).certified()) out_.answered_rents = held(p);
  }

  const World& world_;
  const Ledger& ledger_;
  const BriefInputs& in_;
  BriefAnalysis out_;
  std::optional<Moves> moves_;
  std::vector<Plan> plans_;
  SeenPolicies seen_;              ///< at the centre
  SeenPolicies seen_alternative_;  ///< under the second estimate of rates
  std::size_t reference_ = 0;      ///< plan that options are set against: the status quo, without the event
  PolicyOptions calm_;             ///< status quo without the threat
  std::shared_ptr<const Model> model_;  ///< central
  std::vector<Kept> kept_;
  std::vector<std::size_t> base_of_;               ///< [setting] index into kept_ of the base year
  std::vector<std::vector<std::size_t>> case_of_;  ///< [setting][plan] the same
};

}  // namespace

BriefAnalysis analyse_brief(const World& world, const Ledger& ledger, const BriefInputs& inputs) {
  return Analysis(world, ledger, inputs).run();
}

}  // namespace leeway
