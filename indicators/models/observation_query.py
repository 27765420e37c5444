"""Questions that are asked of many observations at once."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from indicators.models.region import Region
from indicators.models.searchable import SearchableQuerySet
from indicators.models.value import Valued


class ObservationQuerySet(SearchableQuerySet[Any]):
    def within(self, regions: Iterable[str]) -> "ObservationQuerySet":
        """In the named regions or below them."""
        return self.filter(region__in=Region.objects.within(list(regions)))

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
