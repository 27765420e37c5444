"""Lists: keyset pages in JSON, and whole tables in the other formats."""

import json
import re
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import HttpResponseBase
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ankang_api import publication
from ankang_api.http import cursors
from ankang_api.http.negotiation import table_of
from ankang_api.http.problems import BadParameters, ParameterError, named_twice, refusal, unknown_name
from ankang_api.http.requested_revision import current, requested_revision
from ankang_api.lists import counts
from ankang_api.lists.compiled_lists import Selection
from ankang_api.lists.exports import export
from ankang_api.lists.ordering import Key, Position, completed, decode, index_ranges, keys, parse_sort
from ankang_api.lists.page_keys import page_keys
from ankang_api.lists.parameters import (
    DEFAULT_PAGE_SIZE,
    MAX_PAGE_SIZE,
    boolean_parameter,
    pagination_parameters,
    table_parameters,
)
from ankang_api.renderers.table import ExportRenderer
from indicators.rows import by_key
from indicators.rows.columns import Columns
from indicators.text.formats import rfc3339

FEW = 400
"""Rows that are sorted as quickly as they are found in an index."""


def value_at(found: Any, path: str) -> Any:
    if isinstance(found, dict):
        return found[path]
    for name in path.split("__"):
        found = getattr(found, name)
    return found


class Pagination(BasePagination):
    """Pages in the order of `sort` or of the view's `keyset`: query paths that are together unique."""

    request: Request
    view: Any
    count: int | None

    def paginate_queryset(  # type: ignore[override]  # a keyset needs a queryset, a list will not do
        self, queryset: QuerySet[Any], request: Request, view: APIView | None = None
    ) -> list[Any]:
        self.request, self.view, self.queryset = request, view, queryset
        self.selection: Selection | None = getattr(view, "selection", None)
        self.table = table_of(type(view))
        self.is_table = bool(table_parameters(type(view), export=False))
        self.columns, _ = self.chosen_columns()
        self.keys = self.order()
        if isinstance(request.accepted_renderer, ExportRenderer):
            return []  # get_paginated_response streams the rows
        return self.page()

    def mistakes(self, request: Request, view: APIView) -> list[ParameterError]:
        """What is wrong with the parameters of this module; cursors apart, which are of queries without any."""
        self.request, self.table = request, table_of(type(view))
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

    def order(self) -> list[Key]:
        paths = getattr(self.view, "keyset", ("code",))
        if isinstance(self.request.accepted_renderer, ExportRenderer):
            paths = getattr(self.view, "table_keyset", paths)
        chosen, _ = self.sorting()
        return completed(chosen, keys(self.model(), tuple(paths)))

    def model(self) -> type[Model]:
        """The model of the rows; to ask a queryset that may not be needed would make it."""
        return self.selection.model if self.selection else self.queryset.model

    def page(self) -> list[Any]:
        size, self.backward, position = self.page_size(), False, None
        if cursor := self.request.query_params.get("cursor"):
            position = self.read_cursor(cursor)
        rows = self.selection or self.queryset
        self.count = counts.count(rows.count, self.request) if self.counting() else None
        found = self.found(position, size + 1)
        more = len(found) > size
        found = found[:size][::-1] if self.backward else found[:size]
        self.ends = (found[0][1], found[-1][1]) if found else None
        self.has_next = bool(found) and (more or self.backward)
        self.has_previous = bool(found) and (more if self.backward else position is not None)
        return [body for body, _ in found]

    def found(self, position: Position | None, size: int) -> list[tuple[Any, Position]]:
        """The first rows past a position, or of all, with their places: dictionaries, or records where they nest."""
        if self.is_table:
            few = self.count is not None and self.count <= FEW
            if few and self.selection and position is None:
                found = self.selection.places(self.keys, size)
            else:
                found = page_keys(self.queryset, self.keys, position, size, backward=self.backward, few=few)
            read = by_key.rows_by_key([key for key, _place in found], self.view.get_queryset(), self.columns)
            self.request._request.read_at = read.newest  # type: ignore[attr-defined]
            return [(read.rows[key], place) for key, place in found if key in read.rows]
        records: list[Any] = []
        for condition, order in index_ranges(self.keys, position, backward=self.backward):
            if len(records) < size:
                records += self.queryset.filter(condition).order_by(*order)[: size - len(records)]
        return [(record, [value_at(record, key.path) for key in self.keys]) for record in records]

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

    def get_paginated_response(self, data: Any) -> HttpResponseBase:  # type: ignore[override]  # exports are streamed
        if isinstance(self.request.accepted_renderer, ExportRenderer):
            rows = self.queryset.order_by(*(key.order(backward=False) for key in self.keys))
            return export(self.request, rows, self.columns, self.meta())
        following = self.link(self.ends[1], backward=False) if self.has_next and self.ends else None
        previous = self.link(self.ends[0], backward=True) if self.has_previous and self.ends else None
        body = {"count": self.count, "next": following, "previous": previous, "meta": self.meta(), "results": data}
        links = [f'<{url}>; rel="{rel}"' for rel, url in (("next", following), ("prev", previous)) if url]
        return Response(body, headers={"Link": ", ".join(links)} if links else None)

    def meta(self) -> dict[str, Any]:
        revision, _is_past, as_of, _since = requested_revision(self.request)
        return {
            "revision": revision.number if revision else None,
            "as_of": rfc3339(as_of) if as_of else None,
            "licence": publication.LICENCE,
            "attribution_zh": publication.ATTRIBUTION_ZH,
            "attribution_en": publication.ATTRIBUTION_EN,
            "updated_at": rfc3339(revision.time) if revision else None,
            "query": self.query(),
        }

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
        return [
            parameter.openapi() for parameter in table_parameters(type(view), export=False) + pagination_parameters()
        ]
