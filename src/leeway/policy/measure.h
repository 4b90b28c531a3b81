#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "leeway/base/date.h"
#include "leeway/base/error.h"
#include "leeway/policy/schedule.h"

namespace leeway {

enum class Instrument {
  tariff,
  tariff_rate_quota,
  price_floor,
  export_tax,
  export_quota,
  import_quota,
  export_ban,
  import_ban,
  barrier,
  subsidy,
  pact,
  transfer,
  purchase_commitment,
  licence,
  boycott,
};
const char* to_string(Instrument instrument);
std::optional<Instrument> parse_instrument(std::string_view text);
/// The names, in the order of the enumeration.
const std::vector<std::string>& instrument_names();

enum class Status {
  unknown,
  announced,
  in_force,
  suspended,
  withdrawn,
  expired,
  threatened,
  under_investigation
};
const char* to_string(Status status);

/// How Measures on one flow combine (docs/measures.md).
enum class Combine { add, max, replace };
const char* to_string(Combine combine);

struct Interval {
  Date from{};
  std::optional<Date> until;  ///< exclusive
};

struct RateStep {
  std::optional<Date> from;  ///< nothing: from the effective date
  double rate = 0.0;
};

/// Who receives a quota rent; shares sum to one.
struct RentSplit {
  double importer = 0.0;
  double exporter = 1.0;
};

/// A quota from a day on.
struct QuotaStep {
  std::optional<Date> from;  ///< nothing: from the effective date
  double amount = 0.0;
  std::string unit;  ///< as written, without "/year"; of_base where `amount` is a share of the base year
  std::optional<Date> known{};  ///< the day it became public; nothing: with the Measure
};
/// The unit of an amount that is a share of the flow in the base year.
inline constexpr const char* of_base = "of base";
/// What stands for an amount that a government keeps to itself.
inline constexpr const char* confidential = "confidential";

/// What "prohibitive" stands for: a good that costs twenty times as much (model.md 3.8), an assumption.
inline constexpr double prohibitive_cost = 19.0;

/// Firms whose terms differ from those of the others on the same flow.
struct FirmGroup {
  std::string name;
  std::optional<double> share;  ///< of the base-year flow; nothing: as in the Measure that is replaced
  std::optional<double> rate;   ///< tariff
};

struct OwnRates;

/// The terms of every instrument; docs/measures.md says which instrument reads which. Rates are
/// decimals. Fields that an instrument does not read are refused when a Measure is parsed.
struct Terms {
  std::vector<RateStep> steps;   ///< tariff, export_tax, subsidy: at least one, unless schedule; licence
                                 ///< and bans: their restriction by date
  std::string schedule;          ///< tariff
  double schedule_factor = 1.0;  ///< on the rates of the schedule
  std::shared_ptr<const OwnRates> own_rates{};      ///< tariff: of the file that `schedule` names
  std::shared_ptr<const PartnerRates> rates{};      ///< of one importer in it
  double coverage = 1.0;                            ///< share of each sector's flow that is touched
  std::map<std::string, double> coverage_by_goods;  ///< where given: goods that it leaves out are not touched
  std::vector<std::string> covers;                  ///< lists of goods: they alone are touched
  std::vector<std::string> except;                  ///< lists of goods: all but they are touched
  double cost = 0.0;                                ///< barrier: ad valorem equivalent
  bool prohibitive = false;                         ///< barrier: `cost` stands for "prohibitive"
  std::vector<FirmGroup> firms;                     ///< tariff, price_floor
  double substitution = 0.0;                        ///< tariff: between its firms; 0: as between origins
  double share = 0.0;                               ///< boycott: of demand lost
  double tariff_cut = 0.0;                          ///< pact
  double phase_in = 0.0;                            ///< pact: years, linear
  double utilisation = 1.0;                         ///< pact
  double barrier_cut = 0.0;          ///< pact: share of the iceberg cost removed, ln d = ln(1 - cut)
  double origin_cost = 0.0;          ///< pact: cost of proving origin, ad valorem
  std::vector<std::string> exclude;  ///< pact: goods outside it
  double amount = 0.0;               ///< transfer, USD million in all
  double years = 1.0;                ///< transfer, purchase_commitment
  double grant_share = 1.0;          ///< transfer
  double quota = 0.0;                ///< quotas: amount a year in quota_unit
  std::string quota_unit;
  std::vector<QuotaStep> quota_steps;  ///< later amounts, in the order of their dates
  double quota_growth = 0.0;           ///< a year, in whole years
  bool each = false;                   ///< quotas: every importer has the quota for itself
  double in_quota = 0.0;
  double over_quota = 0.0;
  std::optional<RentSplit> rent_to;
  double price = 0.0;      ///< price_floor, in price_unit; 0: not public
  std::string price_unit;  ///< of terms of money without a price their currency, empty for USD
  std::string index;       ///< price_floor: none | cpi | wage
  std::string replaces;    ///< price_floor: id of the Measure it stands in for
  double cap = 0.0;        ///< price_floor: volume cap, in cap_unit
  std::string cap_unit;
  double value = 0.0;  ///< purchase_commitment, USD million a year; with value_of_base a share
  bool value_of_base = false;
  double max_subsidy = 0.9;  ///< purchase_commitment: largest share of the price that the buyer's state pays
  double cap_share = 0.0;    ///< licence: share of the seller's other sales; 0: no cap
  std::string cap_of = "home";  ///< licence: home | world, the sales that cap_share is a share of
  double levy = 0.0;            ///< licence
  std::string tier;             ///< licence
  double restriction = 0.0;     ///< licence, bans: share of the flow refused; 0: none, or not known; of a ban
                                ///< that states none, all
  std::map<std::string, double> restriction_by_goods;  ///< where given: of goods that it leaves out, none
  std::string restricted;                              ///< licence: what needs one, in words
};

/// How far an assumption may lie from what a term states: of one of its goods or firms, or of the whole,
/// where the largest number goes there and the others in proportion.
struct TermEnds {
  std::string of;  ///< goods or firm; empty: the whole
  double low = 0.0;
  double high = 0.0;
};
struct TermRange {
  std::string term;
  std::vector<TermEnds> ends;  ///< move together
};

/// What is said of a Measure on tariff lines besides its coverage.
struct TariffLineNotes {
  std::vector<std::string> goods;                      ///< as written; empty of a table of rates
  std::vector<std::pair<std::string, double>> covers;  ///< lines of the world: share that is under the codes
  std::string record;                                  ///< whose goods that share is of, "*" for everyone's
  std::vector<std::string> untraded;                   ///< codes without recorded imports: they add nothing
  std::vector<std::string> cut;  ///< codes beyond six digits: taken as the six-digit line that holds them
  bool stand_in = false;         ///< US imports stand in for those of another importer
};

/// One act of one government: the only way policy enters the system (design.md section 4).
struct Measure {
  std::string id;
  std::string title;
  std::string by;
  std::vector<std::string> on;
  std::vector<std::string> goods;
  Instrument instrument = Instrument::tariff;
  Terms terms;
  Date announced{};
  std::optional<Date> effective;
  std::optional<Date> end;
  std::optional<Date> withdrawn;
  std::vector<Interval> suspended;
  std::optional<Status> typed_status;  ///< threatened or under_investigation
  std::optional<Date> expected;
  std::optional<double> hazard;        ///< a year
  std::vector<std::string> condition;  ///< ids of the Measures that trigger it
  Combine combine = Combine::add;
  std::string authority;
  std::vector<std::string> source;
  std::string confidence;
  std::string precision = "day";
  std::string note;
  std::shared_ptr<const TariffLineNotes> lines{};  ///< where it was written on tariff lines
  std::string part_of{};  ///< of one importer's share in a table of rates: id of the Measure as written
  std::vector<TermRange> terms_range;      ///< of terms that are assumptions; no part of what is solved
  Location where;                          ///< where it was read
  std::map<std::string, Location> places;  ///< of its fields, when it was read from a file

  /// The place of a field, or of the measure.
  const Location& place(const std::string& field) const {
    const auto found = places.find(field);
    return found == places.end() ? where : found->second;
  }
  bool is_threat() const { return typed_status == Status::threatened; }
};

/// Whether the terms give the Model something to solve: all do, save a licence in words only and a price
/// floor with neither a price nor a duty that it replaces.
bool is_solved(const Measure& measure);
/// Whether it is a ban: of everything it covers, unless it states a restriction.
bool is_ban(Instrument instrument);
/// Whether it is a licence or a ban that refuses a stated share of what it covers.
bool restricts(const Measure& measure);
/// Whether it binds a quantity, a value or a price, so that it needs a multiplier.
bool has_multiplier(const Measure& measure);
/// The days that decide on the status of a Measure.
struct Course {
  Date announced{};
  std::optional<Date> effective;
  std::optional<Date> end;
  std::optional<Date> withdrawn;
  std::vector<Interval> suspended;
  Status before = Status::announced;  ///< it takes effect
};
Course course_of(const Measure& measure);
Status status_at(const Course& course, Date date);
/// Status by the Measure's own dates; a Ledger adds what events do to it.
Status status_at(const Measure& measure, Date date);
/// Status of a Measure that a scenario writes itself: in force unless its own dates say otherwise. When it
/// became public does not matter.
Status own_status(const Measure& measure, Date date);
/// The rate of its steps that applies at a date; the first step's before any.
double rate_at(const Terms& terms, Date date);
/// The quota of a year that holds the date: the last step's, grown for each whole year since.
QuotaStep quota_at(const Measure& measure, Date date);
/// Whether a step of its quota became public after a day, and the Measure as it was known then.
bool has_later_terms(const Measure& measure, Date known_by);
Measure as_known(Measure measure, Date known_by);
/// The first day on which `years` whole years have passed.
Date anniversary(Date date, int years);

}  // namespace leeway
