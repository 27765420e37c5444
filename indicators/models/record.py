"""Records: the base of all published data."""

import re
from contextvars import ContextVar
from typing import Any, ClassVar, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models.fields import Code, Words
from indicators.models.revision import Revision
from indicators.models.version import History

M = TypeVar("M", bound=models.Model, covariant=True)

CHANGESET_IS_OPEN: ContextVar[bool] = ContextVar("CHANGESET_IS_OPEN", default=False)


class OutsideChangesetError(RuntimeError):
    """Published data were written outside a changeset: the change would have no revision and no history."""


def require_changeset() -> None:
    if not CHANGESET_IS_OPEN.get():
        raise OutsideChangesetError("Open a changeset to write published records.")


class RecordQuerySet(models.QuerySet[M]):
    """Reads like any QuerySet. Only a Changeset writes."""

    def update(self, **kwargs: Any) -> int:
        require_changeset()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        require_changeset()
        return super().delete()

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[M]:
        require_changeset()
        return super().bulk_create(*args, **kwargs)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        require_changeset()
        return super().bulk_update(*args, **kwargs)


class Record(models.Model):
    """A published record: it has a natural key, a history, and the revision that last wrote it."""

    natural_key_fields: ClassVar[tuple[str, ...]] = ("code",)

    identity_fields: ClassVar[tuple[str, ...]] = ()
    """Names of further fields that no correction changes, for they say what the record is of."""

    revision = models.ForeignKey(
        Revision,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        help_text="Number of the revision that last changed this record.",
    )
    corrected = models.BooleanField(
        default=False,
        editable=False,
        help_text="Whether a correction in force makes the record differ from the loaded values.",
    )
    withdrawn = models.BooleanField(
        default=False,
        editable=False,
        help_text="Whether the record was withdrawn; true only in histories and with changed_since.",
    )

    objects = RecordQuerySet.as_manager()
    history: ClassVar[Any] = History()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        require_changeset()
        self.derive()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        require_changeset()
        return super().delete(*args, **kwargs)

    @classmethod
    def record_type(cls) -> str:
        """The name of the kind in data and addresses: programme-metric."""
        return re.sub("(?<=[a-z])(?=[A-Z])", "-", cls.__name__).lower()

    @classmethod
    def content_fields(cls) -> "dict[str, models.Field[Any, Any]]":
        """The fields that say something, by name: what fixtures give and corrections change."""
        return {field.name: field for field in cls._meta.concrete_fields if field.editable and not field.primary_key}

    @property
    def record_code(self) -> str:
        """The natural key as text: a code, or codes with two hyphens between them."""
        values = (getattr(self, name) for name in self.natural_key_fields)
        return "--".join(value.record_code if isinstance(value, Record) else str(value) for value in values)

    def derive(self) -> None:
        """Fill the columns that follow from others; nothing for most records."""

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        super().full_clean(*args, **kwargs)


class CodedRecord(Record):
    code = Code(help_text="Identifier, stable for ever.")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.code

    def refuse_circle(self, link: str) -> None:
        """A ValidationError where the relation to records of the same kind leads back to this one."""
        path, key = [self.code], getattr(self, f"{link}_id")
        while key is not None:
            found = type(self)._default_manager.filter(pk=key).values_list("code", f"{link}_id")
            code, key = found.first() or ("", None)
            path.append(code)
            if code == self.code:
                message = _("Refers to itself in a circle: %(path)s.") % {"path": " → ".join(path)}
                raise ValidationError({link: message})
            if code in path[:-1]:
                return  # a circle of other records, which is reported there


class Named(models.Model):
    name_zh = Words(help_text="Name in Chinese, as the report or the standard has it.")
    name_en = Words(help_text="Name in English.")

    class Meta:
        abstract = True


class Noted(models.Model):
    """A remark for readers, in both languages or in none."""

    note_zh = Words(
        null=True, blank=True, help_text="What the report leaves unsaid or a reader may misread, in Chinese."
    )
    note_en = Words(
        null=True, blank=True, help_text="What the report leaves unsaid or a reader may misread, in English."
    )

    class Meta:
        abstract = True


def both_languages(field: str) -> models.CheckConstraint:
    """The constraint that an optional text has both languages or none."""
    zh, en = f"{field}_zh__isnull", f"{field}_en__isnull"
    label = capfirst(gettext_lazy(field.replace("_", " ")))
    return models.CheckConstraint(
        condition=models.Q(**{zh: True, en: True}) | models.Q(**{zh: False, en: False}),
        name=f"%(class)s_{field}_in_both_languages",
        violation_error_message=format_lazy(gettext_lazy("{field}: fill in both languages, or neither."), field=label),
    )
