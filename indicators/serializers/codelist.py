"""Rows of regions and units."""

from collections import defaultdict

from rest_framework import serializers

from indicators.models import Membership, Region, Unit
from indicators.rows.code_lists import CodeListField
from indicators.rows.columns import Computed, Convert
from indicators.rows.serializer import RowSerializer, sources


def areas_of_regions() -> Convert:
    """From a region's code to the codes of the areas that it belongs to; one query."""
    areas: dict[str, list[str]] = defaultdict(list)
    for region, area in Membership.objects.order_by("area__code").values_list("region__code", "area__code"):
        areas[region].append(area)
    return lambda code: areas.get(code, [])


class MembershipSerializer(RowSerializer):
    """An area that a region belongs to, and what says so."""

    class Meta:
        model = Membership
        fields = (
            "area",
            "area_name_zh",
            "area_name_en",
            "basis_zh",
            "basis_en",
            "document",
            "quote",
            "quote_exact",
        )
        extra_kwargs = sources(
            area="area.code",
            area_name_zh="area.name_zh",
            area_name_en="area.name_en",
            document="quote.passage.document.code",
            quote="quote.code",
            quote_exact="quote.exact",
        )


class RegionSerializer(RowSerializer):
    """An administrative division or a named area."""

    basic = ("code", "name_zh", "name_en", "level", "parent", "note_zh", "note_en")
    computed = {"member_of": Computed("code", "list", areas_of_regions, "memberships")}
    member_of = CodeListField(help_text=Region._meta.get_field("member_of").help_text)

    class Meta:
        model = Region
        fields: tuple[str, ...] = (
            "code",
            "name_zh",
            "name_en",
            "code_system",
            "level",
            "parent",
            "successor",
            "member_of",
            "note_zh",
            "note_en",
            "corrected",
            "withdrawn",
            "revision",
        )
        extra_kwargs = sources(parent="parent.code", successor="successor.code")


class RegionDetailSerializer(RegionSerializer):
    """A region with its memberships."""

    memberships = MembershipSerializer(many=True, help_text="The areas that it belongs to, each with what says so.")

    class Meta(RegionSerializer.Meta):
        fields = (*RegionSerializer.Meta.fields, "memberships")


class UnitSerializer(RowSerializer):
    """What a number counts."""

    basic = ("name_zh", "name_en", "symbol", "kind", "measure_words")
    measure_words = serializers.ListField(
        child=serializers.CharField(), help_text=Unit._meta.get_field("measure_words").help_text
    )

    class Meta:
        model = Unit
        fields = ("code", "name_zh", "name_en", "symbol", "kind", "measure_words", "corrected", "withdrawn", "revision")
