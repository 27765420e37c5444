"""Reads an uploaded sheet in whatever format it is."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from indicators.admin.spreadsheet.cells import Grid, shortened
from indicators.admin.spreadsheet.file_formats.archive import refusing_damage, workbook_parts
from indicators.admin.spreadsheet.file_formats.ods import CONTENT, read_ods
from indicators.admin.spreadsheet.file_formats.other_files import open_document, refuse_other_files
from indicators.admin.spreadsheet.file_formats.text_files import read_text
from indicators.admin.spreadsheet.file_formats.xlsx import read_xlsx
from indicators.checks.names import quoted

MAX_FILE_BYTES = 5 * 1024 * 1024


def read_sheet(content: bytes) -> Grid:
    """The cells of the first sheet. Raises ValidationError if the file cannot be read rightly, or is empty."""
    refuse_other_files(content)
    grid = read_workbook(content) if content.startswith(b"PK") else read_text(content)
    if grid.problems:
        raise ValidationError([ValidationError(problem) for problem in shortened(grid.problems)])
    if not grid.rows:
        refuse_empty(grid)
    return grid


def read_workbook(content: bytes) -> Grid:
    with refusing_damage("ODS" if open_document(content) else "XLSX"):
        parts = workbook_parts(content)
        return read_ods(parts) if CONTENT in parts else read_xlsx(parts)


def refuse_empty(grid: Grid) -> None:
    if not grid.unread:
        raise ValidationError(_("The sheet is empty: it has no row with text. Choose the sheet that you corrected."))
    message = _("Only the first sheet is read, and “%(sheet)s” is empty. Move %(others)s to the first place.")
    raise ValidationError(message % {"sheet": grid.sheet_name, "others": quoted(*grid.unread)})
