"""The links of a single record: to its history, its words and what belongs to it."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from rest_framework.request import Request
from rest_framework.reverse import reverse

OF_REVISIONS = ("revision", "as_of")
"""Parameters that links keep, so that what they lead to is of the same revision."""


class RecordLink(NamedTuple):
    """A link by the name of its route. Parameters of its path and of its query are values of fields of the record."""

    route: str
    path: Mapping[str, str] = {}
    query: Mapping[str, str] = {}

    def url(self, record: Mapping[str, Any], request: Request) -> str | None:
        """The absolute URL; null if the record has no value in one of the fields."""
        fields = [*self.path.values(), *self.query.values()]
        if any(record.get(field) is None for field in fields):
            return None
        path = {name: record[field] for name, field in self.path.items()}
        query = {name: record[field] for name, field in self.query.items()} | revision_parameters(request)
        tail = f"?{urlencode(query)}" if query else ""
        return f"{reverse(self.route, kwargs=path, request=request)}{tail}"


def revision_parameters(request: Request) -> dict[str, str]:
    """The parameters of a request that name a revision."""
    return {name: request.query_params[name] for name in OF_REVISIONS if name in request.query_params}


def urls(links: Mapping[str, RecordLink], record: Mapping[str, Any], request: Request) -> dict[str, str | None]:
    """The URLs of a record's links by their names."""
    return {name: link.url(record, request) for name, link in links.items()}


def history(kind: str) -> RecordLink:
    """The versions of a record of a kind, named as its list."""
    return RecordLink(f"{kind}-history-list", {"code": "code"})


def record(route: str, field: str = "code") -> RecordLink:
    """The record whose code is in a field."""
    return RecordLink(f"{route}-detail", {"code": field})


QUOTE = RecordLink("quote-detail", {"document": "document", "code": "quote"})
DOCUMENT = record("document", "document")
