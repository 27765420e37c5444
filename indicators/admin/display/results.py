"""Results of formulas as the admin shows them."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from indicators.admin.display.labels import record_name
from indicators.admin.display.markup import lines, link
from indicators.checks.formula_names import formula_in_words
from indicators.checks.names import with_colon
from indicators.models import Observation
from indicators.relations.results import Status, relations_of, results
from indicators.text.formats import grouped_number
from indicators.text.interval import Columns


def bounded(columns: Columns) -> str:
    """A value and its bounds: 246 (245–247)."""
    value, low, high = ("?" if number is None else grouped_number(number) for number in columns)
    return value if value == low == high else f"{value} ({low}–{high})"


def status_label(status: Status) -> str:
    return pgettext("choice", str(status.label))


def relation_lines(observation: Observation) -> SafeString:
    """The relations that an observation is an operand of, each with its status."""
    found = results(relations_of(observation))
    return lines(
        format_html(
            with_colon("{} {}", "{}"),
            link(result.relation, record_name(result.relation)),
            formula_in_words(result.relation, result.values),
            status_label(result.status),
        )
        for result in found
    )
