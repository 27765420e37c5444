"""Rows of relations, computed from the records of the revision."""

from collections.abc import Iterable
from copy import deepcopy
from functools import cached_property
from typing import Any, ClassVar

from rest_framework import serializers

from indicators.models import Quote, Relation
from indicators.relations.operands import Value
from indicators.relations.results import Result, Status
from indicators.rows.computed_rows import ComputedRowSerializer
from indicators.rows.serializer import Number, RowSerializer, number, sources
from indicators.text.interval import UNKNOWN, Columns, shown


def optional(help_text: str) -> Number:
    return Number(None, None, allow_null=True, help_text=help_text)


def texts(help_text: str) -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), help_text=help_text)


class Evidence(serializers.Serializer[Any]):
    # the columns that a row has of its operands, as lists of texts

    observations = texts("Codes of the observations that are operands, or are counted in one.")
    quotes = texts("Codes of the quotes that the operands come from, in their order.")
    quotes_exact = texts("The words of these quotes.")


EVIDENCE = Evidence._declared_fields


def evidence(values: Iterable[Value]) -> dict[str, Any]:
    """The columns that a row has of its operands."""
    values = list(values)
    quotes: dict[str, Quote] = {value.quote.code: value.quote for value in values if value.quote}
    return {
        "observations": [code for value in values if value.operand.is_of_observations for code in value.operand.codes],
        "quotes": list(quotes),
        "quotes_exact": [quote.exact for quote in quotes.values()],
    }


class OperandSerializer(serializers.Serializer[Value]):
    """An operand of a formula, its value and its words."""

    name = serializers.CharField(help_text="Its name in the formula.")
    kind = serializers.CharField(help_text="Kind of its records: observation, quote, or what is counted.")
    codes = texts("Codes of its records.")
    value = optional("Its value; null where a record is withdrawn or has none.")
    value_low = optional("Its smallest value; null where nothing bounds it.")
    value_high = optional("Its largest value; null where nothing bounds it.")
    quote = serializers.CharField(allow_null=True, help_text="Code of the quote that it comes from; null of a count.")
    quote_exact = serializers.CharField(allow_null=True, help_text="The words of the quote; null of a count.")

    def to_representation(self, value: Value) -> dict[str, Any]:
        return {
            "name": value.operand.name,
            "kind": value.operand.kind,
            "codes": list(value.operand.codes),
            **named("value", shown(value.interval or UNKNOWN)),
            "quote": value.quote.code if value.quote else None,
            "quote_exact": value.quote.exact if value.quote else None,
        }


def named(name: str, columns: Columns) -> dict[str, int | float | None]:
    """A value and its bounds by the names of their columns."""
    return dict(zip((name, f"{name}_low", f"{name}_high"), map(number, columns), strict=True))


class DefinitionSerializer(RowSerializer):
    operands = texts(str(Relation._meta.get_field("operands").help_text))


class RelationDefinitionSerializer(DefinitionSerializer):
    class Meta:
        model = Relation
        fields = (
            "code",
            "document",
            "kind",
            "name_zh",
            "name_en",
            "formula",
            "operands",
            "reason_zh",
            "reason_en",
            "note_zh",
            "note_en",
            "corrected",
            "withdrawn",
            "revision",
        )
        extra_kwargs = sources(document="document.code")


class RelationSerializer(ComputedRowSerializer):
    """What the figures of a report imply of each other, and whether they agree."""

    basic = ("name_zh", "name_en", "formula", "left", "right", "status", "reason_zh", "reason_en")
    order: ClassVar[tuple[str, ...]] = (
        *("code", "document", "kind", "name_zh", "name_en", "formula"),
        *("left", "left_low", "left_high", "right", "right_low", "right_high", "gap", "gap_low", "gap_high", "status"),
        *("reason_zh", "reason_en", "note_zh", "note_en", "operands", *EVIDENCE),
        *("corrected", "withdrawn", "revision"),
    )

    left = optional("Value of the side before the comparison; null where an operand has none.")
    left_low = optional("Smallest value of the left side at the bounds of its operands; null if unbounded.")
    left_high = optional("Largest value of the left side at the bounds of its operands; null if unbounded.")
    right = optional("Value of the side after the comparison; null where an operand has none.")
    right_low = optional("Smallest value of the right side at the bounds of its operands; null if unbounded.")
    right_high = optional("Largest value of the right side at the bounds of its operands; null if unbounded.")
    gap = optional("Left side minus right side.")
    gap_low = optional("Smallest gap at the bounds of the operands; null if unbounded.")
    gap_high = optional("Largest gap at the bounds of the operands; null if unbounded.")
    status = serializers.ChoiceField(
        choices=Status.choices,
        help_text="holds: for all values within the bounds; consistent: for some of them; does_not_hold: for none; "
        "cannot_tell: an operand is withdrawn or unbounded, or a divisor may be zero; not_asserted: see the reason.",
    )

    @cached_property
    def definition(self) -> RelationDefinitionSerializer:
        return RelationDefinitionSerializer()

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields: dict[str, Any] = RelationDefinitionSerializer().get_fields() | super().get_fields()
        fields |= {name: deepcopy(field) for name, field in EVIDENCE.items()}
        return {name: fields[name] for name in [*self.order, *(name for name in fields if name not in self.order)]}

    def to_representation(self, result: Result) -> dict[str, Any]:
        row = {
            **self.definition.to_representation(result.relation),
            **named("left", shown(result.left)),
            **named("right", shown(result.right)),
            **named("gap", shown(result.gap)),
            **evidence(result.values),
            "status": str(result.status),
        }
        return {name: row[name] for name in self.order}


class RelationDetailSerializer(RelationSerializer):
    """A relation with the values of its operands."""

    operand_values = OperandSerializer(many=True, help_text="The operands with their values and quotes.")

    def to_representation(self, result: Result) -> dict[str, Any]:
        values = [OperandSerializer().to_representation(value) for value in result.values]
        return super().to_representation(result) | {"operand_values": values}
