"""The canonical form of a query string: equal queries have one, however they are written."""

from functools import cache, lru_cache
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, QueryDict

from programmes.filter_types import boolean_filters, list_filters

MAX_CACHED_QUERIES = 512
LISTS_OF_TABLES, BOOLEANS_OF_TABLES = {"fields", "sort", "expand", "list"}, {"count", "bom"}
"""Of the parameters that are no filters; ankang_api.lists.parameters describes these."""


@cache
def list_parameters() -> frozenset[str]:
    """The parameters that take a list: with commas, repeated, or both."""
    return list_filters() | LISTS_OF_TABLES


@cache
def boolean_parameters() -> frozenset[str]:
    """The parameters that are true or false, in capital or small letters."""
    return boolean_filters() | BOOLEANS_OF_TABLES


@lru_cache(MAX_CACHED_QUERIES)
def canonical_query(query: str) -> str:
    """The query with its parameters sorted, each list with commas, and each character escaped in one way."""
    return urlencode(sorted(canonical_pairs(query)))


def canonical_pairs(query: str) -> list[tuple[str, str]]:
    """The parameters in the order of the query (as WSGI has it: bytes as Latin-1), each list with commas."""
    values: dict[str, list[str]] = {}
    text = query.encode("latin-1").decode(errors="replace")
    for name, value in parse_qsl(text, keep_blank_values=True):
        values.setdefault(name, []).append(value)
    return [(name, value) for name in values for value in canonical_values(name, values[name])]


def canonical_values(name: str, values: list[str]) -> list[str]:
    """The values of a parameter: of a list one with commas, of a boolean in small letters."""
    if name in list_parameters():
        return [",".join(values)]
    if name in boolean_parameters():
        return [value.lower() if value.lower() in ("true", "false") else value for value in values]
    return values


def make_canonical(request: HttpRequest) -> None:
    """Give the request its parameters in their canonical form; its URL stays as it was sent."""
    request.GET = QueryDict(urlencode(canonical_pairs(request.META["QUERY_STRING"])))
