"""Cached counts and summaries of lists, by revision and filters: pages, orders and formats share them."""

import json
from collections.abc import Callable
from hashlib import sha256
from threading import Lock
from typing import Any, TypeVar

from cachetools import LRUCache
from rest_framework.request import Request

from ankang_api.http.conditional import newer_revision_committed
from ankang_api.http.requested_revision import requested_revision
from indicators.rows.request_state import request_state

Computed = TypeVar("Computed")
NON_FILTER_PARAMETERS = {
    *("cursor", "page_size", "count", "sort", "fields", "expand", "pivot", "format", "bom"),
    *("revision", "as_of"),
}
"""Parameters that do not filter rows, and those that name the revision, whose number is in the key."""
COUNTS: LRUCache[bytes, Any] = LRUCache(10_000)
LOCK = Lock()


def count(query: Callable[[], int], request: Request, *, shows_reasons: bool = False) -> int:
    """The number of rows that match the filters of a request; counted once for each revision.

    With reasons it is counted again after each revision, which may have redacted words of earlier ones.
    """
    newest = request_state(request).newest if shows_reasons else None
    return computed_once(query, request, f"count {newest}")


def computed_once(query: Callable[[], Computed], request: Request, name: str) -> Computed:
    """What a query computes of the rows that match the filters of a request; computed once for each revision."""
    requested = requested_revision(request)
    if requested.revision is None:
        return query()
    key = cache_key(request, requested.number, name)
    with LOCK:
        cached: Computed | None = COUNTS.get(key)
    if cached is not None:
        return cached
    rows = query()
    if not newer_revision_committed(requested):  # otherwise these may be rows of a later revision
        with LOCK:
            COUNTS[key] = rows
    return rows


def cache_key(request: Request, revision: int, what: str) -> bytes:
    query = request.query_params
    filters = sorted((name, query[name]) for name in query if name not in NON_FILTER_PARAMETERS)
    return sha256(json.dumps([what, revision, request.path, filters]).encode()).digest()


def forget() -> None:
    """Empty the cache: the database went back to an earlier state, as after each test."""
    with LOCK:
        COUNTS.clear()
