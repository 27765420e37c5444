"""The comparison of an uploaded sheet with the published records: changes and problems."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from indicators.admin.display.differences import without_outer_space
from indicators.admin.spreadsheet.cells import EMPTY, Cell, Grid, Row, cell_name
from indicators.admin.spreadsheet.columns import CODE, REVISION, Sheet
from indicators.admin.spreadsheet.values import cleaned_text, is_same, questions, revision_number
from indicators.checks.names import listed, with_colon
from indicators.history.lookup import current_version
from indicators.history.text_values import text_of
from indicators.text.suggestions import nearest
from indicators.text.unfit import INVISIBLE

MAX_COLUMNS_NAMED = 5
"""In one message."""


class Change(NamedTuple):
    """The changes of one row: texts by field name. `seen` is the revision of the record in the sheet."""

    row: int
    record: str
    seen: int
    fields: dict[str, str | None]


class Comparison:
    """The changes of a sheet, its problems and its questions, each with its cell.

    A sheet with problems is not published; questions are confirmed.
    """

    def __init__(self, sheet: Sheet, grid: Grid) -> None:
        self.sheet, self.separator = sheet, grid.separator
        self.changes: list[Change] = []
        self.problems: list[str] = []
        self.questions: list[str] = []
        self.header = self.read_header(grid.rows[0] if grid.rows else Row(1, []))
        if not self.problems and len(grid.rows) == 1:
            self.problems.append(_("The sheet has only the row of column names: there is no record below it."))
        if self.problems:
            return
        self.known = {record.record_code: record for record in sheet.records()}
        self.seen: dict[str, int] = {}
        for row in grid.rows[1:]:
            self.compare(row)

    def read_header(self, row: Row) -> dict[str, int]:
        """The index of each column by its name; invisible characters in the names do not count."""
        header: dict[str, int] = {}
        unknown, repeated = [], []
        for index, cell in enumerate(row.cells):
            name = INVISIBLE.sub("", cell.text)
            if name not in self.sheet.columns:
                unknown.append(self.unknown_column(cell_name(row.number, index), name))
            elif name in header:
                repeated.append(self.sheet.columns[name].cell_name(row.number, index))
            header[name] = index
        missing = [self.sheet.columns[name].labelled_name for name in (CODE, REVISION) if name not in header]
        if unknown:
            message = _("Unknown columns: %(columns)s. Name the columns as the export does.")
            self.problems.append(message % {"columns": first_few(unknown)})
        if repeated:
            self.problems.append(_("Repeated columns: %(columns)s.") % {"columns": first_few(repeated)})
        if missing:
            message = _("Missing columns: %(columns)s. They say which record a row is.")
            self.problems.append(message % {"columns": listed(missing)})
        return header

    def unknown_column(self, cell: str, name: str) -> str:
        by_label = {column.label: column.name for column in self.sheet.columns.values()}
        near = by_label.get(name) or nearest(name, self.sheet.columns)
        message = _("%(cell)s “%(name)s” (did you mean “%(near)s”?)") if near else _("%(cell)s “%(name)s”")
        return message % {"cell": cell, "name": name, "near": near}

    def compare(self, row: Row) -> None:
        cells = {name: row.cells[index] if index < len(row.cells) else EMPTY for name, index in self.header.items()}
        for index in range(len(self.header), len(row.cells)):
            if row.cells[index].text:
                message = _("this cell has no column name above it.")
                self.problems.append(with_colon(cell_name(row.number, index), message))
        code = cells[CODE].as_text
        record = self.record_of(row, code)
        if record is None:
            return
        if revision_number(cells[REVISION].text) != str(record.revision_id):
            message = _("the record is of revision %(number)s now. Export it again, so that nothing is overwritten.")
            self.refuse_cell(row, REVISION, message % {"number": record.revision_id})
            return
        fields = dict(self.changed(row, record, cells))
        if fields:
            self.changes.append(Change(row.number, code, record.revision_id, fields))

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

    def changed(self, row: Row, record: Any, cells: dict[str, Cell]) -> Iterator[tuple[str, str | None]]:
        for name, cell in cells.items():
            column = self.sheet.columns[name]
            published = column.text(record) or ""
            if name in (CODE, REVISION) or is_same(column, cell, published):
                continue
            field = column.field
            current = (text_of(field, getattr(record, field.attname)) if field else published) or ""
            try:
                text = cleaned_text(column, cell, self.separator)
            except ValidationError as error:
                self.refuse_cell(row, name, " ".join(error.messages))
                continue
            if without_outer_space(text or "") == without_outer_space(current):
                continue
            if column.correctable:
                for question in questions(column, cell):
                    self.questions.append(with_colon(column.cell_name(row.number, self.header[name]), question))
                yield name, text
            else:
                message = _("this is not corrected in a sheet. Only “%(value)s” is allowed.")
                self.refuse_cell(row, name, message % {"value": published})

    def refuse_cell(self, row: Row, name: str, message: str) -> None:
        cell = self.sheet.columns[name].cell_name(row.number, self.header[name])
        self.problems.append(with_colon(cell, message))


def first_few(columns: list[str]) -> str:
    """The first columns, and how many more there are."""
    shown = listed(columns[:MAX_COLUMNS_NAMED])
    more = len(columns) - MAX_COLUMNS_NAMED
    return _("%(columns)s and %(count)s more") % {"columns": shown, "count": more} if more > 0 else shown
