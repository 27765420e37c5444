"""A proposal for a report: what is found in its text alone, and that nobody loads it unreviewed."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from indicators.models import Observation
from tests.fixture_files import FIXTURES

pytestmark = [pytest.mark.django_db, pytest.mark.database_independent]

RECEIVED = FIXTURES / "ankang-report" / "received.txt"
TEXT = (
    "2021年，全市贫困人口由原报1.3万人减少到1.21万人，其中汉滨区3100人。"
    "新建农村公路约1236.5公里。计划2022年人均增收3-5%。\n"
)


def proposed(folder: Path, received: Path, **options: Any) -> dict[str, list[dict[str, Any]]]:
    call_command("propose_report", folder, received, verbosity=0, **options)
    return {path.stem: json.loads(path.read_text()) for path in folder.glob("*.json")}


def claim(row: dict[str, Any], unit: str) -> tuple[object, ...]:
    value = row["value"]
    return value if value is None else round(value, 3), unit, row["time_period"]


def proposed_unit(row: dict[str, Any]) -> str:
    return next(str(line).removeprefix("Unit: ") for line in row["review"] if line.startswith("Unit: "))


def test_every_figure_of_the_report_is_found_with_its_value_unit_and_period(db: None, tmp_path: Path) -> None:
    rows = proposed(tmp_path / "proposal", RECEIVED)["observations"]
    published = Observation.objects.select_related("metric__unit")
    expected: Counter[tuple[object, ...]] = Counter(
        (round(float(one.value), 3), one.metric.unit.code, one.time_period)
        for one in published
        if one.value is not None
    )
    found = Counter(claim(row, proposed_unit(row)) for row in rows)
    assert (expected - found, found - expected) == (Counter(), Counter())
    assert found.total() == 48


def test_the_metric_of_each_figure_is_among_the_three_proposed(db: None, tmp_path: Path) -> None:
    rows = proposed(tmp_path / "proposal", RECEIVED)["observations"]
    known = {(one.metric.code, round(float(one.value), 3)) for one in Observation.objects.select_related("metric")}
    for row in rows:
        [line] = [line for line in row["review"] if line.startswith("Metric: ")]
        codes = line.removeprefix("Metric: ").split(", ")
        assert len(codes) <= 3
        assert any((code, round(row["value"], 3)) in known for code in codes), row


def test_a_short_report_is_proposed_with_its_quotes_and_questions(db: None, tmp_path: Path) -> None:
    (tmp_path / "received.txt").write_text(TEXT)
    rows = proposed(tmp_path / "new-report", tmp_path / "received.txt", region="610900")
    observations = rows["observations"]
    assert observations[2] == {
        "document": "new-report",
        "metric": "poor-population",
        "region": "610902",
        "time_period": "2021",
        "period_basis": "stated",
        "base_period": None,
        "comparison": None,
        "value": 3100,
        "value_type": "actual",
        "qualifier": "exact",
        "value_text": "3100人",
        "quote": "new-report-p1-poor-population-3",
        "period_quote": "new-report-p1-period",
        "review": [
            "Clause: 其中汉滨区3100人",
            "Unit: person",
            "Metric: poor-population, industry-covered-people, paired-cadres",
            "Period: 2021 (stated)",
        ],
    }
    assert [(row["value_text"], row["qualifier"], row["value_type"]) for row in observations] == [
        ("1.3万人", "exact", "superseded"),
        ("1.21万人", "exact", "actual"),
        ("3100人", "exact", "actual"),
        ("1236.5公里", "approximate", "actual"),
        ("3-5%", "range", "target"),
    ]
    [quote] = [row for row in rows["quotes"] if row["code"] == "new-report-p1-poor-population-3"]
    assert quote["exact"] == "其中汉滨区3100人"


def test_the_loader_refuses_what_nobody_has_reviewed(db: None, tmp_path: Path) -> None:
    proposed(tmp_path / "reports" / "new-report", RECEIVED)
    (tmp_path / "reports" / "new-report" / "review.md").unlink()
    with pytest.raises(CommandError, match=r"documents\.json, record 1 \(new-report\), review: .*not reviewed"):
        call_command("load_fixtures", tmp_path / "reports", verbosity=0)


def test_signs_of_damage_are_to_be_reviewed(db: None, tmp_path: Path) -> None:
    proposed(tmp_path / "proposal", RECEIVED)
    damage = (tmp_path / "proposal" / "review.md").read_text().partition("## Possible damage of the text\n")[2]
    assert damage == (
        "\n- Line 5 contains '?' in “尤其是以承接?xùn）|部”. Mend it with an emendation in documents.json.\n"
        "- Line 5 contains '|' in “接?xùn）|部产业转移为”. Mend it with an emendation in documents.json.\n"
    )


def test_a_folder_with_reviews_is_not_overwritten(db: None, tmp_path: Path) -> None:
    (tmp_path / "proposal").mkdir()
    with pytest.raises(CommandError, match="exists; name a new folder"):
        proposed(tmp_path / "proposal", RECEIVED)


@pytest.mark.parametrize(
    ("text", "options", "problem"),
    [
        ("贫困人口减少。", {}, "The text names no year. Give the year of the report with --year."),
        ("2020年。", {"region": "1"}, "There is no region '1'."),
    ],
)
def test_what_cannot_be_proposed_is_said(
    db: None, tmp_path: Path, text: str, options: dict[str, Any], problem: str
) -> None:
    (tmp_path / "received.txt").write_text(text)
    with pytest.raises(CommandError) as raised:
        proposed(tmp_path / "proposal", tmp_path / "received.txt", **options)
    assert str(raised.value) == problem
    assert not (tmp_path / "proposal").exists()
