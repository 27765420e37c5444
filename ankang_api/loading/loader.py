"""The loader: it creates what is missing, changes what moved, keeps what was corrected, all in one revision."""

from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models, transaction

from ankang_api.loading.folders import read_folders
from ankang_api.loading.merging import Overrides
from ankang_api.loading.order import in_order
from ankang_api.loading.places import Waiting
from ankang_api.loading.problems import LoadError, Problem, collecting
from ankang_api.loading.sources import Entry, noting
from ankang_api.loading.values import REPEATED, converted, field_of, required_fields
from ankang_api.loading.withdrawn import refuse, withdrawn_relations
from indicators.edition import Edition, columns, edition
from indicators.models import (
    Document,
    Membership,
    Metric,
    Observation,
    Override,
    Passage,
    Quote,
    Record,
    Region,
    Revision,
    Unit,
)
from programmes.models import Achievement, Part, Programme, ProgrammeMetric

COLLECTIONS: dict[str, type[Record]] = {
    "regions": Region,
    "memberships": Membership,
    "units": Unit,
    "metrics": Metric,
    "documents": Document,
    "passages": Passage,
    "quotes": Quote,
    "observations": Observation,
    "programmes": Programme,
    "programme-metrics": ProgrammeMetric,
    "parts": Part,
    "achievements": Achievement,
}
"""What is loaded, in an order in which each refers only to what comes before it or to its own kind."""

FILES = [name for name in COLLECTIONS if name != "passages"]
"""What fixtures hold. Passages are the lines of a report's texts, whose sums its document states."""

Key = tuple[Any, ...]


class Outcome(NamedTuple):
    """What a load did: records created, changed and left alone by collection; the conflicts that it found new and
    those that are open in all; the revision that it opened, if any."""

    created: Counter[str]
    changed: Counter[str]
    unchanged: Counter[str]
    found: list[Override]
    open: int
    revision: Revision | None


def natural_key(record: Any) -> Key:
    """The natural key of a record or of a version of one, as its columns have it."""
    fields = (record._meta.get_field(name) for name in getattr(record, "instance_type", record).natural_key_fields)
    return tuple(getattr(record, field.attname) for field in fields if isinstance(field, models.Field))


class Load:
    """One load of the entries of some folders. Use it once, inside a transaction."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.waiting = Waiting(edition)
        self.overrides = Overrides()
        self.known: dict[type[Record], dict[Key, Record]] = {}
        self.withdrawn: dict[type[Record], dict[Key, Any]] = {}
        self.given: dict[type[Record], set[str]] = {}
        self.seen: dict[tuple[type[Record], Key], Entry] = {}
        self.created, self.changed, self.unchanged = Counter[str](), Counter[str](), Counter[str]()
        self.problems: list[Problem] = []

    def run(self, entries: dict[str, list[Entry]]) -> Outcome:
        for name, model in COLLECTIONS.items():
            found = entries.get(name, [])
            self.known[model] = {natural_key(record): record for record in model._default_manager.all()}
            withdrawn = model.history.standing().filter(withdrawn=True)
            self.withdrawn[model] = {natural_key(version): version for version in withdrawn}
            self.given[model] = {entry.code for entry in found}
            with collecting(self.problems):
                for entry in in_order(model, found):
                    with noting(self.problems, entry):
                        self.take(name, model, entry)
                if found:
                    with noting(self.problems, found[-1]):
                        self.waiting.finish()
        if self.problems:
            raise LoadError(self.problems)
        conflicts = Override.objects.filter(conflict=True).count()
        counts = self.created, self.changed, self.unchanged
        return Outcome(*counts, self.overrides.conflicts, conflicts, self.edition.revision)

    def take(self, name: str, model: type[Record], entry: Entry) -> None:
        candidate = model(**self.values_of(model, entry))
        gone = withdrawn_relations(candidate)
        candidate.clean_fields(exclude=["revision", "code", *gone])  # derive() and clean() count on whole fields,
        candidate.derive()
        key = natural_key(candidate)
        record = self.known[model].get(key)
        if record is None and (version := self.withdrawn[model].get(key)):
            self.overrides.watch(version, candidate)
            self.unchanged[name] += 1
            return
        if record is None:
            refuse(gone, candidate)
        if not gone:
            candidate.clean()  # and a code can be made only of what is right
        first = self.seen.setdefault((model, key), entry)
        if first is not entry and all(key):
            raise ValidationError(f"This record stands twice: first in {first.path}, {first.record}.")
        if record is None:
            self.waiting.save(candidate)
            self.known[model][key] = candidate
            self.created[name] += 1
        elif self.moves(record, candidate):
            refuse(gone, record)
            self.waiting.save(record)
            self.changed[name] += 1
        else:
            self.unchanged[name] += 1

    def moves(self, record: Record, candidate: Record) -> bool:
        """Give a record what its fixture says, but for what corrections hold; whether that changes it."""
        before = columns(record)
        if held := self.overrides.of(record):
            self.overrides.merge(record, candidate, held)
        else:
            for field in record.content_fields().values():  # what the fixture does not name goes back to its default
                setattr(record, field.attname, getattr(candidate, field.attname))
        record.derive()
        return columns(record) != before

    def values_of(self, model: type[Record], entry: Entry) -> dict[str, Any]:
        values = {}
        missing = [name for name in required_fields(model) if name not in entry.fields]
        mistakes = {name: ["This field is missing."] for name in missing}
        for name, value in entry.fields.items():
            try:
                field = field_of(model, name)
                if value is REPEATED:
                    raise ValidationError("This field stands twice in the record.")
                values[name] = self.related(field, value) if field.is_relation else converted(field, value)
            except ValidationError as error:
                mistakes[name] = error.messages
        if mistakes:
            raise ValidationError(mistakes)
        return values

    def related(self, field: models.Field[Any, Any], code: Any) -> Record | None:
        """The record that a code names, among what stands and what this load has made so far."""
        if code is None and field.null:
            return None
        if not isinstance(code, str):
            raise ValidationError("Must be a code.")
        model = field.related_model
        assert isinstance(model, type)
        assert issubclass(model, Record)
        record = self.known[model].get((code,))
        if record is None and (version := self.withdrawn[model].get((code,))):
            return model(**columns(version) | {"id": version.id})
        if record is None and code in self.given[model]:
            raise ValidationError([])  # it was refused, and what is wrong with it is told there
        if record is None:
            raise ValidationError(f"There is no {model.record_type()} {code!r}.")
        return record


def load(folders: list[Path], *, dry_run: bool = False, role: str = "loader", user: Any = None) -> Outcome:
    """Load the subfolders of each folder. A LoadError names what is wrong, and then nothing is loaded."""
    entries = read_folders(folders, FILES)
    names = ", ".join(sorted(folder.resolve().name for folder in folders))
    with edition(Revision.Kind.LOAD, role, f"Load of {names}", user) as opened:
        outcome = Load(opened).run(entries)
        if dry_run:
            transaction.set_rollback(True)
    return outcome
