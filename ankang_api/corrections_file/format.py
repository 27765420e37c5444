"""Corrections as lines of JSON: one a revision that is no load, with all that is needed to make it again."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from indicators.history.lookup import published, versions_of
from indicators.history.text_values import texts
from indicators.models import Correction, Revision

Line = dict[str, Any]


def lines() -> Iterator[Line]:
    """A line for each revision that is no load, in order. Whose account made it is left out: the role is public."""
    for revision in Revision.objects.exclude(kind=Revision.Kind.LOAD).order_by("number").iterator():
        yield {
            "revision": revision.number,
            "time": revision.time.isoformat(),
            "kind": revision.kind,
            "role": revision.role,
            "reason": revision.reason,
            "redacted_in": revision.redacted_in_id,
            "changes": list(changes_of(revision)),
        }


def changes_of(revision: Revision) -> Iterator[Line]:
    rows = list(revision.corrections.order_by("place"))
    for row in rows:
        change: Line = {"record_type": row.record_type, "record": row.record, "action": row.action}
        if row.action == Correction.Action.CHANGED:
            change |= {"field": row.field, "old": row.old, "new": row.new}
        elif row.action == Correction.Action.ADDED:
            change["fields"] = fields_of(row, [other for other in rows if other.place > row.place])
        elif row.action == Correction.Action.WITHDRAWN:
            change["replaced_by"] = row.replaced_by
        yield change


def fields_of(added: Correction, later: list[Correction]) -> dict[str, str | None]:
    """What a record said when it was added: its version, without what the same revision changed after that."""
    model = published()[added.record_type]
    version = versions_of(model, added.record).filter(revision_from=added.revision_id).order_by("id").last()
    fields = texts(version, model)
    for row in reversed(later):
        if (row.record_type, row.record) == (added.record_type, added.record) and row.field:
            fields[row.field] = row.old
    return fields


def steps(changes: list[Line]) -> Iterator[list[Line]]:
    """The changes in groups that were saved at once: fields of one record, none of them twice."""
    for _, group in groupby(changes, key=lambda change: (change["record_type"], change["record"], change["action"])):
        step: list[Line] = []
        for change in group:
            if change["action"] != "changed" or any(one["field"] == change["field"] for one in step):
                yield from [step] if step else []
                step = []
            step.append(change)
        yield step


def is_same(line: Line, other: Line) -> bool:
    """Whether two lines are of one correction, be it made over another value, or redacted since in the second."""
    reasons = line["reason"], other["reason"]
    alike = len(reasons[0]) == len(reasons[1]) and all(a == b or b == "█" for a, b in zip(*reasons, strict=True))
    return alike and essence(line) == essence(other)


def essence(line: Line) -> Any:
    changes = [{name: value for name, value in change.items() if name != "old"} for change in line["changes"]]
    return line["kind"], line["role"], changes
