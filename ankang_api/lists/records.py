"""The response of a single record: JSON with its links, or its rows in another format."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response

from ankang_api.lists.expansion import add_records, expanded_fields
from ankang_api.lists.exports import export, export_columns
from ankang_api.lists.fields import LINKS, chosen_fields, picked
from ankang_api.lists.meta import meta
from ankang_api.renderers.description import DescriptionRenderer
from ankang_api.renderers.table import ExportRenderer
from indicators.rows.record_links import revision_parameters, urls

if TYPE_CHECKING:  # DRF loads this module while it loads its views
    from indicators.rows.base_view import DataViewSet


def record_response(
    view: "DataViewSet[Any]", rows: Callable[[], Any], fields: Callable[[], dict[str, Any]]
) -> HttpResponseBase:
    """The response of a record. `rows` reads the rows of its export, `fields` those of JSON; both may raise Http404."""
    request = view.request
    names, _ = chosen_fields(request, view)
    if isinstance(request.accepted_renderer, ExportRenderer):
        return export(view, rows(), export_columns(view, names), meta(request, view))
    if isinstance(request.accepted_renderer, DescriptionRenderer):
        return Response(fields())
    record = fields()
    expanded, _ = expanded_fields(request, view.expandable)
    add_records(request, [record], expanded, view.expandable)
    record[LINKS] = {"self": self_url(request), **urls(view.record_links, view.link_values(record), request)}
    if names is None:
        return Response(record)
    return Response(picked(record, [*names, *(f"{name}_record" for name in expanded)], view.nested_rows))


def self_url(request: Request) -> str:
    """The URL of the record without the suffix of a format, at the revision that the request names."""
    query = urlencode(revision_parameters(request))
    path = request.path.removesuffix(f".{request.accepted_renderer.format}")
    return request.build_absolute_uri(path) + (f"?{query}" if query else "")
