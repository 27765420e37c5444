"""The home page: what the report says, in one sentence and a few figures; of several reports, a list of them."""

from collections import defaultdict
from typing import Any, NamedTuple

from rest_framework.request import Request

from ankang_api.http.requested_revision import requested_revision
from ankang_api.pages.content.drawn import Figure, figure, language
from ankang_api.pages.content.findings import Finding, finding
from ankang_api.pages.content.records import OBSERVATIONS, address, in_report_order, programmes_of, sentences
from ankang_api.pages.content.values import in_words
from ankang_api.pages.page_view import PageView, pinned_query
from indicators.charts.series import chart_of_series
from indicators.models import Correction, Document, Observation, Relation
from indicators.relations.results import Status, names, results
from programmes.models import Achievement, Programme, ProgrammeMetric

MAX_FIGURES = 3
"""Figures of each programme."""


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
            "card": request.build_absolute_uri(address("card", pinned)),
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
        "charts": charts(found, pinned) if found else [],
        "highlights": programmes,
        "counts": {
            "figures": document.observations.count(),
            "programmes": in_words(len(programmes)),
            "achievements": Achievement.objects.filter(quote__passage__document=document).count(),
        },
    }


def charts(found: Finding, pinned: str) -> list[Figure]:
    """The series of a finding as bars."""
    figures = []
    for place, points in enumerate(found.series):
        last = points[-1]
        chart = chart_of_series(points, language(), has_unit=False)
        if chart:
            figures.append(figure(chart, last, f"c{place}", pinned))
    return figures


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
