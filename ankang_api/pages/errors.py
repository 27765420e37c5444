"""Error pages in the language of a page: bad parameters, no such record, a withdrawn record."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, MethodNotAllowed

from ankang_api.http.exceptions import withdrawn
from ankang_api.http.problems import BadParameters, ParameterError
from ankang_api.pages.languages import of_code
from ankang_api.views.error_pages import error_page

PAGES = {"observation": "observation", "document": "report"}
"""The pages of records by the kind of record."""


def page_error(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """DRF's hook. Django handles other exceptions, by handler500."""
    request, view = context["request"], context["view"]
    if isinstance(error, Http404):
        try:
            version = withdrawn(view, request)
        except BadParameters as refused:  # of the parameters that name a revision
            return bad_parameters(request, refused.errors)
        if version:
            return gone(request, version)
        text = [_("There is no page at this address:"), _("The address may be misspelt, or the page no longer exists.")]
        return error_page(request, 404, _("Page not found"), text, address=request.path)
    if isinstance(error, BadParameters):
        return bad_parameters(request, error.errors)
    if isinstance(error, MethodNotAllowed):
        response = error_page(request, 405, _("Method not allowed"), [_("This page can only be read.")])
        response["Allow"] = ", ".join(view.allowed_methods)
        return response
    if isinstance(error, APIException):
        text = [_("The server cannot understand the request.")]
        return error_page(request, error.status_code, _("Bad request"), text)
    return None


def bad_parameters(request: Any, errors: list[ParameterError]) -> HttpResponse:
    return error_page(request, 400, _("Bad request"), [sentence(error) for error in errors])


def sentence(error: ParameterError) -> str:
    """What is wrong with a parameter, and what is allowed."""
    if error["code"] == "unknown_parameter":
        told = _("This page has no parameter “%(name)s”.")
    elif error["code"] == "repeated":
        told = _("The parameter “%(name)s” is given more than once.")
    else:
        told = _("The value of the parameter “%(name)s” is not allowed.")
    allowed = error["allowed"] or []
    more = _(" Allowed: %(allowed)s.") % {"allowed": ", ".join(map(str, allowed))} if allowed else ""
    return told % {"name": error["parameter"]} + more


def gone(request: Any, version: Any) -> HttpResponse:
    """410 with the reason of the withdrawal, and links to its replacement and to what was published before."""
    revision = version.revision_from
    text = [
        _("This record was withdrawn in revision %(number)s. Reason: %(reason)s")
        % {"number": revision.number, "reason": revision.reason}
    ]
    links = [(f"{request.path}?revision={revision.number - 1}", _("The record as it was before"))]
    if version.replaced_by:
        language = of_code(request.parser_context["kwargs"]["language"])
        page = PAGES[version.instance_type.record_type()]
        address = reverse(page, args=[language.path, version.replaced_by])
        links.insert(0, (address, _("The record published in its place")))
    return error_page(request, 410, _("This record was withdrawn"), text, links=links)
