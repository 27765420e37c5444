"""The parameter `fields`: the fields that a row or a record has, and the short set of them that a person reads."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rest_framework.request import Request

from ankang_api.http.negotiation import cached
from ankang_api.http.problems import ParameterError, name_errors
from ankang_api.renderers.json import JSONRenderer

if TYPE_CHECKING:  # DRF loads this module while it loads its views
    from indicators.rows.base_view import BaseView, DataViewSet

BASIC = "basic"
"""The name of the short set."""
LINKS = "links"
"""The field of a single record that has its links."""


@cached
def field_names(view: "type[BaseView]", *, single: bool, export: bool) -> tuple[str, ...]:
    """The fields of a row of an export, of a row of JSON, or of a single record."""
    table = view.table()
    if table is not None and (export or (view.has_flat_pages() and not single)):
        return table.columns().names
    names = tuple(serializer_class(view, single=single)().fields)
    if view.nested_rows and table is not None:
        names += tuple(name for name in table.columns().names if name not in names)
    return (*names, LINKS) if single else names


@cached
def basic_fields(view: "type[BaseView]", *, single: bool, export: bool) -> tuple[str, ...]:
    """The fields that a person reads."""
    table = view.table()
    serializer = table if table is not None and export else serializer_class(view, single=single)
    return tuple(serializer.basic)


def serializer_class(view: Any, *, single: bool) -> Any:
    return (single and view.record_serializer_class) or view.serializer_class


def chosen_fields(request: Request, view: "DataViewSet[Any]") -> tuple[list[str] | None, list[ParameterError]]:
    """The fields that the request names, None for all, and the errors of the parameter."""
    text = request.query_params.get("fields")
    if text is None:
        return None, []
    single, export = bool(view.detail), not isinstance(request.accepted_renderer, JSONRenderer)
    allowed = [*field_names(type(view), single=single, export=export), BASIC]
    names, short = text.split(","), basic_fields(type(view), single=single, export=export)
    errors = name_errors("fields", names, allowed)
    chosen = [each for name in names for each in (short if name == BASIC else [name]) if each in allowed]
    return list(dict.fromkeys(chosen)), errors


def picked(row: Mapping[str, Any], names: Sequence[str], nested_rows: str | None = None) -> dict[str, Any]:
    """The named fields of a row, in the order of the names. Names that are not the row's own are of its nested rows."""
    own = {name: row[name] for name in names if name in row}
    inner = [name for name in names if name not in row]
    if nested_rows and inner and nested_rows not in own:
        own[nested_rows] = [picked(each, inner) for each in row[nested_rows]]
    return own
