"""`meta` of a list: its revision, licence, source and citation."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from rest_framework.request import Request

from ankang_api.http.requested_revision import requested_revision
from ankang_api.metadata.attribution import attribution
from ankang_api.metadata.citation import citation
from indicators.text.formats import rfc3339

if TYPE_CHECKING:  # DRF loads this module while it loads its views
    from indicators.rows.base_view import DataViewSet


def meta(request: Request, view: "DataViewSet[Any]") -> dict[str, Any]:
    requested = requested_revision(request)
    revision, as_of = requested.revision, requested.as_of
    source = attribution(requested.number, documents(request, view))
    return {
        "revision": revision.number if revision else None,
        "as_of": rfc3339(as_of) if as_of else None,
        "licence": settings.PUBLICATION.licence,
        "attribution_zh": source.zh,
        "attribution_en": source.en,
        "citation": citation(request, revision)._asdict() if revision else None,
        "updated_at": rfc3339(revision.time) if revision else None,
        "query": query(request),
    }


def query(request: Request) -> dict[str, str]:
    """The query without its cursor. A cursor is valid only for the query that it was made for."""
    parameters = request.query_params.dict()
    return {name: parameters[name] for name in sorted(parameters) if name != "cursor"}


def documents(request: Request, view: "DataViewSet[Any]") -> tuple[str, ...]:
    """The codes of the documents that the query or the path names."""
    named: str = request.query_params.get("document") or view.kwargs.get("document", "")
    return tuple(code.strip() for code in named.split(","))
