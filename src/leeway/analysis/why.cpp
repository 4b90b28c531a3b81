#include "leeway/analysis/why.h"

#include <algorithm>
#include <array>
#include <map>

#include "leeway/analysis/comparison.h"
#include "leeway/analysis/study.h"
#include "leeway/base/hash.h"
#include "leeway/model/option_table.h"
#include "leeway/policy/between.h"

namespace leeway {

namespace {

constexpr std::array<std::pair<const char*, Figure>, 6> figures = {{
    {"real_income", Figure::real_income},
    {"exports", Figure::exports},
    {"imports", Figure::imports},
    {"terms_of_trade", Figure::terms_of_trade},
    {"consumer_price", Figure::consumer_price},
    {"tariff_revenue", Figure::tariff_revenue},
}};

double figure_of(const EconomyChange& change, Figure figure) {
  switch (figure) {
    case Figure::real_income:
      return change.real_income_pct.value();
    case Figure::exports:
      return change.exports_pct;
    case Figure::imports:
      return change.imports_pct;
    case Figure::terms_of_trade:
      return change.terms_of_trade_pct;
    case Figure::consumer_price:
      return change.consumer_price_pct;
    case Figure::tariff_revenue:
      return change.tariff_revenue_musd;
  }
  return 0.0;
}

/// Both runs and what they are against, on one of the worlds.
struct OnWorld {
  const World* world = nullptr;
  std::vector<int> members;
  Policy from;
  Policy to;
  Policy from_reference;
  Policy to_reference;
};

Policy resolved(const World& world, const Ledger& ledger, const PolicyOptions& options) {
  return resolve_policy(world, ledger.as_known_to(world), options);
}

/// The base year as a policy that can be composed with: what is in force on its own day.
PolicyOptions base_of(const World& world) {
  PolicyOptions options;
  options.as_of = world.tariff_date;
  return options;
}

class WhySplit {
 public:
  WhySplit(const WhyRun& from, const WhyRun& to, const std::string& economy, Figure figure, bool by_actor)
      : from_(from), to_(to), by_actor_(by_actor) {
    out_.figure = figure;
    out_.economy = economy;
    if (figure == Figure::real_income)
      for (const WhyRun* run : {&from, &to}) require_welfare(run->options, "why --figure real_income");
    worlds_.push_back(on(*from.world));
    if (from.world->content_hash != to.world->content_hash || from.world != to.world)
      worlds_.push_back(on(*to.world));
    find_parts();
  }

  Why run(const std::function<void(int, int)>& progress) {
    const Attribution attribution(out_.parts.size(), most_shapley_parts);
    out_.rule = attribution.rule();
    const std::vector<Attribution::Coalition>& coalitions = attribution.coalitions();
    std::vector<double> worth(coalitions.size(), 0.0);
    Identity id("why");
    id.add("figure", to_string(out_.figure)).add("economy", out_.economy);
    std::vector<std::vector<std::size_t>> of_world(worlds_.size());
    for (std::size_t c = 0; c < coalitions.size(); ++c) of_world[world_of(coalitions[c])].push_back(c);
    for (std::size_t w = 0; w < worlds_.size(); ++w) value(w, of_world[w], coalitions, progress, worth, id);
    out_.run_id = id.hex();
    if (!out_.complete()) return std::move(out_);
    out_.from = worth.front();
    out_.to = worth.back();
    const std::vector<double> parts = attribution.parts(worth);
    for (std::size_t p = 0; p < parts.size(); ++p) out_.parts[p].value = parts[p];
    return std::move(out_);
  }

 private:
  OnWorld on(const World& world) const {
    OnWorld w;
    w.world = &world;
    w.members = world.resolve_economies(out_.economy, world.tariff_date, Location{"--economy"});
    w.from = resolved(world, from_.ledger, from_.policy);
    w.to = resolved(world, to_.ledger, to_.policy);
    w.from_reference = resolved(world, from_.ledger, from_.reference.value_or(base_of(world)));
    w.to_reference = resolved(world, to_.ledger, to_.reference.value_or(base_of(world)));
    return w;
  }

  void find_parts() {
    std::map<std::string, std::size_t> places;
    for (const OnWorld& w : worlds_)
      for (const auto& [from, to] :
           {std::pair(&w.from, &w.to), std::pair(&w.from_reference, &w.to_reference)})
        for (const MeasureDifference& d : differences(*w.world, *from, *to)) add_measure(d, places);
    // Numbers in the words of the option table.
    for (const OptionInfo& info : option_table()) {
      const auto same = [&](auto member) { return from_.options.*member == to_.options.*member; };
      if (std::visit(same, info.member)) continue;
      WhyPart part;
      part.kind = WhyPart::Kind::option;
      part.id = info.key;
      part.from = value_text(info, from_.options);
      part.to = value_text(info, to_.options);
      out_.parts.push_back(std::move(part));
    }
    if (worlds_.size() < 2) return;
    WhyPart part;
    part.kind = WhyPart::Kind::world;
    part.id = "base data";
    part.from = from_.world->name;
    part.to = to_.world->name;
    out_.parts.push_back(std::move(part));
  }

  void add_measure(const MeasureDifference& d, std::map<std::string, std::size_t>& places) {
    const std::string& key = by_actor_ ? d.by : d.id;
    const auto [place, is_new] = places.emplace(key, out_.parts.size());
    if (is_new) {
      WhyPart part;
      part.kind = d.kind == MeasureDifference::Kind::taken_in    ? WhyPart::Kind::measure_in
                  : d.kind == MeasureDifference::Kind::taken_out ? WhyPart::Kind::measure_out
                                                                 : WhyPart::Kind::measure_changed;
      if (by_actor_) part.kind = WhyPart::Kind::measure_changed;
      part.id = key;
      part.by = d.by;
      if (!by_actor_) part.title = d.title;
      out_.parts.push_back(std::move(part));
    }
    std::vector<std::string>& ids = out_.parts[place->second].measures;
    if (std::find(ids.begin(), ids.end(), d.id) == ids.end()) ids.push_back(d.id);
  }

  std::size_t world_of(const Attribution::Coalition& coalition) const {
    return worlds_.size() == 2 && coalition.back() ? 1 : 0;
  }

  Options options_of(const Attribution::Coalition& coalition) const {
    Options options = from_.options;
    for (std::size_t p = 0; p < out_.parts.size(); ++p)
      if (coalition[p] && out_.parts[p].kind == WhyPart::Kind::option)
        std::visit([&](auto member) { options.*member = to_.options.*member; },
                   option_info(out_.parts[p].id).member);
    return options;
  }

  void value(std::size_t at, const std::vector<std::size_t>& which,
             const std::vector<Attribution::Coalition>& coalitions,
             const std::function<void(int, int)>& progress, std::vector<double>& worth, Identity& id) {
    const OnWorld& w = worlds_[at];
    Study study(*w.world);
    for (const std::size_t c : which) {
      std::vector<std::string> ids;
      for (std::size_t p = 0; p < out_.parts.size(); ++p)
        if (coalitions[c][p])
          ids.insert(ids.end(), out_.parts[p].measures.begin(), out_.parts[p].measures.end());
      const Options options = options_of(coalitions[c]);
      const auto compose = [&](const Policy& a, const Policy& b) {
        return std::make_shared<const Policy>(between(*w.world, a, b, ids));
      };
      const std::size_t reference =
          study.add({"reference", compose(w.from_reference, w.to_reference), options, {}, {}});
      study.add({"run", compose(w.from, w.to), options, reference, {}});
    }
    StudySettings settings;
    settings.progress = progress;
    struct Kept {
      Verdict verdict;
      std::optional<double> figure;
    };
    const auto kept = study.run(settings, [&](std::size_t, const Outcome& outcome, const Outcome* start) {
      Kept k{outcome.verdict(), {}};
      if (start != nullptr && outcome && start->certified())
        k.figure =
            figure_of(compare_set(*w.world, w.members, start->solution(), outcome.solution()), out_.figure);
      return k;
    });
    for (std::size_t at_case = 0; at_case < which.size(); ++at_case) {
      const Kept& reference = *kept[2 * at_case];
      const Kept& one = *kept[2 * at_case + 1];
      id.add("reference", reference.verdict.id).add("solve", one.verdict.id);
      out_.solves += 2;
      const bool first = which[at_case] == 0;
      if (first || which[at_case] + 1 == coalitions.size()) {
        const std::string& name = first ? from_.name : to_.name;
        out_.verdicts.emplace_back("what " + name + " is against", reference.verdict);
        out_.verdicts.emplace_back(name, one.verdict);
      }
      if (one.figure)
        worth[which[at_case]] = *one.figure;
      else
        ++out_.failed;
    }
  }

  const WhyRun& from_;
  const WhyRun& to_;
  bool by_actor_;
  std::vector<OnWorld> worlds_;
  Why out_;
};

}  // namespace

std::optional<Figure> parse_figure(const std::string& text) {
  for (const auto& [name, figure] : figures)
    if (text == name) return figure;
  return {};
}

const char* to_string(Figure figure) {
  for (const auto& [name, one] : figures)
    if (one == figure) return name;
  return "";
}

std::vector<std::string> figure_names() {
  std::vector<std::string> names;
  for (const auto& figure : figures) names.emplace_back(figure.first);
  return names;
}

Why why(const WhyRun& from, const WhyRun& to, const std::string& economy, Figure figure, bool by_actor,
        const std::function<void(int, int)>& progress) {
  return WhySplit(from, to, economy, figure, by_actor).run(progress);
}

}  // namespace leeway
