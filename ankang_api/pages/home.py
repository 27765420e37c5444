"""The home page: what the report says, in one sentence and a few figures; of several reports, a list of them."""

from collections import defaultdict
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from rest_framework.request import Request

from ankang_api.http.requested_revision import requested_revision
from ankang_api.pages.content.drawn import Figure, figure
from ankang_api.pages.content.findings import Finding, finding
from ankang_api.pages.content.records import (
    OBSERVATIONS,
    address,
    has_no_actual,
    in_report_order,
    programmes_of,
    sentences,
)
from ankang_api.pages.content.values import in_words, language
from ankang_api.pages.page_view import PageView, pinned_query
from indicators.charts.captions import has_gap
from indicators.charts.series import chart_of_series
from indicators.checks.names import listed
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
    programmes = highlights(document)
    achievements = Achievement.objects.filter(quote__passage__document=document).count()
    return {
        "document": document,
        "finding": found,
        "sentences": sentences(observations, pinned),
        "contradictions": contradictions(observations),
        "charts": charts(found, pinned) if found else [],
        "has_gap": any(has_gap(points) for points in found.series) if found else False,
        "highlights": programmes,
        "without_actual": has_no_actual([one for each in programmes for one in each.observations]),
        "contents": contents(document.observations.count(), len(programmes), achievements),
    }


def contents(figures: int, programmes: int, achievements: int) -> str:
    """48 figures, five programmes and 17 recognitions; what a report has none of is left out."""
    counts = [
        (figures, _("%(count)s figures") % {"count": f"{figures:,}"}),
        (programmes, _("%(count)s programmes") % {"count": in_words(programmes)}),
        (achievements, _("%(count)s recognitions") % {"count": f"{achievements:,}"}),
    ]
    *first, last = [text for count, text in counts if count] or [counts[0][1]]
    return _("%(first)s and %(last)s") % {"first": listed(first), "last": last} if first else last


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
    metrics: dict[int, list[int]] = defaultdict(list)
    for link in ProgrammeMetric.objects.filter(document=document).order_by("order"):
        if len(metrics[link.programme_id]) < MAX_FIGURES:
            metrics[link.programme_id].append(link.metric_id)
    by_metric: dict[int, list[Observation]] = defaultdict(list)
    wanted = {metric for each in metrics.values() for metric in each}
    for one in in_report_order(OBSERVATIONS.filter(document=document, metric__in=wanted)):
        by_metric[one.metric_id].append(one)
    found = []
    for programme in programmes_of(document):
        leading = [one for metric in metrics[programme.pk] for one in by_metric[metric]]
        found.append(Highlights(programme, leading[:MAX_FIGURES]))
    return found
