"""What a person decides where a correction and a fixture disagree: the correction stays, or the fixture is taken."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from indicators.checks.errors import raise_errors
from indicators.history.changeset import Changeset, open_changeset
from indicators.history.lookup import current_version, published
from indicators.history.text_values import text_of, value_of
from indicators.models import Override, Record, Revision

KEEP, TAKE = "keep", "take"


class StaleDecisionError(Exception):
    """The record or its fixture changed after the person opened the page."""


def field_of(override: Override) -> models.Field[Any, Any]:
    return published()[override.record_type].content_fields()[override.field]


class Disagreement:
    """The open conflicts of one record, as they are at this moment."""

    def __init__(self, record_type: str, record: str) -> None:
        self.record_type, self.record = record_type, record
        self.overrides = list(Override.objects.filter(record_type=record_type, record=record, conflict=True))
        self.version = current_version(record_type, record)

    @property
    def token(self) -> str:
        """A sum of all that a decision is about: another sum, another question."""
        asked = [[one.field, one.loaded, one.fixture] for one in self.overrides]
        version = [self.version.revision_from_id, self.version.withdrawn] if self.version else []
        return hashlib.sha256(json.dumps([self.record_type, self.record, asked, version]).encode()).hexdigest()

    def field(self, name: str) -> models.Field[Any, Any]:
        return published()[self.record_type].content_fields()[name]

    def standing(self, name: str) -> str | None:
        field = self.field(name)
        return text_of(field, getattr(self.version, field.attname))


def decide(
    record_type: str,
    record: str,
    choices: Mapping[str, str],
    token: str,
    role: str,
    reason: str,
    user: Any = None,
    review: Callable[[Record], None] = lambda _record: None,
) -> Revision | None:
    """Settle conflicts of one record as chosen, field by field: `keep` or `take`; the rest stays open.

    The revision that this made, if the data changed. StaleDecisionError: the question is no longer the one of `token`.
    A ValidationError says why what the fixture says cannot stand; then nothing is settled. Nor is it if `review`, which
    gets a record that was changed, raises an exception.
    """
    with open_changeset(Revision.Kind.CORRECTION, role, reason, user) as changeset:
        asked = Disagreement(record_type, record)
        if asked.token != token:
            raise StaleDecisionError
        taken = {one.field: one.fixture for one in asked.overrides if choices.get(one.field) == TAKE}
        for override in asked.overrides:
            if override.field in choices:
                apply(override, current=asked.standing(override.field))
        if taken:
            review(take(changeset, asked, taken))
        return changeset.revision


def apply(override: Override, *, current: str | None) -> None:
    """What the fixture says now is what the correction is held against; no override where the two agree already."""
    if override.fixture == current:
        override.delete()
        return
    override.loaded, override.fixture, override.conflict = override.fixture, None, False
    override.save()


def take(changeset: Changeset, asked: Disagreement, taken: Mapping[str, str | None]) -> Record:
    """Give the record what the fixture says. That settles its override, since the two agree then."""
    version = asked.version
    record: Record
    if version.withdrawn:
        changeset.kind = Revision.Kind.REINSTATEMENT
        record = changeset.reinstate(version)
    else:
        record = version.instance_type._default_manager.get(pk=version.id)
    mistakes = {}
    for name, text in taken.items():
        field = asked.field(name)
        try:
            setattr(record, field.attname, value_of(field, text))
        except LookupError:
            mistakes[name] = [_("The fixture names %(code)s, which is not among the records.") % {"code": text}]
    if mistakes:
        raise ValidationError(mistakes)
    changeset.save(record)
    raise_errors(record)
    return record
