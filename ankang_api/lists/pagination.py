"""Lists: keyset pages in JSON, and whole tables in the other formats."""

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Model
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ankang_api.http import cursors
from ankang_api.http.problems import BadParameters, ParameterError, named_twice, refusal, unknown_name
from ankang_api.http.requested_revision import current, requested_revision
from ankang_api.lists import counts
from ankang_api.lists.attribution import attribution
from ankang_api.lists.exports import export
from ankang_api.lists.ordering import Key, Position, completed, decode, keys, parse_sort
from ankang_api.lists.page_reader import Page, count_rows, page_keys, page_records
from ankang_api.lists.parameters import (
    DEFAULT_PAGE_SIZE,
    MAX_PAGE_SIZE,
    boolean_parameter,
    pagination_parameters,
    table_parameters,
)
from ankang_api.metadata.citation import citation
from ankang_api.renderers.description import DescriptionRenderer
from ankang_api.renderers.table import ExportRenderer
from indicators.rows import by_key
from indicators.rows.columns import Columns
from indicators.rows.request_state import request_state
from indicators.sql.filtered_rows import FilteredRows
from indicators.text.formats import rfc3339

if TYPE_CHECKING:  # DRF loads this module while it loads its views
    from indicators.rows.base_view import DataViewSet


class Pagination(BasePagination):
    """Pages in the order of `sort` or of the view's `keyset`: query paths that are together unique."""

    request: Request
    view: "DataViewSet[Any]"
    queryset: Any
    """A QuerySet, or hits of a search."""
    count: int | None

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        self.request, self.view, self.queryset = request, view, queryset
        self.table = view.table()
        self.columns, _ = self.chosen_columns()
        if isinstance(request.accepted_renderer, ExportRenderer | DescriptionRenderer):
            return []  # get_paginated_response streams the rows, or describes them
        return self.page()

    def mistakes(self, request: Request, view: "DataViewSet[Any]") -> list[ParameterError]:
        """The errors of the parameters that this module reads, except the cursor, which belongs to a valid query."""
        self.request, self.table = request, view.table()
        errors = self.chosen_columns()[1] + self.sorting()[1]
        for read in (self.page_size, self.counting):
            try:
                read()
            except BadParameters as error:
                errors += error.errors
        return errors

    def chosen_columns(self) -> tuple[Columns, list[ParameterError]]:
        """The columns that `fields` names, all by default."""
        every = self.table.columns() if self.table else Columns()
        text = self.request.query_params.get("fields")
        if text is None:
            return every, []
        columns = {column.name: column for column in every}
        names = text.split(",")
        errors = [unknown_name("fields", name, list(columns), "field") for name in names if name not in columns]
        errors += [named_twice("fields", name) for name in dict.fromkeys(names) if names.count(name) > 1]
        return Columns(columns[name] for name in names if name in columns), errors

    def sorting(self) -> tuple[list[Key], list[ParameterError]]:
        text = self.request.query_params.get("sort")
        return parse_sort(text, self.table) if text and self.table else ([], [])

    def order(self, model: type[Model], keyset: tuple[str, ...]) -> list[Key]:
        chosen, _ = self.sorting()
        return completed(chosen, keys(model, keyset))

    def page(self) -> list[Any]:
        size, self.backward, position = self.page_size(), False, None
        rows = request_state(self.request).filtered_rows if self.view.has_flat_pages() else None
        self.keys = self.order(rows.model if rows else self.queryset.model, self.view.keyset)
        if cursor := self.request.query_params.get("cursor"):
            position = self.read_cursor(cursor)
        count_list = partial(count_rows, rows) if rows else self.queryset.count
        self.count = counts.count(count_list, self.request) if self.counting() else None
        page = Page(self.keys, position, size + 1, self.backward)
        results = self.flat_rows(rows, page) if rows else page_records(self.queryset, page)
        more = len(results) > size
        results = results[:size][::-1] if self.backward else results[:size]
        self.ends = (results[0][1], results[-1][1]) if results else None
        self.has_next = bool(results) and (more or self.backward)
        self.has_previous = bool(results) and (more if self.backward else position is not None)
        return [body for body, _ in results]

    def flat_rows(self, rows: FilteredRows, page: Page) -> list[tuple[Any, Position]]:
        """The rows of a page as dictionaries, and their positions."""
        keys = page_keys(rows, page, self.count)
        read = by_key.rows_by_key([key for key, _position in keys], self.view.get_queryset(), self.columns)
        request_state(self.request).rows_read_at = read.newest
        return [(read.rows[key], position) for key, position in keys if key in read.rows]

    def page_size(self) -> int:
        text = self.request.query_params.get("page_size", str(DEFAULT_PAGE_SIZE))
        if not re.fullmatch("[1-9][0-9]{0,3}", text) or int(text) > MAX_PAGE_SIZE:
            raise refusal("page_size", f"page_size is a whole number from 1 to {MAX_PAGE_SIZE}, not {text}.")
        return int(text)

    def counting(self) -> bool:
        return boolean_parameter(self.request, "count", default=True)

    def query(self) -> dict[str, str]:
        """The query without its cursor. A cursor is valid only for the query that it was made for."""
        query = self.request.query_params.dict()
        return {name: query[name] for name in sorted(query) if name != "cursor"}

    def query_text(self) -> str:
        return json.dumps([self.request.path, self.query()])

    def read_cursor(self, cursor: str) -> list[Any]:
        try:
            values, self.backward = cursors.read(cursor, self.query_text())
        except ValueError as error:
            raise refusal("cursor", str(error)) from error
        position = decode(self.keys, values)
        if position is None:
            raise refusal("cursor", "Invalid cursor. Follow next and previous.")
        return position

    def link(self, place: list[Any], *, backward: bool) -> str:
        revision = current(self.request)
        number = revision.number if revision else None
        cursor = cursors.write(self.query_text(), number, place, backward=backward)
        return f"{self.request.build_absolute_uri(self.request.path)}?{urlencode(self.query() | {'cursor': cursor})}"

    def get_paginated_response(self, data: Any) -> Response:
        if isinstance(self.request.accepted_renderer, DescriptionRenderer):
            return Response(self.columns)
        if isinstance(self.request.accepted_renderer, ExportRenderer):
            order = self.order(self.queryset.model, self.view.export_keyset or self.view.keyset)
            rows = self.queryset.order_by(*(key.order(backward=False) for key in order))
            return cast(Response, export(self.request, rows, self.columns, self.meta()))  # DRF passes any response
        following = self.link(self.ends[1], backward=False) if self.has_next and self.ends else None
        previous = self.link(self.ends[0], backward=True) if self.has_previous and self.ends else None
        body = {"count": self.count, "next": following, "previous": previous, "meta": self.meta(), "results": data}
        links = [f'<{url}>; rel="{rel}"' for rel, url in (("next", following), ("prev", previous)) if url]
        return Response(body, headers={"Link": ", ".join(links)} if links else None)

    def meta(self) -> dict[str, Any]:
        requested = requested_revision(self.request)
        revision, as_of = requested.revision, requested.as_of
        source = attribution(requested.number, self.documents())
        return {
            "revision": revision.number if revision else None,
            "as_of": rfc3339(as_of) if as_of else None,
            "licence": settings.PUBLICATION.licence,
            "attribution_zh": source.zh,
            "attribution_en": source.en,
            "citation": citation(self.request, revision)._asdict() if revision else None,
            "updated_at": rfc3339(revision.time) if revision else None,
            "query": self.query(),
        }

    def documents(self) -> tuple[str, ...]:
        """The codes of the documents that the query or the path names."""
        named: str = self.request.query_params.get("document") or self.view.kwargs.get("document", "")
        return tuple(code.strip() for code in named.split(","))

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["count", "next", "previous", "meta", "results"],
            "properties": {
                "count": {"type": ["integer", "null"], "description": "All rows of the query; null with count=false."},
                "next": {**link, "description": "URL of the next page; null on the last."},
                "previous": {**link, "description": "URL of the page before; null on the first."},
                "meta": {"$ref": "#/components/schemas/Meta"},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        cls = cast("type[DataViewSet[Any]]", type(view))
        parameters = table_parameters(cls, export=False) + pagination_parameters()
        return [parameter.openapi() for parameter in parameters]
