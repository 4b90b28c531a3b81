#!/usr/bin/env bash
# usage: data_rebuild.sh SOURCE_DIR
# The shipped world and schedules are what their sources make, byte for byte. Needs the sources, named by
# LEEWAY_SHARED; without them the test is skipped (77).
set -eu
cd "$1"
if [ ! -d "${LEEWAY_SHARED:-}/data" ]; then
  echo "skipped: LEEWAY_SHARED names no folder with data/"
  exit 77
fi
/usr/bin/python3 tools/build_world.py --source "$LEEWAY_SHARED/data" --out data/world/2023 --check
/usr/bin/python3 tools/build_schedules.py --source "$LEEWAY_SHARED/data" --out data/ledger/schedules --check
