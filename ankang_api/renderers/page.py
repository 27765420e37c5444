"""HTML and images: pages for readers and their charts, each with one format, whatever Accept says."""

from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import BaseRenderer


class PageRenderer(BaseRenderer):
    """Names the media type of a page; the view makes the HTML."""

    media_type = "text/html"
    format = "html"
    charset: str | None = "utf-8"
    is_compressed = False

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        return str(data).encode()


class SVGRenderer(PageRenderer):
    media_type = "image/svg+xml"
    format = "svg"


class PNGRenderer(PageRenderer):
    media_type = "image/png"
    format = "png"
    charset = None
    is_compressed = True
