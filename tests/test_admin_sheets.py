"""Sheets in the habits of Excel and WPS, written by hand: read rightly, or refused with the cell and what to do."""

import io
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client
from openpyxl import Workbook

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
    assert "2 条记录，4 个单元格 · 文件格式：UTF-8" in plain(html)


REFUSED: list[tuple[bytes, str]] = [
    (
        as_csv([NOTE[0], [CODE, "1", "第一\x0b行", "first\x0bline"]]),
        "C2 Note in Chinese (note_zh): Must not contain the character U+000B",
    ),
    (
        sheet_of(f"<row>{texts(*NOTE[0])}</row><row>{texts(CODE, '1', 'a_x000B_b', 'c')}</row>"),
        "C2 Note in Chinese (note_zh): Must not contain the character U+000B",
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
        "C2 Note in Chinese (note_zh): a truth value. Format the cell as text, and write the text again.",
    ),
    (
        formatted(values_of(CODE, "<c><v>229600</v></c>", '<c s="1"><v>46056</v></c>'), "yyyy\\-mm\\-dd"),
        "D2 Value text (value_text): the spreadsheet has made a date of it. Format the cell as text, and write it",
    ),
    (
        as_csv([["code", "revision", "value"], [CODE, "1", "2.3E+05"]]),
        "C2 Value (value): the spreadsheet has shortened the number. Write all its digits.",
    ),
    (
        as_csv([["code", "revision", "value"], [CODE, "1", "229.700"]], ";"),
        "C2 Value (value): this may be 229.700 or 229700. Write 229.7000 or 229700.",
    ),
    (
        as_csv([["code", "revision", "value"], [CODE, "1", "229,7"]], ";"),
        "C2 Value (value): Write a number in digits",
    ),
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
        "The file is a workbook of Excel 97–2003 (.xls) or WPS (.et), or has a password. Save it as XLSX",
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
        "C2 Date (date): Write the date as 2019-09-06: the year in four digits, then the month, then the day."
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
    assert f"C2 Value (value): {question}" in unescape(html)
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
    asked = "C2 Measure words (measure_words): read as 3 items: “%”、“成”、“分之”."
    assert (asked in unescape(html)) == ("\n" not in words)
    assert "Published in revision 2." in confirm(corrector, html, page=UNITS)
    assert Unit.objects.get(code="percent").measure_words == ["%", "成", "分之"]


def test_unknown_columns_are_one_message_with_their_nearest_names(corrector: Client) -> None:
    names = ["valeu", "value_txt", "数值", "qualifer", "x", "obs_statu", "derivaton"]
    assert errors(upload(corrector, as_csv([["code", *names, "code"], [CODE]]))) == [
        "Unknown columns: B1 “valeu” (did you mean “value”?), C1 “value_txt” (did you mean “value_text”?), D1 “数值”, "
        "E1 “qualifer” (did you mean “qualifier”?), F1 “x” and 2 more. Name the columns as the export does.",
        "Repeated columns: I1 Code (code).",
        "Missing columns: Revision number (revision). They say which record a row is.",
    ]
    assert errors(upload(in_chinese(corrector), as_csv([["数值", "valeu"], ["1"]]))) == [
        "无法识别以下列：A1“数值”（是否应为“value”？）、B1“valeu”（是否应为“value”？）。列名须与导出的表格一致。",
        "缺少以下列：代码（code）、修订编号（revision）。须由它们得知每行是哪条记录。",
    ]


def in_chinese(client: Client) -> Client:
    client.cookies["django_language"] = "zh-hans"
    return client


def test_in_chinese_cells_are_named_by_the_labels_of_their_columns(corrector: Client) -> None:
    rows = [["code", "revision", "value", "qualifier", "metric_name_zh"], [CODE, "1", "22.96万", "大概", "人口"]]
    assert errors(upload(in_chinese(corrector), as_csv(rows))) == [
        "C2 数值（value）：请只用数字书写，例如 1005000 或 -0.5：“万”须展开，不用千位分隔符。",
        "D2 限定（qualifier）：不能填“大概”。可填：准确（exact）、约数（approximate）、至少（at_least）、"
        "至多（at_most）、范围（range）。",
        "E2 指标 · 名称（中文）（metric_name_zh）：此列不能在表格中更正，只能是“贫困人口”。",
    ]


@pytest.mark.parametrize("qualifier", ["approximate", "约数"])
def test_a_choice_is_named_by_its_code_or_its_label(corrector: Client, qualifier: str) -> None:
    rows = [["code", "revision", "qualifier"], [CODE, "1", qualifier]]
    html = upload(in_chinese(corrector), as_csv(rows, encoding="utf-8-sig"))
    assert errors(html) == []
    assert "1 条记录，1 个单元格" in plain(html)
    rows[1][2] = "准确"
    content = as_csv(rows, encoding="utf-8-sig")
    assert errors(upload(corrector, content)) == ["没有更改，或只更改了空白字符：无需保存。"]


def test_the_page_lists_the_allowed_values(corrector: Client) -> None:
    html = plain(corrector.get(PAGE).content.decode())
    assert "type the code or the label: Exact exact Approximate approximate" in html
    html = plain(in_chinese(corrector).get(PAGE).content.decode())
    assert "填代码或名称均可： 准确 exact 约数 approximate 至少 at_least 至多 at_most 范围 range" in html
    assert "观测值状态 obs_status" in html


def test_a_refusal_has_a_summary_that_leads_to_the_file(corrector: Client) -> None:
    html = upload(in_chinese(corrector), as_csv([["code"], ["x"]]), reason="")
    above = html[html.index('id="error-summary"') : html.index("<ol>")]
    assert 'tabindex="-1" autofocus' in above
    assert plain(above).endswith(
        "缺少以下列：修订编号（revision）。须由它们得知每行是哪条记录。 "
        "更正后的表格 ：请改正表格并保存，然后重新选择文件。 理由 ：此项必填。"
    )
    assert '<a href="#id_file">更正后的表格</a>' in above
    assert '<a href="#id_reason">理由</a>' in above


def test_white_space_between_a_number_and_its_unit_is_read(corrector: Client) -> None:
    html = upload(corrector, as_csv([["code", "revision", "value_text"], [CODE, "1", "22.96 万 人"]]))
    assert errors(html) == []
    assert "22.96万人 22.96 万 人" in plain(html)


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "<a/>")
    return file.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


@pytest.mark.parametrize(
    ("content", "kind", "in_chinese_words"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF document", " PDF 文件"),
        (b"\x89PNG\r\n\x1a\n", "an image", "图片"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "an image", "图片"),
        (zipped("[Content_Types].xml", "word/document.xml"), "a Word document (DOCX)", " Word 文档（DOCX）"),
        (zipped("[Content_Types].xml", "ppt/a.xml"), "a presentation (PPTX)", "演示文稿（PPTX）"),
        (zipped("[Content_Types].xml", "xl/workbook.bin"), "a binary workbook (XLSB)", "二进制工作簿（XLSB）"),
        (zipped("报表.csv"), "a compressed archive", "压缩包"),
        (OLE + "WordDocument".encode("utf-16-le"), "a Word document (DOC)", " Word 文档（DOC）"),
    ],
)
def test_a_file_of_another_kind_is_called_what_it_is(
    corrector: Client, content: bytes, kind: str, in_chinese_words: str
) -> None:
    assert errors(upload(corrector, content)) == [
        f"The file is {kind}. Only XLSX, ODS and CSV are read. Open the sheet in Excel, WPS or LibreOffice, "
        "and save it as an Excel workbook (XLSX)."
    ]
    assert errors(upload(in_chinese(corrector), content)) == [
        f"该文件是{in_chinese_words}，系统只能读取 XLSX、ODS 和 CSV 文件。请用 Excel、WPS 或 LibreOffice 打开表格，"
        "另存为 Excel 工作簿（XLSX）后上传。"
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (ods("<table:table-row/>")[:-60], "The file is a damaged ODS workbook. Save it again as an Excel workbook"),
        (as_xlsx(NOTE)[:-60], "The file is a damaged XLSX workbook. Save it again as an Excel workbook (XLSX)."),
        (bytes(range(256)) * 4, "The file is no XLSX, ODS or CSV file: it holds characters that are no text."),
        (as_csv([["", ""], ["", " "]]), "The sheet is empty: it has no row with text."),
        (as_xlsx([]), "The sheet is empty: it has no row with text."),
        (ods("<table:table-row/>"), "The sheet is empty: it has no row with text."),
        (as_csv([["code", "revision", "value"]]), "The sheet has only the row of column names: there is no record"),
    ],
)
def test_damaged_and_empty_files_are_called_so(corrector: Client, content: bytes, message: str) -> None:
    assert errors(upload(corrector, content))[0].startswith(message)


def test_a_file_of_no_bytes_is_called_empty(corrector: Client) -> None:
    assert "The file is empty (0 bytes). Save the sheet, and choose it again." in upload(corrector, b"")


def workbook_of(sheets: dict[str, Table], *, hidden: str = "") -> bytes:
    workbook, file = Workbook(), io.BytesIO()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        page = workbook.create_sheet(name)
        page.sheet_state = "hidden" if name == hidden else "visible"
        for row in rows:
            page.append(row)
    workbook.save(file)
    return file.getvalue()


def ods_of(sheets: dict[str, Table]) -> bytes:
    """The first sheet is in the table that `ods` writes; the others follow it."""
    tables = [
        f'<table:table table:name="{name}">'
        + "".join(f"<table:table-row>{ods_texts(*row)}</table:table-row>" for row in rows)
        for name, rows in sheets.items()
    ]
    content = "</table:table>".join(tables)
    return rewritten(ods("ROWS"), lambda _name, part: part.replace(b"<table:table>ROWS", content.encode()))


@pytest.mark.parametrize("write", [workbook_of, ods_of])
def test_sheets_that_are_not_read_are_named(corrector: Client, write: Callable[[dict[str, Table]], bytes]) -> None:
    html = upload(in_chinese(corrector), write({"更正": NOTE, "空": [], "说明": [["请看"]], "附表": [["1"]]}))
    note = "只读取了工作表“更正”；以下工作表也有内容，但未读取：“说明”、“附表”。"
    assert errors(html) == []
    assert note in plain(html)
    assert "未读取" not in upload(corrector, write({"更正": NOTE, "空": []}))
    refused = upload(corrector, write({"封面": [["安康市"]], "数据": NOTE}))
    assert errors(refused)[-1] == "只读取了工作表“封面”；以下工作表也有内容，但未读取：“数据”。"
    assert errors(upload(corrector, write({"Sheet1": [], "数据": NOTE}))) == [
        "系统只读取第一个工作表，而“Sheet1”是空的。请将“数据”移到最前面。"
    ]


def test_a_hidden_sheet_is_not_the_first(corrector: Client) -> None:
    html = upload(corrector, workbook_of({"list": [["x"]], "Data": NOTE}, hidden="list"))
    assert "Only the sheet “Data” was read. These sheets have content too and were not read: “list”." in plain(html)


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
