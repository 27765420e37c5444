"""Reading of a file of corrections: every line is whole, and says only what can be done."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from ankang_api.corrections_file.format import Line
from ankang_api.loading.problems import LoadError, Problem, collecting
from indicators.history.lookup import published
from indicators.models import Revision
from indicators.text.formats import CODE_PATTERN
from indicators.text.unfit import unfit_character

KEYS: dict[str, type | tuple[type, ...]] = {
    "revision": int,
    "time": str,
    "kind": str,
    "role": str,
    "reason": str,
    "redacted_in": (int, type(None)),
    "changes": list,
}
ACTIONS: dict[str, dict[str, type | tuple[type, ...]]] = {
    "changed": {"field": str, "old": (str, type(None)), "new": (str, type(None))},
    "added": {"fields": dict},
    "withdrawn": {"replaced_by": (str, type(None))},
    "reinstated": {},
}
OF_RECORD: dict[str, type | tuple[type, ...]] = {"record_type": str, "record": str, "action": str}


def read_lines(path: Path) -> list[Line]:
    """The lines of a file; a LoadError names those that are damaged."""
    try:
        rows = path.read_bytes().removesuffix(b"\n").split(b"\n")
    except OSError as error:
        raise LoadError([Problem(path, "", "", f"cannot be read: {error.strerror}")]) from error
    problems: list[Problem] = []
    lines: list[Line] = []
    for number, row in enumerate(rows if rows != [b""] else [], 1):
        with collecting(problems):
            try:
                lines.append(checked(row))
                in_order(lines)
            except (ValueError, RecursionError, ValidationError) as error:
                said = "; ".join(error.messages) if isinstance(error, ValidationError) else str(error)
                raise LoadError([Problem(path, f"line {number}", "", said)]) from error
    if problems:
        raise LoadError(problems)
    return lines


def in_order(lines: list[Line]) -> None:
    if len(lines) > 1 and lines[-1]["revision"] <= lines[-2]["revision"]:
        raise ValueError(f"revision {lines[-1]['revision']} comes after revision {lines[-2]['revision']}")


def checked(row: bytes) -> Line:
    """A line, decoded. A ValueError or ValidationError says what is wrong."""
    try:
        text = row.decode("utf-8")
        line = json.loads(text)
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8: {error}") from error
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from error
    require(line, KEYS)
    for text in texts_in(line):
        if character := unfit_character(text):
            raise ValueError(f"it contains the character {character}")
    datetime.fromisoformat(line["time"])
    if line["kind"] == Revision.Kind.LOAD:
        raise ValueError("a load is no correction")
    Revision(kind=line["kind"], role=line["role"], reason=line["reason"]).clean_fields(exclude=["number", "user"])
    for change in line["changes"]:
        check_change(change)
    found: Line = line
    return found


def texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for one in value if isinstance(value, list) else [*value, *value.values()]:
            yield from texts_in(one)


def require(value: Any, keys: dict[str, type | tuple[type, ...]]) -> None:
    if not isinstance(value, dict) or set(value) != set(keys):
        raise ValueError(f"it must be an object with {', '.join(keys)}")
    for name, kind in keys.items():
        if not isinstance(value[name], kind) or isinstance(value[name], bool):
            raise ValueError(f"{name} is {value[name]!r}")


def check_change(change: Any) -> None:
    action = change.get("action") if isinstance(change, dict) else None
    require(change, OF_RECORD | ACTIONS.get(action if isinstance(action, str) else "", {}))
    if action not in ACTIONS:
        raise ValueError(f"action is {action!r}; allowed are {', '.join(ACTIONS)}")
    model = published().get(change["record_type"])
    if model is None:
        raise ValueError(f"there is no record type {change['record_type']!r}")
    if len(change["record"].split("--")) != len(model.natural_key_fields):
        raise ValueError(f"{change['record']!r} is no code of the type {change['record_type']}")
    fields = change.get("fields", {})
    for name in [*fields, *([change["field"]] if action == "changed" else [])]:
        if name not in model.content_fields():
            raise ValueError(f"{change['record_type']} has no field {name!r}")
    if not all(text is None or isinstance(text, str) for text in fields.values()):
        raise ValueError("each of the fields must be a text or null")
    if (code := change.get("replaced_by")) is not None and not re.fullmatch(CODE_PATTERN, code):
        raise ValueError(f"replaced_by is {code!r}")
