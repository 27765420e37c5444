"""The loader: creates and changes records in one revision, and preserves corrections."""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from ankang_api.loading.candidates import Candidates
from ankang_api.loading.dependency_order import in_order
from ankang_api.loading.duplicates import Seen
from ankang_api.loading.files import Entries, Entry, noting
from ankang_api.loading.folders import read_folders
from ankang_api.loading.merging import Overrides
from ankang_api.loading.positions import Waiting
from ankang_api.loading.problems import LoadError, Problem, collecting
from ankang_api.loading.record_kinds import COLLECTIONS, FILES, later_relations, natural_key, relations, stands_alone
from ankang_api.loading.related.later import Later
from ankang_api.loading.related.withdrawn import refuse
from ankang_api.loading.versions.loaded import check_versions, record_versions
from ankang_api.loading.versions.version_file import read_versions
from indicators.history.changeset import Changeset, columns, open_changeset
from indicators.models import Override, Record, Revision

BATCH_RECORDS = 1000
"""Records that are looked up and written together, where no others refer to them."""

ANALYZE_AFTER_RECORDS = 10_000
"""New records after which the planner statistics of the database are renewed."""

MAX_PROBLEMS = 300
"""After this many problems the rest of a large collection is not read."""

Save = Callable[[Record], None]
Progress = Callable[[str, int, int], None]
"""Called with the name of a collection, the number of its loaded records, and the number of all."""


class Outcome(NamedTuple):
    """The result of a load: records created, changed and unchanged by collection, the new conflicts, the number of open
    conflicts, and the revision of the load, if any."""

    created: Counter[str]
    changed: Counter[str]
    unchanged: Counter[str]
    found: list[Override]
    open: int
    revision: Revision | None


class Load:
    """One load of the entries of some folders. Use it once, inside a transaction."""

    def __init__(self, changeset: Changeset, progress: Progress | None = None) -> None:
        self.changeset, self.progress = changeset, progress
        self.waiting = Waiting(changeset)
        self.overrides = Overrides()
        self.candidates = Candidates()
        self.later: list[Later] = []
        self.seen = Seen()
        self.created, self.changed, self.unchanged = Counter[str](), Counter[str](), Counter[str]()
        self.problems: list[Problem] = []

    def run(self, entries: dict[str, Entries]) -> Outcome:
        for name, model in COLLECTIONS.items():
            of_collection = entries.get(name, Entries())
            with collecting(self.problems):
                (self.take_in_batches if stands_alone(model) else self.take_one_by_one)(name, model, of_collection)
        if not self.problems:
            self.set_later_relations()
        if self.problems:
            raise LoadError(self.problems)
        conflicts = Override.objects.filter(conflict=True).count()
        counts = self.created, self.changed, self.unchanged
        return Outcome(*counts, self.overrides.conflicts, conflicts, self.changeset.revision)

    def take_one_by_one(self, name: str, model: type[Record], entries: Entries) -> None:
        """Load records that others refer to, each after those that it refers to. All of them stay in memory."""
        in_file_order = list(entries)
        self.candidates.look_up(model, model._default_manager.all(), model.history.current().filter(withdrawn=True))
        self.candidates.given[model] = {entry.code for entry in in_file_order}
        for entry in in_order(model, in_file_order):
            with noting(self.problems, entry):
                candidate, gone = self.candidates.make(model, entry)
                self.apply(name, entry, candidate, gone, self.waiting.save)
        if in_file_order:
            with noting(self.problems, in_file_order[-1]):
                self.waiting.finish()

    def take_in_batches(self, name: str, model: type[Record], entries: Entries) -> None:
        taken, rest = 0, iter(entries)
        while batch := list(islice(rest, BATCH_RECORDS)):
            if len(self.problems) >= MAX_PROBLEMS:
                self.problems.append(
                    batch[0].problem("", "Nothing was read from here on: too much is wrong before it.")
                )
                return
            self.take_batch(name, model, batch)
            taken += len(batch)
            if self.progress:
                self.progress(name, taken, entries.count)

    def take_batch(self, name: str, model: type[Record], entries: list[Entry]) -> None:
        candidates = []
        for entry in entries:
            with noting(self.problems, entry):
                candidates.append((entry, *self.candidates.make(model, entry)))
        codes = [candidate.record_code for _entry, candidate, _gone in candidates]
        withdrawn = model.history.current().filter(withdrawn=True, code__in=codes)
        current: Iterable[Record] = model._default_manager.filter(code__in=codes)  # type: ignore[misc]  # it has one
        self.candidates.look_up(model, current, withdrawn)
        pending: list[tuple[Entry, Record]] = []
        for entry, candidate, gone in candidates:
            with noting(self.problems, entry):
                self.apply(name, entry, candidate, gone, partial(wait, pending, entry))
        self.publish(pending)

    def publish(self, pending: list[tuple[Entry, Record]]) -> None:
        """Save valid records together. If the database refuses that, save them one by one to name the record."""
        clean = []
        for entry, record in pending:
            with noting(self.problems, entry):
                record.clean_fields(exclude=relations(type(record)))
                clean.append((entry, record))
        try:
            self.changeset.save_all([record for _entry, record in clean])
        except IntegrityError:
            for entry, record in clean:
                with noting(self.problems, entry):
                    self.changeset.save(record)

    def set_later_relations(self) -> None:
        """Set the relations for which all records have to exist."""
        for later in self.later:
            with noting(self.problems, later.entry):
                if later.set(self.changeset, self.overrides) and later.was_unchanged:
                    self.unchanged[later.collection] -= 1
                    self.changed[later.collection] += 1

    def apply(self, name: str, entry: Entry, candidate: Record, gone: dict[str, Record], save: Save) -> None:
        """Save a record that is new or changed. Raises ValidationError."""
        model, key = type(candidate), natural_key(candidate)
        record = self.candidates.known[model].get(key)
        if record is None and (version := self.candidates.withdrawn[model].get(key)):
            self.overrides.compare_withdrawn(version, candidate)
            self.unchanged[name] += 1
            return
        if record is None:
            refuse(gone, candidate)
        if not gone:
            candidate.clean()  # a code can be derived only from valid fields
        if all(key) and (first := self.seen.add(candidate, entry)):
            raise ValidationError("Duplicate record: first in {}, {}.".format(*first))
        later, is_changed = later_relations(model, entry.fields), False
        if record is None:
            save(candidate)
            self.candidates.known[model][key] = candidate
            self.created[name] += 1
        elif is_changed := self.update(record, candidate, later):
            refuse(gone, record)
            save(record)
            self.changed[name] += 1
        else:
            self.unchanged[name] += 1
        if later:
            was_unchanged = record is not None and not is_changed
            self.later.append(Later(name, entry, record or candidate, later, was_unchanged))

    def update(self, record: Record, candidate: Record, later: list[str]) -> bool:
        """Set a record to its fixture, except corrected fields and later relations. Returns whether that changes it."""
        before = columns(record)
        if held := self.overrides.of(record):
            self.overrides.merge(record, candidate, held, later)
        else:
            for name, field in record.content_fields().items():  # fields that the fixture omits get their default
                if name not in later:
                    setattr(record, field.attname, getattr(candidate, field.attname))
        record.derive()
        return columns(record) != before


def wait(pending: list[tuple[Entry, Record]], entry: Entry, record: Record) -> None:
    pending.append((entry, record))


def load(
    folders: list[Path],
    *,
    dry_run: bool = False,
    downgrade: bool = False,
    role: str = "loader",
    user: Any = None,
    progress: Progress | None = None,
) -> Outcome:
    """Load the subfolders of each folder. A LoadError names what is wrong, and then nothing is loaded.

    It is an OlderFixturesError if a newer version of a folder is loaded, unless `downgrade` allows this.
    """
    entries = read_folders(folders, FILES)
    versions = read_versions(folders)
    names = ", ".join(sorted(folder.resolve().name for folder in folders))
    with open_changeset(Revision.Kind.LOAD, role, f"Load of {names}", user) as changeset:
        check_versions(versions, downgrade=downgrade)
        loading = Load(changeset, progress)
        with closing(loading.seen):
            outcome = loading.run(entries)
        record_versions(versions, outcome.revision)
        if dry_run:
            transaction.set_rollback(True)
    if not dry_run and sum(outcome.created.values()) >= ANALYZE_AFTER_RECORDS:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return outcome
