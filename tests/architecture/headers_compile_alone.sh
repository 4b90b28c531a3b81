#!/usr/bin/env bash
# usage: headers_compile_alone.sh COMPILER SOURCE_DIR
# Names the headers under src/leeway and apps that do not compile by themselves, and fails if there are any.
# Each is included twice, so that a missing guard shows too.
set -euo pipefail
compiler=$1
source_dir=$2
export compiler source_dir

check_one() {
  local header=$1
  printf '#include "%s"\n#include "%s"\n' "$header" "$header" |
    "$compiler" -std=c++20 -fsyntax-only -x c++ -I "$source_dir/src" -I "$(dirname "$header")" \
      -isystem /usr/include/eigen3 -Wall -Wextra -Werror - ||
    { echo "does not compile alone: ${header#"$source_dir"/}"; return 1; }
}
export -f check_one

# xargs exits with 123 when any of its commands fails.
find "$source_dir/src/leeway" "$source_dir/apps" -name '*.h' -print0 | sort -z |
  xargs -0 -r -n 1 -P 2 bash -c 'check_one "$1"' check_one
