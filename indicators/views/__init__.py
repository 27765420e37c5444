"""Read-only views of regions, units and documents."""

from indicators.views.codelist import RegionViewSet, UnitViewSet
from indicators.views.source import DocumentViewSet, PassageViewSet, QuoteViewSet

__all__ = ["DocumentViewSet", "PassageViewSet", "QuoteViewSet", "RegionViewSet", "UnitViewSet"]
