"""Cached counts of lists, by revision and filters: pages, orders and formats share them."""

import json
from collections.abc import Callable
from hashlib import sha256
from threading import Lock

from cachetools import LRUCache
from rest_framework.request import Request

from ankang_api.http.conditional import newer_revision_committed
from ankang_api.http.requested_revision import requested_revision

NON_FILTER_PARAMETERS = {"cursor", "page_size", "count", "sort", "fields", "format", "bom", "revision", "as_of"}
"""Parameters that do not filter rows, and those that name the revision, whose number is in the key."""
KEPT: LRUCache[bytes, int] = LRUCache(10_000)
LOCK = Lock()


def count(counted: Callable[[], int], request: Request) -> int:
    """The number of rows that match the filters of a request; counted once for each revision."""
    asked = requested_revision(request)
    if asked.revision is None:
        return counted()
    key = key_of(request, asked.revision.number)
    with LOCK:
        found = KEPT.get(key)
    if found is None:
        found = counted()
        if not newer_revision_committed(asked):  # else these may be rows of a later revision
            with LOCK:
                KEPT[key] = found
    return found


def key_of(request: Request, revision: int) -> bytes:
    query = request.query_params
    filters = sorted((name, query[name]) for name in query if name not in NON_FILTER_PARAMETERS)
    return sha256(json.dumps([revision, request.path, filters]).encode()).digest()


def forget() -> None:
    """Empty the cache; for tests, which roll the database back."""
    with LOCK:
        KEPT.clear()
