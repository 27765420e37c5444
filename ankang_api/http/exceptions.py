"""From an exception or a path that nothing serves to a problem."""

import sys
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import Error, InterfaceError, OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt
from rest_framework.exceptions import APIException, MethodNotAllowed, NotAcceptable, NotFound
from rest_framework.request import Request

from ankang_api.http.problems import BadParameters, problem
from ankang_api.http.requested_revision import current
from indicators.models import Record

CODES: list[tuple[type[APIException], str]] = [
    (BadParameters, "bad-parameters"),
    (NotFound, "not-found"),
    (MethodNotAllowed, "method-not-allowed"),
    (NotAcceptable, "not-acceptable"),
]
RETRY_AFTER = "5"
"""Seconds after which a database that is away is worth another try."""


def exception_handler(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """DRF's hook. What is no API error goes on to Django, whose 500 is handler500 below."""
    request = context["request"]
    if isinstance(error, Http404) and (version := withdrawn(context["view"], request)):
        return gone(request, version)
    if isinstance(error, Http404 | PermissionDenied):
        error = NotFound(f"There is no record at {request.path}.")
    if not isinstance(error, APIException):
        return None
    code = next((code for kind, code in CODES if isinstance(error, kind)), "bad-request")
    response = problem(request, code, str(error.detail), error.errors if isinstance(error, BadParameters) else ())
    if isinstance(error, MethodNotAllowed):
        response["Allow"] = ", ".join(context["view"].allowed_methods)
    return response


def withdrawn(view: Any, request: Request) -> Any:
    """The last version of the record that the path names, if the record was withdrawn; else None."""
    code, model = view.kwargs.get("code"), getattr(getattr(view, "queryset", None), "model", None)
    if code is None or model is None or not issubclass(model, Record):
        return None
    revision = current(request)
    found = model.history.at_revision(revision.number if revision else 0)
    return found.filter(code=code, withdrawn=True).select_related("revision_from").first()


def gone(request: Request, version: Any) -> HttpResponse:
    """410 with the reason of the withdrawal and the code of the replacement."""
    revision, place = version.revision_from, version.replaced_by
    instead = f" {place} was published in its place." if place else ""
    detail = f"{version.code} was withdrawn in revision {revision.number}: {revision.reason}{instead}"
    return problem(request, "gone", detail, withdrawn_in=revision.number, replaced_by=place)


def is_api(request: HttpRequest) -> bool:
    return request.path == "/api" or request.path.startswith("/api/")


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_api(request):
        return problem(request, "not-found", f"Nothing is served at {request.path}. /api/v1/ lists what is.")
    return defaults.page_not_found(request, exception)


def handler500(request: HttpRequest) -> HttpResponse:
    if not is_api(request):
        return defaults.server_error(request)
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError) and database_is_away():
        response = problem(request, "unavailable", "The database is away.")
        response["Retry-After"] = RETRY_AFTER
        return response
    return problem(request, "internal-error", "The server failed to answer. The fault is ours.")


def database_is_away() -> bool:
    """Whether the fault is of the connection: a statement that always succeeds is tried on a new one."""
    if connection.in_atomic_block:
        return not connection.is_usable()
    connection.close()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return True
    return False


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_api(request):
        return problem(request, "bad-request", "The request cannot be understood.")
    return defaults.bad_request(request, exception)


@csrf_exempt
def redirect_without_slash(request: HttpRequest, path: str = "") -> HttpResponse:
    """/api/v1/x/ is /api/v1/x, and /api/v1 is /api/v1/: for good, for every method, and with the query."""
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponsePermanentRedirect(f"/api/v1/{path}" + (f"?{query}" if query else ""))
    response.status_code = 308
    return response
