"""Query parameters of regions, units, documents, passages and quotes."""

from django_filters import FilterSet

from indicators.models import Region, Unit
from indicators.models.region import RegionQuerySet
from indicators.parameters import Choices, Codes, Words


class RegionFilter(FilterSet):
    level = Choices("level", Region._meta.get_field("level"))
    code_system = Choices("code_system", Region._meta.get_field("code_system"))
    parent = Codes("parent__code", Region, "Regions directly below these.")
    within = Codes("code", Region, "These regions and all below them, members of an area too.", method="find_within")
    member_of = Codes("member_of__code", Region, "Members of these areas.")
    q = Words()

    def find_within(self, regions: RegionQuerySet, name: str, codes: list[str]) -> RegionQuerySet:
        return regions.within(codes)


class UnitFilter(FilterSet):
    kind = Choices("kind", Unit._meta.get_field("kind"))
    q = Words()


class DocumentFilter(FilterSet):
    q = Words()


class PassageFilter(FilterSet):
    q = Words()


class QuoteFilter(FilterSet):
    q = Words()
