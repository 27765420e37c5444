"""Query parameters of regions, units, documents, passages, quotes, relations, revisions and corrections."""

from django.db import models

from indicators.filtering.filters import (
    Choices,
    Codes,
    Corrected,
    Instant,
    Null,
    Present,
    Records,
    Revisions,
    WholeNumbers,
    Words,
    Years,
)
from indicators.filtering.filterset import FilterSet
from indicators.filtering.history_words import CorrectionWords, RevisionWords
from indicators.history.lookup import published
from indicators.models import Correction, Document, Observation, Passage, Quote, Region, Relation, Revision, Unit
from indicators.relations.results import Status, names, results
from indicators.roles import AUTHORS
from indicators.sql.filtered_rows import FilteredRows


class RegionFilter(FilterSet):
    code = Codes("pk", Region, "Exactly these regions.")
    level = Choices("level", Region._meta.get_field("level"))
    code_system = Choices("code_system", Region._meta.get_field("code_system"))
    parent = Codes("parent", Region, "Regions directly below these.")
    parent__isnull = Null("parent")
    within = Codes("pk", Region, "These regions and all below them, members of an area too.", method="find_within")
    successor = Codes("successor", Region, "Regions whose place these took.")
    successor__isnull = Null("successor")
    member_of = Codes("member_of", Region, "Members of these areas.")
    corrected = Corrected()
    q = Words()

    def find_within(self, regions: FilteredRows, name: str, keys: list[int]) -> FilteredRows:
        return regions.filter(pk__in=Region.objects.within(keys).values("pk"))


class UnitFilter(FilterSet):
    code = Codes("pk", Unit, "Exactly these units.")
    kind = Choices("kind", Unit._meta.get_field("kind"))
    symbol__isnull = Null("symbol")
    corrected = Corrected()
    q = Words()


class DocumentFilter(FilterSet):
    code = Codes("pk", Document, "Exactly these documents.")
    report_year = Years("report_year", "Documents of these report years.")
    language = Present("language", Document, "language", "Documents in these languages, as `language` has them.")
    date__isnull = Null("date")
    source_office_quote__isnull = Null("source_office_quote")
    corrected = Corrected()
    q = Words()


class PassageFilter(FilterSet):
    code = Codes("pk", Passage, "Exactly these passages.")
    number = WholeNumbers("number", "Passages with these numbers.")
    q = Words()


MOTIVATION = models.CharField(
    name="motivation",
    choices=[(name, name) for name in ("linking", "commenting")],
    help_text="linking: words that are evidence for records; commenting: words that are evidence for none.",
)


class QuoteFilter(FilterSet):
    code = Codes("pk", Quote, "Exactly these quotes.")
    passage = Codes("passage", Passage, "Quotes from these passages.")
    motivation = Choices("motivation", MOTIVATION, method="find_motivation")
    q = Words()

    def find_motivation(self, quotes: FilteredRows, name: str, motivations: list[str]) -> FilteredRows:
        wanted = [motivation == "linking" for motivation in motivations]
        return quotes.filter(models.Q(*(("excluded_en__isnull", each) for each in wanted), _connector=models.Q.OR))


class DefinedFilter(FilterSet):
    """Filters by operands, which are texts in a list: the definitions, which are few, are read to find them."""

    observation = Codes("pk", Observation, "Those that have these observations as operands.", method="find_operand")
    document = Codes("document", Document, "About the figures of these documents.")
    corrected = Corrected()
    q = Words()

    def find_operand(self, rows: FilteredRows, name: str, keys: list[int]) -> FilteredRows:
        codes = set(Observation.objects.filter(pk__in=keys).values_list("code", flat=True))
        return rows.filter(pk__in=[one.pk for one in rows.model.objects.all() if names(one, codes)])


STATUS = models.CharField(
    name="status", choices=Status.choices, help_text="Relations with these statuses at the revision."
)


class RelationFilter(DefinedFilter):
    code = Codes("pk", Relation, "Exactly these relations.")
    kind = Choices("kind", Relation._meta.get_field("kind"))
    status = Choices("status", STATUS, method="find_status")

    def find_status(self, relations: FilteredRows, name: str, statuses: list[str]) -> FilteredRows:
        found = [result.relation.pk for result in results(Relation.objects.all()) if result.status in statuses]
        return relations.filter(pk__in=found)


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


ROLE = models.CharField(name="role", choices=[(role, role) for role in AUTHORS], help_text="Made by these roles.")


class RevisionFilter(FilterSet):
    number = Revisions("number", "Exactly these revisions.")
    kind = Choices("kind", Revision._meta.get_field("kind"))
    role = Choices("role", ROLE)
    start_time = Instant("time", SINCE, last=False)
    end_time = Instant("time", UNTIL, last=True)
    redacted_in__isnull = Null("redacted_in")
    q = RevisionWords()


class CorrectionFilter(FilterSet):
    code = Codes("pk", Correction, "Exactly these corrections.")
    record_type = Choices("record_type", RECORD_TYPE)
    record = Records(
        "record", "Corrections of the records with these codes; of a link, both codes with two hyphens between them."
    )
    field = Choices("field", FIELD)
    action = Choices("action", Correction._meta.get_field("action"))
    quote = Records("quote", "Corrections of records that come from these quotes.", Quote)
    replaced_by__isnull = Null("replaced_by")
    kind = Choices("revision__kind", Revision._meta.get_field("kind"))
    role = Choices("revision__role", ROLE)
    in_revision = Revisions("revision", "Corrections that are of these revisions.")
    start_time = Instant("revision__time", SINCE, last=False)
    end_time = Instant("revision__time", UNTIL, last=True)
    q = CorrectionWords()
