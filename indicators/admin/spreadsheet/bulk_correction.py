"""Publishes the changes of a sheet in one revision with one reason: all of them, or none."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.core import signing
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.admin.display.differences import Difference, differences_of
from indicators.admin.display.labels import labels_of, record_name
from indicators.admin.display.markup import in_passage
from indicators.admin.forms.record_forms import translate_messages
from indicators.admin.spreadsheet.cells import shortened
from indicators.admin.spreadsheet.columns import Sheet
from indicators.admin.spreadsheet.comparison import Change
from indicators.checks.errors import raise_errors
from indicators.checks.names import with_colon
from indicators.checks.warnings import record_warnings
from indicators.history.changeset import Changeset
from indicators.history.lookup import current_version
from indicators.history.text_values import value_of
from indicators.models import Record

MAX_TOKEN_CHARS = 2 * 1024 * 1024
MAX_TOKEN_AGE_S = 24 * 60 * 60
STALE_RECORD = gettext_lazy("somebody changed the record meanwhile. Export it again.")


class Read(NamedTuple):
    """The format of a file, the questions about its cells that the user must confirm, and a note on unread sheets."""

    file_format: str
    questions: list[str]
    note: str = ""


class Shown(NamedTuple):
    """A changed record as the preview shows it."""

    record: Record
    name: str
    sentence: SafeString
    differences: list[Difference]


class Bulk:
    """The changes of a sheet. `header` has the index of each column by its name."""

    def __init__(self, sheet: Sheet, header: dict[str, int], changes: list[Change], read: Read) -> None:
        self.sheet, self.header, self.changes, self.read = sheet, header, changes, read
        self.shown: list[Shown] = []

    def token(self, user: Any) -> str:
        """The changes, signed for this user and model, for the form of the preview."""
        token = signing.dumps([self.header, self.changes, self.read], salt=salt(self.sheet, user), compress=True)
        if len(token) > MAX_TOKEN_CHARS:
            raise ValidationError(_("These are too many changes at once. Divide the sheet."))
        return token

    def counted(self) -> str:
        """How much is changed: 2 records, 4 cells."""
        cells = sum(len(change.fields) for change in self.changes)
        records = len(self.changes)
        return _("%(records)s, %(cells)s") % {
            "records": _("1 record") if records == 1 else _("%(count)s records") % {"count": records},
            "cells": _("1 cell") if cells == 1 else _("%(count)s cells") % {"count": cells},
        }

    def write(self, changeset: Changeset) -> list[str]:
        """Save all changes; returns the warnings. Raises ValidationError with a message for each invalid cell."""
        problems: list[str] = []
        written = []
        for change in self.changes:
            try:
                written.append((change, self.save(changeset, change)))
            except (ValidationError, LookupError) as error:
                problems += self.messages(change, error)
        for change, record in () if problems else written:
            try:
                raise_errors(record)
            except ValidationError as error:
                problems += self.messages(change, error)
        if problems:
            raise ValidationError([ValidationError(problem) for problem in shortened(problems)])
        warnings = (
            with_colon(record_name(record), one) for _change, record in written for one in record_warnings(record)
        )
        return [*self.read.questions, *warnings]

    def save(self, changeset: Changeset, change: Change) -> Record:
        model = self.sheet.model
        before = current_version(model.record_type(), change.record)
        if before is None or before.withdrawn:
            raise ValidationError(_("this record is withdrawn."))
        if before.revision_from_id != change.seen:
            raise ValidationError(STALE_RECORD)
        record: Record = model._default_manager.get(pk=before.id)
        for name, text in change.fields.items():
            field = model.content_fields()[name]
            setattr(record, field.attname, value_of(field, text))
        changeset.save(record)
        sentence = in_passage(getattr(record, "quote", None))
        self.shown.append(Shown(record, record_name(record), sentence, differences_of(model, before, record)))
        return record

    def messages(self, change: Change, error: Exception) -> Iterator[str]:
        """Each message with its cell; with the row, if the message is about several fields."""
        if not isinstance(error, ValidationError):
            error = ValidationError(STALE_RECORD)  # the record that the cell refers to was withdrawn
        labels = labels_of(self.sheet.model)
        by_field = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
        for name, errors in by_field.items():
            translate_messages(errors)
            where = _("Row %(row)s") % {"row": change.row}
            if name in self.header:
                where = self.sheet.columns[name].cell_name(change.row, self.header[name])
            elif name in labels:
                where = f"{where} {labels[name]}"
            yield from (with_colon(where, message) for message in ValidationError(errors).messages)


def changes_from_token(sheet: Sheet, user: Any, token: str) -> Bulk:
    """The changes of a posted preview. Raises ValidationError if the token is invalid or has expired."""
    try:
        header, changes, read = signing.loads(token, salt=salt(sheet, user), max_age=MAX_TOKEN_AGE_S)
    except signing.BadSignature as error:
        raise ValidationError(_("The preview is too old, or was changed. Upload the sheet again.")) from error
    return Bulk(sheet, header, [Change(*change) for change in changes], Read(*read))


def salt(sheet: Sheet, user: Any) -> str:
    return f"bulk {sheet.model._meta.label} {user.pk}"
