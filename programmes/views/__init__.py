"""Read-only views of metrics, observations, programmes, parts and achievements, and search."""

from programmes.views.observation import MetricViewSet, ObservationViewSet
from programmes.views.programme import AchievementViewSet, PartViewSet, ProgrammeViewSet
from programmes.views.search import SearchViewSet
from programmes.views.series import SeriesViewSet
from programmes.views.verification import CoverageViewSet, VerificationViewSet

__all__ = [
    "AchievementViewSet",
    "CoverageViewSet",
    "MetricViewSet",
    "ObservationViewSet",
    "PartViewSet",
    "ProgrammeViewSet",
    "SearchViewSet",
    "SeriesViewSet",
    "VerificationViewSet",
]
