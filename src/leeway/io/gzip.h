#pragma once

#include <string>
#include <string_view>

namespace leeway {

/// The bytes of gzip data, of one member or several in a row. `name` stands for the file in errors. Throws
/// InputError for data that is damaged, cut short or no gzip data.
std::string unpack_gzip(std::string_view packed, const std::string& name);

/// As one member, without a name or a time: the same bytes give the same bytes.
std::string pack_gzip(std::string_view bytes);

}  // namespace leeway
