#include "leeway/policy/goods_list.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/policy/measure_toml.h"
#include "leeway/policy/term_values.h"

namespace leeway {

namespace {

GoodsList::Shares shares_of(const TomlValue& value, const std::string& field) {
  GoodsList::Shares shares;
  const TomlTable* by_goods = value.as_table();
  if (by_goods == nullptr) {
    shares["*"] = share_of(value, field);
    return shares;
  }
  if (by_goods->entries().empty()) throw term_error(value, field, "names no goods");
  for (const TomlTable::Entry& entry : by_goods->entries())
    shares[entry.key] = share_of(entry.value, field + "." + entry.key);
  return shares;
}

}  // namespace

bool GoodsList::overlaps(const GoodsList& other) const {
  return std::any_of(hs.begin(), hs.end(), [&](const std::string& code) {
    return std::any_of(other.hs.begin(), other.hs.end(), [&](const std::string& also) {
      return code.starts_with(also) || also.starts_with(code);
    });
  });
}

GoodsList parse_goods_list(const TomlTable& table) {
  table.refuse_unknown({"id", "title", "within", "hs", "share", "share_of", "source", "confidence", "note"},
                       "a list of goods");
  GoodsList list;
  list.where = table.where();
  list.id = table.require_string("id");
  if (!is_id(list.id))
    throw table.error("id", fmt::format("\"{}\" is not an id", list.id),
                      "allowed: letters, digits, '-', '_', '.'");
  list.title = table.require_string("title");
  list.within = table.optional_string("within");
  list.hs = table.optional_strings("hs");
  for (const std::string& code : list.hs)
    if (code.size() < 2 || code.find_first_not_of("0123456789") != std::string::npos)
      throw table.error("hs", fmt::format("\"{}\" is not a code", code),
                        "write digits alone, such as \"7208\"");
  if (const TomlValue* value = table.find("share")) list.share = shares_of(*value, "share");
  if (const TomlTable* origins = table.optional_table("share_of"))
    for (const TomlTable::Entry& entry : origins->entries())
      list.share_of[entry.key] = shares_of(entry.value, "share_of." + entry.key);
  if (list.share.empty() && list.share_of.empty())
    throw InputError(list.where, fmt::format("list \"{}\" has no share", list.id),
                     "write share = 0.3, share = { C29 = 0.3 } or share_of = { CAN = 0.4 }");
  list.source = table.optional_strings("source");
  list.confidence = read_confidence(table, false);
  list.note = table.optional_string("note");
  return list;
}

}  // namespace leeway
