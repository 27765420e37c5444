"""Rows of parts, and a part with its members."""

from indicators.rows.serializer import RowSerializer, sources
from programmes.models import Part


class PartSerializer(RowSerializer):
    """A named part of a programme or of the whole campaign."""

    basic = ("name_zh", "name_en", "kind", "programme", "description_zh", "description_en", "note_zh", "note_en")

    class Meta:
        model = Part
        fields: tuple[str, ...] = (
            "code",
            "programme",
            "kind",
            "parent",
            "order",
            "name_zh",
            "name_en",
            "description_zh",
            "description_en",
            "definition_zh",
            "definition_en",
            "definition_source_zh",
            "definition_source_en",
            "note_zh",
            "note_en",
            "quote",
            "quote_exact",
            "corrected",
            "withdrawn",
            "revision",
        )
        extra_kwargs = sources(
            programme="programme.code", parent="parent.code", quote="quote.code", quote_exact="quote.exact"
        )


class PartDetailSerializer(PartSerializer):
    """A part with its members."""

    members = PartSerializer(many=True, help_text="The parts that it names as its members, in the report's order.")

    class Meta(PartSerializer.Meta):
        fields = (*PartSerializer.Meta.fields, "members")
