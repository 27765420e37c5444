"""Corrections in a spreadsheet: the files of spreadsheets, written by hand, and their way through the admin.

Excel and WPS do not run where the tests run: their habits (GB18030, “Unicode text”, `sep=`, formats, merged cells,
Strict OOXML) are written by hand. Only LibreOffice itself converts files, in `test_admin_libreoffice.py`.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

CODE = "ankang-report-poor-population-610900-2018"
OTHER = "ankang-report-poor-population-610900-2012"
PAGE = "/admin/indicators/observation/spreadsheet/"
REASON = "Read again against page 1."
NOTHING = ["Nothing is changed, or only white space: there is nothing to save."]

Table = list[list[str]]

SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
STRICT = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/": "http://purl.oclc.org/ooxml/officeDocument/",
}
"""Namespaces and types of relationships in transitional and in Strict workbooks."""


def exported(client: Client, page: str = PAGE) -> Table:
    response = client.get(f"{page}export.csv")
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def edit(table: Table, of: str, **cells: str) -> int:
    """Change cells of the row of a code; the number of the row."""
    [number] = [number for number, row in enumerate(table) if row[table[0].index("code")] == of]
    for name, text in cells.items():
        table[number][table[0].index(name)] = text
    return number + 1


def as_csv(table: Table, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(table)
    return text.getvalue().encode(encoding)


def as_xlsx(table: Table) -> bytes:
    workbook, file = Workbook(), io.BytesIO()
    for row in table:
        workbook.active.append(row)
    workbook.save(file)
    return file.getvalue()


def upload(client: Client, content: bytes, *, page: str = PAGE, reason: str = REASON) -> str:
    response = client.post(page, {"file": SimpleUploadedFile("sheet.csv", content), "reason": reason})
    assert response.status_code == 200
    return response.content.decode()


def confirm(client: Client, html: str, *, page: str = PAGE, odd: bool = True) -> str:
    hidden = dict(re.findall(r'<input type="hidden" name="(token|reason)" value="([^"]*)">', html))
    fields = {name: unescape(value) for name, value in hidden.items()} | {"_confirmed": "Publish"}
    if found := re.search(r'name="_warnings" value="([0-9a-f]+)"', html) if odd else None:
        fields["_warnings"] = found[1]
    response = client.post(page, fields, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def errors(html: str) -> list[str]:
    found = re.search(r'<ul class="errorlist nonfield"[^>]*>(.*?)</ul>', html, re.S)
    return [unescape(line) for line in re.findall("<li>(.*?)</li>", found[1], re.S)] if found else []


def workbook_with(name: str, part: bytes) -> bytes:
    """A workbook of one cell, one of whose parts is replaced or added."""
    workbook, plain, changed = Workbook(), io.BytesIO(), io.BytesIO()
    workbook.active.append(["code"])
    workbook.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.namelist():
            if member != name:
                target.writestr(member, source.read(member))
        target.writestr(name, part)
    return changed.getvalue()


def sheet_of(rows: str) -> bytes:
    return workbook_with(SHEET, f"<worksheet {NAMESPACE}><sheetData>{rows}</sheetData></worksheet>".encode())


def formatted(rows: str, *codes: str) -> bytes:
    """A workbook with these rows; the style n + 1 of a cell has the n-th number format."""
    formats = "".join(f'<numFmt numFmtId="{200 + n}" formatCode="{code}"/>' for n, code in enumerate(codes))
    styles = "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(len(codes)))
    part = f"<styleSheet {NAMESPACE}><numFmts>{formats}</numFmts><cellXfs><xf/>{styles}</cellXfs></styleSheet>"
    return rewritten(sheet_of(rows), lambda name, content: part.encode() if name == "xl/styles.xml" else content)


def texts(*cells: str) -> str:
    """Cells of text in a row of a workbook."""
    return "".join(f'<c t="inlineStr"><is><t xml:space="preserve">{cell}</t></is></c>' for cell in cells)


def as_strict(workbook: bytes) -> bytes:
    """The workbook with the namespaces of Strict OOXML."""

    def strict(_name: str, content: bytes) -> bytes:
        for transitional, name in STRICT.items():
            content = content.replace(transitional.encode(), name.encode())
        return content

    return rewritten(workbook, strict)


def rewritten(workbook: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return file.getvalue()


def ods(rows: str, before: str = "") -> bytes:
    """An ODS file with these rows in its only table."""
    names = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "table", "text")
    )
    names += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    table = f"<table:table>{rows}</table:table>"
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"{before}<office:document-content{names}>{body}</office:document-content>")
    return file.getvalue()


def ods_texts(*cells: str) -> str:
    return "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells)
