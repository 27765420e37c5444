"""JSON Lines: each line is a row of the JSON answer."""

from collections.abc import Iterator

import orjson

from ankang_api.renderers.table import ExportRenderer, Table

ROWS = 1000
"""Rows to a piece."""


class JSONLinesRenderer(ExportRenderer):
    """jsonlines.org: UTF-8, an object a line, LF after each, the last too. No rows make an empty file."""

    media_type = "application/jsonl"
    format = "jsonl"

    def stream(self, table: Table) -> Iterator[bytes]:
        names = [column.name for column in table.columns]
        for batch in table.batches(ROWS):
            yield b"".join(
                orjson.dumps(dict(zip(names, row, strict=True)), option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z)
                for row in batch
            )


class NDJSONRenderer(JSONLinesRenderer):
    """The same format under its other name."""

    media_type = "application/x-ndjson"
