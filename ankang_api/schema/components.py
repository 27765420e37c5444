"""Parts of the OpenAPI document that are made outside the serializers: metadata of lists, headers and responses."""

from typing import Any

from rest_framework.renderers import BaseRenderer

from ankang_api.http.problems import KINDS, MEDIA_TYPE
from ankang_api.renderers.description import DescriptionRenderer
from ankang_api.schema.examples import HOST
from ankang_api.schema.names import ROOT


def text(description: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "description": description, **more}


def time(description: str) -> dict[str, Any]:
    return {"type": ["string", "null"], "format": "date-time", "description": description}


SCHEMAS: dict[str, Any] = {
    "Meta": {
        "type": "object",
        "description": "What a list is of, and on what terms.",
        "required": [
            "revision",
            "as_of",
            "licence",
            "attribution_zh",
            "attribution_en",
            "citation",
            "updated_at",
            "query",
        ],
        "properties": {
            "revision": {"type": ["integer", "null"], "description": "Number of the state of the data."},
            "as_of": time("The moment in the past that was asked for; null for the present."),
            "licence": text("SPDX identifier of the licence."),
            "attribution_zh": text("How to name the source, in Chinese."),
            "attribution_en": text("How to name the source, in English."),
            "citation": {
                "type": ["object", "null"],
                "description": "How to cite these data; null before the first load.",
                "required": ["zh", "en", "url"],
                "properties": {
                    "zh": text("Reference in Chinese, by GB/T 7714."),
                    "en": text("Reference in English, by APA."),
                    "url": text("Address that always returns the data of this revision.", format="uri"),
                },
            },
            "updated_at": time("When the data last changed."),
            "checks": {
                "type": ["object", "null"],
                "description": "Of verification alone: how many checks of the whole list agree, disagree and cannot "
                "tell, and how many observations have one that disagrees; null for more than 10,000 observations.",
                "additionalProperties": {"type": "integer"},
            },
            "query": {
                "type": "object",
                "additionalProperties": {"type": "string"},
                "description": "The query as it was understood.",
            },
        },
    },
    "ParameterError": {
        "type": "object",
        "description": "What is wrong with one parameter.",
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
    "Problem": {
        "type": "object",
        "description": "An error as RFC 9457 has it.",
        "required": ["type", "title", "status", "detail", "instance", "code", "errors", "request_id"],
        "properties": {
            "type": text("Address at which this kind of problem is explained.", format="uri-reference"),
            "title": text("The kind of problem in words."),
            "status": {"type": "integer", "description": "HTTP status."},
            "detail": text("What is wrong with this request."),
            "instance": {
                "type": ["string", "null"],
                "format": "uri-reference",
                "description": "Path and query of this request; null where the server refused it unread.",
            },
            "code": text("The kind of problem for programs."),
            "errors": {
                "type": "array",
                "description": "What is wrong with each parameter; empty where it is none of them.",
                "items": {"$ref": "#/components/schemas/ParameterError"},
            },
            "request_id": {
                "type": ["string", "null"],
                "description": "The id of this request in X-Request-Id and in the log of the server.",
            },
            "withdrawn_in": {"type": "integer", "description": "Of 410: number of the revision that withdrew it."},
            "replaced_by": {
                "type": ["string", "null"],
                "description": "Of 410: code of the record in its place; null where there is none.",
            },
        },
    },
}


def header(description: str, example: str, **more: Any) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string", **more}, "example": example}


HEADERS: dict[str, Any] = {
    "ETag": header(
        "Strong: changes with data, build, query, format and content coding. "
        "While it is current, a request with it in If-None-Match gets status 304 without a body.",
        '"5d41402abc4b2a76b9719d911017c592"',
    ),
    "Last-Modified": header("When the data last changed.", "Tue, 24 Nov 2026 08:00:00 GMT"),
    "Cache-Control": header("Caches may store the response and must revalidate it.", "public, no-cache"),
    "Vary": header("Request headers that the response depends on.", "Accept, Accept-Encoding"),
    "Link": header(
        "The next and the previous page, the licence, the permanent address (cite-as) and other formats (RFC 8288).",
        '<https://creativecommons.org/licenses/by/4.0/>; rel="license"',
    ),
    "Content-Disposition": header("Name for the file.", 'attachment; filename="observations.csv"'),
    "Accept-Ranges": header("bytes if the server sends byte ranges of this response, else none.", "bytes"),
    "Content-Range": header("The positions of these bytes, and the size of the whole file.", "bytes 0-3/29000"),
    "Retry-After": header("Seconds after which to try again.", "5"),
}
EXAMPLE_DETAILS = {
    "bad-parameters": ("There is no parameter metrc here. Did you mean metric?", "/api/v1/observations?metrc=x"),
    "not-found": ("There is no record at /api/v1/units/foot.", "/api/v1/units/foot"),
    "gone": (
        "ankang-report-counties-610900-undated was withdrawn in revision 2: It is no county.",
        "/api/v1/observations/ankang-report-counties-610900-undated",
    ),
    "range-not-satisfiable": (
        "The file has 27,904 bytes, and none of them is in the range bytes=30000-.",
        "/api/v1/observations.parquet",
    ),
    "not-acceptable": ("None of the media types in Accept is served here; these are: application/json.", "/api/v1/"),
    "internal-error": ("The server has an error.", "/api/v1/units"),
    "unavailable": ("The database is unavailable.", "/api/v1/units"),
}
"""For each kind of problem that a GET request is answered with: a detail, and the request that it is of."""
PROBLEM_HEADERS = {
    "range-not-satisfiable": ["Content-Range"],
    "unavailable": ["Retry-After"],
}
PARTIAL_HEADERS = ["Content-Range", "Accept-Ranges", "ETag", "Last-Modified", "Cache-Control", "Vary"]
EXAMPLE_ERROR = {
    "parameter": "metrc",
    "code": "unknown_parameter",
    "detail": "There is no parameter metrc here. Did you mean metric?",
    "allowed": ["metric", "region"],
}
CACHING_HEADERS = ["ETag", "Last-Modified", "Cache-Control", "Vary"]


def references(names: list[str]) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def components() -> dict[str, Any]:
    """Headers, and the responses that operations refer to."""
    return {"headers": HEADERS, "responses": {code: problem_response(code) for code in EXAMPLE_DETAILS}}


def problem_response(code: str) -> dict[str, Any]:
    kind, (detail, instance) = KINDS[code], EXAMPLE_DETAILS[code]
    example = {
        "type": f"http://{HOST}{ROOT}problems/{code}",
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "instance": instance,
        "code": code,
        "errors": [EXAMPLE_ERROR] if code == "bad-parameters" else [],
        "request_id": "5f0c7a2e9b1d4c38",
    }
    if code == "gone":
        example |= {"withdrawn_in": 2, "replaced_by": None}
    return {
        "description": kind.description,
        "headers": references(PROBLEM_HEADERS.get(code, [])),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}},
    }


def response(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/responses/{name}"}


def json_responses(answer: dict[str, Any], *, single: bool, nested: bool) -> dict[str, Any]:
    """The responses of an operation by status. `nested`: the path has parameters, so that it can be not found.

    304 is described by the header ETag: as a response without a body it would make the type of errors in generated
    clients useless, and only a request with If-None-Match gets it.
    """
    answer |= {"description": "The response.", "headers": references([*CACHING_HEADERS, "Accept-Ranges", "Link"])}
    answered = {"not-found": nested, "gone": single}
    errors = {str(KINDS[code].status): response(code) for code in EXAMPLE_DETAILS if answered.get(code, True)}
    return in_order({"200": answer, **errors})


def in_order(responses: dict[str, Any]) -> dict[str, Any]:
    return dict(sorted(responses.items()))


def export_responses(responses: dict[str, Any], renderers: list[type[BaseRenderer]]) -> dict[str, Any]:
    """Those of JSON, with files instead of JSON, and with 206 for a range of a file."""
    content = {str(renderer.media_type): {"schema": file_schema(renderer)} for renderer in renderers}
    whole = {
        "description": "The file.",
        "headers": responses["200"]["headers"] | references(["Content-Disposition"]),
        "content": content,
    }
    part = {
        "description": "The part of the file that Range names.",
        "headers": references(PARTIAL_HEADERS),
        "content": content,
    }
    return in_order(responses | {"200": whole, "206": part, "404": response("not-found")})


def file_schema(renderer: Any) -> dict[str, Any]:
    if issubclass(renderer, DescriptionRenderer):
        return dict(renderer.schema)
    return {"type": "string"} if getattr(renderer, "is_text", True) else {"type": "string", "format": "binary"}
