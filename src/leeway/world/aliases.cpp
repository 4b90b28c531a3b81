#include "leeway/world/aliases.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace leeway {

namespace {

using Alias = std::pair<std::string_view, std::string_view>;

// ISO 3166-1 alpha-2 of the economies of published tables, with "EL", "EU" and "UK" as the EU writes them.
constexpr std::array<Alias, 84> codes{
    {{"AE", "ARE"}, {"AO", "AGO"}, {"AR", "ARG"}, {"AT", "AUT"}, {"AU", "AUS"},  {"BD", "BGD"},
     {"BE", "BEL"}, {"BG", "BGR"}, {"BN", "BRN"}, {"BR", "BRA"}, {"BY", "BLR"},  {"CA", "CAN"},
     {"CD", "COD"}, {"CH", "CHE"}, {"CI", "CIV"}, {"CL", "CHL"}, {"CM", "CMR"},  {"CN", "CHN"},
     {"CO", "COL"}, {"CR", "CRI"}, {"CY", "CYP"}, {"CZ", "CZE"}, {"DE", "DEU"},  {"DK", "DNK"},
     {"EE", "EST"}, {"EG", "EGY"}, {"EL", "GRC"}, {"ES", "ESP"}, {"EU", "EU27"}, {"FI", "FIN"},
     {"FR", "FRA"}, {"GB", "GBR"}, {"GR", "GRC"}, {"HK", "HKG"}, {"HR", "HRV"},  {"HU", "HUN"},
     {"ID", "IDN"}, {"IE", "IRL"}, {"IL", "ISR"}, {"IN", "IND"}, {"IR", "IRN"},  {"IS", "ISL"},
     {"IT", "ITA"}, {"JO", "JOR"}, {"JP", "JPN"}, {"KH", "KHM"}, {"KR", "KOR"},  {"KZ", "KAZ"},
     {"LA", "LAO"}, {"LT", "LTU"}, {"LU", "LUX"}, {"LV", "LVA"}, {"MA", "MAR"},  {"MM", "MMR"},
     {"MT", "MLT"}, {"MX", "MEX"}, {"MY", "MYS"}, {"NG", "NGA"}, {"NL", "NLD"},  {"NO", "NOR"},
     {"NZ", "NZL"}, {"PE", "PER"}, {"PH", "PHL"}, {"PK", "PAK"}, {"PL", "POL"},  {"PT", "PRT"},
     {"RO", "ROU"}, {"RU", "RUS"}, {"SA", "SAU"}, {"SE", "SWE"}, {"SG", "SGP"},  {"SI", "SVN"},
     {"SK", "SVK"}, {"SN", "SEN"}, {"ST", "STP"}, {"TH", "THA"}, {"TN", "TUN"},  {"TR", "TUR"},
     {"TW", "TWN"}, {"UA", "UKR"}, {"UK", "GBR"}, {"US", "USA"}, {"VN", "VNM"},  {"ZA", "ZAF"}}};

// English names that tables or the press write otherwise, or that tables without names lack.
constexpr std::array<Alias, 49> common{{{"america", "USA"},
                                        {"australia", "AUS"},
                                        {"brazil", "BRA"},
                                        {"britain", "GBR"},
                                        {"brunei", "BRN"},
                                        {"burma", "MMR"},
                                        {"canada", "CAN"},
                                        {"china", "CHN"},
                                        {"chinese taipei", "TWN"},
                                        {"cote d'ivoire", "CIV"},
                                        {"czech republic", "CZE"},
                                        {"emirates", "ARE"},
                                        {"european union", "EU27"},
                                        {"france", "FRA"},
                                        {"germany", "DEU"},
                                        {"great britain", "GBR"},
                                        {"holland", "NLD"},
                                        {"hong kong sar", "HKG"},
                                        {"india", "IND"},
                                        {"indonesia", "IDN"},
                                        {"iran", "IRN"},
                                        {"italy", "ITA"},
                                        {"ivory coast", "CIV"},
                                        {"japan", "JPN"},
                                        {"korea", "KOR"},
                                        {"laos", "LAO"},
                                        {"malaysia", "MYS"},
                                        {"mexico", "MEX"},
                                        {"norway", "NOR"},
                                        {"republic of korea", "KOR"},
                                        {"rest of world", "ROW"},
                                        {"russia", "RUS"},
                                        {"russian federation", "RUS"},
                                        {"saudi arabia", "SAU"},
                                        {"slovak republic", "SVK"},
                                        {"south africa", "ZAF"},
                                        {"south korea", "KOR"},
                                        {"spain", "ESP"},
                                        {"switzerland", "CHE"},
                                        {"taiwan", "TWN"},
                                        {"thailand", "THA"},
                                        {"turkey", "TUR"},
                                        {"turkiye", "TUR"},
                                        {"uae", "ARE"},
                                        {"united kingdom", "GBR"},
                                        {"united states", "USA"},
                                        {"united states of america", "USA"},
                                        {"viet nam", "VNM"},
                                        {"vietnam", "VNM"}}};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

template <class Table>
std::string_view look_up(const Table& table, std::string_view name) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const Alias& a) { return a.first == name; });
  return found == table.end() ? std::string_view{} : found->second;
}

}  // namespace

std::optional<std::string> economy_called(const World& world, std::string_view name) {
  const auto known = [&](std::string_view id) {
    return !id.empty() && (world.find_economy(id) || world.find_group(id) != nullptr);
  };
  if (const std::string_view id = look_up(codes, name); known(id)) return std::string(id);
  const std::string folded = lower(name);
  std::optional<std::string> found;
  const auto take = [&](const auto& items) {
    for (const auto& item : items)
      if (lower(item.name) == folded || lower(item.id) == folded) {
        if (found) return false;
        found = item.id;
      }
    return true;
  };
  if (!take(world.economies) || !take(world.groups)) return std::nullopt;
  if (found) return found;
  if (const std::string_view id = look_up(common, folded); known(id)) return std::string(id);
  return std::nullopt;
}

std::string id_of(const World& world, const std::string& name) {
  if (world.find_economy(name) || world.find_group(name) != nullptr) return name;
  return economy_called(world, name).value_or(name);
}

}  // namespace leeway
