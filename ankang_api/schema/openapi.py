"""The OpenAPI document: what the generator cannot see in the code, and the views that serve it."""

import json
from functools import cache
from typing import Any

from django.http import HttpResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.request import Request

from ankang_api.lists.filter_backends import check_parameters
from ankang_api.schema import components, examples
from ankang_api.schema.operations import (
    JSON_TYPE,
    ROOT,
    add_formats,
    add_partial_rows,
    add_request,
    add_responses,
    described,
    export,
    partial_response,
    problem_response,
    summary,
)
from indicators.rows.base_view import BaseView

VIEWS: dict[str, type[BaseView]] = {}
"""The view of each path, noted while the generator visits them."""


def note_views(endpoints: list[Any], **_: Any) -> list[Any]:
    """Hook of the generator: leave out the paths with a suffix, which `add_export` describes, and note the views."""
    kept = [endpoint for endpoint in endpoints if "{format}" not in endpoint[0]]
    VIEWS.update({path: view.cls for path, _pattern, _method, view in kept})
    return kept


def complete(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Hook of the generator: each operation gets its summary, its formats, headers, errors and a real example."""
    responses = examples.recorded_responses()
    result["components"]["schemas"].update(components.SCHEMAS)
    result["components"]["headers"] = components.HEADERS
    result["components"]["responses"] = {code: problem_response(code) for code in components.EXAMPLE_DETAILS}
    result["components"]["responses"]["partial-content"] = partial_response()
    for path, operations in dict(result["paths"]).items():
        operation = operations["get"]
        name, single = operation["operationId"], "{" in path
        operation.setdefault("summary", summary(name))
        add_responses(operation, listing=name.endswith("_list") and name != "problems_list", single=single)
        add_formats(operation, VIEWS[path], single=not name.endswith("_list"))
        add_request(operation, path, ROOT + examples.REQUESTS[name])
        if name in responses:
            operation["responses"]["200"]["content"][JSON_TYPE]["example"] = responses[name]
        if len(operation["responses"]["200"]["content"]) > 1:
            add_partial_rows(operation, result["components"]["schemas"])
            suffixed = export if name.endswith("_list") else described
            result["paths"][f"{path}.{{format}}"] = {"get": suffixed(operation, VIEWS[path])}
    drop_unused(result)
    return result


def drop_unused(result: dict[str, Any]) -> None:
    """Remove schemas that nothing refers to any more: the rows whose fields are all required."""
    written, schemas = json.dumps(result), result["components"]["schemas"]
    for name in [name for name in schemas if f'"#/components/schemas/{name}"' not in written]:
        del schemas[name]


@cache
def document() -> bytes:
    """The OpenAPI document in JSON; it depends on the code alone and is made once."""
    schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return json.dumps(schema, ensure_ascii=False, indent=2).encode()


class OpenApiView(BaseView):
    depends_on_data = False

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:
        check_parameters(request, ["format"])
        return HttpResponse(document(), content_type=JSON_TYPE)


class SwaggerView(BaseView, SpectacularSwaggerSplitView):
    """Swagger UI without an inline script or style, for the Content-Security-Policy."""

    url_name = "openapi"
    template_name = "ankang_api/swagger_ui.html"
    depends_on_data = False

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        if list(request.query_params) != ["script"]:  # the page requests its script by this empty parameter
            check_parameters(request, ["format"])
        return super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]
