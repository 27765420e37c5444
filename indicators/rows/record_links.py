"""The links of a single record: to its history, its words and what belongs to it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import get_script_prefix, reverse
from rest_framework.request import Request

OF_REVISIONS = ("revision", "as_of")
"""Parameters that links keep, so that what they lead to is of the same revision."""


class RecordLink(NamedTuple):
    """A link by the name of its route. Parameters of its path and of its query are values of fields of the record."""

    route: str
    path: Mapping[str, str] = {}
    query: Mapping[str, str] = {}

    def path_of(self, record: Mapping[str, Any], revision: Mapping[str, str]) -> str | None:
        """The path and query on this server; null if the record has no value in one of the fields."""
        fields = [*self.path.values(), *self.query.values()]
        if any(record.get(field) is None for field in fields):
            return None
        path = template(self.route, tuple(self.path), get_script_prefix())
        query = {name: record[field] for name, field in self.query.items()} | dict(revision)
        tail = f"?{urlencode(query)}" if query else ""
        return path.format(*(record[field] for field in self.path.values())) + tail


@lru_cache(100)
def template(route: str, parameters: tuple[str, ...], prefix: str) -> str:
    """The path of a route with places for its parameters. `prefix` is that of all paths, which `reverse` adds."""
    places = {name: str(1111 * number) for number, name in enumerate(parameters, 1)}  # a code and a number alike
    path = reverse(route, kwargs=places)
    for place in places.values():
        path = path.replace(f"/{place}", "/{}", 1)
    return path


def revision_parameters(request: Request) -> dict[str, str]:
    """The parameters of a request that name a revision."""
    return {name: request.query_params[name] for name in OF_REVISIONS if name in request.query_params}


def urls(links: Mapping[str, RecordLink], record: Mapping[str, Any], request: Request) -> dict[str, str | None]:
    """The URLs of a record's links by their names."""
    origin, revision = request.build_absolute_uri("/").removesuffix("/"), revision_parameters(request)
    paths = {name: link.path_of(record, revision) for name, link in links.items()}
    return {name: f"{origin}{path}" if path else None for name, path in paths.items()}


def history(kind: str) -> RecordLink:
    """The versions of a record of a kind, named as its list."""
    return RecordLink(f"{kind}-history-list", {"code": "code"})


def record(route: str, field: str = "code") -> RecordLink:
    """The record whose code is in a field."""
    return RecordLink(f"{route}-detail", {"code": field})


QUOTE = RecordLink("quote-detail", {"document": "document", "code": "quote"})
DOCUMENT = record("document", "document")
