# ccache makes a second build quick where it is installed; nothing needs it.
find_program(LEEWAY_CCACHE ccache)
mark_as_advanced(LEEWAY_CCACHE)
if(LEEWAY_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${LEEWAY_CCACHE})
endif()

# Half of the time of a file's compilation goes into headers that the others of its folder read as well.
option(LEEWAY_UNITY "Compile the files of a folder several at a time" ON)
function(leeway_together target)
  if(LEEWAY_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
  endif()
endfunction()

# leeway_settings carries the compile flags that every target shares.
add_library(leeway_settings INTERFACE)
target_include_directories(leeway_settings INTERFACE
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/src>)
target_compile_options(leeway_settings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wno-sign-conversion -Wno-psabi -Werror
  # The same bits whatever vector width the machine has.
  -ffp-contract=off)
if(CMAKE_POSITION_INDEPENDENT_CODE)
  # Nobody replaces our functions when they are loaded, so calls among them need no detour.
  target_compile_options(leeway_settings INTERFACE -fno-semantic-interposition)
endif()
# Together, a name of one file may hide another file's; lint compiles each alone.
if(NOT LEEWAY_UNITY)
  target_compile_options(leeway_settings INTERFACE -Wshadow)
endif()
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
# Without coverage in what reads input the fuzzer would search blindly; kernels need none, and run twice as slow.
set(fuzzed base io game world policy ensemble)

# leeway_folder(NAME USES ... [PUBLIC_HEADERS ...] [LINKS ...] [PRIVATE_LINKS ...] [HEADERS_OF ...] [COLD]): one
# folder under src/leeway is one target. USES is the include table of docs/architecture.md; tests/architecture holds
# it to that. PUBLIC_HEADERS are installed, and what they include is among them. HEADERS_OF names libraries of headers
# alone, which a program that uses the installed library need not have. COLD folders read input, or ask
# the model and phrase what it gives: they compile with little optimisation, which takes a third less time.
function(leeway_folder name)
  cmake_parse_arguments(arg "COLD" "" "USES;PUBLIC_HEADERS;LINKS;PRIVATE_LINKS;HEADERS_OF" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
  list(TRANSFORM arg_USES PREPEND leeway_)
  if(LEEWAY_LIVE AND not_in_page_${name})
    list(TRANSFORM not_in_page_${name} PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/${name}/)
    file(GLOB left_out CONFIGURE_DEPENDS ${not_in_page_${name}})
    list(REMOVE_ITEM sources ${left_out})
  endif()
  if(NOT sources)
    add_library(leeway_${name} INTERFACE)
    target_link_libraries(leeway_${name} INTERFACE ${arg_USES})
    return()
  endif()
  list(TRANSFORM arg_PUBLIC_HEADERS PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/${name}/)
  list(TRANSFORM arg_HEADERS_OF REPLACE "(.+)" "$<BUILD_INTERFACE:\\1>")
  add_library(leeway_${name} STATIC ${sources})
  target_link_libraries(leeway_${name}
    PUBLIC $<BUILD_INTERFACE:leeway_settings> ${arg_USES} ${arg_LINKS} ${arg_HEADERS_OF}
    PRIVATE ${arg_PRIVATE_LINKS})
  target_compile_features(leeway_${name} PUBLIC cxx_std_20)
  target_sources(leeway_${name} PUBLIC
    FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/src FILES ${arg_PUBLIC_HEADERS})
  set_target_properties(leeway_${name} PROPERTIES EXPORT_NAME ${name})
  leeway_together(leeway_${name})
  if(LEEWAY_FUZZ AND name IN_LIST fuzzed)
    target_compile_options(leeway_${name} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
  if(arg_COLD AND LEEWAY_LIVE)
    target_compile_options(leeway_${name} PRIVATE -Os)
  elseif(arg_COLD)
    target_compile_options(leeway_${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  endif()
  install(TARGETS leeway_${name} EXPORT leeway ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}/leeway FILE_SET HEADERS)
endfunction()
