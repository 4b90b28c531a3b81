#include "leeway/replication/published_world.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/base/suggest.h"

namespace leeway {

World published_world(const std::vector<std::string>& economies, const std::vector<std::string>& sectors,
                      const std::string& name, const std::string& title, int year) {
  const std::size_t N = economies.size();
  const std::size_t J = sectors.size();
  World w;
  w.name = name;
  w.title = title;
  w.base_year = year;
  w.tariff_date = make_date(year, 1, 1);
  w.currency = "as published";
  for (const std::string& id : economies) w.economies.push_back({id, id, false});
  for (const std::string& id : sectors) {
    const int j = w.sector_count();
    w.sectors.push_back({id, id, "", true});
    w.lines.push_back({id, id, j, j, ""});
  }
  w.producers = own_producers(w.sectors);
  w.line_substitution.assign(J, 1.0);
  w.tariff_kinds = {"applied"};
  w.tariff = w.flow = Array3(J, N, N);
  w.tariff_kind.assign(w.tariff.size(), 0);
  w.input = Array3(N, J, J);
  w.output = w.value_added = w.final_use = Array2(N, J);
  return w;
}

int place_of(const std::vector<std::string>& names, const CsvFile& csv, std::size_t column) {
  const auto found = std::find(names.begin(), names.end(), csv.id(column));
  if (found == names.end())
    throw csv.error(column, fmt::format("unknown name \"{}\"", csv.id(column)),
                    did_you_mean(std::string(csv.id(column)), names));
  return static_cast<int>(found - names.begin());
}

}  // namespace leeway
