# ccache makes a second build quick where it is installed; nothing needs it.
find_program(LEEWAY_CCACHE ccache)
mark_as_advanced(LEEWAY_CCACHE)
if(LEEWAY_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${LEEWAY_CCACHE})
endif()

# leeway_settings carries the compile flags that every target shares.
add_library(leeway_settings INTERFACE)
target_include_directories(leeway_settings INTERFACE
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/src>)
target_compile_options(leeway_settings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wno-psabi -Werror
  # The same bits whatever vector width the machine has.
  -ffp-contract=off)
# g++ 12 sees overlapping copies in string concatenation where there are none (GCC bug 105651).
target_compile_options(leeway_settings INTERFACE
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-restrict>)
if(LEEWAY_NATIVE)
  target_compile_options(leeway_settings INTERFACE -march=native)
endif()
if(LEEWAY_SANITIZE)
  target_compile_options(leeway_settings INTERFACE
    -fsanitize=${LEEWAY_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(leeway_settings INTERFACE -fsanitize=${LEEWAY_SANITIZE})
endif()
if(LEEWAY_FUZZ)
  # Without coverage in the library itself the fuzzer would search blindly.
  target_compile_options(leeway_settings INTERFACE -fsanitize=fuzzer-no-link)
endif()

# leeway_folder(NAME USES ... [LINKS ...] [PRIVATE_LINKS ...] [COLD]): one folder under src/leeway is one
# target. USES is the include table of docs/architecture.md; tests/architecture holds it to that. COLD
# folders ask the model and phrase what it gives: they compile with little optimisation, which takes a third
# less time.
function(leeway_folder name)
  cmake_parse_arguments(arg "COLD" "" "USES;LINKS;PRIVATE_LINKS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
  list(TRANSFORM arg_USES PREPEND leeway_)
  if(sources)
    add_library(leeway_${name} STATIC ${sources})
    target_link_libraries(leeway_${name} PUBLIC leeway_settings ${arg_USES} ${arg_LINKS}
                          PRIVATE ${arg_PRIVATE_LINKS})
    set_target_properties(leeway_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    if(arg_COLD)
      target_compile_options(leeway_${name} PRIVATE $<$<CONFIG:Release>:-O1>)
    endif()
  else()
    add_library(leeway_${name} INTERFACE)
    target_link_libraries(leeway_${name} INTERFACE leeway_settings ${arg_USES} ${arg_LINKS})
  endif()
endfunction()
