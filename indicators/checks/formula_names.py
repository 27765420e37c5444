"""Formulas for people: each operand by what it is, in the language of the request, rather than by its name."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.checks.names import in_chinese, listed, own_name, period_name, quoted
from indicators.models.computed.definition import Defined, counted_models
from indicators.relations.operands import Value
from indicators.text.formula import NAME


def formula_in_words(definition: Defined, values: Sequence[Value]) -> str:
    """贫困人口（2018）< 贫困人口（2012）. A withdrawn operand has the name that the formula gives it."""
    names = operand_names(values)
    return re.sub(rf"\b{NAME}\b", lambda name: names.get(name[0], name[0]), definition.formula)


def operand_names(values: Sequence[Value]) -> dict[str, str]:
    """What each operand is, by its name: a metric, words of the report, or a number of records."""
    figures = [value.observations[0] for value in values if is_figure(value)]
    return {value.operand.name: operand_name(value, figures) for value in values}


def is_figure(value: Value) -> bool:
    return bool(value.observations) and not value.operand.is_count


def operand_name(value: Value, figures: Sequence[Any]) -> str:
    if value.operand.is_count:
        kinds = capfirst(_(str(counted_models()[value.operand.kind]._meta.verbose_name_plural)))
        return _("number of listed records (%(kinds)s)") % {"kinds": kinds}
    if is_figure(value):
        return figure_among(value.observations[0], figures)
    return quoted(value.quote.exact) if value.quote else value.operand.name


def figure_among(figure: Any, figures: Iterable[Any]) -> str:
    """The metric, and what tells the figure from others of the metric: region, period or type of value."""
    same = [one for one in figures if one.metric_id == figure.metric_id]
    details = [
        detail
        for detail, differs in (
            (own_name(figure.region), len({one.region_id for one in same}) > 1),
            (period_name(figure.time_period), len({one.time_period for one in same}) > 1),
            (pgettext("choice", str(figure.get_value_type_display())), len({one.value_type for one in same}) > 1),
        )
        if differs
    ]
    name = own_name(figure.metric)
    if not details:
        return name
    return f"{name}（{listed(details)}）" if in_chinese() else f"{name} ({listed(details)})"
