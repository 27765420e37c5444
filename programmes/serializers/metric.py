"""Rows of metrics."""

from collections import defaultdict

from rest_framework import serializers

from indicators.models import Metric
from indicators.rows.code_lists import CodeListField
from indicators.rows.columns import Computed, Convert
from indicators.rows.serializer import RowSerializer, sources
from programmes.models import ProgrammeMetric


def programmes_of_metrics() -> Convert:
    """From a metric's key to the codes of the programmes that report it; one query."""
    codes: dict[int, list[str]] = defaultdict(list)
    for metric, code in ProgrammeMetric.objects.order_by("programme__code").values_list("metric", "programme__code"):
        codes[metric].append(code)
    return lambda key: codes.get(key, [])


class MetricSerializer(RowSerializer):
    """What is measured."""

    basic = (
        *("name_zh", "name_en", "definition_zh", "definition_en", "unit_name_zh", "unit_name_en"),
        *("measure", "temporality", "note_zh", "note_en"),
    )
    computed = {"programmes": Computed("id", "list", programmes_of_metrics, "programme_metrics__programme")}
    programmes = CodeListField(help_text="The programmes that report it, one at most in each document.")

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
            "counterpart",
            "rank_order",
            "subject_words",
            "programmes",
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
            counterpart="counterpart.code",
        )
