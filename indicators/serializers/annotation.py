"""Quotes as W3C Web Annotations (https://www.w3.org/TR/annotation-model/) in JSON-LD."""

from typing import Any

from rest_framework import serializers
from rest_framework.reverse import reverse

from indicators.models import Membership, Quote, Record

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


class SelectorSerializer(serializers.Serializer[Any]):
    """A TextQuoteSelector (exact, prefix, suffix) or a TextPositionSelector (start, end)."""

    type = serializers.CharField(help_text="TextQuoteSelector or TextPositionSelector.")
    exact = serializers.CharField(required=False, help_text="The words themselves.")
    prefix = serializers.CharField(required=False, help_text="The words directly before.")
    suffix = serializers.CharField(required=False, help_text="The words directly after.")
    start = serializers.IntegerField(required=False, help_text="First code point in the passage, from 0.")
    end = serializers.IntegerField(required=False, help_text="Offset after the last code point.")


class TargetSerializer(serializers.Serializer[Any]):
    """The words and where they are."""

    source = serializers.URLField(  # type: ignore[assignment]  # a declared field, which DRF takes off the class
        help_text="URL of the passage that holds the words."
    )
    selector = SelectorSerializer(many=True, help_text="Where in the passage: by words, and by position.")


class AnnotationResourceSerializer(serializers.Serializer[Any]):
    """A record that the words support, or a remark on why they support none."""

    id = serializers.URLField(required=False, help_text="URL of the record that the words are evidence for.")
    type = serializers.CharField(help_text="Dataset: a record; TextualBody: a remark.")
    value = serializers.CharField(required=False, help_text="Why the words are evidence for no record.")
    language = serializers.CharField(required=False, help_text="BCP 47 tag of the remark's language.")


class EvidenceSerializer(serializers.Serializer[Any]):
    """A record that the words are evidence for."""

    type = serializers.CharField(
        help_text="Kind of record: observation, programme, part, achievement, membership or document."
    )
    code = serializers.CharField(
        help_text="Code of the record; of a membership, those of the region and the area with two hyphens between them."
    )
    field = serializers.CharField(help_text="What the words are evidence for: quote, period_quote, …")


class AnnotationSerializer(serializers.Serializer[Quote]):
    """A quote: where its words are, and the records that they are evidence for."""

    basic = ("code", "records", "excluded_zh", "excluded_en")
    id = serializers.URLField(help_text="URL of this quote.")
    type = serializers.CharField(help_text="Always Annotation.")
    motivation = serializers.CharField(
        help_text="linking: the words are evidence; commenting: they are none, and the body says why."
    )
    target = TargetSerializer(help_text="The words and where they are.")
    body = AnnotationResourceSerializer(
        many=True, help_text="The records that the words are evidence for, or why there are none."
    )
    code = serializers.CharField(help_text="Code of the quote.")
    records = EvidenceSerializer(many=True, help_text="The same records by their codes.")
    excluded_zh = serializers.CharField(allow_null=True, help_text=Quote._meta.get_field("excluded_zh").help_text)
    excluded_en = serializers.CharField(allow_null=True, help_text=Quote._meta.get_field("excluded_en").help_text)
    revision = serializers.IntegerField(help_text=Quote._meta.get_field("revision").help_text)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {"@context": serializers.URLField(help_text="The JSON-LD context."), **super().get_fields()}

    def to_representation(self, quote: Quote) -> dict[str, Any]:
        evidence = quote.evidence_for()
        records = [
            {"type": record.record_type(), "code": record.record_code, "field": field} for field, record in evidence
        ]
        return {
            "@context": CONTEXT,
            "id": self.url("quote", document=quote.passage.document.code, code=quote.code),
            "type": "Annotation",
            "motivation": "commenting" if quote.excluded_en else "linking",
            "target": self.place(quote),
            "body": self.remarks(quote) + [self.link(record) for _field, record in evidence],
            "code": quote.code,
            "records": records,
            "excluded_zh": quote.excluded_zh,
            "excluded_en": quote.excluded_en,
            "revision": quote.revision_id,
        }

    def url(self, name: str, **kwargs: Any) -> str:
        return reverse(f"{name}-detail", kwargs=kwargs, request=self.context["request"])

    def place(self, quote: Quote) -> dict[str, Any]:
        words = {"exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix}
        return {
            "source": self.url("passage", document=quote.passage.document.code, number=quote.passage.number),
            "selector": [
                {"type": "TextQuoteSelector", **words},
                {"type": "TextPositionSelector", "start": quote.start, "end": quote.end},
            ],
        }

    def link(self, record: Record) -> dict[str, str]:
        """The record, or of a membership the region, which shows it."""
        shown = record.region if isinstance(record, Membership) else record
        return {"id": self.url(shown.record_type(), code=shown.record_code), "type": "Dataset"}

    def remarks(self, quote: Quote) -> list[dict[str, str]]:
        texts = (("zh-Hans", quote.excluded_zh), ("en", quote.excluded_en))
        return [{"type": "TextualBody", "value": text, "language": tag} for tag, text in texts if text]
