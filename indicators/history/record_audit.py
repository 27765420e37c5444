"""Compares the versions, the row, the corrections and the overrides of one record."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from indicators.history.text_values import related, text_of
from indicators.models import Correction, Override, Record, Revision
from indicators.text.formats import plain_number

Row = dict[str, Any]
"""A row by column, as `.values()` gives it."""


class Codes:
    """The codes of all that some rows refer to: one query for each relation."""

    def __init__(self, model: type[Record], rows: list[Row]) -> None:
        self.model, self.by_relation = model, dict[str, dict[int, str]]()
        for name, field in model.content_fields().items():
            if field.is_relation:
                keys = {row[field.attname] for row in rows} - {None}
                self.by_relation[name] = dict(related(field).history.filter(id__in=keys).values_list("id", "code"))

    def text(self, row: Row, name: str) -> str | None:
        """What a row says of a field, as corrections say it."""
        field = self.model.content_fields()[name]
        value = row[field.attname]
        if value is None or name not in self.by_relation:
            return text_of(field, value)
        return self.by_relation[name].get(value, f"#{value}")

    def record_code(self, row: Row) -> str:
        return "--".join(str(self.text(row, name)) for name in self.model.natural_key_fields)


class Replayed(NamedTuple):
    """All rows of the records with one natural key: of one record, or of a link and the links that it replaced."""

    model: type[Record]
    code: str
    codes: Codes
    versions: list[Row]
    live: list[Row]
    corrections: list[Correction]
    overrides: list[Override]

    def __str__(self) -> str:
        return f"{self.model.record_type()} {self.code}"


def faults_of(one: Replayed, kinds: dict[int, str]) -> Iterator[str]:
    chains = {key: list(group) for key, group in groupby(one.versions, key=lambda row: row["id"])}
    live = {row["id"]: row for row in one.live}
    for key, chain in chains.items():
        yield from faults_of_chain(one, chain, kinds)
        yield from faults_of_row(one, chain[-1], live.pop(key, None))
    yield from (f"{one}: it has no history" for _ in live)
    yield from faults_of_corrections(one, list(chains.values()), kinds)
    yield from faults_of_overrides(one)


def faults_of_chain(one: Replayed, chain: list[Row], kinds: dict[int, str]) -> Iterator[str]:
    """Versions have no gaps or overlaps, the last one is current, and their revisions exist."""
    for row in chain:
        for number in (row["revision_from_id"], row["revision_to_id"]):
            if number is not None and number not in kinds:
                yield f"{one}: its history names revision {number}, which is not there"
    for row, following in pairwise(chain):
        if row["revision_to_id"] != following["revision_from_id"]:
            ends = "is current" if row["revision_to_id"] is None else f"ends at {row['revision_to_id']}"
            begins = following["revision_from_id"]
            yield f"{one}: the version of revision {row['revision_from_id']} {ends}, and the next begins at {begins}"
    if (end := chain[-1]["revision_to_id"]) is not None:
        yield f"{one}: no version is current since revision {end}"


def faults_of_row(one: Replayed, standing: Row, live: Row | None) -> Iterator[str]:
    """The row equals its current version, column by column; a withdrawn record has no row."""
    if live is None or standing["withdrawn"]:
        if live is not None:
            yield f"{one}: it is withdrawn, and has a row"
        elif not standing["withdrawn"]:
            yield f"{one}: the history has a current version, but there is no record"
        return
    for column, value in live.items():
        said = standing["revision_from_id" if column == "revision_id" else column]
        if value != said:
            yield f"{one}: {column} is {shown(value)}, and its version says {shown(said)}"


def shown(value: Any) -> str:
    """The value of a column in one line: a decimal without trailing zeros."""
    return plain_number(value) if isinstance(value, Decimal) else " ⏎ ".join(str(value).split("\n"))


def faults_of_corrections(one: Replayed, chains: list[list[Row]], kinds: dict[int, str]) -> Iterator[str]:
    """Each change by hand has its corrections, and each correction a change."""
    by_revision = {number: list(rows) for number, rows in groupby(one.corrections, key=lambda row: row.revision_id)}
    begun: set[int] = set()
    for chain in chains:
        for before, after in pairwise([None, *chain]):
            assert after
            number = after["revision_from_id"]
            if kinds.get(number) != Revision.Kind.LOAD and number not in begun:
                yield from unexplained(one, before, after, by_revision.get(number, []))
            begun.add(number)
    for number, rows in by_revision.items():
        if number not in begun:
            yield from (f"Correction {row}: no version of {one} begins with revision {number}" for row in rows)


def unexplained(one: Replayed, before: Row | None, after: Row, rows: list[Correction]) -> Iterator[str]:
    """What two versions in succession and the corrections between them say differently."""
    number = after["revision_from_id"]
    yield from misnamed(one, before, after, [row for row in rows if row.field is None])
    for name in one.model.content_fields():
        found = [row for row in rows if row.field == name]
        new = one.codes.text(after, name)
        old = one.codes.text(before, name) if before else (found[0].old if found else new)
        if not found and old != new:
            yield f"{one}: {name} was changed in revision {number}, and no correction says so"
        for row, said, is_so in ends(found, old, new):
            if said != is_so:
                yield f"Correction {row}: it says {said} of {name} of {one}, and the history {is_so}"
    names = {*one.model.content_fields(), None}
    yield from (f"Correction {row}: {one} has no field {row.field}" for row in rows if row.field not in names)


def misnamed(one: Replayed, before: Row | None, after: Row, rows: list[Correction]) -> Iterator[str]:
    """What was done to the record as a whole, and what its corrections say of it."""
    number, done = after["revision_from_id"], None
    if before is None:
        done = "added"
    elif before["withdrawn"] != after["withdrawn"]:
        done = "withdrawn" if after["withdrawn"] else "reinstated"
    actions = [row.action for row in rows]
    if done and done not in actions:
        yield f"{one}: it was {done} in revision {number}, and no correction says so"
    elif len(actions) == 1 and actions != [done]:  # of several, the versions show the last alone
        yield f"Correction {rows[0]}: {one} was not {actions[0]} in revision {number}"
    for row in rows:
        if row.action == done == "withdrawn" and row.replaced_by != after["replaced_by"]:
            said, is_so = row.replaced_by, after["replaced_by"]
            yield f"Correction {row}: it says that {said} replaces {one}, and the history {is_so}"


def ends(rows: list[Correction], old: str | None, new: str | None) -> Iterator[tuple[Correction, Any, Any]]:
    """The texts of a field's corrections equal the history, and each correction starts from the previous one."""
    for row, following in pairwise([None, *rows, None]):
        if row and following:
            yield following, following.old, row.new
        elif following:
            yield following, following.old, old
        elif row:
            yield row, row.new, new


def faults_of_overrides(one: Replayed) -> Iterator[str]:
    """A record is marked as corrected where overrides hold it, and each of them comes from a correction."""
    for row in one.live:
        if row["corrected"] and not one.overrides:
            yield f"{one}: it is marked as corrected, and no override holds it"
        if one.overrides and not row["corrected"]:
            yield f"{one}: an override holds it, and it is not marked as corrected"
    causes = {row.field or row.action for row in one.corrections}
    for override in one.overrides:
        if not causes & ({override.field, "added", "withdrawn"} if override.field else {"added"}):
            yield f"Override of {override}: no correction explains it"
