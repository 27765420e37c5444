"""Programmes, their parts, and achievements."""

from django.db.models import Prefetch, QuerySet

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

    queryset = Programme.objects.select_related("quote", "heading_quote", "aim_quote")
    serializer_class = ProgrammeSerializer
    filterset_class = ProgrammeFilter
    lookup_field = "code"
    lookup_value_regex = CODE_IN_PATH
    keyset = ("order", "code")

    def get_queryset(self) -> QuerySet[Programme]:
        programmes = super().get_queryset()
        if self.action != "retrieve":
            return programmes
        return programmes.prefetch_related(
            Prefetch("parts", PARTS_WITH_MEMBERS.filter(parent=None).order_by("order", "code")),
            Prefetch("metrics", METRICS.order_by("programme_metric__order")),
            Prefetch("achievements", ACHIEVEMENTS.order_by("code")),
        )

    def get_serializer_class(self) -> type[ProgrammeSerializer]:
        return ProgrammeDetailSerializer if self.action == "retrieve" else ProgrammeSerializer


class PartViewSet(RowViewSet[Part]):
    """The named parts of the programmes and of the whole campaign. A single one comes with its members."""

    queryset = PARTS
    serializer_class = PartSerializer
    filterset_class = PartFilter
    lookup_field = "code"
    lookup_value_regex = CODE_IN_PATH

    def get_queryset(self) -> QuerySet[Part]:
        return PARTS_WITH_MEMBERS.all() if self.action == "retrieve" else super().get_queryset()

    def get_serializer_class(self) -> type[PartSerializer]:
        return PartDetailSerializer if self.action == "retrieve" else PartSerializer


class AchievementViewSet(RowViewSet[Achievement]):
    """What was recognised: awards, assessments, endorsements, listings, meetings and training."""

    queryset = ACHIEVEMENTS
    serializer_class = AchievementSerializer
    filterset_class = AchievementFilter
    lookup_field = "code"
    lookup_value_regex = CODE_IN_PATH
