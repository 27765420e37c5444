"""Shapes of documents and passages."""

from rest_framework import serializers

from indicators.models import Document, Passage, Quote
from indicators.rows.serializer import RowSerializer, sources


class EmendationSerializer(serializers.Serializer[dict[str, str]]):
    """A passage of the received text that was corrected by hand."""

    received = serializers.CharField(help_text="The characters as received.")
    restored = serializers.CharField(help_text="What they were mended to, before the script conversion.")
    reason_zh = serializers.CharField(help_text="Why, in Chinese.")
    reason_en = serializers.CharField(help_text="Why, in English.")


class DocumentSerializer(RowSerializer):
    """A report."""

    basic = ("name_zh", "name_en", "publisher_zh", "publisher_en", "date", "report_year", "rights_zh", "rights_en")

    class Meta:
        model = Document
        fields: tuple[str, ...] = (
            "code",
            "name_zh",
            "name_en",
            "publisher_zh",
            "publisher_en",
            "source_office_zh",
            "source_office_en",
            "source_office_quote",
            "source_office_quote_exact",
            "language",
            "date",
            "report_year",
            "report_year_basis_zh",
            "report_year_basis_en",
            "rights_zh",
            "rights_en",
            "sha256_received",
            "sha256_restored",
            "note_zh",
            "note_en",
            "corrected",
            "withdrawn",
            "revision",
        )
        extra_kwargs = sources(
            source_office_quote="source_office_quote.code", source_office_quote_exact="source_office_quote.exact"
        )


class DocumentDetailSerializer(DocumentSerializer):
    """A report with its whole text, as received and as restored."""

    text_received = serializers.CharField(help_text="The whole text as received, one passage a line.")
    text_restored = serializers.CharField(help_text="The whole text as restored, one passage a line.")
    emendations = EmendationSerializer(many=True, help_text=Document._meta.get_field("emendations").help_text)

    class Meta(DocumentSerializer.Meta):
        fields = (*DocumentSerializer.Meta.fields, "emendations", "text_received", "text_restored")


class PassageSerializer(RowSerializer):
    """A paragraph of a report."""

    basic = ("number", "text")

    class Meta:
        model = Passage
        fields = ("code", "document", "number", "text", "text_received", "revision")
        extra_kwargs = sources(document="document.code")


class QuoteSerializer(RowSerializer):
    """A span of a passage: evidence for records, or excluded with a reason."""

    basic = ("exact", "excluded_zh", "excluded_en")

    class Meta:
        model = Quote
        fields = (
            "code",
            "document",
            "passage",
            "exact",
            "prefix",
            "suffix",
            "start",
            "end",
            "excluded_zh",
            "excluded_en",
            "revision",
        )
        extra_kwargs = sources(document="passage.document.code", passage="passage.code")
