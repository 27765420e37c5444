"""Routes with the suffix of a format: /observations.csv is the permalink of a table, /units/person.json of a record."""

import re
from typing import Any

from django.urls import URLPattern, URLResolver, re_path
from rest_framework.routers import SimpleRouter
from rest_framework.settings import api_settings

from ankang_api.http.negotiation import is_feed

RENDERERS: Any = api_settings.DEFAULT_RENDERER_CLASSES
FORMATS = [renderer.format for renderer in RENDERERS if not is_feed(renderer)]
"""The formats of lists; a feed has a path of its own."""
SUFFIX = rf"\.(?P<format>{'|'.join(map(re.escape, FORMATS))})$"


def with_suffixes(patterns: list[URLPattern]) -> list[URLPattern | URLResolver]:
    """Each pattern, and the same with a suffix; a format that a view does not have is 404 there."""
    suffixed = [re_path(str(one.pattern).removesuffix("$") + SUFFIX, one.callback) for one in patterns]
    return [*patterns, *suffixed]


class Router(SimpleRouter):
    def __init__(self) -> None:
        super().__init__(trailing_slash=False)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return with_suffixes([one for one in super().get_urls() if isinstance(one, URLPattern)])
