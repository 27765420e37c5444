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
from tests.swagger import prefilled_request

pytestmark = pytest.mark.database_independent

DOCS = Path(__file__).parent.parent / "docs"
SCHEMA: dict[str, Any] = json.loads((DOCS / "openapi.json").read_text())
OPERATIONS = {operation["operationId"]: operation for path in SCHEMA["paths"].values() for operation in path.values()}


def test_the_committed_document_is_that_of_the_code(client: Client) -> None:
    response = client.get("/api/v1/openapi.json")
    assert response["Content-Type"] == "application/json"
    assert response.json() == SCHEMA, "run manage.py write_openapi"
    assert response.content + b"\n" == (DOCS / "openapi.json").read_bytes()


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
    assert {name for name in OPERATIONS if not name.endswith("_export")} == set(examples.REQUESTS)
    for operation in OPERATIONS.values():
        assert operation["summary"]
        assert operation["description"]
        assert [one["name"] for one in operation.get("parameters", []) if not one.get("description")] == []
        assert {"200", "400", "406", "500"} <= set(operation["responses"])


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
    response = OPERATIONS[operation]["responses"][str(status)]
    if "$ref" in response:
        response = SCHEMA["components"]["responses"][response["$ref"].rpartition("/")[2]]
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
@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_request_of_an_unchanged_form_in_swagger_ui_is_answered(client: Client, operation: str) -> None:
    recorded = operation.removesuffix("_export")
    with record_examples.corrected() if recorded in record_examples.CORRECTED_EXAMPLES else nullcontext():
        assert client.get(prefilled_request(operation)).status_code == 200


def check_answers(client: Client, operation: str, path: str) -> None:
    whole = path.partition("?")[0] if operation != "search_list" else "search?q=贫困"
    assert errors_of(operation, 200, client.get(f"/api/v1/{whole}").json()) == []
    assert errors_of(operation, 400, client.get(f"/api/v1/{path}{'&' if '?' in path else '?'}colour=red").json()) == []
    assert errors_of(operation, 406, client.get(f"/api/v1/{whole}", headers={"Accept": "image/png"}).json()) == []


@pytest.mark.django_db
def test_a_promise_that_is_broken_would_show(client: Client) -> None:
    body = client.get("/api/v1/regions/610900").json()
    assert errors_of("regions_retrieve", 200, body | {"level": "village", "revision": "1"}) == [
        "$.level: 'village' is not one of ['country', 'province', 'prefecture', 'county', 'area']",
        "$.revision: '1' is not of type 'integer'",
    ]
    del body["note_en"]
    assert errors_of("regions_retrieve", 200, body) == ["$: 'note_en' is a required property"]


@pytest.mark.django_db
def test_every_record_that_is_listed_has_its_own_page(client: Client) -> None:
    for kind in ("regions", "units", "metrics", "observations", "series", "programmes", "parts", "achievements"):
        for row in client.get(f"/api/v1/{kind}").json()["results"]:
            body = client.get(f"/api/v1/{kind}/{row['code']}").json()
            assert errors_of(f"{kind}_retrieve", 200, body) == []
            assert {name: body[name] for name in row} == row


def test_swagger_ui_is_served_from_here(client: Client) -> None:
    page = client.get("/api/v1/docs")
    assert page["Content-Type"] == "text/html; charset=utf-8"
    text = page.content.decode()
    assert "http://" not in text
    assert "https://" not in text
    assert 'src="/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js"' in text


def test_the_first_page_leads_to_swagger_ui(client: Client) -> None:
    response = client.get("/")
    assert (response.status_code, response["Location"]) == (302, "/api/v1/docs")
