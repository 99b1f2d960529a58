#!/bin/sh
# Runs the demo queries, then the data loop: CSV -> Iceberg -> Athena. Exit status 0 only if the loop returned its row.
set -eu
cd "$(dirname "$0")/.."
exec node src/bin/lakehouse.js demo "$@"
