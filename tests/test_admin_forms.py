"""The forms of all published records: each field that can be corrected is there, and no entry breaks a page."""

import itertools

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client

from indicators.admin.pages.record_admin import RecordAdmin
from indicators.models import Record, Revision
from tests.forms import address, errors, fields_of, filled, page, publish

pytestmark = pytest.mark.django_db

KINDS = [model for model in apps.get_models() if issubclass(model, Record)]
CORRECTED = [model for model in KINDS if model._meta.model_name != "passage"]
KEPT = {
    "achievement": ["code", "document", "quote"],
    "derived": ["code", "document", "region", "unit"],
    "document": ["code", "sha256_received", "sha256_restored", "emendations", "source_office_quote"],
    "membership": ["region", "area", "quote"],
    "metric": ["code", "unit"],
    "observation": ["code", "time_period", "period_quote", "value_type", "document", "metric", "region", "quote"],
    "part": ["code", "quote"],
    "passage": ["code", "document", "number", "text", "text_received"],
    "programme": ["code", "document", "region", "quote", "heading_quote", "aim_quote"],
    "programmemetric": ["document", "metric"],
    "quote": ["code", "passage", "exact", "prefix", "suffix"],
    "region": ["code", "code_system"],
    "relation": ["code", "document"],
    "unit": ["code", "kind"],
}
"""Fields that no correction changes: codes, identities and evidence."""
HOSTILE = [
    "",
    "\x00",
    "²",
    "１２",
    "9" * 40,
    "-1",
    "1e999999",
    "NaN",
    "Infinity",
    "<b>",
    "=1",
    "\ud7ff\U0010ffff",
    "0",
    "x" * 20000,
    "[]",
]


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("wang"))
    return client


@pytest.mark.parametrize("model", KINDS)
def test_all_but_code_identity_and_evidence_can_be_corrected(administrator: Client, model: type[Record]) -> None:
    html = page(administrator, address(model._default_manager.all()[0]))
    entered = set(fields_of(html)) - {"reason", "seen"}
    kept = [name for name in model.content_fields() if name not in entered]
    assert sorted(kept) == sorted(KEPT[str(model._meta.model_name)])
    assert entered <= set(model.content_fields())
    assert ('name="reason"' in html) == (model in CORRECTED)


@pytest.mark.parametrize("model", CORRECTED)
def test_no_entry_breaks_a_page(administrator: Client, model: type[Record]) -> None:
    record = model._default_manager.all()[0]
    fields = filled(administrator, address(record), reason="A test.")
    turns = zip(itertools.cycle(HOSTILE), itertools.cycle(("en", "zh-hans")), strict=False)
    for name in fields:
        for value, language in itertools.islice(turns, 2):
            entries, headers = fields | {name: value}, {"Accept-Language": language}
            response = administrator.post(address(record), entries, headers=headers)
            html = response.content.decode()
            assert response.status_code == 200
            assert errors(html) or 'name="_previewed"' in html
    assert Revision.objects.count() == 1


@pytest.mark.parametrize("model", CORRECTED)
def test_what_is_corrected_is_published_with_the_role(administrator: Client, model: type[Record]) -> None:
    record = model._default_manager.all()[0]
    fields = fields_of(page(administrator, address(record)))
    texts = {name: f"{value}改" for name, value in fields.items() if name in ("name_en", "basis_en")}
    if model._meta.model_name in ("observation", "quote"):
        record = model._default_manager.filter(
            **{f"{'note' if 'obs' in str(model._meta.model_name) else 'excluded'}_en__isnull": False}
        )[0]
        name = "note_en" if model._meta.model_name == "observation" else "excluded_en"
        texts = {name: "Otherwise."}
    changed = texts or {"order": "99"}
    publish(administrator, address(record), reason="A test.", **changed)
    revision = Revision.objects.get(number=2)
    assert (revision.role, revision.kind) == ("administrator", "correction")
    record = model._default_manager.get(pk=record.pk)
    assert {name: str(getattr(record, name)) for name in changed} == changed
    assert (record.corrected, record.revision_id) == (True, 2)


def test_every_published_model_is_corrected_in_the_same_way() -> None:
    registered = [admin.site.get_model_admin(model) for model in KINDS]
    assert [one for one in registered if not isinstance(one, RecordAdmin)] == []
