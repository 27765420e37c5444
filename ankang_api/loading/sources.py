"""Reading of fixtures: JSON lists, JSON Lines, and the texts of a report."""

import io
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Context, Decimal
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from ankang_api.loading.problems import LoadError, Problem
from ankang_api.loading.values import REPEATED
from indicators.models.source import sha256

TEXTS = ("received.txt", "restored.txt")

NUMBERS = Context(prec=100, traps=[])
"""More digits than any field has; a number that is too large even so becomes Infinity, which every field refuses."""


class Entry(NamedTuple):
    """One record as a fixture has it, and where it stands."""

    path: Path
    record: str
    fields: dict[str, Any]

    @property
    def code(self) -> str:
        """The code that the record gives itself; empty where it gives none."""
        code = self.fields.get("code")
        return code if isinstance(code, str) else ""

    def problem(self, field: str, message: str) -> Problem:
        return Problem(self.path, self.record, field, message)


def unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object in which a repeated name is marked: json would keep the last value and say nothing."""
    counts = Counter(name for name, _ in pairs)
    return {name: value if counts[name] == 1 else REPEATED for name, value in pairs}


def whole_number(digits: str) -> int | Decimal:
    """An int, unless it has more digits than any field; of thousands of digits Python would refuse to make one."""
    return int(digits) if len(digits) <= NUMBERS.prec else NUMBERS.create_decimal(digits)


DECODER = json.JSONDecoder(
    parse_int=whole_number,
    parse_float=NUMBERS.create_decimal,
    parse_constant=Decimal,
    object_pairs_hook=unrepeated,
)


def parse(path: Path, text: str, record: str) -> Any:
    """The JSON in a text. Numbers that no field can hold, and NaN, are let through: the field says which they are."""
    try:
        return DECODER.decode(text)
    except ValueError as error:
        raise LoadError([Problem(path, record, "", f"not JSON: {error}")]) from error
    except RecursionError as error:
        raise LoadError([Problem(path, record, "", "nests too deeply")]) from error


def read_text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise LoadError([Problem(path, "", "", f"cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        raise LoadError([Problem(path, "", "", f"not UTF-8: {error}")]) from error


def read_rows(path: Path) -> Iterator[tuple[str, Any]]:
    """Each record of a file with the words that say where it is."""
    text = read_text(path)
    if path.suffix == ".jsonl":
        for number, line in enumerate(io.StringIO(text), 1):
            yield f"line {number}", parse(path, line, f"line {number}")
        return
    rows = parse(path, text, "")
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
    """Note what a ValidationError says of an entry and go on."""
    try:
        yield
    except ValidationError as error:
        by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for field, messages in by_field.items():
            problems += [entry.problem("" if field == "__all__" else field, message) for message in messages]
