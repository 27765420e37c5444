"""What a page that publishes shows of the record: its value with the unit, and its sentence with the mark."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from indicators.admin.display.labels import value_in_unit
from indicators.admin.display.markup import in_passage
from indicators.models import Observation, Quote

EVIDENCE_FIELDS = ("quote", "source_office_quote")


def evidence_of(record: Any) -> Quote | None:
    """The quote that a record comes from; None if it has none, or if the quote is withdrawn."""
    if isinstance(record, Quote):
        return record
    try:
        return next((getattr(record, name) for name in EVIDENCE_FIELDS if hasattr(type(record), name)), None)
    except ObjectDoesNotExist:
        return None


def record_summary(record: Any) -> SafeString:
    """A block for previews; empty for a record that has neither a value nor a quote."""
    parts = []
    if isinstance(record, Observation):
        parts.append(format_html('<p class="figure"><span>{}</span> {}</p>', _("Value"), value_in_unit(record)))
    quote = evidence_of(record)
    if quote is not None:
        parts.append(in_passage(quote))
    joined = format_html_join("", "{}", ((part,) for part in parts))
    return format_html('<div class="summary">{}</div>', joined) if joined else joined
