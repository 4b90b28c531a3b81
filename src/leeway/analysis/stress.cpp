#include "leeway/analysis/stress.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/analysis/comparison.h"
#include "leeway/analysis/incidence.h"
#include "leeway/base/elementary.h"
#include "leeway/base/hash.h"
#include "leeway/base/index.h"
#include "leeway/base/units.h"
#include "leeway/policy/names.h"
#include "leeway/policy/term_range.h"

namespace leeway {

namespace {

/// How far trade elasticities are moved for the range, where no study says.
constexpr double softer = 2.0 / 3.0;
constexpr double harder = 4.0 / 3.0;

/// One set of assumptions, as values to put into a World and Options.
struct Variant {
  StressCase named;
  std::optional<double> substitution;
  std::optional<double> specific;
  std::optional<double> backstop;
  double elasticity_scale = 1.0;
  std::optional<double> capacity = {};
  std::optional<double> build_years = {};
  std::optional<RangeCase> sees = {};  ///< another set, closure, mobility of factors or term of a Measure
};

std::vector<Variant> variants_of(const CriticalInput* critical, const World& world, const StressInputs& in,
                                 std::vector<TermAssumption> terms) {
  std::vector<Variant> all = {{{"central", "as described"}, {}, {}, {}, 1.0}};
  if (in.range == RangeKind::none) return all;
  const std::vector<RangeCase> cases =
      range_cases(world, in.options, in.range, {false, false, std::move(terms)});
  for (std::size_t c = 1; c < cases.size(); ++c)
    all.push_back({{cases[c].name, cases[c].term ? "term of a Measure" : "choice of model"},
                   {},
                   {},
                   {},
                   1.0,
                   {},
                   {},
                   cases[c]});
  const auto elasticity = [](double scale) { return fmt::format("every theta times {:.2f}", scale); };
  all.push_back({{"trade elasticities low", elasticity(softer)}, {}, {}, {}, softer});
  all.push_back({{"trade elasticities high", elasticity(harder)}, {}, {}, {}, harder});
  if (critical == nullptr) return all;
  const CriticalInput& c = *critical;
  const auto add = [&](const char* name, const CriticalInput::Assumed& a,
                       std::optional<double> Variant::*field) {
    for (const auto& [word, value] : {std::pair("low", a.low), std::pair("high", a.high)}) {
      if (value == a.value) continue;
      Variant v{{fmt::format("{} {}", name, word),
                 fmt::format("{} instead of {}", shortest(value), shortest(a.value))},
                {},
                {},
                {},
                1.0};
      v.*field = value;
      all.push_back(v);
    }
  };
  add("substitution", c.substitution, &Variant::substitution);
  add("specific factors", c.specific, &Variant::specific);
  const bool backed = c.backstop_host >= 0;
  add("backstop cost", c.backstop, &Variant::backstop);
  if (backed) {
    add("backstop capacity", c.capacity, &Variant::capacity);
    add("years to build it", c.build_years, &Variant::build_years);
  }
  all.push_back(
      {{"all against",
        "least substitution, most specific factors, dearest, least and latest backstop, low elasticities"},
       c.substitution.low,
       c.specific.high,
       c.backstop.high,
       softer,
       c.capacity.low,
       c.build_years.high});
  all.push_back(
      {{"all in favour",
        "most substitution, least specific factors, cheapest, most and soonest backstop, high elasticities"},
       c.substitution.high,
       c.specific.low,
       c.backstop.low,
       harder,
       c.capacity.high,
       c.build_years.low});
  if (backed)
    all.push_back({{"without backstop", "a bound: no one can do without it", true}, {}, {}, {}, 1.0, 0.0});
  return all;
}

/// Options under a variant after a horizon.
Options options_under(const Options& central, const Variant& v, const std::string& sector, double years) {
  Options options = v.sees ? v.sees->options : central;
  options.horizon = years;
  options.elasticity_scale *= v.elasticity_scale;
  if (v.substitution || v.specific || v.backstop || v.capacity || v.build_years)
    options.critical_inputs.push_back(
        {sector, v.substitution, v.specific, v.backstop, v.capacity, v.build_years});
  return options;
}

class Runner {
 public:
  Runner(const World& world, const Ledger& ledger, const StressInputs& in) : world_(world), ledger_(ledger) {
    out_.inputs = in;
    check();
  }

  Stress run() {
    const CriticalInput* critical = nullptr;
    for (const CriticalInput& c : world_.critical)
      if (c.sector == sector_) critical = &c;
    out_.critical = critical != nullptr;
    resolve();
    const std::vector<Variant> variants = variants_of(critical, world_, out_.inputs, terms_in_question());
    for (const Variant& v : variants) out_.cases.push_back(v.named);
    solve(variants);
    return std::move(out_);
  }

 private:
  void check() {
    const StressInputs& in = out_.inputs;
    out_.members = world_.resolve_economies(in.economy, in.as_of, Location{"ECONOMY"});
    const std::vector<int> suppliers = world_.resolve_economies(in.supplier, in.as_of, Location{"--by"});
    lines_ = world_.resolve_goods(in.product, Location{"--cut"});
    for (int n : out_.members)
      if (std::find(suppliers.begin(), suppliers.end(), n) != suppliers.end())
        throw InputError(fmt::format("{} cannot cut off {}: {} is in both", in.supplier, in.economy,
                                     world_.economies[at(n)].id));
    for (double cut : in.cuts)
      if (!(cut > 0.0 && cut <= 1.0))
        throw InputError(fmt::format("--to: a cut of {} is not above 0% and up to 100%", cut));
    for (double years : in.horizons)
      if (!(years >= 0.0 && years <= 50.0))
        throw InputError(fmt::format("--horizon: {} years are not between 0 and 50", years));
    for (int l : lines_)
      for (int n : out_.members)
        for (int i : suppliers) out_.shipments_musd += world_.flow(l, n, i);
    if (!(out_.shipments_musd > 0.0))
      throw InputError(
          fmt::format("{} ships no {} to {} in the base year", in.supplier, in.product, in.economy));
    sector_ = out_.sector = world_.lines[at(lines_.front())].composite;
    for (int l : lines_)
      if (world_.lines[at(l)].composite != sector_)
        throw InputError(fmt::format("--cut {} is made by several sectors", in.product),
                         "name one sector or product: leeway world show sectors");
    out_.economy_name = name_of(world_, in.economy);
    out_.supplier_name = name_of(world_, in.supplier);
    out_.product_name = world_.lines[at(lines_.front())].name;
    out_.use_musd.resize(at(world_.sector_count()));
    for (int k = 0; k < world_.producer_count(); ++k)
      for (int n : out_.members)
        out_.use_musd[at(world_.producers[at(k)].sector)] += world_.input(n, sector_, k);
  }

  void resolve() {
    PolicyOptions options;
    options.as_of = out_.inputs.as_of;
    options.known_by = out_.inputs.known_by;
    now_ = std::make_shared<const Policy>(resolve_policy(world_, ledger_, options));
    Measure cut;
    cut.id = "STRESS-CUT";
    cut.title = fmt::format("{} ships less {}", out_.supplier_name, out_.product_name);
    cut.by = out_.inputs.supplier;
    cut.on = {out_.inputs.all_destinations ? "*" : out_.inputs.economy};
    cut.goods = {out_.inputs.product};
    cut.instrument = Instrument::export_quota;
    cut.announced = out_.inputs.as_of;
    cut.terms.quota_unit = of_base;
    cut.terms.rent_to = RentSplit{0.0, 1.0};
    const Measure quota = cut;
    for (double share : out_.inputs.cuts) {
      cut = quota;
      if (share >= 1.0) {
        cut.instrument = Instrument::export_ban;
        cut.terms = {};
      } else {
        cut.terms.quota = 1.0 - share;
      }
      options.measures = {cut};
      shut_.push_back(std::make_shared<const Policy>(resolve_policy(world_, ledger_, options)));
      for (const PolicyNote& warning : shut_.back()->warnings)
        if (std::find(now_->warnings.begin(), now_->warnings.end(), warning) == now_->warnings.end())
          add_once(out_.warnings, warning);
    }
  }

  /// What Measures on what the economy buys and sells of the product assume.
  std::vector<TermAssumption> terms_in_question() const {
    return term_assumptions({now_}, [this](const Measure& m) {
      std::vector<std::string> absent;
      const std::vector<int> lines = lines_of(world_, m.goods, m, "goods", &absent);
      std::vector<int> parties = economies_of(world_, m.on, out_.inputs.as_of, m, "on");
      const std::vector<int> by = economies_of(world_, {m.by}, out_.inputs.as_of, m, "by");
      parties.insert(parties.end(), by.begin(), by.end());
      const auto among = [](const std::vector<int>& some, const std::vector<int>& all) {
        return std::any_of(some.begin(), some.end(),
                           [&](int x) { return std::find(all.begin(), all.end(), x) != all.end(); });
      };
      return among(lines_, lines) && among(out_.members, parties);
    });
  }

  /// A solve without the cut for every variant and horizon, and the cuts that are set against it.
  void solve(const std::vector<Variant>& variants) {
    const StressInputs& in = out_.inputs;
    Study study(world_);
    for (const Variant& v : variants) {
      const auto seen = [&](const std::shared_ptr<const Policy>& policy) {
        return v.sees ? policy_in(world_, policy, *v.sees) : policy;
      };
      const std::shared_ptr<const Policy> now = seen(now_);
      std::vector<std::shared_ptr<const Policy>> shut;
      for (const auto& policy : shut_) shut.push_back(seen(policy));
      for (double years : in.horizons) {
        const Options options = options_under(in.options, v, world_.sectors[at(sector_)].id, years);
        const std::string name = fmt::format("{}, {} years", v.named.name, shortest(years));
        const std::size_t before = study.add({name, now, options, {}, {}});
        for (std::size_t s = 0; s < shut.size(); ++s)
          study.add({fmt::format("{}, cut {}", name, shortest(in.cuts[s])), shut[s], options, before, {}});
      }
    }
    struct Kept {
      StressStatusQuo before;
      StressOutcome after;
    };
    StudySettings settings;
    settings.threads = in.threads;
    settings.progress = in.progress;
    const auto kept = study.run(settings, [&](std::size_t, const Outcome& outcome, const Outcome* start) {
      Kept k;
      if (start == nullptr) {
        k.before.verdict = outcome.verdict();
        if (outcome) describe(outcome->result, k.before);
        return k;
      }
      k.after.verdict = start->certified() ? outcome.verdict() : start->verdict();
      if (*start && outcome) k.after.figures = figures(start->solution(), outcome.solution());
      return k;
    });

    Identity id("stress");
    id.add("economy", in.economy)
        .add("product", in.product)
        .add("supplier", in.supplier)
        .add("all_destinations", in.all_destinations)
        .add("cuts", in.cuts)
        .add("horizons", in.horizons)
        .add("range", to_string(in.range))
        .add("as_of", in.as_of)
        .add("known_by", in.known_by);
    std::size_t next = 0;
    for (std::size_t v = 0; v < variants.size(); ++v)
      for (std::size_t h = 0; h < in.horizons.size(); ++h) {
        id.add("solve", kept[next]->before.verdict.id);
        if (v == 0) out_.status_quo.push_back(kept[next]->before);
        ++next;
        for (std::size_t s = 0; s < shut_.size(); ++s, ++next) {
          id.add("solve", kept[next]->after.verdict.id);
          out_.outcomes.push_back(kept[next]->after);
        }
      }
    out_.run_id = id.hex();
  }

  /// What the product costs in the status quo over the base year: policy in force may have cut it already.
  double price_over_base(const Result& before) const {
    double bill = 0.0;
    double log_price = 0.0;
    for (int l : lines_)
      for (int n : out_.members) {
        double spent = 0.0;
        for (int i = 0; i < world_.economy_count(); ++i) spent += before.trade(l, n, i);
        bill += spent;
        log_price += spent * elementary::log(before.line_price(l, n));
      }
    return bill > 0.0 ? elementary::exp(log_price / bill) : 1.0;
  }

  void describe(const Result& before, StressStatusQuo& s) const {
    s.price_over_base = price_over_base(before);
    s.sector_output_musd.resize(at(world_.sector_count()));
    for (int k = 0; k < world_.producer_count(); ++k)
      for (int n : out_.members)
        s.sector_output_musd[at(world_.producers[at(k)].sector)] += before.output(n, k);
    s.backstop_share = backstop(before);
    s.origin = origins(before, s.backstop_share);
  }

  /// What the backstop leaves, by origin.
  std::vector<double> origins(const Result& r, double backstop_share) const {
    std::vector<double> share(at(world_.economy_count()));
    double total = 0.0;
    for (int l : lines_)
      for (int n : out_.members)
        for (int i = 0; i < world_.economy_count(); ++i) {
          share[at(i)] += r.trade(l, n, i);
          total += r.trade(l, n, i);
        }
    for (double& s : share) s = total > 0.0 ? (1.0 - backstop_share) * s / total : 0.0;
    return share;
  }

  /// Spending on a composite that no line of it receives is spending on the backstop.
  double backstop(const Result& r) const {
    double all = 0.0;
    double traded = 0.0;
    for (int n : out_.members) {
      all += r.absorption(n, sector_);
      for (int l = 0; l < world_.line_count(); ++l)
        if (world_.lines[at(l)].composite == sector_)
          for (int i = 0; i < world_.economy_count(); ++i) traded += r.trade(l, n, i);
    }
    const double share = all > 0.0 ? 1.0 - traded / all : 0.0;
    return share > 1e-9 ? share : 0.0;
  }

  /// [k] volume that each sector of the members makes of the backstop, USD million at the prices of `from`.
  std::vector<double> backstop_made(const Result& r, const Result& from) const {
    std::vector<double> made(at(world_.sector_count()));
    for (const CriticalInput& input : world_.critical) {
      if (input.sector != sector_ || input.backstop_host < 0) continue;
      const int host = input.backstop_host;
      for (int n : out_.members)
        for (int l = 0; l < world_.line_count(); ++l) {
          if (world_.lines[at(l)].composite != sector_) continue;
          double unmet = r.absorption(n, sector_);
          for (int i = 0; i < world_.economy_count(); ++i) unmet -= r.trade(l, n, i);
          const double paid = unmet * elementary::exp(-r.backstop_premium(l, n));
          made[at(world_.producers[at(host)].sector)] +=
              std::max(0.0, paid / r.basic_price(n, host) * from.basic_price(n, host));
        }
    }
    return made;
  }

  StressFigures figures(const Solution& solved_before, const Solution& solved_after) const {
    const Result& before = solved_before.result;
    const Result& after = solved_after.result;
    StressFigures o;
    double bill = 0.0;
    double dearer = 0.0;
    for (int l : lines_)
      for (int n : out_.members) {
        double spent = 0.0;
        for (int i = 0; i < world_.economy_count(); ++i) spent += before.trade(l, n, i);
        if (spent <= 0.0) continue;
        bill += spent;
        dearer += spent * after.line_price(l, n) / before.line_price(l, n);
      }
    o.price_multiple = bill > 0.0 ? dearer / bill : 1.0;
    for (const InstrumentOutcome& i : after.instruments)
      if (i.measure == "STRESS-CUT") o.supplier_premium = i.premium;
    double output = 0.0;
    const std::vector<double> made_before = backstop_made(before, before);
    const std::vector<double> made_after = backstop_made(after, before);
    for (const SectorChange& s : compare_sectors(world_, out_.members, solved_before, solved_after)) {
      output += s.output_from_musd;
      // What a sector makes of the backstop is a cost of the cut and hides nothing of what it loses.
      const double own = s.output_musd - (made_after[at(s.sector)] - made_before[at(s.sector)]);
      o.sector_musd.push_back(own);
      if (s.sector != sector_) o.at_risk_musd += std::max(0.0, -own);
    }
    o.at_risk_share = output > 0.0 ? o.at_risk_musd / output : 0.0;
    o.backstop_share = backstop(after);
    const EconomyChange change = compare_set(world_, out_.members, solved_before, solved_after);
    o.ev_musd = change.ev_musd;
    o.real_income_pct = change.real_income_pct;
    o.origin = origins(after, o.backstop_share);
    return o;
  }

  const World& world_;
  const Ledger& ledger_;
  Stress out_;
  std::vector<int> lines_;
  int sector_ = 0;  // that the product belongs to
  std::shared_ptr<const Policy> now_;
  std::vector<std::shared_ptr<const Policy>> shut_;
};

}  // namespace

const StressOutcome& Stress::at(std::size_t c, std::size_t horizon, std::size_t cut) const {
  return outcomes[(c * inputs.horizons.size() + horizon) * inputs.cuts.size() + cut];
}

std::optional<Range> Stress::range(std::size_t horizon, std::size_t cut,
                                   const std::function<double(const StressFigures&)>& of) const {
  const StressOutcome& central = at(0, horizon, cut);
  if (!central.figures) return {};
  Range range;
  range.central = range.low = range.high = of(*central.figures);
  for (std::size_t c = 0; c < cases.size(); ++c) {
    if (cases[c].bound) continue;
    ++range.cases.of;
    const StressOutcome& o = at(c, horizon, cut);
    if (!o.figures) continue;
    ++range.cases.certified;
    range.low = std::min(range.low, of(*o.figures));
    range.high = std::max(range.high, of(*o.figures));
  }
  return range;
}

Stress stress(const World& world, const Ledger& ledger, const StressInputs& inputs) {
  return Runner(world, ledger, inputs).run();
}

}  // namespace leeway
