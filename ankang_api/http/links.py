"""Link headers (RFC 8288) that say what a response is: its licence, permanent address, columns and other formats."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from ankang_api.http.negotiation import is_feed
from ankang_api.renderers.description import DescriptionRenderer
from ankang_api.renderers.table import ExportRenderer
from indicators.rows.request_state import PreparedResponse, request_state
from indicators.rows.view_declarations import ViewDeclarations

OF_PAGES = {"cursor", "page_size", "count", "bom"}
"""Parameters of pages or of one format, which other formats do not have."""
OF_JSON = {"expand"}
"""Parameters of JSON alone."""
OF_TABLES = {"fields", "sort", "changed_since"}
"""Parameters of tables, which formats with required columns do not have."""
OF_REVISIONS = {"revision", "as_of"}
COLUMN_METADATA, COLUMN_METADATA_TYPE = "csv-metadata.json", "application/csvm+json"
"""The format of column metadata (CSV on the Web), as suffix and as media type."""
MAX_LINK_CHARACTERS = 2500
"""nginx reads 4 KB of headers by default."""


def add_links(response: HttpResponseBase, request: HttpRequest, revision: int, prepared: PreparedResponse) -> None:
    """Add license, cite-as (RFC 8574), describedby and alternate to the links of a page.

    `revision` is 0 for what has none. Alternates are left out where a long query would make the header longer than
    proxies accept.
    """
    links = [response["Link"]] if "Link" in response else []
    links.append(f'<{settings.PUBLICATION.licence_url}>; rel="license"')
    if revision:
        links.append(f'<{pinned_url(request, revision)}>; rel="cite-as"')
    if prepared.described_by:
        links.append(f'<{described_by(request, prepared)}>; rel="describedby"; type="{COLUMN_METADATA_TYPE}"')
    others = alternates(request, prepared)
    if sum(map(len, [*links, *others])) <= MAX_LINK_CHARACTERS:
        links += others
    response["Link"] = ", ".join(links)


def described_by(request: HttpRequest, prepared: PreparedResponse) -> str:
    """The column metadata of the rows, in the same selection and revision."""
    query = query_of_others(request, prepared)
    address = request.build_absolute_uri(f"{prepared.described_by}.{COLUMN_METADATA}")
    return f"{address}?{query}" if query else address


def description_path(
    request: HttpRequest, view: type[ViewDeclarations], renderer: type[BaseRenderer], *, single: bool
) -> str | None:
    """The path of the list whose columns describe a response; None of a response without rows."""
    if view.table() is None or renderer.format == COLUMN_METADATA or not hasattr(view, "list"):
        return None
    return stem(request).rpartition("/")[0] if single else stem(request)


def chosen_renderer(request: HttpRequest | Request) -> type[BaseRenderer] | None:
    prepared = request_state(request).prepared
    return prepared.renderer if prepared else None


def stem(request: HttpRequest | Request) -> str:
    """The path of a request without the suffix of its format."""
    path, dot, suffix = request.path.rpartition("/")[2].partition(".")
    return request.path.removesuffix(f"{dot}{suffix}") if dot and path else request.path


def pinned_url(request: HttpRequest | Request, revision: int) -> str:
    """The address at which these data stay as they are; of a page or a reference, that of the list or record."""
    renderer = chosen_renderer(request)
    is_description = renderer is not None and issubclass(renderer, DescriptionRenderer)
    left_out = OF_PAGES | OF_REVISIONS | ({"format"} if is_description else set())
    query = [*pairs(request, left_out), ("revision", str(revision))]
    return f"{request.build_absolute_uri(stem(request) if is_description else request.path)}?{urlencode(query)}"


def alternates(request: HttpRequest, prepared: PreparedResponse) -> list[str]:
    """Links to the same list or record in other formats."""
    address = request.build_absolute_uri(stem(request))
    query = query_of_others(request, prepared)
    tail = f"?{query}" if query else ""
    return [
        f'<{address}.{each.format}{tail}>; rel="alternate"; type="{each.media_type}"'
        for each in prepared.other_formats
        if has_parameters(each, set(request.GET))
    ]


def query_of_others(request: HttpRequest, prepared: PreparedResponse) -> str:
    """The query of a request with the parameters that the other formats have too."""
    left_out = OF_PAGES | OF_JSON | {"format"}
    if prepared.fields_differ and request.GET.get("fields") != "basic":  # all formats have the basic fields
        left_out |= {"fields"}
    return urlencode(pairs(request, left_out))


def has_parameters(renderer: type[BaseRenderer], named: set[str]) -> bool:
    """Whether a format has the parameters that a request names."""
    if issubclass(renderer, DescriptionRenderer):
        return True
    if not issubclass(renderer, ExportRenderer):
        return "pivot" not in named
    return not (renderer.required_columns and OF_TABLES & named)


def pairs(request: HttpRequest | Request, without: set[str]) -> list[tuple[str, str]]:
    return [(name, str(request.GET[name])) for name in sorted(request.GET) if name not in without]


def other_formats(offered: dict[str, type[BaseRenderer]], chosen: type[BaseRenderer]) -> list[type[BaseRenderer]]:
    """The formats of a list or record beside the chosen one, without feeds and the metadata of the columns."""
    others = [renderer for renderer in offered.values() if renderer is not chosen and not is_feed(renderer)]
    return [renderer for renderer in others if renderer.format != COLUMN_METADATA]
