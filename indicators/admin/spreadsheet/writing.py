"""The sheets as files, for a spreadsheet to open: CSV and XLSX."""

import csv
import io
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from indicators.admin.spreadsheet.columns import Column, Sheet
from indicators.text.unfit import without_unfit

MAX_NUMBER_DIGITS = 15
"""Spreadsheets round numbers with more digits."""


def written_csv(sheet: Sheet, records: Any) -> bytes:
    """UTF-8 with a byte order mark: without it, Excel decodes the file in the encoding of the system."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(sheet.columns)
    writer.writerows(sheet.rows(records))
    return text.getvalue().encode("utf-8-sig")


def written_xlsx(sheet: Sheet, records: Any) -> bytes:
    """Headers of correctable columns are bold; all cells but numbers are text."""
    workbook = Workbook(write_only=True)
    page: Worksheet = workbook.create_sheet(sheet.model.record_type())
    page.freeze_panes = "B2"
    page.append([header(page, column) for column in sheet.columns.values()])
    for row in sheet.rows(records):
        page.append([cell(page, column, text) for column, text in zip(sheet.columns.values(), row, strict=True)])
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def header(page: Worksheet, column: Column) -> WriteOnlyCell:
    written = WriteOnlyCell(page, column.name)
    written.font = Font(bold=column.correctable)
    return written


def cell(page: Worksheet, column: Column, text: str | None) -> WriteOnlyCell:
    value = number(text) if isinstance(column.field, (models.DecimalField, models.IntegerField)) else text
    written = WriteOnlyCell(page, without_unfit(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        written.data_type, written.number_format = "s", "@"  # not a date, a number or a formula, whatever it looks like
    return written


def number(text: str | None) -> Decimal | str | None:
    """A number if a spreadsheet preserves all its digits, else the text."""
    try:
        return Decimal(text) if text and len(Decimal(text).as_tuple().digits) <= MAX_NUMBER_DIGITS else text
    except InvalidOperation:
        return text


WRITERS = {
    "csv": (written_csv, "text/csv; charset=utf-8"),
    "xlsx": (written_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
