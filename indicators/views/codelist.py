"""Regions and units."""

from django.db.models import Prefetch, QuerySet

from indicators.filters import RegionFilter, UnitFilter
from indicators.models import Membership, Region, Unit
from indicators.rows.record_links import RecordLink, history, record
from indicators.rows.viewset import RowViewSet
from indicators.serializers.codelist import RegionDetailSerializer, RegionSerializer, UnitSerializer
from indicators.text.formats import CODE_IN_PATH


class RegionViewSet(RowViewSet[Region]):
    """Administrative divisions by their GB/T 2260 code of 2018, and named areas across their borders."""

    queryset = Region.objects.all()
    serializer_class = RegionSerializer
    record_serializer_class = RegionDetailSerializer
    filterset_class = RegionFilter
    record_links = {
        "history": history("regions"),
        "observations": RecordLink("observation-list", query={"region": "code"}),
        "parent": record("region", "parent"),
        "successor": record("region", "successor"),
    }
    lookup_field = "code"
    lookup_value_regex = CODE_IN_PATH

    def get_queryset(self) -> QuerySet[Region]:
        regions = super().get_queryset()
        if not self.detail:
            return regions
        memberships = Membership.objects.select_related("area", "quote__passage__document").order_by("area__code")
        return regions.select_related("parent", "successor").prefetch_related(
            Prefetch("member_of", Region.objects.order_by("code")), Prefetch("memberships", memberships)
        )


class UnitViewSet(RowViewSet[Unit]):
    """What numbers count, with the Chinese measure words by which a report prints each unit."""

    queryset = Unit.objects.all()
    serializer_class = UnitSerializer
    filterset_class = UnitFilter
    record_links = {"history": history("units"), "metrics": RecordLink("metric-list", query={"unit": "code"})}
    lookup_field = "code"
    lookup_value_regex = CODE_IN_PATH
