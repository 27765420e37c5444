"""The three-way merge of a record: the values loaded last, the current values, and those of the fixture."""

from collections import defaultdict
from typing import Any

from indicators.history.text_values import texts
from indicators.models import Override, Record

Held = dict[str, Override]
"""The overrides of one record, by field."""


class Overrides:
    """What corrections hold against the fixtures: read once, and written where a fixture moves."""

    def __init__(self) -> None:
        self.by_record: dict[tuple[str, str], Held] = defaultdict(dict)
        self.conflicts: list[Override] = []
        for override in Override.objects.all():
            self.by_record[override.record_type, override.record][override.field] = override

    def of(self, record: Record) -> Held:
        return self.by_record.get((record.record_type(), record.record_code), {})

    def merge(self, record: Record, candidate: Record, held: Held) -> None:
        """Give a corrected record what moved in the fixture alone, and note conflicts where both moved."""
        model = type(record)
        standing, fixture = texts(record, model), texts(candidate, model)
        if "" in held:
            self.adopt(held, standing, fixture)
        for name, field in model.content_fields().items():
            if name in held:
                self.compare(held, name, standing[name], fixture[name])
            else:
                setattr(record, field.attname, getattr(candidate, field.attname))
        record.corrected = bool(held)

    def adopt(self, held: Held, standing: dict[str, Any], fixture: dict[str, Any]) -> None:
        """A record that was added by hand is in the fixtures now: from here on its fields are held one by one."""
        whole = held.pop("")
        whole.delete()
        for name, text in standing.items():
            if text != fixture[name] and name not in held:
                held[name] = Override.objects.create(record_type=whole.record_type, record=whole.record, field=name)

    def compare(self, held: Held, name: str, standing: str | None, fixture: str | None) -> None:
        """Settle an override, keep it, or note once that the fixture moved too."""
        override = held[name]
        if fixture == standing:
            override.delete()
            del held[name]
        elif fixture == override.loaded:
            self.note(override, conflict=False, fixture=None)
        else:
            self.note(override, conflict=True, fixture=fixture)

    def watch(self, version: Any, candidate: Record) -> None:
        """A withdrawn record stays withdrawn; where its fixture moved since, that is a conflict."""
        held, model = self.of(candidate), type(candidate)
        standing, fixture = texts(version, model), texts(candidate, model)
        for name, text in fixture.items():
            override = held.get(name)
            if text == standing[name]:
                if override is not None:
                    override.delete()
            else:
                override = override or Override(
                    record_type=model.record_type(), record=candidate.record_code, field=name, loaded=standing[name]
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
