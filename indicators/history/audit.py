"""Replays the history: compares versions, records, corrections and overrides, and names every fault.

Rows are streamed in the order of the records' natural keys, so that memory does not grow with their number.
"""

from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Count, Max

from indicators.history.lookup import published
from indicators.history.record_audit import Codes, Replayed, Row, faults_of
from indicators.models import Correction, Override, Record, Revision

BATCH = 500


class Found(NamedTuple):
    """How much of each was checked, and what is wrong."""

    records: int
    versions: int
    corrections: int
    faults: list[str]


def replay() -> Found:
    """Check the whole history. No other process may write meanwhile."""
    kinds = dict(Revision.objects.values_list("number", "kind"))
    faults = [*faults_of_revisions(), *faults_of_places(kinds)]
    seen: dict[type[Any], set[int]] = {Correction: set(), Override: set()}
    records = versions = 0
    for model in published().values():
        for batch in batches(rows_by_key(model)):
            for one in replayed(model, batch):
                records, versions = records + len(one.live), versions + len(one.versions)
                seen[Correction] |= {row.pk for row in one.corrections}
                seen[Override] |= {row.pk for row in one.overrides}
                faults += faults_of(one, kinds)
    for kind, keys in seen.items():
        unknown = (row for row in kind.objects.iterator() if row.pk not in keys)
        faults += [f"{named(row)}: there is no {row.record_type} {row.record}" for row in unknown]
    return Found(records, versions, len(seen[Correction]), faults)


def named(row: Correction | Override) -> str:
    return f"Correction {row}" if isinstance(row, Correction) else f"Override of {row}"


def faults_of_revisions() -> Iterator[str]:
    """Numbers run from 1 without a gap, and no revision is older than the one before it."""
    rows = Revision.objects.order_by("number").values_list("number", "time", "redacted_in")
    latest, expected = None, 1
    for number, time, redacted_in in rows.iterator():
        if number != expected:
            yield f"Revision {expected} is missing"
        if latest and time < latest:
            yield f"Revision {number} is older than the one before it"
        if redacted_in is not None and redacted_in <= number:
            yield f"Revision {number} was redacted in revision {redacted_in}, which came before it"
        latest, expected = time, number + 1


def faults_of_places(kinds: dict[int, str]) -> Iterator[str]:
    """The corrections of a revision are numbered 1, 2, 3, …; a load has none."""
    rows = Correction.objects.order_by().values_list("revision").annotate(Count("pk"), Max("place"))
    for number, count, last in rows.order_by("revision").iterator():
        if count != last:
            yield f"Revision {number} has {count} corrections, but the last has number {last}"
        if kinds.get(number) == Revision.Kind.LOAD:
            yield f"Revision {number} is a load, and has corrections"


def rows_by_key(model: type[Record]) -> Iterator[tuple[list[Row], list[Row]]]:
    """Versions and records, those of the same natural key together."""
    names = [model._meta.get_field(name).attname for name in model.natural_key_fields]  # type: ignore[union-attr]
    versions = model.history.order_by(*names, "id", "revision_from_id").values().iterator(2000)
    records = model._default_manager.order_by(*names).values().iterator(2000)
    key = itemgetter(*names)
    merged = merge(((key(row), 0, row) for row in versions), ((key(row), 1, row) for row in records), key=itemgetter(0))
    for _, group in groupby(merged, key=itemgetter(0)):
        rows = list(group)
        yield [row for _, live, row in rows if not live], [row for _, live, row in rows if live]


def batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        yield batch


def replayed(model: type[Record], batch: list[tuple[list[Row], list[Row]]]) -> Iterator[Replayed]:
    """What is known of each record of a batch; a handful of queries for all of them."""
    codes = Codes(model, [row for group in batch for rows in group for row in rows])
    names = [codes.record_code((versions or live)[0]) for versions, live in batch]
    about = {"record_type": model.record_type(), "record__in": names}
    corrections = by_record(Correction.objects.filter(**about).order_by("record", "revision", "place"))
    overrides = by_record(Override.objects.filter(**about).order_by("record", "field"))
    for name, (versions, live) in zip(names, batch, strict=True):
        yield Replayed(model, name, codes, versions, live, corrections.get(name, []), overrides.get(name, []))


def by_record(rows: Iterable[Any]) -> dict[str, list[Any]]:
    return {record: list(group) for record, group in groupby(rows, key=lambda row: row.record)}
