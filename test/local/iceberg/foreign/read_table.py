"""Reads a table by its metadata file with two foreign readers, and prints what they see.

usage: read_table.py METADATA_FILE [ROW_FILTER]
"""

import json
import pathlib
import sys

import duckdb
import pyiceberg
from pyiceberg.conversions import from_bytes
from pyiceberg.table import StaticTable

metadata, *rest = sys.argv[1:]
table = StaticTable.from_metadata(metadata)
scan = table.scan(row_filter=rest[0]) if rest else table.scan()
arrow = scan.to_arrow()


def bounds(file, which):
    values = {}
    for field_id, raw in (getattr(file, which) or {}).items():
        field = table.schema().find_field(field_id)
        values[field.name] = str(from_bytes(field.field_type, raw))
    return values


files = [
    {
        "partition": [str(file.partition[i]) for i in range(len(file.partition))],
        "rows": file.record_count,
        "lower": bounds(file, "lower_bounds"),
        "upper": bounds(file, "upper_bounds"),
        "nulls": {table.schema().find_field(k).name: v for k, v in (file.null_value_counts or {}).items()},
    }
    for file in (task.file for task in scan.plan_files())
]

site = pathlib.Path(pyiceberg.__file__).parent.parent
con = duckdb.connect()
con.execute("SET TimeZone = 'UTC'")
for name in ("avro", "iceberg"):
    con.load_extension(str(site / f"duckdb_extension_{name}" / "extensions" / "v1.5.5" / f"{name}.duckdb_extension"))
duck = con.sql(f"SELECT COLUMNS(*)::VARCHAR FROM iceberg_scan('{metadata}') ORDER BY 1")

print(
    json.dumps(
        {
            "schema": {f.name: str(f.field_type) for f in table.schema().fields},
            "spec": str(table.spec()),
            "rows": sorted(([str(v) for v in row.values()] for row in arrow.to_pylist())),
            "files": files,
            "summary": dict(table.current_snapshot().summary.additional_properties) if table.current_snapshot() else {},
            "history": len(table.history()),
            "duckdb": [[str(v) for v in row] for row in duck.fetchall()],
        }
    )
)
