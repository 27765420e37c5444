"""Many corrections from one spreadsheet: exported, edited, shown and published with one reason, or not at all."""

import datetime
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from openpyxl import Workbook, load_workbook

from indicators.models import Correction, Document, Metric, Observation, Region, Revision, Unit
from tests.accounts import log_in_as
from tests.editing import correcting
from tests.sheets import CODE, OTHER, PAGE, REASON, Table, as_csv, as_xlsx, confirm, edit, errors, exported, upload

pytestmark = pytest.mark.django_db


def nothing_happened() -> bool:
    return Revision.objects.count() == 1 and not Correction.objects.exists()


def test_lists_lead_to_it(corrector: Client) -> None:
    html = corrector.get("/admin/indicators/observation/").content.decode()
    assert f'<a href="{PAGE}">Correct in a spreadsheet</a>' in html
    assert "Correct in a spreadsheet" not in corrector.get("/admin/indicators/passage/").content.decode()


def test_the_export_has_what_can_be_corrected_and_what_tells_the_rows_apart(corrector: Client) -> None:
    table = exported(corrector)
    assert table[0] == [
        *("code", "revision", "time_period", "period_quote", "period_quote_exact", "value_type"),
        *("document", "document_name_zh", "document_name_en", "metric", "metric_name_zh", "metric_name_en"),
        *("region", "region_name_zh", "region_name_en", "quote", "quote_exact"),
        *("note_zh", "note_en", "period_basis", "base_period", "comparison"),
        *("value", "value_text", "qualifier", "obs_status", "derivation", "restates"),
    ]
    assert len(table) == 49
    row = dict(zip(table[0], table[edit(table, CODE) - 1], strict=True))
    assert (row["revision"], row["value"], row["value_text"]) == ("1", "229600", "22.96万人")
    assert (row["metric_name_zh"], row["region_name_en"], row["quote_exact"]) == (
        *("贫困人口", "Ankang City", "减少到22.96万人"),
    )


def test_the_workbook_says_the_same(corrector: Client) -> None:
    content = corrector.get(f"{PAGE}export.xlsx").content
    cells = [
        ["" if cell is None else str(cell) for cell in row]
        for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    ]
    assert cells == exported(corrector)


@pytest.mark.parametrize(
    "write",
    [
        *(as_csv, as_xlsx),
        *(
            lambda table: as_csv(table, ";"),
            lambda table: as_csv(table, "\t"),
            lambda table: as_csv(table, encoding="utf-8-sig"),
        ),
    ],
)
def test_a_sheet_is_shown_and_then_published_in_one_revision(
    corrector: Client, write: Callable[[Table], bytes]
) -> None:
    table = exported(corrector)
    edit(table, CODE, note_zh="更正，一。", note_en="Corrected; one, two.")
    edit(table, OTHER, note_zh="更正二。", note_en="Corrected two.")
    html = upload(corrector, write(table))
    assert errors(html) == []
    assert "Corrected; one, two." in html
    assert nothing_happened()
    assert "Published in revision 2." in confirm(corrector, html)
    revision = Revision.objects.get(number=2)
    assert (revision.kind, revision.role, revision.reason) == ("correction", "corrector", REASON)
    assert list(Correction.objects.values_list("record", "field", "new")) == [
        (OTHER, "note_zh", "更正二。"),
        (OTHER, "note_en", "Corrected two."),
        (CODE, "note_zh", "更正，一。"),
        (CODE, "note_en", "Corrected; one, two."),
    ]


def test_the_exported_workbook_comes_back_unchanged(corrector: Client) -> None:
    for suffix in ("csv", "xlsx"):
        html = upload(corrector, corrector.get(f"{PAGE}export.{suffix}").content)
        assert errors(html) == ["Nothing is changed, or only white space: there is nothing to save."]


def test_what_a_spreadsheet_does_to_dates_and_white_space_is_no_change(corrector: Client) -> None:
    table = exported(corrector)
    edit(table, CODE, value="229600.0", value_text=" 22.96万人 ", code=f" {CODE}")
    nothing = ["Nothing is changed, or only white space: there is nothing to save."]
    assert errors(upload(corrector, as_csv(table))) == nothing
    page = "/admin/indicators/document/spreadsheet/"
    with correcting() as changeset:
        document = Document.objects.get()
        document.date = datetime.date(2019, 1, 5)
        changeset.save(document)
    table = exported(corrector, page)
    edit(table, "ankang-report", date="2019/1/5")
    assert errors(upload(corrector, as_csv(table), page=page)) == nothing
    edit(table, "ankang-report", date="2019/1/6")
    assert "2019-01-06" in upload(corrector, as_csv(table), page=page)


def test_some_rows_and_columns_are_enough(corrector: Client) -> None:
    table = [["code", "revision", "note_zh", "note_en"], [CODE, "1", "注。", "Note."], ["", "", "", ""]]
    assert "Published in revision 2." in confirm(corrector, upload(corrector, as_csv(table)))
    assert Observation.objects.get(code=CODE).note_en == "Note."


def test_what_looks_odd_is_confirmed(corrector: Client) -> None:
    table = exported(corrector)
    edit(table, CODE, value="229700")
    html = upload(corrector, as_csv(table))
    assert "This looks odd" in html
    again = confirm(corrector, html, odd=False)
    assert "Nothing was published: confirm first what looks odd" in again
    assert nothing_happened()
    assert "Published in revision 2." in confirm(corrector, again)
    assert Observation.objects.get(code=CODE).value == 229700


BAD_CELLS: list[tuple[dict[str, str], str]] = [
    ({"value": "1,005,000"}, "(value): Write a number in digits alone"),
    (
        {"value": ""},
        "(value): Give the value. Only a printed range such as “3-5万元” has none: its qualifier is Range.",
    ),
    ({"value": "-5"}, "(value): "),
    (
        {"qualifier": "about"},
        "(qualifier): “about” is not allowed. Allowed are: Exact (exact), ",
    ),
    (
        {"quote_exact": "100.5万人"},
        "(quote_exact): this is not corrected in a sheet. Only “减少到22.96万人” is allowed.",
    ),
    ({"metric": "poor-households"}, "(metric): this is not corrected in a sheet. Only “poor-population” is allowed."),
    ({"time_period": "2017"}, "(time_period): this is not corrected in a sheet. Only “2018” is allowed."),
    (
        {"revision": "7"},
        "(revision): the record is of revision 1 now. Export it again, so that nothing is overwritten.",
    ),
    ({"code": "no-such-record"}, "(code): there is no record with this code."),
    ({"code": ""}, "(code): there is no record with this code."),
    ({"code": OTHER}, "(code): this record is already in row "),
    ({"note_zh": "仅中文。", "note_en": ""}, "Note: fill in both languages, or neither."),
    ({"value_text": "=1+1", "note_en": "x"}, "(value_text): Must not be empty nor begin with white space"),
    (
        {"note_zh": "注\u202e。", "note_en": "Note."},
        "(note_zh): Must not contain the character U+202E RIGHT-TO-LEFT OVERRIDE.",
    ),
]


@pytest.mark.parametrize(("cells", "message"), BAD_CELLS)
def test_a_bad_cell_is_named_and_nothing_is_imported(corrector: Client, cells: dict[str, str], message: str) -> None:
    table = exported(corrector)
    edit(table, "ankang-report-counties-610900-undated", note_zh="好。", note_en="Good.")
    row = edit(table, CODE, **cells)
    found = errors(upload(corrector, as_csv(table)))
    assert len(found) >= 1
    assert any(message in line and re.match(rf"([A-Z]+{row} [^:]*\(|Row {row}: )", line) for line in found), found
    assert nothing_happened()


def test_all_mistakes_are_told_up_to_a_hundred(corrector: Client) -> None:
    table = exported(corrector)
    for row in table[1:]:
        for name in ("value", "qualifier", "obs_status"):
            row[table[0].index(name)] = "?"
    found = errors(upload(corrector, as_csv(table)))
    assert len(found) == 101
    assert found[-1] == "And 44 more."


def test_a_withdrawn_record_is_not_corrected(corrector: Client) -> None:
    table = exported(corrector)
    edit(table, CODE, note_zh="注。", note_en="Note.")
    with correcting() as changeset:
        changeset.withdraw(Observation.objects.get(code=CODE))
    [message] = errors(upload(corrector, as_csv(table)))
    assert message.endswith("(code): this record is withdrawn.")


def test_who_comes_second_overwrites_nothing(corrector: Client) -> None:
    table = exported(corrector)
    row = edit(table, CODE, note_zh="注。", note_en="Note.")
    html = upload(corrector, as_csv(table))
    with correcting() as changeset:
        record = Observation.objects.get(code=CODE)
        record.note_zh, record.note_en = "先。", "First."
        changeset.save(record)
    assert errors(confirm(corrector, html)) == [f"Row {row}: somebody changed the record meanwhile. Export it again."]
    assert Observation.objects.get(code=CODE).note_en == "First."
    assert Revision.objects.count() == 2


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (["code", "revision", "valeu"], "Unknown columns: C1 “valeu” (did you mean “value”?)."),
        (["code", "revision", "value", "value"], "Repeated columns: D1 Value (value)."),
        (["code", "value"], "Missing columns: Revision number (revision). They say which record a row is."),
        ([], "The sheet is empty: it has no row with text."),
    ],
)
def test_a_bad_header_is_named(corrector: Client, header: list[str], message: str) -> None:
    assert errors(upload(corrector, as_csv([header, [CODE, "1"]]) if header else b"\n"))[0].startswith(message)


UNREADABLE: list[tuple[bytes, str]] = [
    (b"code,revision,note_zh\nx,1,\x81", "The encoding of the file cannot be told. Save it as “CSV UTF-8”"),
    (b"PK\x03\x04 damaged", "The file is a damaged XLSX workbook."),
    (b'code,revision\n"x,1', "Row 2 cannot be read"),
    (b"code,revision\nx\0,1", "The file is no XLSX, ODS or CSV file: it holds characters that are no text."),
    (b"code\n" + b"x\n" * 20_001, "A sheet may have 20000 rows and 200 columns."),
]


@pytest.mark.parametrize(("content", "message"), UNREADABLE)
def test_what_cannot_be_read_is_refused(corrector: Client, content: bytes, message: str) -> None:
    assert errors(upload(corrector, content))[0].startswith(message)


def test_a_file_is_wanted_and_not_a_large_one(corrector: Client) -> None:
    assert "Choose the sheet that you corrected." in corrector.post(PAGE, {"reason": REASON}).content.decode()
    assert "The file is larger than 5 MB." in upload(corrector, b"x" * (5 * 1024 * 1024 + 1))
    assert "This field is required." in upload(corrector, as_csv(exported(corrector)), reason=" ")


def test_cells_of_a_workbook_are_read_as_they_were_typed(corrector: Client) -> None:
    workbook, file = Workbook(), io.BytesIO()
    workbook.active.append(["code", "revision", "value", "period_basis", "note_zh"])
    workbook.active.append([CODE, 1.0, 229600, "stated", None])
    workbook.active.append([OTHER, 1, "=1+1", None, None])
    workbook.save(file)
    [message] = errors(upload(corrector, file.getvalue()))
    assert message == "C3: a formula without a result. Write the value itself."


@pytest.mark.parametrize("token", ["x", "\0", "a:b:c"])
def test_a_preview_that_was_changed_is_refused(corrector: Client, token: str) -> None:
    html = corrector.post(PAGE, {"token": token, "reason": REASON, "_confirmed": "1"}).content.decode()
    assert nothing_happened()
    assert "errorlist" in html


def test_going_back_keeps_the_reason(corrector: Client) -> None:
    html = corrector.post(PAGE, {"token": "x", "reason": REASON, "_back": "1"}).content.decode()
    assert REASON in html
    assert errors(html) == []


@pytest.mark.parametrize(
    ("model", "code", "cells"),
    [
        (Unit, "person", {"measure_words": "人\n名\n口"}),
        (Region, "610921", {"parent": "shaanxi-wide", "name_en": "Hanyin"}),
        (Metric, "poor-population", {"name_en": "Poor people"}),
    ],
)
def test_other_records_are_corrected_so_too(corrector: Client, model: Any, code: str, cells: dict[str, str]) -> None:
    page = f"/admin/indicators/{model._meta.model_name}/spreadsheet/"
    table = exported(corrector, page)
    edit(table, code, **cells)
    html = upload(corrector, as_csv(table), page=page)
    if "parent" in cells:
        [message] = errors(html)
        assert message.endswith("(parent): there is no record with this code.")
        return
    assert errors(html) == []
    assert "Published in revision 2." in confirm(corrector, html, page=page)
    assert Correction.objects.get().record == code


@pytest.mark.parametrize("path", ["passage", "nothing", "revision"])
def test_there_is_no_sheet_of_what_is_not_corrected(client: Client, path: str) -> None:
    client.force_login(User.objects.create_superuser("root"))
    assert client.get(f"/admin/indicators/{path}/spreadsheet/").status_code == 404


def test_viewers_have_no_sheet(client: Client) -> None:
    log_in_as(client, "viewer")
    assert client.get(PAGE).status_code == client.get(f"{PAGE}export.csv").status_code == 403
    assert "Correct in a spreadsheet" not in client.get("/admin/indicators/observation/").content.decode()
