#include "leeway/io/base64.h"

namespace leeway {

std::string base64(std::string_view bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::string_view three = bytes.substr(at, 3);
    unsigned word = 0;
    for (std::size_t b = 0; b < 3; ++b)
      word = word << 8U | (b < three.size() ? static_cast<unsigned char>(three[b]) : 0U);
    for (std::size_t d = 0; d < 4; ++d)
      text += d > three.size() ? '=' : digits[word >> (18U - 6U * static_cast<unsigned>(d)) & 63U];
  }
  return text;
}

}  // namespace leeway
