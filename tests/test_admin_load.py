"""A publisher loads the fixtures from the admin: first it says what would happen, then it happens."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags
from pytest_django.fixtures import Settings

from indicators.models import Observation, Override, Revision
from tests.accounts import log_in_as
from tests.editing import correcting
from tests.fixture_files import edit_first
from tests.notes import NOTE_EN

pytestmark = pytest.mark.django_db

CODE = "ankang-report-poor-population-610900-2018"
PAGE = "/admin/load/"


@pytest.fixture
def fixtures(fixtures: Path, settings: Settings) -> Path:
    """The folder from which the page loads."""
    settings.FIXTURE_FOLDER = fixtures
    return fixtures


def check(client: Client) -> str:
    return client.post(PAGE).content.decode()


def token(html: str) -> str:
    found = re.search(r'name="token" value="([0-9a-f]+)"', html)
    assert found
    return found[1]


def observation() -> Any:
    return Observation.objects.get(code=CODE)


def test_the_index_leads_to_it(publisher: Client) -> None:
    assert '<a href="/admin/load/">Load the fixtures</a>' in publisher.get("/admin/").content.decode()
    assert "Check what a load would do" in publisher.get(PAGE).content.decode()


@pytest.mark.usefixtures("fixtures")
def test_what_is_loaded_already_changes_nothing(publisher: Client) -> None:
    html = check(publisher)
    assert "Nothing would change: the records are as in the fixtures." in html
    assert 'name="token"' not in html
    assert Revision.objects.count() == 1


def test_a_load_is_shown_and_then_done(publisher: Client, fixtures: Path) -> None:
    edit_first(fixtures, note_zh="另有说明。", note_en="Otherwise noted.")
    html = check(publisher)
    assert '<th scope="row">Observations</th><td>0</td><td>1</td><td>47</td>' in html
    assert (Revision.objects.count(), observation().note_en) == (1, NOTE_EN)
    html = publisher.post(PAGE, {"token": token(html)}, follow=True).content.decode()
    assert "Published in revision 2." in html
    assert observation().note_en == "Otherwise noted."
    revision = Revision.objects.get(number=2)
    assert (revision.kind, revision.role, revision.reason) == ("load", "publisher", "Load of fixtures")
    assert str(revision.user) == "wang"


def test_a_conflict_is_shown_before_and_decided_after(publisher: Client, fixtures: Path) -> None:
    with correcting() as changeset:
        record = observation()
        record.value = 229700
        changeset.save(record)
    edit_first(fixtures, value=229500)
    html = check(publisher)
    assert f"observation Poor population, Ankang City, 2018 {CODE}: Value: the fixture says 229,500" in strip_tags(html)
    assert not Override.objects.filter(conflict=True).exists()
    response = publisher.post(PAGE, {"token": token(html)}, follow=True)
    assert response.redirect_chain == [("/admin/indicators/override/", 302)]
    assert "Conflicts that are open: 1. Decide each of them." in response.content.decode()
    assert Override.objects.get(conflict=True).fixture == "229500"


def test_what_moved_after_it_was_shown_is_shown_again(publisher: Client, fixtures: Path) -> None:
    edit_first(fixtures, note_zh="另有说明。", note_en="Otherwise noted.")
    shown = token(check(publisher))
    with correcting() as changeset:
        record = observation()
        record.note_zh, record.note_en = "更正。", "Corrected."
        changeset.save(record)
    html = publisher.post(PAGE, {"token": shown}).content.decode()
    assert "Note in English: the fixture says Otherwise noted." in html
    assert Revision.objects.count() == 2


def test_each_mistake_is_a_line(publisher: Client, fixtures: Path) -> None:
    edit_first(fixtures, value="many", note_zh=5)
    html = check(publisher)
    assert "The fixtures are refused, and nothing was loaded." in html
    path = fixtures / "ankang-report" / "observations.json"
    lines = re.findall(f"<li>{re.escape(str(path))}, record [0-9]+.*?</li>", html)
    assert len(lines) == 2
    assert Revision.objects.count() == 1


@pytest.mark.usefixtures("fixtures")
def test_only_publishers_load(client: Client) -> None:
    assert client.get(PAGE)["Location"] == "/admin/login/?next=/admin/load/"
    log_in_as(client, "corrector")
    assert client.get(PAGE).status_code == client.post(PAGE).status_code == 403
    assert "Load the fixtures" not in client.get("/admin/").content.decode()
