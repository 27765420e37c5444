"""Rows of observations, and series of them."""

from collections import defaultdict
from typing import NamedTuple

from django.db import models
from rest_framework import serializers

from indicators.models import Metric, Observation, Region
from indicators.rows.code_lists import CodeListField
from indicators.rows.columns import Computed, Convert
from indicators.rows.serializer import RowSerializer, sources
from indicators.sql.joined import Joined

OF_SERIES = sources(
    metric="metric.code",
    metric_name_zh="metric.name_zh",
    metric_name_en="metric.name_en",
    region="region.code",
    region_name_zh="region.name_zh",
    region_name_en="region.name_en",
    region_level="region.level",
    measure="metric.measure",
    temporality="metric.temporality",
    unit="metric.unit.code",
    unit_name_zh="metric.unit.name_zh",
    unit_name_en="metric.unit.name_en",
)
OF_POINT = sources(
    document="document.code",
    programme="programme_metric.programme.code",
    programme_name_zh="programme_metric.programme.name_zh",
    programme_name_en="programme_metric.programme.name_en",
    quote="quote.code",
    quote_exact="quote.exact",
    restates="restates.code",
)


def restating_observations() -> Convert:
    """From an observation's key to the codes of those that restate it; one query."""
    codes: dict[int | None, list[str]] = defaultdict(list)
    restating = Observation.objects.filter(restates__isnull=False).order_by("code")
    for restated, code in restating.values_list("restates", "code"):
        codes[restated].append(code)
    return lambda key: codes.get(key, [])


def restating_codes() -> models.Subquery:
    """The same in SQL."""
    restating = Observation.objects.filter(restates=models.OuterRef("pk")).order_by().values("restates")
    return models.Subquery(restating.annotate(codes=Joined("code")).values("codes"))


class ObservationSerializer(RowSerializer):
    """One value of a metric for a region and a period."""

    shared = ("document", "metric", "region")
    basic = (
        *("metric_name_zh", "metric_name_en", "region_name_zh", "region_name_en", "time_period"),
        *("value", "value_text", "unit", "qualifier", "note_zh", "note_en"),
    )
    computed = {"restated_by": Computed("id", "list", restating_observations, "restated_by", restating_codes)}
    restated_by = CodeListField(help_text="The observations of other documents that restate this one.")

    class Meta:
        model = Observation
        fields: tuple[str, ...] = (
            "code",
            "document",
            "metric",
            "metric_name_zh",
            "metric_name_en",
            "region",
            "region_name_zh",
            "region_name_en",
            "region_level",
            "programme",
            "programme_name_zh",
            "programme_name_en",
            "measure",
            "temporality",
            "time_period",
            "period_start",
            "period_end",
            "period_basis",
            "base_period",
            "comparison",
            "value",
            "value_low",
            "value_high",
            "value_text",
            "printed_mult",
            "printed_decimals",
            "unit",
            "unit_name_zh",
            "unit_name_en",
            "value_type",
            "qualifier",
            "obs_status",
            "derivation",
            "restates",
            "restated_by",
            "note_zh",
            "note_en",
            "quote",
            "quote_exact",
            "corrected",
            "withdrawn",
            "revision",
        )
        extra_kwargs = OF_SERIES | OF_POINT


class PointSerializer(ObservationSerializer):
    """An observation without what all points of its series have in common."""

    class Meta(ObservationSerializer.Meta):
        fields = tuple(field for field in ObservationSerializer.Meta.fields if field not in OF_SERIES)
        extra_kwargs = OF_POINT


class Series(NamedTuple):
    """The observations of one metric in one region, in time order."""

    metric: Metric
    region: Region
    points: list[Observation]

    @property
    def code(self) -> str:
        return f"{self.metric.code}--{self.region.code}"


class SeriesSerializer(RowSerializer):
    """The observations of one metric in one region, in time order."""

    flat = False
    basic = ObservationSerializer.basic
    code = serializers.CharField(help_text="Identifier: the metric's code, two hyphens, the region's code.")
    points = PointSerializer(many=True, help_text="The observations, the earliest period first.")

    class Meta:
        model = Observation
        fields = ("code", *OF_SERIES, "points")
        extra_kwargs = OF_SERIES
