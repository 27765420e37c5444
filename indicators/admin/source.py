"""Admins of the sources: documents, passages and quotes."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from indicators.admin.display.labels import kind_of
from indicators.admin.display.markup import chinese, in_both_languages, in_passage, lines, link
from indicators.admin.display.read_only import LAST_CHANGE, ByName
from indicators.admin.pages.record_admin import RecordAdmin
from indicators.models import Document, Passage, Quote


@admin.register(Document)
class DocumentAdmin(RecordAdmin[Document]):
    fixed = ("sha256_received", "sha256_restored", "emendations")
    list_display = ("name", "code", "publisher", "report_year", "date", "language")
    list_filter = ("report_year", "language", LAST_CHANGE)
    search_fields = ("code", "name_zh", "name_en", "publisher_zh", "publisher_en", "passages__text")
    search_help_text = _("Code, name or publisher, in Chinese or English, or words of the text.")
    ordering = ("code",)
    fieldsets = (
        (None, {"fields": ("code", "name_zh", "name_en", "language", "date", "passage_links")}),
        (
            _("Publisher"),
            {
                "fields": (
                    *("publisher_zh", "publisher_en", "source_office_zh", "source_office_en"),
                    *("office_evidence", "source_office_quote"),
                )
            },
        ),
        (_("Report year"), {"fields": ("report_year", "report_year_basis_zh", "report_year_basis_en")}),
        (_("Rights"), {"fields": ("rights_zh", "rights_en")}),
        (_("Text"), {"fields": ("mended", "sha256_received", "sha256_restored", "note_zh", "note_en")}),
        (_("Record"), {"fields": ("revision",)}),
    )

    @admin.display(description=_("publisher"), ordering="publisher_en")
    def publisher(self, document: Document) -> SafeString:
        return in_both_languages(document.publisher_zh, document.publisher_en)

    @admin.display(description=_("evidence"))
    def office_evidence(self, document: Document) -> SafeString:
        return in_passage(document.source_office_quote)

    @admin.display(description=_("passages"))
    def passage_links(self, document: Document) -> SafeString:
        return lines(link(item, f"{item.number}. {Truncator(item.text).chars(40)}") for item in document.passages.all())

    @admin.display(description=_("emendations"))
    def mended(self, document: Document) -> SafeString:
        return lines(
            format_html(
                "{} → {}<br>{}<br>{}", *(place[key] for key in ("received", "restored", "reason_zh", "reason_en"))
            )
            for place in document.emendations
        )


@admin.register(Passage)
class PassageAdmin(RecordAdmin[Passage]):
    """Read-only: a text is restored in the fixtures, which contain its checksums."""

    fixed = ("number", "text", "text_received")
    list_display = ("code", "number", "beginning")
    list_filter = (("document", ByName), LAST_CHANGE)
    search_fields = ("code", "text", "text_received")
    search_help_text = _("Code, or words of the text as restored or as received.")
    ordering = ("document__code", "number")
    fields = ("code", "document", "number", "text", "quote_links", "text_received", "revision")

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


@admin.register(Quote)
class QuoteAdmin(RecordAdmin[Quote]):
    fixed = ("exact", "prefix", "suffix")
    list_display = ("code", "exact_words", "evidence_for", "passage")
    list_filter = (EvidenceOrExcluded, ("passage", admin.RelatedOnlyFieldListFilter), LAST_CHANGE)
    list_select_related = ("passage",)
    search_fields = ("code", "exact", "excluded_zh", "excluded_en")
    search_help_text = _("Code, the words themselves, or why they are excluded, in Chinese or English.")
    ordering = ("passage__document__code", "passage__number", "start", "end")
    fieldsets = (
        (None, {"fields": ("code", "exact", "evidence", "passage", "start", "end", "prefix", "suffix")}),
        (_("What it is evidence for"), {"fields": ("evidence_for",)}),
        (_("Why it is excluded"), {"fields": ("excluded_zh", "excluded_en")}),
        (_("Record"), {"fields": ("revision",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Quote]:
        return Quote.objects.with_evidence().order_by(*self.ordering)

    @admin.display(description=_("exact words"), ordering="exact")
    def exact_words(self, quote: Quote) -> SafeString:
        return chinese(quote.exact)

    @admin.display(description=_("in its passage"))
    def evidence(self, quote: Quote) -> SafeString:
        return in_passage(quote)

    @admin.display(description=_("evidence for"))
    def evidence_for(self, quote: Quote) -> SafeString:
        if quote.excluded_zh and quote.excluded_en:
            return format_html(gettext("Excluded: {}"), in_both_languages(quote.excluded_zh, quote.excluded_en))
        return lines(
            format_html(gettext("{} of {} {}"), words_of(field), kind_of(record), link(record, record))
            for field, record in quote.evidence_for()
        )
