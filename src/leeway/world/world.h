#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "leeway/base/array.h"
#include "leeway/base/date.h"
#include "leeway/base/error.h"

namespace leeway {

struct Economy {
  std::string id;  ///< ISO 3166 alpha-3, or ROW
  std::string name;
  bool rest = false;  ///< an aggregate of all other economies
};

struct Sector {
  std::string id;  ///< ICIO code
  std::string name;
  std::string isic;  ///< ISIC rev. 4 divisions
  bool goods = true;
  /// Of a critical input split out of another sector with its own accounts (model.md 4.2): that sector.
  /// Measures on the parent act on it too. -1: none.
  int parent = -1;
  int supply = -1;  ///< index into World::supply; -1 where the world has no kinds of supply
};

/// A figure that is assumed, with its range.
struct Assumed {
  double value = 0.0;
  double low = 0.0;
  double high = 0.0;
};

/// How the supply of a kind of goods answers a price (docs/model.md, section 6): what cannot leave its
/// sector, and what can stand in for it, in the long run and in the moment of a shock.
struct SupplyKind {
  std::string id;          ///< "land", "deposits", "basic", "factories", "plants", "services"
  Assumed specific;        ///< eta in the long run, share of value added that cannot move
  Assumed specific_short;  ///< eta in the moment of the shock
  Assumed sigma_short;     ///< sigV in that moment, between value added and materials
  bool alike = false;      ///< nearly the same goods wherever they come from, so at every horizon
  std::string source;
};

/// A technology: it makes the goods of one or more lines. Every sector has one under its own id, and they
/// come first, in the order of the sectors; further ones make single products of a sector.
struct Producer {
  std::string id;
  int sector = 0;  ///< that its output, value added and labour count to
};

/// How hard a split-out sector's product is to do without (model.md 4.2): assumptions, each with its range.
struct CriticalInput {
  using Assumed = leeway::Assumed;
  int sector = 0;
  int bundled_with = 0;                ///< composite that its users need together with it
  Assumed substitution;                ///< sigB, inside that bundle
  Assumed specific;                    ///< eta, share of its value added that cannot move
  Assumed backstop;                    ///< chi, cost of making do without it over its base-year cost
  Assumed capacity = {1.0, 1.0, 1.0};  ///< of the backstop in the long run, over base-year use
  Assumed build_years = {};            ///< in which that grows to 1 - 1/e of it; 0: at once
  int backstop_host = -1;              ///< producer that makes the backstop; -1 without a backstop
  std::string source;
};

/// A trade line: what crosses borders. By default one line a sector; a carved-out product is a further
/// line of the composite that its sector's buyers choose within (model.md 1.1, 4.1).
struct Line {
  std::string id;  ///< the sector's id, or "product:<id>"
  std::string name;
  int composite = 0;            ///< sector index of the composite the line enters
  int producer = 0;             ///< the producer that supplies it in every origin, one of that sector
  std::string unit;             ///< physical unit of `quantity`, empty when there is none
  std::string confidence = {};  ///< grade A, B or C of a product's figures, or empty
  std::string method = {};      ///< how a product's figures were made, one sentence, or empty
};

struct Membership {
  int economy = 0;
  std::optional<Date> from;
  std::optional<Date> to;  ///< first day that it is no longer a member
};

struct Group {
  std::string id;
  std::string name;
  std::vector<Membership> members;
};

/// One published set of trade elasticities theta = sigma - 1 > 0 by line.
struct ElasticitySet {
  std::string id;
  std::string citation;
  std::string note;
  std::vector<double> theta;  ///< [lines]
};

/// A figure that the world must reproduce, with the tolerance it must hold to.
struct WorldTarget {
  std::string check;  ///< e.g. "goods_trade:EU27:USA", "gdp:CAN", "effective_tariff:USA:CHN"
  double target = 0.0;
  std::string unit;
  double tolerance = 0.0;  ///< relative
  std::string source;
};

/// A recorded (not balanced) trade figure, for exposure tables. USD million.
struct RecordedTrade {
  static constexpr int all_goods = -1;
  static constexpr int unmapped_goods = -2;  ///< products that no sector was found for
  int exporter = 0;
  int importer = 0;
  int sector = -1;  ///< all_goods, unmapped_goods, or a sector
  int year = 0;
  double value = 0.0;
  double duties = 0.0;
  std::string source;
};

/// An immutable, balanced base-year economy (design.md section 2, model.md 1.3 and 1.4).
/// Money is USD million of the base year. n is the importer or the economy, i the exporter, h a
/// composite bought (a sector's), k a producer, l a trade line.
struct World {
  std::string name;
  std::string title;
  int base_year = 0;
  Date tariff_date{};    ///< the base tariffs contain the Measures in force on this day
  std::string currency;  ///< "USD million, 2023 prices"; currency.h reads it
  std::string default_elasticities;

  std::vector<Economy> economies;
  std::vector<Sector> sectors;
  std::vector<Producer> producers;  ///< [k]
  std::vector<Line> lines;
  std::vector<Group> groups;

  Array3 flow;    ///< [l][n][i] basic prices, domestic sales included
  Array3 tariff;  ///< [l][n][i] decimal, on the basic price; contains Measures in force on tariff_date
  std::vector<std::string> tariff_kinds;   ///< names of the kinds used in tariff_kind
  std::vector<unsigned char> tariff_kind;  ///< [l][n][i] index into tariff_kinds
  Array3 input;                            ///< [n][h][k] purchases of composite h by producer k, user prices
  Array2 output;                           ///< [n][k] basic prices
  Array2 value_added;                      ///< [n][k]
  Array2 final_use;                        ///< [n][h] user prices

  std::vector<ElasticitySet> elasticities;
  std::vector<SupplyKind> supply;  ///< empty, in a world made in memory: every factor moves in the long run
  std::vector<CriticalInput> critical;
  std::vector<double> line_substitution;  ///< [h] elasticity between the lines of a composite (sigL)
  Array3 quantity;  ///< [l][n][i] physical units of lines that have a unit; empty when no line has
  std::vector<WorldTarget> targets;
  std::vector<RecordedTrade> recorded;
  std::vector<RecordedTrade> recorded_groups;     ///< the same with a group, by index, as exporter
  std::map<std::string, std::string> gdp_source;  ///< economy id -> source of its GDP
  std::map<std::string, double> gdp_recorded;     ///< economy id -> GDP as recorded, USD million
  std::string provenance;                         ///< TOML text of provenance.toml, carried along
  std::string content_hash;                       ///< of every file that was read

  int economy_count() const { return static_cast<int>(economies.size()); }
  int sector_count() const { return static_cast<int>(sectors.size()); }
  int producer_count() const { return static_cast<int>(producers.size()); }
  int line_count() const { return static_cast<int>(lines.size()); }

  std::optional<int> find_economy(std::string_view id) const;
  std::optional<int> find_sector(std::string_view id) const;
  std::optional<int> find_producer(std::string_view id) const;
  std::optional<int> find_line(std::string_view id) const;
  const Group* find_group(std::string_view id) const;

  /// Economies named by an id or group at a date ("*" is everyone). Throws InputError at `where`, with
  /// suggestions, for a name that is neither.
  std::vector<int> resolve_economies(std::string_view id, Date date, const Location& where) const;
  /// Lines named by "*", "goods", "services", a sector id (the sector's residual line, all its products
  /// and the sectors split out of it with theirs) or "product:<id>". Throws InputError at `where`, with
  /// suggestions.
  std::vector<int> resolve_goods(std::string_view id, const Location& where) const;
  /// "default" is the world's default set. Throws InputError at `where` when there is none of that id.
  const ElasticitySet& elasticity_set(std::string_view id, const Location& where) const;
};

/// One producer a sector, under its id.
std::vector<Producer> own_producers(const std::vector<Sector>& sectors);
/// The producers of a sector; its own comes first.
std::vector<int> producers_of(const World& world, int sector);
/// Sums over the producers of each sector: [n][k] to [n][sector].
Array2 by_sector(const World& world, const Array2& by_producer);

/// What all economies buy of each producer at basic prices, [n][k]: output, where the accounts close.
Array2 sales(const World& world);
/// What the lines of each composite cost its buyers with tariffs, [n][h].
Array2 spending(const World& world);
/// Absorption by composite at user prices, [n][h]: final use plus intermediate use.
Array2 absorption(const World& world);
/// Tariff revenue at base tariffs, by economy.
std::vector<double> tariff_revenue(const World& world);
/// GDP at market prices in the world's sense: value added plus tariff revenue, by economy.
std::vector<double> gdp(const World& world);
/// Imports minus exports at border prices, by economy; sums to zero.
std::vector<double> trade_deficit(const World& world);

}  // namespace leeway
