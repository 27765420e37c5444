"""Hits of a search."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.reverse import reverse

from indicators.rows.computed_rows import ComputedRowSerializer
from programmes.highlights import Highlight, highlights
from programmes.search import KINDS, Hit


class HighlightSerializer(serializers.Serializer[Highlight]):
    """A match in a text of the record."""

    field = serializers.CharField(
        help_text="Field that holds the text; for one of a related record, with the relation's name before it."
    )
    before = serializers.CharField(help_text="The text directly before, empty at the start.")
    match = serializers.CharField(help_text="The word as it is written there.")
    after = serializers.CharField(help_text="The text directly after, empty at the end.")


class SearchResultSerializer(serializers.Serializer[Hit]):
    """A record that contains all words."""

    basic: ClassVar[tuple[str, ...]] = ("kind", "name_zh", "name_en", "url")
    kind = serializers.ChoiceField(choices=list(KINDS), help_text="Kind of the record.")
    code = serializers.CharField(help_text="Code of the record.")
    name_zh = serializers.CharField(help_text="Name in Chinese; of an observation, metric, region and period.")
    name_en = serializers.CharField(help_text="Name in English; of an observation, metric, region and period.")
    url = serializers.URLField(help_text="URL of the record.")
    highlights = HighlightSerializer(many=True, help_text="The first place of each word in each text of the record.")

    def to_representation(self, hit: Hit) -> dict[str, Any]:
        name_zh, name_en = hit.names
        return {
            "kind": hit.kind,
            "code": hit.record.code,
            "name_zh": name_zh,
            "name_en": name_en,
            "url": reverse(f"{hit.kind}-detail", kwargs=hit.path, request=self.context["request"]),
            "highlights": [highlight._asdict() for highlight in highlights(hit.record, hit.words)],
        }


class SearchResultRowSerializer(SearchResultSerializer, ComputedRowSerializer):
    """A record that contains all words, as a row of a table."""

    highlights = serializers.ListField(  # type: ignore[assignment]  # a table has texts in its cells
        child=serializers.CharField(),
        help_text="The name of each field with a match, and the words there with what stands before and after them.",
    )

    def to_representation(self, hit: Hit) -> dict[str, Any]:
        row = super().to_representation(hit)
        row["highlights"] = [
            f"{match['field']}: {match['before']}{match['match']}{match['after']}" for match in row["highlights"]
        ]
        return row
