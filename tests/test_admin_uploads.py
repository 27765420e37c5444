"""Hostile and oversized sheets are refused within seconds, with a sentence that says what is allowed."""

import io
import resource
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from indicators.admin.spreadsheet.cells import Cell, Kind, Row
from indicators.admin.spreadsheet.reading import read_sheet
from tests.sheets import NAMESPACE, SHEET, ods, sheet_of, workbook_with

pytestmark = pytest.mark.database_independent

DEADLINE_S = 20
"""Generous, for slow machines; the aim is 5 seconds."""

DAMAGED = "The file is a damaged XLSX workbook. Save it again as an Excel workbook (XLSX)."


def zip_bomb() -> bytes:
    """It unpacks to about 100 times its size, less than the ratio that is allowed."""
    block = Random(1).randbytes(10_000).hex().encode()
    return workbook_with("xl/theme/theme1.xml", b"<a>" + block * 2_500 + b"</a>")


def repetitive_workbook() -> bytes:
    return workbook_with("xl/theme/theme1.xml", b"<a>" + b" " * 19_000_000 + b"</a>")


def many_cells() -> bytes:
    """1.5 million cells in less than 400 KB."""
    cells = Random(1).choices(["<c/>", "<c />"], k=1_500_000)
    return sheet_of("".join(f"<row>{''.join(cells[start : start + 150])}</row>" for start in range(0, len(cells), 150)))


def wide_gaps() -> bytes:
    return sheet_of('<row><c r="XFD1"><v>1</v></c></row>' * 20_000)


def wide_rows() -> bytes:
    return sheet_of('<row><c r="GR1"><v>1</v></c></row>' * 20_000)


def repeated_rows() -> bytes:
    cell = "<table:table-cell><text:p>a</text:p></table:table-cell>"
    return ods(f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>')


def repeated_columns() -> bytes:
    cell = '<table:table-cell table:number-columns-repeated="999999999"><text:p>a</text:p></table:table-cell>'
    return ods(f"<table:table-row>{cell}</table:table-row>")


def repeated_spaces() -> bytes:
    cell = '<table:table-cell><text:p>a<text:s text:c="999999999"/>b</text:p></table:table-cell>'
    return ods(f"<table:table-row>{cell}</table:table-row>")


def entities_in_ods() -> bytes:
    return ods("<table:table-row/>", before='<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>')


def billion_laughs() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    dtd = f'<!DOCTYPE sst [<!ENTITY a0 "ha">{entities}]>'
    return workbook_with("xl/sharedStrings.xml", f"{dtd}<sst {NAMESPACE}><si><t>&a9;</t></si></sst>".encode())


def many_shared_strings() -> bytes:
    strings = "".join(f"<si><t>{number}</t></si>" for number in range(400_000))
    return workbook_with("xl/sharedStrings.xml", f"<sst {NAMESPACE}>{strings}</sst>".encode())


def many_formats() -> bytes:
    return workbook_with("xl/styles.xml", f"<styleSheet {NAMESPACE}>{'<xf/>' * 200_000}</styleSheet>".encode())


def many_shared_formulas() -> bytes:
    first = f'<c><f t="shared" si="0" ref="A1:A9999">{"A1+" * 2_000}A1</f></c>'
    return sheet_of(f"<row>{first}</row>" + '<row><c><f t="shared" si="0"/></c></row>' * 10_000)


def one_text_in_many_cells() -> bytes:
    text = f'<c t="inlineStr"><is><t>{"a" * 300} </t></is></c>'
    return sheet_of(f"<row>{text * 100}</row>" * 400)


def long_cell() -> bytes:
    return sheet_of(f'<row><c t="inlineStr"><is><t>{"a" * 40_000}</t></is></c></row>')


def deep_nesting() -> bytes:
    return workbook_with("xl/styles.xml", b"<a>" * 10_000 + b"</a>" * 10_000)


def many_members() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
        for number in range(1_000):
            archive.writestr(f"{number}.xml", "<a/>")
    return file.getvalue()


def lying_header() -> bytes:
    """50 MB of spaces whose central directory says 4 bytes, with the checksum of these."""
    content = bytearray(workbook_with("xl/theme/theme1.xml", b"<a/>" + b" " * 50_000_000))
    position = content.rindex(b"PK\x01\x02")
    struct.pack_into("<L", content, position + 16, zlib.crc32(b"<a/>"))
    struct.pack_into("<L", content, position + 24, 4)
    return bytes(content)


def damaged_member() -> bytes:
    content = bytearray(sheet_of("<row><c/></row>" * 100))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        position = archive.getinfo(SHEET).header_offset + 30 + len(SHEET)
    content[position : position + 20] = b"\xff" * 20
    return bytes(content)


def wrong_size() -> bytes:
    """The header says 4 bytes, and the checksum is that of all bytes."""
    content = bytearray(workbook_with("xl/theme/theme1.xml", b"<a/>" + b" " * 50_000_000))
    struct.pack_into("<L", content, content.rindex(b"PK\x01\x02") + 24, 4)
    return bytes(content)


REFUSED: list[tuple[Callable[[], bytes], str]] = [
    (zip_bomb, "The workbook is larger than 20 MB when unpacked. Divide the sheet."),
    (
        repetitive_workbook,
        "The workbook unpacks to more than 200 times its size. Save it again as an Excel workbook.",
    ),
    (
        many_cells,
        "The workbook has more than 1000000 cells, with the empty ones. Divide the sheet.",
    ),
    (wide_gaps, "A sheet may have 20000 rows and 200 columns."),
    (wide_rows, "A sheet may have 100000 cells and 10000000 characters. Divide the sheet."),
    (repeated_rows, "A sheet may have 20000 rows and 200 columns."),
    (repeated_columns, "A sheet may have 20000 rows and 200 columns."),
    (repeated_spaces, "A1: a cell may have 32767 characters."),
    (entities_in_ods, "The workbook contains a document type definition (DTD). Save it again as an Excel workbook."),
    (
        billion_laughs,
        "The workbook contains a document type definition (DTD). Save it again as an Excel workbook.",
    ),
    (many_shared_strings, "The workbook has more than 50000 different texts. Divide the sheet."),
    (
        many_formats,
        "The workbook has more than 20000 formats and other elements. Copy its values to a new workbook.",
    ),
    (many_shared_formulas, "A1: a formula without a result. Write the value itself."),
    (
        one_text_in_many_cells,
        "A sheet may have 100000 cells and 10000000 characters. Divide the sheet.",
    ),
    (long_cell, "A1: a cell may have 32767 characters."),
    (deep_nesting, "The XML of the workbook is nested more than 50 deep."),
    (many_members, "The workbook consists of 1001 files; 1000 are allowed."),
    (damaged_member, DAMAGED),
    (wrong_size, DAMAGED),
    (lambda: many_cells()[:-1_000], DAMAGED),
    (lambda: b"code\n" + (b"x," * 150 + b"x\n") * 1_000, "A sheet may have 100000 cells and 10000000 characters."),
]


@pytest.mark.parametrize(("make", "message"), REFUSED)
def test_it_is_refused_within_seconds(make: Callable[[], bytes], message: str) -> None:
    content = make()
    start = time.monotonic()
    with pytest.raises(ValidationError) as refusal:
        read_sheet(content)
    duration = time.monotonic() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{message} {len(content)} bytes, {duration:.2f} s, peak of the process {peak} MB")
    assert refusal.value.messages[0].startswith(message)
    assert duration < DEADLINE_S


def test_a_lying_header_unpacks_no_more_than_it_says() -> None:
    content = lying_header()
    start = time.monotonic()
    assert read_sheet(content).rows == [Row(1, [Cell("code")])]
    assert time.monotonic() - start < DEADLINE_S


def test_the_largest_allowed_sheet_is_read() -> None:
    content = sheet_of(("<row>" + "<c><v>1</v></c>" * 20 + "</row>") * 4_750)
    start = time.monotonic()
    assert len(read_sheet(content).rows) == 4_750
    print(f"{len(content)} bytes, {time.monotonic() - start:.2f} s")
    assert time.monotonic() - start < DEADLINE_S


def test_the_refusal_is_in_chinese_too() -> None:
    with override("zh-hans"), pytest.raises(ValidationError) as refusal:
        read_sheet(many_cells())
    assert refusal.value.messages == ["工作簿的单元格（含空单元格）超过 1000000 个，请拆分表格。"]


def test_empty_cells_far_away_do_not_count() -> None:
    formatted = "".join(
        f'<row r="{row}"><c r="A{row}" s="1"/><c r="XFD{row}" s="1"/></row>' for row in range(2, 30_001)
    )
    assert read_sheet(sheet_of(f"<row><c><v>1</v></c></row>{formatted}")).rows == [Row(1, [Cell("1", Kind.NUMBER)])]
