"""Shapes of verification and coverage."""

from collections import Counter
from copy import deepcopy
from functools import cached_property
from typing import Any, ClassVar

from rest_framework import serializers

from indicators.checks.coverage import STATUSES, Numeral, numerals
from indicators.checks.verification import checks
from indicators.checks.vocabulary import Vocabulary
from indicators.models import Document, Observation
from indicators.rows.computed_rows import ComputedRowSerializer
from indicators.rows.serializer import Number
from programmes.listing import Listing, listings

AGREES = "Whether the two agree; null where the words cannot tell."


class NumberCheckSerializer(serializers.Serializer[Any]):
    """A number as recorded and as read."""

    record = Number(None, None, allow_null=True, help_text="As the record has it; null where nothing is printed.")
    read = Number(None, None, allow_null=True, help_text="As its quote reads on its own; null where it gives none.")
    agrees = serializers.BooleanField(allow_null=True, help_text=AGREES)


class UnitCheckSerializer(serializers.Serializer[Any]):
    """Measure words as the unit allows them and as read."""

    record = serializers.ListField(child=serializers.CharField(), help_text="Measure words of the record's unit.")
    read = serializers.ListField(child=serializers.CharField(), help_text="Measure words found beside the number.")
    agrees = serializers.BooleanField(allow_null=True, help_text=AGREES)


class TextCheckSerializer(serializers.Serializer[Any]):
    """A code or a period as recorded and as read."""

    record = serializers.CharField(help_text="As the record has it.")
    read = serializers.CharField(allow_null=True, help_text="As the words have it; null where they have none.")
    agrees = serializers.BooleanField(allow_null=True, help_text=AGREES)


class SubjectCheckSerializer(serializers.Serializer[Any]):
    """Subject words of the metric and as read."""

    record = serializers.ListField(child=serializers.CharField(), help_text="Subject words of the record's metric.")
    read = serializers.ListField(child=serializers.CharField(), help_text="Subject words of any metric found.")
    agrees = serializers.BooleanField(allow_null=True, help_text=AGREES)


class RegionCheckSerializer(serializers.Serializer[Any]):
    """The region as recorded and the ones that are read."""

    record = serializers.CharField(help_text="Code of the record's region.")
    read = serializers.ListField(child=serializers.CharField(), help_text="Codes of the regions found.")
    agrees = serializers.BooleanField(allow_null=True, help_text=AGREES)


class ChecksSerializer(serializers.Serializer[Any]):
    """Each check of an observation against its quote."""

    number = NumberCheckSerializer(help_text="The value in the metric's unit.")
    multiplier = NumberCheckSerializer(help_text="Power of ten of the printed multiplier.")
    decimals = NumberCheckSerializer(help_text="Decimals of the printed number.")
    sign = NumberCheckSerializer(help_text="-1 for a fall, else 1.")
    unit = UnitCheckSerializer(help_text="The words that measure.")
    period = TextCheckSerializer(help_text="The period, by the words of time in the quote and the period quote.")
    qualifier = TextCheckSerializer(help_text="How exact the value is, by words such as 约, 近, 超过, 多, 以上.")
    value_type = TextCheckSerializer(help_text="Whether the words plan the value, replace it, or say that it happened.")
    subject = SubjectCheckSerializer(help_text="What is measured: in the quote, or next before it in its sentence.")
    region = RegionCheckSerializer(help_text="Where: in the quote, or before it in its sentence, or the document's.")


class VerificationSerializer(serializers.Serializer[Any]):
    """An observation and its quote, read again on its own."""

    basic: ClassVar[tuple[str, ...]] = ("observation", "quote_exact", "agrees")
    observation = serializers.CharField(help_text="Code of the observation.")
    document = serializers.CharField(help_text="Code of the document.")
    quote = serializers.CharField(help_text="Code of the quote.")
    quote_exact = serializers.CharField(help_text="The words that are read.")
    checks = ChecksSerializer(help_text="Each check: as recorded, as read, and whether they agree.")
    agrees = serializers.BooleanField(help_text="Whether no check disagrees.")

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary()

    def to_representation(self, observation: Observation) -> dict[str, Any]:
        found = checks(observation, self.vocabulary)
        body = {
            "observation": observation.code,
            "document": observation.document.code,
            "quote": observation.quote.code,
            "quote_exact": observation.quote.exact,
            "checks": {check.name: check._asdict() for check in found},
            "agrees": all(check.agrees is not False for check in found),
        }
        return super().to_representation(body)


class VerificationRowSerializer(ComputedRowSerializer):
    """An observation and its quote, read again on its own, with a column for each part of a check."""

    basic = VerificationSerializer.basic

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields: dict[str, Any] = deepcopy(VerificationSerializer._declared_fields)
        agrees, parts = fields.pop("agrees"), {}
        for name, check in fields.pop("checks").fields.items():
            for part, field in deepcopy(check._declared_fields).items():
                field.help_text = f"{check.help_text} {field.help_text}"
                parts[f"{name}_{part}"] = field
        return {**fields, **parts, "agrees": agrees}

    @cached_property
    def nested(self) -> VerificationSerializer:
        return VerificationSerializer()

    def to_representation(self, observation: Observation) -> dict[str, Any]:
        row = self.nested.to_representation(observation)
        parts = {f"{check}_{part}": value for check, of in row["checks"].items() for part, value in of.items()}
        return row | parts


class NumeralSerializer(ComputedRowSerializer):
    """A numeral of the text and the quotes that it lies in."""

    basic = ("text", "status", "quotes")
    passage = serializers.CharField(help_text="Code of the passage.")
    text = serializers.CharField(help_text="The numeral, Arabic or Chinese.")
    start = serializers.IntegerField(help_text="Offset of its first code point in the passage, from 0.")
    end = serializers.IntegerField(help_text="Offset after its last code point.")
    status = serializers.ChoiceField(
        choices=STATUSES,
        help_text="value: the number of an observation; period: in the words of its period; excluded: set aside with a "
        "reason; name: in the words of another record; uncovered: none of these.",
    )
    quotes = serializers.ListField(child=serializers.CharField(), help_text="Codes of the quotes that it lies in.")

    def to_representation(self, numeral: Numeral) -> dict[str, Any]:
        body = {
            "passage": numeral.passage.code,
            "text": numeral.text,
            "start": numeral.start,
            "end": numeral.end,
            "status": numeral.status,
            "quotes": [quote.code for quote in numeral.quotes],
        }
        return super().to_representation(body)


class ListingSerializer(serializers.Serializer[Listing]):
    """Words that count a list, and the records of its members."""

    quote = serializers.CharField(source="quote.code", help_text="Code of the quote.")
    quote_exact = serializers.CharField(source="quote.exact", help_text="The words that count.")
    says = serializers.IntegerField(help_text="The number that they say.")
    members = serializers.ListField(child=serializers.CharField(), help_text="Codes of the records of the list.")
    agrees = serializers.BooleanField(help_text="Whether there are as many.")


class CoverageSerializer(serializers.Serializer[Any]):
    """How far the records cover the numerals and the counted lists of a document."""

    basic: ClassVar[tuple[str, ...]] = ("document", "numerals_total", *STATUSES)
    document = serializers.CharField(help_text="Code of the document.")
    numerals_total = serializers.IntegerField(help_text="Numerals in the restored text.")
    value = serializers.IntegerField(help_text="Numerals that are the number of an observation.")
    period = serializers.IntegerField(help_text="Numerals in the words of a period.")
    excluded = serializers.IntegerField(help_text="Numerals set aside with a reason.")
    name = serializers.IntegerField(help_text="Numerals in the words of a programme, a part, an achievement and so on.")
    uncovered = serializers.IntegerField(help_text="Numerals that are none of these.")
    numerals = NumeralSerializer(many=True, help_text="Each numeral in the order of the text.")
    listings = ListingSerializer(many=True, help_text="Each count of a list whose members the document names.")

    def to_representation(self, document: Document) -> dict[str, Any]:
        found = numerals(document)
        statuses = Counter(numeral.status for numeral in found)
        body = {
            "document": document.code,
            "numerals_total": len(found),
            **{status: statuses[status] for status in STATUSES},
            "numerals": found,
            "listings": listings(document),
        }
        return super().to_representation(body)
