"""Making the corrections of a file again, each in a revision of its own: all of them, or none."""

import json
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models, transaction

from ankang_api.corrections_file.format import Line, is_same, lines, steps
from ankang_api.corrections_file.reading import read_lines
from ankang_api.loading.problems import LoadError, Problem
from ankang_api.loading.values import converted
from indicators.history.changeset import Changeset, open_changeset
from indicators.history.lookup import current_version, published
from indicators.history.text_values import text_of, value_of
from indicators.models import Record, Revision


class Restored(NamedTuple):
    """The number of repeated lines, and of lines that the database had already."""

    made: int
    known: int


class Restoration:
    """One restoration of a file. Use it once, inside a transaction, under the lock."""

    def __init__(self, path: Path, *, moved: bool) -> None:
        self.path, self.moved = path, moved
        self.problems: list[Problem] = []
        self.numbers: dict[int, int] = {}

    def run(self) -> Restored:
        """Raise LoadError with the lines that cannot be repeated."""
        present = list(lines())
        rows = read_lines(self.path)
        already_present = 0
        for number, line in enumerate(rows, 1):
            same = next((index for index, other in enumerate(present) if is_same(line, other)), None)
            if same is not None:
                self.numbers[line["revision"]] = present[same]["revision"]
                present, already_present = present[same + 1 :], already_present + 1
            else:
                self.repeat(number, line)
        for number, line in enumerate(rows, 1):
            self.redact(number, line)
        if self.problems:
            raise LoadError(self.problems)
        return Restored(len(rows) - already_present, already_present)

    def repeat(self, number: int, line: Line) -> None:
        try:
            with open_changeset(line["kind"], line["role"], line["reason"]) as changeset:
                if not line["changes"]:
                    changeset.open_revision()  # a redaction changes words of a reason, and no record
                for step in steps(line["changes"]):
                    self.repeat_step(changeset, number, step)
            if changeset.revision:
                self.numbers[line["revision"]] = changeset.revision.number
        except (ValidationError, ObjectDoesNotExist, ValueError) as error:
            messages = error.messages if isinstance(error, ValidationError) else [str(error)]
            self.problems += [Problem(self.path, f"line {number}", "", message) for message in messages]

    def repeat_step(self, changeset: Changeset, number: int, step: list[Line]) -> None:
        first = step[0]
        model, name = published()[first["record_type"]], f"{first['record_type']} {first['record']}"
        version = current_version(first["record_type"], first["record"])
        record = model._default_manager.filter(pk=version.id).first() if version else None
        if first["action"] == "added" and (record is None or not self.moved):
            changeset.save(filled(model(), first["fields"]))
        elif first["action"] == "reinstated" and version and record is None:
            changeset.reinstate(version)
        elif record is None or first["action"] == "reinstated":
            state = "is published already" if record else "is not published"
            raise ValidationError(f"{name} {state}, so it cannot be {first['action']}.")
        elif first["action"] == "withdrawn":
            changeset.withdraw(record, replaced_by=first["replaced_by"])
        elif first["action"] == "added":
            changeset.save(filled(record, first["fields"]))
        else:
            self.compare(number, record, step)
            changeset.save(filled(record, {change["field"]: change["new"] for change in step}))

    def compare(self, number: int, record: Record, step: list[Line]) -> None:
        """Report values that differ from those that were corrected."""
        for change in [] if self.moved else step:
            field = record.content_fields()[change["field"]]
            current = text_of(field, getattr(record, field.attname))
            if current != change["old"]:
                name = f"{change['field']} of {record.record_type()} {record.record_code}"
                message = f"{name} is {current}, but was {change['old']} when it was corrected to {change['new']}"
                self.problems.append(Problem(self.path, f"line {number}", "", message))

    def redact(self, number: int, line: Line) -> None:
        """Repeat the redaction of a reason."""
        if line["redacted_in"] is None or line["revision"] not in self.numbers:
            return
        redacted_in = self.numbers.get(line["redacted_in"])
        if redacted_in is None:
            message = f"it was redacted in revision {line['redacted_in']}, which is not in the file"
            self.problems.append(Problem(self.path, f"line {number}", "", message))
            return
        Revision.objects.filter(number=self.numbers[line["revision"]]).update(redacted_in=redacted_in)


def filled(record: Record, fields: dict[str, str | None]) -> Record:
    """A record with the values of texts."""
    for name, text in fields.items():
        field: models.Field[Any, Any] = record.content_fields()[name]
        is_json = isinstance(field, models.JSONField) and text is not None
        setattr(record, field.attname, converted(field, json.loads(text or "")) if is_json else value_of(field, text))
    return record


def restore(path: Path, *, moved: bool = False) -> Restored:
    """Repeat the corrections of a file that the database lacks. With `moved`, whatever the current values are."""
    with transaction.atomic():
        Revision.objects.lock()
        return Restoration(path, moved=moved).run()
