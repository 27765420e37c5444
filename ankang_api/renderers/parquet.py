"""Parquet, for pandas, DuckDB, R and Spark: typed columns that bring their descriptions."""

from collections.abc import Iterator
from typing import IO

import orjson
from arro3.core import DataType, Field, RecordBatch, RecordBatchReader, Schema
from arro3.io import read_json, write_parquet

from ankang_api.renderers.file import FileRenderer
from ankang_api.renderers.lines import ROWS, JSONLinesRenderer
from ankang_api.renderers.table import Column, Table

TYPES = {
    "text": DataType.utf8(),
    "number": DataType.float64(),
    "integer": DataType.int64(),
    "date": DataType.date32(),
    "time": DataType.timestamp("us", tz="UTC"),
    "boolean": DataType.bool(),
    "list": DataType.list(Field("element", DataType.utf8())),
}
PANDAS_ATTRS = "PANDAS_ATTRS"
"""The key of the schema's metadata that pandas reads as `DataFrame.attrs`."""
ROW_GROUP = 50_000
"""Rows that the writer holds before it writes them out."""


def field(column: Column) -> Field:
    return Field(column.name, TYPES[column.kind], metadata={"description": column.description})


class ParquetRenderer(FileRenderer):
    """Apache Parquet, compressed with snappy, which all readers know. All columns can be null.

    Descriptions are metadata of the Arrow fields. The file's metadata and those of its Arrow schema hold `about` in
    JSON, each under one key, since the writer's order of several would differ from one time to the next. Rows go
    through JSON Lines: arro3 builds no dates and no lists of Python's.
    """

    media_type = "application/vnd.apache.parquet"
    format = "parquet"

    def write(self, table: Table, file: IO[bytes]) -> None:
        about = orjson.dumps(table.about).decode()
        schema = Schema([field(column) for column in table.columns], metadata={PANDAS_ATTRS: about})
        faults: list[Exception] = []

        def batches() -> Iterator[RecordBatch]:
            try:
                for lines in JSONLinesRenderer().stream(table):
                    yield from read_json(lines, schema, batch_size=ROWS)
            except Exception as fault:
                faults.append(fault)
                raise

        try:
            write_parquet(
                RecordBatchReader.from_batches(schema, batches()),
                file,
                compression="snappy",
                key_value_metadata={"about": about},
                max_row_group_size=ROW_GROUP,
            )
        except Exception as fault:
            raise (faults or [fault])[0] from None  # what the rows raised, which Arrow knows only as a text
