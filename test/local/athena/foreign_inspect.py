"""What PyIceberg's `inspect` tells of a table, as Athena prints it.

usage: foreign_inspect.py METADATA_URI OBJECTS
  OBJECTS  a JSON file: the path on disk of each object, by its address (s3://bucket/key)
prints a JSON object: rows of texts by the name of the metadata table
"""

import json
import sys

from foreign_objects import open_table


def text(value):
    """NULL is None; maps and rows are printed as Athena does."""
    if value is None:
        return None
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}={text(v) if v is not None else 'null'}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return text(dict(value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def time(value):
    return value.strftime("%Y-%m-%d %H:%M:%S.") + f"{value.microsecond // 1000:03} UTC"


inspect = open_table(sys.argv[1]).inspect


def rows(table, *columns):
    return [[text(row[column]) for column in columns] for row in table.to_pylist()]


FILES = ("content", "file_path", "file_format", "record_count", "file_size_in_bytes")
MAPS = ("column_sizes", "value_counts", "null_value_counts", "nan_value_counts")

data, deletes = [], []
for row in inspect.manifests().to_pylist():
    kind = "data" if row["content"] == 0 else "delete"
    counts = [row[f"{status}_{kind}_files_count"] for status in ("added", "existing", "deleted")]
    (data if kind == "data" else deletes).append(
        [text(v) for v in (row["path"], row["length"], row["partition_spec_id"], row["added_snapshot_id"], *counts)]
    )

print(
    json.dumps(
        {
            "snapshots": [
                [time(row["committed_at"]), *(text(row[c]) for c in ("snapshot_id", "parent_id", "operation", "manifest_list", "summary"))]
                for row in inspect.snapshots().to_pylist()
            ],
            "history": [
                [time(row["made_current_at"]), *(text(row[c]) for c in ("snapshot_id", "parent_id", "is_current_ancestor"))]
                for row in inspect.history().to_pylist()
            ],
            "refs": rows(
                inspect.refs(),
                "name",
                "type",
                "snapshot_id",
                "max_reference_age_in_ms",
                "min_snapshots_to_keep",
                "max_snapshot_age_in_ms",
            ),
            "files": rows(inspect.files(), *FILES, *MAPS),
            "manifests": data + deletes,
            "partitions": [
                [text(row.get("partition")), *(text(row[c]) for c in ("record_count", "file_count", "total_data_file_size_in_bytes"))]
                for row in inspect.partitions().to_pylist()
            ],
        }
    )
)
