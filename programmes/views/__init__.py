"""Read-only views of metrics, observations, programmes, parts and achievements, their histories, and search."""

from programmes.views.derived import DerivedHistoryViewSet, DerivedViewSet
from programmes.views.history import AchievementHistoryViewSet, PartHistoryViewSet, ProgrammeHistoryViewSet
from programmes.views.observation import MetricViewSet, ObservationViewSet
from programmes.views.programme import AchievementViewSet, PartViewSet, ProgrammeViewSet
from programmes.views.search import SearchViewSet
from programmes.views.series import SeriesViewSet
from programmes.views.verification import CoverageViewSet, VerificationViewSet

__all__ = [
    "AchievementHistoryViewSet",
    "AchievementViewSet",
    "CoverageViewSet",
    "DerivedHistoryViewSet",
    "DerivedViewSet",
    "MetricViewSet",
    "ObservationViewSet",
    "PartHistoryViewSet",
    "PartViewSet",
    "ProgrammeHistoryViewSet",
    "ProgrammeViewSet",
    "SearchViewSet",
    "SeriesViewSet",
    "VerificationViewSet",
]
