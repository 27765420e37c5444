"""Models of what is measured, where, when and who says so."""

from indicators.models.metric import Metric, Unit
from indicators.models.observation import Observation
from indicators.models.region import Membership, Region
from indicators.models.revision import Record, Revision
from indicators.models.source import Document, Passage, Quote

__all__ = [
    "Document",
    "Membership",
    "Metric",
    "Observation",
    "Passage",
    "Quote",
    "Record",
    "Region",
    "Revision",
    "Unit",
]
