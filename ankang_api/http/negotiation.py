"""Content negotiation: the suffix of the path, else `format=`, else Accept (RFC 9110, section 12)."""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar, cast

from django.http import HttpRequest
from rest_framework.exceptions import NotAcceptable, NotFound
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from ankang_api.http.accept import preferences
from ankang_api.http.problems import refusal
from ankang_api.renderers.json import JSONRenderer
from ankang_api.renderers.table import ExportRenderer
from indicators.rows.serializer import RowSerializer

Function = TypeVar("Function", bound=Callable[..., Any])


def table_of(view: type) -> type[RowSerializer] | None:
    """The row serializer of a view whose list is flat; None if its rows nest."""
    named: type[RowSerializer] | None = getattr(view, "table", None)
    if named:
        return named
    serializer = getattr(view, "serializer_class", None)
    if isinstance(serializer, type) and issubclass(serializer, RowSerializer) and serializer.flat:
        return serializer
    return None


def found_once(function: Function) -> Function:
    """Remembers what follows from a class, under the function's own signature."""
    return cast(Function, cache(function))


@found_once
def offered(view: type, *, single: bool) -> dict[str, type[BaseRenderer]]:
    """The renderers of a view by format: all for the list of a table, feeds for what is one, else JSON alone."""
    renderers = {renderer.format: renderer for renderer in getattr(view, "renderer_classes", ())}
    tabular = not single and table_of(view) is not None
    found = {name: one for name, one in renderers.items() if tabular or not issubclass(one, ExportRenderer)}
    feed = bool(getattr(view, "feed", False))
    return {name: one for name, one in found.items() if feed or not getattr(one, "newest", None)}


def choose(request: HttpRequest, choices: dict[str, type[BaseRenderer]], suffix: str | None) -> type[BaseRenderer]:
    """The renderer of a response; an APIException says why there is none."""
    if suffix and suffix not in choices:
        raise NotFound(f"{request.path} is not served; here are: {', '.join(choices)}.")
    named = request.GET.get("format") or suffix
    if named:
        if named not in choices:
            raise refusal("format", f"There is no format {named} here.", list(choices))
        if suffix and named != suffix:
            raise refusal("format", f"The path ends in .{suffix} and format says {named}.", [suffix])
        return choices[named]
    wanted = preferences(request.headers.get("Accept") or "*/*")
    preferred = max(choices.values(), key=lambda renderer: quality(wanted, str(renderer.media_type)))
    if not quality(wanted, str(preferred.media_type)):
        media_types = ", ".join(str(renderer.media_type) for renderer in choices.values())
        raise NotAcceptable(f"None of the media types in Accept is served here; these are: {media_types}.")
    return preferred


def quality(wanted: dict[str, float], media_type: str) -> float:
    """The weight of a media type: that of the most specific range that contains it."""
    general = f"{media_type.partition('/')[0]}/*"
    return next((wanted[name] for name in (media_type, general, "*/*") if name in wanted), 0.0)


class Negotiation(BaseContentNegotiation):
    def select_parser(self, request: Request, parsers: Any) -> None:
        """The API reads no bodies."""

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        view = request.parser_context["view"]
        choices = offered(type(view), single=bool(getattr(view, "detail", False)))
        if request.method not in ("GET", "HEAD"):  # other answers have no format but JSON
            return JSONRenderer(), JSONRenderer.media_type
        chosen = getattr(request._request, "renderer", None) or choose(request._request, choices, format_suffix)
        return chosen(), chosen.media_type
