"""Reads the Iceberg tables of a database with PyIceberg, through the account's own Glue and S3.

usage: read_tables.py DATABASE
  AWS_ENDPOINT_URL, AWS_REGION and the usual variables say which account, and who asks
prints a JSON object: the rows of each table by its name, sorted by id, each value as text
"""

import json
import os
import sys

from pyiceberg.catalog.glue import GlueCatalog

database = sys.argv[1]
endpoint = os.environ["AWS_ENDPOINT_URL"]
catalog = GlueCatalog(
    "account",
    **{
        "glue.endpoint": endpoint,
        "glue.region": os.environ["AWS_REGION"],
        "s3.endpoint": endpoint,
        "s3.region": os.environ["AWS_REGION"],
        "s3.access-key-id": os.environ["AWS_ACCESS_KEY_ID"],
        "s3.secret-access-key": os.environ["AWS_SECRET_ACCESS_KEY"],
    },
)


def rows(identifier):
    found = catalog.load_table(identifier).scan().to_arrow().to_pylist()
    ordered = sorted(found, key=lambda row: row["id"])
    return [[None if value is None else str(value) for value in row.values()] for row in ordered]


print(json.dumps({name: rows((space, name)) for space, name in catalog.list_tables(database)}))
