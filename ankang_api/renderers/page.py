"""HTML, the one format of the pages for readers."""

from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import BaseRenderer


class PageRenderer(BaseRenderer):
    """Says the media type of a page; the view makes the HTML."""

    media_type = "text/html"
    format = "html"
    charset = "utf-8"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        return str(data).encode()
