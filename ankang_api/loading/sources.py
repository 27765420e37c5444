"""Reading of fixture folders: JSON lists, JSON Lines, and the texts of a report."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from ankang_api.loading.problems import LoadError, Problem
from indicators.models.source import sha256

TEXTS = ("received.txt", "restored.txt")


class Entry(NamedTuple):
    """One record as a fixture has it, and where it stands."""

    path: Path
    record: str
    fields: dict[str, Any]

    def problem(self, field: str, message: str) -> Problem:
        return Problem(self.path, self.record, field, message)


def refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def parse(path: Path, text: str, record: str) -> Any:
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=refuse_constant)
    except ValueError as error:
        raise LoadError([Problem(path, record, "", f"not JSON: {error}")]) from error


def read_text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LoadError([Problem(path, "", "", f"cannot be read: {error}")]) from error


def read_rows(path: Path) -> Iterator[tuple[str, Any]]:
    """Each record of a file with the words that say where it is."""
    if path.suffix == ".jsonl":
        for number, line in enumerate(read_text(path).splitlines(), 1):
            yield f"line {number}", parse(path, line, f"line {number}")
        return
    rows = parse(path, read_text(path), "")
    if not isinstance(rows, list):
        raise LoadError([Problem(path, "", "", "a fixture is a list of records")])
    for number, row in enumerate(rows, 1):
        yield f"record {number}", row


def read_entries(path: Path) -> Iterator[Entry]:
    for place, row in read_rows(path):
        if not isinstance(row, dict):
            raise LoadError([Problem(path, place, "", "a record is a JSON object")])
        name = row.get("code") or row.get("metric")
        yield Entry(path, f"{place} ({name})" if name else place, row)


def read_passages(folder: Path, document: Entry) -> Iterator[Entry]:
    """The passages of a report: the lines of its two texts, side by side; their sums must be the document's."""
    received, restored = (read_text(folder / name) for name in TEXTS)
    for field, text in (("sha256_received", received), ("sha256_restored", restored)):
        if document.fields.get(field) != sha256(text):
            raise LoadError([document.problem(field, f"the text has {sha256(text)}")])
    lines = list(zip(received.split("\n"), restored.split("\n"), strict=False))
    if len(lines) != received.count("\n") + 1 or len(lines) != restored.count("\n") + 1:
        raise LoadError([Problem(folder / TEXTS[1], "", "", "has not as many lines as received.txt")])
    code = document.fields.get("code")
    for number, (before, after) in enumerate(lines, 1):
        fields = {"code": f"{code}-p{number}", "document": code, "number": number}
        fields |= {"text": after, "text_received": before}
        yield Entry(folder / TEXTS[1], f"line {number}", fields)


def read_folder(folder: Path, names: list[str]) -> dict[str, list[Entry]]:
    """The entries of every file in a folder, by the name of the collection that it holds."""
    found: dict[str, list[Entry]] = {}
    for path in sorted(folder.iterdir()):
        if path.name in TEXTS or path.name.startswith("."):
            continue
        if path.stem not in names or path.suffix not in (".json", ".jsonl"):
            allowed = ", ".join(f"{name}.json" for name in names)
            raise LoadError([Problem(path, "", "", f"is not a fixture; a folder holds {allowed} and {TEXTS}")])
        found.setdefault(path.stem, []).extend(read_entries(path))
    if (folder / TEXTS[0]).exists() or (folder / TEXTS[1]).exists():
        documents = found.get("documents", [])
        if len(documents) != 1:
            raise LoadError([Problem(folder, "", "", "a folder with texts has documents.json with one document")])
        found["passages"] = list(read_passages(folder, documents[0]))
    return found
