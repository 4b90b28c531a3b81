# What the engine of the live page is built with instead of dependencies.cmake: emscripten, and libraries of headers
# alone, which must be the only headers of this machine that it sees. The other libraries have empty targets here;
# the files that need them are left out.
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
# Everything that is linked together agrees on how exceptions are thrown: by WebAssembly itself. Thrown by way of
# JavaScript, every call that one may pass through is a call out of the module.
add_compile_options(-fwasm-exceptions -msimd128
  -include ${CMAKE_CURRENT_LIST_DIR}/standard_library.h -isystem ${CMAKE_CURRENT_LIST_DIR})
add_link_options(-fwasm-exceptions)

# By folder of src/leeway: files, or patterns of them, that the engine does without, since they need a library that is
# not here, or answer what a page does not ask. What it links all the same is in apps/live/left_out.cpp.
set(not_in_page_io base64.cpp gzip.cpp har.cpp sqlite.cpp stata.cpp tar.cpp xlsx.cpp zip.cpp)
set(not_in_page_world aggregate.cpp carve*.cpp check*.cpp ideal_points.cpp import_*.cpp save.cpp)
set(not_in_page_policy game_file.cpp hedge_question.cpp kept_payoffs.cpp)
set(not_in_page_analysis alignment.cpp backtest*.cpp deflection.cpp dyad.cpp gates.cpp goal.cpp incidence.cpp
  ledger_effects.cpp self_check.cpp side_by_side.cpp stress.cpp why*.cpp)
set(not_in_page_strategy game_*.cpp hedge*.cpp opened_measures.cpp policy_game.cpp)
set(not_in_page_output alignment_report.cpp backtest_report.cpp brief_files.cpp drawn_report.cpp dyad_report.cpp
  ensemble_report.cpp founding_page.cpp game_*.cpp gates_report.cpp hedge_report.cpp incidence_report.cpp
  ledger_effects_report.cpp ledger_report.cpp live_page.cpp path_report.cpp policy_game_report.cpp product_report.cpp
  report_exchange.cpp report_files.cpp stress_report.cpp threat_scores_report.cpp validation_page.cpp
  verification_report.cpp war_report.cpp why_report.cpp world_report.cpp)
foreach(folder game verify replication ensemble)
  set(not_in_page_${folder} *.cpp)
endforeach()
