"""Formats that describe a list or a record instead of holding its rows."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpRequest
from rest_framework.renderers import BaseRenderer


class DescriptionRenderer(BaseRenderer, ABC):
    """A reference to a list or a record, or the metadata of its columns."""

    charset: str | None = None
    schema: ClassVar[dict[str, Any]] = {"type": "string"}
    """The JSON schema of the body in the OpenAPI document."""

    @classmethod
    @abstractmethod
    def describes(cls, view: Any, *, single: bool) -> bool:
        """Whether this format exists of the lists or single records of a view class."""

    @abstractmethod
    def describe(self, request: HttpRequest, data: Any) -> bytes:
        """The body. Of a list, `data` are its columns; of a record, its row."""

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        assert renderer_context is not None  # DRF always gives one
        return self.describe(renderer_context["request"]._request, data)
