"""What corrects many records from a sheet: one changeset, one reason, one revision; all of it or nothing."""

from collections.abc import Iterator
from typing import Any

from django.core import signing
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.admin.display.differences import Difference, differences_of
from indicators.admin.spreadsheet.columns import Sheet
from indicators.admin.spreadsheet.comparison import Change
from indicators.admin.spreadsheet.reading import place
from indicators.checks.errors import raise_errors
from indicators.checks.warnings import record_warnings
from indicators.history.changeset import Changeset
from indicators.history.lookup import current_version
from indicators.history.text_values import value_of
from indicators.models import Record

LONGEST = 2 * 1024 * 1024
A_DAY = 24 * 60 * 60
MOVED = gettext_lazy("somebody changed the record meanwhile. Export it again.")


class Bulk:
    """The changes of a sheet, on their way through the preview. `header` gives the place of each column."""

    def __init__(self, sheet: Sheet, header: dict[str, int], changes: list[Change]) -> None:
        self.sheet, self.header, self.changes = sheet, header, changes
        self.shown: list[tuple[Record, list[Difference]]] = []

    def token(self, user: Any) -> str:
        """The changes for the preview to carry, signed for this user and kind of record."""
        token = signing.dumps([self.header, self.changes], salt=salt(self.sheet, user), compress=True)
        if len(token) > LONGEST:
            raise ValidationError(_("These are too many changes at once. Divide the sheet."))
        return token

    def write(self, changeset: Changeset) -> list[str]:
        """Save every change; a ValidationError names each cell that cannot be. Returns what is odd."""
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
        return [
            f"{record.record_code}: {warning}" for _change, record in written for warning in record_warnings(record)
        ]

    def save(self, changeset: Changeset, change: Change) -> Record:
        model = self.sheet.model
        before = current_version(model.record_type(), change.record)
        if before is None or before.withdrawn:
            raise ValidationError(_("this record is withdrawn."))
        if before.revision_from_id != change.seen:
            raise ValidationError(MOVED)
        record: Record = model._default_manager.get(pk=before.id)
        for name, text in change.fields.items():
            field = model.content_fields()[name]
            setattr(record, field.attname, value_of(field, text))
        changeset.save(record)
        self.shown.append((record, differences_of(model, before, record)))
        return record

    def messages(self, change: Change, error: Exception) -> Iterator[str]:
        """Each with the cell it is about; with the row, where it is about several."""
        if not isinstance(error, ValidationError):
            error = ValidationError(MOVED)  # so did what the cell refers to
        by_field = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for name, messages in by_field.items():
            row = _("Row %(row)s") % {"row": change.row}
            where = place(change.row, self.header[name], name) if name in self.header else row
            yield from (f"{where}: {message}" for message in messages)


def carried(sheet: Sheet, user: Any, token: str) -> Bulk:
    """The changes that a preview carried; a ValidationError where it is not the one that was shown."""
    try:
        header, changes = signing.loads(token, salt=salt(sheet, user), max_age=A_DAY)
    except signing.BadSignature as error:
        raise ValidationError(_("The preview is too old, or was changed. Upload the sheet again.")) from error
    return Bulk(sheet, header, [Change(*change) for change in changes])


def salt(sheet: Sheet, user: Any) -> str:
    return f"bulk {sheet.model._meta.label} {user.pk}"


MOST = 100
"""Problems that are told at once."""


def shortened(problems: list[str]) -> list[str]:
    if len(problems) <= MOST:
        return problems
    return [*problems[:MOST], _("And %(count)s more.") % {"count": len(problems) - MOST}]
