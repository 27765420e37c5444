"""XLSX, for officials: the table, what its columns mean, and where it comes from."""

import datetime
import tempfile
from collections.abc import Iterable, Sequence
from typing import IO, Any

import xlsxwriter

from ankang_api.renderers.file import FileRenderer
from ankang_api.renderers.sheet import MAX_ROWS, TableSheet, set_page
from ankang_api.renderers.table import Table

OPTIONS = {
    "constant_memory": True,
    "default_date_format": "yyyy-mm-dd",
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "use_zip64": True,  # a million wide rows can pass 2 GiB before they are packed
}
UNDATED = "1980-01-01T00:00:00Z"


class XLSXRenderer(FileRenderer):
    """Office Open XML (ECMA-376) with three sheets: the table, Dictionary and About.

    Cells have types: numbers (16 digits at most), dates, booleans; null is an empty cell, lists are joined by "; ".
    No text is run as a formula or made a link. A text of more than 32,767 characters is cut, ends in … and is counted
    in About. More rows than a sheet holds raise ValueError. Equal tables give equal bytes: the workbook was created
    when `about` says `updated_at`.
    """

    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    format = "xlsx"
    max_rows = MAX_ROWS

    def write(self, table: Table, file: IO[bytes]) -> None:
        created = datetime.datetime.fromisoformat(table.about.get("updated_at", UNDATED))
        with (
            tempfile.TemporaryDirectory() as folder,
            xlsxwriter.Workbook(file, {**OPTIONS, "tmpdir": folder}) as workbook,
        ):
            workbook.set_properties({"title": table.name, "created": created.astimezone(datetime.UTC)})
            bold = workbook.add_format({"bold": True})
            instant = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
            sheet = TableSheet(workbook.add_worksheet(table.name[:31]), bold, instant)
            sheet.fill(table)
            texts(workbook, "Dictionary", bold, [("column", "type", "description"), *table.columns], (24, 12, 100))
            texts(workbook, "About", bold, [("name", "value"), *table.about.items(), *sheet.remarks()], (24, 100))


def texts(workbook: Any, name: str, bold: Any, rows: Iterable[Sequence[str]], widths: Sequence[int]) -> None:
    """A sheet of texts under a header row."""
    sheet = workbook.add_worksheet(name)
    set_page(sheet)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row, None if number else bold)
