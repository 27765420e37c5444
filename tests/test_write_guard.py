"""Only indicators/history/changeset.py writes published data: attempted, observed, and checked in the code."""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from ankang_api.corrections_file.restoring import restore
from indicators.models import Membership, Metric, Observation, Record, Region, Revision
from indicators.models.record import OutsideChangesetError
from programmes.models import Programme
from tests.commands import load, run_command
from tests.editing import correct, correcting, tampering, withdraw
from tests.fixture_files import FIRST, FIXTURES, REPORTS, reorder_metrics
from tests.serving import ROOT
from tests.tables import delete_all_rows

WRITER = ROOT / "indicators" / "history" / "changeset.py"
GUARD = ROOT / "indicators" / "models" / "record.py"

RECORDS = [model for model in apps.get_models() if issubclass(model, Record)]
WRITES: dict[str, Callable[[Any], Any]] = {
    "save": lambda record: record.save(),
    "delete": lambda record: record.delete(),
    "update": lambda record: type(record).objects.update(corrected=True),
    "update of a choice": lambda record: type(record).objects.filter(pk=record.pk).update(corrected=True),
    "delete of all": lambda record: type(record).objects.all().delete(),
    "create": lambda record: type(record).objects.create(),
    "get_or_create": lambda record: type(record).objects.get_or_create(pk=-1),
    "update_or_create": lambda record: type(record).objects.update_or_create(pk=record.pk),
    "bulk_create": lambda record: type(record).objects.bulk_create([record]),
    "bulk_update": lambda record: type(record).objects.bulk_update([record], ["corrected"]),
}


@pytest.mark.django_db
@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_write_outside_a_changeset_is_refused(write: Callable[[Any], Any]) -> None:
    with pytest.raises(OutsideChangesetError):
        write(Metric.objects.all()[0])


@pytest.mark.django_db
@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_every_kind_of_record_has_this_guard(model: Any) -> None:
    record = model.objects.all()[0]
    for write in (WRITES["save"], WRITES["delete"], WRITES["update"], WRITES["bulk_update"]):
        with pytest.raises(OutsideChangesetError):
            write(record)


@pytest.mark.django_db
def test_a_write_through_a_relation_is_refused_too() -> None:
    region, area = Region.objects.filter(level="county")[0], Region.objects.filter(level="area")[0]
    for write in (
        lambda: region.member_of.add(area, through_defaults={"basis_zh": "无。", "basis_en": "None."}),
        lambda: Region.objects.get(code="610900").member_of.clear(),
        lambda: Region.objects.get(code="610900").children.update(level="area"),
        lambda: Programme.objects.all()[0].programme_metrics.all().delete(),
    ):
        with pytest.raises(OutsideChangesetError), transaction.atomic():
            write()


def writer() -> str:
    """The file of ours that writes at this moment: the one that called Django, or the guard that every save passes."""
    frame: FrameType | None = sys._getframe()
    ours = (ROOT / "indicators", ROOT / "programmes", ROOT / "ankang_api", ROOT / "tests")
    while frame:
        path = Path(frame.f_code.co_filename)
        if path not in (GUARD, Path(__file__)) and any(folder in path.parents for folder in ours):
            return path.relative_to(ROOT).as_posix()
        frame = frame.f_back
    return "nobody"


@contextmanager
def watching(writers: list[tuple[str, str]]) -> Iterator[None]:
    """Note the table and the writer of each statement that writes published data or their versions."""
    tables = {name for model in RECORDS for name in (model._meta.db_table, model.history.model._meta.db_table)}

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if found := re.match(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"', sql):
            writers.extend([(found[1], writer())] if found[1] in tables else [])
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield


@pytest.mark.django_db
def test_every_statement_that_writes_comes_from_the_door(fixtures: Path, tmp_path: Path) -> None:
    """A load, an exchange of places, a correction, an addition, a withdrawal, a reinstatement, and a restoration."""
    delete_all_rows()
    writers: list[tuple[str, str]] = []
    with watching(writers):
        load(FIXTURES, REPORTS)
        reorder_metrics(fixtures, 2, 1, 3, 4, 5)
        load(fixtures)
        correct(Observation.objects.get(code=FIRST), value=229700)
        with correcting() as changeset:
            area = Region(code="invented", name_zh="虚构", name_en="Invented", code_system="own", level="area")
            changeset.save(area)
            changeset.save(
                Membership(region=Region.objects.get(code="610902"), area=area, basis_zh="无。", basis_en="No.")
            )
        gone = Observation.objects.all()[0]
        withdraw(gone)
        with correcting(kind=Revision.Kind.REVERT) as changeset:
            changeset.reinstate(Observation.history.current().get(code=gone.code))
        run_command("export_corrections", tmp_path / "corrections.jsonl")
    assert {table for table, _ in writers} >= {model._meta.db_table for model in RECORDS}
    assert {path for _, path in writers} == {"indicators/history/changeset.py"}
    delete_all_rows()
    load(fixtures)
    writers.clear()
    with watching(writers):
        restore(tmp_path / "corrections.jsonl")
    assert {path for _, path in writers} == {"indicators/history/changeset.py"}


@pytest.mark.django_db
def test_the_watch_sees_a_write_beside_the_door() -> None:
    writers: list[tuple[str, str]] = []
    with watching(writers), tampering():
        Region.objects.all()[0].save()
        change_versions()
    assert [table for table, _ in writers] == ["indicators_region", "indicators_historicalregion"]
    assert {path for _, path in writers}.isdisjoint({"indicators/history/changeset.py"})


def change_versions() -> None:
    Region.history.filter(code="610900").update(withdrawn=True)


def modules() -> Iterator[Path]:
    for package in ("ankang_api", "indicators", "programmes"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts and path not in (WRITER, GUARD):
                yield path


METHODS = {"save", "delete", "create", "update", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
CHANGESETS = {"changeset", "self.changeset", "self.waiting"}
"""What changesets are called, and what waits for one."""

OTHER_WRITES = {
    "Group.objects": "the roles of accounts",
    "LoadedFixtures.objects": "the versions of fixtures that were loaded",
    "SecretKeyDigest.objects": "the key of the nodes, which is no data",
    "Override.objects": "what is held against the fixtures",
    "Revision.objects": "the numbers of revisions, and that a reason was redacted",
    "log_entry": "the log of actions in the admin",
    "held[name]": "what is held against the fixtures",
    "override": "what is held against the fixtures",
    "overrides_of(record)": "what is held against the fixtures",
    "revision": "a reason that is redacted",
    "self": "a revision, by the queryset that numbers them; or the changeset of a spreadsheet",
    "super()": "the method of the class above",
    "whole": "what is held against the fixtures",
    "workbook": "a spreadsheet",
}
"""What else the code writes: none of it is published data."""


def receiver(call: ast.Call) -> str:
    """What a method is called of; of a queryset, the manager that it begins with."""
    assert isinstance(call.func, ast.Attribute)
    found: ast.expr = call.func.value
    while isinstance(found, ast.Call) and isinstance(found.func, ast.Attribute):
        found = found.func.value
    return ast.unparse(found)


def calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node


def is_of_a_record(call: ast.Call) -> bool:
    """Whether the call may write rows: `update` and `create` of what is no manager belong to dictionaries and sets."""
    assert isinstance(call.func, ast.Attribute)
    name = receiver(call)
    if call.func.attr not in METHODS or name in CHANGESETS | set(OTHER_WRITES):
        return False
    return call.func.attr != "update" or "objects" in name or "history" in name or "manager" in name


def test_no_other_code_writes_records() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {ast.unparse(call)}"
        for path in modules()
        for call in calls(path)
        if is_of_a_record(call)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("code", "is_one"),
    [
        ("record.save()", True),
        ("Observation.objects.filter(pk=1).update(value=2)", True),
        ("model._default_manager.create(code='a')", True),
        ("Region.history.filter(pk=1).delete()", True),
        ("changeset.save(record)", False),
        ("counts.update(rows)", False),
        ("Override.objects.filter(pk=1).delete()", False),
    ],
)
def test_the_search_knows_a_write_when_it_sees_one(code: str, is_one: bool) -> None:
    [node, *_] = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    assert is_of_a_record(node) is is_one


def test_no_code_opens_the_guard_or_goes_round_it() -> None:
    hidden = {"CHANGESET_IS_OPEN", "save_base", "_raw_delete", "raw", "RawSQL", "executemany"}
    names = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if (name := getattr(node, "attr", getattr(node, "id", ""))) in hidden
        and isinstance(getattr(node, "ctx", None), ast.Load)
    }
    assert names == set()


MADE = {
    "indicators/sql/compiled.py": "what Django compiles of a queryset",
    "ankang_api/loading/duplicates.py": "a database of its own, which ends with the load",
}
"""Files that execute what no string of theirs says in full, and what it is."""


READS = ("SELECT ", "LISTEN ", "ANALYZE", "PRAGMA integrity_check")


def test_raw_sql_only_reads() -> None:
    sql = [
        call.args[0]
        for path in modules()
        for call in calls(path)
        if call.func.attr == "execute" and path.relative_to(ROOT).as_posix() not in MADE  # type: ignore[attr-defined]
    ]
    assert sql, "a search that finds nothing proves nothing"
    assert all(isinstance(one, ast.Constant) and str(one.value).startswith(READS) for one in sql)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"), [("code", "another"), ("time_period", "2017"), ("value_type", "target"), ("metric", None)]
)
def test_no_correction_changes_what_a_record_is_of(field: str, value: str | None) -> None:
    observation = Observation.objects.get(code="ankang-report-poor-population-610900-2018")
    setattr(observation, field, value or Metric.objects.get(code="paired-cadres"))
    with pytest.raises(ValidationError) as refused, correcting() as changeset:
        changeset.save(observation)
    sentence = "This says what the record is of, and never changes. Publish another record in its place."
    assert refused.value.message_dict == {field: [sentence]}
    assert Revision.objects.count() == 1
