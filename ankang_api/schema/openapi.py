"""The OpenAPI document: the hooks that complete what the generator makes, and the view that serves it."""

import json
from functools import cache
from typing import Any

from django.http import HttpResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from ankang_api.lists.filter_backends import check_parameters
from ankang_api.navigation import TAGS
from ankang_api.schema import components, examples
from ankang_api.schema.operations import JSON_TYPE, Endpoint, complete_json, endpoint, export
from ankang_api.schema.records import add_expanded, add_links
from ankang_api.schema.sharing import share_enums, share_exports, share_parameters, share_rows, share_versions
from indicators.rows.base_view import BaseView

ENDPOINTS: dict[str, Endpoint] = {}
"""The endpoint of each path, noted while the generator visits them."""


def note_endpoints(endpoints: list[Any], **_: Any) -> list[Any]:
    """Hook of the generator: leave out the paths with a suffix, which `export` describes, and note the others.

    The root has two paths; the one without a slash is described.
    """
    kept = [found for found in endpoints if "{format}" not in found[0] and not found[0].endswith("/")]
    ENDPOINTS.update({path: endpoint(path, callback) for path, _pattern, _method, callback in kept})
    return kept


def complete(result: dict[str, Any], generator: SchemaGenerator, **_: Any) -> dict[str, Any]:
    """Hook of the generator: complete each operation, add the exports, and share what several operations have."""
    result["security"] = []
    result["components"] |= components.components()
    result["components"]["schemas"].update(components.SCHEMAS)
    recorded, paths = examples.recorded_responses(), {}
    for path, item in in_order_of_use(result["paths"]):
        operation, at = item["get"], ENDPOINTS[path]
        generated = json.loads(json.dumps(operation))
        complete_json(operation, at, recorded)
        add_links(operation, at, result["components"]["schemas"])
        add_expanded(at, result["components"]["schemas"], generator)
        paths[path] = item
        if at.formats():
            paths[f"{path}.{{format}}"] = {"get": export(generated, operation, at)}
    result["paths"] = paths
    simplify(result["components"]["schemas"])
    share_versions(result["components"]["schemas"])
    share_rows(result["components"]["schemas"])
    share_exports(result)
    share_enums(result)
    share_parameters(result)
    return result


def in_order_of_use(paths: dict[str, Any]) -> list[tuple[str, Any]]:
    """The paths in the order of the groups that their operations are in."""
    groups = [tag["name"] for tag in TAGS]
    return sorted(paths.items(), key=lambda path: groups.index(path[1]["get"]["tags"][0]))


def simplify(node: Any) -> None:
    """Write null as a type of its own, and nothing of writing: the API only reads."""
    if isinstance(node, list):
        for child in node:
            simplify(child)
    if not isinstance(node, dict):
        return
    node.pop("readOnly", None)
    node.pop("NullEnum", None)
    if node.get("$ref") == "#/components/schemas/NullEnum":
        node.clear()
        node["type"] = "null"
    for child in node.values():
        simplify(child)


@cache
def schema() -> dict[str, Any]:
    """The OpenAPI document; it depends on the code alone and is made once."""
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return made


@cache
def document() -> bytes:
    return json.dumps(schema(), ensure_ascii=False, separators=(",", ":")).encode()


class OpenApiView(BaseView):
    depends_on_data = False

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:
        check_parameters(request, ["format"])
        return HttpResponse(document(), content_type=JSON_TYPE)
