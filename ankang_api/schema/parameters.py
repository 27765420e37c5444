"""The parameters of an operation: those of its view, in the order in which a reader thinks of them."""

from copy import deepcopy
from typing import Any, NamedTuple, cast

from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from ankang_api.lists.parameters import BOM, Parameter, all_parameters, revision_parameters
from indicators.rows.base_view import BaseView, DataViewSet

FIRST = ["metric", "region", "within", "level", "period", "start_period", "end_period", "latest", "q"]
LAST = [
    *("fields", "expand", "pivot", "sort", "bom"),
    *("page_size", "cursor", "count"),
    *("changed_since", "revision", "as_of"),
]
"""Parameters before and after the other filters, which keep the order of their filter set."""

EXAMPLES = {
    "metric": "poor-population,poverty-incidence",
    "region": "610900",
    "within": "610900",
    "period": "2018,2011/2019",
    "start_period": "2018",
    "end_period": "2019-06-30",
    "programme": "three-changes",
    "document": "ankang-report",
    "value__gte": "100000",
    "value__lte": "50",
    "value__gt": "100000",
    "value__lt": "50",
    "unit": "person,household",
    "restates": "ankang-report-poor-population-610900-2018",
    "quote": "ankang-report-p3-gift-money-change",
    "regions.parent": "610900",
    "parts.parent": "six-activities",
    "member_of": "qinba",
    "year": "2018",
    "q": "贫困 人口",
    "record": "ankang-report-poor-population-610900-2018",
    "start_time": "2026-11-24T08:00:00Z",
    "end_time": "2026-11-30",
    "in_revision": "2",
    "changed_since": "1",
    "revision": "1",
    "as_of": "2026-11-30T08:00:00Z",
}
"""An example of each parameter that is no choice, by its name, or by list and name.

It is in the description: Swagger UI would send an `example` as a value.
"""

RANGE: dict[str, Any] = {
    "name": "Range",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "One range of bytes (RFC 9110, section 14): `bytes=0-99`, `bytes=1000-` or `bytes=-8`. Several "
    "ranges, and what is no range of bytes, are ignored.",
}
IN_PATHS = {"code": "Code of the record.", "document": "Code of the document.", "number": "Position, from 1."}
"""Descriptions of the parameters of paths."""


class Representation(NamedTuple):
    """What `all_parameters` reads of a request."""

    accepted_renderer: BaseRenderer


def parameters_of(view: BaseView, renderer: type[BaseRenderer]) -> list[Parameter]:
    """The query parameters of a response in one format, without its filters and without `format`.

    `format` is left out because an operation describes one choice of formats: JSON, or those of its suffix.
    """
    if not isinstance(view, DataViewSet):
        return [*revision_parameters(type(view)), *([BOM] if renderer.format == "csv" else [])]
    request = cast(Request, Representation(renderer()))
    return [parameter for parameter in all_parameters(view, request) if parameter.name != "format"]


def merged(generated: list[dict[str, Any]], own: list[Parameter], noun: str) -> list[dict[str, Any]]:
    """The parameters that the generator found, and those of the response in their place; `noun` names the list."""
    names = {parameter.name for parameter in own}
    found = [deepcopy(parameter) for parameter in generated if parameter["name"] not in names]
    parameters = [*found, *(parameter.openapi() for parameter in own)]
    return sorted((finished(parameter, noun) for parameter in parameters), key=position)


def position(parameter: dict[str, Any]) -> tuple[int, int]:
    """Parameters of the path come first, then FIRST, other filters, LAST."""
    name = parameter["name"]
    if parameter["in"] == "path":
        return (0, 0)
    if name in FIRST:
        return (1, FIRST.index(name))
    return (3, LAST.index(name)) if name in LAST else (2, 0)


def finished(parameter: dict[str, Any], noun: str) -> dict[str, Any]:
    """A parameter whose default and example are words of its description, and whose text is never empty."""
    parameter["schema"] = dict(parameter["schema"])
    default = parameter["schema"].pop("default", None)
    if parameter["in"] == "path":
        parameter.setdefault("description", IN_PATHS[parameter["name"]])
    elif default is not None:
        parameter["description"] += f" Default: {str(default).lower()}."
    name = parameter["name"]
    example = EXAMPLES.get(f"{noun}.{name}") or EXAMPLES.get(name)
    if example and not parameter.get("required"):
        parameter["description"] += f" Example: `{example}`."
    without_empty_text(parameter["schema"])
    return parameter


def without_empty_text(schema: dict[str, Any]) -> None:
    """Add `minLength` to the text of a schema, or of the items of a list."""
    text = schema["items"] = dict(schema["items"]) if "items" in schema else None
    if text is None:
        del schema["items"]
    for one in (schema, text):
        if one and one.get("type") == "string" and "enum" not in one:
            one["minLength"] = one.get("minLength", 1)
