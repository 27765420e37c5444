"""Questions that are asked of many observations at once."""

from collections.abc import Iterable, Sequence
from typing import Any, Self

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.db.models.lookups import In

from indicators.models.region import Region
from indicators.models.searchable import SearchableQuerySet
from indicators.models.value import Valued

FEW = 400
"""Values that a query may name, and that may be read one by one; SQLite takes 500 in one statement."""
Range = tuple[str, Any]


class ObservationQuerySet(SearchableQuerySet[Any]):
    ranges: Sequence[Range] = ()
    """Names and values of which each row has one: each has its rows in an index, in the order of their codes."""

    others: tuple[Self, list[Q]]
    """Where there are ranges, the rows before these, and the conditions since."""

    @property
    def rest(self) -> Self:
        """Where there are ranges, the rows of all other conditions."""
        before, conditions = self.others
        return before.filter(*conditions)

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]  # django-stubs leave it out
        if self.ranges:
            clone.ranges, clone.others = self.ranges, self.others
        return clone

    def filter(self, *args: Any, **kwargs: Any) -> Self:
        return self.with_condition(super().filter(*args, **kwargs), Q(*args, **kwargs))

    def exclude(self, *args: Any, **kwargs: Any) -> Self:
        return self.with_condition(super().exclude(*args, **kwargs), ~Q(*args, **kwargs))

    def with_condition(self, rows: Self, condition: Q) -> Self:
        """The filtered rows, whose condition applies to the index ranges too."""
        if self.ranges:
            before, conditions = self.others
            rows.others = before, [*conditions, condition]
        return rows

    def ranging(self, condition: Q, ranges: Sequence[Range]) -> Self:
        """The rows of a condition, which are those of the ranges; of two conditions that with the fewest is noted."""
        found = self.filter(condition)
        if len(ranges) <= FEW and (not self.ranges or len(ranges) < len(self.ranges)):
            found.ranges, found.others = ranges, (self.plain(), [])
        return found

    def plain(self) -> Self:
        """The same rows, without ranges."""
        found = self._clone()
        found.ranges = ()
        return found

    def any_of(self, name: str, values: Sequence[Any]) -> Self:
        return self.ranging(Q(**{f"{name}__in": values}), [(name, value) for value in dict.fromkeys(values)])

    def among(self, relation: str, related: QuerySet[Any]) -> Self:
        """Of any of these metrics or regions."""
        keys = few(related)
        if keys is not None:
            return self.any_of(relation, keys)
        return self.filter(in_most(relation, related))

    def matching(self, words: Iterable[str]) -> Self:
        """Each of the folded words stands in the own text, or in that of the metric, the region or the quote."""
        found = self
        for word in words:
            condition, ranges, known = Q(pk__in=[]), [], True
            for name, records in self.mentioned(word).items():
                keys = few(records)
                condition |= Q(**{f"{name}__in": keys}) if keys is not None else in_most(name, records)
                ranges += [(name, key) for key in keys or ()]
                known = known and keys is not None
            found = found.ranging(condition, ranges) if known else found.filter(condition)
        return found

    def mentioned(self, word: str) -> dict[str, QuerySet[Any]]:
        """By the name of the relation, what has the word in its text. Few observations have a text of their own."""
        standing = Q(search_text__contains=word)
        found: dict[str, QuerySet[Any]] = {"pk": self.model._default_manager.exclude(search_text="").filter(standing)}
        for name in self.model.searched_through:
            related: Any = self.model._meta.get_field(name).related_model
            found[name] = related._default_manager.filter(standing)
        return found

    def within(self, regions: Iterable[int]) -> Self:
        """In the regions of these keys or below them."""
        return self.among("region", Region.objects.within(regions))

    def during(self, start: Any = None, end: Any = None) -> Self:
        """Whose period overlaps the days from start to end, both included; an unknown start reaches back for ever."""
        overlapping = self
        if start is not None:
            overlapping = overlapping.filter(period_end__gte=start)
        if end is not None:
            overlapping = overlapping.filter(Q(period_start__lte=end) | Q(period_start__isnull=True))
        return overlapping

    def latest_of_each(self) -> Self:
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
        actual = self.plain().filter(value_type=Valued.ValueType.ACTUAL)
        return self.filter(pk__in=actual.annotate(place=newest).filter(place=1).values("pk"))


def few(records: QuerySet[Any]) -> list[int] | None:
    """The keys of records; None where they are many."""
    keys = list(records.order_by().values_list("pk", flat=True)[: FEW + 1])
    return keys if len(keys) <= FEW else None


def in_most(name: str, records: QuerySet[Any]) -> Q:
    """Of many records, whose rows are most of the table: they are found along its codes, and no index is of use."""
    return Q(In(F(name) + 0, records.order_by().values("pk")))
