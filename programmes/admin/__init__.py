"""The admin of what was planned and achieved: it shows, and changes nothing."""

from programmes.admin.achievement import AchievementAdmin
from programmes.admin.programme import PartAdmin, ProgrammeAdmin, ProgrammeMetricAdmin

__all__ = ["AchievementAdmin", "PartAdmin", "ProgrammeAdmin", "ProgrammeMetricAdmin"]
