"""Pages for errors outside the API, in the language of the request; the API's errors are problems in JSON."""

import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from ankang_api.environ import REQUEST_ID
from ankang_api.http.database_failures import Failure, failure_of
from ankang_api.http.exceptions import is_api
from ankang_api.http.problems import RETRY_AFTER_S, problem
from ankang_api.paths import language
from ankang_api.views.typed_entries import is_admin, typed_entries


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_api(request):
        return problem(request, "bad-request", "The request cannot be understood.")
    return error_page(request, 400, _("Bad request"), [_("The server cannot understand the request.")])


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    text = [_("Your account has no permission for this page."), _("Ask the administrator if you need it.")]
    return error_page(request, 403, _("No permission"), text)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's hook for forms without a valid token. What another site posted is not shown."""
    text = [
        _("Nothing was saved: the form is too old, or the browser does not accept cookies."),
        _("Go back, reload the page and submit the form again."),
    ]
    own = request.headers.get("Sec-Fetch-Site") == "same-origin"
    return error_page(request, 403, _("The form has expired"), text, typed=typed_entries(request) if own else [])


class KeepTyped:
    """A middleware: a form of the admin that is posted after its session ended is answered with what was typed.

    Without entries to keep, and for the log-in itself, Django redirects to the log-in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """After the check of the token, which comes from an earlier middleware."""
        if request.method != "POST" or not is_admin(request) or admin.site.has_permission(request):
            return None
        if request.path in (reverse("admin:login"), reverse("admin:logout")):
            return None
        typed = typed_entries(request)
        return session_ended_page(request, typed) if typed else None


def session_ended_page(request: HttpRequest, typed: list[tuple[str, str]]) -> HttpResponse:
    text = [_("Nothing was saved. What you typed is below: log in, open the form again and enter it there.")]
    log_in = f"{reverse('admin:login')}?{urlencode({'next': request.get_full_path()})}"
    return error_page(request, 403, _("Your session has ended"), text, typed=typed, log_in=log_in)


def path_language(request: HttpRequest) -> str:
    """The language that a path names, also that of the documentation, else that of the request."""
    named = language(request.path_info.removeprefix("/docs"))
    return named or translation.get_language() or "en"


def page_not_found(request: HttpRequest) -> HttpResponse:
    code = path_language(request)
    with translation.override(code):
        text = [_("There is no page at this address:"), _("The address may be misspelt, or the page no longer exists.")]
        response = error_page(request, 404, _("Page not found"), text, address=request.path)
        response["Content-Language"] = code
    return response


def handler500(request: HttpRequest) -> HttpResponse:
    failure = failure_of(sys.exc_info()[1])
    if not is_api(request):
        with translation.override(path_language(request)):
            return unavailable_page(request, failure) if failure else server_error(request)
    if failure is None:
        return problem(request, "internal-error", "The server has an error.")
    response = problem(request, "unavailable", failure.detail)
    response["Retry-After"] = str(RETRY_AFTER_S)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    text = [
        _("The server could not answer, and has recorded the error."),
        _("Try again later. If it happens again, tell the administrator what you did and the number below."),
    ]
    return error_page(request, 500, _("Server error"), text, request_id=request.META.get(REQUEST_ID))


def error_page(request: HttpRequest, status: int, title: str, text: list[str], **more: Any) -> HttpResponse:
    """A page with a title, its paragraphs, and links by which the reader can go on. It reads no database."""
    context: dict[str, Any] = {"title": title, "text": text, "request": request}
    context |= {"publication": settings.PUBLICATION, "is_admin": is_admin(request)}
    html = render_to_string("ankang_api/error.html", context | more)
    return HttpResponse(html, status=status, headers={"Cache-Control": "no-store"})


def unavailable_page(request: HttpRequest, failure: Failure) -> HttpResponse:
    """A page that needs no database, with what the form contained, so that nothing typed is lost."""
    context: dict[str, Any] = {"failure": failure, "typed": typed_entries(request, with_records=False)}
    context |= {"request_id": request.META.get(REQUEST_ID), "publication": settings.PUBLICATION}
    context |= {"is_admin": is_admin(request), "request": request}
    page = render_to_string("ankang_api/unavailable.html", context)
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER_S)})
