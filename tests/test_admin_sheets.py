"""Sheets in the habits of Excel and WPS, written by hand: read rightly, or refused with the cell and what to do."""

import re
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client

from indicators.models import Observation, Unit
from programmes.models import Achievement
from tests.sheets import (
    CODE,
    NOTHING,
    OTHER,
    PAGE,
    SHEET,
    Table,
    as_csv,
    as_strict,
    as_xlsx,
    confirm,
    edit,
    errors,
    exported,
    formatted,
    ods,
    ods_texts,
    rewritten,
    sheet_of,
    texts,
    upload,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database_independent]

INCIDENCE = "ankang-report-poverty-incidence-610900-2018"
INCIDENCE_2012 = "ankang-report-poverty-incidence-610900-2012"
DOCUMENTS, UNITS = "/admin/indicators/document/spreadsheet/", "/admin/indicators/unit/spreadsheet/"
ACHIEVEMENTS = "/admin/programmes/achievement/spreadsheet/"

NOTE: Table = [["code", "revision", "note_zh", "note_en"], [CODE, "1", "第一行，更正。", "First line."]]


def plain(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", " ", html)).split())


def values_of(code: str, *cells: str) -> str:
    """The rows of a workbook with the cells of one value, and of its words if they are given."""
    header = texts("code", "revision", *("value", "value_text")[: len(cells)])
    return f"<row>{header}</row><row>{texts(code, '1')}{''.join(cells)}</row>"


@pytest.mark.parametrize(
    ("content", "file_format"),
    [
        (as_csv(NOTE), "UTF-8"),
        (as_csv(NOTE, encoding="gb18030"), "GB18030"),
        (as_csv(NOTE, "\t", "utf-16"), "UTF-16"),
        (b"\xfe\xff" + as_csv(NOTE, "\t", "utf-16-be"), "UTF-16"),
        (as_csv(NOTE, "\t", "utf-16-le"), "UTF-16"),
        (b"\xef\xbb\xbf" + as_csv(NOTE, encoding="utf-8-sig"), "UTF-8"),
        (as_csv([["code", "revision", "\u200bnote_zh", "note_en\ufeff"], NOTE[1]]), "UTF-8"),
        (b"sep=;\r\n" + as_csv(NOTE, ";"), "UTF-8"),
        (b"\xef\xbb\xbfsep=|\r\n" + as_csv(NOTE, "|"), "UTF-8"),
        (b"\r\n;;;\r\n" + as_csv(NOTE, ";"), "UTF-8"),
        (as_csv(NOTE).replace(b"\r\n", b"\r"), "UTF-8"),
        (as_csv([NOTE[0], [CODE, "１", *NOTE[1][2:]]]), "UTF-8"),
        (as_csv([NOTE[0], [CODE, "1.0", *NOTE[1][2:]]]), "UTF-8"),
        (as_xlsx(NOTE), "XLSX"),
        (as_strict(as_xlsx(NOTE)), "Strict OOXML"),
        (ods("".join(f"<table:table-row>{ods_texts(*row)}</table:table-row>" for row in NOTE)), "ODS"),
    ],
)
def test_it_is_read_and_the_preview_says_as_what(corrector: Client, content: bytes, file_format: str) -> None:
    html = upload(corrector, content)
    assert errors(html) == []
    assert f"1 record, 2 cells · Read as {file_format}" in plain(html)
    assert "第一行，更正。" in html


def test_the_preview_names_records_and_shows_their_sentences(corrector: Client) -> None:
    html = upload(corrector, as_csv([*NOTE, [OTHER, "1", "注。", "Note."]]))
    assert "2 records, 4 cells · Read as UTF-8" in plain(html)
    assert f'Poor population, Ankang City, 2018 <small class="code">{CODE}</small>' in html
    assert "安康全市贫困人口由100.5万人<mark>减少到22.96万人</mark>" in html
    html = corrector.post(
        PAGE, dict(re.findall(r'name="(token|reason)" value="([^"]*)"', html)), headers={"Accept-Language": "zh-hans"}
    ).content.decode()
    assert "2 条记录，4 个单元格 · 文件格式： UTF-8" in plain(html)


REFUSED: list[tuple[bytes, str]] = [
    (
        as_csv([NOTE[0], [CODE, "1", "第一\x0b行", "first\x0bline"]]),
        "C2 (note_zh): Must not contain the character U+000B",
    ),
    (
        sheet_of(f"<row>{texts(*NOTE[0])}</row><row>{texts(CODE, '1', 'a_x000B_b', 'c')}</row>"),
        "C2 (note_zh): Must not contain the character U+000B",
    ),
    (
        rewritten(
            as_xlsx(NOTE),
            lambda name, part: (
                part.replace(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="C2:C3"/></mergeCells>')
                if name == SHEET
                else part
            ),
        ),
        "C2:C3: these cells are merged. Unmerge them, and fill each cell.",
    ),
    (
        ods(
            '<table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>code</text:p></table:table-cell>'
            "</table:table-row>"
        ),
        "A1:A2: these cells are merged. Unmerge them, and fill each cell.",
    ),
    (sheet_of(values_of(CODE, "<c><f>A1</f></c>")), "C2: a formula without a result. Write the value itself."),
    (sheet_of(values_of(CODE, '<c t="e"><v>#DIV/0!</v></c>')), "C2: a formula without a result."),
    (
        ods('<table:table-row><table:table-cell table:formula="of:=A2"/></table:table-row>'),
        "A1: a formula without a result. Write the value itself.",
    ),
    (
        sheet_of(f'<row>{texts(*NOTE[0])}</row><row>{texts(CODE, "1")}<c t="b"><v>1</v></c>{texts("x")}</row>'),
        "C2 (note_zh): a truth value. Format the cell as text, and write the text again.",
    ),
    (
        formatted(values_of(CODE, "<c><v>229600</v></c>", '<c s="1"><v>46056</v></c>'), "yyyy\\-mm\\-dd"),
        "D2 (value_text): the spreadsheet has made a date of it. Format the cell as text, and write it again.",
    ),
    (
        as_csv([["code", "revision", "value"], [CODE, "1", "2.3E+05"]]),
        "C2 (value): the spreadsheet has shortened the number. Write all its digits.",
    ),
    (
        as_csv([["code", "revision", "value"], [CODE, "1", "229.700"]], ";"),
        "C2 (value): this may be 229.700 or 229700. Write 229.7000 or 229700.",
    ),
    (as_csv([["code", "revision", "value"], [CODE, "1", "229,7"]], ";"), "C2 (value): Write a number in digits alone"),
    (
        "\ufeff<html><table><tr><td>code</td></tr></table></html>".encode(),
        "The file is a table in HTML, whatever its name. Open it, and save it as an Excel workbook (XLSX).",
    ),
    (
        b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
        "The file is an “XML Spreadsheet 2003”. Open it, and save it as an Excel workbook (XLSX).",
    ),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "The file is a workbook of Excel 97–2003 (.xls), or has a password. Save it as XLSX without a password.",
    ),
    (b"code,revision,note_zh\nx,1,caf\xc3\xa9", "The encoding of the file cannot be told."),
    (as_csv(NOTE, encoding="big5"), "The encoding of the file cannot be told."),
    (b"\xff\xfe\x00\xd8a", "The encoding of the file cannot be told."),
]


@pytest.mark.parametrize(("content", "message"), REFUSED)
def test_it_is_refused_with_the_cell_and_what_to_do(corrector: Client, content: bytes, message: str) -> None:
    assert errors(upload(corrector, content))[0].startswith(message)


@pytest.mark.parametrize("date", ["19/9/6", "5/9/19", "9/6/2019", "2019", "2019-13-01"])
def test_a_date_that_can_be_read_in_several_ways_is_refused(corrector: Client, date: str) -> None:
    content = as_csv([["code", "revision", "date"], ["ankang-report", "1", date]])
    assert errors(upload(corrector, content, page=DOCUMENTS)) == [
        "C2 (date): Write the date as 2019-09-06: the year in four digits, then the month, then the day."
    ]


@pytest.mark.parametrize(
    "content",
    [
        *(
            as_csv([["code", "revision", "date"], ["ankang-report", "1", date]])
            for date in ("2019/9/6", "2019年9月6日")
        ),
        formatted(
            f"<row>{texts('code', 'revision', 'date')}</row>"
            f'<row>{texts("ankang-report", "1")}<c s="1"><v>43714</v></c></row>',
            "m/d/yy",
        ),
        sheet_of(
            f"<row>{texts('code', 'revision', 'date')}</row>"
            f'<row>{texts("ankang-report", "1")}<c t="d"><v>2019-09-06T00:00:00</v></c></row>'
        ),
        ods(
            f"<table:table-row>{ods_texts('code', 'revision', 'date')}</table:table-row>"
            f"<table:table-row>{ods_texts('ankang-report', '1')}"
            '<table:table-cell office:value-type="date" office:date-value="2019-09-06"><text:p>9/6/19</text:p>'
            "</table:table-cell></table:table-row>"
        ),
    ],
)
def test_a_date_is_that_of_the_cell(corrector: Client, content: bytes) -> None:
    html = upload(corrector, content, page=DOCUMENTS)
    assert errors(html) == []
    assert "<td>2019-09-06</td>" in html


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ('<c s="1"><v>0.105</v></c>|<c s="1"><v>0.105</v></c>', "0.00%"),
        ('<c><v>10.5</v></c>|<c s="1"><v>0.105</v></c>', "0.0%"),
        ('<c s="1"><v>10.500000000000002</v></c>', "General"),
        ('<c s="1"><v>10.5</v></c>', "0"),
    ],
)
def test_formats_of_unchanged_numbers_change_nothing(corrector: Client, cells: str, code: str) -> None:
    assert errors(upload(corrector, formatted(values_of(INCIDENCE, *cells.split("|")), code))) == NOTHING


def test_binary_residue_is_no_digit(corrector: Client) -> None:
    html = upload(corrector, sheet_of(values_of(INCIDENCE_2012, "<c><v>40.800000000000004</v></c>")))
    assert errors(html) == []
    assert "<td>40.8</td>" in html


@pytest.mark.parametrize(
    ("stored", "code", "question"),
    [
        ("0.116", "0%", "the spreadsheet shows 12%; 11.6 is taken."),
        ("11.6", "0", "the spreadsheet shows 12; 11.6 is taken."),
        ("11.6", "0.0&quot;万&quot;", "the spreadsheet shows 11.6万; 11.6 is taken."),
        ("11600", "0.0,", "the spreadsheet shows 11.6; 11600 is taken."),
    ],
)
def test_what_shows_another_number_is_asked(corrector: Client, stored: str, code: str, question: str) -> None:
    content = formatted(values_of(INCIDENCE, f'<c s="1"><v>{stored}</v></c>'), code)
    html = upload(corrector, content)
    if stored == "11600":
        assert errors(html) != []
        return
    assert f"C2 (value): {question}" in unescape(html)
    assert "confirm first" in confirm(corrector, html, odd=False)
    assert "Published in revision 2." in confirm(corrector, html)
    assert Observation.objects.get(code=INCIDENCE).value == Decimal("11.6")


def test_white_space_within_a_text_is_a_change(corrector: Client) -> None:
    table = exported(corrector, ACHIEVEMENTS)
    record = Achievement.objects.filter(name_en__contains=" in ").first()
    assert record is not None
    edit(table, record.code, name_en=record.name_en.replace(" in ", "in ", 1))
    html = upload(corrector, as_csv(table), page=ACHIEVEMENTS)
    assert "1 record, 1 cell · " in plain(html)
    assert "Published in revision 2." in confirm(corrector, html, page=ACHIEVEMENTS)
    table = exported(corrector, ACHIEVEMENTS)
    edit(table, record.code, name_en=record.name_en, name_zh=f" {record.name_zh}\r\n")
    assert "1 record, 1 cell · " in plain(upload(corrector, as_csv(table), page=ACHIEVEMENTS))


@pytest.mark.parametrize(
    "words", ["%; 成; 分之", "%；成；分之", "%、成、分之", "%,成,分之", "%，成，分之", "%\n成\n分之"]
)
def test_items_are_separated_by_any_sign_and_asked(corrector: Client, words: str) -> None:
    html = upload(corrector, as_csv([["code", "revision", "measure_words"], ["percent", "1", words]]), page=UNITS)
    assert errors(html) == []
    asked = "C2 (measure_words): read as 3 items: “%”、“成”、“分之”."
    assert (asked in unescape(html)) == ("\n" not in words)
    assert "Published in revision 2." in confirm(corrector, html, page=UNITS)
    assert Unit.objects.get(code="percent").measure_words == ["%", "成", "分之"]


def test_each_renamed_column_has_its_nearest_name_and_the_list_comes_once(corrector: Client) -> None:
    names = ["valeu", "value_txt", "qualifer", "obs_statu", "derivaton", "note_zn", "数值"]
    found = errors(upload(corrector, as_csv([["code", "revision", *names], [CODE, "1"]])))
    assert found[:3] == [
        "C1: there is no column “valeu”. Did you mean “value”?",
        "D1: there is no column “value_txt”. Did you mean “value_text”?",
        "E1: there is no column “qualifer”. Did you mean “qualifier”?",
    ]
    assert found[6] == "I1: there is no column “数值”."
    assert found[7].startswith("Columns are code, revision, time_period, ")
    assert len(found) == 8


def test_the_export_has_what_the_filters_of_the_list_leave(corrector: Client) -> None:
    query = "?value_type__exact=target"
    html = corrector.get(f"/admin/indicators/observation/{query}").content.decode()
    assert f'<a href="{PAGE}{query}">Correct in a spreadsheet</a>' in html
    page = corrector.get(f"{PAGE}{query}").content.decode()
    assert f'<a href="export.xlsx{query}">' in page
    targets = Observation.objects.filter(value_type="target").count()
    assert f"The export has the {targets} of {Observation.objects.count()} records" in page
    response = corrector.get(f"{PAGE}export.csv{query}")
    assert response.content.count(b",target,") == targets
    assert response.content.count(b",actual,") == 0
    assert corrector.get(f"{PAGE}export.csv?nothing=1").status_code == 404
    assert corrector.get(f"{PAGE}?nothing=1").status_code == 404
