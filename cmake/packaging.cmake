# What is installed, and the Debian package made of it (`./dev package`).
set(share ${CMAKE_INSTALL_DATADIR}/leeway)
install(TARGETS leeway RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY data/ DESTINATION ${share}/data PATTERN world.pack EXCLUDE)
install(DIRECTORY scenarios/ DESTINATION ${share}/scenarios)
install(DIRECTORY threats/ DESTINATION ${share}/threats)
install(DIRECTORY sweeps/ DESTINATION ${share}/sweeps)
install(DIRECTORY games/ DESTINATION ${share}/games)
install(DIRECTORY hedges/ DESTINATION ${share}/hedges)
# Built by npm before the engine; without it there is no HTML brief, and the program says so.
install(FILES web/dist/brief.html DESTINATION ${share}/web OPTIONAL)
# The same with the engine in it (./dev live); without it a brief shows and does not answer.
install(FILES web/dist/live.html DESTINATION ${share}/web OPTIONAL)
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN "*.md" PATTERN "*.svg")
install(FILES README.md CHANGELOG.md CITATION.cff DESTINATION ${CMAKE_INSTALL_DOCDIR})
# Debian looks for the licence under this name.
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)

# What find_package(leeway) reads.
include(CMakePackageConfigHelpers)
set(cmake_folder ${CMAKE_INSTALL_LIBDIR}/cmake/leeway)
configure_package_config_file(cmake/leewayConfig.cmake.in ${PROJECT_BINARY_DIR}/leewayConfig.cmake
                              INSTALL_DESTINATION ${cmake_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/leewayConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/leewayConfig.cmake ${PROJECT_BINARY_DIR}/leewayConfigVersion.cmake
              cmake/linked.cmake DESTINATION ${cmake_folder})
install(EXPORT leeway NAMESPACE leeway:: FILE leewayTargets.cmake DESTINATION ${cmake_folder})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME leeway)
set(CPACK_PACKAGE_CONTACT "The Leeway developers <leeway@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "trade policy under threat: who gains, who pays, how much room there is")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
    "A calibrated multi-economy general-equilibrium model, a dated and sourced ledger of trade measures and threats, and the command `leeway` that turns them into a brief.")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# To build programs on the library.
set(CPACK_DEBIAN_PACKAGE_SUGGESTS
    "cmake, pkg-config, coinor-libclp-dev, libfmt-dev, libreadstat-dev, libsqlite3-dev, libtomlplusplus-dev, libxlsxwriter-dev, libxxhash-dev, libzip-dev, zlib1g-dev")
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
if(LEEWAY_PYTHON)
  set(CPACK_DEB_COMPONENT_INSTALL ON)
  set(CPACK_COMPONENTS_ALL Unspecified python)
  set(CPACK_DEBIAN_UNSPECIFIED_PACKAGE_NAME leeway)
  set(CPACK_DEBIAN_PYTHON_PACKAGE_NAME python3-leeway)
  set(CPACK_DEBIAN_PYTHON_PACKAGE_SECTION python)
  set(CPACK_DEBIAN_PYTHON_DESCRIPTION
      "The engine as a Python module: worlds, the status quo of a day, Measures put in and taken out, rooms, sweeps and briefs, with what is solved as labelled arrays and data frames.")
  # The module is for the one version of the interpreter that it was built with.
  math(EXPR next "${LEEWAY_PYTHON_MINOR} + 1")
  set(CPACK_DEBIAN_PYTHON_PACKAGE_DEPENDS
      "leeway (= ${PROJECT_VERSION}), python3 (>= 3.${LEEWAY_PYTHON_MINOR}), python3 (<< 3.${next}), python3-numpy, python3-pandas, python3-xarray, python3-matplotlib")
  set(CPACK_DEBIAN_PYTHON_PACKAGE_SUGGESTS "python3-notebook")
endif()
include(CPack)
