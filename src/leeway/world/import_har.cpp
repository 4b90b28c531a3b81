// GTAP's tables as header array files: basedata.har, the sets and the parameters (default.prm). Headers by
// the names of the seventh version of the model and of the sixth (Corong and others 2017, Journal of Global
// Economic Analysis 2(1); Hertel 1997). Flows across borders are at cif, so that duties are those on what
// importers pay; docs/bring-your-own.md says what becomes of margins, export taxes and the sourcing of
// imports.

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <functional>
#include <map>
#include <memory>

#include <fmt/format.h>

#include "leeway/base/text.h"
#include "leeway/base/units.h"
#include "leeway/io/har.h"
#include "leeway/world/import_table.h"
#include "leeway/world/keys.h"
#include "leeway/world/named_economies.h"

namespace leeway {

namespace fs = std::filesystem;

namespace {

// Of imports, by which those by buyer and those by source may differ before it is told.
constexpr double told_gap = 0.01;

/// An array by its names in version 7 and in version 6 of the model; the same where there is one.
struct GtapName {
  const char* newer;
  const char* older;
};
constexpr GtapName firms_at_home{"VDFB", "VDFM"};
constexpr GtapName firms_abroad{"VMFB", "VIFM"};
constexpr std::array final_at_home = {GtapName{"VDPB", "VDPM"}, GtapName{"VDGB", "VDGM"}};
constexpr std::array final_abroad = {GtapName{"VMPB", "VIPM"}, GtapName{"VMGB", "VIGM"}};
constexpr GtapName investment_at_home{"VDIB", "VDIB"};
constexpr GtapName investment_abroad{"VMIB", "VMIB"};
constexpr GtapName with_duty{"VMSB", "VIMS"};
constexpr GtapName at_cif{"VCIF", "VIWS"};
constexpr GtapName at_fob{"VFOB", "VXWD"};
constexpr GtapName at_basic{"VXSB", "VXMD"};
constexpr GtapName carriers{"VST", "VST"};
constexpr GtapName margins{"VTWR", "VTWR"};
constexpr const char* make_header = "MAKB";
constexpr std::array taxed_inputs = {GtapName{"VDFP", "VDFA"}, GtapName{"VMFP", "VIFA"}};
constexpr std::array untaxed_inputs = {firms_at_home, firms_abroad};

const std::vector<const char*> commodity_sets = {"COMM", "TRAD_COMM"};
const std::vector<const char*> activity_sets = {"ACTS", "PROD_COMM"};
const std::vector<const char*> region_sets = {"REG"};
const std::vector<const char*> margin_sets = {"MARG", "MARG_COMM"};

/// A file of arrays with the file that lists the elements of their sets, where there is one.
class GtapFile {
 public:
  GtapFile(const fs::path& file, const fs::path& sets) : file_(file) {
    if (!sets.empty()) sets_ = std::make_unique<HarFile>(sets);
  }

  const HarFile& file() const { return file_; }
  bool has(const GtapName& name) const { return file_.has(name.newer) || file_.has(name.older); }

  /// An array with the elements of each of its dimensions, by the sets that they may run over.
  HarArray array(const GtapName& name, const std::vector<std::vector<const char*>>& sets) const {
    HarArray array = file_.numbers(file_.has(name.newer) ? name.newer : name.older);
    // Headers without sets have seven dimensions.
    while (array.dimensions.size() > sets.size() && array.dimensions.back().size == 1)
      array.dimensions.pop_back();
    if (array.dimensions.size() != sets.size())
      throw InputError(Location{file_.name()},
                       fmt::format("header {} has {} dimensions, {} expected", array.header,
                                   array.dimensions.size(), sets.size()),
                       "an array of GTAP's base data");
    for (std::size_t d = 0; d < sets.size(); ++d) tell_elements(array, d, sets[d]);
    return array;
  }

 private:
  void tell_elements(HarArray& array, std::size_t d, const std::vector<const char*>& usual) const {
    HarDimension& dimension = array.dimensions[d];
    if (!dimension.elements.empty() || dimension.size == 0) return;
    std::vector<std::string> names(usual.begin(), usual.end());
    if (!dimension.set.empty()) names = {dimension.set};
    for (const HarFile* listed : {sets_.get(), &file_})
      for (const std::string& name : names)
        if (listed != nullptr && dimension.elements.empty()) dimension.elements = listed->set(name);
    if (dimension.elements.size() == dimension.size) return;
    const std::string set(fmt::format("{}", fmt::join(names, " or ")));
    if (dimension.elements.empty())
      throw InputError(
          Location{file_.name()},
          fmt::format("header {} runs over the set {}, whose elements it does not list", array.header, set),
          sets_ == nullptr ? "name the file of sets that belongs to it: --sets SETS.har"
                           : fmt::format("{} does not list it either; it has {}", sets_->name(),
                                         fmt::join(sets_->headers(), ", ")));
    throw InputError(Location{file_.name()},
                     fmt::format("header {} has {} elements of the set {}, which has {}", array.header,
                                 dimension.size, set, dimension.elements.size()),
                     "the file of sets belongs to another aggregation");
  }

  HarFile file_;
  std::unique_ptr<const HarFile> sets_;
};

/// Places of elements by name, whatever its case.
class Elements {
 public:
  explicit Elements(const std::vector<std::string>& names) {
    for (std::size_t e = 0; e < names.size(); ++e) places_.emplace(lower_case(names[e]), e);
  }
  int find(const std::string& name) const {
    const auto found = places_.find(lower_case(name));
    return found == places_.end() ? -1 : static_cast<int>(found->second);
  }

 private:
  std::map<std::string, std::size_t> places_;
};

using GtapCell = std::array<int, 4>;

/// Calls take(cell, value) for what is not zero, cells by the places of their elements in `known`.
void for_cells(const GtapFile& gtap, const HarArray& array, const std::vector<const Elements*>& known,
               const std::function<void(const GtapCell&, double)>& take) {
  std::vector<std::vector<int>> places(known.size());
  for (std::size_t d = 0; d < known.size(); ++d)
    for (const std::string& element : array.dimensions[d].elements) {
      places[d].push_back(known[d]->find(element));
      if (places[d].back() < 0)
        throw InputError(
            Location{gtap.file().name()},
            fmt::format("header {} has the element \"{}\", which the arrays of trade do not have",
                        array.header, element),
            "all arrays are of one aggregation");
    }
  GtapCell cell{};
  for (std::size_t v = 0; v < array.values.size(); ++v) {
    if (array.values[v] == 0.0) continue;
    std::size_t rest = v;
    for (std::size_t d = 0; d < known.size(); ++d) {
      cell[d] = places[d][rest % places[d].size()];
      rest /= places[d].size();
    }
    take(cell, array.values[v]);
  }
}

double sum_of(const HarArray& array) {
  double sum = 0.0;
  for (const double value : array.values) sum += value;
  return sum;
}

/// Throws for arrays that are needed and not there, all at once.
void require_headers(const GtapFile& gtap) {
  std::vector<std::string> missing;
  const auto need = [&](const GtapName& name) {
    if (gtap.has(name)) return;
    const std::string newer = name.newer;
    missing.push_back(newer == name.older ? newer : fmt::format("{} ({})", newer, name.older));
  };
  for (const GtapName& name : {with_duty, at_cif, firms_at_home, firms_abroad}) need(name);
  for (const GtapName& name : final_at_home) need(name);
  for (const GtapName& name : final_abroad) need(name);
  need(carriers);
  need(margins);
  if (gtap.file().has(firms_at_home.newer))
    for (const GtapName& name : {investment_at_home, investment_abroad}) need(name);
  if (missing.empty()) return;
  throw InputError(
      Location{gtap.file().name()},
      fmt::format("is no whole table of GTAP: it lacks the header{} {}", missing.size() == 1 ? "" : "s",
                  fmt::join(missing, ", ")),
      fmt::format("found: {}\nneeded is basedata.har, with the names of version 7 of the model or "
                  "(in parentheses) of version 6",
                  fmt::join(gtap.file().headers(), ", ")));
}

/// Gathers the arrays of base data.
class GtapTable {
 public:
  GtapTable(const fs::path& file, const ImportOptions& options)
      : gtap_(file, options.sets), path_(file), options_(options) {
    require_headers(gtap_);
    trade_ = gtap_.array(with_duty, {commodity_sets, region_sets, region_sets});
    commodities_ = trade_.dimensions[0].elements;
    regions_ = trade_.dimensions[1].elements;
    if (regions_.size() * regions_.size() * commodities_.size() != trade_.values.size())
      throw InputError(Location{file.string()}, "imports have other regions of origin than of destination");
    require_reasonable_size(file.string(), regions_.size(), commodities_.size());
    commodity_ = Elements(commodities_);
    region_ = Elements(regions_);
  }

  ImportedWorld read() {
    const std::map<std::string, std::string> ids = economy_ids(regions_);
    Ids economies("region");
    for (const std::string& region : regions_)
      if (!economies.insert(ids.at(region)))
        throw InputError(Location{path_.string()},
                         fmt::format("two regions are called \"{}\"", ids.at(region)));
    Ids sectors("commodity");
    for (const std::string& commodity : commodities_)
      if (!sectors.insert(commodity))
        throw InputError(Location{path_.string()},
                         fmt::format("two commodities are called \"{}\"", commodity));
    ImportTable table(path_, "GTAP", options_, economies.names(), sectors.names(), Duties::in_table);
    table.note(
        "GTAP's header arrays are read by the format as its readers publish it, tested on files written to "
        "that format alone, on no licensed release: compare totals with those of GTAP");
    read_uses();
    add_home_use(table);
    add_trade(table);
    add_margins(table);
    tell_taxes(table);
    table.derive_output();
    table.derive_value_added();
    return table.finish();
  }

 private:
  int N() const { return static_cast<int>(regions_.size()); }
  int J() const { return static_cast<int>(commodities_.size()); }

  void cells(const GtapName& name, const std::vector<std::vector<const char*>>& sets,
             const std::vector<const Elements*>& known,
             const std::function<void(const GtapCell&, double)>& take) const {
    for_cells(gtap_, gtap_.array(name, sets), known, take);
  }

  /// What each sector makes of what an activity makes, by region: the make matrix, or the commodity of its
  /// name. Activities of no commodity are investment.
  void read_makes(const std::vector<std::string>& activities) {
    const auto A = static_cast<int>(activities.size());
    makes_ = Array3(N(), A, J());
    activity_ = Elements(activities);
    if (gtap_.file().has(make_header)) {
      cells({make_header, make_header}, {commodity_sets, activity_sets, region_sets},
            {&commodity_, &activity_, &region_},
            [&](const GtapCell& c, double value) { makes_(c[2], c[1], c[0]) = value; });
      several_ = 0;
      for (int r = 0; r < N(); ++r)
        for (int a = 0; a < A; ++a) {
          double all = 0.0;
          int products = 0;
          for (int k = 0; k < J(); ++k) {
            all += makes_(r, a, k);
            products += makes_(r, a, k) != 0.0 ? 1 : 0;
          }
          several_ += products > 1 ? 1 : 0;
          for (int k = 0; all > 0.0 && k < J(); ++k) makes_(r, a, k) /= all;
        }
      return;
    }
    std::vector<std::string> without;
    for (int a = 0; a < A; ++a) {
      const int k = commodity_.find(activities[static_cast<std::size_t>(a)]);
      if (k < 0) without.push_back(activities[static_cast<std::size_t>(a)]);
      for (int r = 0; k >= 0 && r < N(); ++r) makes_(r, a, k) = 1.0;
    }
    // The sixth version has capital goods as an activity; the seventh has investment by itself.
    const bool investment_apart = gtap_.has(investment_at_home);
    if (without.size() > (investment_apart ? 0U : 1U))
      throw InputError(Location{path_.string()},
                       fmt::format("activities {} have no commodity of their name, and there is no header {}",
                                   fmt::join(without, ", "), make_header),
                       "MAKB says what each activity makes");
    if (!investment_apart && without.empty())
      throw InputError(
          Location{path_.string()},
          "has no investment: neither the headers VDIB and VMIB nor an activity of capital goods",
          "VDFM and VIFM of version 6 run over PROD_COMM, with the element CGDS");
  }

  /// Purchases at basic prices, from home and from abroad, by commodity, region and user; user J is final
  /// use.
  void read_uses() {
    for (Array3* uses : {&home_, &abroad_}) *uses = Array3(J(), N(), J() + 1);
    const HarArray firms = gtap_.array(firms_at_home, {commodity_sets, activity_sets, region_sets});
    read_makes(firms.dimensions[1].elements);
    const auto by_firms = [&](Array3& uses) {
      return [this, &uses](const GtapCell& c, double value) {
        double made = 0.0;
        for (int k = 0; k < J(); ++k) {
          const double share = makes_(c[2], c[1], k);
          uses(c[0], c[2], k) += value * share;
          made += share;
        }
        if (made == 0.0) uses(c[0], c[2], J()) += value;
      };
    };
    const std::vector<const Elements*> of_firms = {&commodity_, &activity_, &region_};
    for_cells(gtap_, firms, of_firms, by_firms(home_));
    cells(firms_abroad, {commodity_sets, activity_sets, region_sets}, of_firms, by_firms(abroad_));
    const auto by_final = [&](const GtapName& name, Array3& uses) {
      if (gtap_.has(name))
        cells(name, {commodity_sets, region_sets}, {&commodity_, &region_},
              [&](const GtapCell& c, double value) { uses(c[0], c[1], J()) += value; });
    };
    for (const GtapName& name : final_at_home) by_final(name, home_);
    for (const GtapName& name : final_abroad) by_final(name, abroad_);
    by_final(investment_at_home, home_);
    by_final(investment_abroad, abroad_);
  }

  void add_use(ImportTable& table, int i, int h, int n, int user, double value) const {
    if (value == 0.0) return;
    if (user == J())
      table.add_final(i, h, n, value);
    else
      table.add_input(i, h, n, user, value);
  }

  void add_home_use(ImportTable& table) const {
    for (int h = 0; h < J(); ++h)
      for (int r = 0; r < N(); ++r)
        for (int u = 0; u <= J(); ++u) add_use(table, r, h, r, u, home_(h, r, u));
  }

  /// Flows at cif, over the buyers of a region as their imports from anywhere are.
  void add_trade(ImportTable& table) {
    cif_ = Array3(J(), N(), N());
    cells(at_cif, {commodity_sets, region_sets, region_sets}, {&commodity_, &region_, &region_},
          [&](const GtapCell& c, double value) { cif_(c[0], c[1], c[2]) = value; });
    Array3 paid(J(), N(), N());
    for_cells(gtap_, trade_, {&commodity_, &region_, &region_},
              [&](const GtapCell& c, double value) { paid(c[0], c[1], c[2]) = value; });
    double inside = 0.0;
    double subsidised = 0.0;
    double gap = 0.0;
    double imports = 0.0;
    for (int h = 0; h < J(); ++h)
      for (int d = 0; d < N(); ++d) {
        double used = 0.0;
        for (int u = 0; u <= J(); ++u) used += abroad_(h, d, u);
        double bought = 0.0;
        for (int s = 0; s < N(); ++s) {
          double value = cif_(h, s, d);
          const double duty = paid(h, s, d) - value;
          bought += paid(h, s, d);
          if (s != d && duty > 0.0 && value > 0.0) {
            table.set_tariff(h, d, s, duty / value);
          } else {
            // Nobody levies a duty on himself, and no duty is negative: what is paid is the price.
            if (s == d) inside += paid(h, s, d);
            if (s != d && value > 0.0) subsidised -= duty;
            value = paid(h, s, d);
          }
          for (int u = 0; u <= J(); ++u)
            add_use(table, s, h, d, u, used > 0.0 ? value * abroad_(h, d, u) / used : u == J() ? value : 0.0);
        }
        gap += std::abs(used - bought);
        imports += bought;
      }
    table.note(
        "flows across borders are at cif, duties what VMSB (VIMS) is above VCIF (VIWS); every buyer of an "
        "economy has the same sources of a good's imports");
    if (inside > 0.0)
      table.note(fmt::format("trade inside a region, {:.6g} million with its duties, counts as sales at home",
                             inside));
    if (subsidised > 0.0)
      table.note(fmt::format("import subsidies, {:.6g} million, are taken off the price", subsidised));
    if (gap > told_gap * imports)
      table.warn(
          fmt::format("imports by buyer (VMFB, VMPB, …) and by source (VMSB) differ by {:.1f}% of "
                      "imports; those by source are kept",
                      100.0 * gap / imports));
  }

  /// Sectors that export pay for the carriage of what they sell, and buy it of the carriers of all regions.
  void add_margins(ImportTable& table) const {
    const HarArray sold = gtap_.array(carriers, {margin_sets, region_sets});
    const std::vector<std::string>& kinds = sold.dimensions[0].elements;
    const Elements kind(kinds);
    const auto M = static_cast<int>(kinds.size());
    Array2 supply(M, N());
    std::vector<double> all(kinds.size(), 0.0);
    for_cells(gtap_, sold, {&kind, &region_}, [&](const GtapCell& c, double value) {
      supply(c[0], c[1]) = value;
      all[static_cast<std::size_t>(c[0])] += value;
    });
    Array3 carriage(M, J(), N());
    double total = 0.0;
    cells(margins, {margin_sets, commodity_sets, region_sets, region_sets},
          {&kind, &commodity_, &region_, &region_}, [&](const GtapCell& c, double value) {
            carriage(c[0], c[1], c[2]) += value;
            total += value;
          });
    for (int m = 0; m < M && total != 0.0; ++m) {
      const int service = commodity_.find(kinds[static_cast<std::size_t>(m)]);
      const double sales = all[static_cast<std::size_t>(m)];
      if (service < 0 || !(sales > 0.0))
        throw InputError(Location{path_.string()},
                         fmt::format("margin {} of VTWR is {}", kinds[static_cast<std::size_t>(m)],
                                     service < 0 ? "no commodity" : "sold by no region in VST"));
      for (int h = 0; h < J(); ++h)
        for (int s = 0; s < N(); ++s)
          for (int r = 0; r < N(); ++r)
            add_use(table, r, service, s, h, carriage(m, h, s) * supply(m, r) / sales);
    }
    table.note(
        fmt::format("margins of transport, {:.6g} million, are what exporting sectors buy of the carriers of "
                    "all regions, in the proportions of VST",
                    total));
  }

  void tell_taxes(ImportTable& table) const {
    const auto total = [&](const GtapName& name, const std::vector<std::vector<const char*>>& sets) {
      return sum_of(gtap_.array(name, sets));
    };
    if (gtap_.has(at_fob) && gtap_.has(at_basic)) {
      const std::vector<std::vector<const char*>> sets = {commodity_sets, region_sets, region_sets};
      table.note(
          fmt::format("export taxes less subsidies, {:.6g} million, are in the value added of who exports",
                      total(at_fob, sets) - total(at_basic, sets)));
    }
    double taxes = 0.0;
    bool known = true;
    for (std::size_t t = 0; t < taxed_inputs.size(); ++t) {
      known = known && gtap_.has(taxed_inputs[t]);
      if (!known) break;
      const std::vector<std::vector<const char*>> sets = {commodity_sets, activity_sets, region_sets};
      taxes += total(taxed_inputs[t], sets) - total(untaxed_inputs[t], sets);
    }
    if (known)
      table.note(
          fmt::format("taxes on what firms buy, {:.6g} million, and on what they make are in their value "
                      "added; those on final use are left out",
                      taxes));
    if (several_ > 0)
      table.note(
          fmt::format("{} that make several commodities: the inputs of each go with what it makes, in "
                      "the proportions of MAKB",
                      counted(static_cast<std::size_t>(several_), "activity")));
  }

  GtapFile gtap_;
  fs::path path_;
  const ImportOptions& options_;
  HarArray trade_;
  std::vector<std::string> commodities_;
  std::vector<std::string> regions_;
  Elements commodity_{{}};
  Elements region_{{}};
  Elements activity_{{}};
  Array3 makes_;  ///< region, activity, commodity
  int several_ = 0;
  Array3 home_;
  Array3 abroad_;
  Array3 cif_;
};

/// The file of a folder that is called so, whatever its case; empty where there is none.
fs::path file_called(const fs::path& folder, const std::string& name) {
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    if (lower_case(entry.path().filename().string()) == name) return entry.path();
  return {};
}

}  // namespace

bool is_har(const fs::path& file) {
  std::string bytes(12, '\0');
  std::ifstream in(file, std::ios::binary);
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return in && HarFile::begins(bytes);
}

fs::path gtap_base_data(const fs::path& folder) { return file_called(folder, "basedata.har"); }

ImportedWorld import_har(const fs::path& path, const ImportOptions& options) {
  if (!fs::is_directory(path)) return GtapTable(path, options).read();
  const fs::path base = gtap_base_data(path);
  if (base.empty()) throw InputError(Location{path.string()}, "holds no basedata.har");
  ImportOptions settled = options;
  if (settled.base_year == 0) settled.base_year = import_year(path, {});
  if (settled.name.empty()) settled.name = fmt::format("gtap_{}", settled.base_year);
  if (settled.sets.empty()) settled.sets = file_called(path, "sets.har");
  if (settled.elasticities.empty()) settled.elasticities = file_called(path, "default.prm");
  return GtapTable(base, settled).read();
}

void ImportTable::read_parameters(const ImportOptions& options) {
  const GtapFile gtap(options.elasticities, options.sets);
  const std::string file = options.elasticities.filename().string();
  const std::vector<std::string>& ids = sector_labels_;
  const Elements sectors(ids);
  struct Parameter {
    const char* header;
    const char* what;
  };
  for (const Parameter& parameter : {Parameter{"ESBM", "among sources of imports"},
                                     Parameter{"ESBD", "between imports and what is made at home"}}) {
    if (!gtap.file().has(parameter.header)) {
      if (world_.elasticities.empty())
        throw InputError(Location{options.elasticities.string()},
                         fmt::format("lacks the header {} of elasticities", parameter.header),
                         fmt::format("found: {}\nneeded is the file of parameters, default.prm",
                                     fmt::join(gtap.file().headers(), ", ")));
      continue;
    }
    // By commodity, since version 7 also by region.
    std::vector<std::vector<const char*>> sets = {commodity_sets};
    const HarArray raw = gtap.file().numbers(parameter.header);
    if (raw.dimensions.size() > 1 && raw.dimensions[1].size > 1) sets.push_back(region_sets);
    const HarArray array = gtap.array({parameter.header, parameter.header}, sets);
    std::vector<double> sum(ids.size(), 0.0);
    std::vector<int> count(ids.size(), 0);
    bool differ = false;
    const std::vector<std::string>& of = array.dimensions[0].elements;
    for (std::size_t v = 0; v < array.values.size(); ++v) {
      const int k = sectors.find(of[v % of.size()]);
      if (k < 0) continue;
      const auto at = static_cast<std::size_t>(k);
      differ = differ || (count[at] > 0 && array.values[v] != sum[at] / count[at]);
      sum[at] += array.values[v];
      ++count[at];
    }
    ElasticitySet set{parameter.header,
                      fmt::format("Given on import in {}, {}", file, parameter.header),
                      fmt::format("sigma {} less one", parameter.what),
                      {}};
    std::vector<std::string> below;
    for (std::size_t k = 0; k < ids.size(); ++k) {
      if (count[k] == 0)
        throw InputError(
            Location{options.elasticities.string()},
            fmt::format("header {} has no elasticity for commodity \"{}\"", parameter.header, ids[k]),
            fmt::format("it has {}", fmt::join(of, ", ")));
      set.theta.push_back(sum[k] / count[k] - 1.0);
      if (!(set.theta.back() > 0.0)) below.push_back(ids[k]);
    }
    if (!below.empty()) {
      const std::string what =
          fmt::format("{} is 1 or less in {}, and theta, sigma less one, must be positive", parameter.header,
                      fmt::join(below, ", "));
      if (world_.elasticities.empty())
        throw InputError(Location{options.elasticities.string()}, what,
                         "give elasticities of your own as CSV: set,sector,theta");
      note(what + ": it is no set of elasticities of this world");
      continue;
    }
    if (differ) note(fmt::format("{} differs by region: its mean over regions serves", parameter.header));
    world_.elasticities.push_back(std::move(set));
  }
  note(fmt::format(
      "elasticities are those of {}, theta = sigma - 1: {} of one level in the place of GTAP's two", file,
      counted(world_.elasticities.size(), "set")));
}

}  // namespace leeway
