#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace leeway {

/// Where governments stand by their votes in the UN General Assembly, on one dimension that is comparable
/// over time, the United States near its upper end (Bailey, Strezhnev and Voeten 2017): [economy][year].
using IdealPoints = std::map<std::string, std::map<int, double>>;

/// A table `economy,year,ideal_point`. Throws InputError for an economy that has a year twice.
IdealPoints read_ideal_points(const std::filesystem::path& file);
/// That of the data folder (data/alignment/ideal_points.csv); none where it has no such file.
IdealPoints ideal_points();

}  // namespace leeway
