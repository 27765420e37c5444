"""The query parameters of views besides their filters: names, rules and descriptions."""

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from rest_framework.request import Request

from ankang_api.http.negotiation import cached, offered
from ankang_api.http.problems import refusal
from ankang_api.lists.ordering import sortable
from ankang_api.renderers.json import JSONRenderer
from ankang_api.renderers.table import ExportRenderer
from indicators.models import Record

if TYPE_CHECKING:  # DRF loads this module while it loads its views
    from indicators.rows.base_view import BaseView

DEFAULT_PAGE_SIZE = 100
MAX_PAGE_SIZE = 1000


class Parameter(NamedTuple):
    """A query parameter with its JSON schema. A list is documented with commas; repetition is accepted too."""

    name: str
    schema: dict[str, Any]
    description: str

    def openapi(self) -> dict[str, Any]:
        style = {"explode": False, "style": "form"} if self.schema["type"] == "array" else {}
        head = {"name": self.name, "in": "query", "required": False}
        return {**head, "schema": self.schema, "description": self.description, **style}


CURSOR = Parameter("cursor", {"type": "string"}, "Position in the list, taken from `next` or `previous`.")
PAGE_SIZE = Parameter(
    "page_size",
    {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": DEFAULT_PAGE_SIZE},
    "Rows on a page.",
)
COUNT = Parameter(
    "count", {"type": "boolean", "default": True}, "false omits the count, which is faster for large lists."
)
BOM = Parameter(
    "bom", {"type": "boolean", "default": False}, "true: the CSV begins with a byte order mark, for older Excel."
)
REVISION = Parameter(
    "revision", {"type": "integer", "minimum": 1}, "The data as of this revision. The response never changes."
)
AS_OF = Parameter(
    "as_of",
    {"type": "string", "format": "date-time"},
    "The data as of this instant, with its UTC offset (RFC 3339). Write the + of an offset as %2B.",
)
CHANGED_SINCE = Parameter(
    "changed_since",
    {"type": "integer", "minimum": 1},
    "Only rows that differ from this revision, and rows of records withdrawn since, with `withdrawn` true. "
    "Filters apply to the current values.",
)

ELSEWHERE = {
    **dict.fromkeys(("limit", "per_page", "size", "rows"), "page_size"),
    **dict.fromkeys(("offset", "page", "skip"), "cursor"),
    **dict.fromkeys(("year", "date", "time", "time_period"), "period"),
    **dict.fromkeys(("from", "start", "start_date", "start_year", "startperiod"), "start_period"),
    **dict.fromkeys(("to", "until", "end", "end_date", "end_year", "endperiod"), "end_period"),
    **dict.fromkeys(("order", "order_by", "orderby", "ordering", "sort_by", "sortby"), "sort"),
    **dict.fromkeys(("select", "columns"), "fields"),
    **dict.fromkeys(("search", "query", "keyword"), "q"),
    "indicator": "metric",
    **dict.fromkeys(("area", "city", "county", "geo"), "region"),
    "id": "code",
    "version": "revision",
    "since": "changed_since",
}
"""What other data APIs call a parameter, and its name here."""


@cached
def format_parameter(view: "type[BaseView]", *, single: bool) -> Parameter:
    names = list(offered(view, single=single))
    described = (
        "Format of the response; takes precedence over Accept. A suffix of the path (`.json`, `.csv`, …) does the same."
    )
    return Parameter("format", {"type": "string", "enum": names}, described)


def choice(names: list[str]) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string", "enum": names}, "minItems": 1, "uniqueItems": True}


@cached
def table_parameters(view: "type[BaseView]", *, export: bool) -> list[Parameter]:
    """The parameters of flat rows: of exports, and of pages unless these nest their rows."""
    table = view.table()
    if table is None or not (export or view.has_flat_pages()):
        return []
    orders = [sign + name for name in sortable(table) for sign in ("", "-")]
    fields = Parameter(
        "fields", choice([column.name for column in table.columns()]), "Only these fields, in this order."
    )
    sort = Parameter(
        "sort",
        choice(orders),
        "Order of the rows; `-` is descending. Nulls come last; the code breaks ties, in the last field's direction.",
    )
    return [fields, sort, CHANGED_SINCE] if issubclass(table.Meta.model, Record) else [fields, sort]


def revision_parameters(view: "type[BaseView]") -> list[Parameter]:
    """The parameters that name a revision; none if the view does not depend on the data."""
    return [REVISION, AS_OF] if view.depends_on_data else []


def pagination_parameters() -> list[Parameter]:
    return [CURSOR, PAGE_SIZE, COUNT]


@cached
def default_values() -> dict[str, str]:
    """The documented default of each parameter that has one, as text."""
    described = (parameter for parameter in [*pagination_parameters(), BOM] if "default" in parameter.schema)
    return {parameter.name: json.dumps(parameter.schema["default"]) for parameter in described}


def all_parameters(view: "BaseView", request: Request) -> list[Parameter]:
    """All parameters of a request except its filters."""
    single, cls = bool(view.detail), type(view)
    parameters = [format_parameter(cls, single=single), *revision_parameters(cls)]
    renderer = request.accepted_renderer
    if single or (isinstance(renderer, ExportRenderer) and (renderer.newest or renderer.required_columns)):
        return parameters
    if isinstance(renderer, JSONRenderer):
        return parameters + table_parameters(cls, export=False) + pagination_parameters()
    parameters += table_parameters(cls, export=True)
    return [*parameters, BOM] if renderer.format == "csv" else parameters


def boolean_parameter(request: Request, name: str, *, default: bool) -> bool:
    """The value of a parameter that is true or false."""
    text = request.query_params.get(name, str(default).lower())
    if text not in ("true", "false"):
        raise refusal(name, f"{name} is true or false, not {text}.", ["true", "false"])
    return text == "true"
