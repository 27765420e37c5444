"""Rows of derived indicators: the columns of observations, with the formula, its operands and the assumption."""

from collections.abc import Mapping
from copy import deepcopy
from functools import cached_property
from typing import Any, ClassVar

from rest_framework import serializers

from indicators.models import Derived
from indicators.relations.indicators import Indicator
from indicators.rows.computed_rows import ComputedRowSerializer
from indicators.rows.serializer import RowSerializer, sources
from indicators.serializers.relation import EVIDENCE, OperandSerializer, evidence, named, texts
from programmes.models import Programme, ProgrammeMetric
from programmes.serializers.observation import ObservationSerializer

OWN = ("formula", "operands", "assumption_zh", "assumption_en")
WITHOUT_VALUE = (
    "metric",
    "value_text",
    "printed_mult",
    "printed_decimals",
    "quote",
    "quote_exact",
    "restates",
    "comparison",
)
"""Columns of observations that are null here: an indicator is neither printed nor a metric of a report."""
NULLABLE = (*WITHOUT_VALUE, "temporality", "time_period", "period_end", "period_basis", "value")
DERIVATIONS = ("computed",)
"""The derivation of all derived indicators."""


class DefinitionSerializer(RowSerializer):
    operands = texts(str(Derived._meta.get_field("operands").help_text))

    class Meta:
        model = Derived
        fields = (
            *("code", "document", "metric_name_zh", "metric_name_en", "region", "region_name_zh", "region_name_en"),
            *("region_level", "measure", "temporality", "base_period", "unit", "unit_name_zh", "unit_name_en"),
            *("note_zh", "note_en", "corrected", "withdrawn", "revision", *OWN),
        )
        extra_kwargs = sources(
            document="document.code",
            metric_name_zh="name_zh",
            metric_name_en="name_en",
            region="region.code",
            region_name_zh="region.name_zh",
            region_name_en="region.name_en",
            region_level="region.level",
            unit="unit.code",
            unit_name_zh="unit.name_zh",
            unit_name_en="unit.name_en",
        )


class DerivedSerializer(ComputedRowSerializer):
    """An indicator computed from observations: the columns of an observation, and how it was computed."""

    basic = (
        *("metric_name_zh", "metric_name_en", "region_name_zh", "region_name_en", "time_period"),
        *("value", "value_low", "value_high", "unit", "formula", "assumption_zh", "assumption_en"),
    )
    order: ClassVar[tuple[str, ...]] = (*ObservationSerializer.Meta.fields, *OWN, *EVIDENCE)

    derivation = serializers.ChoiceField(choices=DERIVATIONS, help_text="computed: from the operands by the formula.")

    @cached_property
    def definition(self) -> DefinitionSerializer:
        return DefinitionSerializer()

    @cached_property
    def programmes(self) -> Mapping[tuple[int, int], Programme]:
        """The programmes by the keys of a document and of a metric; one query for a list."""
        links = ProgrammeMetric.objects.select_related("programme")
        return {(one.document_id, one.metric_id): one.programme for one in links}

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields: dict[str, Any] = ObservationSerializer().get_fields() | DefinitionSerializer().get_fields()
        fields |= {name: deepcopy(field) for name, field in EVIDENCE.items()} | super().get_fields()
        for name in NULLABLE:
            fields[name].allow_null = True
        return {name: fields[name] for name in [*self.order, *(name for name in fields if name not in self.order)]}

    def to_representation(self, indicator: Indicator) -> dict[str, Any]:
        row = {
            **dict.fromkeys(WITHOUT_VALUE),
            **self.definition.to_representation(indicator.definition),
            **self.programme_of(indicator),
            **indicator.period,
            **named("value", indicator.columns),
            **evidence(indicator.values),
            "restated_by": [],
            "value_type": indicator.value_type,
            "qualifier": indicator.qualifier,
            "obs_status": indicator.obs_status,
            "derivation": DERIVATIONS[0],
        }
        return {name: row[name] for name in self.order}

    def programme_of(self, indicator: Indicator) -> dict[str, str | None]:
        """The columns of the programme that reports all operands; null if there is none."""
        found = {self.programmes.get((one.document_id, one.metric_id)) for one in indicator.observations}
        programme = found.pop() if len(found) == 1 else None
        return {
            "programme": programme.code if programme else None,
            "programme_name_zh": programme.name_zh if programme else None,
            "programme_name_en": programme.name_en if programme else None,
        }


class DerivedDetailSerializer(DerivedSerializer):
    """A derived indicator with the values of its operands."""

    operand_values = OperandSerializer(many=True, help_text="The operands with their values and quotes.")

    def to_representation(self, indicator: Indicator) -> dict[str, Any]:
        values = [OperandSerializer().to_representation(value) for value in indicator.values]
        return super().to_representation(indicator) | {"operand_values": values}
