"""Reads every snapshot of a table of the account with PyIceberg and with DuckDB's Iceberg extension.

usage: foreign_snapshots.py METADATA_URI OBJECTS
  OBJECTS  a JSON file: the path on disk of each object, by its address (s3://bucket/key)
prints a JSON list: one [snapshot id, PyIceberg's rows, DuckDB's rows] a snapshot, oldest first
"""

import datetime
import json
import pathlib
import sys

import duckdb
import fsspec
import pyiceberg
from foreign_objects import objects, open_table

metadata = sys.argv[1]


class S3(fsspec.AbstractFileSystem):
    """The same, as DuckDB sees them."""

    protocol = "s3"

    def _open(self, path, mode="rb", **_):
        return open(objects[self._address(path)], "rb")

    def info(self, path, **_):
        address = self._address(path)
        if address not in objects:
            raise FileNotFoundError(path)
        return {"name": address, "size": pathlib.Path(objects[address]).stat().st_size, "type": "file"}

    def glob(self, path, **_):
        address = self._address(path)
        return [address] if address in objects else []

    def modified(self, path):
        return datetime.datetime(2024, 1, 1)

    def _address(self, path):
        return path if path.startswith("s3://") else f"s3://{path.lstrip('/')}"

    @classmethod
    def _strip_protocol(cls, path):
        return path


site = pathlib.Path(pyiceberg.__file__).parent.parent
con = duckdb.connect()
con.execute("SET TimeZone = 'UTC'")
for name in ("avro", "iceberg"):
    con.load_extension(str(site / f"duckdb_extension_{name}" / "extensions" / "v1.5.5" / f"{name}.duckdb_extension"))
con.register_filesystem(S3())


def text(value):
    return None if value is None else str(value)


def pyiceberg_rows(table, snapshot):
    rows = table.scan(snapshot_id=snapshot).to_arrow().to_pylist()
    return sorted(([text(v) for v in row.values()] for row in rows), key=str)


def duckdb_rows(snapshot):
    rows = con.sql(
        f"SELECT COLUMNS(*)::VARCHAR FROM iceberg_scan('{metadata}', snapshot_from_id = {snapshot}::UBIGINT)"
    ).fetchall()
    return sorted(([text(v) for v in row] for row in rows), key=str)


table = open_table(metadata)
ids = [snapshot.snapshot_id for snapshot in table.metadata.snapshots]
print(json.dumps([[str(id), pyiceberg_rows(table, id), duckdb_rows(id)] for id in ids]))
