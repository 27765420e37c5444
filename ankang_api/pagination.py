"""Keyset pages: a cursor says after which row to go on, so that a deep page costs what the first costs."""

import base64
import binascii
import json
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ankang_api import publication
from ankang_api.problems import BadParameters
from indicators.models import Revision

PARAMETERS = ["cursor", "page_size", "count"]
DEFAULT_PAGE_SIZE = 100
MAX_PAGE_SIZE = 1000
Position = list[Any]


def refuse(parameter: str, detail: str, allowed: list[str] | None = None) -> BadParameters:
    return BadParameters([{"parameter": parameter, "code": "invalid", "detail": detail, "allowed": allowed}])


def beyond(columns: tuple[str, ...], position: Position, *, backward: bool) -> Q:
    """Rows on the far side of a position in the order of the columns; none of them may be null."""
    operator = "lt" if backward else "gt"
    condition = Q()
    for index, column in enumerate(columns):
        equal = dict(zip(columns[:index], position, strict=False))
        condition |= Q(**equal, **{f"{column}__{operator}": position[index]})
    return condition


def value_at(row: Any, column: str) -> Any:
    if isinstance(row, dict):
        return row[column]
    for name in column.split("__"):
        row = getattr(row, name)
    return row


class KeysetPagination(BasePagination):
    """Pages in the order of the view's `keyset`: columns that are never null and together unique."""

    request: Request
    count: int | None
    rows: list[Any]

    def paginate_queryset(  # type: ignore[override]  # a keyset needs a queryset, a list will not do
        self, queryset: QuerySet[Any], request: Request, view: APIView | None = None
    ) -> list[Any]:
        self.request, self.view = request, view
        self.columns: tuple[str, ...] = getattr(view, "keyset", ("code",))
        size, self.backward, position = self.page_size(), False, None
        if cursor := request.query_params.get("cursor"):
            self.backward, position = self.read_cursor(cursor)
        self.count = queryset.count() if self.counting() else None
        page = queryset.order_by(*(f"-{column}" if self.backward else column for column in self.columns))
        if position:
            page = page.filter(beyond(self.columns, position, backward=self.backward))
        found = list(page[: size + 1])
        more = len(found) > size
        self.rows = found[:size][::-1] if self.backward else found[:size]
        self.has_next = bool(self.rows) and (more or self.backward)
        self.has_previous = bool(self.rows) and (more if self.backward else position is not None)
        return self.rows

    def page_size(self) -> int:
        text = self.request.query_params.get("page_size", str(DEFAULT_PAGE_SIZE))
        if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:5]) <= MAX_PAGE_SIZE or len(text) > 5:
            raise refuse("page_size", f"page_size is a whole number from 1 to {MAX_PAGE_SIZE}, not {text}.")
        return int(text)

    def counting(self) -> bool:
        text = self.request.query_params.get("count", "true")
        if text not in ("true", "false"):
            raise refuse("count", f"count is true or false, not {text}.", ["true", "false"])
        return text == "true"

    def query(self) -> dict[str, str]:
        """What is asked for, whatever the page: a cursor belongs to it."""
        query = self.request.query_params.dict()
        return {name: query[name] for name in sorted(query) if name != "cursor"}

    def make_cursor(self, row: Any, *, backward: bool) -> str:
        position = [value_at(row, column) for column in self.columns]
        text = json.dumps([self.request.path, self.query(), backward, position], ensure_ascii=False)
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def read_cursor(self, cursor: str) -> tuple[bool, Position]:
        try:
            path, query, backward, position = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        except (ValueError, TypeError, binascii.Error) as error:
            raise refuse("cursor", "This cursor was not made here. Follow next and previous.") from error
        if [path, query] != [self.request.path, self.query()]:
            raise refuse("cursor", "This cursor belongs to another query. Follow next and previous.")
        if not self.fits(position) or not isinstance(backward, bool):
            raise refuse("cursor", "This cursor was not made here. Follow next and previous.")
        return backward, position

    def fits(self, position: Any) -> bool:
        """Whether a position that came from outside could be one of ours: as many texts and numbers as columns."""
        if not isinstance(position, list) or len(position) != len(self.columns):
            return False
        return all(
            (isinstance(value, str) and "\0" not in value)
            or (isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31)
            for value in position
        )

    def link(self, row: Any, *, backward: bool) -> str:
        query = self.query() | {"cursor": self.make_cursor(row, backward=backward)}
        return self.request.build_absolute_uri(f"{self.request.path}?{urlencode(query)}")

    def get_paginated_response(self, data: Any) -> Response:
        following = self.link(self.rows[-1], backward=False) if self.has_next else None
        previous = self.link(self.rows[0], backward=True) if self.has_previous else None
        body = {"count": self.count, "next": following, "previous": previous, "meta": self.meta(), "results": data}
        links = [f'<{url}>; rel="{rel}"' for rel, url in (("next", following), ("prev", previous)) if url]
        return Response(body, headers={"Link": ", ".join(links)} if links else None)

    def meta(self) -> dict[str, Any]:
        revision = Revision.objects.current()
        return {
            "revision": revision.number if revision else None,
            "as_of": None,
            "licence": publication.LICENCE,
            "attribution_zh": publication.ATTRIBUTION_ZH,
            "attribution_en": publication.ATTRIBUTION_EN,
            "updated_at": revision.time if revision else None,
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
        size = {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": DEFAULT_PAGE_SIZE}
        described = {
            "cursor": ({"type": "string"}, "Place in the list. Take it from `next` or `previous`."),
            "page_size": (size, "Rows on a page."),
            "count": ({"type": "boolean", "default": True}, "false leaves the count out, which is quicker."),
        }
        return [
            {"name": name, "in": "query", "required": False, "schema": schema, "description": description}
            for name, (schema, description) in described.items()
        ]
