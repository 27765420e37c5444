"""Link headers (RFC 8288) that say what a response is: its licence, its permanent address and its other formats."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from ankang_api.http.negotiation import is_feed
from ankang_api.renderers.table import ExportRenderer

OF_PAGES = {"cursor", "page_size", "count", "bom"}
"""Parameters of pages or of one format, which other formats do not have."""
OF_REVISIONS = {"revision", "as_of"}


def add_links(
    response: HttpResponseBase, request: HttpRequest, revision: int, formats: Iterable[type[BaseRenderer]]
) -> None:
    """Add license, cite-as (RFC 8574) and alternate to the links of a page. `revision` is 0 for what has none."""
    links = [response["Link"]] if "Link" in response else []
    links.append(f'<{settings.PUBLICATION.licence_url}>; rel="license"')
    if revision:
        links.append(f'<{pinned_url(request, revision)}>; rel="cite-as"')
    links += alternates(request, formats)
    response["Link"] = ", ".join(links)


def pinned_url(request: HttpRequest | Request, revision: int) -> str:
    """The address at which these data stay as they are; of a page, that of the list."""
    query = [*pairs(request, OF_PAGES | OF_REVISIONS), ("revision", str(revision))]
    return f"{request.build_absolute_uri(request.path)}?{urlencode(query)}"


def alternates(request: HttpRequest, formats: Iterable[type[BaseRenderer]]) -> list[str]:
    """Links to the same list in other formats."""
    path, dot, suffix = request.path.rpartition(".")
    stem = request.build_absolute_uri(path if dot and "/" not in suffix else request.path)
    query = urlencode(pairs(request, OF_PAGES | {"format"}))
    tail = f"?{query}" if query else ""
    return [f'<{stem}.{each.format}{tail}>; rel="alternate"; type="{each.media_type}"' for each in formats]


def pairs(request: HttpRequest | Request, without: set[str]) -> list[tuple[str, str]]:
    return [(name, str(request.GET[name])) for name in sorted(request.GET) if name not in without]


def other_formats(offered: dict[str, type[BaseRenderer]], chosen: type[BaseRenderer]) -> list[type[BaseRenderer]]:
    """The formats of a table beside the chosen one; none of a view that is only JSON."""
    is_table = any(issubclass(renderer, ExportRenderer) for renderer in offered.values())
    others = [renderer for renderer in offered.values() if renderer is not chosen and not is_feed(renderer)]
    return others if is_table else []
