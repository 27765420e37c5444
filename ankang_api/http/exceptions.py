"""Problem responses to exceptions and to unknown paths."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views.decorators.csrf import csrf_exempt
from rest_framework.exceptions import APIException, MethodNotAllowed, NotAcceptable, NotFound
from rest_framework.request import Request

from ankang_api.http.problems import BadParameters, problem
from ankang_api.http.requested_revision import current
from ankang_api.paths import is_for_programs
from indicators.models import Record

CODES: list[tuple[type[APIException], str]] = [
    (BadParameters, "bad-parameters"),
    (NotFound, "not-found"),
    (MethodNotAllowed, "method-not-allowed"),
    (NotAcceptable, "not-acceptable"),
]


def exception_handler(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """DRF's hook. Django handles other exceptions, by handler500 of `views.error_pages`."""
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
    """Whether the request is to the API, or to a description for programs, which follows the same conventions."""
    return is_for_programs(request.path_info)


@csrf_exempt
def redirect_without_slash(request: HttpRequest, path: str) -> HttpResponse:
    """A permanent redirect of /api/v1/x/ to /api/v1/x, for all methods, with the query."""
    query = request.META.get("QUERY_STRING", "")
    prefix = request.META.get("SCRIPT_NAME", "")
    response = HttpResponsePermanentRedirect(f"{prefix}/api/v1/{path}" + (f"?{query}" if query else ""))
    response.status_code = 308
    return response
