"""Regions: administrative divisions and named areas."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from indicators.models.fields import Choice, Words, pairs
from indicators.models.record import Named, Noted, Record, both_languages
from indicators.models.searchable import Searchable, SearchableQuerySet
from indicators.models.source import Quote
from indicators.sql.text_check import TextCheck


class RegionQuerySet(SearchableQuerySet["Region"]):
    def within(self, keys: Iterable[int]) -> "RegionQuerySet":
        """The regions of the keys and everything below them; of an area, its members and everything below those."""
        found = set(keys)
        frontier = found
        while frontier:
            below = models.Q(parent__in=frontier) | models.Q(memberships__area__in=frontier)
            frontier = set(self.model.objects.filter(below).values_list("pk", flat=True)) - found
            found |= frontier
        return self.filter(pk__in=found)

    def containing(self, key: int) -> "RegionQuerySet":
        """The regions above a region, and the areas that it or one of them belongs to."""
        found: set[int] = set()
        frontier = {key}
        while frontier:
            parents = self.model.objects.filter(children__in=frontier).values_list("pk", flat=True)
            areas = Membership.objects.filter(region__in=frontier).values_list("area", flat=True)
            frontier = {*parents, *areas} - found
            found |= frontier
        return self.filter(pk__in=found)


class Region(Searchable, Named, Noted):
    searched = ("name_zh", "name_en", "note_zh", "note_en")

    class CodeSystem(models.TextChoices):
        GB_T_2260 = "gb-t-2260", "GB/T 2260"
        ISO_3166 = "iso-3166", "ISO 3166"
        OWN = "own", "Own"

    class Level(models.TextChoices):
        COUNTRY = "country"
        PROVINCE = "province"
        PREFECTURE = "prefecture"
        COUNTY = "county"
        TOWNSHIP = "township"
        VILLAGE = "village"
        AREA = "area"

    code_system = Choice(
        choices=CodeSystem, help_text="Where the code comes from: GB/T 2260 as of 2018, ISO 3166, or our own."
    )
    level = Choice(
        choices=Level,
        help_text="Administrative level: country, province, prefecture (a prefecture-level city), county "
        "(a county or district), township (also a town or subdistrict), village (also a community), or area for a "
        "named area that is no administrative division.",
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        help_text="The administrative division directly above; none for the country and for areas.",
    )
    successor = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
        help_text="The division that took its place, where it was renamed, merged or given another code.",
    )
    member_of: "models.ManyToManyField[Region, Membership]" = models.ManyToManyField(
        "self",
        through="Membership",
        symmetrical=False,
        related_name="members",
        help_text="Named areas that this region belongs to, across administrative borders.",
    )

    objects = RegionQuerySet.as_manager()  # type: ignore[misc]  # django-stubs: an inherited manager is a class variable

    class Meta:
        ordering = ("code",)
        constraints = [
            both_languages("note"),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(level__in=["country", "area"]),
                name="region_no_parent_of_country_or_area",
                violation_error_message=_("A country or an area has no parent."),
            ),
            TextCheck(name="region_text_is_fit", words=pairs("name", "note"), texts=["search_text"]),
        ]

    def clean(self) -> None:
        self.refuse_circle("parent")
        self.refuse_circle("successor")


class Membership(Record):
    natural_key_fields = ("region", "area")

    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="memberships", help_text="The region that is a member."
    )
    area = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", help_text="The area it belongs to.")
    basis_zh = Words(help_text="What says so, in Chinese.")
    basis_en = Words(help_text="What says so, in English.")
    quote = models.ForeignKey(
        Quote,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
        help_text="The words of a report that say so; null where the basis is another source.",
    )

    class Meta:
        ordering = ("region", "area")
        constraints = [
            models.UniqueConstraint(fields=["region", "area"], name="membership_once"),
            TextCheck(name="membership_text_is_fit", words=pairs("basis")),
        ]

    def __str__(self) -> str:
        return f"{self.region} in {self.area}"
