"""Reads an uploaded sheet in whatever format it is."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from indicators.admin.spreadsheet.archive import refusing_damage, workbook_parts
from indicators.admin.spreadsheet.cells import Grid, shortened
from indicators.admin.spreadsheet.ods import CONTENT, read_ods
from indicators.admin.spreadsheet.text_files import read_text
from indicators.admin.spreadsheet.xlsx import read_xlsx

MAX_FILE_BYTES = 5 * 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Compound files: workbooks of Excel 97 to 2003, and encrypted ones of today."""
HTML = re.compile(rb"\s*(<!doctype html|<html|<head|<meta|<table|mime-version:)", re.I)
XML_2003 = re.compile(rb"\s*<\?(xml|mso)", re.I)


def read_sheet(content: bytes) -> Grid:
    """The cells of the first sheet. Raises ValidationError if the file cannot be read rightly."""
    grid = read_workbook(content) if content.startswith(b"PK") else read_other(content)
    if grid.problems:
        raise ValidationError([ValidationError(problem) for problem in shortened(grid.problems)])
    return grid


def read_workbook(content: bytes) -> Grid:
    parts = workbook_parts(content)
    with refusing_damage():
        return read_ods(parts) if CONTENT in parts else read_xlsx(parts)


def read_other(content: bytes) -> Grid:
    if content.startswith(OLE):
        raise ValidationError(
            _("The file is a workbook of Excel 97–2003 (.xls), or has a password. Save it as XLSX without a password.")
        )
    beginning = content[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    if HTML.match(beginning):
        raise ValidationError(
            _("The file is a table in HTML, whatever its name. Open it, and save it as an Excel workbook (XLSX).")
        )
    if XML_2003.match(beginning):
        raise ValidationError(
            _("The file is an “XML Spreadsheet 2003”. Open it, and save it as an Excel workbook (XLSX).")
        )
    return read_text(content)
