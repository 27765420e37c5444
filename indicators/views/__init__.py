"""Read-only views of regions, units, documents and relations, of revisions and corrections, and of histories."""

from indicators.views.codelist import RegionViewSet, UnitViewSet
from indicators.views.history import (
    DocumentHistoryViewSet,
    MetricHistoryViewSet,
    ObservationHistoryViewSet,
    RegionHistoryViewSet,
    UnitHistoryViewSet,
)
from indicators.views.relation import RelationHistoryViewSet, RelationViewSet
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
    "RelationHistoryViewSet",
    "RelationViewSet",
    "RevisionViewSet",
    "UnitHistoryViewSet",
    "UnitViewSet",
]
