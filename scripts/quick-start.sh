#!/bin/sh
# The quick start: brings the lakehouse up, then asks it one question. Everything that it needs is installed into the clone.
set -eu
cd "$(dirname "$0")/.."
make up
node src/bin/lakehouse.js sql "SELECT state, count(*) AS customers FROM customers GROUP BY state ORDER BY customers DESC LIMIT 5" --as analyst
