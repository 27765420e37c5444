"""Headers that every answer of the API carries, errors and redirects too."""

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
from django.utils import translation

from ankang_api.http.exceptions import is_api

Respond = Callable[[HttpRequest], HttpResponseBase]
EXPOSED = "Link, ETag, Last-Modified, Retry-After, Content-Disposition, Cache-Status"


def cors(get_response: Respond) -> Respond:
    """Any page may read the API from a browser; constant headers, so that no cache keeps copies by origin."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not is_api(request):
            return response
        if request.method == "OPTIONS" and response.status_code == 200:
            response = preflight(response["Allow"])
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED
        response["Vary"] = "Accept, Accept-Encoding"
        if "Cache-Control" not in response:
            response["Cache-Control"] = "public, no-cache" if response.status_code < 400 else "no-store"
        if isinstance(response, HttpResponse) and not response.content:
            del response["Content-Type"]
        del response["Content-Language"]  # both languages are in every answer
        return response

    return respond


def preflight(allow: str) -> HttpResponse:
    """What a browser asks before a request with headers of its own."""
    return HttpResponse(
        status=204,
        headers={
            "Allow": allow,
            "Access-Control-Allow-Methods": allow,
            "Access-Control-Allow-Headers": "Accept, Accept-Encoding, If-None-Match, Content-Type",
            "Access-Control-Max-Age": "86400",
        },
    )


def force_english(get_response: Respond) -> Respond:
    """Errors of the API are in English whatever Accept-Language says; the data have both languages side by side."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        if not is_api(request):
            return get_response(request)
        with translation.override("en"):
            return get_response(request)

    return respond


def content_security_policy(
    get_response: Respond,
) -> Respond:
    """The Content-Security-Policy, the same for every answer."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response["Content-Security-Policy"] = settings.CONTENT_SECURITY_POLICY
        return response

    return respond


class OfPages:
    """Of a middleware that pages alone need: the API knows no users and takes no forms, and passes it by."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request) if is_api(request) else super().__call__(request)  # type: ignore[misc]


class Sessions(OfPages, SessionMiddleware): ...


class Locale(OfPages, LocaleMiddleware): ...


class Csrf(OfPages, CsrfViewMiddleware): ...


class Authentication(OfPages, AuthenticationMiddleware): ...


class Messages(OfPages, MessageMiddleware): ...
