"""Writes tables with PyIceberg below a folder, and prints where they are and what PyIceberg reads from them.

usage: write_tables.py FOLDER
"""

import json
import sys
import uuid
from datetime import datetime

import pyarrow as pa
import pyarrow.parquet as pq
from pyiceberg.catalog.sql import SqlCatalog
from pyiceberg.io.pyarrow import PyArrowFileIO
from pyiceberg.manifest import (
    DataFile,
    DataFileContent,
    FileFormat,
    ManifestContent,
    ManifestEntry,
    ManifestEntryStatus,
    ManifestWriterV2,
    write_manifest_list,
)
from pyiceberg.partitioning import PartitionField, PartitionSpec
from pyiceberg.schema import Schema
from pyiceberg.transforms import BucketTransform, DayTransform, IdentityTransform
from pyiceberg.typedef import Record
from pyiceberg.types import (
    DoubleType,
    FloatType,
    IntegerType,
    LongType,
    NestedField,
    StringType,
    StructType,
    TimestampType,
    UUIDType,
)

folder = sys.argv[1]
catalog = SqlCatalog("test", uri=f"sqlite:///{folder}/catalog.db", warehouse=f"file://{folder}/data")
catalog.create_namespace("db")


def found(table):
    table = table.refresh()
    rows = table.scan().to_arrow().to_pylist()
    return {"metadata": table.metadata_location, "rows": sorted(json.dumps(r, default=str, sort_keys=True) for r in rows)}


def evolved():
    """Columns renamed, added, dropped, promoted, nested ones too; partitioning added; rows deleted by rewriting."""
    schema = Schema(
        NestedField(1, "id", LongType(), required=True),
        NestedField(2, "name", StringType()),
        NestedField(3, "amount", FloatType()),
        NestedField(4, "st", StructType(NestedField(5, "a", IntegerType()), NestedField(6, "b", StringType()))),
        NestedField(7, "gone", StringType()),
        NestedField(8, "u", UUIDType()),
    )
    table = catalog.create_table("db.evolved", schema)

    def rows(ids):
        return table.schema().as_arrow(), [
            {f.name: value(f.name, i) for f in table.schema().fields} for i in ids
        ]

    def value(name, i):
        return {
            "id": i,
            "name": f"name {i}" if "title" not in table.schema().column_names else i,
            "title": f"title {i}",
            "amount": i + 0.5,
            "st": {"a": i, "b": f"b{i}"} if "title" not in table.schema().column_names else {"c": f"c{i}", "a": f"new a {i}"},
            "gone": "gone",
            "note": None if i % 2 else f"note {i}",
            "u": uuid.UUID(int=i).bytes,
        }[name]

    def append(ids):
        schema, data = rows(ids)
        table.append(pa.Table.from_pylist(data, schema=schema))

    append([1, 2, 3])
    with table.update_schema() as update:
        update.rename_column("name", "title")
        update.add_column("note", StringType())
        update.update_column("amount", DoubleType())
        update.delete_column("gone")
        update.rename_column(("st", "b"), "c")
        update.delete_column(("st", "a"))
    with table.update_schema() as update:
        # Names come back with new ids: old values must not show through.
        update.add_column("name", IntegerType())
        update.add_column(("st", "a"), StringType())
    append([4, 5, 6])
    with table.update_spec() as update:
        update.add_field("id", BucketTransform(4), "id_bucket")
    append([10, 11, 12])
    table.delete("id == 5")
    return found(table)


def version1():
    schema = Schema(NestedField(1, "id", LongType()), NestedField(2, "ts", TimestampType()), NestedField(3, "kind", StringType()))
    spec = PartitionSpec(
        PartitionField(3, 1000, IdentityTransform(), "kind"),
        PartitionField(2, 1001, DayTransform(), "ts_day"),
    )
    table = catalog.create_table("db.version1", schema, partition_spec=spec, properties={"format-version": "1", "owner": "someone"})
    for kind in ("a", "b", None):
        table.append(
            pa.Table.from_pylist(
                [{"id": i, "ts": datetime(1969 + i, 12, 31, 23, 0), "kind": kind} for i in range(3)], schema=schema.as_arrow()
            )
        )
    return found(table)


def without_ids():
    """A Parquet file of another tool, adopted: it is read by name."""
    path = f"{folder}/data/adopted.parquet"
    pq.write_table(pa.table({"id": pa.array([1, 2], pa.int32()), "word": ["x", "y"]}), path)
    schema = Schema(NestedField(1, "id", LongType()), NestedField(2, "word", StringType()))
    table = catalog.create_table("db.adopted", schema)
    try:
        table.add_files([f"file://{path}"])
    except Exception:
        pq.write_table(pa.table({"id": pa.array([1, 2], pa.int64()), "word": ["x", "y"]}), path)
        table.add_files([f"file://{path}"])
    with table.update_schema() as update:
        update.rename_column("word", "term")
    return found(table)


class DeleteManifestWriter(ManifestWriterV2):
    def content(self):
        return ManifestContent.DELETES

    @property
    def _meta(self):
        return {**super()._meta, "content": "deletes"}


def deleted():
    """Position deletes and equality deletes, as merge-on-read writers (Spark, Trino, Flink) make them."""
    schema = Schema(NestedField(1, "id", LongType()), NestedField(2, "word", StringType()))
    table = catalog.create_table("db.deleted", schema)
    for start in (0, 10):
        ids = range(start, start + 10)
        table.append(pa.Table.from_pylist([{"id": i, "word": None if i % 5 == 4 else f"w{i % 5}"} for i in ids], schema=schema.as_arrow()))
    data = [task.file for task in table.scan().plan_files()]
    first = next(f for f in data if f.lower_bounds[1] == (0).to_bytes(8, "little"))

    def field(name, kind, field_id):
        return pa.field(name, kind, nullable=False, metadata={"PARQUET:field_id": str(field_id)})

    positions = pa.schema([field("file_path", pa.string(), 2147483546), field("pos", pa.int64(), 2147483545)])
    commit_delete(
        table, DataFileContent.POSITION_DELETES, pa.table([[first.file_path] * 2, [0, 3]], schema=positions), None
    )
    after_positions = found(table)
    words = pa.schema([pa.field("word", pa.string(), metadata={"PARQUET:field_id": "2"})])
    commit_delete(table, DataFileContent.EQUALITY_DELETES, pa.table([["w1", None]], schema=words), [2])
    # Newer than the equality deletes: not touched by them.
    table.refresh().append(pa.Table.from_pylist([{"id": 100, "word": "w1"}], schema=schema.as_arrow()))
    return {"after_positions": after_positions, "metadata": table.metadata_location}


def commit_delete(table, content, rows, equality_ids):
    table.refresh()
    base = table.metadata
    io = PyArrowFileIO()
    path = f"{base.location}/data/{uuid.uuid4()}-deletes.parquet"
    pq.write_table(rows, path.removeprefix("file://"))
    sequence = base.last_sequence_number + 1
    snapshot_id = 7_777_777_777_777_777_700 + sequence
    file = DataFile.from_args(
        content=content,
        file_path=path,
        file_format=FileFormat.PARQUET,
        partition=Record(),
        record_count=rows.num_rows,
        file_size_in_bytes=io.new_input(path).__len__(),
        equality_ids=equality_ids,
    )
    output = io.new_output(f"{base.location}/metadata/{uuid.uuid4()}-m0.avro")
    with DeleteManifestWriter(table.spec(), table.schema(), output, snapshot_id, "deflate") as writer:
        writer.add_entry(ManifestEntry.from_args(status=ManifestEntryStatus.ADDED, snapshot_id=snapshot_id, data_file=file))
    manifest = writer.to_manifest_file()
    list_path = f"{base.location}/metadata/snap-{snapshot_id}.avro"
    parent = table.current_snapshot()
    with write_manifest_list(2, io.new_output(list_path), snapshot_id, parent.snapshot_id, sequence, "deflate") as manifests:
        manifests.add_manifests([manifest, *parent.manifests(io)])
    from pyiceberg.table.snapshots import Operation, Snapshot, Summary
    from pyiceberg.table.update import AddSnapshotUpdate, SetSnapshotRefUpdate

    snapshot = Snapshot(
        snapshot_id=snapshot_id,
        parent_snapshot_id=parent.snapshot_id,
        manifest_list=list_path,
        sequence_number=sequence,
        summary=Summary(Operation.DELETE),
        schema_id=base.current_schema_id,
    )
    catalog.commit_table(
        table,
        (),
        (
            AddSnapshotUpdate(snapshot=snapshot),
            SetSnapshotRefUpdate(ref_name="main", type="branch", snapshot_id=snapshot_id),
        ),
    )
    table.refresh()


print(json.dumps({"evolved": evolved(), "version1": version1(), "adopted": without_ids(), "deleted": deleted()}))
