"""Refuses files that are no sheets, and sheets in formats that are not read: says what a file is and what to do."""

import io
import re
import zipfile
from typing import NoReturn

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ARCHIVE = gettext_lazy("a compressed archive")
SIGNATURES = [
    (re.compile(rb"%PDF-"), gettext_lazy("a PDF document")),
    (
        re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|BM.{4}\0{4}|II\*\0|MM\0\*|RIFF.{4}WEBP", re.S),
        gettext_lazy("an image"),
    ),
    (re.compile(rb"\{\\rtf"), gettext_lazy("a text document (RTF)")),
    (re.compile(rb"Rar!|7z\xbc\xaf|\x1f\x8b"), ARCHIVE),
]
"""How files begin."""
MEMBERS = {
    "word/": gettext_lazy("a Word document (DOCX)"),
    "ppt/": gettext_lazy("a presentation (PPTX)"),
    "xl/workbook.bin": gettext_lazy("a binary workbook (XLSB)"),
    "Index/Document.iwa": gettext_lazy("a document of Apple iWork"),
}
"""Beginnings of the names of files in a ZIP archive."""
WORKBOOK_MEMBERS = ("[Content_Types].xml", "_rels/.rels", "xl/", "content.xml")
OPEN_DOCUMENT = re.compile(rb"application/vnd\.oasis\.opendocument\.([a-z]+)")
"""In the first member of an OpenDocument file, which is not compressed."""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Compound files: documents of Office 97 to 2003, and encrypted ones of today."""
OLE_STREAMS = {
    "WordDocument": gettext_lazy("a Word document (DOC)"),
    "PowerPoint Document": gettext_lazy("a presentation (PPT)"),
}
HTML = re.compile(rb"\s*(<!doctype html|<html|<head|<meta|<table|mime-version:)", re.I)
XML_2003 = re.compile(rb"\s*<\?(xml|mso)", re.I)


def refuse_other_files(content: bytes) -> None:
    """Raises ValidationError for a file that is neither XLSX nor ODS and no text of cells either."""
    if content.startswith(b"PK"):
        if kind := kind_of_archive(content):
            refuse_kind(kind)
        return
    if content.startswith(OLE):
        refuse_compound(content)
    for signature, name in SIGNATURES:
        if signature.match(content):
            refuse_kind(str(name))
    beginning = content[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    if HTML.match(beginning):
        raise ValidationError(
            _("The file is a table in HTML, whatever its name. Open it, and save it as an Excel workbook (XLSX).")
        )
    if XML_2003.match(beginning):
        raise ValidationError(
            _("The file is an “XML Spreadsheet 2003”. Open it, and save it as an Excel workbook (XLSX).")
        )


def refuse_kind(kind: str) -> NoReturn:
    message = _(
        "The file is %(kind)s. Only XLSX, ODS and CSV are read. "
        "Open the sheet in Excel, WPS or LibreOffice, and save it as an Excel workbook (XLSX)."
    )
    raise ValidationError(message % {"kind": kind})


def refuse_compound(content: bytes) -> NoReturn:
    for stream, name in OLE_STREAMS.items():
        if stream.encode("utf-16-le") in content:
            refuse_kind(str(name))
    raise ValidationError(
        _(
            "The file is a workbook of Excel 97–2003 (.xls) or WPS (.et), or has a password. "
            "Save it as XLSX without a password."
        )
    )


def refuse_no_text() -> NoReturn:
    raise ValidationError(
        _(
            "The file is no XLSX, ODS or CSV file: it holds characters that are no text. "
            "Open the sheet in Excel, WPS or LibreOffice, and save it as an Excel workbook (XLSX)."
        )
    )


def open_document(content: bytes) -> str:
    """The kind of an OpenDocument file, such as spreadsheet; empty if it is none."""
    found = OPEN_DOCUMENT.search(content[:200])
    return found[1].decode() if found else ""


def kind_of_archive(content: bytes) -> str:
    """What a ZIP archive is; empty if it is a workbook, or damaged."""
    if kind := open_document(content):
        return "" if kind == "spreadsheet" else _("a text document, presentation or drawing (OpenDocument)")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return ""
    for beginning, name_of_kind in MEMBERS.items():
        if any(name.startswith(beginning) for name in names):
            return str(name_of_kind)
    return "" if any(name.startswith(WORKBOOK_MEMBERS) for name in names) else str(ARCHIVE)
