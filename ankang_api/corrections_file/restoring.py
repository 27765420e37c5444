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
    """How many lines were made again, and how many the database had."""

    made: int
    known: int


class Restoration:
    """One restoration of a file. Use it once, inside a transaction, under the lock."""

    def __init__(self, path: Path, *, moved: bool) -> None:
        self.path, self.moved = path, moved
        self.problems: list[Problem] = []
        self.numbers: dict[int, int] = {}

    def run(self) -> Restored:
        """A LoadError names each line that cannot be made again."""
        had = list(lines())
        rows = read_lines(self.path)
        known = 0
        for place, line in enumerate(rows, 1):
            same = next((index for index, other in enumerate(had) if is_same(line, other)), None)
            if same is not None:
                self.numbers[line["revision"]] = had[same]["revision"]
                had, known = had[same + 1 :], known + 1
            else:
                self.make(place, line)
        for place, line in enumerate(rows, 1):
            self.redact(place, line)
        if self.problems:
            raise LoadError(self.problems)
        return Restored(len(rows) - known, known)

    def make(self, place: int, line: Line) -> None:
        try:
            with open_changeset(line["kind"], line["role"], line["reason"]) as changeset:
                if not line["changes"]:
                    changeset.open_revision()  # a redaction changes words of a reason, and no record
                for step in steps(line["changes"]):
                    self.make_step(changeset, place, step)
            if changeset.revision:
                self.numbers[line["revision"]] = changeset.revision.number
        except (ValidationError, ObjectDoesNotExist, ValueError) as error:
            said = error.messages if isinstance(error, ValidationError) else [str(error)]
            self.problems += [Problem(self.path, f"line {place}", "", message) for message in said]

    def make_step(self, changeset: Changeset, place: int, step: list[Line]) -> None:
        first = step[0]
        model, name = published()[first["record_type"]], f"{first['record_type']} {first['record']}"
        standing = current_version(first["record_type"], first["record"])
        record = model._default_manager.filter(pk=standing.id).first() if standing else None
        if first["action"] == "added" and (record is None or not self.moved):
            changeset.save(filled(model(), first["fields"]))
        elif first["action"] == "reinstated" and standing and record is None:
            changeset.reinstate(standing)
        elif record is None or first["action"] == "reinstated":
            raise ValidationError(
                f"{name} {'stands' if record else 'does not stand'}, and cannot be {first['action']}."
            )
        elif first["action"] == "withdrawn":
            changeset.withdraw(record, replaced_by=first["replaced_by"])
        elif first["action"] == "added":
            changeset.save(filled(record, first["fields"]))
        else:
            self.compare(place, record, step)
            changeset.save(filled(record, {change["field"]: change["new"] for change in step}))

    def compare(self, place: int, record: Record, step: list[Line]) -> None:
        """Note what is not as it was when the correction was made."""
        for change in [] if self.moved else step:
            field = record.content_fields()[change["field"]]
            stands = text_of(field, getattr(record, field.attname))
            if stands != change["old"]:
                where = f"{change['field']} of {record.record_type()} {record.record_code}"
                said = f"{where} is {stands}, and was {change['old']} when it was corrected to {change['new']}"
                self.problems.append(Problem(self.path, f"line {place}", "", said))

    def redact(self, place: int, line: Line) -> None:
        """A reason that was redacted says so, and in which revision."""
        if line["redacted_in"] is None or line["revision"] not in self.numbers:
            return
        number = self.numbers.get(line["redacted_in"])
        if number is None:
            said = f"it was redacted in revision {line['redacted_in']}, which is not in the file"
            self.problems.append(Problem(self.path, f"line {place}", "", said))
            return
        Revision.objects.filter(number=self.numbers[line["revision"]]).update(redacted_in=number)


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
