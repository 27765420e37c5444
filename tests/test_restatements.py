"""Restatements: a figure that another document gives again, and one that its own document replaces."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.test import Client

from indicators.models import Observation
from tests.commands import load
from tests.editing import correct
from tests.fixture_files import FIRST, REPORTS, SECOND, edit_record
from tests.forms import address, page, read

pytestmark = pytest.mark.django_db

OBSERVATIONS = Path("second-report") / "observations.json"
SUPERSEDED = f"{SECOND}-superseded"
Results = list[dict[str, Any]]


def results(client: Client, path: str) -> Results:
    rows: Results = client.get(f"/api/v1/{path}").json()["results"]
    return rows


@pytest.fixture
def superseded(reports: Path) -> None:
    """The second report also states the figure that it replaces."""
    path = reports / OBSERVATIONS
    (row,) = json.loads(path.read_text())
    before = row | {
        "value": 229600,
        "value_text": "22.96万人",
        "value_type": "superseded",
        "quote": "invented-bulletin-2020-p2-reported-before",
    }
    path.write_text(json.dumps([before, row]))
    edit_record(reports / "second-report" / "quotes.json", 2, excluded_zh=None, excluded_en=None)
    load(reports)


def test_each_observation_names_the_other(client: Client) -> None:
    load(REPORTS)
    rows = results(client, "observations?metric=poor-population&period=2018&fields=code,restates,restated_by")
    assert rows == [
        {"code": FIRST, "restates": None, "restated_by": [SECOND]},
        {"code": SECOND, "restates": FIRST, "restated_by": []},
    ]
    assert client.get(f"/api/v1/observations/{FIRST}").json()["restated_by"] == [SECOND]
    links = client.get(f"/api/v1/observations/{SECOND}").json()["links"]
    assert links["restates"] == f"http://testserver/api/v1/observations/{FIRST}"
    lines = client.get("/api/v1/observations.csv?metric=poor-population&period=2018&fields=code,restated_by")
    assert lines.getvalue().decode() == f"code,restated_by\r\n{FIRST},{SECOND}\r\n{SECOND},\r\n"


def test_an_earlier_revision_knows_no_restatement(client: Client) -> None:
    load(REPORTS)
    assert client.get(f"/api/v1/observations/{FIRST}?revision=1").json()["restated_by"] == []


def test_a_restated_observation_has_changed(client: Client) -> None:
    load(REPORTS)
    rows = results(client, "observations?changed_since=1&sort=code")
    assert [row["code"] for row in rows] == [FIRST, SECOND]


def test_restatements_can_be_filtered(client: Client) -> None:
    load(REPORTS)
    assert [row["code"] for row in results(client, f"observations?restates={FIRST}")] == [SECOND]
    assert [row["code"] for row in results(client, "observations?restates__isnull=false")] == [SECOND]


@pytest.mark.usefixtures("superseded")
def test_a_superseded_figure_is_listed_and_never_the_latest(client: Client) -> None:
    rows = results(client, "observations?document=invented-bulletin-2020")
    assert [(row["code"], row["value"], row["value_type"], row["restates"]) for row in rows] == [
        (SECOND, 229500, "actual", FIRST),
        (SUPERSEDED, 229600, "superseded", FIRST),
    ]
    assert [row["code"] for row in results(client, "observations?metric=poor-population&latest=true")] == [SECOND]
    assert results(client, "observations?value_type=superseded&latest=true") == []
    assert client.get(f"/api/v1/observations/{FIRST}").json()["restated_by"] == [SECOND, SUPERSEDED]


@pytest.mark.usefixtures("superseded")
def test_a_superseded_figure_is_in_no_series(client: Client) -> None:
    body = client.get("/api/v1/series/poor-population--610900").json()
    assert [point["code"] for point in body["points"]] == [
        "ankang-report-poor-population-610900-2012",
        FIRST,
        SECOND,
    ]
    assert [point["restated_by"] for point in body["points"]] == [[], [SECOND, SUPERSEDED], []]
    table = client.get("/api/v1/series.csv?document=invented-bulletin-2020&fields=code").getvalue().decode()
    assert table == f"code\r\n{SECOND}\r\n"
    (error,) = client.get("/api/v1/series?value_type=superseded").json()["errors"]
    assert (error["parameter"], error["allowed"]) == ("value_type", ["actual", "target"])


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        ({"restates": "nothing"}, "restates: There is no observation 'nothing'."),
        ({"restates": 1}, "restates: Must be a code."),
        (
            {"restates": "ankang-report-poor-population-610900-2012"},
            "restates: ankang-report-poor-population-610900-2012 is not of the same metric, region and period.",
        ),
        (
            {"restates": SECOND},
            f"restates: {SECOND} is of the same document. A figure that its own document replaces is superseded.",
        ),
    ],
)
def test_what_is_no_restatement_is_refused(reports: Path, edit: dict[str, Any], message: str) -> None:
    edit_record(reports / OBSERVATIONS, 0, **edit)
    with pytest.raises(CommandError) as caught:
        load(reports)
    assert message in str(caught.value)


def test_a_restatement_that_left_the_fixture_is_withdrawn_from_the_record(client: Client, reports: Path) -> None:
    load(reports)
    edit_record(reports / OBSERVATIONS, 0, restates=None)
    assert load(reports).splitlines()[0].endswith(" 0 records created, 1 changed, 6 left alone.")
    assert client.get(f"/api/v1/observations/{SECOND}").json()["restates"] is None
    edit_record(reports / OBSERVATIONS, 0, restates=FIRST)
    assert load(reports).splitlines()[0].endswith(" 0 records created, 1 changed, 6 left alone.")
    assert client.get(f"/api/v1/observations/{SECOND}").json()["restates"] == FIRST


@pytest.mark.parametrize(
    ("first", "second", "latest"),
    [
        ({}, {}, SECOND),
        ({"date": "2020-05-01"}, {"report_year": 2020, "date": "2020-01-10"}, FIRST),
        ({"date": "2021-03-01"}, {"report_year": 2020, "date": None}, FIRST),
        ({"date": "2019-09-06"}, {"report_year": 2020, "date": None}, SECOND),
        ({"date": "2020-01-10"}, {"report_year": 2021, "date": "2020-01-10"}, SECOND),
    ],
)
def test_the_newest_document_wins_by_its_date_and_then_by_its_year(
    client: Client, first: dict[str, Any], second: dict[str, Any], latest: str
) -> None:
    load(REPORTS)
    for code, fields in ((FIRST, first), (SECOND, second)):
        if fields:
            correct(Observation.objects.get(code=code).document, **fields)
    assert [row["code"] for row in results(client, "observations?metric=poor-population&latest=true")] == [latest]


@pytest.mark.parametrize(
    ("language", "choice"),
    [
        ("en", "Poor population, Ankang City, 2018, Bulletin of 2020 with a correction (invented for tests)"),
        ("zh-hans", "贫困人口，安康市，2018，《2020年更正公报（虚构，仅供测试）》"),
    ],
)
def test_a_restated_figure_is_chosen_by_name(corrector: Client, language: str, choice: str) -> None:
    load(REPORTS)
    corrector.cookies["django_language"] = language
    html = page(corrector, address(Observation.objects.get(code=FIRST)))
    [menu] = re.findall(r'<select name="restates".*?</select>', html, re.S)
    assert [read(one) for one in re.findall(r"<option[^>]*>(.*?)</option>", menu)] == ["---------", choice]
