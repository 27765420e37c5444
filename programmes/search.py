"""Search across all kinds of records: one list of hits."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from copy import copy
from typing import Any, NamedTuple

from django.db import models
from django.db.models import F, Q, QuerySet, Value
from django.db.models.expressions import OrderBy

from indicators.models import Document, Metric, Observation, Passage, Quote, Region, Unit
from indicators.models.searchable import SearchableQuerySet
from indicators.sql.merged_indexes import merge_index_scans
from programmes.models import Achievement, Part, Programme

Names = tuple[str, str]


def names_of(record: Any) -> Names:
    return record.name_zh, record.name_en


def names_of_observation(one: Observation) -> Names:
    metric, region = one.metric, one.region
    return (
        f"{metric.name_zh}，{region.name_zh}，{one.time_period}",
        f"{metric.name_en}, {region.name_en}, {one.time_period}",
    )


def names_of_passage(passage: Passage) -> Names:
    document = passage.document
    return f"{document.name_zh}，第{passage.number}段", f"{document.name_en}, paragraph {passage.number}"


def names_of_quote(quote: Quote) -> Names:
    zh, en = names_of_passage(quote.passage)
    return f"{zh}，引文", f"{en}, quote"


class Kind(NamedTuple):
    """A kind of record: the records with what they are searched through, and the names of one in both languages."""

    records: SearchableQuerySet[Any]
    names: Callable[[Any], Names] = names_of


KINDS: dict[str, Kind] = {
    "region": Kind(Region.objects.all()),
    "unit": Kind(Unit.objects.all()),
    "metric": Kind(Metric.objects.all()),
    "programme": Kind(Programme.objects.select_related("quote", "heading_quote", "aim_quote")),
    "part": Kind(Part.objects.select_related("quote")),
    "achievement": Kind(Achievement.objects.select_related("quote")),
    "document": Kind(Document.objects.all()),
    "observation": Kind(Observation.objects.select_related("metric", "region", "quote"), names_of_observation),
    "passage": Kind(Passage.objects.select_related("document"), names_of_passage),
    "quote": Kind(Quote.objects.select_related("passage__document"), names_of_quote),
}
"""In the order of the hits: what is short and general first."""

RANKS = {kind: rank for rank, kind in enumerate(KINDS)}


class Place(models.Model):
    """A place in the list of hits. Its columns are those of the UNION below, and it has no table."""

    rank = models.PositiveSmallIntegerField(help_text="Place of the kind among the kinds.")
    code = models.CharField(max_length=200, help_text="Code of the record.")

    class Meta:
        abstract = True


class Hit(NamedTuple):
    """A record in which all the words stand."""

    kind: str
    record: Any
    words: list[str]

    @property
    def path(self) -> dict[str, Any]:
        """What the URL of the record is made of."""
        if isinstance(self.record, Passage):
            return {"document": self.record.document.code, "number": self.record.number}
        if isinstance(self.record, Quote):
            return {"document": self.record.passage.document.code, "code": self.record.code}
        return {"code": self.record.code}

    @property
    def names(self) -> Names:
        return KINDS[self.kind].names(self.record)


class Hits:
    """Hits of several kinds as one list: what a page needs of a QuerySet, which after UNION can no more be filtered."""

    model = Place

    def __init__(self, words: list[str], kinds: Iterable[str]) -> None:
        self.words = words
        self.found = {rank: ranked(rank).matching(words) for kind, rank in RANKS.items() if kind in kinds}
        self.order: tuple[OrderBy, ...] = (F("rank").asc(), F("code").asc())

    def filter(self, condition: Q) -> "Hits":
        hits = copy(self)
        hits.found = {rank: records.filter(condition) for rank, records in self.found.items()}
        return hits

    def order_by(self, *order: OrderBy) -> "Hits":
        hits = copy(self)
        hits.order = order
        return hits

    def count(self) -> int:
        return union(self.found.values()).count()

    def __getitem__(self, window: slice) -> list[dict[str, Any]]:
        """The ranks and codes of the first hits, kind by kind; those after the last that is wanted are not asked."""
        *by_rank, by_code = self.order
        found: list[dict[str, Any]] = []
        for rank in sorted(self.found, reverse=any(order.descending for order in by_rank)):
            hits = merge_index_scans(self.found[rank], [by_code], window.stop - len(found))
            found += [{"rank": rank, "code": code} for code in hits.values_list("code", flat=True)]
            if len(found) == window.stop:
                break
        return found

    def read(self, places: list[dict[str, Any]]) -> list[Hit]:
        """The records at the places, in their order; one query for each kind among them."""
        codes: dict[int, list[str]] = defaultdict(list)
        for place in places:
            codes[place["rank"]].append(place["code"])
        kinds = list(KINDS)
        found = {
            (rank, record.code): Hit(kinds[rank], record, self.words)
            for rank, of_rank in codes.items()
            for record in KINDS[kinds[rank]].records.filter(code__in=of_rank)
        }
        wanted = [(place["rank"], place["code"]) for place in places]
        return [found[key] for key in wanted if key in found]  # a record may have gone since its place was read


def ranked(rank: int) -> SearchableQuerySet[Any]:
    """All records of a kind, with its rank as a column."""
    records = list(KINDS.values())[rank].records
    return records.order_by().annotate(rank=Value(rank, models.IntegerField()))


def union(found: Iterable[QuerySet[Any]]) -> QuerySet[Any, dict[str, Any]]:
    first, *rest = (records.values("rank", "code") for records in found)
    return first.union(*rest, all=True) if rest else first
