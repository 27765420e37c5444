"""Revisions in the admin, and the redaction of what slipped into a public reason."""

import pytest
from django.apps import apps
from django.core.serializers import serialize
from django.test import Client
from django.utils.html import strip_tags

from indicators.models import Observation, Revision
from tests.accounts import log_in_as
from tests.editing import correcting

pytestmark = pytest.mark.django_db

CODE = "ankang-report-poor-population-610900-2018"
PAGE = "/admin/indicators/revision/2/redact/"


@pytest.fixture(autouse=True)
def correction() -> None:
    with correcting("Li Si (13912345678) says that Li Si counted 22.97.") as changeset:
        record = Observation.objects.get(code=CODE)
        record.value = 229700
        changeset.save(record)


def everything() -> str:
    """All rows of all tables."""
    return "".join(serialize("json", model._default_manager.all()) for model in apps.get_models())


def test_a_revision_shows_what_it_changed(publisher: Client) -> None:
    html = publisher.get("/admin/indicators/revision/2/change/").content.decode()
    key = Observation.objects.get(code=CODE).pk
    name = f'observation Poor population, Ankang City, 2018 <small class="code">{CODE}</small>'
    link = f'<a href="/admin/indicators/observation/{key}/change/">{name}</a>'
    assert f"{link}: Value: 229,600 → 229,700" in html
    assert f'<a href="{PAGE}">Redact words</a>' in html


def test_what_a_revision_withdrew_is_named_without_a_link(publisher: Client) -> None:
    with correcting() as changeset:
        changeset.withdraw(Observation.objects.get(code=CODE))
    html = publisher.get("/admin/indicators/revision/3/change/").content.decode()
    assert f"observation Poor population, Ankang City, 2018 {CODE} (withdrawn): Withdrawn" in strip_tags(html)


def test_words_are_shown_before_they_are_destroyed(publisher: Client) -> None:
    html = publisher.post(PAGE, {"words": "Li Si"}).content.decode()
    assert "█████ (13912345678) says that █████ counted 22.97." in html
    assert Revision.objects.get(number=2).reason == "Li Si (13912345678) says that Li Si counted 22.97."


def test_words_are_destroyed_and_it_shows(publisher: Client) -> None:
    response = publisher.post(PAGE, {"words": "Li Si", "confirmed": "on"}, follow=True)
    assert "The words are destroyed." in response.content.decode()
    publisher.post(PAGE, {"words": "13912345678", "confirmed": "on"})
    redacted = Revision.objects.get(number=2)
    assert redacted.reason == "█████ (███████████) says that █████ counted 22.97."
    made = Revision.objects.order_by("number").values_list("number", "kind", "role", "reason")[2:]
    assert list(made) == [
        (3, "correction", "publisher", "Redaction in the reason of revision 2."),
        (4, "correction", "publisher", "Redaction in the reason of revision 2."),
    ]
    assert redacted.redacted_in_id == 4
    assert "Li Si" not in everything()
    assert "13912345678" not in everything()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("Zhang San", "The reason does not contain these words."),
        ("", "This field is required."),
        ("   ", "This field is required."),
        ("\0", "Null characters are not allowed."),
        ("li si", "The reason does not contain these words."),
    ],
)
def test_words_that_cannot_be_redacted_are_refused(publisher: Client, words: str, message: str) -> None:
    html = publisher.post(PAGE, {"words": words, "confirmed": "on"}).content.decode()
    assert message in html
    assert Revision.objects.count() == 2


def test_what_is_redacted_is_not_redacted_again(publisher: Client) -> None:
    publisher.post(PAGE, {"words": "Li Si", "confirmed": "on"})
    html = publisher.post(PAGE, {"words": "██", "confirmed": "on"}).content.decode()
    assert "These words are redacted already." in html
    assert Revision.objects.count() == 3


def test_only_publishers_redact(client: Client) -> None:
    log_in_as(client, "corrector")
    assert "Redact words" not in client.get("/admin/indicators/revision/2/change/").content.decode()
    assert client.get(PAGE).status_code == client.post(PAGE, {"words": "Li Si", "confirmed": "on"}).status_code == 403


@pytest.mark.parametrize("number", ["0", "99", str(10**30)])
def test_a_revision_that_is_not_there_has_no_page(publisher: Client, number: str) -> None:
    assert publisher.get(f"/admin/indicators/revision/{number}/redact/").status_code == 404
