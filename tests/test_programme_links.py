"""Programmes of several documents: each document may give a metric a programme of its own."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.test import Client

from tests.commands import load
from tests.fixture_files import FIRST, SECOND

pytestmark = pytest.mark.django_db

PROGRAMME = {
    "code": "recount",
    "document": "invented-bulletin-2020",
    "region": "610900",
    "order": 1,
    "name_zh": "重新核定",
    "name_en": "Recount",
    "heading_zh": "重新核定",
    "heading_en": "Recount",
    "quote": "invented-bulletin-2020-p2-poor-population",
    "heading_quote": "invented-bulletin-2020-p2-poor-population",
}
LINKS = [
    {"document": "invented-bulletin-2020", "programme": "recount", "metric": "poor-population", "order": 1},
    {"document": "invented-bulletin-2020", "programme": "recount", "metric": "agricultural-parks", "order": 2},
]


def write(reports: Path, programme: dict[str, Any], links: list[dict[str, Any]]) -> None:
    (reports / "second-report" / "programmes.json").write_text(json.dumps([programme]))
    (reports / "second-report" / "programme-metrics.json").write_text(json.dumps(links))


def get(client: Client, path: str) -> Any:
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 200, response.content
    return response.json()


def codes(client: Client, path: str) -> list[str]:
    return [row["code"] for row in get(client, path)["results"]]


def test_an_observation_has_the_programme_of_its_document(client: Client, reports: Path) -> None:
    write(reports, PROGRAMME, LINKS)
    load(reports)
    rows = get(client, "observations?metric=poor-population&period=2018")["results"]
    assert [(row["code"], row["programme"], row["programme_name_en"]) for row in rows] == [
        (FIRST, None, None),
        (SECOND, "recount", "Recount"),
    ]
    assert codes(client, "observations?programme=recount") == [SECOND]
    assert codes(client, "observations?programme__isnull=false&metric=poor-population") == [SECOND]
    assert codes(client, "observations?programme=branch-x-household&metric=agricultural-parks") == [
        "ankang-report-agricultural-parks-610900-at-report"
    ]
    points = get(client, "series/poor-population--610900")["points"]
    assert [point["programme"] for point in points] == [None, None, "recount"]
    assert get(client, f"observations/{SECOND}?revision=2")["programme"] == "recount"


def test_a_metric_names_the_programmes_of_all_documents(client: Client, reports: Path) -> None:
    write(reports, PROGRAMME, LINKS)
    load(reports)
    assert get(client, "metrics/agricultural-parks")["programmes"] == ["branch-x-household", "recount"]
    assert get(client, "metrics/agricultural-parks?revision=1")["programmes"] == ["branch-x-household"]
    assert codes(client, "metrics?programme=recount") == ["agricultural-parks", "poor-population"]
    assert codes(client, "programmes?metric=agricultural-parks") == ["branch-x-household", "recount"]
    metrics = get(client, "programmes/branch-x-household")["metrics"]
    assert [(row["code"], row["programmes"]) for row in metrics] == [
        ("agricultural-parks", ["branch-x-household", "recount"]),
        ("agricultural-cooperatives", ["branch-x-household"]),
        ("family-farms", ["branch-x-household"]),
        ("industry-covered-households", ["branch-x-household"]),
        ("industry-covered-people", ["branch-x-household"]),
    ]
    assert [row["code"] for row in get(client, "programmes/recount")["metrics"]] == [
        "poor-population",
        "agricultural-parks",
    ]


def test_a_programme_has_a_document_and_a_region_and_may_have_no_aim(client: Client, reports: Path) -> None:
    write(reports, PROGRAMME, LINKS)
    load(reports)
    body = get(client, "programmes/recount")
    fields = ("document", "region", "region_name_en", "aim_zh", "aim_en", "aim_quote", "aim_quote_exact")
    assert [body[field] for field in fields] == ["invented-bulletin-2020", "610900", "Ankang City", *[None] * 4]
    assert codes(client, "programmes?document=invented-bulletin-2020&region=610900") == ["recount"]
    assert codes(client, "programmes?aim_quote__isnull=true") == ["recount"]
    hits = get(client, "search?q=Recount")["results"]
    assert [(hit["kind"], hit["code"]) for hit in hits] == [("programme", "recount")]


def test_a_changed_link_changes_the_observations_of_its_document(client: Client, reports: Path) -> None:
    load(reports)
    write(reports, PROGRAMME, LINKS)
    load(reports)
    assert codes(client, "observations?changed_since=2&sort=code") == [SECOND]


@pytest.mark.parametrize(
    ("programme", "link", "message"),
    [
        ({"aim_zh": "核定", "aim_en": "To recount."}, {}, "Give the aim and the words that state it, or neither."),
        (
            {"quote": "ankang-report-p1-counties"},
            {},
            "quote: ankang-report-p1-counties is not of the document invented-bulletin-2020.",
        ),
        (
            {},
            {"document": "ankang-report"},
            "programme: recount is not of the document ankang-report.",
        ),
        ({}, {"metric": "agricultural-parks"}, "Duplicate record: first in "),
    ],
)
def test_what_does_not_fit_is_refused(
    reports: Path, programme: dict[str, Any], link: dict[str, Any], message: str
) -> None:
    write(reports, PROGRAMME | programme, [LINKS[0] | link, LINKS[1]])
    with pytest.raises(CommandError) as caught:
        load(reports)
    assert message in str(caught.value)
