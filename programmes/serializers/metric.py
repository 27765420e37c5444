"""Rows of metrics."""

from rest_framework import serializers

from indicators.models import Metric
from indicators.rows.serializer import RowSerializer, sources


class MetricSerializer(RowSerializer):
    """What is measured."""

    basic = (
        *("name_zh", "name_en", "definition_zh", "definition_en", "unit_name_zh", "unit_name_en"),
        *("measure", "temporality", "note_zh", "note_en"),
    )

    subject_words = serializers.ListField(
        child=serializers.CharField(), help_text=Metric._meta.get_field("subject_words").help_text
    )

    class Meta:
        model = Metric
        fields = (
            "code",
            "name_zh",
            "name_en",
            "definition_zh",
            "definition_en",
            "definition_source_zh",
            "definition_source_en",
            "unit",
            "unit_name_zh",
            "unit_name_en",
            "measure",
            "temporality",
            "scope_zh",
            "scope_en",
            "denominator",
            "part_of",
            "rank_order",
            "subject_words",
            "programme",
            "programme_name_zh",
            "programme_name_en",
            "note_zh",
            "note_en",
            "corrected",
            "withdrawn",
            "revision",
        )
        extra_kwargs = sources(
            unit="unit.code",
            unit_name_zh="unit.name_zh",
            unit_name_en="unit.name_en",
            denominator="denominator.code",
            part_of="part_of.code",
            programme="programme_metric.programme.code",
            programme_name_zh="programme_metric.programme.name_zh",
            programme_name_en="programme_metric.programme.name_en",
        )
