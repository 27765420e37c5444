"""The operations of the committed OpenAPI document, and the requests that Swagger UI sends for them untouched."""

import json
from typing import Any
from urllib.parse import urlencode

from tests.serving import ROOT

SCHEMA: dict[str, Any] = json.loads((ROOT / "docs" / "openapi.json").read_text())


def resolved(node: Any) -> Any:
    """What a reference refers to, with its own references, except those to the schemas of records."""
    while isinstance(node, dict) and "$ref" in node:
        target: Any = SCHEMA
        for name in node["$ref"].removeprefix("#/").split("/"):
            target = target[name]
        node = target
    return node


def parameters_of(operation: dict[str, Any]) -> list[dict[str, Any]]:
    parameters = [resolved(parameter) for parameter in operation.get("parameters", [])]
    return [parameter | {"schema": resolved(parameter["schema"])} for parameter in parameters]


OPERATIONS = {
    item["get"]["operationId"]: (path, parameters_of(item["get"]))
    for path, item in SCHEMA["paths"].items()
    if "get" in item
}
"""Path and parameters of each operation."""


def untouched_request(operation: str, **chosen: str) -> str:
    """Path and query of a form in which nothing is typed: with examples and defaults, and with a chosen format."""
    path, parameters = OPERATIONS[operation]
    query = {}
    for parameter in parameters:
        value = chosen.get(parameter["name"], parameter.get("example", parameter["schema"].get("default")))
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", str(value))
        elif value is not None:
            query[parameter["name"]] = str(value)
    return f"{path}?{urlencode(query)}" if query else path


def formats_of(operation: str) -> list[str | None]:
    """The formats that the form of an operation offers; None where it offers none."""
    _path, parameters = OPERATIONS[operation]
    formats = [one["schema"]["enum"] for one in parameters if one["name"] == "format" and one["in"] == "path"]
    return formats[0] if formats else [None]


UNTOUCHED = [(operation, name) for operation in OPERATIONS for name in formats_of(operation)]
"""Each operation with each of its formats."""
