"""The OpenAPI document: what the generator cannot see in the code, and the view that serves it."""

import json
import re
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.http import HttpResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from ankang_api import examples
from ankang_api.components import COMPONENTS, PROBLEMS
from ankang_api.filters import check_parameters
from ankang_api.problems import MEDIA_TYPE

MEDIA_TYPE_JSON = "application/json"
ROOT = "/api/v1/"
IN_PATHS = {
    "code": "Code of the record.",
    "document": "Code of the document.",
    "number": "Place in the document, from 1.",
}


def complete(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Hook of the generator: each operation gets its summary, its errors and a real example."""
    answers = examples.answers() if examples.ANSWERS.exists() else {}
    result["components"]["schemas"].update(COMPONENTS)
    for path, operations in result["paths"].items():
        for operation in operations.values():
            name = operation["operationId"]
            operation.setdefault("summary", summary(name))
            add_problems(operation["responses"], single="{" in path)
            add_request(operation, path, ROOT + examples.REQUESTS[name])
            if name in answers:
                operation["responses"]["200"]["content"][MEDIA_TYPE_JSON]["example"] = answers[name]
    return result


def summary(operation_id: str) -> str:
    *_, noun, verb = ["", *operation_id.split("_")]
    singular = noun if noun == "series" else noun.removesuffix("s")
    return {"list": f"List {noun}", "retrieve": f"Get one {singular}"}.get(verb, verb.capitalize())


def add_problems(responses: dict[str, Any], *, single: bool) -> None:
    schema = {"$ref": "#/components/schemas/Problem"}
    for status, (description, example) in PROBLEMS.items():
        if status != "404" or single:
            content = {MEDIA_TYPE: {"schema": schema, "example": example}}
            responses[status] = {"description": description, "content": content}


def add_request(operation: dict[str, Any], template: str, url: str) -> None:
    """Give the parameters of an operation the values of its example, so that trying it out finds something."""
    path, query = urlsplit(url).path, parse_qs(urlsplit(url).query)
    pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template)
    match = re.fullmatch(pattern, path)
    values = {name: value for name, [value] in query.items()} | (match.groupdict() if match else {})
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path":
            parameter.setdefault("description", IN_PATHS[parameter["name"]])
        if (value := values.get(parameter["name"])) is not None:
            parameter["example"] = typed(value, parameter["schema"])


def typed(value: str, schema: dict[str, Any]) -> Any:
    if schema["type"] == "array":
        return [value]
    return json.loads(value) if schema["type"] in ("integer", "boolean", "number") else value


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
