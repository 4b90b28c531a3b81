#include "leeway/strategy/game_payoffs.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include <fmt/format.h>

#include "leeway/analysis/in_parallel.h"
#include "leeway/base/elementary.h"
#include "leeway/base/hash.h"
#include "leeway/base/suggest.h"
#include "leeway/base/text.h"
#include "leeway/model/shares.h"
#include "leeway/model/welfare.h"
#include "leeway/policy/measure_toml.h"
#include "leeway/policy/names.h"
#include "leeway/policy/one_line.h"
#include "leeway/policy/scale.h"

namespace leeway {

namespace {

/// A Measure with a share of its size: of a pact both what it takes off tariffs and off barriers.
Measure shrunk(const Measure& measure, double share) {
  if (measure.instrument == Instrument::pact)
    return scale(scale(measure, Term::tariff_cut, share), Term::barrier_cut, share);
  return scale(measure, scalable_terms(measure.instrument).front(), share);
}

}  // namespace

GameMeasures::GameMeasures(const World& world, const Ledger& ledger, const GameFile& file)
    : world_(world), ledger_(ledger), file_(file) {
  const std::size_t players = file.players.size();
  if (players > 16 || file.answers.size() > 16)
    throw InputError(file.players.back().where,
                     fmt::format("a game of {} players and {} answers", players, file.answers.size()),
                     "at most 16 of each");
  for (std::size_t p = 0; p < players; ++p) {
    const std::string& id = file.players[p].id;
    choices_.push_back(file.choices(id));
    for (const std::size_t a : choices_[p]) action_atoms_[{p, a}] = atoms(file.actions[a].measures, id);
    for (std::size_t r = 0; r < file.answers.size(); ++r) {
      const std::vector<std::string>& of = file.answers[r].of;
      if (std::find(of.begin(), of.end(), id) != of.end())
        answer_atoms_[{p, r}] = atoms(file.answers[r].measures, id);
    }
    for (std::size_t q = 0; q < p; ++q)
      for (const std::size_t a : choices_[p])
        if (!file.actions[a].pairs.empty() &&
            std::find(choices_[q].begin(), choices_[q].end(), a) != choices_[q].end())
          pair_atoms_[{q, p}][a] = atoms(file.actions[a].pairs, file.players[q].id, id);
  }
  for (const GameAction& action : file.actions) {
    if (!action.budget) continue;
    for (const GameMeasure& written : action.measures)
      if (!written.table && written.text.text.starts_with("lift "))
        throw InputError(written.text.where, "what is lifted cannot be shared out of a budget",
                         "write a Measure with a size in its place");
  }
  positions_.assign(players + 1, {Position{}});
  known_.resize(players + 1);
  Position none;
  for (std::size_t t = 0; t < file.types.size(); ++t) {
    Position of_type;
    for (const std::size_t a : atoms(file.types[t].measures, "")) of_type.atoms.emplace_back(a, 1.0);
    known_[players][t] = position(players, std::move(of_type));
  }
}

std::size_t GameMeasures::atom(const GameMeasure& written, const std::string& it, const std::string& other) {
  Atom one;
  std::string content;
  const Location& where = written.text.where;
  const std::string text =
      with_all_replaced(with_all_replaced(written.text.text, each_economy, it), "{other}", other);
  if (written.table) {
    one.measure = *written.table;
  } else if (is_one_line(text)) {
    one.measure = parse_one_line(text, where, file_.as_of);
  } else {
    const bool lifted = text.starts_with("lift ");
    one.kind = lifted ? Atom::Kind::drop : Atom::Kind::use;
    const Measure& known = ledger_.measure(lifted ? text.substr(5) : text, where);
    one.id = known.id;
    const bool in_force = ledger_.status(known, file_.as_of, file_.known_by) == Status::in_force;
    if (lifted && !in_force)
      throw InputError(where, fmt::format("{} is not in force on {}", known.id, to_string(file_.as_of)),
                       "what is not in force cannot be lifted");
    if (!lifted && in_force)
      throw InputError(where, fmt::format("{} is in force on {} already", known.id, to_string(file_.as_of)),
                       fmt::format("to take it out write \"lift {}\"", known.id));
    content = (lifted ? "lift " : "use ") + one.id;
  }
  if (one.kind == Atom::Kind::measure) {
    // The world's names are looked up now, at their place in the file, and not in the middle of a run.
    economies_of(world_, {one.measure.by}, file_.as_of, one.measure, "by");
    economies_of(world_, one.measure.on, file_.as_of, one.measure, "on");
    lines_of(world_, one.measure.goods, one.measure, "goods");
    content = content_of(one.measure);
    // Two acts of one name differ in what they do: each gets an id of its own.
    const std::string name = one.measure.id;
    for (int n = 2;; ++n) {
      const auto taken = content_of_.find(one.measure.id);
      const bool free = taken == content_of_.end() && ledger_.find_measure(one.measure.id) == nullptr;
      if (free || (taken != content_of_.end() && taken->second == content)) break;
      one.measure.id = fmt::format("{}-{}", name, n);
    }
    content_of_.emplace(one.measure.id, content);
    one.id = one.measure.id;
  }
  const auto found = atom_of_.emplace(content, atoms_.size());
  if (found.second) atoms_.push_back(std::move(one));
  return found.first->second;
}

std::vector<std::size_t> GameMeasures::atoms(const std::vector<GameMeasure>& written, const std::string& it,
                                             const std::string& other) {
  std::vector<std::size_t> found;
  for (const GameMeasure& one : written) found.push_back(atom(one, it, other));
  return found;
}

std::uint16_t GameMeasures::position(std::size_t slot, Position position) {
  std::sort(position.atoms.begin(), position.atoms.end());
  for (std::size_t i = 0; i < positions_[slot].size(); ++i)
    if (positions_[slot][i].atoms == position.atoms && positions_[slot][i].pairs == position.pairs)
      return static_cast<std::uint16_t>(i);
  if (positions_[slot].size() >= 1000)
    throw InputError(file_.actions.front().where, "a player can stand in more than 1,000 ways");
  positions_[slot].push_back(std::move(position));
  return static_cast<std::uint16_t>(positions_[slot].size() - 1);
}

bool GameMeasures::holds(const std::map<std::string, std::string>& guard,
                         const std::vector<std::size_t>& profile) const {
  for (std::size_t p = 0; p < profile.size(); ++p) {
    const auto asked = guard.find(file_.players[p].id);
    if (asked != guard.end() && file_.actions[choices_[p][profile[p]]].name != asked->second) return false;
  }
  return true;
}

void GameMeasures::each_situation(const std::vector<std::size_t>& profile, std::size_t type,
                                  const Visit& visit, const std::vector<std::size_t>& order) {
  const std::size_t players = profile.size();
  std::vector<std::size_t> takers(file_.actions.size(), 0);
  std::vector<bool> on(players);
  for (std::size_t p = 0; p < players; ++p) {
    const std::size_t a = choices_[p][profile[p]];
    on[p] = holds(file_.actions[a].guard, profile);
    takers[a] += on[p] ? 1 : 0;
  }
  const auto before = [&](std::size_t player, std::size_t action) {
    std::size_t count = 0;
    for (const std::size_t q : order) {
      if (q == player) break;
      count += on[q] && choices_[q][profile[q]] == action ? 1 : 0;
    }
    return count;
  };
  // Answers that come, with those who may be hit and every draw of who is.
  std::vector<std::vector<std::uint64_t>> draws = {{}};
  for (std::size_t r = 0; r < file_.answers.size(); ++r) {
    const GameAnswer& answer = file_.answers[r];
    std::uint64_t targets = 0;
    if ((answer.type.empty() || answer.type == file_.types[type].name) && holds(answer.guard, profile))
      for (std::size_t p = 0; p < players; ++p)
        if (file_.actions[choices_[p][profile[p]]].name == answer.to && answer_atoms_.count({p, r}) > 0)
          targets |= std::uint64_t{1} << p;
    std::vector<std::uint64_t> sets;
    const auto most = static_cast<int>(answer.at_most.value_or(64));
    if (std::popcount(targets) <= most) {
      sets = {targets};
    } else {
      for (std::uint64_t set = targets;; set = (set - 1) & targets) {
        if (std::popcount(set) == most) sets.push_back(set);
        if (set == 0) break;
      }
    }
    std::vector<std::vector<std::uint64_t>> longer;
    for (const auto& draw : draws)
      for (const std::uint64_t set : sets) {
        longer.push_back(draw);
        longer.back().push_back(set);
      }
    draws = std::move(longer);
  }
  GameSituation situation(players + 1);
  situation[players] = known_[players].at(type);
  for (const auto& draw : draws) {
    for (std::size_t p = 0; p < players; ++p) {
      const std::size_t a = choices_[p][profile[p]];
      const GameAction& action = file_.actions[a];
      std::uint64_t hits = 0;
      for (std::size_t r = 0; r < draw.size(); ++r) hits |= (draw[r] >> p & 1) << r;
      // Who takes it in all, or, above 128, how many took it before.
      const std::uint64_t shared = !on[p] || !action.budget ? 0
                                   : order.empty()          ? takers[a]
                                                            : 128 + before(p, a);
      const std::uint64_t code = profile[p] | (on[p] ? 1U << 8 : 0U) | shared << 16 | hits << 32;
      auto known = known_[p].find(code);
      if (known == known_[p].end()) {
        Position stands;
        const double share = shared >= 128
                                 ? std::clamp(*action.budget - static_cast<double>(shared - 128), 0.0, 1.0)
                             : shared > 0 ? std::min(1.0, *action.budget / static_cast<double>(shared))
                                          : 1.0;
        if (on[p] && share > 0.0)
          for (const std::size_t one : action_atoms_.at({p, a})) stands.atoms.emplace_back(one, share);
        if (on[p] && !action.pairs.empty()) stands.pairs.push_back(a);
        for (std::size_t r = 0; r < draw.size(); ++r)
          if ((hits >> r & 1) != 0)
            for (const std::size_t one : answer_atoms_.at({p, r})) stands.atoms.emplace_back(one, 1.0);
        known = known_[p].emplace(code, position(p, std::move(stands))).first;
      }
      situation[p] = known->second;
    }
    visit(situation, 1.0 / static_cast<double>(draws.size()));
  }
}

GameMeasures::Bundle GameMeasures::bundle(const GameSituation& situation) const {
  std::map<std::size_t, double> in_force;  // the largest share that anyone gives it
  const auto put = [&](std::size_t one, double share) {
    double& known = in_force[one];
    known = std::max(known, share);
  };
  for (std::size_t slot = 0; slot < situation.size(); ++slot) {
    const Position& stands = positions_[slot][situation[slot]];
    for (const auto& [one, share] : stands.atoms) put(one, share);
    for (std::size_t before = 0; before < slot; ++before)
      for (const std::size_t a : positions_[before][situation[before]].pairs)
        if (std::find(stands.pairs.begin(), stands.pairs.end(), a) != stands.pairs.end())
          for (const std::size_t one : pair_atoms_.at({before, slot}).at(a)) put(one, 1.0);
  }
  Bundle found;
  found.options.as_of = file_.as_of;
  found.options.known_by = file_.known_by;
  for (const auto& [one, share] : in_force) {
    const Atom& atom = atoms_[one];
    if (!found.key.empty()) found.key += "; ";
    switch (atom.kind) {
      case Atom::Kind::use:
        found.options.use.push_back(atom.id);
        if (share < 1.0)
          found.options.scaled.push_back(
              {atom.id, scalable_terms(ledger_.measure(atom.id, {}).instrument).front(), share});
        break;
      case Atom::Kind::drop:
        found.options.drop.push_back(atom.id);
        found.key += "lift ";
        break;
      case Atom::Kind::measure:
        found.options.measures.push_back(share < 1.0 ? shrunk(atom.measure, share) : atom.measure);
        break;
    }
    found.key += atom.id;
    if (share < 1.0) found.key += fmt::format(" at {:.4g}%", 100.0 * share);
  }
  return found;
}

GameSolves::GameSolves(const World& world, const Ledger& ledger, const Options& options,
                       GameMeasures& measures, std::vector<Player> players, StudySettings settings,
                       const std::filesystem::path& keep)
    : world_(world),
      ledger_(ledger),
      options_(options),
      measures_(measures),
      players_(std::move(players)),
      settings_(std::move(settings)),
      shares_(read_shares(world)),
      model_(std::make_unique<Model>(shares_, options)) {
  require_welfare(options, "a game of policy");
  PolicyOptions calm;
  calm.as_of = measures.file().as_of;
  calm.known_by = measures.file().known_by;
  status_quo_.emplace(model_->solve(resolve_policy(world, ledger, calm)));
  Kept nothing;
  nothing.id = status_quo_->id();
  if (*status_quo_) {
    for (const Player& player : players_) before_.push_back(valued(player, (*status_quo_)->result));
    nothing.payoffs.assign(players_.size(), 0.0);
    if (!keep.empty()) kept_ = KeptPayoffs(keep, name_of_kept(), players_.size());
  } else {
    nothing.failure = status_quo_->shared_failure();
    failures_.push_back({"status quo", nothing.failure});
  }
  table_.emplace("", std::move(nothing));
}

std::string GameSolves::name_of_kept() const {
  Identity id("kept payoffs");
  id.add("status quo", status_quo_->id());
  for (const Player& player : players_) id.add("player", player.members).add("premium", player.premium);
  return id.hex();
}

/// Policies with what each puts in and takes out, and their fingerprints.
std::vector<GameSolves::Resolved> GameSolves::resolved(const std::vector<const PolicyOptions*>& asked) const {
  std::vector<Resolved> found(asked.size());
  std::vector<std::function<void()>> parts;
  for (std::size_t i = 0; i < asked.size(); ++i)
    parts.emplace_back([this, i, &asked, &found] {
      found[i].policy = std::make_shared<const Policy>(resolve_policy(world_, ledger_, *asked[i]));
      found[i].fingerprint = fingerprint(*found[i].policy);
    });
  in_parallel(settings_.threads, parts);
  return found;
}

/// Takes over what is kept, so that `missing` is what has to be solved.
void GameSolves::take_kept(std::map<std::string, PolicyOptions>& missing) {
  if (kept_.empty()) return;
  std::vector<const PolicyOptions*> asked;
  for (const auto& [key, options] : missing) asked.push_back(&options);
  const std::vector<Resolved> policies = resolved(asked);
  std::size_t i = 0;
  for (auto at = missing.begin(); at != missing.end(); ++i) {
    const KeptPayoffs::Row* row = kept_.find(policies[i].fingerprint);
    if (row == nullptr) {
      ++at;
      continue;
    }
    table_.emplace(at->first, Kept{row->payoffs, row->id, nullptr});
    ++found_kept_;
    at = missing.erase(at);
  }
}

bool GameSolves::solve(const std::vector<GameSituation>& situations) {
  if (!*status_quo_) return false;
  std::map<std::string, PolicyOptions> missing;
  std::vector<std::string> asked;
  for (const GameSituation& situation : situations) {
    GameMeasures::Bundle bundle = measures_.bundle(situation);
    asked.push_back(bundle.key);
    if (table_.count(bundle.key) == 0) missing.emplace(bundle.key, std::move(bundle.options));
  }
  take_kept(missing);
  // In batches: a Study keeps the policies of all its cases.
  constexpr std::size_t batch = 64;
  const auto of = static_cast<int>(missing.size());
  int before = 0;
  for (auto from = missing.begin(); from != missing.end();) {
    Study study(shares_);
    study.use(*model_);
    std::vector<std::string> keys;
    std::vector<const PolicyOptions*> asked_now;
    for (; from != missing.end() && keys.size() < batch; ++from) {
      keys.push_back(from->first);
      asked_now.push_back(&from->second);
    }
    const std::vector<Resolved> policies = resolved(asked_now);
    for (std::size_t i = 0; i < keys.size(); ++i)
      study.add({keys[i], policies[i].policy, options_, {}, status_quo_->start()});
    StudySettings settings = settings_;
    if (settings_.progress) settings.progress = [&](int done, int) { settings_.progress(before + done, of); };
    auto kept = study.run(settings, [&](std::size_t, const Outcome& outcome) {
      Kept k;
      k.id = outcome.id();
      if (outcome) {
        for (std::size_t p = 0; p < players_.size(); ++p)
          k.payoffs.push_back(100.0 * elementary::expm1(valued(players_[p], outcome->result) - before_[p]));
        if (also_) k.also = also_(outcome->result);
      } else {
        k.failure = outcome.shared_failure();
      }
      return k;
    });
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (kept[i]->failure)
        failures_.push_back({keys[i], kept[i]->failure});
      else
        kept_.add(policies[i].fingerprint, {kept[i]->id, kept[i]->payoffs});
      table_.emplace(keys[i], std::move(*kept[i]));
    }
    kept_.save();
    before += static_cast<int>(keys.size());
  }
  return std::none_of(asked.begin(), asked.end(),
                      [&](const std::string& key) { return table_.at(key).failure != nullptr; });
}

const std::vector<double>& GameSolves::payoffs(const GameSituation& situation) const {
  return table_.at(measures_.bundle(situation).key).payoffs;
}

void GameSolves::read_also(std::function<std::vector<double>(const Result&)> read) {
  also_ = std::move(read);
  if (*status_quo_) table_.at("").also = also_((*status_quo_)->result);
}

const std::vector<double>& GameSolves::also_read(const GameSituation& situation) const {
  return table_.at(measures_.bundle(situation).key).also;
}

std::vector<double> GameSolves::incomes() const {
  const Result& calm = (*status_quo_)->result;
  std::vector<double> incomes(players_.size(), 0.0);
  for (std::size_t p = 0; p < players_.size(); ++p)
    for (const int n : players_[p].members) {
      const auto at = static_cast<std::size_t>(n);
      incomes[p] += calm.base_income[at] * elementary::exp(calm.log_welfare[at]);
    }
  return incomes;
}

std::vector<std::string> GameSolves::ids() const {
  std::vector<std::string> found;
  for (const auto& [key, kept] : table_) found.push_back(kept.id);
  return found;
}

namespace {

/// Slots and positions of a part, ten bits and six each.
std::uint64_t packed(std::uint64_t key, std::size_t slot, std::uint16_t position) {
  return key << 16 | (slot << 10) | position;
}

}  // namespace

template <class Visit>
void GameExpansion::each_part(const GameSituation& s, const Visit& visit) const {
  visit(std::uint64_t{0});
  const std::size_t n = s.size();
  for (std::size_t i = 0; i < n; ++i) {
    if (s[i] == 0) continue;
    const std::uint64_t one = packed(0, i, s[i]);
    visit(one);
    for (std::size_t j = i + 1; order_ > 1 && j < n; ++j) {
      if (s[j] == 0) continue;
      const std::uint64_t two = packed(one, j, s[j]);
      visit(two);
      for (std::size_t k = j + 1; order_ > 2 && k < n; ++k)
        if (s[k] != 0) visit(packed(two, k, s[k]));
    }
  }
}

std::size_t GameExpansion::Places::find(std::uint64_t key) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hashed(key) & mask;; at = (at + 1) & mask)
    if (slots_[at].place == absent || slots_[at].key == key) return slots_[at].place;
}

void GameExpansion::Places::add(std::uint64_t key, std::size_t place) {
  if (2 * ++used_ > slots_.size()) {
    std::vector<Slot> old(2 * slots_.size());
    old.swap(slots_);
    used_ = 1;
    for (const Slot& slot : old)
      if (slot.place != absent) add(slot.key, slot.place);
  }
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hashed(key) & mask;
  while (slots_[at].place != absent) at = (at + 1) & mask;
  slots_[at] = {key, place};
}

void GameExpansion::need(const GameSituation& situation) {
  each_part(situation, [&](std::uint64_t key) {
    if (places_.find(key) != Places::absent) return;
    places_.add(key, needed_.size());
    GameSituation part(situation.size(), 0);
    for (std::uint64_t rest = key; rest != 0; rest >>= 16) part[rest >> 10 & 63] = rest & 1023;
    needed_.push_back(std::move(part));
  });
}

namespace {

std::ptrdiff_t apart(const GameSituation& s) {
  return std::count_if(s.begin(), s.end(), [](auto position) { return position != 0; });
}

}  // namespace

bool GameExpansion::build() {
  if (!solves_.solve(needed_)) return false;
  players_ = solves_.payoffs(needed_.front()).size();
  effects_.assign(needed_.size() * players_, 0.0);
  for (int size = 0; size <= order_; ++size)  // parts before wholes
    for (std::size_t i = 0; i < needed_.size(); ++i) {
      if (apart(needed_[i]) != size) continue;
      const std::vector<double>& whole = solves_.payoffs(needed_[i]);
      double* effect = &effects_[i * players_];
      std::copy(whole.begin(), whole.end(), effect);
      each_part(needed_[i], [&](std::uint64_t key) {
        const std::size_t part = places_.find(key);
        if (part == i) return;
        for (std::size_t p = 0; p < players_; ++p) effect[p] -= effects_[part * players_ + p];
      });
    }
  return true;
}

void GameExpansion::add_payoffs(const GameSituation& situation, double share, double* payoffs) const {
  each_part(situation, [&](std::uint64_t key) {
    const double* effect = &effects_[places_.find(key) * players_];
    for (std::size_t p = 0; p < players_; ++p) payoffs[p] += share * effect[p];
  });
}

std::vector<double> GameExpansion::payoffs(const GameSituation& situation) const {
  std::vector<double> sum(players_, 0.0);
  add_payoffs(situation, 1.0, sum.data());
  return sum;
}

double GameExpansion::interaction() const {
  double sum[2] = {0.0, 0.0};
  double count[2] = {0.0, 0.0};
  for (std::size_t i = 0; i < needed_.size(); ++i) {
    const std::ptrdiff_t size = apart(needed_[i]);
    if (size < 1 || size > 2) continue;
    for (std::size_t p = 0; p < players_; ++p) {
      const double e = effects_[i * players_ + p];
      sum[size - 1] += e * e;
      count[size - 1] += 1.0;
    }
  }
  if (!(sum[0] > 0.0) || count[1] == 0.0) return 0.0;
  return std::sqrt(sum[1] / count[1]) / std::sqrt(sum[0] / count[0]);
}

}  // namespace leeway
