"""The parameter `expand`: related records inside the rows of JSON."""

from collections.abc import Mapping, Sequence
from typing import Any

from rest_framework.request import Request

from ankang_api.http.problems import ParameterError, name_errors
from indicators.rows import by_key
from indicators.rows.request_state import request_state
from indicators.rows.serializer import RowSerializer

Expandable = Mapping[str, type[RowSerializer]]


def expanded_fields(request: Request, expandable: Expandable) -> tuple[list[str], list[ParameterError]]:
    """The fields that `expand` names, and the errors of the parameter."""
    text = request.query_params.get("expand")
    names = text.split(",") if text else []
    return [name for name in names if name in expandable], name_errors("expand", names, list(expandable))


def add_records(request: Request, rows: Sequence[dict[str, Any]], names: Sequence[str], tables: Expandable) -> None:
    """Add to each row a field `…_record` for each name: the record whose code the field has; one query for each."""
    state = request_state(request)
    for name in names:
        table = tables[name]
        codes = list(dict.fromkeys(row[name] for row in rows if row[name] is not None))
        model: Any = table.Meta.model
        read = by_key.rows_by_key(codes, model._default_manager.all(), table.columns(), by="code")
        if codes and read.newest is not None:  # a later revision makes the response be computed again
            state.rows_read_at = max(read.newest, state.rows_read_at or 0)
        for row in rows:
            row[f"{name}_record"] = read.rows.get(row[name])
