"""The admin of achievements, with the quotes that report them."""

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from indicators.admin.display.markup import in_both_languages, lines, name_of
from indicators.admin.display.read_only import LAST_CHANGE, ByName
from indicators.admin.pages.addition import AdditionPages
from programmes.models import Achievement


@admin.register(Achievement)
class AchievementAdmin(AdditionPages[Achievement]):
    quote_named_after = "code"
    added = (
        *("code", "kind", "level", "name_zh", "name_en", "subject_zh", "subject_en", "recipient_zh", "recipient_en"),
        *("granted_by_zh", "granted_by_en", "year", "year_of", "occurrences", "programme", "note_zh", "note_en"),
    )
    edited_as = {"granted_by": ("granted_by_zh", "granted_by_en")}
    list_display = (
        "name",
        "kind",
        "level",
        "year",
        "year_of",
        "granted_by",
        "occurrences",
        "programme_name",
        "exact_words",
    )
    list_filter = ("kind", "level", "year", "year_of", ("programme", ByName), ("document", ByName), LAST_CHANGE)
    list_select_related = ("programme", "quote")
    search_fields = (
        *("code", "name_zh", "name_en", "subject_zh", "subject_en", "recipient_zh", "recipient_en"),
        *("note_zh", "note_en", "programme__name_zh", "programme__name_en", "quote__exact"),
    )
    search_help_text = _(
        "Words of the report, name, subject, recipient, programme, code or note, in Chinese or English."
    )
    ordering = ("code",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    *("code", "kind", "level", "name_zh", "name_en", "subject_zh", "subject_en"),
                    *("recipient_zh", "recipient_en", "granted_by", "year", "year_of", "occurrences", "programme"),
                )
            },
        ),
        (_("The words it comes from"), {"fields": ("evidence", "quote", "document")}),
        (_("Note"), {"fields": ("note_zh", "note_en")}),
        (_("Record"), {"fields": ("revision",)}),
    )

    @admin.display(description=_("granted by"))
    def granted_by(self, achievement: Achievement) -> SafeString:
        pairs = zip(achievement.granted_by_zh, achievement.granted_by_en, strict=True)
        return lines(in_both_languages(zh, en) for zh, en in pairs)

    @admin.display(description=_("programme"), ordering="programme__order")
    def programme_name(self, achievement: Achievement) -> SafeString:
        return name_of(achievement.programme)
