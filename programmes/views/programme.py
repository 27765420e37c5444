"""Programmes, their parts, and achievements."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch, QuerySet

from indicators.models import Quote
from indicators.rows.record_links import DOCUMENT, QUOTE, RecordLink, history, record
from indicators.rows.viewset import RowViewSet
from indicators.text.formats import CODE_IN_PATH
from programmes.filters import AchievementFilter, PartFilter, ProgrammeFilter
from programmes.models import Achievement, Part, Programme
from programmes.serializers.achievement import AchievementSerializer
from programmes.serializers.part import PartDetailSerializer, PartSerializer
from programmes.serializers.programme import ProgrammeDetailSerializer, ProgrammeSerializer
from programmes.views.observation import METRICS

PARTS = Part.objects.select_related("programme", "parent", "quote")
PARTS_WITH_MEMBERS = PARTS.prefetch_related(Prefetch("members", PARTS.order_by("order", "code")))
ACHIEVEMENTS = Achievement.objects.select_related("document", "programme", "quote")


class ProgrammeViewSet(RowViewSet[Programme]):
    """What was undertaken. A single programme comes with its parts, metrics and achievements."""

    queryset = Programme.objects.select_related("document", "region", "quote", "heading_quote", "aim_quote")
    serializer_class = ProgrammeSerializer
    record_serializer_class = ProgrammeDetailSerializer
    record_links = {
        "history": history("programmes"),
        "observations": RecordLink("observation-list", query={"programme": "code"}),
        "quote": QUOTE,
        "document": DOCUMENT,
        "region": record("region", "region"),
    }
    filterset_class = ProgrammeFilter
    lookup_field = "code"
    lookup_value_regex = CODE_IN_PATH
    keyset = ("order", "code")

    def get_queryset(self) -> QuerySet[Programme]:
        programmes = super().get_queryset()
        if not self.detail:
            return programmes
        return programmes.prefetch_related(
            Prefetch("parts", PARTS_WITH_MEMBERS.filter(parent=None).order_by("order", "code")),
            Prefetch("metrics", METRICS.order_by("programme_metrics__order")),
            Prefetch("achievements", ACHIEVEMENTS.order_by("code")),
        )


class PartViewSet(RowViewSet[Part]):
    """The named parts of the programmes and of the whole campaign. A single one comes with its members."""

    queryset = PARTS
    serializer_class = PartSerializer
    record_serializer_class = PartDetailSerializer
    record_links = {
        "history": history("parts"),
        "programme": record("programme", "programme"),
        "parent": record("part", "parent"),
        "quote": QUOTE,
        "document": DOCUMENT,
    }
    filterset_class = PartFilter
    lookup_field = "code"
    lookup_value_regex = CODE_IN_PATH

    def get_queryset(self) -> QuerySet[Part]:
        return PARTS_WITH_MEMBERS.all() if self.detail else super().get_queryset()

    def link_values(self, record: dict[str, Any]) -> Mapping[str, Any]:
        return with_document_of_quote(record)


class AchievementViewSet(RowViewSet[Achievement]):
    """What was recognised: awards, assessments, endorsements, listings, meetings and training."""

    queryset = ACHIEVEMENTS
    serializer_class = AchievementSerializer
    record_links = {
        "history": history("achievements"),
        "programme": record("programme", "programme"),
        "quote": QUOTE,
        "document": DOCUMENT,
    }
    filterset_class = AchievementFilter
    lookup_field = "code"
    lookup_value_regex = CODE_IN_PATH


def with_document_of_quote(record: dict[str, Any]) -> dict[str, Any]:
    """The fields of a record and the code of the document that its quote is of; one query."""
    documents = Quote.objects.filter(code=record["quote"]).values_list("passage__document__code", flat=True)
    return record | {"document": documents.first()}
