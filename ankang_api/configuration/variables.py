"""Reads settings from environment variables. A bad one ends the program with one line."""

import os
import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
TRUE, FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")
HOST = re.compile(r"\*|\.?[A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\]")
SIMILARITY = 0.86
"""Of a variable that is taken for a misspelt setting. ALLOWED_HOST has 0.96 with ALLOWED_HOSTS."""


class Variables:
    """Environment variables by name. An empty one counts as not set."""

    def __init__(self) -> None:
        self.names: list[str] = []
        """The names that were read."""

    def text(self, name: str, default: str = "") -> str:
        self.names.append(name)
        return os.environ.get(name, "").strip() or default

    def flag(self, name: str) -> bool:
        """A truth value, false by default."""
        text = self.text(name, "false")
        if text.lower() not in TRUE + FALSE:
            raise SystemExit(f"{name} is not understood: {text}. Write true or false.")
        return text.lower() in TRUE

    def number(self, name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
        text = self.text(name, str(default))
        if text.isascii() and text.isdigit() and least <= int(text) and (most is None or int(text) <= most):
            return int(text)
        allowed = f"of {least} or more" if most is None else f"from {least} to {most}"
        raise SystemExit(f"{name} is not understood: {text}. Write a whole number {allowed}.")

    def choice(self, name: str, choices: Iterable[str]) -> str:
        """One of the choices, the first by default."""
        allowed = list(choices)
        text = self.text(name, allowed[0])
        if text not in allowed:
            raise SystemExit(f"{name} is not understood: {text}. Write {' or '.join(allowed)}.")
        return text

    def texts(self, name: str, default: Iterable[str] = ()) -> list[str]:
        """Texts separated by commas."""
        text = self.text(name)
        return [part.strip() for part in text.split(",") if part.strip()] if text else list(default)

    def hosts(self, name: str, default: Iterable[str]) -> list[str]:
        """Names of hosts. An empty list would refuse every request, so it is not taken for the default."""
        if os.environ.get(name) is not None and not self.texts(name):
            raise SystemExit(f"{name} is empty. Write host names, separated by commas, or remove it.")
        if wrong := [host for host in self.texts(name, default) if not HOST.fullmatch(host)]:
            raise SystemExit(f"{name} is not understood: {wrong[0]}. Write names such as data.example.org.")
        return self.texts(name, default)

    def path(self, name: str, default: Path) -> Path:
        return Path(self.text(name, str(default))).absolute()

    def parsed(self, name: str, parse: Callable[[str], T]) -> T:
        """What `parse` makes of the text; its ValueError says what to write."""
        try:
            return parse(self.text(name))
        except ValueError as error:
            raise SystemExit(f"{name} is not understood: {error}") from None

    def refuse_misspelt(self) -> None:
        """End the program if a variable has nearly the name of a setting."""
        for name in sorted(set(os.environ) - set(self.names)):
            if similar := get_close_matches(name.upper(), self.names, 1, SIMILARITY):
                raise SystemExit(f"{name} is not a setting. Write {similar[0]}, or remove it from the environment.")
