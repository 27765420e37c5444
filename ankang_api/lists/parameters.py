"""The query parameters that views have besides their filters: one place for their names, rules and descriptions."""

from typing import Any, NamedTuple

from rest_framework.request import Request
from rest_framework.views import APIView

from ankang_api.http.negotiation import found_once, offered, table_of
from ankang_api.http.problems import refusal
from ankang_api.lists.ordering import sortable
from ankang_api.renderers.table import ExportRenderer
from indicators.models import Record

DEFAULT_PAGE_SIZE = 100
MAX_PAGE_SIZE = 1000


class Parameter(NamedTuple):
    """A query parameter with its JSON schema; a list is written with commas."""

    name: str
    schema: dict[str, Any]
    description: str

    def openapi(self) -> dict[str, Any]:
        style = {"explode": False, "style": "form"} if self.schema["type"] == "array" else {}
        head = {"name": self.name, "in": "query", "required": False}
        return {**head, "schema": self.schema, "description": self.description, **style}


CURSOR = Parameter("cursor", {"type": "string"}, "Place in the list. Take it from `next` or `previous`.")
PAGE_SIZE = Parameter(
    "page_size",
    {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": DEFAULT_PAGE_SIZE},
    "Rows on a page.",
)
COUNT = Parameter(
    "count", {"type": "boolean", "default": True}, "false leaves the count out, which is quicker on large lists."
)
BOM = Parameter(
    "bom", {"type": "boolean", "default": False}, "true: the CSV begins with a byte order mark, for older Excel."
)
REVISION = Parameter(
    "revision", {"type": "integer", "minimum": 1}, "The data as they stood at this revision; its answers never change."
)
AS_OF = Parameter(
    "as_of",
    {"type": "string", "format": "date-time"},
    "The data as they stood at this instant, with its offset (RFC 3339); the + of an offset is written %2B.",
)
CHANGED_SINCE = Parameter(
    "changed_since",
    {"type": "integer", "minimum": 1},
    "Only rows that show something else than at this revision, and rows of records withdrawn since, with "
    "`withdrawn` true. Filters choose among them by what they say now.",
)


@found_once
def format_parameter(view: type, *, single: bool) -> Parameter:
    names = list(offered(view, single=single))
    described = "Format of the answer; beats Accept. A suffix of the path (`.json`, `.csv`, …) does the same."
    return Parameter("format", {"type": "string", "enum": names}, described)


def choice(names: list[str]) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string", "enum": names}, "minItems": 1, "uniqueItems": True}


@found_once
def table_parameters(view: type, *, export: bool) -> list[Parameter]:
    """What the list of a table takes; where its pages nest, and only the export is flat, the export alone."""
    table = table_of(view)
    if table is None or (vars(view).get("table") and not export):
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


def revision_parameters(view: type) -> list[Parameter]:
    """What reads the past; nothing for a view that shows none of the data."""
    return [] if getattr(view, "timeless", False) else [REVISION, AS_OF]


def pagination_parameters() -> list[Parameter]:
    return [CURSOR, PAGE_SIZE, COUNT]


def all_parameters(view: APIView, request: Request) -> list[Parameter]:
    """Everything but filters that a request may name."""
    single = bool(getattr(view, "detail", False))
    found = [format_parameter(type(view), single=single), *revision_parameters(type(view))]
    if single or getattr(view, "paginator", None) is None:
        return found
    renderer = getattr(request, "accepted_renderer", None)
    if isinstance(renderer, ExportRenderer) and renderer.newest:
        return found
    if not isinstance(renderer, ExportRenderer):
        return found + table_parameters(type(view), export=False) + pagination_parameters()
    found += table_parameters(type(view), export=True)
    return [*found, BOM] if renderer.format == "csv" else found


def boolean_parameter(request: Request, name: str, *, default: bool) -> bool:
    """The value of a parameter that is true or false."""
    text = request.query_params.get(name, str(default).lower())
    if text not in ("true", "false"):
        raise refusal(name, f"{name} is true or false, not {text}.", ["true", "false"])
    return text == "true"
