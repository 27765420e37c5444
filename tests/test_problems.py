"""Errors under /api/ are problem details, whatever was asked and whatever went wrong."""

import pytest
from django.db import connection
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.database_independent]


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/api/v1/observations/none", "There is no record at /api/v1/observations/none."),
        ("/api/v1/documents/none/quotes", "There is no record at /api/v1/documents/none/quotes."),
        (
            "/api/v1/documents/ankang-report/passages/99",
            "There is no record at /api/v1/documents/ankang-report/passages/99.",
        ),
        ("/api/v1/series/poor-population--610902", "There is no record at /api/v1/series/poor-population--610902."),
        ("/api/v1/series/poor-population", "There is no record at /api/v1/series/poor-population."),
        ("/api/v1/nothing", "Nothing is served at /api/v1/nothing. /api/v1/ lists what is."),
        ("/api/v1/observations/0.5", "Nothing is served at /api/v1/observations/0.5. /api/v1/ lists what is."),
        ("/api/v2", "Nothing is served at /api/v2. /api/v1/ lists what is."),
    ],
)
def test_what_is_not_there_is_a_problem(client: Client, path: str, detail: str) -> None:
    response = client.get(path)
    assert response["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "http://testserver/api/v1/problems/not-found",
        "title": "Not found",
        "status": 404,
        "detail": detail,
        "instance": path,
        "code": "not-found",
        "errors": [],
        "request_id": None,
    }


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/observations/%00", "/api/v1/regions/%00/", "/api"])
def test_a_browser_too_gets_no_html(client: Client, path: str) -> None:
    response = client.get(path, headers={"Accept": "text/html"}, follow=True)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_a_media_type_that_is_not_served_is_a_problem(client: Client) -> None:
    response = client.get("/api/v1/units", headers={"Accept": "image/png"})
    assert response["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "http://testserver/api/v1/problems/not-acceptable",
        "title": "Not acceptable",
        "status": 406,
        "detail": "None of the media types in Accept is served here; "
        "these are: application/json, text/csv, application/jsonl, "
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet, application/vnd.apache.parquet, "
        "application/csvm+json, application/x-bibtex, application/vnd.citationstyles.csl+json, "
        "application/x-ndjson.",
        "instance": "/api/v1/units",
        "code": "not-acceptable",
        "errors": [],
        "request_id": None,
    }


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    "path",
    ["/api/v1/", "/api/v1/units", "/api/v1/units/person", "/api/v1/openapi.json", "/api/v1/docs", "/api/v1/problems"],
)
def test_the_api_is_read_only(client: Client, method: str, path: str) -> None:
    response = client.generic(method, path, b'{"code": "x"}', "application/json")
    assert (response.status_code, response["Content-Type"]) == (405, "application/problem+json")
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response.json()["detail"] == f'Method "{method}" not allowed.'


def test_a_fault_of_ours_says_so_and_nothing_else(client: Client) -> None:
    client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE indicators_unit RENAME COLUMN symbol TO gone")
    response = client.get("/api/v1/units?page_size=1")
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert response.json() == {
        "type": "http://testserver/api/v1/problems/internal-error",
        "title": "Internal server error",
        "status": 500,
        "detail": "The server has an error.",
        "instance": "/api/v1/units?page_size=1",
        "code": "internal-error",
        "errors": [],
        "request_id": None,
    }


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/api/v1/units/", "/api/v1/units"),
        ("/api/v1/units/person/?x=%E4%B8%AD&y", "/api/v1/units/person?x=%E4%B8%AD&y"),
        ("/api/v1/nothing//", "/api/v1/nothing/"),
    ],
)
def test_a_slash_at_the_end_leads_to_the_same_without(path: str, target: str) -> None:
    client = Client(enforce_csrf_checks=True)
    for method in ("GET", "POST", "DELETE"):
        response = client.generic(method, path)
        assert (response.status_code, response["Location"]) == (308, target)
        assert "Content-Type" not in response


def test_errors_are_in_one_language(client: Client) -> None:
    response = client.post("/api/v1/units", headers={"Accept-Language": "zh-hans"})
    assert response.json()["detail"] == 'Method "POST" not allowed.'


@pytest.mark.parametrize(
    "path", ["/api/v1/", "/api/v1/units", "/api/v1/nothing", "/api/v1/units?x=1", "/api/v1/units/"]
)
def test_any_page_may_read_every_answer(client: Client, path: str) -> None:
    response = client.get(path, headers={"Origin": "https://example.org"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert (
        response["Access-Control-Expose-Headers"]
        == "Link, ETag, Last-Modified, Retry-After, Content-Disposition, Content-Range, Accept-Ranges, "
        "Cache-Status, X-Request-Id"
    )


def test_other_paths_are_not_the_apis(client: Client) -> None:
    response = client.get("/nothing")
    assert (response.status_code, response["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert "Access-Control-Allow-Origin" not in response


def test_swagger_ui_too_ignores_nothing_and_is_asked_with_get_alone(client: Client) -> None:
    assert client.options("/api/v1/docs").status_code == 204
    [error] = client.get("/api/v1/docs?x=1").json()["errors"]
    assert (error["parameter"], error["code"]) == ("x", "unknown_parameter")


@pytest.mark.django_db
def test_a_record_that_is_not_there_in_a_revision_that_cannot_be_is_the_clients_mistake(client: Client) -> None:
    path = "/api/v1/documents/none/quotes/none?revision=1&as_of=2026-11-30T08:00:00Z"
    response = client.get(path)
    assert response.status_code == 400
    assert response.json()["detail"] == "revision and as_of both name a state of the data; give one of them."
