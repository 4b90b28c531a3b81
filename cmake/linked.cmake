# The libraries that a program with Leeway in it links. Installed beside leewayConfig.cmake, so that both read one
# list.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(ZLIB REQUIRED)
pkg_check_modules(tomlplusplus REQUIRED IMPORTED_TARGET tomlplusplus)
pkg_check_modules(xlsxwriter REQUIRED IMPORTED_TARGET xlsxwriter)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(clp REQUIRED IMPORTED_TARGET clp)
pkg_check_modules(sqlite3 REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(libzip REQUIRED IMPORTED_TARGET libzip)
# Debian's ReadStat has no pkg-config file.
find_library(READSTAT_LIBRARY readstat REQUIRED)
find_path(READSTAT_INCLUDE_DIR readstat.h REQUIRED)
if(NOT TARGET readstat::readstat)
  add_library(readstat::readstat UNKNOWN IMPORTED)
  set_target_properties(readstat::readstat PROPERTIES IMPORTED_LOCATION ${READSTAT_LIBRARY}
                        INTERFACE_INCLUDE_DIRECTORIES ${READSTAT_INCLUDE_DIR})
endif()
