#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "leeway/analysis/study.h"
#include "leeway/policy/game_file.h"
#include "leeway/policy/kept_payoffs.h"
#include "leeway/policy/ledger.h"
#include "leeway/strategy/rates.h"

namespace leeway {

/// What is in force when each player stands as it does: one position a player and one of nature, 0 the status
/// quo.
using GameSituation = std::vector<std::uint16_t>;

/// The Measures of a game file bound to players: who stands how in a profile, and the policy that results.
class GameMeasures {
 public:
  /// Throws InputError for Measures, ids and names that the ledger and the world do not have.
  GameMeasures(const World& world, const Ledger& ledger, const GameFile& file);

  const GameFile& file() const { return file_; }
  /// Actions of each player as indices into the file's, [player][choice].
  const std::vector<std::vector<std::size_t>>& choices() const { return choices_; }

  /// Calls `visit` for each situation that a profile of choices leads to in a type of nature, with its
  /// chance: one, or as many as there are draws of who is hit. Chances sum to 1. A budget is shared by all
  /// who take it; where `order` says who moves when, who comes first takes a whole share, until none is left.
  using Visit = std::function<void(const GameSituation&, double chance)>;
  void each_situation(const std::vector<std::size_t>& profile, std::size_t type, const Visit& visit,
                      const std::vector<std::size_t>& order = {});

  /// What is put in and taken out on the status quo. The text names it, the same for the same Measures.
  struct Bundle {
    std::string key;
    PolicyOptions options;
  };
  Bundle bundle(const GameSituation& situation) const;

 private:
  struct Atom {
    enum class Kind { measure, use, drop };
    Kind kind = Kind::measure;
    std::string id;
    Measure measure;
  };
  struct Position {
    std::vector<std::pair<std::size_t, double>> atoms;  ///< with the share of their size
    std::vector<std::size_t> pairs;                     ///< actions whose pairs it takes part in
  };

  std::size_t atom(const GameMeasure& written, const std::string& it, const std::string& other);
  std::vector<std::size_t> atoms(const std::vector<GameMeasure>& written, const std::string& it,
                                 const std::string& other = "");
  std::uint16_t position(std::size_t slot, Position position);
  bool holds(const std::map<std::string, std::string>& guard, const std::vector<std::size_t>& profile) const;

  const World& world_;
  const Ledger& ledger_;
  const GameFile& file_;
  std::vector<std::vector<std::size_t>> choices_;
  std::vector<Atom> atoms_;
  std::map<std::string, std::size_t> atom_of_;     ///< by content
  std::map<std::string, std::string> content_of_;  ///< of an inline Measure, by id
  std::map<std::pair<std::size_t, std::size_t>, std::vector<std::size_t>> action_atoms_;  ///< player, action
  std::map<std::pair<std::size_t, std::size_t>, std::vector<std::size_t>> answer_atoms_;  ///< player, answer
  std::map<std::pair<std::size_t, std::size_t>, std::map<std::size_t, std::vector<std::size_t>>>
      pair_atoms_;                                ///< two players, action
  std::vector<std::vector<Position>> positions_;  ///< [slot], 0 the status quo
  std::vector<std::unordered_map<std::uint64_t, std::uint16_t>>
      known_;  ///< [slot] by action, guard, takers, hits
};

/// A solve without an equilibrium.
struct GameFailure {
  std::string measures;  ///< of the situation
  std::shared_ptr<const Failure> failure;
};

/// What players get in situations, by exact solves, each kept by its Measures.
class GameSolves {
 public:
  /// Solves the status quo. Welfare must be told at the options' horizon. Payoffs are kept in the folder
  /// `keep`, and those found there are not solved again; empty: neither.
  GameSolves(const World& world, const Ledger& ledger, const Options& options, GameMeasures& measures,
             std::vector<Player> players, StudySettings settings, const std::filesystem::path& keep = {});

  /// Of the status quo, and of every solve from now on that is not found kept, more figures beside the
  /// payoffs.
  void read_also(std::function<std::vector<double>(const Result&)> read);
  /// Those of a situation that is solved.
  const std::vector<double>& also_read(const GameSituation& situation) const;
  /// Solves those that are not known yet; false when one of them has no certified equilibrium.
  bool solve(const std::vector<GameSituation>& situations);
  /// Change of what each player values over the status quo, percent. Must be solved.
  const std::vector<double>& payoffs(const GameSituation& situation) const;

  const Outcome& status_quo() const { return *status_quo_; }
  /// Real income of each player in the status quo, USD million at base-year prices.
  std::vector<double> incomes() const;
  const std::vector<GameFailure>& failures() const { return failures_; }
  std::size_t solved() const { return table_.size(); }
  /// Of them those that were found kept.
  std::size_t found_kept() const { return found_kept_; }
  /// Ids of all solves, in the order of their Measures.
  std::vector<std::string> ids() const;

 private:
  struct Kept {
    std::vector<double> payoffs;
    std::string id;
    std::shared_ptr<const Failure> failure;
    std::vector<double> also = {};
  };

  struct Resolved {
    std::shared_ptr<const Policy> policy;
    std::string fingerprint;
  };

  std::string name_of_kept() const;
  std::vector<Resolved> resolved(const std::vector<const PolicyOptions*>& asked) const;
  void take_kept(std::map<std::string, PolicyOptions>& missing);

  const World& world_;
  const Ledger& ledger_;
  Options options_;
  GameMeasures& measures_;
  std::vector<Player> players_;
  StudySettings settings_;
  std::shared_ptr<const Shares> shares_;
  std::unique_ptr<Model> model_;
  std::optional<Outcome> status_quo_;
  std::vector<double> before_;  ///< [player] ln of what it values
  std::map<std::string, Kept> table_;
  KeptPayoffs kept_;
  std::size_t found_kept_ = 0;
  std::vector<GameFailure> failures_;
  std::function<std::vector<double>(const Result&)> also_;
};

/// Payoffs of situations by an expansion around the status quo, anchored there and cut off at an order
/// (model.md 7.2): u(x) = sum over sets S of players that stand apart from it, |S| <= order, of m_S(x_S),
/// with m_S what the set does together beyond what its parts do.
class GameExpansion {
 public:
  GameExpansion(GameSolves& solves, int order) : solves_(solves), order_(order) {}

  /// Collects what a situation needs.
  void need(const GameSituation& situation);
  std::size_t needed() const { return needed_.size(); }
  /// Solves all that is needed; false when one of them has no certified equilibrium.
  bool build();
  /// Adds a share of its payoffs, [player].
  void add_payoffs(const GameSituation& situation, double share, double* payoffs) const;
  std::vector<double> payoffs(const GameSituation& situation) const;
  std::size_t players() const { return players_; }
  /// Root mean square of all effects of a pair of players over that of all effects of one.
  double interaction() const;

 private:
  /// Places of parts by key: open addressing, since every profile asks for dozens.
  class Places {
   public:
    static constexpr std::size_t absent = static_cast<std::size_t>(-1);
    std::size_t find(std::uint64_t key) const;
    void add(std::uint64_t key, std::size_t place);

   private:
    struct Slot {
      std::uint64_t key = 0;
      std::size_t place = absent;
    };
    static std::size_t hashed(std::uint64_t key) { return key * 0x9E3779B97F4A7C15U >> 32; }
    std::vector<Slot> slots_ = std::vector<Slot>(64);
    std::size_t used_ = 0;
  };
  /// Calls `visit(key)` for every subset of up to `order` slots that are not at the status quo.
  template <class Visit>
  void each_part(const GameSituation& situation, const Visit& visit) const;

  GameSolves& solves_;
  int order_;
  std::size_t players_ = 0;
  Places places_;
  std::vector<GameSituation> needed_;
  std::vector<double> effects_;  ///< [part][player]
};

}  // namespace leeway
