"""From an exception or a path that nothing serves to a problem."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views import defaults
from rest_framework.exceptions import APIException, NotFound

from ankang_api.problems import BadParameters, problem


def exception_handler(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """DRF's hook. What is no API error goes on to Django, whose 500 is handler500 below."""
    request = context["request"]
    if isinstance(error, Http404 | PermissionDenied):
        error = NotFound(f"There is no record at {request.path}.")
    if not isinstance(error, APIException):
        return None
    code = error.default_code if isinstance(error, BadParameters) else str(error.get_codes())
    errors = error.errors if isinstance(error, BadParameters) else ()
    response = problem(request, error.status_code, code, str(error.detail), errors)
    if error.status_code == 405:
        response["Allow"] = ", ".join(context["view"].allowed_methods)
    return response


def is_api(request: HttpRequest) -> bool:
    return request.path == "/api" or request.path.startswith("/api/")


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_api(request):
        detail = f"Nothing is served at {request.path}. /api/v1/ lists what is."
        return problem(request, 404, "not_found", detail)
    return defaults.page_not_found(request, exception)


def handler500(request: HttpRequest) -> HttpResponse:
    if is_api(request):
        return problem(request, 500, "internal_error", "The server failed to answer. The fault is ours.")
    return defaults.server_error(request)


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_api(request):
        return problem(request, 400, "bad_request", "The request cannot be understood.")
    return defaults.bad_request(request, exception)


def without_slash(request: HttpRequest, path: str) -> HttpResponse:
    """/api/v1/x/ is /api/v1/x, for good and with its query."""
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponsePermanentRedirect(f"/api/v1/{path}" + (f"?{query}" if query else ""))
    response.status_code = 308
    return response
