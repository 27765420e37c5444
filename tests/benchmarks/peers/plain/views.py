"""A ModelViewSet with its serializer and its filters."""

from django_filters import rest_framework as filters
from rest_framework import serializers, viewsets

from plain.models import Observation


class ObservationSerializer(serializers.ModelSerializer):
    document = serializers.CharField(source="document.code")
    metric = serializers.CharField(source="metric.code")
    metric_name_zh = serializers.CharField(source="metric.name_zh")
    metric_name_en = serializers.CharField(source="metric.name_en")
    region = serializers.CharField(source="region.code")
    region_name_zh = serializers.CharField(source="region.name_zh")
    region_name_en = serializers.CharField(source="region.name_en")
    region_level = serializers.CharField(source="region.level")
    programme = serializers.CharField(source="metric.programme_metric.programme.code", default=None)
    programme_name_zh = serializers.CharField(source="metric.programme_metric.programme.name_zh", default=None)
    programme_name_en = serializers.CharField(source="metric.programme_metric.programme.name_en", default=None)
    measure = serializers.CharField(source="metric.measure")
    temporality = serializers.CharField(source="metric.temporality")
    unit = serializers.CharField(source="metric.unit.code")
    unit_name_zh = serializers.CharField(source="metric.unit.name_zh")
    unit_name_en = serializers.CharField(source="metric.unit.name_en")
    quote = serializers.CharField(source="quote.code")
    quote_exact = serializers.CharField(source="quote.exact")
    revision = serializers.IntegerField(source="revision_id")

    class Meta:
        model = Observation
        exclude = ["id", "revision_id"]


class Codes(filters.BaseInFilter, filters.CharFilter):
    pass


class ObservationFilter(filters.FilterSet):
    metric = Codes(field_name="metric__code", lookup_expr="in")
    region = Codes(field_name="region__code", lookup_expr="in")

    class Meta:
        model = Observation
        fields = ["metric", "region"]


class ObservationViewSet(viewsets.ModelViewSet):
    queryset = Observation.objects.select_related(
        "document", "metric__unit", "metric__programme_metric__programme", "region", "quote"
    )
    serializer_class = ObservationSerializer
    filterset_class = ObservationFilter
    lookup_field = "code"
