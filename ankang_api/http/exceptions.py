"""Problem responses to exceptions and to unknown paths."""

import sys
from typing import Any

import psycopg
from django.core.exceptions import PermissionDenied
from django.db import Error, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt
from psycopg.errors import AdminShutdown, CannotConnectNow, CrashShutdown, LockNotAvailable, QueryCanceled
from rest_framework.exceptions import APIException, MethodNotAllowed, NotAcceptable, NotFound
from rest_framework.request import Request

from ankang_api.http.problems import RETRY_AFTER_S, BadParameters, problem
from ankang_api.http.requested_revision import current
from ankang_api.outage import OUTAGE
from indicators.models import Record
from indicators.sql.reading import read_connection

CODES: list[tuple[type[APIException], str]] = [
    (BadParameters, "bad-parameters"),
    (NotFound, "not-found"),
    (MethodNotAllowed, "method-not-allowed"),
    (NotAcceptable, "not-acceptable"),
]


def exception_handler(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """DRF's hook. Django handles other exceptions, by handler500 below."""
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
    versions = model.history.at_revision(revision.number if revision else 0)
    return versions.filter(code=code, withdrawn=True).select_related("revision_from").first()


def gone(request: Request, version: Any) -> HttpResponse:
    """410 with the reason of the withdrawal and the code of the replacement."""
    revision, replacement = version.revision_from, version.replaced_by
    instead = f" {replacement} was published in its place." if replacement else ""
    detail = f"{version.code} was withdrawn in revision {revision.number}: {revision.reason}{instead}"
    return problem(request, "gone", detail, withdrawn_in=revision.number, replaced_by=replacement)


def is_api(request: HttpRequest) -> bool:
    return request.path == "/api" or request.path.startswith("/api/")


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_api(request):
        return problem(request, "not-found", f"Nothing is served at {request.path}. /api/v1/ lists what is.")
    return defaults.page_not_found(request, exception)


def handler500(request: HttpRequest) -> HttpResponse:
    if not is_api(request):
        return defaults.server_error(request)
    error = sys.exc_info()[1]
    if is_timeout(error):
        OUTAGE.errors += 1
        return unavailable(request, "The database does not answer.")
    if error and is_outage(error):
        OUTAGE.begin(error)
        return unavailable(request, "The database is unavailable.")
    return problem(request, "internal-error", "The server has an error.")


def unavailable(request: HttpRequest, detail: str) -> HttpResponse:
    response = problem(request, "unavailable", detail)
    response["Retry-After"] = str(RETRY_AFTER_S)
    return response


def is_timeout(error: BaseException | None) -> bool:
    """Whether an exception comes from a statement that took too long."""
    return isinstance(driver_error(error), QueryCanceled | LockNotAvailable)


def is_outage(error: BaseException) -> bool:
    is_of_database = isinstance(error, OperationalError | InterfaceError)
    return is_lost_connection(error) or (is_of_database and database_is_unavailable())


def is_lost_connection(error: BaseException) -> bool:
    """Whether an exception comes from a connection that failed or ended; the database may be back since."""
    cause = driver_error(error)
    if isinstance(cause, AdminShutdown | CannotConnectNow | CrashShutdown):
        return True
    return isinstance(cause, psycopg.OperationalError) and cause.sqlstate is None  # no statement of ours failed


def driver_error(error: BaseException | None) -> BaseException | None:
    """The exception of the driver behind one of Django's; COPY raises it itself."""
    return error if error is None or isinstance(error, psycopg.Error) else error.__cause__


def database_is_unavailable() -> bool:
    """Whether a statement that always succeeds fails on a new connection."""
    database = read_connection()
    if database.in_atomic_block:
        return not database.is_usable()
    database.close()
    try:
        with database.cursor() as cursor:
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
    """A permanent redirect of /api/v1/x/ to /api/v1/x and of /api/v1 to /api/v1/, for all methods, with the query."""
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponsePermanentRedirect(f"/api/v1/{path}" + (f"?{query}" if query else ""))
    response.status_code = 308
    return response
