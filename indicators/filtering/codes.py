"""Codes in query parameters, and the values that a column has: each error names what is unknown, and what is near."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from indicators.filtering.fields import ListField, unknown

MAX_NAMED = 20
"""Unknown codes of one parameter that the errors name."""
MAX_ALLOWED = 200
"""Codes that an error lists. Of a larger table it lists none, and the nearest code is sought among the neighbours."""
NEIGHBOURS = 20
"""Codes on either side of an unknown one, in their order, that may be meant."""


class CodesField(ListField):
    """Codes of one model, looked up together, as the keys of its records; the errors name those that are unknown."""

    def __init__(self, *args: Any, model: type[models.Model], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.model = model

    def clean(self, value: Any) -> list[int]:
        codes: list[str] = super().clean(value) or []
        keys = keys_of_codes(self.model, codes)
        if missing := [code for code in dict.fromkeys(codes) if code not in keys]:
            raise unknown_codes(self.model, missing)
        return list(keys.values())


def keys_of_codes(model: type[models.Model], codes: Iterable[str]) -> dict[str, int]:
    """The keys of the records that have these codes, by code."""
    named = list(codes)
    records = model._default_manager.filter(code__in=named).order_by()
    return dict(records.values_list("code", "pk")) if named else {}


def unknown_codes(model: type[models.Model], missing: list[str]) -> ValidationError:
    """The errors for codes that no record has, each with the nearest one."""
    what = str(model._meta.verbose_name)
    known = list(model._default_manager.order_by("code").values_list("code", flat=True)[: MAX_ALLOWED + 1])
    if len(known) <= MAX_ALLOWED:
        return ValidationError([unknown(what, code, known) for code in missing[:MAX_NAMED]])
    errors = [unknown(what, code, neighbours(model, code), are_all=False) for code in missing[:MAX_NAMED]]
    return ValidationError(errors)


def neighbours(model: type[models.Model], code: str) -> list[str]:
    """The codes before and after one in the order of the codes: those that begin like it."""
    codes = model._default_manager.values_list("code", flat=True)
    before = codes.filter(code__lt=code).order_by("-code")[:NEIGHBOURS]
    return [*before, *codes.filter(code__gt=code).order_by("code")[:NEIGHBOURS]]


class PresentField(forms.CharField):
    """A value that a column of a small table has."""

    def __init__(self, *args: Any, model: type[models.Model], column: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.model, self.column = model, column

    def validate(self, value: str) -> None:
        values = self.model._default_manager.order_by(self.column).values_list(self.column, flat=True).distinct()
        if value and value not in values:
            raise unknown(self.column, value, values)
