"""Renderers: a table of every kind of cell in each format, byte for byte, and read back by what researchers use."""

import datetime
import io
import json
import os
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pytest
from arro3.io import read_parquet

from ankang_api.renderers.delimited import CSVRenderer
from ankang_api.renderers.json import JSONRenderer
from ankang_api.renderers.lines import JSONLinesRenderer
from ankang_api.renderers.parquet import ParquetRenderer
from ankang_api.renderers.table import Cell, Column, ExportRenderer, Table
from ankang_api.renderers.workbook import XLSXRenderer

pytestmark = pytest.mark.database_independent

COLUMNS = [
    Column("code", "text", "Identifier."),
    Column("note_zh", "text", "What to know."),
    Column("value", "number", "In the unit."),
    Column("printed_mult", "integer", "万 is 4."),
    Column("period_end", "date", "The last day."),
    Column("corrected", "boolean", "By an official."),
    Column("bodies", "list", "Who granted it."),
]
DAY = datetime.date(2018, 12, 31)
ROWS: list[list[Cell]] = [
    ["a", '他说"好", 就走了', 1005000, 4, DAY, True, ["国务院", "陕西省"]],
    ["b", "第一行\n第二行", -66.666667, 0, datetime.date(1978, 1, 1), False, ["one"]],
    ["c", None, None, None, None, None, None],
    ["d", "𠮷<&>'", 0.1, -1, DAY, True, ["x, y", '"z"']],
]
ABOUT = {
    "source": "安康市脱贫攻坚报告",
    "licence": "CC-BY-4.0",
    "revision": "1",
    "updated_at": "2026-01-02T03:04:05+08:00",
    "url": "https://example.org/api/v1/observations?q=%E4%B8%87",
}
CSV = (
    "code,note_zh,value,printed_mult,period_end,corrected,bodies\r\n"
    'a,"他说""好"", 就走了",1005000,4,2018-12-31,true,国务院; 陕西省\r\n'
    'b,"第一行\n第二行",-66.666667,0,1978-01-01,false,one\r\n'
    "c,,,,,,\r\n"
    'd,𠮷<&>\',0.1,-1,2018-12-31,true,"x, y; ""z"""\r\n'
)
JSON_LINES = (
    r'{"code":"a","note_zh":"他说\"好\", 就走了","value":1005000,"printed_mult":4,"period_end":"2018-12-31",'
    '"corrected":true,"bodies":["国务院","陕西省"]}\n'
    r'{"code":"b","note_zh":"第一行\n第二行","value":-66.666667,"printed_mult":0,"period_end":"1978-01-01",'
    '"corrected":false,"bodies":["one"]}\n'
    '{"code":"c","note_zh":null,"value":null,"printed_mult":null,"period_end":null,"corrected":null,"bodies":null}\n'
    '{"code":"d","note_zh":"𠮷<&>\'","value":0.1,"printed_mult":-1,"period_end":"2018-12-31",'
    r'"corrected":true,"bodies":["x, y","\"z\""]}'
    "\n"
)
EXPORTS = [CSVRenderer, JSONLinesRenderer, XLSXRenderer, ParquetRenderer]
FILES = [XLSXRenderer, ParquetRenderer]


def table(rows: list[list[Cell]] = ROWS, columns: list[Column] = COLUMNS) -> Table:
    return Table("observations", columns, iter(rows), ABOUT)


def export(renderer: ExportRenderer, made: Table | None = None) -> bytes:
    return b"".join(renderer.stream(made or table()))


def texts(cells: list[Cell]) -> Table:
    return table([[cell] for cell in cells], [Column("note", "text", "")])


def workbook(made: Table | None = None) -> Any:
    return openpyxl.load_workbook(io.BytesIO(export(XLSXRenderer(), made)))


def parquet(folder: Path, made: Table | None = None) -> str:
    path = folder / "table.parquet"
    path.write_bytes(export(ParquetRenderer(), made))
    return str(path)


def csv_by_pandas(content: bytes, folder: Path) -> list[list[Any]]:
    kinds = {"value": "Float64", "printed_mult": "Int64", "corrected": "boolean"}
    return cells(pd.read_csv(io.BytesIO(content), dtype=kinds, parse_dates=["period_end"]))


def csv_by_duckdb(content: bytes, folder: Path) -> list[list[Any]]:
    (folder / "table.csv").write_bytes(content)
    return [list(row) for row in duckdb.read_csv(str(folder / "table.csv")).fetchall()]


def json_lines_by_pandas(content: bytes, folder: Path) -> list[list[Any]]:
    frame = pd.read_json(io.BytesIO(content), lines=True, dtype=False)
    return cells(frame.assign(period_end=pd.to_datetime(frame["period_end"])))


def xlsx_by_openpyxl(content: bytes, folder: Path) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content))["observations"]
    return [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]


def parquet_by_duckdb(content: bytes, folder: Path) -> list[list[Any]]:
    (folder / "table.parquet").write_bytes(content)
    return [list(row) for row in duckdb.read_parquet(str(folder / "table.parquet")).fetchall()]


def cells(frame: Any) -> list[list[Any]]:
    rows = frame.astype(object).itertuples(index=False, name=None)
    return [[cell if isinstance(cell, list) or pd.notna(cell) else None for cell in row] for row in rows]


def plain(cell: Any) -> Any:
    """The cell as it was, where a reader makes a moment of a day or joins a list."""
    if isinstance(cell, datetime.datetime):
        return cell.date()
    return "; ".join(cell) if isinstance(cell, list) else cell


@pytest.mark.parametrize(
    ("renderer", "media_type", "charset", "decode"),
    [
        (CSVRenderer, "text/csv", "utf-8", csv_by_pandas),
        (CSVRenderer, "text/csv", "utf-8", csv_by_duckdb),
        (JSONLinesRenderer, "application/jsonl", None, json_lines_by_pandas),
        (
            XLSXRenderer,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            None,
            xlsx_by_openpyxl,
        ),
        (ParquetRenderer, "application/vnd.apache.parquet", None, parquet_by_duckdb),
    ],
)
def test_every_reader_finds_the_same_values(
    renderer: type[ExportRenderer], media_type: str, charset: str | None, decode: Any, tmp_path: Path
) -> None:
    assert (renderer.media_type, renderer.charset) == (media_type, charset)
    found = [[plain(cell) for cell in row] for row in decode(export(renderer()), tmp_path)]
    assert found == [[plain(cell) for cell in row] for row in ROWS]


@pytest.mark.parametrize(("renderer", "text"), [(CSVRenderer, CSV), (JSONLinesRenderer, JSON_LINES)])
def test_texts_are_exact_to_the_byte(renderer: type[ExportRenderer], text: str) -> None:
    assert export(renderer()) == text.encode()


@pytest.mark.parametrize("renderer", EXPORTS)
def test_equal_tables_make_equal_bytes(renderer: type[ExportRenderer]) -> None:
    assert export(renderer()) == export(renderer())


def test_no_rows_make_a_table_that_can_be_read(tmp_path: Path) -> None:
    assert export(CSVRenderer(), table([])) == CSV.partition("\n")[0].encode() + b"\n"
    assert export(JSONLinesRenderer(), table([])) == b""
    assert [row[0].value for row in workbook(table([]))["observations"].iter_cols()] == [name for name, *_ in COLUMNS]
    assert duckdb.read_parquet(parquet(tmp_path, table([]))).columns == [name for name, *_ in COLUMNS]


def test_pieces_do_not_change_the_text() -> None:
    rows: list[list[Cell]] = [[f"行{number}"] for number in range(2500)]
    made = [table(rows, [Column("code", "text", "")]) for _ in range(3)]
    assert export(CSVRenderer(), made[0]).decode() == "code\r\n" + "".join(f"行{number}\r\n" for number in range(2500))
    assert export(JSONLinesRenderer(), made[1]).count(b"\n") == 2500
    assert len(list(CSVRenderer().stream(made[2]))) == 3


def test_csv_has_the_mark_of_utf_8_once_where_it_is_asked_for() -> None:
    renderer = CSVRenderer()
    renderer.bom = True
    assert export(renderer) == b"\xef\xbb\xbf" + CSV.encode()
    assert not export(CSVRenderer()).startswith(b"\xef\xbb\xbf")


def test_no_spreadsheet_runs_a_text() -> None:
    dangerous: list[Cell] = ["=1+1", "+1", "-66.666667", "@SUM(A1)", "\tx", "\rx", "a=1"]
    content = export(CSVRenderer(), texts(dangerous)).decode()
    assert content == "note\r\n'=1+1\r\n'+1\r\n'-66.666667\r\n'@SUM(A1)\r\n'\tx\r\n\"'\rx\"\r\na=1\r\n"
    bodies = [Column("code", "text", ""), Column("bodies", "list", "")]
    assert export(CSVRenderer(), table([["a", ["=1", "b"]]], bodies)).decode().endswith("a,'=1; b\r\n")


def test_a_null_alone_in_its_row_is_no_empty_line() -> None:
    assert export(CSVRenderer(), texts(["a", None])) == b'note\r\na\r\n""\r\n'


def test_a_workbook_has_typed_cells() -> None:
    first = next(workbook()["observations"].iter_rows(min_row=2))
    assert [cell.data_type for cell in first] == ["s", "s", "n", "n", "d", "b", "s"]
    assert first[4].number_format == "yyyy-mm-dd"


def test_a_workbook_holds_texts_and_nothing_that_runs() -> None:
    dangerous: list[Cell] = ["=1+1", "https://example.org", "12", "<r>x</r>y"]
    sheet = workbook(texts(dangerous))["observations"]
    found = sheet["A"][1:]
    assert [cell.value for cell in found] == dangerous
    assert {cell.data_type for cell in found} == {"s"}
    assert not any(cell.hyperlink for cell in found)


def test_a_text_like_markup_does_not_break_a_workbook() -> None:
    sheet = workbook(texts(["<r>a & b</r>"]))["observations"]
    assert sheet["A2"].value.strip() == "<r>a & b</r>"


def test_a_workbook_is_ready_to_be_read() -> None:
    sheet = workbook()["observations"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:G5"
    assert all(cell.font.bold for cell in sheet[1])
    assert not sheet["A2"].font.bold
    widths = [sheet.column_dimensions[letter].width for letter in "ACDEFG"]  # openpyxl joins B, as wide as A, to it
    assert widths == pytest.approx([24, 14, 16, 14, 13, 30], abs=1)


def test_a_workbook_explains_itself() -> None:
    book = workbook()
    assert book.sheetnames == ["observations", "Dictionary", "About"]
    rows = [("column", "type", "description"), *(tuple(column) for column in COLUMNS)]
    assert list(book["Dictionary"].iter_rows(values_only=True)) == rows
    assert list(book["About"].iter_rows(values_only=True)) == [("name", "value"), *ABOUT.items()]
    assert all(cell.font.bold for name in ("Dictionary", "About") for cell in book[name][1])
    assert book.properties.created == datetime.datetime(2026, 1, 1, 19, 4, 5)


def test_a_text_too_long_for_a_cell_is_cut_and_said_to_be() -> None:
    long: list[Cell] = ["万" * 32_767, "万" * 32_768, "𠮷" * 16_384]
    book = workbook(texts(long))
    whole, cut, pairs = (cell.value for cell in book["observations"]["A"][1:])
    assert whole == long[0]
    assert cut == "万" * 32_766 + "…"
    assert pairs == "𠮷" * 16_383 + "…"
    name, remark = list(book["About"].iter_rows(values_only=True))[-1]
    assert name == "cut_texts"
    assert remark.startswith("2 texts are longer than a cell holds (32,767)")


def test_a_day_before_spreadsheets_count_is_a_text() -> None:
    days: list[list[Cell]] = [[datetime.date(1899, 12, 31)], [datetime.date(1900, 1, 1)]]
    sheet = workbook(table(days, [Column("period_end", "date", "")]))["observations"]
    assert sheet["A2"].value == "1899-12-31"
    assert sheet["A3"].value == datetime.datetime(1900, 1, 1)


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert XLSXRenderer.max_rows == 1_048_575
    monkeypatch.setattr("ankang_api.renderers.sheet.MAX_ROWS", 3)
    with pytest.raises(ValueError, match="A sheet holds 3 rows below its header, and observations has more"):
        export(XLSXRenderer())


def test_parquet_has_types_and_descriptions(tmp_path: Path) -> None:
    path = parquet(tmp_path)
    relation = duckdb.read_parquet(path)
    types = ["VARCHAR", "VARCHAR", "DOUBLE", "BIGINT", "DATE", "BOOLEAN", "VARCHAR[]"]
    assert [str(kind) for kind in relation.types] == types
    [(codec,)] = rows_of(f"SELECT DISTINCT compression FROM parquet_metadata('{path}')")
    assert codec == "SNAPPY"
    metadata = dict(rows_of(f"SELECT decode(key), decode(value) FROM parquet_kv_metadata('{path}')"))
    assert list(json.loads(metadata["about"]).items()) == list(ABOUT.items())
    schema = read_parquet(path).schema
    assert {name: schema.field(name).metadata_str["description"] for name in schema.names} == {
        column.name: column.description for column in COLUMNS
    }


def rows_of(query: str) -> list[Any]:
    relation = duckdb.sql(query)
    assert relation
    return relation.fetchall()


def test_parquet_keeps_an_empty_list_and_large_numbers(tmp_path: Path) -> None:
    columns = [Column("bodies", "list", ""), Column("value", "number", ""), Column("revision", "integer", "")]
    rows: list[list[Cell]] = [[[], 0.1 + 0.2, 2**62 + 1], [None, 1e300, -(2**62)]]
    assert duckdb.read_parquet(parquet(tmp_path, table(rows, columns))).fetchall() == [tuple(row) for row in rows]


def held(folder: Path) -> set[str]:
    """Files in the folder, those without a name too that this process has open."""
    opened = {os.readlink(entry) for entry in Path("/proc/self/fd").glob("*") if entry.is_symlink()}
    return {str(path) for path in folder.rglob("*")} | {name for name in opened if name.startswith(str(folder))}


@pytest.mark.parametrize("renderer", FILES)
def test_a_temporary_file_goes_with_its_reader(
    renderer: type[ExportRenderer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("ankang_api.renderers.file.CHUNK", 100)
    chunks = renderer().stream(table())
    next(chunks)
    assert len(held(tmp_path)) == 1
    chunks.close()  # type: ignore[attr-defined]  # as a server does when its client goes away
    assert held(tmp_path) == set()
    assert len(list(renderer().stream(table()))) > 1
    assert held(tmp_path) == set()


@pytest.mark.parametrize("renderer", EXPORTS)
def test_what_the_rows_raise_is_raised_and_leaves_nothing(
    renderer: type[ExportRenderer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def broken() -> Iterator[list[Cell]]:
        yield ROWS[0]
        raise LookupError("the database went away")

    with pytest.raises(LookupError, match="went away"):
        export(renderer(), Table("observations", COLUMNS, broken(), ABOUT))
    assert held(tmp_path) == set()


@pytest.mark.parametrize("renderer", EXPORTS)
def test_no_piece_comes_before_the_first_row_is_read(renderer: type[ExportRenderer]) -> None:
    def broken() -> Iterator[list[Cell]]:
        raise LookupError("the database is away")
        yield

    with pytest.raises(LookupError):
        next(renderer().stream(Table("observations", COLUMNS, broken(), ABOUT)))


@pytest.mark.parametrize("renderer", EXPORTS)
def test_a_row_of_another_width_is_refused(renderer: type[ExportRenderer]) -> None:
    with pytest.raises(ValueError, match=re.escape("zip() argument 2 is")):
        export(renderer(), table([["a"]]))


def test_parquet_refuses_a_cell_of_another_kind() -> None:
    with pytest.raises(Exception, match="failed to parse"):
        export(ParquetRenderer(), table([["x"]], [Column("value", "number", "")]))


def test_json_is_compact_and_keeps_chinese() -> None:
    moment = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
    body = {"name": "安康", "value": 1.5, "day": DAY, "time": moment, "none": None}
    expected = '{"name":"安康","value":1.5,"day":"2018-12-31","time":"2026-01-02T03:04:05Z","none":null}'
    assert JSONRenderer().render(body) == expected.encode()
    assert JSONRenderer().render(None) == b""
    with pytest.raises(TypeError):
        JSONRenderer().render({"value": Decimal("1.5")})
