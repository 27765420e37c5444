"""Problem responses to exceptions and to unknown paths."""

import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt
from rest_framework.exceptions import APIException, MethodNotAllowed, NotAcceptable, NotFound
from rest_framework.request import Request

from ankang_api.environ import REQUEST_ID
from ankang_api.http.database_failures import Failure, failure_of
from ankang_api.http.problems import RETRY_AFTER_S, BadParameters, problem
from ankang_api.http.requested_revision import current
from indicators.models import Record

CODES: list[tuple[type[APIException], str]] = [
    (BadParameters, "bad-parameters"),
    (NotFound, "not-found"),
    (MethodNotAllowed, "method-not-allowed"),
    (NotAcceptable, "not-acceptable"),
]


def exception_handler(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """DRF's hook. Django handles other exceptions, by handler500 below."""
    request = context["request"]
    if isinstance(error, Http404):
        try:
            version = withdrawn(context["view"], request)
        except BadParameters as refused:  # of the parameters that name a revision
            return problem(request, "bad-parameters", str(refused.detail), refused.errors)
        if version:
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
    return request.path_info == "/api" or request.path_info.startswith("/api/")  # without the prefix of PUBLIC_URL


def handler500(request: HttpRequest) -> HttpResponse:
    failure = failure_of(sys.exc_info()[1])
    if not is_api(request):
        return unavailable_page(request, failure) if failure else defaults.server_error(request)
    if failure is None:
        return problem(request, "internal-error", "The server has an error.")
    response = problem(request, "unavailable", failure.detail)
    response["Retry-After"] = str(RETRY_AFTER_S)
    return response


def unavailable_page(request: HttpRequest, failure: Failure) -> HttpResponse:
    """A page that needs no database, with what the form contained, so that nothing typed is lost."""
    typed = [(name, text) for name in request.POST for text in request.POST.getlist(name) if is_shown(name, text)]
    context = {"failure": failure, "typed": typed, "request_id": request.META.get(REQUEST_ID)}
    page = render_to_string("ankang_api/unavailable.html", context | {"publication": settings.PUBLICATION})
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER_S)})


def is_shown(name: str, text: str) -> bool:
    return bool(text) and not name.startswith("_") and "password" not in name and name != "csrfmiddlewaretoken"


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_api(request):
        return problem(request, "bad-request", "The request cannot be understood.")
    return defaults.bad_request(request, exception)


@csrf_exempt
def redirect_without_slash(request: HttpRequest, path: str) -> HttpResponse:
    """A permanent redirect of /api/v1/x/ to /api/v1/x, for all methods, with the query."""
    query = request.META.get("QUERY_STRING", "")
    prefix = request.META.get("SCRIPT_NAME", "")
    response = HttpResponsePermanentRedirect(f"{prefix}/api/v1/{path}" + (f"?{query}" if query else ""))
    response.status_code = 308
    return response
