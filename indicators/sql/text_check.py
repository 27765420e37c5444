"""The check of the database that refuses unfit text, as `indicators.text.unfit` defines it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.sql.compiler import SQLCompiler

from indicators.text.unfit import INVISIBLE_RANGES, UNFIT_RANGES, Ranges, character_class

SQLITE_UNREADABLE = (0xFFFE, 0xFFFF)
"""Code points that GLOB reads as U+FFFD."""
JSON_ESCAPES = (
    *(r"\[bfr]", r"\u00[01]?", r"\u007[fF]", r"\u00[89]?", r"\u202[deDE]", r"\u[fF][dD][deDE]?"),
    *(r"\u[fF][fF][fF][efEF]", r"\u[dD][89abAB][37bfBF][fF]\u[dD][fF][fF][efEF]"),
)
"""How JSON writes unfit characters, as patterns of GLOB. SQLite stores the escapes of Python's JSON."""


class TextCondition(models.Func):
    """A condition on the texts of some columns together. An absent text is fit."""

    output_field = models.BooleanField()

    def joined(self, compiler: SQLCompiler, cast: str) -> tuple[str, tuple[Any, ...]]:
        """The texts as one."""
        compiled = [compiler.compile(text) for text in self.source_expressions]
        sql = " || ".join(f"coalesce({text}{cast}, '')" for text, _params in compiled)
        return sql, tuple(param for _text, params in compiled for param in params)


class Fit(TextCondition):
    """Whether the texts contain no unfit character."""

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **_: Any) -> tuple[str, tuple[Any, ...]]:
        text, params = self.joined(compiler, "")
        singles = [f"instr({text}, char({code})) = 0" for code in (0, *SQLITE_UNREADABLE)]
        conditions = [f"({text}) NOT GLOB {sqlite_pattern(UNFIT_RANGES)}", *singles]
        return f"({' AND '.join(conditions)})", params * len(conditions)

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **_: Any) -> tuple[str, tuple[Any, ...]]:
        text, params = self.joined(compiler, "::text")
        return f"({text}) !~ '[{postgresql_class(UNFIT_RANGES)}]'", params


class FitJSON(TextCondition):
    """Whether lists of texts, as JSON writes them, contain no escape of an unfit character."""

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **_: Any) -> tuple[str, tuple[Any, ...]]:
        text, params = self.joined(compiler, "")
        conditions = [rf"replace({text}, '\\', '') NOT GLOB '*{escape}*'" for escape in JSON_ESCAPES]
        return f"({' AND '.join(conditions)})", params * len(conditions)

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **_: Any) -> tuple[str, tuple[Any, ...]]:
        text, params = self.joined(compiler, "::text")
        escapes = "|".join(escape.replace("\\", "\\\\").replace("?", ".") for escape in JSON_ESCAPES)
        return rf"(replace({text}, '\\', '') !~ '{escapes}')", params


class Visible(TextCondition):
    """Whether a text has a character that can be seen."""

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **_: Any) -> tuple[str, tuple[Any, ...]]:
        text, params = compiler.compile(self.source_expressions[0])
        return f"({text} GLOB {sqlite_pattern(INVISIBLE_RANGES, '^')})", tuple(params)

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **_: Any) -> tuple[str, tuple[Any, ...]]:
        text, params = compiler.compile(self.source_expressions[0])
        return f"({text} ~ '[^{postgresql_class(INVISIBLE_RANGES)}]')", tuple(params)


def sqlite_pattern(ranges: Ranges, negation: str = "") -> str:
    """The pattern of GLOB for one character of a class, in hexadecimal: the schema then has no invisible characters."""
    readable = tuple(found for found in storable(ranges) if found[0] not in SQLITE_UNREADABLE)
    return f"CAST(x'{f'*[{negation}{character_class(readable)}]*'.encode().hex()}' AS TEXT)"


def postgresql_class(ranges: Ranges) -> str:
    return "".join(rf"\U{first:08X}-\U{last:08X}" for first, last in storable(ranges))


def storable(ranges: Ranges) -> list[tuple[int, int]]:
    """The ranges without NUL, which no class of GLOB and no text of PostgreSQL has, and without surrogates."""
    return [(max(first, 1), last) for first, last in ranges if not 0xD800 <= first <= 0xDFFF]


class TextCheck(models.CheckConstraint):
    """The constraint that columns contain fit text. Every text column of a table is in its one check.

    Of `words` each has a visible character; `texts` may be blank; `lists` are JSON.
    """

    def __init__(
        self, *, name: str, words: Iterable[str] = (), texts: Iterable[str] = (), lists: Iterable[str] = ()
    ) -> None:
        self.columns = {"words": tuple(words), "texts": tuple(texts), "lists": tuple(lists)}
        super().__init__(condition=text_condition(**self.columns), name=name)

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        columns = {kind: names for kind, names in self.columns.items() if names}
        return path, args, {"name": kwargs["name"], **columns}

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the fields refuse the text, name the character and need no query."""


def text_condition(words: Sequence[str], texts: Sequence[str], lists: Sequence[str]) -> Q:
    """The condition that the columns contain fit text."""
    condition = Q(Fit(*words, *texts, *lists))
    for name in words:
        condition &= Q(Visible(name))
    return condition & Q(FitJSON(*lists)) if lists else condition
