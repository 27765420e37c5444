"""Read-only views of metrics, observations, programmes, parts and achievements."""

from programmes.views.observation import MetricViewSet, ObservationViewSet
from programmes.views.programme import AchievementViewSet, PartViewSet, ProgrammeViewSet
from programmes.views.series import SeriesViewSet
from programmes.views.verification import CoverageViewSet, VerificationViewSet

__all__ = [
    "AchievementViewSet",
    "CoverageViewSet",
    "MetricViewSet",
    "ObservationViewSet",
    "PartViewSet",
    "ProgrammeViewSet",
    "SeriesViewSet",
    "VerificationViewSet",
]
