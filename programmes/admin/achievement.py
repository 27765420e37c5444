"""The admin of achievements: each beside the words that report it."""

from django.contrib import admin
from django.utils.safestring import SafeString

from indicators.admin.markup import in_both_languages, lines, name_of
from indicators.admin.read_only import LAST_CHANGE, ByName, EvidencedAdmin
from programmes.models import Achievement


@admin.register(Achievement)
class AchievementAdmin(EvidencedAdmin[Achievement]):
    list_display = ("name", "kind", "year", "granted_by", "occurrences", "programme_name", "exact_words")
    list_filter = ("kind", "year", ("programme", ByName), ("document", ByName), LAST_CHANGE)
    list_select_related = ("programme", "quote")
    search_fields = (
        *("code", "name_zh", "name_en", "subject_zh", "subject_en", "recipient_zh", "recipient_en"),
        *("note_zh", "note_en", "programme__name_zh", "programme__name_en", "quote__exact"),
    )
    search_help_text = "Words of the report, name, subject, recipient, programme, code or note, in Chinese or English."
    ordering = ("code",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    *("code", "kind", "name_zh", "name_en", "subject_zh", "subject_en"),
                    *("recipient_zh", "recipient_en", "granted_by", "year", "occurrences", "programme"),
                )
            },
        ),
        ("The words it comes from", {"fields": ("evidence", "quote", "document")}),
        ("Note", {"fields": ("note_zh", "note_en")}),
        ("Record", {"fields": ("revision",)}),
    )

    @admin.display(description="granted by")
    def granted_by(self, achievement: Achievement) -> SafeString:
        pairs = zip(achievement.granted_by_zh, achievement.granted_by_en, strict=True)
        return lines(in_both_languages(zh, en) for zh, en in pairs)

    @admin.display(description="programme", ordering="programme__order")
    def programme_name(self, achievement: Achievement) -> SafeString:
        return name_of(achievement.programme)
