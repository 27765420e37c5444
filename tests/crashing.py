"""What tests/test_crashes.py runs in a process of its own: changes that are killed before each of their writes.

`python -m tests.crashing FOLDER` prints, for each change, how many times it was killed, and what was wrong after.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, connections, transaction  # noqa: E402

from ankang_api.loading.loader import load  # noqa: E402
from indicators.models import Observation, Passage, Quote, Region, Revision  # noqa: E402
from tests.editing import correcting  # noqa: E402
from tests.fixture_files import FIRST, SECOND, edit_record  # noqa: E402
from tests.tables import tables  # noqa: E402

UNRESTATED = FIRST.replace("2018", "2012")
"""An observation that no other refers to: it may be withdrawn."""


def changed(record: Any, **fields: Any) -> Any:
    for name, value in fields.items():
        setattr(record, name, value)
    return record


def correct(_: Path) -> None:
    with correcting() as changeset:
        changeset.save(changed(Observation.objects.get(code=FIRST), value=229700, note_zh="另。", note_en="Otherwise."))
        changeset.save(changed(Observation.objects.get(code=SECOND), value=229600))


def add(_: Path) -> None:
    """A region, and words of the report that were missed, excluded as evidence."""
    with correcting() as changeset:
        changeset.save(Region(code="invented", name_zh="虚构", name_en="Invented", code_system="own", level="area"))
        passage = Passage.objects.get(code="invented-bulletin-2020-p1")
        words = {"exact": "并非任何机关的文件", "excluded_zh": "不是数据。", "excluded_en": "No data."}
        changeset.save(Quote(code="invented-bulletin-2020-p1-words", passage=passage, **words))


def withdraw(_: Path) -> None:
    with correcting(kind=Revision.Kind.WITHDRAWAL) as changeset:
        changeset.withdraw(Observation.objects.get(code=UNRESTATED))


def reinstate(_: Path) -> None:
    with correcting(kind=Revision.Kind.REINSTATEMENT) as changeset:
        changeset.reinstate(Observation.history.current().get(code=UNRESTATED))


def replace(_: Path) -> None:
    """A wrong period: one record is withdrawn, and another published in its place."""
    with correcting() as changeset:
        record = Observation.objects.get(code=UNRESTATED)
        fields = {name: getattr(record, name) for name in record.content_fields()} | {"code": "", "time_period": "2013"}
        changeset.withdraw(record, replaced_by=UNRESTATED.replace("2012", "2013"))
        changeset.save(Observation(**fields))


def reload_over_a_correction(folder: Path) -> None:
    """The value is a conflict, the note is taken, and a region is new."""
    load([folder])


def revert(_: Path) -> None:
    with correcting(kind=Revision.Kind.REVERT) as changeset:
        changeset.save(changed(Observation.objects.get(code=SECOND), value=229500))


CHANGES: list[Callable[[Path], None]] = [
    *(correct, add, withdraw, reinstate, replace, reload_over_a_correction, revert),
]


class Killer:
    """Ends the process before one of its writes. A read changes nothing: before it is as after the write before."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if not sql.startswith(("BEGIN", "SELECT", "SAVEPOINT", "RELEASE")):
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, *rest)


def killed(change: Callable[[], None], at: int) -> bool:
    """Whether a process that makes the change was killed before its write of that number, or else before its end."""
    connections.close_all()
    if (pid := os.fork()) == 0:
        with connection.execute_wrapper(Killer(at)):
            change()
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    assert status in (0, signal.SIGKILL)
    return status != 0


def until_the_commit(change: Callable[[], None]) -> None:
    with transaction.atomic():
        change()
        os.kill(os.getpid(), signal.SIGKILL)


def kills(change: Callable[[], None]) -> Iterator[tuple[str, bool]]:
    """Make a change, killed before its first write, its second, …, and its commit; whether nothing was left of it."""
    before = tables()
    yield "commit", killed(lambda: until_the_commit(change), 0) and tables() == before
    at = 1
    while killed(change, at):
        yield f"write {at}", tables() == before
        at += 1
    yield "end", tables() != before


def move_the_fixtures(folder: Path) -> None:
    edit_record(folder / "second-report" / "observations.json", 0, value=229400, note_en="Mended.")
    region = {"code": "new", "name_zh": "新", "name_en": "New", "code_system": "own", "level": "area"}
    (folder / "second-report" / "regions.json").write_text(json.dumps([region]))


def main(folder: Path) -> None:
    load([folder])
    told = {}
    for change in CHANGES:
        if change is reload_over_a_correction:
            move_the_fixtures(folder)
        results = list(kills(partial(change, folder)))
        told[change.__name__] = [len(results), [place for place, is_right in results if not is_right]]
        if change is revert:
            load([folder])  # the field is the fixture's again, and takes what moved
        if change in (replace, revert):  # by then, all of those before it are in the history
            call_command("verify_history", "fixtures", folder, stdout=StringIO())
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
