"""Reading of fixtures: JSON lists, JSON Lines, and the texts of a report."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Context, Decimal
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from django.core.exceptions import ValidationError

from ankang_api.loading.problems import LoadError, Problem
from ankang_api.loading.values import REPEATED
from indicators.models.source import sha256

TEXTS = ("received.txt", "restored.txt")

NUMBERS = Context(prec=100, traps=[])
"""More digits than any field has. Larger numbers become Infinity, which every field refuses."""


class Entry(NamedTuple):
    """A record of a fixture, and its position in the file."""

    path: Path
    record: str
    fields: dict[str, Any]

    @property
    def code(self) -> str:
        """The code of the record; empty if it has none."""
        code = self.fields.get("code")
        return code if isinstance(code, str) else ""

    def problem(self, field: str, message: str) -> Problem:
        return Problem(self.path, self.record, field, message)


def unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object in which a repeated name has the value REPEATED; json would silently keep the last value."""
    counts = Counter(name for name, _ in pairs)
    return {name: value if counts[name] == 1 else REPEATED for name, value in pairs}


def whole_number(digits: str) -> int | Decimal:
    """An int, or Infinity for more digits than any field has; Python refuses to parse thousands of digits."""
    return int(digits) if len(digits) <= NUMBERS.prec else NUMBERS.create_decimal(digits)


DECODER = json.JSONDecoder(
    parse_int=whole_number,
    parse_float=NUMBERS.create_decimal,
    parse_constant=Decimal,
    object_pairs_hook=unrepeated,
)


def parse(path: Path, text: str, record: str) -> Any:
    """The JSON of a text. Numbers that no field can store, and NaN, are parsed: the field reports them."""
    try:
        return DECODER.decode(text)
    except ValueError as error:
        raise LoadError([Problem(path, record, "", f"not JSON: {error}")]) from error
    except RecursionError as error:
        raise LoadError([Problem(path, record, "", "nests too deeply")]) from error


@contextmanager
def open_binary(path: Path) -> Iterator[BinaryIO]:
    """The bytes of a file. LoadError if it cannot be read."""
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise LoadError([Problem(path, "", "", f"cannot be read: {error.strerror}")]) from error


def decoded(path: Path, content: bytes, record: str = "") -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise LoadError([Problem(path, record, "", f"not UTF-8: {error}")]) from error


def read_text(path: Path) -> str:
    with open_binary(path) as file:
        return decoded(path, file.read())


def read_rows(path: Path) -> Iterator[tuple[str, Any]]:
    """Each record of a file with the words that say where it is. JSON Lines are read one by one."""
    if path.suffix == ".jsonl":
        with open_binary(path) as file:
            for number, line in enumerate(file, 1):
                place = f"line {number}"
                yield place, parse(path, decoded(path, line, place), place)
        return
    rows = parse(path, read_text(path), "")
    if not isinstance(rows, list):
        raise LoadError([Problem(path, "", "", "a fixture is a list of records")])
    for number, row in enumerate(rows, 1):
        yield f"record {number}", row


def read_entries(path: Path) -> Iterator[Entry]:
    problems: list[Problem] = []
    for place, row in read_rows(path):
        if not isinstance(row, dict):
            problems.append(Problem(path, place, "", "a record is a JSON object"))
            continue
        name = row.get("code") or row.get("metric")
        shown = isinstance(name, str) and name.isprintable()
        yield Entry(path, f"{place} ({name})" if shown else place, row)
    if problems:
        raise LoadError(problems)


class Entries:
    """The records of one collection, from its files or from the lines of texts; each iteration reads them again.

    There may be more of them than memory holds.
    """

    def __init__(self) -> None:
        self.parts: list[Path | list[Entry]] = []
        self.count = 0

    def add(self, part: Path | list[Entry]) -> None:
        """Read a part once to its end. LoadError if a record cannot be read."""
        self.count += sum(1 for _ in read_entries(part)) if isinstance(part, Path) else len(part)
        self.parts.append(part)

    def __iter__(self) -> Iterator[Entry]:
        for part in self.parts:
            yield from read_entries(part) if isinstance(part, Path) else part


def read_passages(folder: Path, document: Entry) -> Iterator[Entry]:
    """The passages of a report: the lines of its two texts, side by side; their sums must be the document's."""
    texts = {name: read_text(folder / name) for name in TEXTS}
    sums = {f"sha256_{Path(name).stem}": (name, sha256(text)) for name, text in texts.items()}
    if problems := [
        document.problem(field, f"The sum of {name} is {found}.")
        for field, (name, found) in sums.items()
        if document.fields.get(field) != found
    ]:
        raise LoadError(problems)
    received, restored = (text.split("\n") for text in texts.values())
    if len(received) != len(restored):
        counts = f"has {len(restored)} lines, and {TEXTS[0]} has {len(received)}"
        raise LoadError([Problem(folder / TEXTS[1], "", "", counts)])
    for number, (before, after) in enumerate(zip(received, restored, strict=True), 1):
        fields = {"code": f"{document.code}-p{number}", "document": document.code, "number": number}
        yield Entry(folder / TEXTS[1], f"line {number}", fields | {"text": after, "text_received": before})


@contextmanager
def noting(problems: list[Problem], entry: Entry) -> Iterator[None]:
    """Collect the problems of a ValidationError of an entry, and go on."""
    try:
        yield
    except ValidationError as error:
        by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for field, messages in by_field.items():
            problems += [entry.problem("" if field == "__all__" else field, message) for message in messages]
