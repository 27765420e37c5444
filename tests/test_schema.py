"""The OpenAPI document: valid, without warnings, as committed, and true of every answer."""

import json
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.core.management import call_command
from django.test import Client
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from ankang_api.schema import examples, record_examples
from tests.swagger import UNTOUCHED, parameters_of, resolved, untouched_request

pytestmark = pytest.mark.database_independent

DOCS = Path(__file__).parent.parent / "docs"
SCHEMA: dict[str, Any] = json.loads((DOCS / "openapi.json").read_text())
OPERATIONS = {operation["operationId"]: operation for path in SCHEMA["paths"].values() for operation in path.values()}


def test_the_committed_document_is_that_of_the_code(client: Client) -> None:
    response = client.get("/api/v1/openapi.json")
    assert response["Content-Type"] == "application/json"
    assert response.json() == SCHEMA, "run manage.py write_openapi"
    assert response.content.count(b"\n") == 0
    assert len(response.content) < 500_000


@pytest.mark.django_db
def test_the_committed_examples_are_what_the_api_answers() -> None:
    assert record_examples.record_responses() == examples.recorded_responses(), "run manage.py write_openapi"


def test_the_generator_has_nothing_to_warn_of(tmp_path: Path) -> None:
    target = tmp_path / "openapi.json"
    call_command("spectacular", "--validate", "--fail-on-warn", format="openapi-json", file=str(target))
    assert json.loads(target.read_text())["openapi"] == "3.1.1"


def test_it_is_valid_openapi_3_1() -> None:
    assert list(OpenAPIV31SpecValidator(SCHEMA).iter_errors()) == []


def places(node: Any, key: str) -> Iterator[Any]:
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    if isinstance(node, dict) and key in node:
        yield node[key]
    for child in children:
        yield from places(child, key)


def test_absent_is_a_type_of_its_own() -> None:
    """`nullable` is of OpenAPI 3.0. A column of /fields has that name, so examples and properties may."""
    assert [each for each in places(without_examples(SCHEMA), "nullable") if isinstance(each, bool)] == []


def without_examples(node: Any) -> Any:
    if isinstance(node, dict):
        return {name: without_examples(child) for name, child in node.items() if name != "example"}
    return [without_examples(child) for child in node] if isinstance(node, list) else node


def test_each_operation_explains_itself_and_its_parameters() -> None:
    assert {name for name in OPERATIONS if not name.startswith("export_")} == set(examples.REQUESTS)
    for operation in OPERATIONS.values():
        assert operation["summary"]
        assert operation["description"]
        assert [one["name"] for one in parameters_of(operation) if not one.get("description")] == []
        assert {"200", "400", "406", "500"} <= set(operation["responses"])


def test_it_is_short_and_names_what_operations_share() -> None:
    assert len((DOCS / "openapi.json").read_text().splitlines()) < 24_000
    assert SCHEMA["security"] == []
    names = [name for kind in SCHEMA["components"].values() for name in kind]
    assert [name for name in names if name.endswith(("Enum", "Body")) or "Hit" in name] == []
    used = json.dumps(SCHEMA)
    assert [
        f"{kind}/{name}"
        for kind, components in SCHEMA["components"].items()
        for name in components
        if f'"#/components/{kind}/{name}"' not in used
    ] == []


def test_operations_are_named_by_a_verb_and_what_it_is_of() -> None:
    assert [name for name in OPERATIONS if not name.startswith(("list_", "get_", "export_"))] == []
    assert {path: item["get"]["operationId"] for path, item in SCHEMA["paths"].items() if "observations" in path} == {
        "/api/v1/observations": "list_observations",
        "/api/v1/observations.{format}": "export_observations",
        "/api/v1/observations/{code}": "get_observation",
        "/api/v1/observations/{code}.{format}": "export_observation",
        "/api/v1/observations/{code}/history": "list_observation_history",
        "/api/v1/observations/{code}/history.{format}": "export_observation_history",
    }


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_bare_path_is_json_and_a_suffix_is_a_file(operation: str) -> None:
    media_types = list(resolved(OPERATIONS[operation]["responses"]["200"])["content"])
    if operation.startswith("export_"):
        assert "application/json" not in media_types
        assert [one["name"] for one in parameters_of(OPERATIONS[operation]) if one["in"] == "header"] == ["Range"]
        assert list(resolved(OPERATIONS[operation]["responses"]["206"])["content"]) == media_types
        assert "416" in OPERATIONS[operation]["responses"]
    else:
        assert media_types == ["application/json"]


def test_a_form_sends_nothing_that_was_not_typed() -> None:
    for operation in OPERATIONS.values():
        for parameter in parameters_of(operation):
            assert "default" not in parameter["schema"]
            assert ("example" in parameter) == bool(parameter.get("required")), parameter["name"]


def test_text_is_never_empty() -> None:
    for operation in OPERATIONS.values():
        for parameter in parameters_of(operation):
            text = resolved(parameter["schema"].get("items", parameter["schema"]))
            if parameter["in"] != "header" and text["type"] == "string" and "enum" not in text:
                assert text["minLength"] == 1, parameter["name"]


def test_a_reader_meets_what_then_where_then_when_and_paging_and_history_last() -> None:
    order = ["metric", "region", "period", "start_period", "value_type", "fields", "page_size", "cursor", "revision"]
    names = [parameter["name"] for parameter in parameters_of(OPERATIONS["list_observations"])]
    assert [name for name in names if name in order] == order
    assert names[0] == "metric"
    assert names[-1] == "as_of"


def test_examples_of_headers_can_be_sent() -> None:
    examples_of_headers = [header["example"] for header in SCHEMA["components"]["headers"].values()]
    assert [text for text in examples_of_headers if not text.isascii() or not text.isprintable()] == []


@pytest.mark.django_db
@pytest.mark.parametrize("operation", [name for name in OPERATIONS if name.startswith("list_")])
def test_with_fields_a_row_has_these_fields_as_they_are_described(client: Client, operation: str) -> None:
    parameters = {parameter["name"]: parameter for parameter in parameters_of(OPERATIONS[operation])}
    if "fields" not in parameters:
        return
    with record_examples.corrected() if operation == "list_corrections" else nullcontext():
        [row, *_] = client.get(untouched_request(operation)).json()["results"]
        chosen = list(row)[::-2]
        query = {"fields": ",".join(chosen), "page_size": "1"} | ({"q": "易地"} if "search" in operation else {})
        body = client.get(untouched_request(operation).partition("?")[0], query).json()
        assert [list(row) for row in body["results"]] == [chosen]
        left_out = {f"$.results[0]: {name!r} is a required property" for name in row if name not in chosen}
        assert set(errors_of(operation, 200, body)) == left_out


def test_each_field_is_described() -> None:
    nameless = [
        f"{name}.{field}"
        for name, schema in SCHEMA["components"]["schemas"].items()
        for field, shape in schema.get("properties", {}).items()
        if "description" not in shape and not name.startswith("Paginated")
    ]
    assert nameless == []


def errors_of(operation: str, status: int, body: Any) -> list[str]:
    """What in a body is not as its operation promises."""
    response = resolved(OPERATIONS[operation]["responses"][str(status)])
    media = next(media for name, media in response["content"].items() if "json" in name)
    registry: Registry[Any] = Registry().with_resource("urn:openapi", DRAFT202012.create_resource(SCHEMA))
    schema = {"$id": "urn:answer", **json.loads(json.dumps(media["schema"]).replace('"#/', '"urn:openapi#/'))}
    validator = jsonschema.Draft202012Validator(
        schema, registry=registry, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(body)]


@pytest.mark.django_db
@pytest.mark.parametrize(("operation", "path"), examples.REQUESTS.items())
def test_every_answer_is_as_promised(client: Client, operation: str, path: str) -> None:
    with record_examples.corrected() if operation in record_examples.CORRECTED_EXAMPLES else nullcontext():
        check_answers(client, operation, path)


@pytest.mark.django_db
@pytest.mark.parametrize(("operation", "suffix"), UNTOUCHED)
def test_the_request_of_an_untouched_form_in_swagger_ui_is_answered_in_full(
    client: Client, operation: str, suffix: str | None
) -> None:
    chosen = {"format": suffix} if suffix else {}
    with record_examples.corrected() if operation.endswith("_correction") else nullcontext():
        response = client.get(untouched_request(operation, **chosen))
    assert response.status_code == 200
    if operation.startswith("list_") and operation != "list_problems":
        body = response.json()
        sent = {"q": "易地"} if operation == "list_search_results" else {}
        page = body["count"] if operation == "list_fields" else min(body["count"], 100)
        assert (body["meta"]["query"], len(body["results"])) == (sent, page)


def check_answers(client: Client, operation: str, path: str) -> None:
    whole = path.partition("?")[0] if operation != "list_search_results" else "search?q=贫困"
    assert errors_of(operation, 200, client.get(f"/api/v1/{whole}").json()) == []
    assert errors_of(operation, 400, client.get(f"/api/v1/{path}{'&' if '?' in path else '?'}colour=red").json()) == []
    assert errors_of(operation, 406, client.get(f"/api/v1/{whole}", headers={"Accept": "image/png"}).json()) == []


@pytest.mark.django_db
def test_a_promise_that_is_broken_would_show(client: Client) -> None:
    body = client.get("/api/v1/regions/610900").json()
    assert errors_of("get_region", 200, body | {"level": "hamlet", "revision": "1"}) == [
        "$.level: 'hamlet' is not one of "
        "['country', 'province', 'prefecture', 'county', 'township', 'village', 'area']",
        "$.revision: '1' is not of type 'integer'",
    ]
    del body["note_en"]
    assert errors_of("get_region", 200, body) == ["$: 'note_en' is a required property"]


@pytest.mark.django_db
def test_every_record_that_is_listed_has_its_own_page(client: Client) -> None:
    for kind in ("regions", "units", "metrics", "observations", "series", "programmes", "parts", "achievements"):
        noun = kind if kind == "series" else kind.removesuffix("s")
        for row in client.get(f"/api/v1/{kind}").json()["results"]:
            body = client.get(f"/api/v1/{kind}/{row['code']}").json()
            assert errors_of(f"get_{noun}", 200, body) == []
            assert {name: body[name] for name in row} == row


def test_swagger_ui_is_served_from_here(client: Client) -> None:
    page = client.get("/api/v1/docs")
    assert page["Content-Type"] == "text/html; charset=utf-8"
    text = page.content.decode()
    assert "http://" not in text
    assert "https://" not in text
    assert 'src="/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js"' in text
    assert "<style" not in text
    assert "<script>" not in text
