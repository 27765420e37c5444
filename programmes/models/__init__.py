"""Models of what was planned and achieved."""

from programmes.models.achievement import Achievement
from programmes.models.observed import ObservedProgramme
from programmes.models.programme import Part, Programme, ProgrammeMetric

__all__ = ["Achievement", "ObservedProgramme", "Part", "Programme", "ProgrammeMetric"]
