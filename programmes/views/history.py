"""The histories of programmes, parts and achievements."""

from indicators.serializers.version import version_serializer
from indicators.views.revision import history_of
from programmes.models import Achievement, Part, Programme

ProgrammeHistoryViewSet = history_of(Programme, version_serializer(Programme), "a programme")
PartHistoryViewSet = history_of(Part, version_serializer(Part), "a part")
AchievementHistoryViewSet = history_of(Achievement, version_serializer(Achievement), "an achievement")
