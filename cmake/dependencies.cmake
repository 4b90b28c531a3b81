# Everything comes from Debian 12; nothing is downloaded.
include(${CMAKE_CURRENT_LIST_DIR}/linked.cmake)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(FastFloat REQUIRED)
find_package(Boost 1.74 REQUIRED)  # headers of Boost.Math
find_package(nlohmann_json 3.11 REQUIRED)
find_package(CLI11 2.1 REQUIRED)
