#include "leeway/policy/names.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/policy/tariff_lines.h"

namespace leeway {

namespace {

void sort_once(std::vector<int>& indices) {
  std::sort(indices.begin(), indices.end());
  indices.erase(std::unique(indices.begin(), indices.end()), indices.end());
}

/// The world's error with the field that held the name.
template <class Resolve>
std::vector<int> in_field(const std::string& field, Resolve resolve) {
  try {
    return resolve();
  } catch (const InputError& error) {
    throw InputError(error.location(), fmt::format("{} in field `{}`", error.message(), field), error.hint());
  }
}

}  // namespace

bool is_product(std::string_view goods) { return goods.starts_with("product:"); }

bool is_member(const Membership& member, Date date) {
  return (!member.from || *member.from <= date) && (!member.to || date < *member.to);
}

bool acts_on_exports(Instrument instrument) {
  return instrument == Instrument::export_tax || instrument == Instrument::export_ban ||
         instrument == Instrument::export_quota || instrument == Instrument::licence;
}

std::vector<int> economies_of(const World& world, const std::vector<std::string>& names, Date date,
                              const Measure& measure, const std::string& field) {
  std::vector<int> found;
  for (const std::string& name : names) {
    if (const Group* group = world.find_group(name); group != nullptr && !world.find_economy(name)) {
      for (const Membership& member : group->members)
        if (is_member(member, date)) found.push_back(member.economy);
      continue;
    }
    const std::vector<int> named =
        in_field(field, [&] { return world.resolve_economies(name, date, measure.place(field)); });
    found.insert(found.end(), named.begin(), named.end());
  }
  sort_once(found);
  return found;
}

std::vector<int> lines_of(const World& world, const std::vector<std::string>& goods, const Measure& measure,
                          const std::string& field, std::vector<std::string>* absent) {
  std::vector<int> found;
  for (const std::string& name : goods) {
    if (is_tariff_line(name)) {
      const std::vector<int> under = lines_of_code(world, name, measure.place(field));
      found.insert(found.end(), under.begin(), under.end());
      continue;
    }
    if (name.size() > 1 && name.find_first_not_of("0123456789.") == std::string::npos &&
        !world.find_sector(name))
      throw InputError(measure.place(field), fmt::format("unknown sector \"{}\" in field `{}`", name, field),
                       fmt::format("a tariff line is written hs:{}", name));
    if (absent != nullptr && is_product(name) && !world.find_line(name)) {
      absent->push_back(name);
      continue;
    }
    const std::vector<int> named =
        in_field(field, [&] { return world.resolve_goods(name, measure.place(field)); });
    found.insert(found.end(), named.begin(), named.end());
  }
  sort_once(found);
  return found;
}

}  // namespace leeway
