"""Shapes of verification and coverage."""

from collections import Counter
from copy import deepcopy
from functools import cached_property
from typing import Any, ClassVar

from rest_framework import serializers

from indicators.checks.coverage import Numeral, numerals
from indicators.checks.verification import all_measure_words, checks
from indicators.models import Document, Observation
from indicators.rows.computed_rows import ComputedRowSerializer
from indicators.rows.serializer import Number
from programmes.listing import Listing, listings

STATUSES = ("evidence", "excluded", "uncovered")
"""What a numeral may be."""


class NumberCheckSerializer(serializers.Serializer[Any]):
    """A number as recorded and as read."""

    record = Number(None, None, allow_null=True, help_text="As the record has it; null where nothing is printed.")
    read = Number(None, None, allow_null=True, help_text="As its quote reads on its own; null where it gives none.")
    agrees = serializers.BooleanField(help_text="Whether the two are the same.")


class UnitCheckSerializer(serializers.Serializer[Any]):
    """Measure words as the unit allows them and as read."""

    record = serializers.ListField(child=serializers.CharField(), help_text="Measure words of the record's unit.")
    read = serializers.ListField(child=serializers.CharField(), help_text="Measure words found beside the number.")
    agrees = serializers.BooleanField(help_text="Whether each word found is one of the unit's.")


class ChecksSerializer(serializers.Serializer[Any]):
    """Each check of an observation against its quote."""

    number = NumberCheckSerializer(help_text="The value in the metric's unit.")
    multiplier = NumberCheckSerializer(help_text="Power of ten of the printed multiplier.")
    decimals = NumberCheckSerializer(help_text="Decimals of the printed number.")
    sign = NumberCheckSerializer(help_text="-1 for a fall, else 1.")
    unit = UnitCheckSerializer(help_text="The words that measure.")


class VerificationSerializer(serializers.Serializer[Any]):
    """An observation and its quote, read again on its own."""

    basic: ClassVar[tuple[str, ...]] = ("observation", "quote_exact", "agrees")
    observation = serializers.CharField(help_text="Code of the observation.")
    document = serializers.CharField(help_text="Code of the document.")
    quote = serializers.CharField(help_text="Code of the quote.")
    quote_exact = serializers.CharField(help_text="The words that are read.")
    checks = ChecksSerializer(help_text="Each check: as recorded, as read, and whether they agree.")
    agrees = serializers.BooleanField(help_text="Whether all checks agree.")

    @cached_property
    def measure_words(self) -> frozenset[str]:
        return all_measure_words()

    def to_representation(self, observation: Observation) -> dict[str, Any]:
        found = checks(observation, self.measure_words)
        body = {
            "observation": observation.code,
            "document": observation.document.code,
            "quote": observation.quote.code,
            "quote_exact": observation.quote.exact,
            "checks": {check.name: check._asdict() for check in found},
            "agrees": all(check.agrees for check in found),
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
        help_text="evidence: it lies in the words of a record; excluded: set aside with a reason; uncovered: neither.",
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

    basic: ClassVar[tuple[str, ...]] = ("document", "numerals_total", "evidence", "excluded", "uncovered")
    document = serializers.CharField(help_text="Code of the document.")
    numerals_total = serializers.IntegerField(help_text="Numerals in the restored text.")
    evidence = serializers.IntegerField(help_text="Numerals in the words of a record.")
    excluded = serializers.IntegerField(help_text="Numerals set aside with a reason.")
    uncovered = serializers.IntegerField(help_text="Numerals that are neither.")
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
