"""The sheet of a workbook that holds the table."""

import datetime
from typing import Any

from ankang_api.renderers.table import Column, Table

MAX_ROWS = 1_048_575
"""Rows of a sheet below its header."""
MAX_TEXT = 32_767
"""UTF-16 code units of a cell."""
FIRST_DAY = datetime.date(1900, 1, 1)
WIDTHS = {"text": 24, "number": 14, "integer": 12, "date": 12, "time": 20, "boolean": 10, "list": 30}
"""In characters."""


class TableSheet:
    """Writes typed cells row by row, and counts the texts that it has to cut."""

    def __init__(self, worksheet: Any, bold: Any, instant: Any) -> None:
        self.worksheet, self.bold, self.instant, self.cut = worksheet, bold, instant, 0
        set_page(worksheet)
        self.writers = {
            "text": self.text,
            "list": self.texts,
            "date": self.date,
            "time": self.time,
            "boolean": worksheet.write_boolean,
            "number": worksheet.write_number,
            "integer": worksheet.write_number,
        }

    def fill(self, table: Table) -> None:
        self.header(table.columns)
        writers = [self.writers[column.kind] for column in table.columns]
        number = 0
        for number, row in enumerate(table.rows, 1):
            if number > MAX_ROWS:
                raise ValueError(f"A sheet holds {MAX_ROWS:,} rows below its header, and {table.name} has more.")
            for column, (cell, write) in enumerate(zip(row, writers, strict=True)):
                if cell is not None:
                    write(number, column, cell)
        self.worksheet.autofilter(0, 0, number, len(table.columns) - 1)

    def header(self, columns: list[Column]) -> None:
        self.worksheet.freeze_panes(1, 0)
        self.worksheet.write_row(0, 0, [column.name for column in columns], self.bold)
        for number, column in enumerate(columns):
            self.worksheet.set_column(number, number, max(WIDTHS[column.kind], len(column.name) + 4))

    def text(self, row: int, column: int, cell: str) -> None:
        if len(cell) > MAX_TEXT // 2:
            cell = self.fitted(cell)
        if cell.startswith("<r>") and cell.endswith("</r>"):
            cell += " "  # xlsxwriter would take the text for markup, and the workbook would not open
        self.worksheet.write_string(row, column, cell)

    def texts(self, row: int, column: int, cell: list[str]) -> None:
        if cell:
            self.text(row, column, "; ".join(cell))

    def date(self, row: int, column: int, cell: datetime.date) -> None:
        if cell < FIRST_DAY:  # before the first day that a spreadsheet knows
            self.text(row, column, cell.isoformat())
        else:
            self.worksheet.write_datetime(row, column, cell)

    def time(self, row: int, column: int, cell: datetime.datetime) -> None:
        """In UTC: a spreadsheet knows no zones. Below the millisecond it knows nothing either."""
        self.worksheet.write_datetime(row, column, cell.astimezone(datetime.UTC).replace(tzinfo=None), self.instant)

    def fitted(self, text: str) -> str:
        units = text.encode("utf-16-le")
        if len(units) <= 2 * MAX_TEXT:
            return text
        self.cut += 1
        return units[: 2 * (MAX_TEXT - 1)].decode("utf-16-le", errors="ignore") + "…"

    def remarks(self) -> list[tuple[str, str]]:
        """What About has to say of the sheet."""
        if not self.cut:
            return []
        remark = f"{self.cut} texts are longer than a cell holds ({MAX_TEXT:,}) and end in …; csv has them whole."
        return [("cut_texts", remark)]


def set_page(worksheet: Any) -> None:
    """Print on A4 in landscape, one page wide, with the header on each page."""
    worksheet.set_landscape()
    worksheet.set_paper(9)
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(0)
