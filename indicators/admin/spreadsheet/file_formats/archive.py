"""Unpacks an uploaded XLSX or ODS file within bounds, before its cells are read.

The header of a ZIP file may lie about sizes, so the bounds hold for the bytes that are decompressed.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from indicators.admin.spreadsheet.file_formats.xml_scan import XMLScan

MAX_MEMBERS = 1_000
MAX_UNPACKED_BYTES = 20 * 1024 * 1024
MAX_RATIO = 200
MIN_RATIO_BYTES = 1024 * 1024
"""A small workbook may have any ratio."""
CHUNK_BYTES = 64 * 1024
ENCRYPTED = 0x1
XML_SUFFIXES = (".xml", ".rels")
MANIFEST = "META-INF/manifest.xml"
"""The part of an ODS file that says which parts are encrypted."""


def workbook_parts(content: bytes) -> dict[str, bytes]:
    """The XML of a workbook by the name of its part, within the bounds.

    Raises ValidationError; for a damaged file, what `refusing_damage` turns into one.
    """
    scan = XMLScan()
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        require_plain_members(entries)
        unpacked_bytes = 0
        for entry in sorted(entries, key=lambda entry: entry.filename != MANIFEST):
            if not entry.filename.lower().endswith(XML_SUFFIXES):
                continue
            part = unpacked(archive, entry, unpacked_bytes, len(content))
            if entry.filename == MANIFEST and b":encryption-data" in part:
                refuse_encrypted()
            unpacked_bytes += len(part)
            scan.add(part)
            parts[entry.filename] = part
    return parts


@contextmanager
def refusing_damage(file_format: str) -> Iterator[None]:
    """Errors of damaged files become a ValidationError that names the format."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, LookupError) as error:
        message = _("The file is a damaged %(format)s workbook. Save it again as an Excel workbook (XLSX).")
        raise ValidationError(message % {"format": file_format}) from error


def refuse_encrypted() -> NoReturn:
    raise ValidationError(_("The workbook is encrypted. Save it without a password."))


def require_plain_members(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_MEMBERS:
        message = _("The workbook consists of %(count)s files; %(limit)s are allowed.")
        raise ValidationError(message % {"count": len(entries), "limit": MAX_MEMBERS})
    if any(entry.flag_bits & ENCRYPTED or entry.filename == "encrypted-package" for entry in entries):
        refuse_encrypted()
    if len({entry.filename for entry in entries}) < len(entries):
        raise zipfile.BadZipFile("Two members have the same name.")
    # zipfile bounds the output of a read only for these two
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise zipfile.BadZipFile("Excel compresses with deflate only.")


def unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, bytes_before: int, packed_bytes: int) -> bytes:
    """The bytes of a member, decompressed in chunks. `bytes_before` counts the members before it."""
    part = bytearray()
    with archive.open(entry) as member:
        while chunk := member.read(CHUNK_BYTES):
            part += chunk
            require_bounded(bytes_before + len(part), packed_bytes)
    return bytes(part)


def require_bounded(unpacked_bytes: int, packed_bytes: int) -> None:
    if unpacked_bytes > MAX_UNPACKED_BYTES:
        message = _("The workbook is larger than %(limit)s MB when unpacked. Divide the sheet.")
        raise ValidationError(message % {"limit": MAX_UNPACKED_BYTES // 1024**2})
    if unpacked_bytes > max(MIN_RATIO_BYTES, MAX_RATIO * packed_bytes):
        message = _("The workbook unpacks to more than %(limit)s times its size. Save it again as an Excel workbook.")
        raise ValidationError(message % {"limit": MAX_RATIO})
