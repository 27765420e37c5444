"""Additions to the operations of the OpenAPI document that the generator cannot derive from the code."""

import json
import re
from copy import deepcopy
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ankang_api.http.negotiation import offered
from ankang_api.http.problems import KINDS, MEDIA_TYPE
from ankang_api.lists.parameters import (
    BOM,
    format_parameter,
    pagination_parameters,
    revision_parameters,
    table_parameters,
)
from ankang_api.renderers.description import DescriptionRenderer
from ankang_api.schema import components, examples

ROOT = "/api/v1/"
IN_PATHS = {
    "code": "Code of the record.",
    "document": "Code of the document.",
    "number": "Place in the document, from 1.",
}
JSON_TYPE = "application/json"


def summary(operation_id: str) -> str:
    *_, noun, verb = ["", *operation_id.split("_")]
    singular = noun if noun == "series" else noun.removesuffix("s")
    return {"list": f"List {noun}", "retrieve": f"Get one {singular}"}.get(verb, verb.capitalize())


def references(names: list[str]) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def problem_response(code: str) -> dict[str, Any]:
    kind, (detail, instance) = KINDS[code], components.EXAMPLE_DETAILS[code]
    example = {
        "type": f"http://{examples.HOST}{ROOT}problems/{code}",
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "instance": instance,
        "code": code,
        "errors": [components.EXAMPLE_ERROR] if code == "bad-parameters" else [],
    }
    if code == "gone":
        example |= {"withdrawn_in": 2, "replaced_by": None}
    return {
        "description": kind.description,
        "headers": references(components.PROBLEM_HEADERS.get(code, [])),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}},
    }


def partial_response() -> dict[str, Any]:
    return {
        "description": "The part of the file that Range names.",
        "headers": references(components.PARTIAL_HEADERS),
    }


def add_responses(operation: dict[str, Any], *, listing: bool, single: bool) -> None:
    kept = ["ETag", "Last-Modified", "Cache-Control", "Vary"]
    operation["responses"]["200"]["headers"] = references([*kept, "Accept-Ranges", "Link"])
    operation["responses"]["200"]["description"] = "The response."
    operation["responses"]["304"] = {
        "description": "The response with the ETag in If-None-Match is still valid.",
        "headers": references(kept),
    }
    answered = {"not-found": single, "gone": single and not listing}
    for code in components.EXAMPLE_DETAILS:
        if answered.get(code, True):
            operation["responses"][str(KINDS[code].status)] = {"$ref": f"#/components/responses/{code}"}


def add_formats(operation: dict[str, Any], view: type, *, single: bool) -> None:
    """The `format` parameter, and the media types of exports."""
    parameters = [format_parameter(view, single=single), *revision_parameters(view)]
    operation["parameters"] = operation.get("parameters", []) + [parameter.openapi() for parameter in parameters]
    content = operation["responses"]["200"]["content"]  # the generator takes all renderers for JSON
    operation["responses"]["200"]["content"] = {
        renderer.media_type: content[JSON_TYPE] if name == "json" else {"schema": file_schema(renderer)}
        for name, renderer in offered(view, single=single).items()
    }


def file_schema(renderer: Any) -> dict[str, Any]:
    if issubclass(renderer, DescriptionRenderer):
        schema: dict[str, Any] = renderer.schema
        return schema
    return {"type": "string"} if renderer.is_text else {"type": "string", "format": "binary"}


def described(single: dict[str, Any], view: type) -> dict[str, Any]:
    """The operation of a record's path with a suffix: a reference to the record."""
    operation = deepcopy(single)
    formats = {"type": "string", "enum": [name for name in offered(view, single=True) if name != "json"]}
    suffix = {"name": "format", "in": "path", "required": True, "schema": formats, "example": formats["enum"][0]}
    operation["operationId"] = f"{single['operationId']}_export"
    operation["summary"] = f"{single['summary']} in another format"
    operation["description"] = f"{single['description']} In the format of the suffix."
    operation["parameters"] = [parameter for parameter in operation["parameters"] if parameter["name"] != "format"]
    operation["parameters"].append(suffix | {"description": "Format of the response."})
    del operation["responses"]["200"]["content"][JSON_TYPE]
    return operation


def export(listing: dict[str, Any], view: type) -> dict[str, Any]:
    """The operation of a list's path with a suffix: the whole table, without what is of pages."""
    operation = deepcopy(listing)
    name = listing["operationId"].removesuffix("_list")
    tabular = table_parameters(view, export=True)
    left_out = {"format", *(parameter.name for parameter in pagination_parameters() + tabular)}
    formats = {"type": "string", "enum": [name for name in offered(view, single=False) if name != "json"]}
    suffix = {"name": "format", "in": "path", "required": True, "schema": formats, "example": formats["enum"][0]}
    operation["operationId"] = f"{name}_export"
    operation["summary"] = f"Export {name.rpartition('_')[2]}"
    operation["description"] = f"{listing['description']} All rows at once, in the format of the suffix."
    operation["parameters"] = [
        *(parameter for parameter in operation["parameters"] if parameter["name"] not in left_out),
        *(parameter.openapi() for parameter in tabular),
        *([BOM.openapi() | {"description": f"{BOM.description} With csv alone."}] if "csv" in formats["enum"] else []),
        suffix | {"description": "Format of the file."},
    ]
    del operation["responses"]["200"]["content"][JSON_TYPE]
    operation["responses"]["206"] = {"$ref": "#/components/responses/partial-content"}
    operation["responses"]["404"] = {"$ref": "#/components/responses/not-found"}
    operation["responses"]["200"]["headers"] |= references(["Content-Disposition"])
    return operation


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
        return value.split(",")
    return json.loads(value) if schema["type"] in ("integer", "boolean", "number") else value


def add_partial_rows(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """A row of a table need not have all its fields: `fields` may name a few."""
    if not any(parameter["name"] == "fields" for parameter in operation["parameters"]):
        return
    page = operation["responses"]["200"]["content"][JSON_TYPE]["schema"]["$ref"].rpartition("/")[2]
    items = schemas[page]["properties"]["results"]["items"]
    name = items["$ref"].rpartition("/")[2]
    row = {key: value for key, value in schemas[name].items() if key != "required"}
    note = "The fields that `fields` names; all of them by default."
    schemas[f"{name}Row"] = row | {"description": f"{row['description']} {note}"}
    items["$ref"] = f"#/components/schemas/{name}Row"
