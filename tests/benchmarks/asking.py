"""Asking a server, and whether two servers say the same."""

import json
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from typing import Any

Row = dict[str, Any]


def answer(port: int, path: str, headers: dict[str, str] | None = None) -> tuple[HTTPResponse, bytes]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path, headers=headers or {})
        response = connection.getresponse()
        return response, response.read()


def body(port: int, path: str) -> Any:
    response, content = answer(port, path)
    if response.status != 200:
        raise RuntimeError(f"{path} of port {port} gave {response.status}: {content[:300]!r}")
    return json.loads(content)


def rows(found: Any) -> list[Row]:
    """The rows of a list in any of the servers' envelopes, or the one row of a single object."""
    listed: list[Row] = found.get("results") or found.get("rows") or [found]
    return listed


def plain(row: Row) -> Row:
    """Values as JSON numbers and texts: SQLite has no booleans, and 1.0 is 1."""
    return {name: float(value) if isinstance(value, bool | int | float) else value for name, value in row.items()}


def require_same(ours: Any, theirs: Any, size: int) -> None:
    """Both give the same rows with every field of ours; a RuntimeError names the first that differs."""
    first, second = rows(ours), rows(theirs)
    if len(first) != size or len(second) != size:
        raise RuntimeError(f"{len(first)} and {len(second)} rows where {size} were asked for")
    for one, other in zip(first, second, strict=True):
        missing, both = one.keys() - other.keys(), one.keys() & other.keys()
        one, other = plain(one), plain(other)
        differing = {name: (one[name], other[name]) for name in both if one[name] != other[name]}
        if missing or differing:
            raise RuntimeError(f"Not the same row {one['code']}: {differing or missing}")
