#include "leeway/world/ideal_points.h"

#include <fmt/format.h>

#include "leeway/base/paths.h"
#include "leeway/io/csv.h"

namespace leeway {

IdealPoints read_ideal_points(const std::filesystem::path& file) {
  IdealPoints points;
  CsvFile csv(file, {{"economy"}, {"year"}, {"ideal_point"}});
  while (csv.next()) {
    const std::string economy(csv.id(0));
    if (!points[economy].emplace(csv.integer(1), csv.number(2)).second)
      throw csv.error(1, fmt::format("{} has this year already", economy));
  }
  return points;
}

IdealPoints ideal_points() {
  const std::filesystem::path file = share_folder() / "data" / "alignment" / "ideal_points.csv";
  return std::filesystem::is_regular_file(file) ? read_ideal_points(file) : IdealPoints{};
}

}  // namespace leeway
