"""The requests that Swagger UI sends for an operation whose form nobody changes."""

import json
from typing import Any
from urllib.parse import urlencode

from tests.serving import ROOT

SCHEMA: dict[str, Any] = json.loads((ROOT / "docs" / "openapi.json").read_text())
OPERATIONS = {
    item["get"]["operationId"]: (path, item["get"].get("parameters", []))
    for path, item in SCHEMA["paths"].items()
    if "get" in item
}
"""Path and parameters of each operation."""


def written(value: Any) -> str:
    """A value as text in a query: lists with commas, and booleans as in JSON."""
    return ",".join(map(str, value)) if isinstance(value, list) else json.dumps(value, ensure_ascii=False).strip('"')


def prefilled_request(operation: str) -> str:
    """Path and query with the example of each parameter, or its default."""
    path, parameters = OPERATIONS[operation]
    query = {}
    for parameter in parameters:
        value = parameter.get("example", parameter["schema"].get("default"))
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", str(value))
        elif value is not None:
            query[parameter["name"]] = written(value)
    return f"{path}?{urlencode(query)}" if query else path
