# What the engine of the live page is built with instead of dependencies.cmake: emscripten, and libraries of headers
# alone, which must be the only headers of this machine that it sees. The other libraries have empty targets here;
# the files that need them are left out (NOT_IN_PAGE in src/leeway/CMakeLists.txt).
set(live_headers ${PROJECT_BINARY_DIR}/headers)
file(MAKE_DIRECTORY ${live_headers})
foreach(header eigen3/Eigen fmt toml++ nlohmann fast_float boost xxhash.h)
  get_filename_component(name ${header} NAME)
  find_path(folder_of_${name} ${header} PATHS /usr/include /usr/local/include
            NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH REQUIRED)
  mark_as_advanced(folder_of_${name})
  file(CREATE_LINK ${folder_of_${name}}/${header} ${live_headers}/${name} SYMBOLIC)
endforeach()

add_library(live_headers INTERFACE)
target_include_directories(live_headers SYSTEM INTERFACE ${live_headers})
target_compile_definitions(live_headers INTERFACE FMT_HEADER_ONLY XXH_INLINE_ALL TOML_HEADER_ONLY=0)
foreach(library Eigen3::Eigen fmt::fmt nlohmann_json::nlohmann_json FastFloat::fast_float Boost::boost PkgConfig::xxhash)
  add_library(${library} ALIAS live_headers)
endforeach()

# Compiled once, as in Debian's library of it: the header-only form ends the program on some bad input.
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/toml.cpp CONTENT "#define TOML_IMPLEMENTATION\n#include <toml++/toml.h>\n")
add_library(live_toml STATIC ${PROJECT_BINARY_DIR}/toml.cpp)
target_link_libraries(live_toml PUBLIC live_headers)
add_library(PkgConfig::tomlplusplus ALIAS live_toml)

add_library(left_out INTERFACE)
foreach(library PkgConfig::xlsxwriter PkgConfig::sqlite3 PkgConfig::libzip PkgConfig::clp readstat::readstat ZLIB::ZLIB
                Threads::Threads)
  add_library(${library} ALIAS left_out)
endforeach()

# Code of a page lies where it is put.
set(CMAKE_POSITION_INDEPENDENT_CODE OFF)
# Everything that is linked together agrees on how exceptions are thrown.
add_compile_options(-fexceptions
  -include ${CMAKE_CURRENT_LIST_DIR}/standard_library.h -isystem ${CMAKE_CURRENT_LIST_DIR})
add_link_options(-fexceptions)
