"""Regions and units."""

from indicators.filters import RegionFilter, UnitFilter
from indicators.models import Region, Unit
from indicators.rows.record_links import RecordLink, history, record
from indicators.rows.viewset import RowViewSet
from indicators.serializers.codelist import RegionSerializer, UnitSerializer
from indicators.text.formats import CODE_IN_PATH


class RegionViewSet(RowViewSet[Region]):
    """Administrative divisions by their GB/T 2260 code of 2018, and named areas across their borders."""

    queryset = Region.objects.all()
    serializer_class = RegionSerializer
    filterset_class = RegionFilter
    record_links = {
        "history": history("regions"),
        "observations": RecordLink("observation-list", query={"region": "code"}),
        "parent": record("region", "parent"),
    }
    lookup_field = "code"
    lookup_value_regex = CODE_IN_PATH


class UnitViewSet(RowViewSet[Unit]):
    """What numbers count, with the Chinese measure words by which a report prints each unit."""

    queryset = Unit.objects.all()
    serializer_class = UnitSerializer
    filterset_class = UnitFilter
    record_links = {"history": history("units"), "metrics": RecordLink("metric-list", query={"unit": "code"})}
    lookup_field = "code"
    lookup_value_regex = CODE_IN_PATH
