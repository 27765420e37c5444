"""Read-only views of regions, units and documents, of revisions and corrections, and of histories."""

from indicators.views.codelist import RegionViewSet, UnitViewSet
from indicators.views.history import (
    DocumentHistoryViewSet,
    MetricHistoryViewSet,
    ObservationHistoryViewSet,
    RegionHistoryViewSet,
    UnitHistoryViewSet,
)
from indicators.views.revision import CorrectionViewSet, RevisionViewSet
from indicators.views.source import DocumentViewSet, PassageViewSet, QuoteViewSet

__all__ = [
    "CorrectionViewSet",
    "DocumentHistoryViewSet",
    "DocumentViewSet",
    "MetricHistoryViewSet",
    "ObservationHistoryViewSet",
    "PassageViewSet",
    "QuoteViewSet",
    "RegionHistoryViewSet",
    "RegionViewSet",
    "RevisionViewSet",
    "UnitHistoryViewSet",
    "UnitViewSet",
]
