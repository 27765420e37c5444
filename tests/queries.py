"""The number of database queries of a request."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ankang_api.http.statement_timeout import limit
from ankang_api.lists import counts
from ankang_api.metadata.attribution import attribution
from indicators.rows import by_key


def count_queries(client: Client, path: str) -> int:
    """The queries of a request whose counts and related rows are not cached yet."""
    counts.forget()
    by_key.forget()
    attribution.cache_clear()
    limit(is_limited=True)  # a new connection of PostgreSQL takes a query for that
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/api/v1/{path}").status_code == 200
    return len(captured)
