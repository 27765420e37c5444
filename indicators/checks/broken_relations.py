"""Warnings about relations that held, or might have held, before a change, and do not hold after it."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from indicators.checks.formula_names import formula_in_words, operand_names
from indicators.checks.names import figure_with_words, listed, own_name, quoted, with_codes
from indicators.models import Relation
from indicators.relations.operands import Value
from indicators.relations.results import Result, Status, results
from indicators.text.formats import grouped_number


def relation_results() -> dict[str, Result]:
    """The results of all relations by code; one query for each kind of operand."""
    return {result.relation.code: result for result in results(Relation.objects.order_by("code"))}


def broken_relations(before: Mapping[str, Result]) -> Iterator[str]:
    """`before` are the results before the change; relations that lacked a record of an operand then are left out."""
    for code, after in relation_results().items():
        if after.status == Status.DOES_NOT_HOLD and code in before and might_hold(before[code]):
            names = {"name": own_name(after.relation), "operands": listed(map(operand, after.values))}
            message = _("Relation: “%(name)s” no longer holds. Its figures: %(operands)s.") % names
            yield with_codes(message, formula_in_words(after.relation, after.values), code)


def might_hold(result: Result) -> bool:
    return result.status != Status.DOES_NOT_HOLD and all(value.interval is not None for value in result.values)


def operand(value: Value) -> str:
    """The figure or the words that an operand is; of a count of records, its number."""
    if value.quote and not value.observations:
        return quoted(value.quote.exact)
    if value.operand.is_count:
        count = value.interval.value if value.interval else None
        return f"{operand_names([value])[value.operand.name]} = {'-' if count is None else grouped_number(count)}"
    return listed(map(figure_with_words, value.observations)) or f"{value.operand.name} = -"
