"""Single records: their links, their fields, and their other formats."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client

from tests.formats import body

pytestmark = pytest.mark.django_db

API = "http://testserver/api/v1"
POOR_POPULATION = "ankang-report-poor-population-610900-2018"
POOR_POPULATION_LINKS = {
    "self": f"{API}/observations/{POOR_POPULATION}",
    "history": f"{API}/observations/{POOR_POPULATION}/history",
    "observations": f"{API}/observations?metric=poor-population&region=610900",
    "quote": f"{API}/documents/ankang-report/quotes/ankang-report-p1-poor-population-2018",
    "verification": f"{API}/verification/{POOR_POPULATION}",
    "relations": f"{API}/relations?observation={POOR_POPULATION}",
    "derived": f"{API}/derived?observation={POOR_POPULATION}",
    "document": f"{API}/documents/ankang-report",
    "metric": f"{API}/metrics/poor-population",
    "region": f"{API}/regions/610900",
    "restates": None,
}
RECORDS = [
    f"observations/{POOR_POPULATION}",
    "series/poor-population--610900",
    "metrics/poor-population",
    "regions/610900",
    "units/person",
    "programmes/three-changes",
    "parts/one-covenant-four-councils",
    "achievements/ankang-report-classic-case",
    "derived/ankang-report-poor-factory-employees",
    "relations/ankang-report-implied-base-population",
    "documents/ankang-report",
    "documents/ankang-report/passages/1",
    "documents/ankang-report/quotes/ankang-report-p1-a-road",
    "documents/ankang-report/coverage",
    f"verification/{POOR_POPULATION}",
    "revisions/1",
]


def get(client: Client, path: str) -> Any:
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 200, response.content
    return response.json()


def test_the_links_of_an_observation(client: Client) -> None:
    assert get(client, f"observations/{POOR_POPULATION}")["links"] == POOR_POPULATION_LINKS


@pytest.mark.parametrize("path", RECORDS)
def test_each_link_leads_to_something(client: Client, path: str) -> None:
    links = get(client, path)["links"]
    assert links.pop("self") == f"{API}/{path}"
    for name, url in links.items():
        assert url is None or client.get(url.removeprefix("http://testserver")).status_code == 200, name


def test_links_stay_at_the_revision_that_was_requested(client: Client) -> None:
    links = get(client, "metrics/poor-population.json?revision=1")["links"]
    assert links["self"] == f"{API}/metrics/poor-population?revision=1"
    assert links["observations"] == f"{API}/observations?metric=poor-population&revision=1"
    assert links["programmes"] == f"{API}/programmes?metric=poor-population&revision=1"


@pytest.mark.parametrize("path", RECORDS)
def test_a_record_has_the_fields_that_are_named(client: Client, path: str) -> None:
    names = list(get(client, path))[:2]
    assert list(get(client, f"{path}?fields={','.join(names)}")) == names
    assert get(client, f"{path}?fields=links") == {"links": get(client, path)["links"]}
    assert set(get(client, f"{path}?fields=basic")) <= set(get(client, path))
    assert client.get(f"/api/v1/{path}?fields=colour").json()["errors"][0]["code"] == "unknown_field"


@pytest.mark.parametrize("path", RECORDS)
def test_a_record_comes_as_csv_and_json_lines(client: Client, path: str) -> None:
    text = body(client.get(f"/api/v1/{path}.csv")).decode()
    lines = [json.loads(line) for line in body(client.get(f"/api/v1/{path}.jsonl")).splitlines()]
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [list(row) for row in rows] == [list(line) for line in lines]
    assert len(rows) == {"series/poor-population--610900": 2, "documents/ankang-report/coverage": 82}.get(path, 1)


def test_a_unit_as_csv(client: Client) -> None:
    response = client.get("/api/v1/units/person.csv?fields=basic&bom=false")
    assert response["Content-Disposition"] == 'attachment; filename="person.csv"'
    assert body(response).decode() == "name_zh,name_en,symbol,kind,measure_words\r\n人,people,,count,人; 名\r\n"


@pytest.mark.parametrize("path", ["units/none.csv", "series/poor-population--none.csv", "documents/none/coverage.csv"])
def test_a_record_that_is_not_there_is_404_in_every_format(client: Client, path: str) -> None:
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 404
    assert response.json()["code"] == "not-found"


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("metrics/poor-population/observations", " /api/v1/observations?metric=poor-population lists these."),
        ("programmes/three-changes/metrics", " /api/v1/metrics?programme=three-changes lists these."),
        ("metric/poor-population", " Did you mean /api/v1/metrics/poor-population?"),
        ("indicators", " Did you mean /api/v1/metrics?"),
        ("obsrvations", " Did you mean /api/v1/observations?"),
        ("metrics/poor-population/colours", " /api/v1/ lists what is."),
    ],
)
def test_a_path_that_is_not_served_names_the_right_one(client: Client, path: str, detail: str) -> None:
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 404
    assert response.json()["detail"] == f"Nothing is served at /api/v1/{path}.{detail}"
