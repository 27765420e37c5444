"""Query parameters of regions, units, documents, passages and quotes, and of revisions and corrections."""

from django.db import models

from indicators.filtering.filters import Choices, Codes, Instant, Records, Revisions, Words
from indicators.filtering.filterset import FilterSet
from indicators.history.lookup import published
from indicators.models import Correction, Region, Revision, Unit
from indicators.sql.filtered_rows import FilteredRows


class RegionFilter(FilterSet):
    level = Choices("level", Region._meta.get_field("level"))
    code_system = Choices("code_system", Region._meta.get_field("code_system"))
    parent = Codes("parent", Region, "Regions directly below these.")
    within = Codes("pk", Region, "These regions and all below them, members of an area too.", method="find_within")
    member_of = Codes("member_of", Region, "Members of these areas.")
    q = Words()

    def find_within(self, regions: FilteredRows, name: str, keys: list[int]) -> FilteredRows:
        return regions.filter(pk__in=Region.objects.within(keys).values("pk"))


class UnitFilter(FilterSet):
    kind = Choices("kind", Unit._meta.get_field("kind"))
    q = Words()


class DocumentFilter(FilterSet):
    q = Words()


class PassageFilter(FilterSet):
    q = Words()


class QuoteFilter(FilterSet):
    q = Words()


RECORD_TYPE = models.CharField(
    name="record_type",
    choices=[(name, name) for name in sorted(published())],
    help_text="Corrections of records of these kinds.",
)
FIELDS = {name for model in published().values() for name in model.content_fields()}
FIELD = models.CharField(
    name="field",
    choices=[(name, name) for name in sorted(FIELDS)],
    help_text="Changes of these fields.",
)
SINCE = "Made at this instant or later: RFC 3339 with its offset, or a day in UTC, which means its start."
UNTIL = "Made at this instant or earlier: RFC 3339 with its offset, or a day in UTC, which means its end."


class RevisionFilter(FilterSet):
    kind = Choices("kind", Revision._meta.get_field("kind"))
    start_time = Instant("time", SINCE, last=False)
    end_time = Instant("time", UNTIL, last=True)


class CorrectionFilter(FilterSet):
    record_type = Choices("record_type", RECORD_TYPE)
    record = Records(
        "record", "Corrections of the records with these codes; of a link, both codes with two hyphens between them."
    )
    field = Choices("field", FIELD)
    action = Choices("action", Correction._meta.get_field("action"))
    kind = Choices("revision__kind", Revision._meta.get_field("kind"))
    in_revision = Revisions("revision", "Corrections that are of these revisions.")
    start_time = Instant("revision__time", SINCE, last=False)
    end_time = Instant("revision__time", UNTIL, last=True)
