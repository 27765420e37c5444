"""Headers of all responses of the API, errors and redirects included; middleware that only pages need."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils import timezone, translation
from django.utils.deprecation import MiddlewareMixin

from ankang_api.http.exceptions import is_api
from ankang_api.paths import is_published, language

Respond = Callable[[HttpRequest], HttpResponseBase]
EXPOSED = (
    "Link, ETag, Last-Modified, Retry-After, Content-Disposition, Content-Range, Accept-Ranges, "
    "Cache-Status, X-Request-Id"
)


def published_headers(get_response: Respond) -> Respond:
    """Any web page may read what is published. The headers do not depend on the origin, so caches store one copy."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not (is_published(request.path_info) or is_api(request)):
            return response
        if request.method == "OPTIONS" and response.status_code == 200:
            response = preflight(response["Allow"])
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED
        response["Vary"] = "Accept, Accept-Encoding" if is_api(request) else "Accept-Encoding"
        if "Cache-Control" not in response:
            response["Cache-Control"] = "public, no-cache" if response.status_code < 400 else "no-store"
        if isinstance(response, HttpResponse) and not response.content:
            del response["Content-Type"]
        if is_api(request):
            del response["Content-Language"]  # every response has both languages
        return response

    return respond


def preflight(allow: str) -> HttpResponse:
    """The response to a CORS preflight request."""
    return HttpResponse(
        status=204,
        headers={
            "Allow": allow,
            "Access-Control-Allow-Methods": allow,
            "Access-Control-Allow-Headers": "*, Authorization",  # the asterisk does not include Authorization
            "Access-Control-Max-Age": "86400",
        },
    )


TAGS = {"zh-hans": "zh-Hans"}
"""The BCP 47 tags of Django's languages, where they differ."""


def force_language(get_response: Respond) -> Respond:
    """Errors of the API are in English, and published pages in the language of their path, for every Accept-Language.

    The data contain both languages.
    """

    def respond(request: HttpRequest) -> HttpResponseBase:
        if (code := language(request.path_info)) is None:
            return get_response(request)
        with translation.override(code):
            response = get_response(request)
        response["Content-Language"] = TAGS.get(code, code)
        return response

    return respond


def page_time_zone(get_response: Respond) -> Respond:
    """Pages show times in PAGE_TIME_ZONE. The API stays in UTC."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        if is_api(request):
            return get_response(request)
        with timezone.override(settings.PAGE_TIME_ZONE):
            return get_response(request)

    return respond


CHART_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def content_security_policy(
    get_response: Respond,
) -> Respond:
    """The same Content-Security-Policy for all responses but charts, whose files contain their style sheet."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_chart = is_published(request.path_info) and request.path_info.endswith(".svg")
        response["Content-Security-Policy"] = CHART_POLICY if is_chart else settings.CONTENT_SECURITY_POLICY
        return response

    return respond


class PagesOnly(MiddlewareMixin):
    """Skips a middleware for what is published, which has no users and no forms."""

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request) if is_published(request.path_info) else super().__call__(request)


class Sessions(PagesOnly, SessionMiddleware): ...


class Locale(PagesOnly, LocaleMiddleware): ...


class Csrf(PagesOnly, CsrfViewMiddleware): ...


class Authentication(PagesOnly, AuthenticationMiddleware): ...


class Messages(PagesOnly, MessageMiddleware): ...
