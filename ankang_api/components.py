"""Shapes in the OpenAPI document that are made outside the serializers: what a list says of itself, and errors."""

from typing import Any


def text(description: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "description": description, **more}


COMPONENTS = {
    "Meta": {
        "type": "object",
        "description": "What a list is of, and on what terms.",
        "required": ["revision", "as_of", "licence", "attribution_zh", "attribution_en", "updated_at", "query"],
        "properties": {
            "revision": {"type": ["integer", "null"], "description": "Number of the state of the data."},
            "as_of": {
                "type": ["string", "null"],
                "format": "date-time",
                "description": "The moment in the past that was asked for; null for the present.",
            },
            "licence": text("SPDX identifier of the licence."),
            "attribution_zh": text("How to name the source, in Chinese."),
            "attribution_en": text("How to name the source, in English."),
            "updated_at": {
                "type": ["string", "null"],
                "format": "date-time",
                "description": "When the data last changed.",
            },
            "query": {
                "type": "object",
                "additionalProperties": {"type": "string"},
                "description": "The query as it was understood.",
            },
        },
    },
    "Problem": {
        "type": "object",
        "description": "An error as RFC 9457 has it.",
        "required": ["type", "title", "status", "detail", "instance", "code", "errors"],
        "properties": {
            "type": text("URI of the kind of problem.", format="uri-reference"),
            "title": text("The kind of problem in words."),
            "status": {"type": "integer", "description": "HTTP status."},
            "detail": text("What is wrong with this request."),
            "instance": text("Path and query of this request.", format="uri-reference"),
            "code": text("The kind of problem for programs."),
            "errors": {
                "type": "array",
                "description": "What is wrong with each parameter; empty where it is none of them.",
                "items": {
                    "type": "object",
                    "required": ["parameter", "code", "detail", "allowed"],
                    "properties": {
                        "parameter": text("Name of the parameter."),
                        "code": text("The mistake for programs."),
                        "detail": text("The mistake in words, with the nearest name."),
                        "allowed": {
                            "type": ["array", "null"],
                            "items": {"type": "string"},
                            "description": "What is allowed, where that is a list.",
                        },
                    },
                },
            },
        },
    },
}


def example(status: int, title: str, code: str, detail: str, path: str, /, **error: Any) -> dict[str, Any]:
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": path, "code": code}
    return {**body, "errors": [error] if error else []}


PROBLEMS = {
    "400": (
        "A parameter is unknown, repeated, empty or has a bad value.",
        example(
            400,
            "Bad request",
            "bad_parameters",
            "There is no parameter metrc here. Did you mean metric?",
            "/api/v1/observations?metrc=poor-population",
            parameter="metrc",
            code="unknown_parameter",
            detail="There is no parameter metrc here. Did you mean metric?",
            allowed=["metric", "region"],
        ),
    ),
    "404": (
        "There is no such record.",
        example(404, "Not found", "not_found", "There is no record at /api/v1/units/foot.", "/api/v1/units/foot"),
    ),
    "406": (
        "None of the media types in Accept is served.",
        example(
            406, "Not acceptable", "not_acceptable", "Could not satisfy the request Accept header.", "/api/v1/units"
        ),
    ),
    "500": (
        "The server failed.",
        example(
            500,
            "Internal server error",
            "internal_error",
            "The server failed to answer. The fault is ours.",
            "/api/v1/",
        ),
    ),
}
"""Errors that any operation can answer: status, when, and an example."""
