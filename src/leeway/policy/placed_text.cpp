#include "leeway/policy/placed_text.h"

#include "leeway/io/toml.h"

namespace leeway {

Location inside_quotes(const TomlValue& value) {
  Location where = value.where();
  ++where.column;
  return where;
}

}  // namespace leeway
