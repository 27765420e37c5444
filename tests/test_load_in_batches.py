"""Large loads: records are written together, and each is still told apart, kept and remembered as if it came alone."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from ankang_api.loading import loader
from indicators.models import Observation, Override, Revision
from tests.benchmarks import country
from tests.commands import load
from tests.editing import correcting

pytestmark = pytest.mark.django_db

BATCH, ROWS = 20, 50
LINE = "country/observations.jsonl"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two batches and a half of observations, of one region, five metrics and as many years as they need."""
    monkeypatch.setattr(loader, "BATCH_RECORDS", BATCH)
    monkeypatch.setattr(loader, "MAX_PROBLEMS", BATCH // 2)
    monkeypatch.setattr(country, "METRICS", 5)
    monkeypatch.setattr(country, "PROGRAMMES", 1)
    country.write(tmp_path, 0)
    few = {"regions": list(country.regions())[:1], "units": country.units(), "metrics": country.metrics()}
    country.write_folder(tmp_path / "codelists", few)
    put(tmp_path, [country.observation(number, 1) for number in range(ROWS)])
    return tmp_path


def put(folder: Path, rows: list[dict[str, Any]]) -> None:
    (folder / LINE).write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def rows_of(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / LINE).read_text().splitlines()]


def refusal(folder: Path) -> list[str]:
    with pytest.raises(CommandError) as refused:
        call_command("load_fixtures", str(folder))
    head, *problems = str(refused.value).splitlines()
    assert head == "Nothing was loaded."
    return [problem.removeprefix(f"{folder}/") for problem in problems]


def test_one_load_creates_changes_keeps_and_leaves_alone(client: Client, folder: Path) -> None:
    assert load(folder).startswith("Revision 2: ")
    first, held, gone = (Observation.objects.get(code=f"country-m100-r1000-{year}") for year in (2002, 2003, 2005))
    with correcting() as changeset:
        held.value = 7
        changeset.save(held)
    with correcting() as changeset:
        changeset.withdraw(gone)
    rows = rows_of(folder)
    rows[1] |= {"value": 1, "value_text": "1人"}
    rows[2] |= {"value": 2, "value_text": "2人"}
    rows[ROWS - 1] |= {"value": 3, "value_text": "3人"}
    put(folder, [*rows, country.observation(ROWS, 1)])
    said = load(folder)
    assert said.splitlines()[0].startswith("Revision 5: 1 records created, 3 changed, ")
    assert Override.objects.filter(conflict=True).values_list("record", "field", "loaded", "fixture")[0] == (
        held.code,
        "value",
        "15838",
        "2",
    )
    held.refresh_from_db()
    assert (str(held.value), held.value_text) == ("7.000000", "2人")
    assert not Observation.objects.filter(code=gone.code).exists()
    versions = client.get(f"/api/v1/observations/{first.code}/history").json()["results"]
    assert [(one["revision_from"], one["revision_to"], one["value"]) for one in versions] == [
        (2, 5, 7919),
        (5, None, 1),
    ]
    assert client.get(f"/api/v1/observations/{first.code}?revision=4").json()["value"] == 7919
    assert load(folder).startswith("Nothing changed: ")
    call_command("verify_history", str(folder), stdout=StringIO())


MISTAKES = [
    # what one record in the middle says otherwise, and what is said of it
    ({"value": "1"}, ", value: Must be a number."),
    ({"metric": "m99"}, ", metric: There is no metric 'm99'."),
    ({"value_type": "planned"}, ", value_type: Value 'planned' is not a valid choice."),
    ({"value": -1}, ", value: A count is not negative: -1."),
    ({"note_zh": "虚构"}, ": Note: fill in both languages, or neither."),
]


@pytest.mark.parametrize(("fields", "said"), MISTAKES)
def test_a_mistake_among_many_is_named_as_if_it_were_alone(folder: Path, fields: dict[str, Any], said: str) -> None:
    rows = rows_of(folder)
    rows[33] |= fields
    put(folder, rows)
    assert refusal(folder) == [f"{LINE}, line 34 ({rows[33]['metric']}){said}"]
    assert (Observation.objects.count(), Revision.objects.count()) == (48, 1)


def test_a_record_that_stands_twice_is_found_however_far_apart(folder: Path) -> None:
    rows = rows_of(folder)
    put(folder, [*rows, rows[0]])
    assert refusal(folder) == [f"{LINE}, line 51 (m100): Duplicate record: first in {folder}/{LINE}, line 1 (m100)."]


def test_a_file_of_mistakes_is_not_read_to_its_end(folder: Path) -> None:
    put(folder, [row | {"value": "1"} for row in rows_of(folder)])
    problems = refusal(folder)
    assert len(problems) == BATCH + 1
    assert problems[-1] == f"{LINE}, line 21 (m101): Nothing was read from here on: too much is wrong before it."


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_who_waits_at_a_terminal_sees_how_far_it_is(folder: Path) -> None:
    terminal, pipe = Terminal(), StringIO()
    call_command("load_fixtures", str(folder), stdout=StringIO(), stderr=terminal)
    call_command("load_fixtures", str(folder), stdout=StringIO(), stderr=pipe)
    assert terminal.getvalue().split("\r\x1b[K") == [
        "",
        "observations: 20 of 50",
        "observations: 40 of 50",
        "observations: 50 of 50",
        "",
    ]
    assert pipe.getvalue() == ""
