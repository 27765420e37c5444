"""Whether fixtures and corrections explain the current records: a load that is rolled back shows differences."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from ankang_api.loading.folders import read_folders
from ankang_api.loading.loader import Load, Outcome
from ankang_api.loading.problems import LoadError
from ankang_api.loading.record_kinds import COLLECTIONS, FILES
from indicators.history.changeset import columns, open_changeset
from indicators.history.record_audit import shown
from indicators.models import Revision


class Explanation(NamedTuple):
    """The number of records in the fixtures, the current records that left the fixtures, and unexplained values."""

    records: int
    left: list[str]
    faults: list[str]


def explain(folders: list[Path]) -> Explanation:
    try:
        entries = read_folders(folders, FILES)
        with open_changeset(Revision.Kind.LOAD, "loader", "Check") as changeset:
            load = Load(changeset)
            with closing(load.seen):
                outcome = load.run(entries)
                explanation = Explanation(len(load.seen), list(left(load)), list(faults_of(load, outcome)))
            transaction.set_rollback(True)
    except LoadError as error:
        return Explanation(0, [], [f"The fixtures cannot be loaded. {problem}" for problem in error.problems])
    return explanation


def left(load: Load) -> Iterator[str]:
    """Loaded records that the fixtures no longer contain. A load does not remove them."""
    for model in COLLECTIONS.values():
        for record in model._default_manager.all().iterator():
            if record not in load.seen and "" not in load.overrides.of(record):
                yield f"{record.record_type()} {record.record_code}"


def faults_of(load: Load, outcome: Outcome) -> Iterator[str]:
    """The values that neither the fixtures nor the corrections explain: a load would change them."""
    for override in outcome.found:
        yield f"Override of {override}: the fixture says {override.fixture}, and no load has noted it"
    if outcome.revision is None:
        return
    for model in COLLECTIONS.values():
        for version in model.history.filter(revision_from=outcome.revision).iterator():
            name = f"{model.record_type()} {model(**columns(version)).record_code}"
            before = model.history.filter(id=version.id, revision_to=outcome.revision).first()
            if before is None:
                yield f"{name}: the fixtures contain it, but it is not published"
                continue
            old, new = columns(before), columns(version)
            moved = [column for column, value in new.items() if value != old[column]]
            given = {field.attname for field in model.content_fields().values()}
            for column in [column for column in moved if column in given] or moved:  # others follow from those
                said, is_so = shown(new[column]), shown(old[column])
                yield f"{name}: {column} is {is_so}, and fixtures and corrections give {said}"
