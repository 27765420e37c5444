"""The values of query parameters, read from text: each error names the bad value, what is allowed, and what is near."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django_filters.fields import BaseCSVField

from indicators.text.folding import fold
from indicators.text.period import FORMS, SINGLE_FORMS, Period, days_of
from indicators.text.suggestions import did_you_mean

MAX_LENGTH, MAX_WORDS = 200, 20
"""Code points and words of a text to search for; each word costs a pass over what is searched."""


WHOLE_NUMBER = "0|[1-9][0-9]{0,8}"


def unknown(what: str, value: str, names: Iterable[str], *, are_all: bool = True) -> ValidationError:
    """The error for a value that is not allowed. `names` are all that are allowed, or some that may be meant."""
    names = list(names)
    allowed = names if are_all else None
    params = {"what": what, "value": value, "hint": did_you_mean(value, names), "allowed": allowed}
    return ValidationError("There is no %(what)s '%(value)s'.%(hint)s", code=f"unknown_{what}", params=params)


def invalid(value: str, expected: str, allowed: list[str] | None = None) -> ValidationError:
    params = {"value": value, "expected": expected, "allowed": allowed}
    return ValidationError("'%(value)s' is not %(expected)s.", code="invalid", params=params)


class ListField(BaseCSVField):
    """A comma list without an empty part."""

    def clean(self, value: Any) -> Any:
        if value and not all(part.strip() for part in value):
            raise invalid(",".join(value), "a list of values with a comma between them")
        return super().clean(value)


class ChoiceField(forms.CharField):
    """One value of a closed list."""

    def __init__(self, *args: Any, what: str, allowed: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.what, self.allowed = what, allowed

    def validate(self, value: str) -> None:
        if value and value not in self.allowed:
            raise unknown(self.what, value, self.allowed)


class PeriodField(forms.CharField):
    def validate(self, value: str) -> None:
        try:
            Period.parse(value)
        except ValueError:
            raise invalid(value, f"a period; write {FORMS}") from None


class DayField(forms.CharField):
    """A day, or a year or a part of it, which means its first or its last day."""

    def __init__(self, *args: Any, last: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last = last

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            first_day, last_day = days_of(text)
        except ValueError:
            raise invalid(text, f"a year, half-year, quarter, month or day; write {SINGLE_FORMS}") from None
        return last_day if self.last else first_day


class NumberField(forms.DecimalField):
    """A number as a column of values holds it."""

    def clean(self, value: Any) -> Any:
        try:
            if value and not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?", value):
                raise ValidationError("", code="invalid")
            return super().clean(value)
        except ValidationError as error:
            if error.error_list[0].code != "invalid":
                raise
            raise invalid(str(value), "a number; write 229600 or -0.5") from None


class WholeNumberField(forms.CharField):
    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if text and not re.fullmatch(WHOLE_NUMBER, text):
            raise invalid(text, "a whole number; write 4")
        return int(text) if text else None


class YearField(forms.CharField):
    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if text and not re.fullmatch(r"[1-9][0-9]{3}", text):
            raise invalid(text, "a year; write 2018")
        return int(text) if text else None


class WordsField(forms.CharField):
    """The folded words of a text, each once."""

    default_error_messages = {"required": "q is required: give the words to search for."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, strip=False, max_length=MAX_LENGTH, **kwargs)

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        words = list(dict.fromkeys(fold(text).split()))
        if text and not words:
            raise ValidationError("There is nothing to search for; give one character or more.", code="blank")
        if len(words) > MAX_WORDS:
            raise ValidationError(f"Give {MAX_WORDS} words at most, not {len(words)}.", code="too_many_words")
        return words
