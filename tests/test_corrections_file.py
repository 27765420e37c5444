"""export_corrections and restore_corrections: a rebuilt database gets its corrections back."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError

from indicators.history.changeset import open_changeset
from indicators.models import Correction, Membership, Observation, Override, Passage, Quote, Region, Revision, Unit
from programmes.models import ProgrammeMetric
from tests.commands import load, run_command
from tests.databases import manage
from tests.editing import correct, correcting
from tests.tables import delete_all_rows, revisions, tables

pytestmark = pytest.mark.django_db

CODE = "ankang-report-poor-population-610900-2018"


def refusal(path: Path, *arguments: str) -> list[str]:
    before = tables()
    with pytest.raises(CommandError) as caught:
        run_command("restore_corrections", path, *arguments)
    assert tables() == before
    first, *rest = str(caught.value).splitlines()
    assert first == "Nothing was restored."
    return [line.removeprefix(f"{path}, ") for line in rest]


def change(**fields: Any) -> None:
    correct(Observation.objects.get(code=CODE), "Read the report again.", **fields)


def correct_in_many_ways() -> None:
    change(value=229700, note_zh="重新核对：=“原文”。", note_en="Checked again.")
    with correcting("Words that were missed.", Revision.Kind.ADDITION) as changeset:
        passage = Passage.objects.get(code="ankang-report-p1")
        words = {"exact": passage.text[:4], "excluded_zh": "不是数据。", "excluded_en": "No data."}
        changeset.save(Quote(code="ankang-report-p1-start", passage=passage, **words))
        region = Region(code="invented", name_zh="虚构", name_en="Invented", code_system="own", level="area")
        changeset.save(region)
        region.name_en = "Made up"
        changeset.save(region)
        changeset.save(
            Membership(region=Region.objects.get(code="610902"), area=region, basis_zh="无。", basis_en="None.")
        )
    with correcting("A sign that it answers to.") as changeset:
        unit = Unit.objects.get(code="person")
        unit.measure_words = [*unit.measure_words, "口人"]
        changeset.save(unit)
    change(value=229800)
    with correcting("Back.", Revision.Kind.REVERT) as changeset:
        record = Observation.objects.get(code=CODE)
        record.value = 229700
        changeset.save(record)
    first, second = Observation.objects.exclude(code=CODE)[:2]
    with correcting("Not in the report.", Revision.Kind.WITHDRAWAL) as changeset:
        changeset.withdraw(first, replaced_by=CODE)
        changeset.withdraw(second)
        changeset.withdraw(ProgrammeMetric.objects.all()[0])
    with correcting("It is in the report.", Revision.Kind.REINSTATEMENT) as changeset:
        changeset.reinstate(Observation.history.current().get(code=second.code))
    with correcting("Redaction in the reason of revision 4.") as changeset:
        number = changeset.open_revision().number
    Revision.objects.filter(number=4).update(reason="A sign that ██ answers to.", redacted_in=number)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "corrections.jsonl"


def test_a_rebuilt_database_gets_its_corrections_back(file: Path) -> None:
    correct_in_many_ways()
    before = tables()
    assert run_command("export_corrections", file) == f"Wrote 8 revisions to {file}.\n"
    told, held = log(), list(Override.objects.values_list("record", "field", "loaded"))
    stands = values()
    assert tables() == before
    delete_all_rows()
    load()
    assert run_command("restore_corrections", file) == "Restored 8 revisions; 0 were there already.\n"
    assert values() == stands
    assert log() == told
    assert list(Override.objects.values_list("record", "field", "loaded")) == held
    assert revisions()[1:] == [
        (2, "correction", "corrector", "Read the report again."),
        (3, "addition", "corrector", "Words that were missed."),
        (4, "correction", "corrector", "A sign that ██ answers to."),
        (5, "correction", "corrector", "Read the report again."),
        (6, "revert", "corrector", "Back."),
        (7, "withdrawal", "corrector", "Not in the report."),
        (8, "reinstatement", "corrector", "It is in the report."),
        (9, "correction", "corrector", "Redaction in the reason of revision 4."),
    ]
    assert list(Revision.objects.values_list("redacted_in", flat=True)) == [None, None, None, 9, *[None] * 5]
    after = tables()
    assert run_command("restore_corrections", file) == "Restored 0 revisions; 8 were there already.\n"
    load()
    assert not Override.objects.filter(conflict=True).exists()
    assert tables() == after
    run_command("verify_history")


def log() -> list[tuple[Any, ...]]:
    fields = ("code", "record_type", "record", "action", "field", "old", "new", "quote_exact", "replaced_by")
    return list(Correction.objects.values_list(*fields))


def values() -> dict[str, list[Any]]:
    """What stands, but for the keys of the database, by table and code."""
    found = {}
    for table, rows in tables().items():
        coded = [row for row in rows.values() if "code" in row and "corrected" in row and "history_id" not in row]
        plain = [{name: value for name, value in row.items() if not name.endswith("id")} for row in coded]
        found[table] = sorted(plain, key=lambda row: str(row["code"]))
    return found


def test_each_revision_is_a_line_with_all_that_is_needed_and_no_account(file: Path, admin_user: Any) -> None:
    with correcting("Read the report again.") as changeset:
        changeset.user = admin_user
        record = Observation.objects.get(code=CODE)
        record.value = 229700
        changeset.save(record)
        changeset.save(Region(code="invented", name_zh="虚构", name_en="Invented", code_system="own", level="area"))
    run_command("export_corrections", file)
    [line] = [json.loads(line) for line in file.read_text().splitlines()]
    assert line.pop("time") == Revision.objects.get(number=2).time.isoformat()
    assert line == {
        "revision": 2,
        "kind": "correction",
        "role": "corrector",
        "reason": "Read the report again.",
        "redacted_in": None,
        "changes": [
            {
                "record_type": "observation",
                "record": CODE,
                "action": "changed",
                "field": "value",
                "old": "229600",
                "new": "229700",
            },
            {
                "record_type": "region",
                "record": "invented",
                "action": "added",
                "fields": {
                    "name_zh": "虚构",
                    "name_en": "Invented",
                    "note_zh": None,
                    "note_en": None,
                    "code": "invented",
                    "code_system": "own",
                    "level": "area",
                    "parent": None,
                    "successor": None,
                },
            },
        ],
    }


def corrected_twice(file: Path) -> None:
    change(value=229700)
    change(value=229800)
    run_command("export_corrections", file)


def test_a_newer_file_adds_only_what_is_missing(file: Path) -> None:
    corrected_twice(file)
    whole = file.read_text()
    delete_all_rows()
    load()
    file.write_text(whole.splitlines()[0] + "\n")
    assert run_command("restore_corrections", file) == "Restored 1 revisions; 0 were there already.\n"
    file.write_text(whole)
    assert run_command("restore_corrections", file) == "Restored 1 revisions; 1 were there already.\n"
    assert Observation.objects.get(code=CODE).value == 229800


def move(**fields: Any) -> None:
    """As if a changed fixture had been loaded."""
    with open_changeset(Revision.Kind.LOAD, "loader", "Load of fixtures") as changeset:
        record = Observation.objects.get(code=CODE)
        for name, value in fields.items():
            setattr(record, name, value)
        changeset.save(record)


def test_what_moved_since_is_told_and_nothing_is_restored(file: Path) -> None:
    corrected_twice(file)
    delete_all_rows()
    load()
    move(value=229500)
    assert refusal(file) == [
        f"line 1: value of observation {CODE} is 229500, but was 229600 when it was corrected to 229700"
    ]
    assert run_command("restore_corrections", file, "--moved") == "Restored 2 revisions; 0 were there already.\n"
    assert Observation.objects.get(code=CODE).value == 229800
    assert list(Override.objects.values_list("field", "loaded")) == [("value", "229500")]
    assert run_command("restore_corrections", file, "--moved") == "Restored 0 revisions; 2 were there already.\n"


def test_what_a_record_needs_must_be_there(file: Path) -> None:
    correct_in_many_ways()
    run_command("export_corrections", file)
    delete_all_rows()
    told = refusal(file)
    assert told[0] == f"line 1: observation {CODE} is not published, so it cannot be changed."
    assert len(told) >= 7


def line(**fields: Any) -> dict[str, Any]:
    change = {"record_type": "observation", "record": CODE, "action": "changed", "field": "value"}
    whole = {
        "revision": 2,
        "time": "2026-01-01T00:00:00+00:00",
        "kind": "correction",
        "role": "corrector",
        "reason": "Read again.",
        "redacted_in": None,
        "changes": [change | {"old": "229600", "new": "229700"}],
    }
    return whole | fields


def with_change(**fields: Any) -> dict[str, Any]:
    whole = line()
    return whole | {"changes": [whole["changes"][0] | fields]}


DAMAGED: list[tuple[Any, str]] = [
    (b'{"revision": 2,', "not JSON: Expecting property name enclosed in double quotes: line 1 column 16 (char 15)"),
    (b"\xff\xfe", "not UTF-8: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"),
    (b"", "not JSON: Expecting value: line 1 column 1 (char 0)"),
    (b"[" * 100_000, "maximum recursion depth exceeded while decoding a JSON array from a unicode string"),
    ([], "it must be an object with revision, time, kind, role, reason, redacted_in, changes"),
    (line(more=1), "it must be an object with revision, time, kind, role, reason, redacted_in, changes"),
    (line(revision=True), "revision is True"),
    (line(time="yesterday"), "Invalid isoformat string: 'yesterday'"),
    (line(kind="load"), "a load is no correction"),
    (line(kind="whim"), "Value 'whim' is not a valid choice."),
    (line(reason=""), "Must not be empty nor begin with white space, =, +, - or @."),
    (line(reason="=1+1"), "Must not be empty nor begin with white space, =, +, - or @."),
    (line(reason="a\x00b"), "it contains the character U+0000 control character"),
    (line(redacted_in=9), "it was redacted in revision 9, which is not in the file"),
    (line(changes=[1]), "it must be an object with record_type, record, action"),
    (with_change(action="deleted"), "it must be an object with record_type, record, action"),
    (with_change(record_type="house"), "there is no record type 'house'"),
    (with_change(record="a--b"), "'a--b' is no code of the type observation"),
    (with_change(record="nothing"), "observation nothing is not published, so it cannot be changed."),
    (with_change(field="price"), "observation has no field 'price'"),
    (with_change(new=229700), "new is 229700"),
    (with_change(new="many"), "“many” value must be a decimal number."),
    (with_change(new="NaN"), "“NaN” value must be a decimal number."),
    (with_change(new="229600.5"), "A value in people is a whole number, not 229600.5."),
    (with_change(field="metric", old="poor-population", new="none"), "HistoricalMetric matching query does not exist."),
]


@pytest.mark.parametrize(("damaged", "told"), DAMAGED, ids=[told[:40] for _, told in DAMAGED])
def test_a_damaged_file_is_refused_with_its_line(file: Path, damaged: Any, told: str) -> None:
    second = damaged if isinstance(damaged, bytes) else json.dumps(damaged).encode()
    first = with_change(old="229600", new="229600") | {"revision": 1}
    file.write_bytes(json.dumps(first).encode() + b"\n" + second + b"\n")
    assert [said.split(";")[0] for said in refusal(file)] == [f"line 2: {told}"]


def test_lines_out_of_order_are_refused(file: Path) -> None:
    file.write_text(f"{json.dumps(line(revision=3))}\n{json.dumps(line(revision=3))}\n")
    assert refusal(file) == ["line 2: revision 3 comes after revision 3"]


def test_a_file_that_is_not_there_or_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"^Nothing was restored\.\n.*/none: cannot be read: No such file"):
        run_command("restore_corrections", tmp_path / "none")
    with pytest.raises(CommandError, match=r"none/file cannot be written: No such file or directory\.$"):
        run_command("export_corrections", tmp_path / "none" / "file")


def test_an_empty_file_restores_nothing(file: Path) -> None:
    assert run_command("export_corrections", file) == f"Wrote 0 revisions to {file}.\n"
    assert run_command("restore_corrections", file) == "Restored 0 revisions; 0 were there already.\n"


def test_the_commands_work_from_the_outside(database_url: str, file: Path) -> None:
    change(value=229700)
    run_command("export_corrections", file)
    assert manage(database_url, "restore_corrections", file) == (0, "Restored 1 revisions; 0 were there already.\n")
    code, printed = manage(database_url, "verify_history")
    assert (code, printed.splitlines()[0]) == (
        0,
        "Checked 2 revisions, 518 records, 519 versions, 1 corrections, and 518 records of the fixtures.",
    )
