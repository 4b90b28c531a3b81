#!/usr/bin/env bash
# usage: sweep_kills.sh LEEWAY [ROUNDS] [SEED]
# Kills workers of a sweep with SIGKILL at random, one, the first rank or all at once, goes on under another launcher each
# time, and compares the merged table with that of an undisturbed run. Prints what was done to whom.
set -euo pipefail
leeway=$(realpath "$1")
rounds=${2:-20}
RANDOM=${3:-20260124}
LEEWAY_DATA=$(realpath "$(dirname "$0")/data/small_share")
export LEEWAY_DATA
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
cd "$here"
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
cat >plan.toml <<'PLAN'
title = "A threat"
economy = "CAN"
as_of = 2025-10-01
threat = "USA on CAN: tariff 60% on goods, id HIT"
deal = ["CAN with CHN: pact 50%"]
probability = 0.2
design = "sobol"
size = 20000
[[vary]]
what = "HIT.rate"
distribution = "uniform"
low = "5%"
high = "60%"
[[vary]]
what = "theta"
distribution = "lognormal"
sd = 0.2
PLAN
"$leeway" sweep run plan.toml -o whole 2>whole.err
"$leeway" sweep merge whole -o whole.csv >/dev/null

ranked=$(command -v mpirun >/dev/null && mpirun -n 2 "$leeway" sweep run plan.toml -o whole >/dev/null 2>&1 && echo yes || echo no)
run=0
for ((round = 1; round <= rounds; ++round)); do
  folder=run$run
  launcher=$((RANDOM % 3))
  [ "$ranked" = yes ] || launcher=$((launcher % 2))
  pids=()
  case $launcher in
    0) how="threads"
       "$leeway" sweep run plan.toml -o $folder --chunk 50 2>/dev/null & pids=($!) ;;
    1) how="shards"
       for shard in 1/2 2/2; do
         "$leeway" sweep run plan.toml -o $folder --chunk 50 --threads 1 --shard $shard 2>/dev/null & pids+=($!)
       done ;;
    2) how="ranks"
       setsid mpirun --oversubscribe -n 3 "$leeway" sweep run plan.toml -o $folder --chunk 50 >/dev/null 2>&1 & pids=($!) ;;
  esac
  sleep "0.$((RANDOM % 900 + 100))"
  victims=("${pids[@]}")
  if [ $launcher = 2 ]; then
    # The ranks themselves: the first started is rank 0. One of them, or all with mpirun.
    mapfile -t children < <(pgrep -P "${pids[0]}" || true)
    if ((${#children[@]})); then
      case $((RANDOM % 3)) in
        0) victims=("${children[0]}"); how+=", the first" ;;
        1) victims=("${children[$((RANDOM % ${#children[@]}))]}"); how+=", any" ;;
        2) victims=("${pids[0]}" "${children[@]}"); how+=", all with mpirun" ;;
      esac
    fi
  elif ((RANDOM % 2)) && ((${#pids[@]} > 1)); then
    victims=("${pids[0]}"); how+=", one"
  fi
  kill -9 "${victims[@]}" 2>/dev/null || true
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  have=$("$leeway" sweep merge $folder -o part.csv --partial 2>/dev/null | cut -d' ' -f1 || true)
  echo "$round: $how; ${have:-0} draws kept"
  if [ "${have:-0}" = 20000 ] || ((round % 5 == 0)); then
    "$leeway" sweep run plan.toml -o $folder 2>/dev/null
    "$leeway" sweep merge $folder -o again.csv >/dev/null
    cmp again.csv whole.csv
    echo "   $folder: the same bytes"
    run=$((run + 1))
  fi
done
echo "$rounds kills, every merged table the same bytes"
