"""The filter backend: it answers 400 to what a view does not know, where others answer with everything."""

from typing import Any, cast

from django.db.models import QuerySet
from django.utils.functional import SimpleLazyObject
from django_filters.rest_framework import DjangoFilterBackend, FilterSet
from rest_framework.request import Request
from rest_framework.views import APIView

from ankang_api.http.negotiation import table_of
from ankang_api.http.problems import BadParameters, ParameterError
from ankang_api.http.requested_revision import requested_revision
from ankang_api.lists.changed_since import changed
from ankang_api.lists.compiled_lists import Selection
from ankang_api.lists.parameters import all_parameters, pagination_parameters, table_parameters
from ankang_api.renderers.table import ExportRenderer
from indicators.sql.compiled import is_whole
from indicators.text.suggestions import did_you_mean


def unknown(name: str, allowed: list[str]) -> ParameterError:
    return {
        "parameter": name,
        "code": "unknown_parameter",
        "detail": f"There is no parameter {name} here.{did_you_mean(name, allowed)}",
        "allowed": allowed,
    }


def for_json_pages_only(name: str) -> ParameterError:
    detail = f"{name} is for pages of JSON; this format holds all rows at once. Leave it out."
    return {"parameter": name, "code": "not_of_this_format", "detail": detail, "allowed": None}


def malformed(name: str, values: list[str]) -> ParameterError | None:
    if len(values) > 1:
        detail = f"{name} is given {len(values)} times; give it once, with commas where it takes a list."
        return {"parameter": name, "code": "repeated", "detail": detail, "allowed": None}
    if "\ufffd" in values[0]:
        detail = f"{name} is not valid UTF-8: it holds the replacement character U+FFFD."
        return {"parameter": name, "code": "not_utf8", "detail": detail, "allowed": None}
    if not values[0].strip():
        detail = f"{name} is empty; leave it out or give it a value."
        return {"parameter": name, "code": "empty", "detail": detail, "allowed": None}
    return None


def name_errors(request: Request, allowed: list[str]) -> list[ParameterError]:
    """What is wrong with the names of a query, whatever their values."""
    export = isinstance(request.accepted_renderer, ExportRenderer)
    pages = [parameter.name for parameter in pagination_parameters()] if export else []
    errors = [
        for_json_pages_only(name)
        if name in pages
        else unknown(name, allowed)
        if name not in allowed
        else malformed(name, values)
        for name, values in request.query_params.lists()
    ]
    return [error for error in errors if error]


def check_parameters(request: Request, allowed: list[str]) -> None:
    """Refuse a query that names anything else, repeats a name or leaves it empty."""
    if errors := name_errors(request, allowed):
        raise BadParameters(errors)


def value_errors(filterset: FilterSet) -> list[ParameterError]:
    """What is wrong with the values that a filter set was given."""
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


def revision_errors(request: Request, named: set[str]) -> list[ParameterError]:
    """What is wrong with the revision that a request names, and with asking for what changed."""
    try:
        asked = requested_revision(request)
    except BadParameters as error:
        return [one for one in error.errors if one["parameter"] not in named]
    if asked.since is not None and request.query_params.get("latest") == "true":
        detail = "latest cannot be combined with changed_since."
        return [{"parameter": "latest", "code": "invalid", "detail": detail, "allowed": None}]
    return []


class StrictFilterBackend(DjangoFilterBackend):
    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: APIView) -> QuerySet[Any]:
        names = [parameter.name for parameter in all_parameters(view, request)]
        if getattr(view, "detail", False):
            check_parameters(request, names)
            requested_revision(request)
            return queryset
        filterset = self.get_filterset(request, queryset, view)
        allowed = (list(type(filterset).base_filters) if filterset else []) + names
        errors = name_errors(request, allowed)
        errors += revision_errors(request, {error["parameter"] for error in errors})
        if paginator := getattr(view, "paginator", None):
            named = {error["parameter"] for error in errors}
            errors += [error for error in paginator.mistakes(request, view) if error["parameter"] not in named]
        found: Any = queryset
        if filterset:
            named = {error["parameter"] for error in errors}
            errors += [error for error in value_errors(filterset) if error["parameter"] not in named]
            found = SimpleLazyObject(lambda: filterset.qs)
        if errors:
            raise BadParameters(errors)
        asked = requested_revision(request)
        if asked.since is None or asked.revision is None:
            is_table = bool(table_parameters(type(view), export=False)) and is_whole(queryset)
            if filterset and is_table and (lists := filterset.lists()) is not None:
                view.selection = Selection(queryset.model, lists)  # type: ignore[attr-defined]
            return cast(QuerySet[Any], found)
        table = table_of(type(view))
        assert table is not None  # else there is no such parameter
        return cast(QuerySet[Any], found).filter(changed(table, asked.since, asked.revision.number))
