"""What a form of the admin contained, for a page that answers without saving it: in the words of the form."""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.admin.display.labels import choices_of, labels_of, name_of_record
from indicators.admin.forms.record_forms import REASON_LABEL
from indicators.admin.observation import ObservationForm
from indicators.admin.pages.redaction import RedactionForm
from indicators.history.conflicts import KEEP, TAKE
from indicators.history.lookup import published
from indicators.models import Record

NOT_TYPED = ("csrfmiddlewaretoken", "seen", "token", "action", "index", "select_across", "usable_password")
"""Names of what a form posts beside the entries of a person."""
MAX_RECORDS = 5
"""In one field; each is a query, for a person who is not logged in."""
DECISION = "field_"
"""Before the name of a field in conflict."""


def typed_entries(request: HttpRequest, *, with_records: bool = True) -> list[tuple[str, str]]:
    """Label and text of each entry; without passwords, and without what the page itself posts.

    The names of the first chosen records of a field are read from the database; the others are shown by their keys.
    """
    model = posted_model(request)
    labels = labels_of_entries(model)
    entries = []
    for name in filter(is_shown, request.POST):
        field = field_of(model, name)
        texts = [text for text in request.POST.getlist(name) if text]
        if field is None or not field.is_relation:
            texts = [words_of(field, name, text) for text in texts]
        else:
            named = MAX_RECORDS if with_records else 0
            texts = [*(name_of_choice(field, text) for text in texts[:named]), *texts[named:]]
        entries += [(labels.get(name, name), text) for text in texts]
    return entries


def is_admin(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("admin:index"))


def is_shown(name: str) -> bool:
    return not name.startswith("_") and "password" not in name and name not in NOT_TYPED


def posted_model(request: HttpRequest) -> type[models.Model] | None:
    """The model of a page of the admin, by its address."""
    parts = request.path_info.split("/")
    if not is_admin(request) or len(parts) < len(["", "admin", "app", "model", ""]):
        return None
    try:
        return apps.get_model(parts[2], parts[3])
    except LookupError:
        return None


def field_of(model: type[models.Model] | None, name: str) -> Any:
    """A field with choices, or of records whose names are public; None for other entries."""
    if model is None:
        return None
    fields = {field.name: field for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}
    field: Any = fields.get(name) or (published()["quote"]._meta.get_field(name) if name == "passage" else None)
    if field is None or not field.is_relation:
        return field
    return field if issubclass(field.related_model, (Record, Group)) else None


def labels_of_entries(model: type[models.Model] | None) -> dict[str, str]:
    if model is None:
        return {}
    decided = {
        f"{DECISION}{name}": label for record in published().values() for name, label in labels_of(record).items()
    }
    added = {name: str(field.label) for name, field in ObservationForm.base_fields.items()}
    redacted = {name: str(field.label) for name, field in RedactionForm.base_fields.items()}
    more = {"prefix": _("Words before"), "groups": _("Roles"), "reason": str(REASON_LABEL)}
    return {**decided, **redacted, **added, **more, **labels_of(model)}


def words_of(field: Any, name: str, text: str) -> str:
    """The label of a choice; other texts as they were typed."""
    if name.startswith(DECISION):
        return {KEEP: _("Keep the correction"), TAKE: _("Take the fixture")}.get(text, text)
    if isinstance(field, models.BooleanField) or name == "confirmed":
        return _("Yes")
    return dict(choices_of(field)).get(text, text) if field is not None and field.flatchoices else text


def name_of_choice(field: Any, text: str) -> str:
    try:
        chosen = field.related_model._default_manager.filter(pk=text).first()
    except (ValueError, ValidationError, OverflowError):
        return text
    if isinstance(chosen, Group):
        return capfirst(_(chosen.name))
    return text if chosen is None else name_of_record(chosen)
