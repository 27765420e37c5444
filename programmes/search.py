"""Search across all kinds of records: one list of hits."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from copy import copy
from typing import Any, NamedTuple

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.expressions import OrderBy

from indicators.models import Derived, Document, Metric, Observation, Passage, Quote, Region, Relation, Unit
from indicators.models.searchable import SearchableQuerySet
from indicators.sql.filtered_rows import FilteredRows
from indicators.sql.merged_indexes import merge_index_scans
from programmes.models import Achievement, Part, Programme

Names = tuple[str, str]


def names_of(record: Any) -> Names:
    return record.name_zh, record.name_en


def names_of_observation(observation: Observation) -> Names:
    metric, region, period = observation.metric, observation.region, observation.time_period
    return (
        f"{metric.name_zh}，{region.name_zh}，{period}",
        f"{metric.name_en}, {region.name_en}, {period}",
    )


def names_of_passage(passage: Passage) -> Names:
    document = passage.document
    return f"{document.name_zh}，第{passage.number}段", f"{document.name_en}, paragraph {passage.number}"


def names_of_quote(quote: Quote) -> Names:
    zh, en = names_of_passage(quote.passage)
    return f"{zh}，引文", f"{en}, quote"


class Kind(NamedTuple):
    """A kind of record: its records with their searched relations, and their names in both languages."""

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
    "derived": Kind(Derived.objects.all()),
    "relation": Kind(Relation.objects.all()),
    "passage": Kind(Passage.objects.select_related("document"), names_of_passage),
    "quote": Kind(Quote.objects.select_related("passage__document"), names_of_quote),
}
"""In the order of the hits: short and general records first."""

RANKS = {kind: rank for rank, kind in enumerate(KINDS)}


class HitRow(models.Model):
    """A hit as a row of the list. It has the columns of the UNION below, and no table."""

    rank = models.PositiveSmallIntegerField(help_text="Rank of the kind.")
    code = models.CharField(max_length=200, help_text="Code of the record.")

    class Meta:
        abstract = True


class Hit(NamedTuple):
    """A record that contains all words."""

    kind: str
    record: Any
    words: list[str]

    @property
    def path(self) -> dict[str, Any]:
        """The path parameters of the record's URL."""
        if isinstance(self.record, Passage):
            return {"document": self.record.document.code, "number": self.record.number}
        if isinstance(self.record, Quote):
            return {"document": self.record.passage.document.code, "code": self.record.code}
        return {"code": self.record.code}

    @property
    def names(self) -> Names:
        return KINDS[self.kind].names(self.record)


class Hits:
    """Hits of several kinds as one list, with the methods of a QuerySet that a page uses: a UNION has no filter()."""

    model = HitRow

    def __init__(self, words: list[str], kinds: Iterable[str]) -> None:
        self.words = words
        self.by_rank = {rank: matching(rank, words) for kind, rank in RANKS.items() if kind in kinds}
        self.order: tuple[OrderBy, ...] = (F("rank").asc(), F("code").asc())

    def filter(self, condition: Q) -> "Hits":
        hits = copy(self)
        hits.by_rank = {rank: rows.filter(condition) for rank, rows in self.by_rank.items()}
        return hits

    def order_by(self, *order: OrderBy) -> "Hits":
        hits = copy(self)
        hits.order = order
        return hits

    def count(self) -> int:
        first, *rest = (rows.queryset.values("rank", "code") for rows in self.by_rank.values())
        hits = first.union(*rest, all=True) if rest else first
        return int(hits.count())

    def __getitem__(self, window: slice) -> list[dict[str, Any]]:
        """The ranks and codes of the first hits. Kinds after the last hit of the window are not queried."""
        *by_rank, by_code = self.order
        hits: list[dict[str, Any]] = []
        for rank in sorted(self.by_rank, reverse=any(order.descending for order in by_rank)):
            codes = first_codes(self.by_rank[rank], by_code, window.stop - len(hits))
            hits += [{"rank": rank, "code": code} for code in codes]
            if len(hits) == window.stop:
                break
        return hits

    def records(self, hits: list[dict[str, Any]]) -> list[Hit]:
        """The records of hits, in the same order; one query for each kind."""
        codes: dict[int, list[str]] = defaultdict(list)
        for hit in hits:
            codes[hit["rank"]].append(hit["code"])
        kinds = list(KINDS)
        records = {
            (rank, record.code): Hit(kinds[rank], record, self.words)
            for rank, of_rank in codes.items()
            for record in KINDS[kinds[rank]].records.filter(code__in=of_rank)
        }
        keys = [(hit["rank"], hit["code"]) for hit in hits]
        return [records[key] for key in keys if key in records]  # a record may be withdrawn between the queries


def first_codes(rows: FilteredRows, order: OrderBy, size: int) -> list[str]:
    merged = merge_index_scans(rows, [order], size)
    if merged is not None:
        return [code for _key, code in merged]
    return list(rows.queryset.order_by(order).values_list("code", flat=True)[:size])


def matching(rank: int, words: list[str]) -> FilteredRows:
    """The records of a kind that contain all words, with the rank of the kind as a column."""
    records = list(KINDS.values())[rank].records
    ranked = records.order_by().annotate(rank=Value(rank, models.IntegerField()))
    return FilteredRows(ranked).where(*records.word_conditions(words))
