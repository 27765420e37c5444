"""Models of what is computed from observations: relations between them, and derived indicators."""

from indicators.models.computed.derived import Derived
from indicators.models.computed.relation import Relation

__all__ = ["Derived", "Relation"]
