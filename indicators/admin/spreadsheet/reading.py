"""Spreadsheets as they come back: rows of cells as text, from CSV or XLSX."""

import csv
import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from indicators.text.formats import plain_number

SIZE = 5 * 1024 * 1024
UNPACKED = 100 * 1024 * 1024
ROWS, COLUMNS = 20_000, 200
"""The most that is read: bytes, bytes once unpacked, rows and columns."""


class Row(NamedTuple):
    """A row of a sheet by its number, 1 for the header, and its cells without white space around them."""

    number: int
    cells: list[str]


def place(row: int, column: int, name: str = "") -> str:
    """A cell as a spreadsheet calls it: D7."""
    letter = f"{get_column_letter(column + 1)}{row}"
    return f"{letter} ({name})" if name else letter


def read(content: bytes) -> list[Row]:
    """The rows that are not empty. A ValidationError says why the file cannot be read."""
    rows = read_xlsx(content) if content.startswith(b"PK") else read_csv(content)
    found = []
    for number, cells in enumerate(rows, 1):
        if number > ROWS or len(cells) > COLUMNS:
            limits = {"rows": ROWS, "columns": COLUMNS}
            raise ValidationError(_("A sheet may have %(rows)s rows and %(columns)s columns.") % limits)
        if any(cells):
            found.append(Row(number, cells))
    return found


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
    """The first sheet: of a formula its result, as the spreadsheet last reckoned it."""
    try:
        require_bounded(content)
        results, formulas = (
            load_workbook(io.BytesIO(content), read_only=True, data_only=only) for only in (True, False)
        )
        pages = results.worksheets[0], formulas.worksheets[0]
        for page in pages:
            page.reset_dimensions()
        pairs = zip(*(page.iter_rows(max_row=ROWS + 1, max_col=COLUMNS + 1) for page in pages), strict=True)
        for number, (values, sources) in enumerate(pairs, 1):
            yield trimmed([cell_text(number, *cell) for cell in enumerate(zip(values, sources, strict=True))])
    except ValidationError:
        raise
    except Exception as error:  # a damaged workbook fails in the reader in more ways than it documents
        raise ValidationError(
            _("The file is not a readable XLSX workbook. Save it again as an Excel workbook.")
        ) from error


def require_bounded(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > UNPACKED:
            raise ValidationError(_("The workbook is too large."))


def trimmed(cells: Iterable[str]) -> list[str]:
    """Without the empty cells at the end of the row."""
    kept = list(cells)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def cell_text(row: int, column: int, cells: tuple[Any, Any]) -> str:
    """A cell as it would be typed; numbers with all the digits they have, dates as ISO 8601."""
    result, source = cells
    value = result.value
    if result.data_type == "e" or (value is None and source.data_type == "f"):
        message = _("%(cell)s: a formula without a result. Write the value itself.")
        raise ValidationError(message % {"cell": place(row, column)})
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return plain_number(Decimal(repr(value)))
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(" ")
    return str(value).strip()
