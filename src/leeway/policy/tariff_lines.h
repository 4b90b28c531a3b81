#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "leeway/policy/goods_list.h"
#include "leeway/policy/measure.h"
#include "leeway/policy/schedule.h"
#include "leeway/world/world.h"

// Goods by their codes in the harmonised system, brought to the lines of a world by the concordance of the
// data folder (docs/data.md, "Lists of tariff lines").
namespace leeway {

/// Whether a name of goods is a code: "hs:8703.80", "hs2017:1205".
bool is_tariff_line(std::string_view goods);

/// The digits by which a code is read, six at most: "hs2017:8703.80.10" is 870380. Throws InputError at
/// `where` for what is no code and a revision that there is not.
std::string read_digits(const std::string& goods, const Location& where);

/// Reads a list of codes from a file: a column `hs`, and `revision` where codes are of one; `description` is
/// left to people. Names of goods as a Measure has them. Throws InputError with line and field; also for
/// codes that the concordance does not know, of more than twenty where it knows fewer than nine of ten.
std::vector<std::string> read_tariff_lines(const std::filesystem::path& file);

/// Lines of a world that hold goods under a code of 2 to 10 digits; none for a code that the concordance does
/// not know. Throws InputError at `where` for what is no code, a revision that there is not, and a code whose
/// sector the world does not have.
std::vector<int> lines_of_code(const World& world, const std::string& goods, const Location& where);

/// The id of the list of goods that a Measure on tariff lines covers.
std::string list_of_lines(const std::string& measure);

/// A Measure on tariff lines as one on lines of a world, with the list of goods that it covers there: the
/// share of each line that recorded imports have under its codes. A Measure without codes stays as it is, and
/// nothing is added to `lists`.
Measure on_lines(const World& world, Measure measure, Date date, std::vector<GoodsList>& lists);

/// Rates by code as rates by line, the mean by recorded imports, with the share of the line that they cover.
/// `importer` and `partner` are names of the world; `rates` holds steps by code, `places` where each stands.
std::map<std::string, std::vector<ScheduleStep>> rates_on_lines(
    const World& world, const std::string& importer, const std::string& partner,
    const std::map<std::string, std::vector<ScheduleStep>>& rates,
    const std::map<std::string, Location>& places, TariffLineNotes& notes);

}  // namespace leeway
