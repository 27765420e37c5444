"""Cells and rows of a sheet, whatever its file format; the limits of a sheet."""

import enum
from fractions import Fraction
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from indicators.admin.display.differences import without_outer_space
from indicators.checks.names import quoted, with_colon

MAX_ROWS, MAX_COLUMNS = 20_000, 200
MAX_CELLS = 100_000
MAX_CELL_CHARACTERS = 32_767
"""As in Excel."""
MAX_CHARACTERS = 10_000_000
"""Of all cells together: many cells of a workbook may refer to one long text."""
MAX_PROBLEMS = 100
"""Problems shown at once."""


class Kind(enum.Enum):
    """What a spreadsheet takes the content of a cell for. `ERROR`: the text is a message about the cell."""

    TEXT = enum.auto()
    NUMBER = enum.auto()
    PERCENT = enum.auto()
    FRACTION = enum.auto()
    DATE = enum.auto()
    BOOLEAN = enum.auto()
    ERROR = enum.auto()


class Cell(NamedTuple):
    """The content of a cell as text: a number in digits (10.5 for 10.5%), a date in ISO 8601.

    `shown` is what the spreadsheet displays, as far as it is known.
    """

    text: str
    kind: Kind = Kind.TEXT
    shown: str | None = None

    @property
    def as_text(self) -> str:
        """What a person reads where text is wanted: 10.5%, 3/4, 229600."""
        if self.kind == Kind.PERCENT:
            return f"{self.text}%"
        return self.shown or self.text if self.kind == Kind.FRACTION else self.text

    @property
    def shows_another_number(self) -> bool:
        """Whether the format rounds or scales the stored number, or adds words to it."""
        if self.kind not in (Kind.NUMBER, Kind.PERCENT, Kind.FRACTION) or self.shown is None:
            return False
        return amount(self.shown) != amount(self.text)


EMPTY = Cell("")


class Row(NamedTuple):
    """A row of a sheet by its number in the spreadsheet, and its cells."""

    number: int
    cells: list[Cell]


class Grid:
    """The cells that are not empty, collected within the limits of a sheet."""

    def __init__(self, file_format: str) -> None:
        self.file_format = file_format
        """Shown to people: XLSX, GB18030."""
        self.separator = ""
        """Between the cells of a text file."""
        self.sheet_name = ""
        """Of the sheet that is read, in a workbook."""
        self.unread: list[str] = []
        """Names of the other sheets of the workbook that have content."""
        self.problems: list[str] = []
        self.rows: list[Row] = []
        self.cell_count = self.characters = 0

    def add(self, row: int, column: int, cell: Cell) -> None:
        """Add a cell right of or below all others. `row` counts from 1, `column` from 0."""
        if cell.kind == Kind.ERROR:
            self.problems.append(with_colon(cell_name(row, column), cell.text))
        cell = cell._replace(text=without_outer_space(cell.text))
        if not cell.text:
            return
        if not self.rows or self.rows[-1].number != row:
            self.rows.append(Row(row, []))
        if len(self.rows) > MAX_ROWS or column >= MAX_COLUMNS:
            limits = {"rows": MAX_ROWS, "columns": MAX_COLUMNS}
            raise ValidationError(_("A sheet may have %(rows)s rows and %(columns)s columns.") % limits)
        if len(cell.text) > MAX_CELL_CHARACTERS:
            message = _("%(cell)s: a cell may have %(limit)s characters.")
            raise ValidationError(message % {"cell": cell_name(row, column), "limit": MAX_CELL_CHARACTERS})
        cells = self.rows[-1].cells
        self.count(column + 1 - len(cells), len(cell.text))
        cells += [EMPTY] * (column - len(cells))
        cells.append(cell)

    def count(self, cells: int, characters: int) -> None:
        self.cell_count += cells
        self.characters += characters
        if self.cell_count > MAX_CELLS or self.characters > MAX_CHARACTERS:
            sizes = {"cells": MAX_CELLS, "characters": MAX_CHARACTERS}
            message = _("A sheet may have %(cells)s cells and %(characters)s characters. Divide the sheet.")
            raise ValidationError(message % sizes)

    @property
    def note(self) -> str:
        """What is said of sheets that are not read; empty if there is nothing in them."""
        if not self.unread:
            return ""
        message = _("Only the sheet “%(sheet)s” was read. These sheets have content too and were not read: %(others)s.")
        return message % {"sheet": self.sheet_name, "others": quoted(*self.unread)}

    def refuse_merged(self, cells: str) -> None:
        message = _("%(cells)s: these cells are merged. Unmerge them, and fill each cell.")
        self.problems.append(message % {"cells": cells})


def cell_name(row: int, column: int) -> str:
    """The name of a cell in a spreadsheet, such as D7. `column` counts from 0, `row` from 1."""
    return f"{get_column_letter(column + 1)}{row}"


def error_cell() -> Cell:
    return Cell(_("a formula without a result. Write the value itself."), Kind.ERROR)


def amount(text: str) -> Fraction | None:
    """The number of a text such as 1,005.00, 10.50%, ¥3 or 1 3/4; None if there are other characters in it."""
    plain = text.translate(str.maketrans("", "", ",%¥￥$€"))
    try:
        return sum(map(Fraction, plain.split()), Fraction(0)) if plain.strip() else None
    except (ValueError, ZeroDivisionError):
        return None


def shortened(problems: list[str]) -> list[str]:
    if len(problems) <= MAX_PROBLEMS:
        return problems
    return [*problems[:MAX_PROBLEMS], _("And %(count)s more.") % {"count": len(problems) - MAX_PROBLEMS}]
