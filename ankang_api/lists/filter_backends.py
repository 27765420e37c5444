"""The filter backend: 400 for unknown, repeated, empty or invalid parameters."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django.utils.functional import SimpleLazyObject
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.request import Request
from rest_framework.views import APIView

from ankang_api.http.problems import BadParameters, ParameterError
from ankang_api.http.requested_revision import requested_revision
from ankang_api.lists.changed_since import changed
from ankang_api.lists.pagination import Pagination
from ankang_api.lists.parameters import ELSEWHERE, PIVOT, all_parameters, default_values, pagination_parameters
from ankang_api.renderers.json import JSONRenderer
from indicators.filtering.filterset import FilterSet
from indicators.rows.request_state import request_state
from indicators.rows.serializer import RowSerializer
from indicators.sql.filtered_rows import FilteredRows
from indicators.text.suggestions import did_you_mean

if TYPE_CHECKING:  # DRF loads this module while it loads its views
    from indicators.rows.base_view import DataViewSet


def unknown(name: str, allowed: list[str]) -> ParameterError:
    meant = ELSEWHERE.get(name.lower())
    hint = f" Did you mean {meant}?" if meant in allowed else did_you_mean(name, allowed)
    detail = f"There is no parameter {name} here.{hint}"
    return {"parameter": name, "code": "unknown_parameter", "detail": detail, "allowed": allowed}


def for_tables_only(name: str) -> ParameterError:
    detail = f"{name} is for tables: csv, jsonl, xlsx and parquet. Leave it out of JSON."
    return {"parameter": name, "code": "not_of_this_format", "detail": detail, "allowed": None}


def for_json_pages_only(name: str) -> ParameterError:
    detail = f"{name} is for pages of JSON; this format holds all rows at once. Leave it out."
    return {"parameter": name, "code": "not_of_this_format", "detail": detail, "allowed": None}


def malformed(name: str, values: list[str]) -> ParameterError | None:
    if len(values) > 1:
        detail = f"{name} is given {len(values)} times; give it once."
        return {"parameter": name, "code": "repeated", "detail": detail, "allowed": None}
    if "\ufffd" in values[0]:
        detail = f"{name} is not valid UTF-8: it holds the replacement character U+FFFD."
        return {"parameter": name, "code": "not_utf8", "detail": detail, "allowed": None}
    if not values[0].strip():
        detail = f"{name} is empty; leave it out or give it a value."
        return {"parameter": name, "code": "empty", "detail": detail, "allowed": None}
    return None


def name_errors(request: Request, allowed: list[str], of_tables: Sequence[str] = ()) -> list[ParameterError]:
    """The errors of the names of parameters, whatever their values."""
    is_page = isinstance(request.accepted_renderer, JSONRenderer)
    pages = [] if is_page else [parameter.name for parameter in pagination_parameters()]
    errors = [
        for_json_pages_only(name)
        if name in pages
        else for_tables_only(name)
        if name in of_tables and is_page
        else unknown(name, allowed)
        if name not in allowed
        else malformed(name, values)
        for name, values in request.query_params.lists()
    ]
    return [error for error in errors if error]


def check_parameters(request: Request, allowed: list[str]) -> None:
    """Raise BadParameters for a parameter that is unknown, repeated or empty."""
    if errors := name_errors(request, allowed):
        raise BadParameters(errors)


def is_documented_default(request: Request, name: str) -> bool:
    """Whether a parameter has the default that the OpenAPI document gives. Generated clients send it in any format."""
    return request.query_params.getlist(name) == [default_values().get(name)]


def value_errors(filterset: FilterSet) -> list[ParameterError]:
    """The errors of the values of filters."""
    return [
        {
            "parameter": name,
            "code": (error.code or "invalid").replace(" ", "_"),
            "detail": " ".join(error.messages),
            "allowed": (error.params or {}).get("allowed"),
        }
        for name, errors in filterset.errors.as_data().items()
        for error in errors
    ]


def revision_errors(request: Request) -> list[ParameterError]:
    """The errors of the parameters that name a revision."""
    try:
        requested = requested_revision(request)
    except BadParameters as error:
        return error.errors
    if requested.since is not None and request.query_params.get("latest") == "true":
        detail = "latest cannot be combined with changed_since."
        return [{"parameter": "latest", "code": "invalid", "detail": detail, "allowed": None}]
    return []


def parameter_errors(request: Request, view: "DataViewSet[Any]") -> list[ParameterError]:
    """The errors of the parameters of pages and tables."""
    paginator = cast(Pagination, view.paginator)
    return paginator.mistakes(request, view)


def of_other_parameters(errors: list[ParameterError], more: list[ParameterError]) -> list[ParameterError]:
    """The further errors, without those of parameters that have one."""
    named = {error["parameter"] for error in errors}
    return [error for error in more if error["parameter"] not in named]


class StrictFilterBackend(DjangoFilterBackend):
    def filter_queryset(self, request: Request, queryset: QuerySet[Any], api_view: APIView) -> QuerySet[Any]:
        view = cast("DataViewSet[Any]", api_view)
        names = [parameter.name for parameter in all_parameters(view, request)]
        if view.detail:
            self.check(request, view, names, None)
            requested_revision(request)
            return queryset
        filterset = self.get_filterset(request, queryset, view)
        self.check(request, view, names, filterset)
        requested = requested_revision(request)
        rows: FilteredRows = filterset.filtered_rows() if filterset else FilteredRows(queryset)
        if requested.since is not None and requested.revision:
            table = view.table()
            assert table is not None
            assert issubclass(table, RowSerializer)  # otherwise there is no such parameter
            rows = rows.filter(changed(table, requested.since, requested.number))
        if not isinstance(rows, FilteredRows):
            return rows
        request_state(request).filtered_rows = rows
        return cast(QuerySet[Any], SimpleLazyObject(lambda: rows.queryset))  # a page may not need it

    def check(self, request: Request, view: "DataViewSet[Any]", names: list[str], filterset: FilterSet | None) -> None:
        """Raise BadParameters with the first error of each parameter."""
        allowed = [*filterset.parameter_names(), *names] if filterset else names
        of_tables = [PIVOT.name] if view.pivots and not view.detail else []
        errors = [
            error
            for error in name_errors(request, allowed, of_tables)
            if not is_documented_default(request, error["parameter"])
        ]
        errors += of_other_parameters(errors, revision_errors(request))
        errors += of_other_parameters(errors, parameter_errors(request, view))
        errors += of_other_parameters(errors, value_errors(filterset) if filterset else [])
        if errors:
            raise BadParameters(errors)
