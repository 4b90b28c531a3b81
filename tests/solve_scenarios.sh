#!/usr/bin/env bash
# usage: solve_scenarios.sh LEEWAY SOURCE_DIR
# Every ready scenario solves on the default world, and its certificates hold: `leeway solve` ends with 0.
set -u
leeway=$1
source=$2
export LEEWAY_DATA=$source
failed=0
for file in "$source"/scenarios/*.toml; do
  name=$(basename "$file" .toml)
  if ! said=$("$leeway" solve "$name" 2>&1); then
    echo "leeway solve $name:"
    grep -iE "certified|error" <<<"$said" || tail -3 <<<"$said"
    failed=1
  fi
done
exit $failed
