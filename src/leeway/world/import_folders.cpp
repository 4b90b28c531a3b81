// Tables that are published as folders of tab-separated text: Eora26 and EXIOBASE 3. Layouts from their label
// files and the readers of pymrio (IndEcol).

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "leeway/base/number.h"
#include "leeway/io/csv_dialect.h"
#include "leeway/io/file.h"
#include "leeway/world/import_table.h"
#include "leeway/world/keys.h"
#include "leeway/world/named_economies.h"

namespace leeway {

namespace fs = std::filesystem;

namespace {

/// Lines of a text, split at tabs.
class TabRows {
 public:
  explicit TabRows(const fs::path& file)
      : name_(file.string()), text_(checked_text(readable_text(read_file(file), name_), name_)) {}

  bool next() {
    fields_.clear();
    while (at_ < text_.size()) {
      const std::size_t end = std::min(text_.find('\n', at_), text_.size());
      std::string_view line = std::string_view(text_).substr(at_, end - at_);
      at_ = end + 1;
      ++line_;
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (line.empty()) continue;
      for (std::size_t from = 0; from <= line.size();) {
        const std::size_t to = std::min(line.find('\t', from), line.size());
        fields_.push_back(line.substr(from, to - from));
        from = to + 1;
      }
      return true;
    }
    return false;
  }
  std::size_t count() const { return fields_.size(); }
  std::string_view text(std::size_t at) const {
    return at < fields_.size() ? fields_[at] : std::string_view();
  }
  double number(std::size_t at) const {
    const std::optional<double> value = parse_number(text(at));
    if (!value) throw InputError(where(), fmt::format("field {}: \"{}\" is not a number", at + 1, text(at)));
    return *value;
  }
  Location where() const { return Location{name_, line_}; }
  void require(std::size_t count) const {
    if (fields_.size() != count)
      throw InputError(where(), fmt::format("row has {} fields, {} expected", fields_.size(), count),
                       "the file may be cut short, or of other labels");
  }

 private:
  std::string name_;
  std::string text_;
  std::size_t at_ = 0;
  int line_ = 0;
  std::vector<std::string_view> fields_;
};

fs::path only_file(const fs::path& folder, std::string_view ending) {
  std::vector<fs::path> found;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    if (const std::string name = entry.path().filename().string();
        name.ends_with(ending) && !name.starts_with("labels_"))
      found.push_back(entry.path());
  if (found.size() == 1) return found.front();
  throw InputError(Location{folder.string()},
                   fmt::format("holds {} files that end in {}",
                               found.empty() ? std::string("no") : std::to_string(found.size()), ending),
                   "one is needed, such as Eora26_2017_bp_T.txt");
}

/// Region and sector, or region and final use, of each row or column.
struct Label {
  std::string region;
  std::string name;
};

/// Where a label stands in the world; -1 for what is left out.
struct Place {
  int economy = -1;
  int sector = -1;
};

/// The economies and sectors of labels, in order.
struct Parts {
  std::map<std::string, std::string> ids;
  Ids economies{"economy"};
  Ids sectors{"sector"};

  explicit Parts(const std::vector<Label>& labels) {
    std::vector<std::string> regions;
    for (const Label& label : labels)
      if (regions.empty() || regions.back() != label.region) regions.push_back(label.region);
    ids = economy_ids(regions);
    for (const std::string& region : regions) economies.insert(ids.at(region));
    for (const Label& label : labels) sectors.insert(label.name);
  }
  Place place(const Label& label) const {
    const auto id = ids.find(label.region);
    if (id == ids.end()) return {};
    return {*economies.find(id->second), sectors.find(label.name).value_or(-1)};
  }
};

std::vector<Label> eora_labels(const fs::path& file) {
  std::vector<Label> labels;
  for (TabRows rows(file); rows.next();) {
    if (rows.count() < 4) rows.require(4);
    labels.push_back({std::string(rows.text(1)), std::string(rows.text(3))});
  }
  return labels;
}

}  // namespace

ImportedWorld import_eora(const fs::path& folder, const ImportOptions& options) {
  const fs::path inter = only_file(folder, "_T.txt");
  for (const char* needed : {"labels_T.txt", "labels_FD.txt"})
    if (!fs::exists(folder / needed))
      throw InputError(Location{(folder / needed).string()}, "there is no such file",
                       "Eora26 gives labels in indices.zip; they belong into the folder of the tables");
  const fs::path use = only_file(folder, "_FD.txt");
  const std::vector<Label> rows = eora_labels(folder / "labels_T.txt");
  const std::vector<Label> uses = eora_labels(folder / "labels_FD.txt");
  const auto left_out = [](const Label& label) { return label.region == "ROW" && label.name == "TOTAL"; };
  std::vector<Label> kept;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(kept),
               [&](const Label& l) { return !left_out(l); });
  if (kept.empty()) throw InputError(Location{(folder / "labels_T.txt").string()}, "names no sector");
  const Parts parts(kept);
  std::vector<Place> places;
  for (const Label& label : rows) places.push_back(left_out(label) ? Place{} : parts.place(label));
  std::vector<Place> buyers;
  for (const Label& label : uses) buyers.push_back(parts.place(label));

  ImportOptions settled = options;
  if (settled.unit == 0.0) settled.unit = 1e-3;
  ImportTable table(inter, "Eora26", settled, parts.economies.names(), parts.sectors.names());
  double aside = 0.0;
  const auto read = [&](const fs::path& file, const std::vector<Place>& columns, bool final_use) {
    std::size_t row = 0;
    for (TabRows cells(file); cells.next(); ++row) {
      if (row == places.size())
        throw InputError(cells.where(), fmt::format("there are more than {} rows", places.size()));
      cells.require(columns.size());
      for (std::size_t c = 0; c < columns.size(); ++c) {
        const double value = cells.number(c);
        if (places[row].economy < 0 || columns[c].economy < 0)
          aside += std::abs(value);
        else if (final_use)
          table.add_final(places[row].economy, places[row].sector, columns[c].economy, value);
        else
          table.add_input(places[row].economy, places[row].sector, columns[c].economy, columns[c].sector,
                          value);
      }
    }
    if (row < places.size())
      throw InputError(Location{file.string()}, fmt::format("has {} rows, {} expected", row, places.size()),
                       "the file may be cut short");
  };
  read(inter, places, false);
  read(use, buyers, true);
  if (aside > 0.0)
    table.note(
        fmt::format("the line of the rest of the world, {:.6g} million, is left out: it holds discrepancies",
                    aside * settled.unit));
  table.derive_output();
  table.derive_value_added();
  return table.finish();
}

namespace {

struct ExioRows {
  std::vector<Label> columns;
  TabRows rows;

  /// Two lines of header: regions, then sectors or categories of use; the first two fields are names.
  explicit ExioRows(const fs::path& file) : rows(file) {
    std::array<std::vector<std::string>, 2> header;
    for (auto& line : header) {
      if (!rows.next()) throw InputError(rows.where(), "the header of two lines is missing");
      for (std::size_t c = 2; c < rows.count(); ++c) line.emplace_back(rows.text(c));
    }
    if (header[0].empty() || header[0].size() != header[1].size())
      throw InputError(rows.where(),
                       fmt::format("the header names {} regions and {} sectors or uses", header[0].size(),
                                   header[1].size()),
                       "EXIOBASE has one of each over every column; the file may be cut short");
    for (std::size_t c = 0; c < header[0].size(); ++c) columns.push_back({header[0][c], header[1][c]});
  }
  /// The names of the rows alone may stand on a line of their own.
  bool next() {
    while (rows.next()) {
      if (rows.count() <= 2 || rows.text(2).empty()) continue;
      rows.require(columns.size() + 2);
      return true;
    }
    return false;
  }
};

// Regions of EXIOBASE that are what is left of a continent.
const std::map<std::string, const char*> exio_rests = {{"WA", "Rest of Asia and Pacific"},
                                                       {"WL", "Rest of America"},
                                                       {"WE", "Rest of Europe"},
                                                       {"WF", "Rest of Africa"},
                                                       {"WM", "Rest of Middle East"}};

}  // namespace

ImportedWorld import_exiobase(const fs::path& folder, const ImportOptions& options) {
  ExioRows inter(folder / "Z.txt");
  ExioRows use(folder / "Y.txt");
  std::vector<Label> labels = inter.columns;
  // Two letters of the rests would read as countries: WF is Wallis and Futuna.
  const auto own = [](Label& label) {
    if (exio_rests.contains(label.region)) label.region = "W_" + label.region;
  };
  std::for_each(labels.begin(), labels.end(), own);
  const Parts parts(labels);
  std::vector<Place> places;
  for (const Label& label : labels) places.push_back(parts.place(label));
  std::vector<Place> buyers;
  for (Label label : use.columns) {
    own(label);
    buyers.push_back(parts.place(label));
    if (buyers.back().economy < 0)
      throw InputError(Location{(folder / "Y.txt").string(), 1},
                       fmt::format("region \"{}\" is not in Z.txt", label.region));
  }
  ImportOptions settled = options;
  if (settled.currency.empty()) settled.currency = "EUR";
  if (settled.base_year == 0) settled.base_year = import_year(folder, {});
  if (settled.name.empty()) settled.name = fmt::format("exiobase_{}", settled.base_year);
  ImportTable table(folder / "Z.txt", "EXIOBASE 3", settled, parts.economies.names(), parts.sectors.names());
  for (const auto& [code, name] : exio_rests)
    if (const auto at = parts.economies.find("W_" + code)) table.name_economy(*at, name, true);
  const auto read = [&](ExioRows& cells, const std::vector<Place>& columns, bool final_use) {
    std::size_t count = 0;
    for (; cells.next(); ++count) {
      Label label{std::string(cells.rows.text(0)), std::string(cells.rows.text(1))};
      own(label);
      const Place seller = parts.place(label);
      if (seller.economy < 0 || seller.sector < 0)
        throw InputError(cells.rows.where(),
                         fmt::format("row \"{}\", \"{}\" has no column in Z.txt", label.region, label.name));
      for (std::size_t c = 0; c < columns.size(); ++c) {
        const double value = cells.rows.number(c + 2);
        if (final_use)
          table.add_final(seller.economy, seller.sector, columns[c].economy, value);
        else
          table.add_input(seller.economy, seller.sector, columns[c].economy, columns[c].sector, value);
      }
    }
    if (count != places.size())
      throw InputError(cells.rows.where(), fmt::format("has {} rows, {} expected", count, places.size()),
                       "the file may be cut short");
  };
  read(inter, places, false);
  read(use, buyers, true);
  table.derive_output();
  table.derive_value_added();
  return table.finish();
}

}  // namespace leeway
