#!/usr/bin/env bash
# usage: data_rebuild.sh SOURCE_DIR
# The shipped worlds and schedules are what their sources make, byte for byte. Needs the sources, named by
# LEEWAY_SHARED; without them the test is skipped (77).
set -eu
cd "$1"
if [ ! -d "${LEEWAY_SHARED:-}/data" ]; then
  echo "skipped: LEEWAY_SHARED names no folder with data/"
  exit 77
fi
/usr/bin/python3 tools/build_world.py --source "$LEEWAY_SHARED/data" --out data/world/2023 --check
if /usr/bin/python3 -c "import h5py" 2>/dev/null; then
  for year in 2017 2019; do
    /usr/bin/python3 tools/build_world.py --source "$LEEWAY_SHARED/data" --out data/world/$year --year $year --check
  done
  /usr/bin/python3 tools/build_backtest.py --source "$LEEWAY_SHARED/data" --out data/backtest --check
else
  echo "not rebuilt: the worlds of 2017 and 2019 and the record of past episodes, whose sources need python3-h5py"
fi
/usr/bin/python3 tools/build_schedules.py --source "$LEEWAY_SHARED/data" --out data/ledger/schedules --check
/usr/bin/python3 tools/build_concordance.py --source "$LEEWAY_SHARED/data" --out data/concordance --check
/usr/bin/python3 tools/build_alignment.py --source "$LEEWAY_SHARED/data" --out data/alignment --check
