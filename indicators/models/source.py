"""Sources: documents, their passages, and the quotes that are evidence."""

import hashlib
from functools import cache
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Length
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models.fields import Words, pairs
from indicators.models.record import Named, Noted, Record, both_languages
from indicators.models.searchable import Searchable, SearchableQuerySet
from indicators.sql.text_check import TextCheck

CONTEXT = 16
"""Code points of prefix and suffix that a quote gets where its author gave none."""


def sha256(text: str) -> str:
    """Hexadecimal SHA-256 of the text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


class Document(Searchable, Named, Noted):
    searched = (
        *("name_zh", "name_en", "publisher_zh", "publisher_en"),
        *("source_office_zh", "source_office_en", "note_zh", "note_en"),
    )

    publisher_zh = Words(help_text="Who published it, in Chinese.")
    publisher_en = Words(help_text="Who published it, in English.")
    source_office_zh = Words(help_text="The office that provided the text, in Chinese.")
    source_office_en = Words(help_text="The office that provided the text, in English.")
    source_office_quote = models.ForeignKey(
        "Quote",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="provided_documents",
        help_text="The words of the document that name the office.",
    )
    language = Words(help_text="BCP 47 tag of the language of the restored text.")
    date = models.DateField(null=True, blank=True, help_text="Date printed on the document; null where it prints none.")
    report_year = models.PositiveSmallIntegerField(
        help_text="The year that the document calls this year. See report_year_basis."
    )
    report_year_basis_zh = Words(help_text="How the report year is known, in Chinese.")
    report_year_basis_en = Words(help_text="How the report year is known, in English.")
    rights_zh = Words(help_text="Whose the text is and on what ground it is quoted, in Chinese.")
    rights_en = Words(help_text="Whose the text is and on what ground it is quoted, in English.")
    sha256_received = Words(help_text="SHA-256 of the text as received, in UTF-8.")
    sha256_restored = Words(help_text="SHA-256 of the text as restored, in UTF-8.")
    emendations: "models.JSONField[list[dict[str, str]], list[dict[str, str]]]" = models.JSONField(
        default=list,
        blank=True,
        help_text="Places mended by hand: what was received, what it was mended to, and why, in both languages.",
    )

    class Meta:
        ordering = ("code",)
        constraints = [
            both_languages("note"),
            TextCheck(
                name="document_text_is_fit",
                words=[
                    *pairs("name", "note", "publisher", "source_office"),
                    "language",
                    *pairs("report_year_basis", "rights"),
                    "sha256_received",
                    "sha256_restored",
                ],
                texts=["search_text"],
                lists=["emendations"],
            ),
        ]

    def clean(self) -> None:
        quote = self.source_office_quote
        if quote and self.pk and quote.passage.document_id != self.pk:
            names = {"quote": quote, "document": self}
            raise ValidationError({"source_office_quote": _("%(quote)s is not of the document %(document)s.") % names})

    @property
    def text_received(self) -> str:
        """The text as received, one passage a line."""
        return "\n".join(passage.text_received for passage in self.passages.all())

    @property
    def text_restored(self) -> str:
        """The text as restored, one passage a line."""
        return "\n".join(passage.text for passage in self.passages.all())


class Passage(Searchable):
    searched = ("text",)

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="passages", help_text="The document it is a paragraph of."
    )
    number = models.PositiveSmallIntegerField(help_text="Place in the document, from 1.")
    text = Words(help_text="The passage as restored; offsets count its Unicode code points from 0.")
    text_received = Words(help_text="The passage as received.")

    class Meta:
        ordering = ("document", "number")
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="passage_number_once"),
            TextCheck(name="passage_text_is_fit", words=["text", "text_received"], texts=["search_text"]),
        ]


class QuoteQuerySet(SearchableQuerySet["Quote"]):
    def with_evidence(self) -> "QuoteQuerySet":
        """With the records that each quote is evidence for, so that `evidence_for` needs no further query."""
        return self.prefetch_related(*map(with_natural_key, evidence_relations()))


class EvidenceRelation(NamedTuple):
    """How records of one kind refer to a quote."""

    accessor: str
    """The records, on the quote."""
    fetched: str
    """The same as a list, on a quote that was read with its evidence. A QuerySet for each quote takes long to make."""
    field: str
    """The quote, on the record."""
    model: Any


@cache
def evidence_relations() -> list[EvidenceRelation]:
    found = []
    for relation in Quote._meta.related_objects:
        if relation.one_to_many:
            accessor = str(relation.get_accessor_name())
            found.append(EvidenceRelation(accessor, f"fetched_{accessor}", relation.field.name, relation.related_model))
    return found


def with_natural_key(relation: EvidenceRelation) -> models.Prefetch[Any, Any, Any]:
    """The records that refer to a quote, with the records that their natural keys name."""
    model = relation.model
    names = [name for name in model.natural_key_fields if model._meta.get_field(name).is_relation]
    records = model._default_manager.all()
    return models.Prefetch(
        relation.accessor, records.select_related(*names) if names else records, to_attr=relation.fetched
    )


class Quote(Searchable):
    """A span of a passage: evidence for records, or excluded with a reason."""

    searched = ("exact", "excluded_zh", "excluded_en")

    passage = models.ForeignKey(
        Passage, on_delete=models.PROTECT, related_name="quotes", help_text="The passage it is a span of."
    )
    exact = Words(help_text="The words themselves (W3C TextQuoteSelector).")
    prefix = models.TextField(blank=True, help_text="The words directly before; empty at the start of a passage.")
    suffix = models.TextField(blank=True, help_text="The words directly after; empty at the end of a passage.")
    start = models.PositiveIntegerField(
        blank=True,
        editable=False,
        help_text="Offset of the first code point in the passage (W3C TextPositionSelector).",
    )
    end = models.PositiveIntegerField(blank=True, editable=False, help_text="Offset after the last code point.")
    excluded_zh = Words(null=True, blank=True, help_text="Why these words are evidence for no record, in Chinese.")
    excluded_en = Words(null=True, blank=True, help_text="Why these words are evidence for no record, in English.")

    objects = QuoteQuerySet.as_manager()  # type: ignore[misc]  # django-stubs: an inherited manager is a class variable

    class Meta:
        ordering = ("passage", "start", "end")
        constraints = [
            both_languages("excluded"),
            models.UniqueConstraint(fields=["passage", "start", "end"], name="quote_span_once"),
            models.CheckConstraint(
                condition=models.Q(end=models.F("start") + Length("exact")),
                name="quote_end_is_start_plus_length",
                violation_error_message=gettext_lazy("The exact words are not at their place in the passage."),
            ),
            TextCheck(
                name="quote_text_is_fit",
                words=["exact", *pairs("excluded")],
                texts=["search_text", "prefix", "suffix"],
            ),
        ]

    def derive(self) -> None:
        """Find the span in the passage by its words; an ambiguous or absent span stays unplaced."""
        super().derive()
        if not self.passage_id or not self.exact:
            return  # the fields say what is missing
        text = self.passage.text
        if text.count(self.prefix + self.exact + self.suffix) != 1:
            return
        self.start = text.index(self.prefix + self.exact + self.suffix) + len(self.prefix)
        self.end = self.start + len(self.exact)
        self.prefix = self.prefix or text[max(0, self.start - CONTEXT) : self.start]
        self.suffix = self.suffix or text[self.end : self.end + CONTEXT]

    def evidence_for(self) -> list[tuple[str, Record]]:
        """The records that these words are evidence for, each with the field by which it refers to them."""
        found = []
        for relation in evidence_relations():
            fetched = self.__dict__.get(relation.fetched)
            records = getattr(self, relation.accessor).all() if fetched is None else fetched
            found += [(relation.field, record) for record in records]
        return found

    def clean(self) -> None:
        if not self.passage_id or not self.exact:
            return
        found = self.passage.text.count(self.prefix + self.exact + self.suffix)
        if found != 1:
            absent = _("Passage %(passage)s: these words are not in it: %(words)s")
            repeated = _("Passage %(passage)s: these words occur %(found)s times, give more prefix: %(words)s")
            words = f"{self.prefix}[{self.exact}]{self.suffix}"
            names = {"passage": self.passage, "found": found, "words": words}
            raise ValidationError({"exact": (repeated if found else absent) % names})
