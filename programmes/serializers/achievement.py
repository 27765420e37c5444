"""Rows of achievements."""

from rest_framework import serializers

from indicators.rows.serializer import RowSerializer, sources
from programmes.models import Achievement


class AchievementSerializer(RowSerializer):
    """What was recognised, by whom, and how often."""

    basic = (
        *("name_zh", "name_en", "kind", "level", "recipient_zh", "recipient_en", "granted_by_zh", "granted_by_en"),
        *("year", "year_of", "occurrences", "note_zh", "note_en"),
    )
    granted_by_zh = serializers.ListField(
        child=serializers.CharField(), help_text=Achievement._meta.get_field("granted_by_zh").help_text
    )
    granted_by_en = serializers.ListField(
        child=serializers.CharField(), help_text=Achievement._meta.get_field("granted_by_en").help_text
    )

    class Meta:
        model = Achievement
        fields = (
            "code",
            "document",
            "kind",
            "level",
            "name_zh",
            "name_en",
            "subject_zh",
            "subject_en",
            "recipient_zh",
            "recipient_en",
            "granted_by_zh",
            "granted_by_en",
            "year",
            "year_of",
            "occurrences",
            "programme",
            "note_zh",
            "note_en",
            "quote",
            "quote_exact",
            "corrected",
            "withdrawn",
            "revision",
        )
        extra_kwargs = sources(
            document="document.code", programme="programme.code", quote="quote.code", quote_exact="quote.exact"
        )
