"""Fields whose rules the database enforces too, by a CHECK of each column."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.text.formats import CODE_PATTERN
from indicators.text.unfit import invisible_character, unfit_character

SetType = TypeVar("SetType", contravariant=True)
GetType = TypeVar("GetType", covariant=True)


def require_fit_text(text: str) -> None:
    """A validator. The ValidationError names the first character that no text holds."""
    if character := unfit_character(text):
        raise ValidationError(_("Must not contain the character %(character)s.") % {"character": character})
    if character := invisible_character(text):
        message = _("Must contain visible characters, not only such as %(character)s.")
        raise ValidationError(message % {"character": character})


class Code(models.CharField[SetType, GetType]):
    """An id in lower case, readable and stable for ever: words joined by single hyphens."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault("unique", True)
        super().__init__(*args, **kwargs)
        self.validators = [
            *self.validators,
            RegexValidator(
                CODE_PATTERN.replace("$", r"\Z"), gettext_lazy("Words of a-z and 0-9, joined by single hyphens.")
            ),
        ]

    def deconstruct(self) -> Any:
        """Always with `unique`, because a column of a history is not unique."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"unique": self.unique}

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        """Codes sort by code point on every database; PostgreSQL would else follow its server's language."""
        collation = "C" if connection.vendor == "postgresql" else None
        return {**super().db_parameters(connection), "collation": collation}

    def db_check(self, connection: BaseDatabaseWrapper) -> str:
        column = connection.ops.quote_name(self.attname)
        if connection.vendor == "postgresql":
            return f"{column} ~ '{CODE_PATTERN}'"
        refused = ("*[^a-z0-9-]*", "-*", "*-", "*--*")
        patterns = " AND ".join(f"{column} NOT GLOB '{pattern}'" for pattern in refused)
        return f"{column} <> '' AND {patterns} AND instr({column}, char(0)) = 0"  # GLOB ends at a NUL


class Words(models.TextField[SetType, GetType]):
    """Text that is never empty and never begins as a spreadsheet formula does."""

    empty_values = [None]  # an empty string is a mistake, not an absent text

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        message = gettext_lazy("Must not be empty nor begin with white space, =, +, - or @.")
        self.validators = [*self.validators, RegexValidator(r"^[^\s=+@-]", message), require_fit_text]

    def db_check(self, connection: BaseDatabaseWrapper) -> str:
        column = connection.ops.quote_name(self.attname)
        return f"substr({column}, 1, 1) NOT IN ('', ' ', '=', '+', '-', '@')"


def text_columns(model: type[models.Model]) -> dict[str, list[str]]:
    """The names of a model's text columns, as `TextCheck` takes them. Codes and choices have stricter checks."""
    columns: dict[str, list[str]] = {"words": [], "texts": [], "lists": []}
    for field in model._meta.concrete_fields:
        if isinstance(field, Words):
            columns["words"].append(field.name)
        elif isinstance(field, models.JSONField):
            columns["lists"].append(field.name)
        elif isinstance(field, models.CharField | models.TextField) and not isinstance(field, Code | Choice):
            columns["texts"].append(field.name)
    return columns


def pairs(*names: str) -> list[str]:
    """The columns of texts in both languages: name_zh and name_en of name."""
    return [f"{name}_{language}" for name in names for language in ("zh", "en")]


class Choice(models.CharField[SetType, GetType]):
    """One of a closed list of values; a new value is a migration."""

    non_db_attrs = tuple(attr for attr in models.Field.non_db_attrs if attr != "choices")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20)
        super().__init__(*args, **kwargs)

    def db_check(self, connection: BaseDatabaseWrapper) -> str:
        allowed = ", ".join(f"'{value}'" for value, _label in self.flatchoices)
        return f"{connection.ops.quote_name(self.attname)} IN ({allowed})"
