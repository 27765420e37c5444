"""Rows of programmes, and a programme with all that belongs to it."""

from indicators.rows.serializer import RowSerializer, sources
from programmes.models import Programme
from programmes.serializers.achievement import AchievementSerializer
from programmes.serializers.metric import MetricSerializer
from programmes.serializers.part import PartDetailSerializer


class ProgrammeSerializer(RowSerializer):
    """What was undertaken."""

    basic = ("name_zh", "name_en", "heading_zh", "heading_en", "aim_zh", "aim_en", "note_zh", "note_en")

    class Meta:
        model = Programme
        fields: tuple[str, ...] = (
            "code",
            "document",
            "region",
            "region_name_zh",
            "region_name_en",
            "order",
            "name_zh",
            "name_en",
            "heading_zh",
            "heading_en",
            "aim_zh",
            "aim_en",
            "note_zh",
            "note_en",
            "quote",
            "quote_exact",
            "heading_quote",
            "heading_quote_exact",
            "aim_quote",
            "aim_quote_exact",
            "corrected",
            "withdrawn",
            "revision",
        )
        extra_kwargs = sources(
            document="document.code",
            region="region.code",
            region_name_zh="region.name_zh",
            region_name_en="region.name_en",
            quote="quote.code",
            quote_exact="quote.exact",
            heading_quote="heading_quote.code",
            heading_quote_exact="heading_quote.exact",
            aim_quote="aim_quote.code",
            aim_quote_exact="aim_quote.exact",
        )


class ProgrammeDetailSerializer(ProgrammeSerializer):
    """A programme with its parts, metrics and achievements."""

    parts = PartDetailSerializer(many=True, help_text="Its named parts, each with its members, in the report's order.")
    metrics = MetricSerializer(many=True, help_text=Programme._meta.get_field("metrics").help_text)
    achievements = AchievementSerializer(many=True, help_text="What was recognised of it.")

    class Meta(ProgrammeSerializer.Meta):
        fields = (*ProgrammeSerializer.Meta.fields, "parts", "metrics", "achievements")
