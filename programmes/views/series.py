"""Series: observations grouped by metric and region."""

from collections import defaultdict
from functools import partial
from typing import Any

from django.db.models import F, QuerySet
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from indicators.models import Observation
from indicators.rows.base_view import DataViewSet
from indicators.rows.record_links import RecordLink, record
from indicators.text.formats import CODE_IN_PATH
from programmes.filters import SeriesFilter
from programmes.serializers.observation import ObservationSerializer, Series, SeriesSerializer
from programmes.views.observation import OBSERVATIONS, OF_PROGRAMME, RESTATED_BY


class SeriesViewSet(DataViewSet[Observation]):
    """Observations grouped by metric and region, in time order. Filters choose the points; a series has one or more."""

    queryset = OBSERVATIONS.exclude(value_type=Observation.ValueType.SUPERSEDED).prefetch_related(
        RESTATED_BY, OF_PROGRAMME
    )
    serializer_class = SeriesSerializer
    nested_rows = "points"
    pivots = True
    record_is_table = True
    record_links = {
        "observations": RecordLink("observation-list", query={"metric": "metric", "region": "region"}),
        "metric": record("metric", "metric"),
        "region": record("region", "region"),
    }
    filterset_class = SeriesFilter
    lookup_field = "code"
    lookup_value_regex = CODE_IN_PATH
    keyset = ("metric__code", "region__code")
    export_table = ObservationSerializer  # as a table, a series is one row a point
    export_keyset = ("metric__code", "region__code", "period_end", "period_start", "code")

    def list(self, request: Request, **_: Any) -> Response:
        """Observations grouped by metric and region, in time order. The filters choose the points."""
        points = self.filter_queryset(self.get_queryset())
        pairs = self.paginate_queryset(points.order_by().values(*self.keyset).distinct())
        return self.get_paginated_response(self.get_serializer(series(points, pairs or []), many=True).data)

    def retrieve(self, request: Request, **_: Any) -> Response:
        """The observations of one metric in one region, in time order."""
        points = self.filter_queryset(self.get_queryset())
        return self.record_response(partial(self.rows_of_record, points), partial(self.record, points))

    def rows_of_record(self, points: QuerySet[Observation]) -> QuerySet[Observation]:
        """The points of the series that the path names, in time order."""
        metric, _separator, region = self.kwargs["code"].partition("--")
        rows = points.filter(metric__code=metric, region__code=region)
        if not rows.exists():
            raise Http404
        return rows.order_by("period_end", F("period_start").asc(nulls_last=True), "code")

    def record(self, points: QuerySet[Observation]) -> dict[str, Any]:
        """The series that the path names."""
        metric, _separator, region = self.kwargs["code"].partition("--")
        found = series(points, [{"metric__code": metric, "region__code": region}])
        if not found:
            raise Http404
        return dict(self.get_serializer(found[0]).data)


def series(points: QuerySet[Observation], pairs: list[Any]) -> list[Series]:
    """The series of the pairs of metric and region, in their order, in one query."""
    wanted = [(pair["metric__code"], pair["region__code"]) for pair in pairs]
    metrics, regions = zip(*wanted, strict=True) if wanted else ((), ())
    found = points.filter(metric__code__in=set(metrics), region__code__in=set(regions))
    grouped: dict[tuple[str, str], list[Observation]] = defaultdict(list)
    for point in found.order_by("period_end", F("period_start").asc(nulls_last=True), "code"):
        grouped[point.metric.code, point.region.code].append(point)
    return [
        Series(grouped[pair][0].metric, grouped[pair][0].region, grouped[pair]) for pair in wanted if pair in grouped
    ]
