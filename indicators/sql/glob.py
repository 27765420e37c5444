"""Patterns that SQLite checks without a function of ours, so that other programs can check them too."""

import re
from typing import Any

from django.db import models
from django.db.models.sql.compiler import SQLCompiler


class Glob(models.Lookup[str]):
    """Whether a text matches a pattern as a whole: `*`, `?`, `[0-9]`; the rest is literal."""

    lookup_name = "glob"

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        text, params = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            return f"{text}::text ~ %s", (*params, regular_expression(self.rhs))
        return f"{text} GLOB %s", (*params, self.rhs)


def regular_expression(pattern: str) -> str:
    """The pattern as a regular expression."""
    parts = re.findall(r"\[[^]]+\]|.", pattern)
    wildcards = {"*": ".*", "?": "."}
    return f"^{''.join(wildcards.get(part, part if len(part) > 1 else re.escape(part)) for part in parts)}$"
