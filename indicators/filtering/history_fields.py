"""The values of the query parameters of revisions and corrections, read from text."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from indicators.filtering.codes import MAX_NAMED, unknown_codes
from indicators.filtering.fields import ListField, invalid
from indicators.history.lookup import published
from indicators.models import Correction
from indicators.models.record import CodedRecord
from indicators.text.formats import REVISION_NUMBER
from indicators.text.instant import instant

DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


class InstantField(forms.CharField):
    """An instant as a bound: `last` ones as the first instant that is past them, for a comparison with less than."""

    def __init__(self, *args: Any, last: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last = last

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            if DAY.fullmatch(text):
                day = datetime.fromisoformat(text).replace(tzinfo=UTC)
                return day + timedelta(days=1) if self.last else day
            moment = instant(text).astimezone(UTC)
            return moment + timedelta(microseconds=1) if self.last else moment
        except (ValueError, OverflowError):
            expected = "a day or an instant with its offset; write 2026-11-24 or 2026-11-24T16:00:00%2B08:00"
            raise invalid(text, expected) from None


class RevisionField(forms.CharField):
    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if text and not re.fullmatch(REVISION_NUMBER, text):
            raise invalid(text, "the number of a revision; write 5")
        return int(text) if text else None


class RecordsField(ListField):
    """Codes of records, which may be withdrawn, of any kind or of one; the errors name those that never were."""

    def __init__(self, *args: Any, model: type[CodedRecord] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.model = model

    def clean(self, value: Any) -> list[str]:
        codes: list[str] = super().clean(value) or []
        if not codes:
            return codes
        if missing := self.missing(codes):
            if self.model:
                raise unknown_codes(self.model, missing)
            raise ValidationError([invalid(code, "the code of a record") for code in missing[:MAX_NAMED]])
        return codes

    def missing(self, codes: list[str]) -> list[str]:
        """The codes that no record ever had, nor a link that was corrected."""
        models: list[Any] = [self.model] if self.model else list(published().values())
        known: set[str] = set()
        if self.model is None:
            known |= set(Correction.objects.filter(record__in=codes).values_list("record", flat=True))
        for model in models:
            if issubclass(model, CodedRecord):
                known |= set(model.history.filter(code__in=codes).values_list("code", flat=True))
        return [code for code in dict.fromkeys(codes) if code not in known]
