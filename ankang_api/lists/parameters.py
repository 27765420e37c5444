"""The query parameters of views besides their filters: names, rules and descriptions."""

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from rest_framework.request import Request

from ankang_api.http.negotiation import cached, offered
from ankang_api.http.problems import refusal
from ankang_api.lists.fields import BASIC, field_names
from ankang_api.lists.ordering import sortable
from ankang_api.renderers.json import JSONRenderer
from ankang_api.renderers.table import ExportRenderer
from indicators.models import Record
from indicators.rows.serializer import RowSerializer

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
RECORD_FIELDS = Parameter(
    "fields",
    {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True},
    "Only these fields of the record, in this order. `basic` stands for those that a person reads.",
)
"""Of a single record: its response has the names, so that they are not listed again."""
PIVOT = Parameter(
    "pivot",
    {"type": "string", "enum": ["time_period"]},
    "time_period: a row for each metric and region, and a column for each period. Targets and documents that report "
    "the same have rows of their own. It cannot be combined with fields and sort.",
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
def fields_parameter(view: "type[BaseView]", *, export: bool) -> Parameter:
    names = field_names(view, single=False, export=export)
    described = f"Only these fields, in this order. `{BASIC}` stands for those that a person reads."
    return Parameter("fields", choice([*names, BASIC]), described)


@cached
def expand_parameters(view: "type[BaseView]") -> list[Parameter]:
    """The parameter of JSON that adds related records; none if the view has none."""
    if not view.expandable:
        return []
    described = "Adds to each record a field `…_record` for each of these fields: the record whose code the field has."
    return [Parameter("expand", choice(list(view.expandable)), described)]


@cached
def record_parameters(view: "type[BaseView]", *, export: bool) -> list[Parameter]:
    """The parameters of a single record."""
    return [RECORD_FIELDS] if export else [RECORD_FIELDS, *expand_parameters(view)]


@cached
def table_parameters(view: "type[BaseView]", *, export: bool) -> list[Parameter]:
    """The parameters of rows: `fields` of all, order and changes of those that the database selects."""
    table = view.table()
    parameters = [fields_parameter(view, export=export)]
    if not export:
        parameters += expand_parameters(view)
    elif view.pivots:
        parameters.append(PIVOT)
    if table is None or not issubclass(table, RowSerializer) or not (export or view.has_flat_pages()):
        return parameters
    orders = [sign + name for name in sortable(table) for sign in ("", "-")]
    sort = Parameter(
        "sort",
        choice(orders),
        "Order of the rows; `-` is descending. Nulls come last; the code breaks ties, in the last field's direction.",
    )
    return [*parameters, sort, *([CHANGED_SINCE] if issubclass(table.Meta.model, Record) else [])]


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
    if isinstance(renderer, ExportRenderer) and (renderer.newest or renderer.required_columns):
        return parameters
    export = not isinstance(renderer, JSONRenderer)
    parameters += record_parameters(cls, export=export) if single else table_parameters(cls, export=export)
    if not export and not single:
        parameters += pagination_parameters()
    return [*parameters, BOM] if renderer.format == "csv" else parameters


def boolean_parameter(request: Request, name: str, *, default: bool) -> bool:
    """The value of a parameter that is true or false."""
    text = request.query_params.get(name, str(default).lower())
    if text not in ("true", "false"):
        raise refusal(name, f"{name} is true or false, not {text}.", ["true", "false"])
    return text == "true"
