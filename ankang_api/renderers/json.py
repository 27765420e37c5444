"""JSON, the format of pages and of what nests."""

from collections.abc import Mapping
from typing import Any

import orjson
from rest_framework.renderers import BaseRenderer


class JSONRenderer(BaseRenderer):
    """RFC 8259 in UTF-8, without spaces; dates as ISO 8601, times in UTC with Z.

    What is no JSON value, a Decimal above all, raises TypeError: numbers must arrive as int or float.
    """

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        return b"" if data is None else orjson.dumps(data, option=orjson.OPT_UTC_Z)


class JSONLDRenderer(JSONRenderer):
    """The same JSON as JSON-LD 1.1: it has a context."""

    media_type = "application/ld+json"
