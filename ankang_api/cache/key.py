"""Cache keys: requests that get the same response have the same key."""

from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from rest_framework.settings import api_settings

from ankang_api.cache.ranges import requested_range
from ankang_api.environ import Environ
from ankang_api.http.accept import media_ranges
from ankang_api.http.canonical_query import canonical_query
from ankang_api.http.compression import best_coding
from ankang_api.http.negotiation import quality
from ankang_api.renderers.json import JSONLDRenderer
from ankang_api.renderers.lines import NDJSONRenderer
from ankang_api.renderers.xml import XMLRenderer

MAX_PARSED_HEADERS = 512
"""Accept headers whose parsed form is cached."""
MAX_REQUEST_CHARACTERS = 4096
"""Responses to longer requests are not stored, so that keys take little memory."""


class CacheKey(NamedTuple):
    """A cache key. Links in a response are absolute, so the scheme and the host are part of it."""

    path: str
    query: str
    scheme: str
    host: str
    media_types: tuple[str, ...]
    coding: str


def is_cacheable(environ: Environ) -> bool:
    """Whether the response to a request may be stored: it is short, and its Host has the usual port."""
    texts = ("QUERY_STRING", "HTTP_HOST", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING", "PATH_INFO")
    is_short = sum(len(environ.get(name, "")) for name in texts) <= MAX_REQUEST_CHARACTERS
    return is_short and has_usual_port(environ)


def has_usual_port(environ: Environ) -> bool:
    """Whether Host has no port, or that of the server: Django allows any, and each would be a key of its own."""
    _name, colon, port = environ.get("HTTP_HOST", "").rpartition(":")
    is_usual = not colon or port.endswith("]") or port in ("80", "443", environ.get("SERVER_PORT"))
    return is_usual or environ["HTTP_HOST"] == settings.PUBLIC_URL.host


def cache_key(environ: Environ) -> CacheKey:
    return CacheKey(
        environ["PATH_INFO"],
        canonical_query(environ.get("QUERY_STRING", "")),
        environ["wsgi.url_scheme"],
        environ.get("HTTP_HOST", ""),
        accepted_media_types(environ.get("HTTP_ACCEPT") or "*/*"),
        coding(environ),
    )


def coding(environ: Environ) -> str:
    """The content coding of the response; identity with a range, whose positions count bytes of the file."""
    return "identity" if requested_range(environ) else best_coding(environ.get("HTTP_ACCEPT_ENCODING", ""))


@lru_cache(MAX_PARSED_HEADERS)
def accepted_media_types(accept: str) -> tuple[str, ...]:
    """The media types of published responses that an Accept header admits, the preferred first."""
    wanted = media_ranges(accept)
    weights = {media_type: quality(wanted, media_type) for media_type in media_types()}
    return tuple(sorted((name for name, weight in weights.items() if weight), key=lambda name: -weights[name]))


@lru_cache(1)
def media_types() -> list[str]:
    """The media types of published responses in the order in which views offer them."""
    renderers: list[Any] = api_settings.DEFAULT_RENDERER_CLASSES  # type: ignore[assignment]  # classes, once imported
    others = NDJSONRenderer.media_type, JSONLDRenderer.media_type, XMLRenderer.media_type, "text/html"
    return [*(renderer.media_type for renderer in renderers), *others]
