"""XML that a view writes as text."""

from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import BaseRenderer


class XMLRenderer(BaseRenderer):
    media_type = "application/xml"
    format = "xml"
    charset = "utf-8"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        return str(data).encode()
