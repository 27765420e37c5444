"""Lists: keyset pages in JSON, and whole tables in the other formats."""

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from django.db.models import Model
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ankang_api.http import cursors
from ankang_api.http.problems import BadParameters, ParameterError, refusal
from ankang_api.http.requested_revision import current
from ankang_api.lists import counts
from ankang_api.lists.expansion import add_records, expanded_fields
from ankang_api.lists.exports import export, export_columns
from ankang_api.lists.fields import chosen_fields, picked
from ankang_api.lists.meta import meta, query
from ankang_api.lists.ordering import Key, Position, completed, decode, keys, parse_sort
from ankang_api.lists.page_reader import Page, count_rows, page_keys, page_records
from ankang_api.lists.parameters import (
    DEFAULT_PAGE_SIZE,
    MAX_PAGE_SIZE,
    boolean_parameter,
    pagination_parameters,
    table_parameters,
)
from ankang_api.lists.pivot import is_pivoted, pivot_errors, pivoted
from ankang_api.lists.records import record_response
from ankang_api.renderers.description import DescriptionRenderer
from ankang_api.renderers.table import ExportRenderer
from indicators.rows import by_key
from indicators.rows.columns import Columns
from indicators.rows.request_state import request_state
from indicators.rows.serializer import RowSerializer
from indicators.sql.filtered_rows import FilteredRows

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
        self.names, _ = chosen_fields(request, view)
        self.expanded, _ = expanded_fields(request, view.expandable)
        if isinstance(request.accepted_renderer, ExportRenderer | DescriptionRenderer):
            return []  # get_paginated_response streams the rows, or describes them
        return self.page()

    def mistakes(self, request: Request, view: "DataViewSet[Any]") -> list[ParameterError]:
        """The errors of the parameters that this module reads, except the cursor, which belongs to a valid query."""
        self.request, self.table = request, view.table()
        errors = [*chosen_fields(request, view)[1], *expanded_fields(request, view.expandable)[1], *self.sorting()[1]]
        errors += pivot_errors(request)
        for read in (self.page_size, self.counting):
            try:
                read()
            except BadParameters as error:
                errors += error.errors
        return errors

    def sorting(self) -> tuple[list[Key], list[ParameterError]]:
        text, table = self.request.query_params.get("sort"), self.table
        return parse_sort(text, table) if text and table and issubclass(table, RowSerializer) else ([], [])

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
        reasons = self.view.shows_reasons
        self.count = counts.count(count_list, self.request, shows_reasons=reasons) if self.counting() else None
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
        missing = [name for name in self.expanded if self.names is not None and name not in self.names]
        columns = export_columns(self.view, None if self.names is None else [*self.names, *missing])
        read = by_key.rows_by_key([key for key, _position in keys], self.view.get_queryset(), columns)
        request_state(self.request).rows_read_at = read.newest
        add_records(self.request, list(read.rows.values()), self.expanded, self.view.expandable)
        for name in missing:
            for row in read.rows.values():
                del row[name]
        return [(read.rows[key], position) for key, position in keys if key in read.rows]

    def page_size(self) -> int:
        text = self.request.query_params.get("page_size", str(DEFAULT_PAGE_SIZE))
        if not re.fullmatch("[1-9][0-9]{0,3}", text) or int(text) > MAX_PAGE_SIZE:
            raise refusal("page_size", f"page_size is a whole number from 1 to {MAX_PAGE_SIZE}, not {text}.")
        return int(text)

    def counting(self) -> bool:
        return boolean_parameter(self.request, "count", default=True)

    def query_text(self) -> str:
        return json.dumps([self.request.path, query(self.request)])

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
        parameters = urlencode(query(self.request) | {"cursor": cursor})
        return f"{self.request.build_absolute_uri(self.request.path)}?{parameters}"

    def get_paginated_response(self, data: Any) -> Response:
        if isinstance(self.request.accepted_renderer, DescriptionRenderer):
            columns = export_columns(self.view, self.names) if self.table else Columns()
            return Response(pivoted(self.queryset, columns)[0] if is_pivoted(self.request) else columns)
        if isinstance(self.request.accepted_renderer, ExportRenderer):
            order = self.order(self.queryset.model, self.view.export_keyset or self.view.keyset)
            rows = self.queryset.order_by(*(key.order(backward=False) for key in order))
            columns = export_columns(self.view, self.names)
            return cast(Response, export(self.view, rows, columns, self.meta()))  # DRF passes any response
        following = self.link(self.ends[1], backward=False) if self.has_next and self.ends else None
        previous = self.link(self.ends[0], backward=True) if self.has_previous and self.ends else None
        if self.names is not None and not self.view.has_flat_pages():
            data = [picked(row, self.names, self.view.nested_rows) for row in data]
        body = {"count": self.count, "next": following, "previous": previous, "meta": self.meta(), "results": data}
        links = [f'<{url}>; rel="{rel}"' for rel, url in (("next", following), ("prev", previous)) if url]
        return Response(body, headers={"Link": ", ".join(links)} if links else None)

    def meta(self) -> dict[str, Any]:
        """`meta` of the list, and what the view adds to it."""
        body = meta(self.request, self.view)
        if not self.view.has_summary:
            return body
        return body | counts.computed_once(partial(self.view.summary, self.queryset), self.request, "summary")

    def get_record_response(self, view: "DataViewSet[Any]", rows: Any, fields: Any) -> Response:
        """The response of a single record, as `record_response` makes it."""
        return cast(Response, record_response(view, rows, fields))

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
