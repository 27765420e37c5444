"""Questions that are asked of many observations at once."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from indicators.models.region import Region
from indicators.models.searchable import SearchableQuerySet
from indicators.models.value import Valued

FEW = 1000
"""Keys that a query may name."""


class ObservationQuerySet(SearchableQuerySet[Any]):
    def among(self, relation: str, related: QuerySet[Any]) -> "ObservationQuerySet":
        """Of any of these metrics or regions. Few are found first: the database then knows which."""
        keys = list(related.order_by().values_list("pk", flat=True)[: FEW + 1])
        return self.filter(**{f"{relation}__in": keys if len(keys) <= FEW else related})

    def within(self, regions: Iterable[int]) -> "ObservationQuerySet":
        """In the regions of these keys or below them."""
        return self.among("region", Region.objects.within(regions))

    def during(self, start: Any = None, end: Any = None) -> "ObservationQuerySet":
        """Whose period overlaps the days from start to end, both included; an unknown start reaches back for ever."""
        overlapping = self
        if start is not None:
            overlapping = overlapping.filter(period_end__gte=start)
        if end is not None:
            overlapping = overlapping.filter(Q(period_start__lte=end) | Q(period_start__isnull=True))
        return overlapping

    def latest_of_each(self) -> "ObservationQuerySet":
        """Of each metric and region the newest period among actual values; the newest document wins."""
        newest = Window(
            RowNumber(),
            partition_by=[F("metric"), F("region")],
            order_by=[
                F("period_end").desc(),
                F("period_start").desc(nulls_last=True),
                F("document__report_year").desc(),
                F("code").asc(),
            ],
        )
        actual = self.filter(value_type=Valued.ValueType.ACTUAL)
        return self.filter(pk__in=actual.annotate(place=newest).filter(place=1).values("pk"))
