"""The canonical form of a query string."""

from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

MAX_CACHED_QUERIES = 512


@lru_cache(MAX_CACHED_QUERIES)
def canonical_query(query: str) -> str:
    """The query with its parameters sorted and each character escaped in one way."""
    return urlencode(sorted(parse_qsl(query, keep_blank_values=True)))
