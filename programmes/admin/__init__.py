"""The admin of programmes, parts and achievements. A request enters at the URLs of a model's ModelAdmin."""

from programmes.admin.achievement import AchievementAdmin
from programmes.admin.programme import PartAdmin, ProgrammeAdmin, ProgrammeMetricAdmin

__all__ = ["AchievementAdmin", "PartAdmin", "ProgrammeAdmin", "ProgrammeMetricAdmin"]
