"""The OpenAPI document: what the generator cannot see in the code, and the view that serves it."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from ankang_api.components import COMPONENTS
from ankang_api.filters import check_parameters
from ankang_api.problems import MEDIA_TYPE

MEDIA_TYPE_JSON = "application/json"
EXAMPLES = Path(settings.BASE_DIR) / "docs" / "examples.json"


PROBLEMS = {
    "400": "A parameter is unknown, repeated, empty or has a bad value.",
    "404": "There is no such record.",
    "406": "None of the media types in Accept is served.",
    "500": "The server failed.",
}


def complete(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Hook of the generator: each operation gets its summary, its errors and a real example."""
    examples = json.loads(EXAMPLES.read_text()) if EXAMPLES.exists() else {}
    result["components"]["schemas"].update(COMPONENTS)
    for path, operations in result["paths"].items():
        for operation in operations.values():
            operation.setdefault("summary", summary(operation["operationId"]))
            add_problems(operation["responses"], single="{" in path)
            if example := examples.get(operation["operationId"]):
                operation["responses"]["200"]["content"][MEDIA_TYPE_JSON]["example"] = example["body"]
    return result


def summary(operation_id: str) -> str:
    *_, noun, verb = ["", *operation_id.split("_")]
    return {"list": f"All {noun}", "retrieve": f"One of the {noun}"}.get(verb, verb.capitalize())


def add_problems(responses: dict[str, Any], *, single: bool) -> None:
    schema = {"$ref": "#/components/schemas/Problem"}
    for status, description in PROBLEMS.items():
        if status != "404" or single:
            responses[status] = {"description": description, "content": {MEDIA_TYPE: {"schema": schema}}}


@cache
def document() -> bytes:
    """The OpenAPI document in JSON; it depends on the code alone and is made once."""
    schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return json.dumps(schema, ensure_ascii=False, indent=2).encode()


class OpenApiView(APIView):
    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:
        check_parameters(request, [])
        return HttpResponse(document(), content_type=MEDIA_TYPE_JSON)
