"""A formula of observations: what relations and derived indicators have in common."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from indicators.models.fields import Words
from indicators.models.record import CodedRecord, Named, Noted
from indicators.models.searchable import Searchable
from indicators.models.source import Document
from indicators.text.formula import Formula, parse
from indicators.text.operand import Operand
from indicators.text.suggestions import did_you_mean


class Defined(Searchable, Named, Noted):
    """A formula and its operands. The result is computed from the records of a revision, and never stored."""

    has_comparison: ClassVar[bool]

    document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        related_name="%(class)s_definitions",
        help_text="The document whose figures it is about.",
    )
    formula = Words(help_text="Formula of the operands: names, numbers, + − × ÷ and parentheses.")
    operands: "models.JSONField[list[str], list[str]]" = models.JSONField(
        help_text="The operands of the formula: name = CODE for the value of an observation, name = quote CODE for the "
        "number in a quote, name = count of part CODE, CODE for a count of records."
    )

    class Meta:
        abstract = True

    def parsed_formula(self) -> Formula:
        return parse(self.formula)

    def parsed_operands(self) -> list[Operand]:
        return [Operand.parse(text) for text in self.operands]

    def clean(self) -> None:
        """The formula and the operands can be read, belong to each other, and name records."""
        formula, operands = reading("formula", self.parsed_formula), reading("operands", self.parsed_operands)
        if bool(formula.comparison) != self.has_comparison:
            missing, unwanted = _("A relation has one of = ≤ ≥ < >."), _("No comparison is allowed here.")
            raise ValidationError({"formula": missing if self.has_comparison else unwanted})
        if problems := [*misnamed(formula.names, [operand.name for operand in operands]), *missing_records(operands)]:
            raise ValidationError({"operands": problems})


def reading(field: str, read: Any) -> Any:
    """What a function reads; its ValueError as the error of a field."""
    try:
        return read()
    except ValueError as error:
        raise ValidationError({field: str(error)}) from error


def misnamed(used: list[str], named: list[str]) -> Iterator[str]:
    """The names that only the formula or only the operands have, and those that operands share."""
    for name in dict.fromkeys([*used, *named]):
        if name not in named:
            yield _("The formula uses %(name)s, which is no operand.") % {"name": name} + did_you_mean(name, named)
        elif name not in used:
            yield _("The formula does not use the operand %(name)s.") % {"name": name}
        elif named.count(name) > 1:
            yield _("Two operands have the name %(name)s.") % {"name": name}


def counted_models() -> dict[str, type[CodedRecord]]:
    """The models of records with codes, by the name of their kind."""
    return {model.record_type(): model for model in apps.get_models() if issubclass(model, CodedRecord)}


def missing_records(operands: list[Operand]) -> Iterator[str]:
    """The codes that no record has or ever had. A withdrawn record may be an operand: it then has no value."""
    for operand in operands:
        model = counted_models().get(operand.kind)
        if model is None:
            names = {"kind": operand.kind, "allowed": ", ".join(sorted(counted_models()))}
            yield _("There is no kind %(kind)s of records; allowed are %(allowed)s.") % names
            continue
        known = set(model.history.filter(code__in=operand.codes).values_list("code", flat=True))
        for code in operand.codes:
            if code not in known:
                similar = model.history.current().values_list("code", flat=True)
                message = _("There is no %(kind)s %(code)s.") % {"kind": operand.kind, "code": code}
                yield message + did_you_mean(code, similar)
