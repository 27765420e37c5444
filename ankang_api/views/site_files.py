"""Files at fixed addresses of the site, for programs and browsers."""

import json

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import conditional_page, require_safe

from ankang_api.metadata.site_texts import (
    API_CATALOG,
    LINKSET_TYPE,
    api_catalog,
    at_root,
    llms_txt,
    robots_txt,
    security_txt,
)

TEXT = "text/plain; charset=utf-8"
ONE_DAY_S = 86_400


def published(response: HttpResponse) -> HttpResponse:
    """With the headers of files that any web page may read, and that caches keep for a day."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = f"public, max-age={ONE_DAY_S}"
    return response


@require_safe
@conditional_page
def api_catalog_view(request: HttpRequest) -> HttpResponse:
    body = json.dumps(api_catalog(request), ensure_ascii=False, indent=2)
    response = published(HttpResponse(body, content_type=LINKSET_TYPE))
    response["Link"] = f'<{at_root(request, API_CATALOG)}>; rel="api-catalog"'
    response["Access-Control-Expose-Headers"] = "Link, ETag"
    return response


@require_safe
@conditional_page
def security_view(request: HttpRequest) -> HttpResponse:
    text = security_txt(request, timezone.now().date())
    if text is None:
        raise Http404("This server has no contact: set CONTACT_EMAIL or CONTACT_URL.")
    return published(HttpResponse(text, content_type=TEXT))


@require_safe
@conditional_page
def llms_view(request: HttpRequest) -> HttpResponse:
    return published(HttpResponse(llms_txt(request), content_type="text/markdown; charset=utf-8"))


@require_safe
@conditional_page
def robots_view(request: HttpRequest) -> HttpResponse:
    return published(HttpResponse(robots_txt(request), content_type=TEXT))


@require_safe
@conditional_page
def favicon_view(request: HttpRequest) -> HttpResponse:
    path = finders.find("ankang_api/favicon.ico")
    assert path is not None
    with open(path, "rb") as file:
        return published(HttpResponse(file.read(), content_type="image/vnd.microsoft.icon"))
