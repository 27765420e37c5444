"""Where a correction and a fixture disagree, a person decides in the admin."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from indicators.models import Correction, Observation, Override, Revision
from tests.accounts import log_in_as
from tests.commands import load
from tests.editing import correct, withdraw
from tests.fixture_files import edit_first
from tests.forms import warnings
from tests.notes import NOTE_EN, NOTE_ZH

pytestmark = pytest.mark.django_db

CODE = "ankang-report-poor-population-610900-2018"
LIST = "/admin/indicators/override/"
REASON = "The report was printed again; page 3."


def observation() -> Any:
    return Observation.objects.get(code=CODE)


def correct_first(**fields: Any) -> None:
    correct(observation(), **fields)


def move(folder: Path, **fields: Any) -> None:
    """Change the fixture of the observation, and load it."""
    edit_first(folder, **fields)
    load(folder)


@pytest.fixture
def conflict(fixtures: Path) -> Path:
    """The value was corrected to 229,700 and noted; the fixture says 229,500 now."""
    correct_first(value=229700, note_zh="更正。", note_en="Corrected.")
    move(fixtures, value=229500)
    return fixtures


def page_of(field: str = "value") -> str:
    return f"{LIST}{Override.objects.get(record=CODE, field=field).pk}/decide/"


def token(html: str) -> str:
    found = re.search(r'name="token" value="([0-9a-f]+)"', html)
    assert found
    return found[1]


def decide(
    client: Client, *, reason: str = "", token_from: str | None = None, confirmed: bool = True, **choices: str
) -> str:
    """Post choices for fields from a page as it was shown, the present one unless told; the page that follows.

    Warnings are confirmed.
    """
    path = page_of()
    shown = token_from or client.get(path).content.decode()
    fields = {f"field_{name}": choice for name, choice in choices.items()}
    entries = {"token": token(shown), "reason": reason, **fields}
    html = client.post(path, entries, follow=True).content.decode()
    if confirmed and (asked := re.search(r'name="_warnings" value="(\w+)"', html)):
        html = client.post(path, entries | {"_warnings": asked[1]}, follow=True).content.decode()
    return str(html)


def held() -> list[tuple[Any, ...]]:
    return list(Override.objects.values_list("field", "loaded", "fixture", "conflict"))


NOTES = [("note_en", NOTE_EN, None, False), ("note_zh", NOTE_ZH, None, False)]


@pytest.mark.usefixtures("conflict")
def test_the_list_shows_open_conflicts_first(corrector: Client) -> None:
    html = corrector.get(LIST).content.decode()
    rows = [row for row in re.findall(r"<tr>.*?</tr>", html, re.S) if 'class="field-record_link' in row]
    cells = [[strip_tags(cell) for cell in re.findall(r"<t[dh][ >].*?</t[dh]>", row, re.S)] for row in rows]
    assert cells == [
        [f"Poor population, Ankang City, 2018 {CODE}", "Value", "229,600", "229,700", "229,500", "Decide"],
        [f"observation Poor population, Ankang City, 2018 {CODE}", "Note in English", NOTE_EN, "Corrected.", "-", "-"],
        [f"observation Poor population, Ankang City, 2018 {CODE}", "Note in Chinese", NOTE_ZH, "更正。", "-", "-"],
    ]
    link = f'<a href="/admin/indicators/observation/{observation().pk}/change/">'
    assert f"{link}observation Poor population, Ankang City, 2018 " in html


def test_keeping_the_correction_changes_no_data(corrector: Client, conflict: Path) -> None:
    assert "Decided." in decide(corrector, value="keep")
    assert held() == [*NOTES, ("value", "229500", None, False)]
    assert (observation().value, observation().corrected, Revision.objects.count()) == (229700, True, 2)
    assert load(conflict).startswith("Nothing changed: ")
    assert held() == [*NOTES, ("value", "229500", None, False)]


def test_taking_the_fixture_is_a_correction_with_a_reason(corrector: Client, conflict: Path) -> None:
    html = decide(corrector, value="take")
    assert "Give a reason for the change of the data." in html
    assert Revision.objects.count() == 2
    assert "Decided." in decide(corrector, value="take", reason=REASON)
    revision = Revision.objects.get(number=3)
    assert (revision.kind, revision.role, revision.reason) == ("correction", "corrector", REASON)
    assert str(revision.user) == "wang"
    made = Correction.objects.filter(revision=3).values_list("record", "field", "old", "new")
    assert list(made) == [(CODE, "value", "229700", "229500")]
    assert held() == NOTES
    assert (observation().value, observation().corrected) == (229500, True)  # its notes are corrected still
    assert load(conflict).startswith("Nothing changed: ")


@pytest.mark.usefixtures("conflict")
def test_a_fixture_that_its_words_contradict_is_taken_after_confirmation(corrector: Client) -> None:
    html = decide(corrector, confirmed=False, value="take", reason=REASON)
    assert warnings(html)[0] == "Value: the words “减少到22.96万人” give 229,600; the record says 229,500."
    assert (Revision.objects.count(), observation().value) == (2, 229700)
    assert "Decided." in decide(corrector, value="take", reason=REASON)
    assert (Revision.objects.count(), observation().value) == (3, 229500)


def test_a_record_without_other_corrections_is_corrected_no_more(corrector: Client, fixtures: Path) -> None:
    correct_first(value=229700)
    move(fixtures, value=229500)
    decide(corrector, value="take", reason=REASON)
    assert (observation().value, observation().corrected, held()) == (229500, False, [])
    assert load(fixtures).startswith("Nothing changed: ")


def test_fields_of_one_record_are_decided_together(corrector: Client, conflict: Path) -> None:
    move(conflict, note_zh="新注。", note_en="New note.")
    html = decide(corrector, value="keep", note_zh="take", reason=REASON)
    assert "Note: fill in both languages" not in html
    assert "Decided." in html
    assert held() == [
        ("note_en", NOTE_EN, "New note.", True),
        ("value", "229500", None, False),
    ]
    assert (observation().value, observation().note_zh, observation().note_en) == (229700, "新注。", "Corrected.")


def test_what_cannot_stand_is_refused_and_nothing_is_decided(corrector: Client, conflict: Path) -> None:
    Override.objects.filter(field="value").update(fixture="-1")
    before = held()
    html = decide(corrector, value="take", note_en="", reason=REASON)
    assert 'class="errorlist nonfield"' in html
    assert (held(), Revision.objects.count(), observation().value) == (before, 2, 229700)


@pytest.mark.usefixtures("conflict")
def test_the_second_of_two_people_is_told(corrector: Client) -> None:
    shown = corrector.get(page_of()).content.decode()
    correct_first(value=229800)
    html = decide(corrector, token_from=shown, value="take", reason=REASON)
    assert "The record or its fixture has changed. Nothing was decided: review the current values." in html
    assert "229,800" in html
    assert observation().value == 229800
    path = page_of()
    decide(corrector, value="keep")
    response = corrector.get(path, follow=True)
    assert "This conflict has already been decided." in response.content.decode()


@pytest.mark.parametrize(("choice", "after"), [("keep", None), ("take", 229500)])
def test_a_withdrawn_record_is_kept_so_or_reinstated(
    corrector: Client, fixtures: Path, choice: str, after: int | None
) -> None:
    withdraw(observation())
    move(fixtures, value=229500)
    html = corrector.get(page_of()).content.decode()
    assert "Keep it withdrawn" in html
    assert "Reinstate it and take the fixture" in html
    assert "Decided." in decide(corrector, value=choice, reason=REASON)
    standing = Observation.objects.filter(code=CODE).values_list("value", "corrected")
    assert list(standing) == ([(after, False)] if after else [])
    assert load(fixtures).startswith("Nothing changed: ")


@pytest.mark.usefixtures("conflict")
@pytest.mark.parametrize("body", [{}, {"token": "x"}, {"token": "\0", "reason": "\0", "field_value": "burn"}])
def test_a_broken_decision_is_refused(corrector: Client, body: dict[str, str]) -> None:
    before = held()
    assert corrector.post(page_of(), body).status_code == 200
    assert held() == before


@pytest.mark.usefixtures("conflict")
def test_a_viewer_decides_nothing(client: Client) -> None:
    log_in_as(client, "viewer")
    assert client.get(LIST).status_code == 200
    assert client.post(page_of(), {"field_value": "keep"}).status_code == 403


@pytest.mark.parametrize("key", [0, 10**9, 10**30])
def test_a_conflict_that_is_not_there_leads_to_the_list(corrector: Client, key: int) -> None:
    assert corrector.get(f"{LIST}{key}/decide/")["Location"] == LIST
