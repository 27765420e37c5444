"""The admin of achievements, with the quotes that report them."""

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from indicators.admin.display.columns import folded
from indicators.admin.display.markup import lines, name_of
from indicators.admin.display.read_only import LAST_CHANGE, ByName
from indicators.admin.pages.addition import AdditionPages
from indicators.checks.names import in_chinese
from programmes.models import Achievement


@admin.register(Achievement)
class AchievementAdmin(AdditionPages[Achievement]):
    quote_named_after = "code"
    added = (
        *("code", "kind", "level", "name_zh", "name_en", "subject_zh", "subject_en", "recipient_zh", "recipient_en"),
        *("granted_by_zh", "granted_by_en", "year", "year_of", "occurrences", "programme", "note_zh", "note_en"),
    )
    edited_as = {"granted_by": ("granted_by_zh", "granted_by_en")}
    list_display = ("named", "kind", "exact_words", "level", "year", "granted_by", "programme_name")
    list_filter = ("kind", "level", "year", "year_of", ("programme", ByName), ("document", ByName), LAST_CHANGE)
    list_select_related = ("programme", "quote")
    search_fields = (
        *("code", "name_zh", "name_en", "subject_zh", "subject_en", "recipient_zh", "recipient_en"),
        *("note_zh", "note_en", "programme__name_zh", "programme__name_en", "quote__exact"),
    )
    search_help_text = _(
        "Words of the report, name, subject, recipient, programme, code or note, in Chinese or English."
    )
    fieldsets = (
        (None, {"fields": ("evidence", "name_zh", "name_en", "kind", "level", "year")}),
        folded(_("What was recognised"), "subject_zh", "subject_en", "recipient_zh", "recipient_en", "granted_by"),
        folded(_("Number and programme"), "year_of", "occurrences", "programme"),
        folded(_("Note"), "note_zh", "note_en"),
        folded(_("Record"), "document", "quote", "revision"),
    )

    @admin.display(description=_("granted by"))
    def granted_by(self, achievement: Achievement) -> SafeString:
        return lines(achievement.granted_by_zh if in_chinese() else achievement.granted_by_en)

    @admin.display(description=_("programme"), ordering="programme__order")
    def programme_name(self, achievement: Achievement) -> str:
        return name_of(achievement.programme)
