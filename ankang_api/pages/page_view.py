"""The base class of all pages for readers."""

import re
from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from rest_framework.request import Request

from ankang_api.http.links import OF_REVISIONS
from ankang_api.http.requested_revision import requested_revision
from ankang_api.lists.filter_backends import check_parameters
from ankang_api.metadata.attribution import attribution
from ankang_api.pages.errors import page_error
from ankang_api.pages.languages import LANGUAGES, Language, other, path_in, switch_address
from ankang_api.renderers.page import PageRenderer
from indicators.rows.base_view import BaseView

TRACKING = re.compile("utm_[a-z]+|fbclid|gclid|msclkid|from|isappinstalled|nsukey|spm|share_[a-z_]+|weixin[a-z_]*")
"""Parameters that mail programs, social networks and WeChat add to links."""
REVISION_PARAMETERS = sorted(OF_REVISIONS)
"""The parameters that every page has."""


class PageView(BaseView):
    # a page in the language that its path names, at the revision that its query names

    schema = None
    renderer_classes = [PageRenderer]
    template: ClassVar[str]
    queryset: ClassVar[Any] = None
    """The records of which the path names one by its code; a withdrawn one is answered with 410."""
    parameters: ClassVar[tuple[str, ...]] = ()
    """The query parameters beside those that name a revision."""

    def get(self, request: Request, language: str, **kwargs: Any) -> HttpResponseBase:
        if clean := without_tracking(request):
            return HttpResponseRedirect(clean)
        check_parameters(request, [*self.parameters, *REVISION_PARAMETERS])
        requested_revision(request)
        found = self.context(request, **kwargs)
        if isinstance(found, HttpResponseBase):
            return found
        context = page_context(request, LANGUAGES[language]) | found
        return HttpResponse(render_to_string(self.template, context))

    def context(self, request: Request, **kwargs: Any) -> dict[str, Any] | HttpResponseBase:
        """What the template shows, or the redirect that is sent instead. Http404 if there is no such record."""
        raise NotImplementedError

    def get_exception_handler(self) -> Callable[..., Any]:
        return page_error


def page_context(request: Request, language: Language) -> dict[str, Any]:
    """What every page shows: its addresses, the publication, and the revision that it is of."""
    requested = requested_revision(request)
    source = attribution(requested.number)
    return {
        "path": request.path,
        "language": language,
        "other_language": other(language),
        "pinned": pinned_query(request),
        "query": request.META.get("QUERY_STRING", ""),
        "address": request.build_absolute_uri(),
        "canonical": request.build_absolute_uri(request.path),
        "alternates": [(each.tag, in_language(request, each)) for each in LANGUAGES.values()],
        "switch": switch_address(request, other(language)),
        "publication": settings.PUBLICATION,
        "summary": getattr(settings.PUBLICATION, f"description_{language.path}"),
        "contact_email": settings.CONTACT_EMAIL,
        "contact_url": settings.CONTACT_URL,
        "revision": requested.revision,
        "attribution": source.zh if language.path == "zh" else source.en,
    }


def without_tracking(request: Request) -> str:
    """The address without the parameters that networks add to shared links; empty if it has none."""
    query = request.query_params.copy()
    added = [name for name in query if TRACKING.fullmatch(name)]
    for name in added:
        del query[name]
    return (f"{request.path}?{query.urlencode()}" if query else request.path) if added else ""


def pinned_query(request: HttpRequest | Request) -> str:
    """The query that keeps the links of a page at the revision that its own query names; empty if it names none."""
    named = [(name, str(request.GET[name])) for name in REVISION_PARAMETERS if name in request.GET]
    return urlencode(named)


def in_language(request: HttpRequest | Request, language: Language) -> str:
    """The absolute address of the same page in a language, without the query."""
    return request.build_absolute_uri(path_in(request.path, language))
