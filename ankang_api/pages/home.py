"""The home page: what the report says, in one sentence and a few figures; of several reports, a list of them."""

from collections import defaultdict
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from rest_framework.request import Request

from ankang_api.http.requested_revision import requested_revision
from ankang_api.pages.content.records import OBSERVATIONS, in_report_order, programmes_of, sentences
from ankang_api.pages.content.values import in_words, number_of, period_end
from ankang_api.pages.page_view import PageView, pinned_query
from indicators.checks.names import in_chinese, own_name
from indicators.models import Correction, Document, Observation, Relation
from indicators.relations.results import Status, names, results
from programmes.models import Achievement, Programme, ProgrammeMetric

MAX_SERIES = 2
MAX_FIGURES = 3
"""Figures of each programme."""
YEAR_CHARS = 4


class Finding(NamedTuple):
    """The first figure of a report that it gives for two times, as a sentence, and the series like it."""

    sentence: str
    series: list[list[Observation]]

    @property
    def observations(self) -> list[Observation]:
        return [one for points in self.series for one in points]


class Highlights(NamedTuple):
    """A programme with its leading figures."""

    programme: Programme
    observations: list[Observation]


class HomeView(PageView):
    # What the published reports say

    template = "ankang_api/pages/home.html"
    shows_reasons = False

    def context(self, request: Request, **kwargs: Any) -> dict[str, Any]:
        documents = list(Document.objects.order_by("code"))
        pinned = pinned_query(request)
        number = requested_revision(request).number
        found: dict[str, Any] = {
            "documents": [(document, finding(document)) for document in documents],
            "correction_count": Correction.objects.filter(revision__lte=number).count(),
        }
        if len(documents) == 1:
            found |= report_context(documents[0], found["documents"][0][1], pinned)
        return found


def report_context(document: Document, found: Finding | None, pinned: str) -> dict[str, Any]:
    """What the home page shows of a single report."""
    observations = found.observations if found else []
    programmes = [*highlights(document)]
    return {
        "document": document,
        "finding": found,
        "sentences": sentences(observations, pinned),
        "contradictions": contradictions(observations),
        "highlights": programmes,
        "counts": {
            "figures": document.observations.count(),
            "programmes": in_words(len(programmes)),
            "achievements": Achievement.objects.filter(quote__passage__document=document).count(),
        },
    }


def finding(document: Document) -> Finding | None:
    """What the report says of change over time; None if it gives no figure for two times."""
    series: dict[tuple[int, int], list[Observation]] = defaultdict(list)
    actual = OBSERVATIONS.filter(document=document, value_type=Observation.ValueType.ACTUAL, value__isnull=False)
    for one in in_report_order(actual):
        series[one.metric_id, one.region_id].append(one)
    changing = [sorted(points, key=lambda one: one.period_end) for points in series.values() if len(points) > 1]
    if not changing:
        return None
    return Finding(sentence(changing[0][0], changing[0][-1]), changing[:MAX_SERIES])


def sentence(first: Observation, last: Observation) -> str:
    """六年间，安康市贫困人口由100.5万人降至22.96万人; the report is named as who says so."""
    assert first.value is not None
    assert last.value is not None
    fell, rose = last.value < first.value, last.value > first.value
    name = own_name(first.metric)
    texts = {
        "span": span(first, last),
        "region": own_name(first.region),
        "metric": name if in_chinese() else name[:1].lower() + name[1:],
        "first": first.value_text if in_chinese() else number_of(first),
        "last": last.value_text if in_chinese() else number_of(last),
    }
    if fell:
        return _("%(span)s the %(metric)s of %(region)s fell from %(first)s to %(last)s, says its report.") % texts
    if rose:
        return _("%(span)s the %(metric)s of %(region)s rose from %(first)s to %(last)s, says its report.") % texts
    return _("%(span)s the %(metric)s of %(region)s was %(first)s and then %(last)s, says its report.") % texts


def span(first: Observation, last: Observation) -> str:
    """In six years; between the two periods where these are no years."""
    begun, ended = first.time_period, last.time_period
    if begun.isdecimal() and ended.isdecimal() and int(ended) - int(begun) > 1:
        return _("In %(years)s years") % {"years": in_words(int(ended) - int(begun))}
    return _("From %(begun)s to %(ended)s") % {"begun": period_end(begun), "ended": period_end(ended)}


def contradictions(observations: list[Observation]) -> list[Relation]:
    """The relations of these figures that do not hold."""
    codes = {one.code for one in observations}
    named = [each for each in Relation.objects.order_by("code") if names(each, codes)]
    return [result.relation for result in results(named) if result.status == Status.DOES_NOT_HOLD]


def highlights(document: Document) -> list[Highlights]:
    """The first figures of each programme, in the order of the programmes."""
    by_metric: dict[int, list[Observation]] = defaultdict(list)
    for one in in_report_order(OBSERVATIONS.filter(document=document)):
        by_metric[one.metric_id].append(one)
    of_programme: dict[int, list[Observation]] = defaultdict(list)
    for link in ProgrammeMetric.objects.filter(document=document).order_by("order"):
        of_programme[link.programme_id] += by_metric[link.metric_id]
    return [Highlights(each, of_programme[each.pk][:MAX_FIGURES]) for each in programmes_of(document)]
