"""The check that no numeral becomes evidence of a second figure."""

from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _

from indicators.admin.display.markup import chinese, lines, link
from indicators.checks.names import figure_name, with_colon
from indicators.checks.used_numerals import figures_of_same_numerals
from indicators.models import Observation, Record


def refuse_used_numerals(record: Record, field: str | None = None) -> None:
    """Raises ValidationError about `field`, with a link to each figure that has a numeral of the record already."""
    if not isinstance(record, Observation):
        return
    found = [
        format_html(
            with_colon("{}", "{} “{}” ({})"),
            link(one, figure_name(one)),
            one.figure,
            chinese(one.quote.exact),
            one.code,
        )
        for one in figures_of_same_numerals(record)
    ]
    if not found:
        return
    message = format_html(
        _("The number in “{}” is already the evidence of another figure. Correct that one, or withdraw it first:"),
        chinese(record.quote.exact),
    )
    error = format_html("{}<br>{}", message, lines(found))
    raise ValidationError({field: error} if field else error)
