"""The media type of each format, and the body of a response."""

from typing import Any

MEDIA_TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}


def body(response: Any) -> bytes:
    """The whole body of a response, which must be 200."""
    assert response.status_code == 200, response.content
    return b"".join(response)
