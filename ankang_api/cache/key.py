"""Cache keys: requests that get the same response have the same key."""

from functools import lru_cache
from typing import Any, NamedTuple

from rest_framework.settings import api_settings

from ankang_api.environ import Environ
from ankang_api.http.accept import preferences
from ankang_api.http.canonical_query import canonical_query
from ankang_api.http.compression import best_coding
from ankang_api.http.negotiation import quality

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
    """Whether a request is short enough for its response to be stored."""
    texts = ("QUERY_STRING", "HTTP_HOST", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING", "PATH_INFO")
    return sum(len(environ.get(name, "")) for name in texts) <= MAX_REQUEST_CHARACTERS


def cache_key(environ: Environ) -> CacheKey:
    return CacheKey(
        environ["PATH_INFO"],
        canonical_query(environ.get("QUERY_STRING", "")),
        environ["wsgi.url_scheme"],
        environ.get("HTTP_HOST", ""),
        accepted_media_types(environ.get("HTTP_ACCEPT") or "*/*"),
        best_coding(environ.get("HTTP_ACCEPT_ENCODING", "")),
    )


@lru_cache(MAX_PARSED_HEADERS)
def accepted_media_types(accept: str) -> tuple[str, ...]:
    """The media types of the API that an Accept header admits, the preferred first."""
    wanted = preferences(accept)
    weights = {media_type: quality(wanted, media_type) for media_type in media_types()}
    return tuple(sorted((name for name, weight in weights.items() if weight), key=lambda name: -weights[name]))


@lru_cache(1)
def media_types() -> list[str]:
    """The media types of the API in the order in which views offer them."""
    renderers: list[Any] = api_settings.DEFAULT_RENDERER_CLASSES  # type: ignore[assignment]  # classes, once imported
    return [*(renderer.media_type for renderer in renderers), "text/html"]
