#pragma once

// What the standard library of the page's compiler (libc++ of emscripten 3.1.6) lacks and this project uses. Every file
// of that build begins with this.
#include <bit>
#include <memory>
#include <type_traits>

namespace std {

#ifndef __cpp_lib_bit_cast
template <class To, class From>
constexpr To bit_cast(const From& from) noexcept {
  static_assert(sizeof(To) == sizeof(From) && is_trivially_copyable_v<To> && is_trivially_copyable_v<From>);
  return __builtin_bit_cast(To, from);
}
#endif

#ifndef __cpp_lib_smart_ptr_for_overwrite
template <class Elements>
unique_ptr<Elements> make_unique_for_overwrite(size_t count) {
  return unique_ptr<Elements>(new remove_extent_t<Elements>[count]);
}
#endif

}  // namespace std
