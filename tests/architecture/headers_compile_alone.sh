#!/usr/bin/env bash
# usage: headers_compile_alone.sh COMPILER SOURCE_DIR
# Fails with the names of the headers under src/leeway that do not compile by themselves.
set -u
compiler=$1
source_dir=$2
flags=(-std=c++20 -fsyntax-only -x c++ -I "$source_dir/src" -I /usr/include/eigen3 -Wall -Wextra -Werror)
failed=0
while IFS= read -r -d '' header; do
  if ! printf '#include "%s"\n#include "%s"\n' "$header" "$header" | "$compiler" "${flags[@]}" -; then
    echo "does not compile alone: ${header#"$source_dir"/}"
    failed=1
  fi
done < <(find "$source_dir/src/leeway" -name '*.h' -print0 | sort -z)
exit $failed
