#!/usr/bin/env bash
# usage: headers_compile_alone.sh COMPILER SOURCE_DIR
# Names the headers under src/leeway and apps that do not compile by themselves, and fails if there are any.
# One that its own .cpp includes first was compiled alone there, by the build; only the others are tried here.
set -euo pipefail
compiler=$1
source_dir=$2
export compiler source_dir

check_one() {
  local header=$1 name=${1#"$source_dir"/} first
  grep -q '^#pragma once' "$header" || { echo "has no #pragma once: $name"; return 1; }
  if [ -f "${header%.h}.cpp" ]; then
    first=$(grep -m1 '^#include' "${header%.h}.cpp" || true)
    [ "$first" != "#include \"${name#src/}\"" ] || return 0
  fi
  printf '#include "%s"\n' "$header" |
    "$compiler" -std=c++20 -fsyntax-only -x c++ -I "$source_dir/src" -I "$(dirname "$header")" \
      -isystem /usr/include/eigen3 -Wall -Wextra -Wno-psabi -Werror - ||
    { echo "does not compile alone: $name"; return 1; }
}
export -f check_one

# xargs exits with 123 when any of its commands fails.
find "$source_dir/src/leeway" "$source_dir/apps" -name '*.h' -print0 | sort -z |
  xargs -0 -r -n 1 -P 2 bash -c 'check_one "$1"' check_one
