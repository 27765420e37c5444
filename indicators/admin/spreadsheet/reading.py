"""Reads the rows of an uploaded CSV or XLSX file; cells are text."""

import csv
import datetime
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from indicators.admin.spreadsheet.archive import checked_workbook
from indicators.admin.spreadsheet.xml_scan import MAX_CELLS
from indicators.text.formats import plain_number

MAX_FILE_BYTES = 5 * 1024 * 1024
MAX_ROWS, MAX_COLUMNS = 20_000, 200
MAX_CELL_CHARACTERS = 32_767
"""As in Excel."""
MAX_CHARACTERS = 10_000_000
"""Of all cells together: many cells of a workbook may refer to one long text."""


class Row(NamedTuple):
    """A row of a sheet by its number, 1 for the header, and its cells without white space around them."""

    number: int
    cells: list[str]


def cell_name(row: int, column: int, name: str = "") -> str:
    """The name of a cell in a spreadsheet, such as D7. `column` counts from 0, `row` from 1."""
    letter = f"{get_column_letter(column + 1)}{row}"
    return f"{letter} ({name})" if name else letter


def read_rows(content: bytes) -> list[Row]:
    """The rows that are not empty. Raises ValidationError if the file cannot be read."""
    rows = read_xlsx(content) if content.startswith(b"PK") else read_csv(content)
    filled = []
    cell_count = characters = 0
    for number, cells in enumerate(rows, 1):
        if number > MAX_ROWS or len(cells) > MAX_COLUMNS:
            limits = {"rows": MAX_ROWS, "columns": MAX_COLUMNS}
            raise ValidationError(_("A sheet may have %(rows)s rows and %(columns)s columns.") % limits)
        cell_count += len(cells)
        characters += sum(map(len, cells))
        if cell_count > MAX_CELLS or characters > MAX_CHARACTERS:
            sizes = {"cells": MAX_CELLS, "characters": MAX_CHARACTERS}
            message = _("A sheet may have %(cells)s cells and %(characters)s characters. Divide the sheet.")
            raise ValidationError(message % sizes)
        if any(cells):
            filled.append(Row(number, cells))
    return filled


def read_csv(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(
            _("The file is neither XLSX nor text in UTF-8. Save it as “CSV UTF-8” or as an Excel workbook.")
        ) from error
    if "\0" in text:
        raise ValidationError(_("The file holds characters that are no text."))
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            message = _("Row %(row)s cannot be read: its quotation marks are not in pairs, or a cell is too long.")
            raise ValidationError(message % {"row": number}) from error
        yield [cell.strip() for cell in trimmed(cells)]


def read_xlsx(content: bytes) -> Iterator[list[str]]:
    """The rows of the first sheet. A formula is read as the result that the file stores."""
    try:
        archive = checked_workbook(content)
        results, formulas = (load_workbook(archive, read_only=True, data_only=only) for only in (True, False))
        pages = results.worksheets[0], formulas.worksheets[0]
        for page in pages:
            page.reset_dimensions()
        pairs = zip(*(page.iter_rows(max_row=MAX_ROWS + 1) for page in pages), strict=True)
        for number, row in enumerate(pairs, 1):
            cells = islice(zip(*row, strict=True), MAX_COLUMNS + 1)
            yield trimmed([cell_text(number, *cell) for cell in enumerate(cells)])
    except ValidationError:
        raise
    except Exception as error:  # openpyxl documents no complete list of its errors for damaged files
        raise ValidationError(
            _("The file is not a readable XLSX workbook. Save it again as an Excel workbook.")
        ) from error


def trimmed(cells: Iterable[str]) -> list[str]:
    """Without the empty cells at the end of the row."""
    filled = list(cells)
    while filled and not filled[-1].strip():
        filled.pop()
    return filled


def cell_text(row: int, column: int, cells: tuple[Any, Any]) -> str:
    """The text of a cell: numbers with all their digits, dates in ISO 8601."""
    result, source = cells
    value = result.value
    if result.data_type == "e" or (value is None and source.data_type == "f"):
        message = _("%(cell)s: a formula without a result. Write the value itself.")
        raise ValidationError(message % {"cell": cell_name(row, column)})
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return plain_number(Decimal(repr(value)))
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(" ")
    return bounded_text(row, column, str(value)).strip()


def bounded_text(row: int, column: int, text: str) -> str:
    if len(text) > MAX_CELL_CHARACTERS:
        message = _("%(cell)s: a cell may have %(limit)s characters.")
        raise ValidationError(message % {"cell": cell_name(row, column), "limit": MAX_CELL_CHARACTERS})
    return text
