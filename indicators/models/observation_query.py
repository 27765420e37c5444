"""Queries of many observations at once."""

from typing import Any, Self

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import Coalesce, ExtractYear, RowNumber

from indicators.models.searchable import SearchableQuerySet
from indicators.models.value import Valued
from indicators.sql.filtered_rows import MAX_RANGES, Condition, Range, keys_of_few, ranges_of, related_to_most


class ObservationQuerySet(SearchableQuerySet[Any]):
    def word_condition(self, word: str) -> Condition:
        """The rows whose own text, metric, region or quote contains the word."""
        query, all_ranged = Q(pk__in=[]), True
        ranges: list[Range] = []
        for name, records in self.records_with(word).items():
            keys = keys_of_few(records)
            query |= Q(**{f"{name}__in": keys}) if keys is not None else related_to_most(name, records)
            ranges += ranges_of(name, keys or [])
            all_ranged = all_ranged and keys is not None
        return Condition(query, tuple(ranges) if all_ranged and len(ranges) <= MAX_RANGES else ())

    def records_with(self, word: str) -> dict[str, QuerySet[Any]]:
        """By the name of the relation, the records whose text contains the word. Few observations have own text."""
        contains = Q(search_text__contains=word)
        own = self.model._default_manager.exclude(search_text="").filter(contains)
        records: dict[str, QuerySet[Any]] = {"pk": own}
        for name in self.model.searched_through:
            related: Any = self.model._meta.get_field(name).related_model
            records[name] = related._default_manager.filter(contains)
        return records

    def latest_of_each(self) -> Self:
        """Of each metric and region the newest period among actual values; the newest document wins.

        A document is as new as its date, and where it prints none, as its report year.
        """
        newest = Window(
            RowNumber(),
            partition_by=[F("metric"), F("region")],
            order_by=[
                F("period_end").desc(),
                F("period_start").desc(nulls_last=True),
                Coalesce(ExtractYear("document__date"), F("document__report_year")).desc(),
                F("document__date").desc(nulls_last=True),
                F("document__report_year").desc(),
                F("code").asc(),
            ],
        )
        actual = self.filter(value_type=Valued.ValueType.ACTUAL).annotate(rank=newest)
        return self.filter(pk__in=actual.filter(rank=1).values("pk"))
