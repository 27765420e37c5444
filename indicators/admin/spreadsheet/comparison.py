"""The comparison of an uploaded sheet with the published records: changes and problems."""

import datetime
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from indicators.admin.display.differences import without_white_space
from indicators.admin.forms.fields import form_field
from indicators.admin.spreadsheet.columns import CODE, REVISION, Column, Sheet
from indicators.admin.spreadsheet.reading import Row, cell_name
from indicators.history.lookup import current_version
from indicators.history.text_values import related, text_of


class Change(NamedTuple):
    """The changes of one row: texts by field name. `seen` is the revision of the record in the sheet."""

    row: int
    record: str
    seen: int
    fields: dict[str, str | None]


class Comparison:
    """The changes of a sheet, and its problems, each with its cell. A sheet with problems is not published."""

    def __init__(self, sheet: Sheet, rows: list[Row]) -> None:
        self.sheet = sheet
        self.changes: list[Change] = []
        self.problems: list[str] = []
        self.header = self.read_header(rows[0] if rows else Row(1, []))
        if self.problems:
            return
        self.known = {record.record_code: record for record in sheet.records()}
        self.seen: dict[str, int] = {}
        for row in rows[1:]:
            self.compare(row)

    def read_header(self, row: Row) -> dict[str, int]:
        """The index of each column by its name."""
        header: dict[str, int] = {}
        allowed = ", ".join(self.sheet.columns)
        for index, name in enumerate(row.cells):
            if name not in self.sheet.columns:
                message = _("%(cell)s: there is no column “%(name)s”. Columns are %(allowed)s.")
                self.problems.append(message % {"cell": cell_name(row.number, index), "name": name, "allowed": allowed})
            elif name in header:
                self.problems.append(_("%(cell)s: duplicate column.") % {"cell": cell_name(row.number, index, name)})
            header[name] = index
        for name in (CODE, REVISION):
            if name not in header:
                self.problems.append(
                    _("The column “%(name)s” is missing: it says which record a row is.") % {"name": name}
                )
        return header

    def compare(self, row: Row) -> None:
        cells = {name: row.cells[index] if index < len(row.cells) else "" for name, index in self.header.items()}
        for index in range(len(self.header), len(row.cells)):
            if row.cells[index]:
                self.refuse(row, index, "", _("this cell has no column name above it."))
        record = self.record_of(row, cells[CODE])
        if record is None:
            return
        if cells[REVISION] != str(record.revision_id):
            message = _("the record is of revision %(number)s now. Export it again, so that nothing is overwritten.")
            self.refuse_cell(row, REVISION, message % {"number": record.revision_id})
            return
        fields = dict(self.changed(row, record, cells))
        if fields:
            self.changes.append(Change(row.number, cells[CODE], record.revision_id, fields))

    def record_of(self, row: Row, code: str) -> Any:
        """The published record with this code; None, and a problem, if there is none or the code is repeated."""
        if code in self.seen:
            self.refuse_cell(row, CODE, _("this record is already in row %(row)s.") % {"row": self.seen[code]})
            return None
        self.seen[code] = row.number
        if code not in self.known:
            withdrawn = code and current_version(self.sheet.model.record_type(), code)
            message = _("this record is withdrawn.") if withdrawn else _("there is no record with this code.")
            self.refuse_cell(row, CODE, message)
        return self.known.get(code)

    def changed(self, row: Row, record: Any, cells: dict[str, str]) -> Iterator[tuple[str, str | None]]:
        for name, cell in cells.items():
            column, published = self.sheet.columns[name], self.sheet.columns[name].text(record)
            if name in (CODE, REVISION) or without_white_space(cell) == without_white_space(published):
                continue
            try:
                text = cleaned_text(column, cell)
            except ValidationError as error:
                self.refuse_cell(row, name, " ".join(error.messages))
                continue
            field = column.field
            current = text_of(field, getattr(record, field.attname)) if field else published
            if without_white_space(text) == without_white_space(current):
                continue
            if column.correctable:
                yield name, text
            else:
                message = _("this is not corrected in a sheet. Only “%(value)s” is allowed.")
                self.refuse_cell(row, name, message % {"value": published or ""})

    def refuse_cell(self, row: Row, name: str, message: str) -> None:
        self.refuse(row, self.header[name], name, message)

    def refuse(self, row: Row, index: int, name: str, message: str) -> None:
        self.problems.append(f"{cell_name(row.number, index, name)}: {message}")


def cleaned_text(column: Column, cell: str) -> str | None:
    """The text of the value in a cell. Raises ValidationError for a value that is not allowed."""
    field = column.field
    if field is None or not column.correctable:
        return iso_date(cell) if isinstance(field, models.DateField) else cell or None
    if not cell and field.blank:
        return None if field.null or not isinstance(field, models.JSONField) else "[]"
    if field.is_relation:
        return published_code(field, cell)
    if field.flatchoices:
        allowed = [str(value) for value, _label in field.flatchoices]
        if cell not in allowed:
            raise ValidationError(_("must be one of %(allowed)s.") % {"allowed": ", ".join(allowed)})
        return cell
    entry = form_field(field)
    assert entry is not None
    return text_of(field, entry.clean(iso_date(cell) if isinstance(field, models.DateField) else cell))


def published_code(field: "models.Field[Any, Any]", cell: str) -> str:
    if not related(field).history.current().filter(code=cell, withdrawn=False).exists():
        raise ValidationError(_("there is no record with this code."))
    return cell


def iso_date(cell: str) -> str:
    """A date as spreadsheets format it, such as 2018/1/5, in ISO 8601; other text unchanged."""
    try:
        return datetime.date(*map(int, cell.replace("/", "-").split("-"))).isoformat()
    except (TypeError, ValueError, OverflowError):
        return cell
