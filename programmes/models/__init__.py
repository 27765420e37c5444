"""Models of what was planned and achieved."""

from programmes.models.achievement import Achievement
from programmes.models.programme import Part, Programme, ProgrammeMetric

__all__ = ["Achievement", "Part", "Programme", "ProgrammeMetric"]
