#!/usr/bin/env bash
# usage: installed.sh BUILD_DIR SOURCE_DIR COMPILER
# Installs into a folder of its own, compiles every installed header together with nothing but the installed ones
# in reach, then builds the example on the package and looks at what it prints.
set -euo pipefail
build=$1 source=$2 compiler=$3
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT

cmake --install "$build" --prefix "$prefix" >/dev/null
(cd "$prefix/include" && find leeway -name '*.h' | sort | sed 's/.*/#include <&>/') |
  "$compiler" -std=c++20 -fsyntax-only -x c++ -I "$prefix/include" -Wall -Wextra -Werror -

cmake -S "$source/examples" -B "$prefix/build" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_COMPILER="$compiler" \
  -DCMAKE_BUILD_TYPE=Release >"$prefix/log" || { cat "$prefix/log"; exit 1; }
cmake --build "$prefix/build" >"$prefix/log" || { cat "$prefix/log"; exit 1; }
LEEWAY_DATA=$prefix/share/leeway "$prefix/build/threat" | tee "$prefix/out"
# The threat carried out costs Canada between USD 10 bn and 100 bn, answered or not.
[ "$(grep -cE '^CAN -[1-9][0-9]{4}(\.[0-9]+)? USD million$' "$prefix/out")" = 2 ]
