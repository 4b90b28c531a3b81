#include "leeway/strategy/room.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "leeway/analysis/in_parallel.h"
#include "leeway/base/hash.h"
#include "leeway/base/units.h"
#include "leeway/policy/names.h"
#include "leeway/policy/wedges.h"
#include "leeway/strategy/break_even.h"
#include "leeway/strategy/brief_parts.h"
#include "leeway/strategy/room_frontier.h"
#include "leeway/strategy/room_seats.h"
#include "leeway/strategy/room_solves.h"

namespace leeway {

namespace {

void check_inputs(const RoomInputs& in) {
  require_welfare(in.options, "leeway");
  check(in.duration);
  for (const double p : in.credibilities)
    if (!(p >= 0.0 && p <= 1.0))
      throw InputError(fmt::format("a probability of punishment of {}", shortest(p)), "allowed: from 0 to 1");
}

/// Lists of goods on which the threatened have a share of their own.
std::vector<const GoodsList*> lists_of(const World& world, const Asked& asked, Date day) {
  std::vector<const GoodsList*> found;
  for (const GoodsList& list : asked.ledger.lists())
    for (const auto& [name, shares] : list.share_of) {
      if (!world.find_economy(name) && world.find_group(name) == nullptr) continue;
      const std::vector<int> who = world.resolve_economies(name, day, list.where);
      if (std::none_of(who.begin(), who.end(), [&](int n) {
            return std::find(asked.members.begin(), asked.members.end(), n) != asked.members.end();
          }))
        continue;
      found.push_back(&list);
      break;
    }
  return found;
}

/// The threat with a list spared, or no more spared; nothing where it covers goods in another way.
std::optional<Measure> variant_of(const Measure& threat, const std::string& list) {
  if (threat.instrument != Instrument::tariff || !threat.terms.schedule.empty() ||
      !threat.terms.covers.empty() || threat.terms.coverage != 1.0 || !threat.terms.coverage_by_goods.empty())
    return std::nullopt;
  Measure variant = threat;
  std::vector<std::string>& except = variant.terms.except;
  if (const auto at = std::find(except.begin(), except.end(), list); at != except.end())
    except.erase(at);
  else
    except.push_back(list);
  variant.id = threat.id + "-" + list;
  variant.typed_status.reset();
  return variant;
}

/// Weighted by base-year flows; nothing without a flow.
std::optional<double> mean_tariff(const World& world, const Policy& policy, const std::vector<int>& lines,
                                  const std::vector<int>& importers, const std::vector<int>& exporters) {
  const WedgeView wedges(world, policy);
  double trade = 0.0;
  double duty = 0.0;
  for (const int l : lines)
    for (const int n : importers)
      for (const int i : exporters) {
        if (n == i) continue;
        trade += world.flow(l, n, i);
        duty += world.flow(l, n, i) * wedges(l, n, i).tariff;
      }
  if (!(trade > 0.0)) return std::nullopt;
  return duty / trade;
}

class Weighing {
 public:
  Weighing(const World& world, const Ledger& ledger, const RoomInputs& inputs)
      : world_(world), in_(inputs), solves_(world, inputs.options, inputs.range, loss_is_timed(inputs)) {
    check_inputs(inputs);
    out_.inputs = inputs;
    out_.asked = ask(world, ledger, inputs.question);
    out_.economy_name = name_of(world, out_.asked.economy);
    out_.kind = move_kind(world, out_.asked.ledger, out_.asked.moves, {out_.asked.economy}, out_.asked.as_of);
  }

  Room run() {
    plan();
    solves_.run(in_.threads, in_.progress, out_.asked.threatener, kPunished);
    out_.settings = solves_.settings();
    for (const auto& [name, kept] : solves_.central()) {
      out_.certificates.emplace_back(name, kept->verdict);
      if (in_.inspect && kept->solution) in_.inspect(name, *kept->solution);
    }
    out_.applied = solves_.plans()[kPunished].policy->applied;
    out_.warnings = solves_.plans()[kPunished].policy->warnings;
    weigh();
    if (out_.leeway) {
      out_.seats = seats_of(world_, out_.asked, {solves_, kNone, kDeal, kPunished, loss_is_timed(in_)});
      price();
      divide();
      spare();
    }
    out_.alone = alone_in_union(world_, out_.asked.ledger, out_.asked.moves, in_.question.as_of);
    out_.with_threatener = with_threatener(world_, out_.asked.ledger, out_.asked.moves, in_.question.as_of);
    find_duties();
    out_.record = threats_like(world_, out_.asked.ledger, *out_.asked.moves.threat,
                               in_.question.known_by.value_or(in_.question.as_of));
    if (out_.no_deal && out_.leeway && out_.record)
      out_.expected_musd = at_the_record(out_.loss_musd, *out_.record);
    identify();
    return std::move(out_);
  }

 private:
  static constexpr std::size_t kStatusQuo = 0;
  static constexpr std::size_t kNone = 1;
  static constexpr std::size_t kDeal = 2;
  static constexpr std::size_t kPunished = 3;

  static bool loss_is_timed(const RoomInputs& in) { return in.duration.any(); }

  void plan() {
    const Asked& a = out_.asked;
    calm_.as_of = in_.question.as_of;
    calm_.known_by = in_.question.known_by;
    const PolicyOptions deal = with_change(world_, a.ledger, calm_, a.moves.deal);
    PolicyOptions punished = deal;
    punished.use.push_back(a.moves.threat->id);
    solves_.add(a.ledger, "status quo", calm_, kStatusQuo);
    solves_.add(a.ledger, "no deal", with_change(world_, a.ledger, calm_, a.moves.retreat), kStatusQuo);
    solves_.add(a.ledger, "deal, no punishment", deal, kStatusQuo);
    solves_.add(a.ledger, "deal, punished", punished, kDeal);
    solves_.move_terms([&](const Measure& m) { return involves(world_, m, a.members, in_.question.as_of); });
    constexpr std::size_t most_lists = 3;
    for (const GoodsList* list : lists_of(world_, a, in_.question.as_of)) {
      std::optional<Measure> variant = variant_of(*a.moves.threat, list->id);
      if (!variant || out_.spared.size() == most_lists) continue;
      PolicyOptions other = deal;
      const auto& except = variant->terms.except;
      const bool spared = std::find(except.begin(), except.end(), list->id) != except.end();
      std::string variant_id = variant->id;
      other.measures.push_back(*std::move(variant));
      solves_.add(a.ledger, fmt::format("deal, punished, {} {}", list->id, spared ? "spared" : "too"), other,
                  kDeal);
      solves_.is_variant(std::move(variant_id), a.moves.threat->id);
      out_.spared.push_back({list->id, list->title, spared, {}});
    }
  }

  /// On the flows of each tariff that was asked about, before it acts and after.
  void find_duties() {
    const auto add = [&](const Measure* m, std::size_t without, std::size_t with) {
      if (m == nullptr || m->instrument != Instrument::tariff) return;
      const Date day = in_.question.as_of;
      const std::vector<int> lines = lines_of(world_, m->goods, *m, "goods");
      const std::vector<int> importers = economies_of(world_, {m->by}, day, *m, "by");
      const std::vector<int> exporters = economies_of(world_, m->on, day, *m, "on");
      const auto duty = [&](std::size_t plan) {
        return mean_tariff(world_, *solves_.plans()[plan].policy, lines, importers, exporters);
      };
      const std::optional<double> before = duty(without);
      if (before) out_.duties.push_back({m->id, *before, *duty(with)});
    };
    const Moves& moves = out_.asked.moves;
    add(moves.threat, kDeal, kPunished);
    for (const Measure& m : moves.deal.measures) add(&m, kNone, kDeal);
    for (const auto* ids : {&moves.deal.use, &moves.deal.drop, &moves.retreat.use, &moves.retreat.drop})
      for (const std::string& id : *ids) add(out_.asked.ledger.find_measure(id), kNone, kDeal);
  }

  const RoomKept& gain_side(std::size_t s, std::size_t plan) const {
    return in_.duration.deal_lasts ? solves_.while_punished(s, plan) : solves_.at(s, plan);
  }
  const RoomKept& loss_side(std::size_t s, std::size_t plan) const {
    return loss_is_timed(in_) ? solves_.while_punished(s, plan) : solves_.at(s, plan);
  }

  /// The solve of a setting that failed first, and its option.
  std::optional<FailedCase> failed_case(std::size_t s, std::size_t punished) const {
    const std::pair<std::size_t, BriefOption> all[] = {{kStatusQuo, BriefOption::status_quo},
                                                       {kNone, BriefOption::drop},
                                                       {kDeal, BriefOption::keep},
                                                       {punished, BriefOption::punished}};
    for (const auto& [plan, option] : all)
      for (const RoomKept* kept : {&solves_.at(s, plan), &loss_side(s, plan)})
        if (!kept->verdict.certified()) {
          const RangeCase& c = solves_.settings()[s];
          return FailedCase{c.name,
                            c.options.elasticities,
                            c.options.horizon,
                            c.alternative_rates ? "alternative" : "default",
                            option,
                            kept->verdict.failure};
        }
    return {};
  }

  LeewayCase weighed(std::size_t s, std::size_t punished) const {
    const std::vector<int>& m = out_.asked.members;
    const double none = gain_side(s, kNone).income(m);
    const double gain = gain_side(s, kDeal).income(m) - none;
    const double loss = loss_side(s, kNone).income(m) - loss_side(s, punished).income(m);
    LeewayCase c = timed_case(out_.no_deal ? 0.0 : gain, loss, in_.duration);
    const RangeCase& setting = solves_.settings()[s];
    c.name = setting.name;
    c.elasticities = setting.options.elasticities;
    c.horizon = setting.options.horizon;
    c.rates = setting.alternative_rates ? "alternative" : "default";
    c.gain_pct = 100.0 * c.gain_musd / none;
    c.loss_pct = 100.0 * c.loss_musd / none;
    if (out_.no_deal) c.reading = Reading::no_move;
    return c;
  }

  Leeway leeway_of(std::size_t punished) const {
    std::vector<LeewayCase> cases;
    std::vector<FailedCase> failed;
    for (std::size_t s = 0; s < solves_.settings().size(); ++s) {
      if (std::optional<FailedCase> one = failed_case(s, punished))
        failed.push_back(*std::move(one));
      else
        cases.push_back(weighed(s, punished));
    }
    Leeway leeway = leeway_over(std::move(cases));
    leeway.failed = std::move(failed);
    return leeway;
  }

  void weigh() {
    const RoomPlan& none = solves_.plans()[kNone];
    out_.no_deal = fingerprint(*none.policy) == fingerprint(*solves_.plans()[kDeal].policy);
    if ((out_.no_leeway = failed_case(0, kPunished))) return;
    out_.certified = true;
    out_.leeway = leeway_of(kPunished);
    out_.income_musd = gain_side(0, kNone).income(out_.asked.members);
    const std::vector<LeewayCase>& cases = out_.leeway->cases;
    const CaseCount count{static_cast<int>(cases.size()), static_cast<int>(solves_.settings().size())};
    out_.gain_musd = {cases[0].gain_musd, cases[0].gain_musd, cases[0].gain_musd, count};
    out_.loss_musd = {cases[0].loss_musd, cases[0].loss_musd, cases[0].loss_musd, count};
    std::vector<RangeCase> one_by_one;
    std::vector<double> p_stars;
    for (const LeewayCase& c : cases) {
      out_.gain_musd.widen(c.gain_musd);
      out_.loss_musd.widen(c.loss_musd);
      const auto setting = std::find_if(out_.settings.begin(), out_.settings.end(),
                                        [&](const RangeCase& r) { return r.name == c.name; });
      if (!setting->moved) continue;
      one_by_one.push_back(*setting);
      p_stars.push_back(c.p_star);
    }
    if (!out_.no_deal)
      out_.p_star_swings = swings(cases.front().p_star, one_by_one, p_stars, in_.options, world_);
  }

  double worth(const LeewayCase& c, double p) const {
    const double deal = in_.duration.deal_years();
    return c.gain_musd - p * (c.gain_musd + c.loss_musd) * in_.duration.punished_years() / deal;
  }

  void price() {
    if (out_.no_deal) return;
    const Leeway& l = *out_.leeway;
    const Frontier frontier = frontier_of(0);
    out_.threat_rate = frontier.rate();
    const double none = loss_side(0, kNone).income(out_.asked.members);
    out_.frontier = frontier.points(l.central, none);
    out_.deal_scaled = frontier.with_less_of_the_deal(gain_side(0, kNone).income(out_.asked.members), none);
    for (const double p : in_.credibilities) {
      AtCredibility at;
      at.probability = p;
      at.worth_musd = {worth(l.central, p), worth(l.central, p), worth(l.central, p), out_.gain_musd.cases};
      for (const LeewayCase& c : l.cases) at.worth_musd.widen(worth(c, p));
      frontier.break_even(l.central, p, none, at);
      out_.credibility.push_back(at);
    }
    find_break_even_ends();
  }

  Frontier frontier_of(std::size_t setting) const {
    return {world_,
            solves_.shares(),
            solves_.settings()[setting].options,
            in_,
            out_.asked,
            solves_.plans()[kDeal],
            solves_.plans()[kPunished],
            solves_.at(0, kDeal).solution->start};
  }

  /// Each is a search of some solves, so that the sets are gone through and not the whole cross.
  void find_break_even_ends() {
    if (in_.range == RangeKind::none) return;
    struct OfSet {
      std::size_t setting;
      const LeewayCase* weighed;
      std::vector<AtCredibility> at;
    };
    std::vector<OfSet> sets;
    int of = 0;
    for (std::size_t s = 0; s < out_.settings.size(); ++s) {
      if (s > 0 && out_.settings[s].moved != Moved::elasticities) continue;
      ++of;
      for (const LeewayCase& c : out_.leeway->cases)
        if (c.name == out_.settings[s].name) sets.push_back({s, &c, out_.credibility});
    }
    std::vector<std::function<void()>> parts;
    for (std::size_t k = 1; k < sets.size(); ++k)
      parts.emplace_back([&, k] {
        OfSet& set = sets[k];
        const Frontier frontier = frontier_of(set.setting);
        const double none = loss_side(set.setting, kNone).income(out_.asked.members);
        for (AtCredibility& at : set.at) {
          at.break_even_scale.reset();
          frontier.break_even(*set.weighed, at.probability, none, at);
        }
      });
    in_parallel(in_.threads, parts);
    for (std::size_t p = 0; p < out_.credibility.size(); ++p) {
      BreakEvenEnds ends{1.0, 0.0, {0, of}};
      for (const OfSet& set : sets) add_end(ends, set.at[p]);
      if (ends.cases.certified > 0) out_.credibility[p].ends = ends;
    }
  }

  static void add_end(BreakEvenEnds& ends, const AtCredibility& at) {
    if (at.break_even == BreakEven::no_single_rate || at.break_even == BreakEven::not_certified) return;
    ++ends.cases.certified;
    const double scale = at.break_even == BreakEven::no_gain ? 0.0 : *at.break_even_scale;
    ends.low = std::min(ends.low, scale);
    if (at.break_even == BreakEven::pays_at_full_scale)
      ends.high.reset();
    else if (ends.high)
      ends.high = std::max(*ends.high, scale);
  }

  void divide() {
    if (out_.no_deal || in_.duration.deal_lasts) return;
    MoveParts parts = parts_of_move(solves_.model(), out_.asked.ledger, calm_, out_.asked.moves,
                                    out_.asked.members, solves_.at(0, kNone).solution->start);
    if (parts.failed == 0) out_.parts = std::move(parts);
  }

  void spare() {
    for (std::size_t v = 0; v < out_.spared.size(); ++v)
      if (!failed_case(0, kPunished + 1 + v)) out_.spared[v].leeway = leeway_of(kPunished + 1 + v);
  }

  void identify() {
    Identity id("room");
    id.add("economy", out_.asked.economy)
        .add("as_of", in_.question.as_of)
        .add("known_by", in_.question.known_by)
        .add("threat", out_.asked.moves.threat->id)
        .add("lasts", in_.duration.lasts)
        .add("deal_lasts", in_.duration.deal_lasts)
        .add("discount", in_.duration.discount)
        .add("credibilities", in_.credibilities)
        .add("range", to_string(in_.range))
        .add("ledger", out_.asked.ledger.content_hash());
    for (const RoomKept& k : solves_.all()) id.add("solve", k.verdict.id);
    out_.run_id = id.hex();
  }

  const World& world_;
  const RoomInputs& in_;
  RoomSolves solves_;
  PolicyOptions calm_;
  Room out_;
};

}  // namespace

const char* to_string(Seat seat) {
  switch (seat) {
    case Seat::threatener:
      return "threatener";
    case Seat::partner:
      return "partner";
    case Seat::other:
      return "other";
  }
  return "";
}

LeewayCase timed_case(double gain_musd, double loss_musd, const Duration& duration) {
  if (!duration.any()) return leeway_case(gain_musd, loss_musd);
  const double gain = gain_musd * duration.deal_years();
  const double together = (gain_musd + loss_musd) * duration.punished_years();
  LeewayCase c = leeway_case(gain, together - gain);
  c.gain_musd = gain_musd;
  c.loss_musd = loss_musd;
  return c;
}

Room room(const World& world, const Ledger& ledger, const RoomInputs& inputs) {
  return Weighing(world, ledger, inputs).run();
}

}  // namespace leeway
