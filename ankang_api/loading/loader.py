"""The loader: it creates what is missing, changes what moved, deletes nothing, all in one revision."""

from collections import Counter
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models, transaction

from ankang_api.loading.problems import LoadError, Problem
from ankang_api.loading.sources import Entry, read_folder
from ankang_api.loading.values import converted, field_of
from indicators.models import (
    Document,
    Membership,
    Metric,
    Observation,
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
"""What fixtures hold, in an order in which each refers only to what comes before it or to its own kind."""

Key = tuple[Any, ...]


class Outcome(NamedTuple):
    """What a load did: records created, changed and left alone by collection; the revision it opened, if any."""

    created: Counter[str]
    changed: Counter[str]
    unchanged: Counter[str]
    revision: Revision | None


def natural_key(record: Record) -> Key:
    fields = (record._meta.get_field(name) for name in record.natural_key_fields)
    return tuple(getattr(record, field.attname) for field in fields if isinstance(field, models.Field))


def columns(record: Record) -> dict[str, Any]:
    return {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}


class Load:
    """One load of the entries of some folders. Use it once, inside a transaction."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        self.revision: Revision | None = None
        self.known: dict[type[Record], dict[Key, Record]] = {}
        self.seen: dict[tuple[type[Record], Key], Entry] = {}
        self.outcome = Outcome(Counter(), Counter(), Counter(), None)
        self.problems: list[Problem] = []

    def run(self, entries: dict[str, list[Entry]]) -> Outcome:
        Revision.objects.lock()
        for name, model in COLLECTIONS.items():
            self.known[model] = {natural_key(record): record for record in model._default_manager.all()}
            for entry in in_order(model, entries.get(name, [])):
                try:
                    self.take(name, model, entry)
                except ValidationError as error:
                    self.problems += problems_of(entry, error)
            if self.problems:
                raise LoadError(self.problems)
        return self.outcome._replace(revision=self.revision)

    def take(self, name: str, model: type[Record], entry: Entry) -> None:
        values = self.values_of(model, entry)
        candidate = model(**values)
        candidate.derive()
        key = natural_key(candidate)
        if first := self.seen.get((model, key)):
            raise ValidationError(f"This record stands twice: first in {first.path}, {first.record}.")
        self.seen[model, key] = entry
        record = self.known[model].get(key)
        if record is None:
            self.write(candidate)
            self.known[model][key] = candidate
            self.outcome.created[name] += 1
            return
        before = columns(record)
        for field, value in values.items():
            setattr(record, field, value)
        record.derive()
        if columns(record) == before:
            self.outcome.unchanged[name] += 1
            return
        self.write(record)
        self.outcome.changed[name] += 1

    def values_of(self, model: type[Record], entry: Entry) -> dict[str, Any]:
        values, mistakes = {}, {}
        for name, value in entry.fields.items():
            try:
                field = field_of(model, name)
                values[name] = self.related(field, value) if field.is_relation else converted(field, value)
            except ValidationError as error:
                mistakes[name] = error.messages
        if mistakes:
            raise ValidationError(mistakes)
        return values

    def related(self, field: models.Field[Any, Any], code: Any) -> Record | None:
        """The record that a code names, among what stands and what this load has made so far."""
        if code is None:
            return None
        model = field.related_model
        assert isinstance(model, type)
        assert issubclass(model, Record)
        record = self.known[model].get((code,)) if isinstance(code, str) else None
        if record is None:
            raise ValidationError(f"There is no {model._meta.verbose_name} {code!r}.")
        return record

    def write(self, record: Record) -> None:
        record.full_clean(exclude=["revision"])
        if self.revision is None:
            self.revision = Revision.objects.open(Revision.Kind.LOAD, "loader", self.reason)
        record.revision = self.revision
        record.save()


def in_order(model: type[Record], entries: list[Entry]) -> list[Entry]:
    """The entries so that none comes before one of its own kind that it refers to."""
    links = [field.name for field in model._meta.concrete_fields if field.related_model is model]
    by_code = {entry.fields.get("code"): entry for entry in entries}
    if not links or len(by_code) != len(entries):
        return entries
    graph = {code: [entry.fields.get(link) for link in links] for code, entry in by_code.items()}
    try:
        return [by_code[code] for code in TopologicalSorter(graph).static_order() if code in by_code]
    except CycleError as error:
        entry = by_code[error.args[1][0]]
        raise LoadError([entry.problem(links[0], f"refers to itself in a circle: {error.args[1]}")]) from error


def problems_of(entry: Entry, error: ValidationError) -> list[Problem]:
    by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    return [
        entry.problem("" if field == "__all__" else field, message)
        for field, messages in by_field.items()
        for message in messages
    ]


def load(folders: list[Path], *, dry_run: bool = False) -> Outcome:
    """Load each folder's subfolders, codelists first. A LoadError names every problem, and then nothing is loaded."""
    entries: dict[str, list[Entry]] = {}
    for folder in folders:
        for subfolder in sorted((path for path in folder.iterdir() if path.is_dir()), key=lambda path: path.name):
            for name, found in read_folder(subfolder, list(COLLECTIONS)).items():
                entries.setdefault(name, []).extend(found)
    with transaction.atomic():
        names = ", ".join(sorted(folder.name for folder in folders))
        outcome = Load(f"Load of {names}").run(entries)
        if dry_run:
            transaction.set_rollback(True)
    return outcome
