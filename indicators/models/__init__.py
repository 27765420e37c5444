"""Models of what is measured, where, when and who says so."""

from indicators.models.computed import Derived, Relation
from indicators.models.correction import Correction, Override
from indicators.models.deployment import LoadedFixtures, SecretKeyDigest
from indicators.models.metric import Metric, Unit
from indicators.models.observation import Observation
from indicators.models.record import Record
from indicators.models.region import Membership, Region
from indicators.models.revision import Revision
from indicators.models.source import Document, Passage, Quote

__all__ = [
    "Correction",
    "Derived",
    "Document",
    "LoadedFixtures",
    "Membership",
    "Metric",
    "Observation",
    "Override",
    "Passage",
    "Quote",
    "Record",
    "Region",
    "Relation",
    "Revision",
    "SecretKeyDigest",
    "Unit",
]
