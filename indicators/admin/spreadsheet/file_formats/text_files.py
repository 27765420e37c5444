"""Reads sheets that are text: CSV and “Unicode text”, in the encodings that spreadsheets write in China."""

import codecs
import csv
import io
import re
from itertools import count

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from indicators.admin.spreadsheet.cells import Cell, Grid
from indicators.admin.spreadsheet.file_formats.other_files import refuse_no_text
from indicators.text.unfit import UNFIT

SEPARATORS = ",;\t"
SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[,;\t]*(?:\r\n|\r|\n)', re.I)
"""By this line above the header Excel is told how cells are separated."""
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: ("utf-8-sig", "UTF-8"),
    codecs.BOM_UTF32_LE: ("utf-32", "UTF-32"),  # begins as the mark of UTF-16
    codecs.BOM_UTF16_LE: ("utf-16", "UTF-16"),
    codecs.BOM_UTF16_BE: ("utf-16", "UTF-16"),
}
BINARY = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]{2}")
"""Control characters beside each other; a single one in a text is named with its cell."""
LIKELY = re.compile("[\u00a0-\u024f\u2000-\u2bff\u3000-\u30ff\u3400-\u9fff\uff00-\uffef\U0001f000-\U0003ffff]")
"""Characters beyond ASCII that sheets of this kind contain: Han, its punctuation, Latin letters, symbols."""
MIN_LIKELY = 0.8
"""Of the characters beyond ASCII, the share that must be likely."""


def read_text(content: bytes) -> Grid:
    """Raises ValidationError if the encoding cannot be told or a row cannot be read."""
    text, encoding = decoded(content)
    text = text.lstrip("\ufeff")
    if "\0" in text:
        refuse_no_text()
    grid = Grid(encoding)
    stated = SEPARATOR_LINE.match(text)
    text = text[stated.end() :] if stated else text
    header = re.split("[\r\n]", text.lstrip(), maxsplit=1)[0]
    grid.separator = stated[1] if stated else max(SEPARATORS, key=header.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=grid.separator, strict=True)
    for number in count(1):
        try:
            cells = next(lines)
        except StopIteration:
            break
        except csv.Error as error:
            message = _("Row %(row)s cannot be read: its quotation marks are not in pairs, or a cell is too long.")
            raise ValidationError(message % {"row": number}) from error
        for column, cell in enumerate(cells):
            grid.add(number, column, Cell(cell))
    return grid


def decoded(content: bytes) -> tuple[str, str]:
    """The text, and the name of its encoding for people."""
    for mark, (codec, name) in BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            text = decoded_as(codec, content)
            return (text, name) if text is not None else refuse_encoding()
    if b"\0" in content:
        for codec in ("utf-16-le", "utf-16-be"):
            text = decoded_as(codec, content)
            if text and "code" in text:
                return text, "UTF-16"
    if BINARY.search(content):
        refuse_no_text()
    utf8, chinese = decoded_as("utf-8", content), decoded_as("gb18030", content)
    if chinese is None or not is_chinese(chinese) or content.isascii():
        return (utf8, "UTF-8") if utf8 is not None else refuse_encoding()
    return refuse_encoding() if utf8 is not None and is_likely(utf8) else (chinese, "GB18030")


def decoded_as(codec: str, content: bytes) -> str | None:
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        return None


def is_likely(text: str) -> bool:
    """Whether most characters beyond ASCII are such as a sheet of this kind contains."""
    beyond = [char for char in text if not char.isascii()]
    return sum(bool(LIKELY.match(char)) for char in beyond) >= MIN_LIKELY * len(beyond)


def is_chinese(text: str) -> bool:
    """Whether most characters beyond ASCII are of GB 2312, so that the text was hardly written in another encoding."""
    beyond = [char for char in text if not char.isascii()]
    common = sum(is_common(char) for char in beyond)
    return common >= MIN_LIKELY * len(beyond) and not UNFIT.search("".join(beyond))


def is_common(char: str) -> bool:
    try:
        return bool(char.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def refuse_encoding() -> tuple[str, str]:
    raise ValidationError(_("The encoding of the file cannot be told. Save it as “CSV UTF-8” or as an Excel workbook."))
