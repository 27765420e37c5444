"""load_fixtures: facts from files into one revision, again and again, and another report without code."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError
from django.test import Client

from tests.commands import load
from tests.fixture_files import FIRST, REPORTS, SECOND, edit_record
from tests.tables import revisions, tables

pytestmark = pytest.mark.django_db

AGREEING = "Numerals uncovered: 0. Values that disagree with their words: 0.\n"
UNCHANGED = "Nothing changed: {} records are as in the fixtures; no revision was opened.\n"
AGAIN = UNCHANGED + AGREEING


def records() -> int:
    """How many records there are; every one has a field that says which revision wrote it."""
    return sum("revision_id" in row for rows in tables().values() for row in rows.values())


def results(client: Client, query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/api/v1/{query}").json()["results"]
    return found


@pytest.mark.usefixtures("no_data")
def test_the_first_load_is_revision_1_and_the_second_changes_nothing(client: Client) -> None:
    assert client.get("/api/v1/").json()["revision"] is None
    assert load() == f"Revision 1: {records()} records created, 0 changed, 0 left alone.\n" + AGREEING
    assert revisions() == [(1, "load", "loader", "Load of fixtures")]
    assert client.get("/api/v1/").json()["revision"] == 1
    loaded = tables()
    assert load() == AGAIN.format(records())
    assert tables() == loaded


def test_a_dry_run_counts_and_writes_nothing() -> None:
    before = tables()
    assert load("--dry-run", REPORTS) == "Dry run: 7 records created, 0 changed, 0 left alone; nothing was written.\n"
    assert load("--dry-run") == UNCHANGED.format(records())
    assert tables() == before


def test_a_dry_run_refuses_what_a_load_would(reports: Path) -> None:
    edit_record(reports / "second-report" / "observations.json", 0, metric="poor")
    with pytest.raises(CommandError, match=r"^Nothing was loaded\.\n.*metric: There is no metric 'poor'\.$"):
        load("--dry-run", reports)


def test_another_report_needs_a_folder_and_no_code(client: Client) -> None:
    assert load(REPORTS) == "Revision 2: 7 records created, 0 changed, 0 left alone.\n" + AGREEING
    assert revisions() == [(1, "load", "loader", "Load of fixtures"), (2, "load", "loader", "Load of reports")]
    assert load(REPORTS) == AGAIN.format(7)
    assert len(revisions()) == 2
    assert [row["code"] for row in results(client, "documents")] == ["ankang-report", "invented-bulletin-2020"]
    passages = results(client, "documents/invented-bulletin-2020/passages")
    assert [row["text"] for row in passages] == [
        "本公报纯属虚构，仅供测试之用，并非任何机关的文件。",
        "经重新核定，2018年安康全市贫困人口为22.95万人，此前所报的22.96万人以此为准更正。",
    ]


def test_the_words_of_another_report_are_placed_and_linked(client: Client) -> None:
    load(REPORTS)
    quotes = {row["code"]: row for row in results(client, "documents/invented-bulletin-2020/quotes")}
    assert list(quotes) == [
        f"invented-bulletin-2020-p2-{name}" for name in ("2018", "poor-population", "reported-before")
    ]
    quote = quotes["invented-bulletin-2020-p2-poor-population"]
    assert quote["target"]["selector"] == [
        {
            "type": "TextQuoteSelector",
            "exact": "贫困人口为22.95万人",
            "prefix": "经重新核定，2018年安康全市",
            "suffix": "，此前所报的22.96万人以此为",
        },
        {"type": "TextPositionSelector", "start": 15, "end": 27},
    ]
    assert quote["records"] == [{"type": "observation", "code": SECOND, "field": "quote"}]


def test_a_restated_figure_stands_beside_the_first(client: Client) -> None:
    load(REPORTS)
    rows = results(client, "observations?metric=poor-population&period=2018")
    fields = ("code", "document", "value", "value_low", "value_high", "revision")
    assert [[row[field] for field in fields] for row in rows] == [
        [FIRST, "ankang-report", 229600, 229550, 229650, 1],
        [SECOND, "invented-bulletin-2020", 229500, 229450, 229550, 2],
    ]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("latest=true", [SECOND]),
        ("document=ankang-report&period=2018", [FIRST]),
        ("document=invented-bulletin-2020", [SECOND]),
        ("document=ankang-report&latest=true", [FIRST]),
        ("document=ankang-report,invented-bulletin-2020&period=2018", [FIRST, SECOND]),
    ],
)
def test_filters_choose_between_first_and_restated(client: Client, query: str, codes: list[str]) -> None:
    load(REPORTS)
    assert [row["code"] for row in results(client, f"observations?metric=poor-population&{query}")] == codes


def test_a_changed_fixture_changes_that_record_alone(client: Client, reports: Path) -> None:
    load(reports)
    before = tables()
    edit_record(reports / "second-report" / "observations.json", 0, note_en="Mended.")
    assert load(reports) == "Revision 3: 0 records created, 1 changed, 6 left alone.\n" + AGREEING
    row = client.get(f"/api/v1/observations/{SECOND}").json()
    assert (row["note_zh"], row["note_en"], row["revision"]) == ("虚构的更正，仅供测试。", "Mended.", 3)
    after = tables()
    changed = [(table, key) for table, rows in before.items() for key in rows if after[table][key] != rows[key]]
    assert [table for table, _ in changed] == ["indicators_historicalobservation", "indicators_observation"]
    assert client.get(f"/api/v1/observations/{FIRST}").json()["revision"] == 1


def test_a_field_that_left_the_fixture_leaves_the_record(client: Client, reports: Path) -> None:
    load(reports)
    edit_record(reports / "second-report" / "observations.json", 0, note_zh=None, note_en=None)
    assert load(reports) == "Revision 3: 0 records created, 1 changed, 6 left alone.\n" + AGREEING
    row = client.get(f"/api/v1/observations/{SECOND}").json()
    assert (row["note_zh"], row["note_en"]) == (None, None)


def test_a_record_that_left_the_fixture_stays(client: Client, reports: Path) -> None:
    load(reports)
    (reports / "second-report" / "observations.json").unlink()
    assert load(reports) == AGAIN.format(6)
    assert client.get(f"/api/v1/observations/{SECOND}").status_code == 200


def test_a_strict_load_fails_on_a_numeral_without_a_record_and_on_a_value_that_disagrees(reports: Path) -> None:
    edit_record(reports / "second-report" / "observations.json", 0, value=229400)
    edit_record(reports / "second-report" / "quotes.json", 2, exact="此前所报")
    message = r"^Numerals uncovered: 1\. Values that disagree with their words: 1\. See manage\.py verify\.$"
    with pytest.raises(CommandError, match=message):
        load("--strict", reports)
    assert load(reports).splitlines()[1] == "Numerals uncovered: 1. Values that disagree with their words: 1."


def test_json_lines_and_lists_are_the_same_records(client: Client, reports: Path) -> None:
    path = reports / "second-report" / "observations.json"
    edit_record(path, 0, note_en="A line separator\u2028ends no line of JSON.")
    load(reports)
    rows = json.loads(path.read_text())
    path.unlink()
    path.with_suffix(".jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    assert load(reports) == AGAIN.format(7)


def test_a_null_is_what_an_absent_field_is(client: Client, reports: Path) -> None:
    path = reports / "second-report" / "regions.json"
    region = {"code": "invented", "name_zh": "虚构", "name_en": "Invented", "code_system": "own", "level": "area"}
    path.write_text(json.dumps([region | {"parent": None, "note_zh": None, "note_en": None}]))
    assert load(reports) == "Revision 2: 8 records created, 0 changed, 0 left alone.\n" + AGREEING
    assert client.get("/api/v1/regions/invented").json()["parent"] is None
    path.write_text(json.dumps([region]))
    assert load(reports) == AGAIN.format(8)
