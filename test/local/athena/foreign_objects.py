"""The account's objects for PyIceberg, where they lie on disk. The script's second argument lists them, as JSON."""

import json
import pathlib
import sys

from pyiceberg.io.pyarrow import PyArrowFileIO
from pyiceberg.table import StaticTable

objects = json.loads(pathlib.Path(sys.argv[2]).read_text())


class Objects(PyArrowFileIO):
    def new_input(self, location):
        return super().new_input(objects.get(location, location))

    @staticmethod
    def parse_location(location, properties={}):
        return PyArrowFileIO.parse_location(objects.get(location, location))


def open_table(metadata):
    return StaticTable.from_metadata(metadata, {"py-io-impl": f"{__name__}.Objects"})
