"""A bad fixture is refused with file, record and field, and leaves everything as it was."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError

from tests.commands import load
from tests.tables import tables

pytestmark = pytest.mark.django_db

DOCUMENT = "documents.json, record 1 (invented-bulletin-2020)"
QUOTE = "quotes.json, record 1 (invented-bulletin-2020-p2-2018)"
OBSERVATION = "observations.json, record 1 (poor-population)"
SUM = "61db7b43e4c4a8aad15e4fe3095d3e2307d908dc74e204ca47e1030eedfa3b39"
WORDS = "Must not be empty nor begin with white space, =, +, - or @."
TEXTS = "Must be a list of texts, or of objects that hold texts."
TOO_LONG = "Ensure that there are no more than 20 digits in total."
FILES = (
    "is no fixture; a folder holds regions.json, units.json, metrics.json, documents.json, "
    "quotes.json, memberships.json, observations.json, programmes.json, programme-metrics.json, "
    "parts.json, achievements.json, relations.json, derived.json, received.txt and restored.txt"
)


@pytest.fixture
def report(reports: Path) -> Path:
    """The folder of a report that a test may break."""
    return reports / "second-report"


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))


def refusal(folder: Path) -> list[str]:
    """The problems of a load that must be refused and change nothing; paths as seen from its folder of reports."""
    before = tables()
    with pytest.raises(CommandError) as caught:
        load(folder)
    assert tables() == before
    first, *problems = str(caught.value).split("\n")
    assert first == "Nothing was loaded."
    return [line.replace(f"{folder}/second-report/", "").replace(f"{folder}", "reports") for line in problems]


NO_VALUE = "Give the value. Only a printed range such as “3-5万元” has none: its qualifier is Range."
RANGE_WITH_VALUE = "A range has no value: leave it empty; both ends are read from the printed value."
NO_ENDS = "The two ends of the range cannot be read in “22.95万人”; write them as “3-5万元”, “三到五成” or “七八成”."
FIELDS: list[tuple[str, dict[str, Any], str]] = [
    # a file, what its first record has instead (None: nothing), and what is said of that
    ("observations.json", {"note_fr": "x"}, f"{OBSERVATION}, note_fr: There is no such field. Did you mean note_zh?"),
    ("observations.json", {"revision": 7}, f"{OBSERVATION}, revision: There is no such field. Did you mean region?"),
    ("observations.json", {"region": "610999"}, f"{OBSERVATION}, region: There is no region '610999'."),
    ("observations.json", {"region": 610900}, f"{OBSERVATION}, region: Must be a code."),
    ("observations.json", {"region": ["610900"]}, f"{OBSERVATION}, region: Must be a code."),
    ("observations.json", {"region": None}, f"{OBSERVATION}, region: This field is missing."),
    ("observations.json", {"value": "229500"}, f"{OBSERVATION}, value: Must be a number."),
    ("observations.json", {"value": True}, f"{OBSERVATION}, value: Must be a number."),
    ("observations.json", {"value": [0, [1], 2]}, f"{OBSERVATION}, value: Must be a number."),
    ("observations.json", {"value": None}, f"{OBSERVATION}, value: {NO_VALUE}"),
    ("observations.json", {"qualifier": "range"}, f"{OBSERVATION}, value: {RANGE_WITH_VALUE}"),
    ("observations.json", {"qualifier": "range", "value": None}, f"{OBSERVATION}, value_text: {NO_ENDS}"),
    (
        "observations.json",
        {"value": 229500.5},
        f"{OBSERVATION}, value: A value in people is a whole number, not 229500.5.",
    ),
    ("observations.json", {"value": -1}, f"{OBSERVATION}, value: A count is not negative: -1."),
    ("observations.json", {"value": 10**30}, f"{OBSERVATION}, value: {TOO_LONG}"),
    ("observations.json", {"value": 10**4000}, f"{OBSERVATION}, value: {TOO_LONG}"),
    ("observations.json", {"value": 1e300}, f"{OBSERVATION}, value: {TOO_LONG}"),
    ("observations.json", {"value": float("nan")}, f"{OBSERVATION}, value: “NaN” value must be a decimal number."),
    ("observations.json", {"value_text": 22.95}, f"{OBSERVATION}, value_text: Must be a text."),
    ("observations.json", {"value_text": "=1+1"}, f"{OBSERVATION}, value_text: {WORDS}"),
    ("observations.json", {"value_text": None}, f"{OBSERVATION}, value_text: This field is missing."),
    (
        "observations.json",
        {"value_type": "planned"},
        f"{OBSERVATION}, value_type: Value 'planned' is not a valid choice.",
    ),
    ("observations.json", {"time_period": 2018}, f"{OBSERVATION}, time_period: Must be a text."),
    ("observations.json", {"time_period": None}, f"{OBSERVATION}, time_period: This field is missing."),
    (
        "observations.json",
        {"time_period": "2019/2018"},
        f"{OBSERVATION}, time_period: '2019/2018' ends before it starts.",
    ),
    ("observations.json", {"note_en": None}, f"{OBSERVATION}: Note: fill in both languages, or neither."),
    (
        "observations.json",
        {"note_en": "a\0b"},
        f"{OBSERVATION}, note_en: Must not contain the character U+0000 control character.",
    ),
    (
        "observations.json",
        {"note_en": "a\ud800"},
        f"{OBSERVATION}, note_en: Must not contain the character U+D800 lone surrogate.",
    ),
    (
        "observations.json",
        {"metric": "poverty-incidence"},
        "observations.json, record 1 (poverty-incidence), value: A share is between 0 and 100, not 229500.",
    ),
    (
        "observations.json",
        {"quote": "ankang-report-p1-poor-population-2018"},
        f"{OBSERVATION}, quote: ankang-report-p1-poor-population-2018 is not of the document invented-bulletin-2020.",
    ),
    (
        "quotes.json",
        {"exact": "2017年"},
        f"{QUOTE}, exact: Passage invented-bulletin-2020-p2: these words are not in it: [2017年]",
    ),
    (
        "quotes.json",
        {"exact": "22.9"},
        f"{QUOTE}, exact: Passage invented-bulletin-2020-p2: these words occur 2 times, give more prefix: [22.9]",
    ),
    ("quotes.json", {"passage": None}, f"{QUOTE}, passage: This field is missing."),
    ("documents.json", {"report_year": 0.5}, f"{DOCUMENT}, report_year: Must be a whole number."),
    ("documents.json", {"report_year": 2020.0}, f"{DOCUMENT}, report_year: Must be a whole number."),
    ("documents.json", {"name_en": None}, f"{DOCUMENT}, name_en: This field is missing."),
    ("documents.json", {"emendations": "none"}, f"{DOCUMENT}, emendations: Must be a list."),
    ("documents.json", {"emendations": [5]}, f"{DOCUMENT}, emendations: {TEXTS}"),
    ("documents.json", {"emendations": [{"received": ["x"]}]}, f"{DOCUMENT}, emendations: {TEXTS}"),
    (
        "documents.json",
        {"emendations": [{"received": "\udfff"}]},
        f"{DOCUMENT}, emendations: Must not contain the character U+DFFF lone surrogate.",
    ),
    (
        "documents.json",
        {"sha256_restored": "0" * 64},
        f"{DOCUMENT}, sha256_restored: The sum of restored.txt is {SUM}.",
    ),
    (
        "documents.json",
        {"date": "2020-02-30"},
        f"{DOCUMENT}, date: “2020-02-30” value has the correct format (YYYY-MM-DD) but it is an invalid date.",
    ),
]


@pytest.mark.parametrize(("name", "fields", "problem"), FIELDS)
def test_it_names_file_record_and_field(report: Path, name: str, fields: dict[str, Any], problem: str) -> None:
    rows = json.loads((report / name).read_text())
    rows[0] = {field: value for field, value in (rows[0] | fields).items() if value is not None}
    (report / name).write_text(json.dumps(rows))
    assert refusal(report.parent) == [problem]


TEXT: list[tuple[str, str, str, str]] = [
    # a file, a place in its text, what stands there instead, and what is said of that
    ("quotes.json", "[", "", "quotes.json: not JSON: Extra data: line 6 column 4 (char 119)"),
    ("documents.json", "[", '"', "documents.json: not JSON: Invalid control character at: line 1 column 2 (char 1)"),
    (
        "observations.json",
        "229500",
        "1e99999999999999999999",
        f"{OBSERVATION}, value: “Infinity” value must be a decimal number.",
    ),
    ("observations.json", "229500", "1e999999999", f"{OBSERVATION}, value: “Infinity” value must be a decimal number."),
    ("documents.json", ": 2020,", ": 1e999999999,", f"{DOCUMENT}, report_year: Must be a whole number."),
    ("observations.json", "229500", '1, "value": 2', f"{OBSERVATION}, value: Duplicate field in the record."),
    ("observations.json", '"22.95万人"', "null", f"{OBSERVATION}, value_text: Must be a text."),
    ("observations.json", '"invented-bulletin-2020"', "null", f"{OBSERVATION}, document: Must be a code."),
]


@pytest.mark.parametrize(("name", "old", "new", "problem"), TEXT)
def test_it_refuses_json_that_no_field_can_hold(report: Path, name: str, old: str, new: str, problem: str) -> None:
    replace(report / name, old, new)
    assert refusal(report.parent) == [problem]


UNIT = '"name_zh": "篮", "name_en": "basket", "kind": "count", "measure_words": ["篮"]'
REGION = '"name_zh": "虚构", "name_en": "Invented", "code_system": "own", "level": "county"'
METRIC = (
    '"name_zh": "虚构", "name_en": "Invented", "definition_zh": "虚构", "definition_en": "Invented", '
    '"unit": "percent", "measure": "share", "temporality": "stock"'
)

FILE: list[tuple[str, str, str]] = [
    # another file in the folder, its content, and what is said of that
    ("units.json", "{}", "units.json: a fixture is a list of records"),
    ("units.json", "[[]]", "units.json, record 1: a record is a JSON object"),
    ("units.jsonl", "{}\n[]\n", "units.jsonl, line 2: a record is a JSON object"),
    ("units.jsonl", "x", "units.jsonl, line 1: not JSON: Expecting value: line 1 column 1 (char 0)"),
    (
        "units.json",
        f'[{{"code": "basket", {UNIT}}}, {{"code": "basket", {UNIT}}}]',
        "units.json, record 2 (basket): Duplicate record: first in units.json, record 1 (basket).",
    ),
    ("units.json", f"[{{{UNIT}}}]", "units.json, record 1, code: This field cannot be blank."),
    (
        "units.json",
        f'[{{"code": "Basket", {UNIT}}}]',
        "units.json, record 1 (Basket), code: Words of a-z and 0-9, joined by single hyphens.",
    ),
    (
        "units.json",
        f'[{{"code": "basket\\n", {UNIT}}}]',
        "units.json, record 1, code: Must not begin or end with white space.",
    ),
    (
        "regions.json",
        f'[{{"code": "x", "parent": "y", {REGION}}}, {{"code": "y", "parent": "x", {REGION}}}]',
        "regions.json, record 1 (x), parent: Refers to itself in a circle: x → y → x.",
    ),
    (
        "metrics.json",
        f'[{{"code": "x", "part_of": "x", {METRIC}}}]',
        "metrics.json, record 1 (x), part_of: Refers to itself in a circle: x → x.",
    ),
    (
        "memberships.json",
        '[{"region": "610900", "area": "qinba", "basis_zh": "虚构", "basis_en": "Invented", "xyz": 1}]',
        "memberships.json, record 1, xyz: There is no such field. Allowed are region, area, basis_zh, basis_en, quote.",
    ),
    ("notes.txt", "", f"notes.txt: {FILES}"),
    ("passages.json", "[]", f"passages.json: {FILES}"),
    ("metrics.csv", "", f"metrics.csv: {FILES}"),
]


@pytest.mark.parametrize(("name", "content", "problem"), FILE)
def test_it_refuses_a_file_that_is_no_list_of_records(report: Path, name: str, content: str, problem: str) -> None:
    (report / name).write_text(content)
    assert refusal(report.parent) == [problem]


def test_it_refuses_what_nests_without_end(report: Path) -> None:
    (report / "units.json").write_text("[" * 100_000)
    assert refusal(report.parent) == ["units.json: nests too deeply"]


def test_it_names_all_bad_records_at_once_but_not_what_stands_on_them(report: Path) -> None:
    units = ('"code": "Basket", ' + UNIT, '"code": "bag"', f'"code": "box", "kinds": 1, {UNIT}', UNIT, UNIT)
    (report / "units.json").write_text("[{" + "}, {".join(units) + "}]")
    (report / "metrics.json").write_text(f'[{{"code": "boxes", {METRIC}}}]'.replace("percent", "box"))
    replace(report / "documents.json", "2020-03-01", "March")
    replace(report / "observations.json", '"value": 229500', '"value": "many", "quotes": []')
    assert refusal(report.parent) == [
        "units.json, record 1 (Basket), code: Words of a-z and 0-9, joined by single hyphens.",
        "units.json, record 2 (bag), name_zh: This field is missing.",
        "units.json, record 2 (bag), name_en: This field is missing.",
        "units.json, record 2 (bag), kind: This field is missing.",
        "units.json, record 2 (bag), measure_words: This field is missing.",
        "units.json, record 3 (box), kinds: There is no such field. Did you mean kind?",
        "units.json, record 4, code: This field cannot be blank.",
        "units.json, record 5, code: This field cannot be blank.",
        f"{DOCUMENT}, date: “March” value has an invalid date format. It must be in YYYY-MM-DD format.",
        f"{OBSERVATION}, value: Must be a number.",
        f"{OBSERVATION}, quotes: There is no such field. Did you mean quote?",
    ]


def test_it_names_all_unreadable_files_at_once(report: Path) -> None:
    other = report.parent / "third-report"
    other.mkdir()
    (other / "units.json").write_bytes("篮".encode("gb18030"))
    (other / "regions.json").mkdir()
    (report / "units.json").write_text("[1, {}, null]")
    (report / "quotes.json").write_text("[} ")
    assert refusal(report.parent) == [
        "quotes.json: not JSON: Expecting value: line 1 column 2 (char 1)",
        "units.json, record 1: a record is a JSON object",
        "units.json, record 3: a record is a JSON object",
        "reports/third-report/regions.json: cannot be read: Is a directory",
        "reports/third-report/units.json: not UTF-8: 'utf-8' codec can't decode byte 0xc0 in position 0: "
        "invalid start byte",
    ]


def test_a_report_needs_both_texts(report: Path) -> None:
    (report / "received.txt").unlink()
    assert refusal(report.parent) == ["received.txt: cannot be read: No such file or directory"]


def test_a_report_needs_its_document(report: Path) -> None:
    (report / "documents.json").unlink()
    assert refusal(report.parent) == ["reports/second-report: a folder with texts has documents.json with one document"]


def test_its_texts_need_as_many_lines(report: Path) -> None:
    for name, more in (("received", "\n"), ("restored", "\n\n")):
        text = (report / f"{name}.txt").read_text() + more
        (report / f"{name}.txt").write_text(text)
        field = f"sha256_{name}"
        replace(report / "documents.json", f'"{field}": "{SUM}"', f'"{field}": "{sha256(text.encode()).hexdigest()}"')
    assert refusal(report.parent) == ["restored.txt: has 4 lines, and received.txt has 3"]


def test_a_folder_that_is_none_is_refused(report: Path) -> None:
    assert refusal(report.parent / "nowhere") == ["reports: is not a folder"]
    assert refusal(report / "units.json") == ["reports: is not a folder"]


def test_a_folder_without_folders_is_refused_and_so_is_the_folder_of_one_report(report: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    none = "holds no folders; name the folder that holds those of the reports"
    assert refusal(tmp_path / "empty") == [f"reports: {none}"]
    assert refusal(report) == [
        f"reports/{name}.json: is outside the report folders" for name in ("documents", "observations", "quotes")
    ]
