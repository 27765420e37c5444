"""The three-way merge of a record: the values loaded last, the current values, and those of the fixture."""

from collections import defaultdict
from typing import Any

from indicators.history.text_values import texts
from indicators.models import Override, Record

Held = dict[str, Override]
"""The overrides of one record, by field."""


class Overrides:
    """The overrides of all records: read once, and updated where a fixture changed."""

    def __init__(self) -> None:
        self.by_record: dict[tuple[str, str], Held] = defaultdict(dict)
        self.conflicts: list[Override] = []
        for override in Override.objects.all():
            self.by_record[override.record_type, override.record][override.field] = override

    def of(self, record: Record) -> Held:
        return self.by_record.get((record.record_type(), record.record_code), {})

    def merge(self, record: Record, candidate: Record, held: Held, later: list[str]) -> None:
        """Merge the fixture into a corrected record, but for its later relations. Stores conflicts."""
        model = type(record)
        current, fixture = texts(record, model), texts(candidate, model)
        if "" in held:
            self.adopt_manual_record(held, current, fixture)
        for name, field in model.content_fields().items():
            if name in later:
                continue
            if name in held:
                self.compare(held, name, current[name], fixture[name])
            else:
                setattr(record, field.attname, getattr(candidate, field.attname))
        record.corrected = bool(held)

    def adopt_manual_record(self, held: Held, current: dict[str, Any], fixture: dict[str, Any]) -> None:
        """A record that was added by hand is now in the fixtures: it gets an override for each field."""
        whole = held.pop("")
        whole.delete()
        for name, text in current.items():
            if text != fixture[name] and name not in held:
                held[name] = Override.objects.create(record_type=whole.record_type, record=whole.record, field=name)

    def compare(self, held: Held, name: str, current: str | None, fixture: str | None) -> None:
        """End an override, keep it, or store once that the fixture changed too."""
        override = held[name]
        if fixture == current:
            override.delete()
            del held[name]
        elif fixture == override.loaded:
            self.note(override, conflict=False, fixture=None)
        else:
            self.note(override, conflict=True, fixture=fixture)

    def compare_withdrawn(self, version: Any, candidate: Record) -> None:
        """A withdrawn record stays withdrawn. If its fixture changed since, that is a conflict."""
        held, model = self.of(candidate), type(candidate)
        current, fixture = texts(version, model), texts(candidate, model)
        for name, text in fixture.items():
            override = held.get(name)
            if text == current[name]:
                if override is not None:
                    override.delete()
            else:
                override = override or Override(
                    record_type=model.record_type(), record=candidate.record_code, field=name, loaded=current[name]
                )
                moved = text != override.loaded
                self.note(override, conflict=moved, fixture=text if moved else None)

    def note(self, override: Override, *, conflict: bool, fixture: str | None) -> None:
        if (override.conflict, override.fixture) == (conflict, fixture):
            return
        override.conflict, override.fixture = conflict, fixture
        override.save()
        if conflict:
            self.conflicts.append(override)
