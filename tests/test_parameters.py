"""Parameters in the ways in which clients send them: lists, booleans and defaults, and names of other data APIs."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from ankang_api.http.canonical_query import boolean_parameters, canonical_query, list_parameters
from tests.swagger import OPERATIONS

pytestmark = [pytest.mark.django_db, pytest.mark.database_independent]

EXPORTS = ["csv", "jsonl", "parquet", "xlsx"]


@pytest.mark.parametrize(
    ("query", "same"),
    [
        ("metric=poor-population&metric=poverty-incidence", "metric=poor-population,poverty-incidence"),
        (
            "metric=poverty-incidence&period=2018&metric=poor-population",
            "period=2018&metric=poverty-incidence,poor-population",
        ),
        ("metric=a,b&metric=c", "metric=a%2Cb%2Cc"),
        ("fields=value&fields=code", "fields=value,code"),
        ("sort=value&sort=-code", "sort=value,-code"),
        ("latest=True", "latest=true"),
        ("latest=FALSE&count=TRUE", "count=true&latest=false"),
        ("region=610900%2C610000", "region=610900,610000"),
        ("q=b&q=a", "q=a&q=b"),
        ("q=搬迁".encode().decode("latin-1"), "q=%E6%90%AC%E8%BF%81"),
    ],
)
def test_equal_queries_have_one_canonical_form(query: str, same: str) -> None:
    assert canonical_query(query) == canonical_query(same)


@pytest.mark.parametrize(
    ("query", "other"),
    [
        ("q=a&q=b", "q=a,b"),
        ("page_size=1&page_size=2", "page_size=1,2"),
        ("fields=value,code", "fields=code,value"),
        ("q=True", "q=true"),
        ("latest=yes", "latest=YES"),
    ],
)
def test_different_queries_have_different_canonical_forms(query: str, other: str) -> None:
    assert canonical_query(query) != canonical_query(other)


def test_a_repeated_list_is_one_list_in_rows_links_and_metadata(client: Client) -> None:
    repeated = client.get("/api/v1/observations?metric=poor-population&metric=poverty-incidence&sort=value&page_size=2")
    commas = client.get("/api/v1/observations?metric=poor-population,poverty-incidence&sort=value&page_size=2")
    body = repeated.json()
    assert [row["value"] for row in body["results"]] == [10.5, 40.7]
    assert body["count"] == 4
    assert body["meta"]["query"] == {"metric": "poor-population,poverty-incidence", "page_size": "2", "sort": "value"}
    assert parse_qs(urlsplit(body["next"]).query)["metric"] == ["poor-population,poverty-incidence"]
    assert body == commas.json()
    assert repeated["ETag"] == commas["ETag"]


def test_a_cursor_holds_however_its_query_is_written(client: Client) -> None:
    body = client.get("/api/v1/units?kind=count,ratio&page_size=2&count=False").json()
    cursor = parse_qs(urlsplit(body["next"]).query)["cursor"][0]
    other = client.get(
        "/api/v1/units", {"kind": ["count", "ratio"], "page_size": 2, "count": "false", "cursor": cursor}
    )
    assert other.json()["results"] == client.get(body["next"]).json()["results"] != []


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("observations?latest=True&metric=poor-population", 1),
        ("observations?latest=TRUE&metric=poor-population", 1),
        ("observations?latest=False&metric=poor-population", 2),
        ("parts?campaign=True&kind=principle", 8),
        ("parts?campaign=FALSE", 71),
        ("units?count=False", None),
        ("units?count=TRUE&kind=ordinal", 1),
    ],
)
def test_booleans_are_read_in_any_case(client: Client, query: str, count: int | None) -> None:
    assert client.get(f"/api/v1/{query}").json()["count"] == count


def test_a_mark_is_asked_for_in_any_case(client: Client) -> None:
    response: Any = client.get("/api/v1/units.csv?bom=True&kind=ordinal&fields=code")
    assert b"".join(response.streaming_content) == b"\xef\xbb\xbfcode\r\nrank\r\n"


@pytest.mark.parametrize("defaults", ["bom=false", "bom=False", "count=true", "page_size=100", "bom=false&count=True"])
@pytest.mark.parametrize(
    "path", ["units", *(f"units.{suffix}" for suffix in EXPORTS), "series.csv", "corrections.atom"]
)
def test_documented_defaults_are_accepted_in_every_format(client: Client, path: str, defaults: str) -> None:
    assert client.get(f"/api/v1/{path}?{defaults}").status_code == 200


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("observations?limit=10", "There is no parameter limit here. Did you mean page_size?"),
        ("observations?Limit=10", "There is no parameter Limit here. Did you mean page_size?"),
        ("observations?year=2018", "There is no parameter year here. Did you mean period?"),
        ("observations?time_period=2018", "There is no parameter time_period here. Did you mean period?"),
        ("observations?offset=100", "There is no parameter offset here. Did you mean cursor?"),
        ("observations?page=2", "There is no parameter page here. Did you mean cursor?"),
        ("observations?from=2012", "There is no parameter from here. Did you mean start_period?"),
        ("observations?to=2012", "There is no parameter to here. Did you mean end_period?"),
        ("metrics?order_by=code", "There is no parameter order_by here. Did you mean sort?"),
        ("regions?search=x", "There is no parameter search here. Did you mean q?"),
        ("units?columns=code", "There is no parameter columns here. Did you mean fields?"),
        ("units.csv?limit=10", "There is no parameter limit here."),
        ("units?year=2018", "There is no parameter year here."),
        ("units/person?limit=1", "There is no parameter limit here."),
        ("units?page_size=10&page_size=20", "page_size is given 2 times; give it once."),
        ("observations?latest=true&latest=true", "latest is given 2 times; give it once."),
        ("units.xlsx?bom=true", "There is no parameter bom here."),
        ("units.csv?page_size=99", "page_size is for pages of JSON; this format holds all rows at once. Leave it out."),
        ("observations?region=610900&region=shaanxi", "There is no region 'shaanxi'."),
        ("units?kind=count&kind=", "'count,' is not a list of values with a comma between them."),
    ],
)
def test_what_is_refused_says_what_is_meant(client: Client, query: str, detail: str) -> None:
    response = client.get(f"/api/v1/{query}")
    assert (response.status_code, response.json()["detail"]) == (400, detail)


def test_a_name_has_one_type_on_every_path() -> None:
    parameters = [
        parameter
        for _path, of_operation in OPERATIONS.values()
        for parameter in of_operation
        if parameter["in"] == "query"
    ]
    arrays = {one["name"] for one in parameters if one["schema"]["type"] == "array"}
    booleans = {one["name"] for one in parameters if one["schema"]["type"] == "boolean"}
    others = {one["name"] for one in parameters} - arrays - booleans
    assert arrays == list_parameters()
    assert booleans == boolean_parameters()
    assert others & (arrays | booleans) == set()
