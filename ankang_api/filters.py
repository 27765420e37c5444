"""The filter backend: it answers 400 to what a view does not know, where others answer with everything."""

import difflib
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend, FilterSet
from rest_framework.request import Request
from rest_framework.views import APIView

from ankang_api.pagination import PARAMETERS
from ankang_api.problems import BadParameters, ParameterError


def unknown(name: str, allowed: list[str]) -> ParameterError:
    near = difflib.get_close_matches(name, allowed, 1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return {
        "parameter": name,
        "code": "unknown_parameter",
        "detail": f"There is no parameter {name} here.{hint}",
        "allowed": allowed,
    }


def malformed(name: str, values: list[str]) -> ParameterError | None:
    if len(values) > 1:
        detail = f"{name} is given {len(values)} times; give it once, with commas where it takes a list."
        return {"parameter": name, "code": "repeated", "detail": detail, "allowed": None}
    if not values[0]:
        detail = f"{name} is empty; leave it out or give it a value."
        return {"parameter": name, "code": "empty", "detail": detail, "allowed": None}
    return None


def check_parameters(request: Request, allowed: list[str]) -> None:
    """Refuse a query that names anything else, repeats a name or leaves it empty."""
    errors = [
        unknown(name, allowed) if name not in allowed else malformed(name, values)
        for name, values in request.query_params.lists()
    ]
    if found := [error for error in errors if error]:
        raise BadParameters(found)


def errors_of(filterset: FilterSet) -> list[ParameterError]:
    return [
        {
            "parameter": name,
            "code": error.code or "invalid",
            "detail": " ".join(error.messages),
            "allowed": (error.params or {}).get("allowed") if hasattr(error, "params") else None,
        }
        for name, errors in filterset.errors.as_data().items()
        for error in errors
        if isinstance(error, ValidationError)
    ]


class StrictFilterBackend(DjangoFilterBackend):
    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: APIView) -> QuerySet[Any]:
        if getattr(view, "detail", False):
            check_parameters(request, [])
            return queryset
        filterset = self.get_filterset(request, queryset, view)
        names = list(filterset.filters) if filterset else []
        check_parameters(request, names + (PARAMETERS if getattr(view, "paginator", None) else []))
        if filterset is None:
            return queryset
        if not filterset.is_valid():
            raise BadParameters(errors_of(filterset))
        found: QuerySet[Any] = filterset.qs
        return found
