"""Admins of the sources: documents, passages and quotes."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from indicators.admin.display.columns import folded
from indicators.admin.display.labels import EVIDENCE, kind_of, record_name
from indicators.admin.display.markup import chinese, in_passage, lines, link, links
from indicators.admin.display.read_only import LAST_CHANGE, ByName, ByValue
from indicators.admin.pages.record_admin import RecordAdmin
from indicators.checks.names import in_chinese, in_language
from indicators.models import Document, Passage, Quote

LANGUAGES = {"zh": gettext_noop("Chinese"), "en": gettext_noop("English")}


def language_name(tag: str) -> str:
    """The language of a BCP 47 tag, without script and region; the tag itself if it is of another language."""
    return gettext(LANGUAGES.get(tag.partition("-")[0], tag))


class ByLanguage(ByValue):
    """Filters by a language: Chinese rather than zh-Hans."""

    @staticmethod
    def shown(text: str) -> str:
        return language_name(text)


@admin.register(Document)
class DocumentAdmin(RecordAdmin[Document]):
    fixed = ("sha256_received", "sha256_restored", "emendations")
    list_display = ("named", "publisher", "report_year", "date", "language_name")
    list_filter = ("report_year", ("language", ByLanguage), LAST_CHANGE)
    search_fields = ("code", "name_zh", "name_en", "publisher_zh", "publisher_en", "passages__text")
    search_help_text = _("Code, name or publisher, in Chinese or English, or words of the text.")
    ordering = ("code",)
    fieldsets = (
        (None, {"fields": ("name_zh", "name_en", "publisher_zh", "publisher_en", "date")}),
        folded(_("Passages"), "passage_links"),
        folded(_("Source"), "office_evidence", "source_office_zh", "source_office_en", "source_office_quote"),
        folded(_("Report year"), "report_year", "report_year_basis_zh", "report_year_basis_en"),
        folded(_("Rights"), "rights_zh", "rights_en"),
        folded(_("Text"), "language", "mended", "sha256_received", "sha256_restored"),
        folded(_("Note"), "note_zh", "note_en"),
        folded(_("Record"), "revision"),
    )

    @admin.display(description=_("publisher"), ordering="publisher_en")
    def publisher(self, document: Document) -> str:
        return in_language(document, "publisher")

    @admin.display(description=_("language"), ordering="language")
    def language_name(self, document: Document) -> str:
        return language_name(document.language)

    @admin.display(description=_("evidence"))
    def office_evidence(self, document: Document) -> SafeString:
        return in_passage(document.source_office_quote)

    @admin.display(description=_("passages"))
    def passage_links(self, document: Document) -> SafeString:
        return links(document.passages.all())

    @admin.display(description=_("emendations"))
    def mended(self, document: Document) -> SafeString:
        return lines(
            format_html(
                "{} → {}<br>{}", place["received"], place["restored"], place[f"reason_{'zh' if in_chinese() else 'en'}"]
            )
            for place in document.emendations
        )


@admin.register(Passage)
class PassageAdmin(RecordAdmin[Passage]):
    """Read-only: a text is restored in the fixtures, which contain its checksums."""

    fixed = ("number", "text", "text_received")
    list_display = ("named", "beginning")
    list_filter = (("document", ByName), LAST_CHANGE)
    search_fields = ("code", "text", "text_received")
    search_help_text = _("Code, or words of the text as restored or as received.")
    ordering = ("document__code", "number")
    fieldsets = (
        (None, {"fields": ("text", "quote_links")}),
        folded(_("Text as received"), "text_received"),
        folded(_("Record"), "document", "number", "revision"),
    )

    @admin.display(description=_("text"), ordering="text")
    def beginning(self, passage: Passage) -> SafeString:
        return chinese(Truncator(passage.text).chars(100))

    @admin.display(description=_("quotes"))
    def quote_links(self, passage: Passage) -> SafeString:
        return lines(link(quote, quote.exact) for quote in passage.quotes.order_by("start", "end"))


class EvidenceOrExcluded(admin.SimpleListFilter):
    title = _("use")
    parameter_name = "use"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Quote]) -> list[tuple[str, str]]:
        return [("evidence", gettext("Evidence")), ("excluded", gettext("Excluded"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Quote]) -> QuerySet[Quote]:
        if self.value() is None:
            return queryset
        return queryset.filter(excluded_en__isnull=self.value() == "evidence")


def words_of(field: str) -> str:
    """What a reference to a quote gives: the period for `period_quote`, the words for `quote`."""
    return gettext(field.removesuffix("quote").removesuffix("_") or "words")


def with_names(relation: Any) -> Prefetch[Any, Any, Any]:
    """The records that refer to a quote, with the records that their names are made of."""
    model: Any = relation.related_model
    fields = model.content_fields().values()
    linked = [field.name for field in fields if field.is_relation and field.related_model not in EVIDENCE]
    records = model._default_manager.all()
    return Prefetch(relation.get_accessor_name(), records.select_related(*linked) if linked else records)


@admin.register(Quote)
class QuoteAdmin(RecordAdmin[Quote]):
    fixed = ("exact", "prefix", "suffix")
    list_display = ("named", "evidence_for", "passage_number")
    list_filter = (EvidenceOrExcluded, ("passage", ByName), LAST_CHANGE)
    list_select_related = ("passage",)
    search_fields = ("code", "exact", "excluded_zh", "excluded_en")
    search_help_text = _("Code, the words themselves, or why they are excluded, in Chinese or English.")
    ordering = ("passage__document__code", "passage__number", "start", "end")
    fieldsets = (
        (None, {"fields": ("evidence", "evidence_for", "excluded_zh", "excluded_en")}),
        folded(_("Record"), "passage", "start", "end", "prefix", "suffix", "revision"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Quote]:
        """With the records that the quotes are evidence for, and those that their names are made of."""
        return super().get_queryset(request).prefetch_related(*map(with_names, Quote._meta.related_objects))

    @admin.display(description=_("passage"), ordering="passage__number")
    def passage_number(self, quote: Quote) -> int:
        return quote.passage.number

    @admin.display(description=_("in its passage"))
    def evidence(self, quote: Quote) -> SafeString:
        return in_passage(quote)

    @admin.display(description=_("evidence for"))
    def evidence_for(self, quote: Quote) -> SafeString:
        if quote.excluded_zh and quote.excluded_en:
            return format_html(gettext("Excluded: {}"), in_language(quote, "excluded"))
        return lines(
            format_html(gettext("{} of {} {}"), words_of(field), kind_of(record), link(record, record_name(record)))
            for field, record in quote.evidence_for()
        )
