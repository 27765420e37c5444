"""The charts and cards of pages, in the language of the page."""

from typing import NamedTuple

from django.db.models import Q
from django.utils.safestring import SafeString, mark_safe

from ankang_api.pages.content.findings import Finding
from ankang_api.pages.content.records import OBSERVATIONS, address, series_of
from ankang_api.pages.content.values import language, named_value, shown
from indicators.charts.card import card_png
from indicators.charts.chart import Chart
from indicators.charts.series import chart_of_series, overlapping_chart, ruler
from indicators.checks.names import in_chinese, in_language
from indicators.models import Document, Observation, Relation
from indicators.text.sentence import sentence_bounds

OVERLAPPING_UNIT = "household"
"""Counts of households of a report overlap: the same household is in several."""
MIN_OVERLAPPING = 3


class Figure(NamedTuple):
    """A chart in a page: its drawing, its data, and the addresses of its files."""

    svg: SafeString
    chart: Chart
    unit: str
    page: str
    address: str
    png: str


def inline(chart: Chart, prefix: str) -> SafeString:
    return mark_safe(chart.inline(prefix))  # all texts in it are escaped


def observation_chart(observation: Observation, *, has_unit: bool = True) -> Chart | None:
    """The chart of the series of an observation, or of the part and the whole that it is of."""
    metric = observation.metric
    related = Q(metric__in=[metric, metric.part_of_id, metric.denominator_id]) | Q(metric__part_of=metric)
    among = OBSERVATIONS.filter(related, document=observation.document_id)
    return chart_of_series(series_of(observation), language(), among, has_unit=has_unit)


def observation_ruler(observation: Observation) -> Chart | None:
    return ruler(observation, language())


def overlapping_households(document: Document) -> Chart | None:
    """The counts of households of a report on one axis; None if they are few or none is said to be in another."""
    actual = OBSERVATIONS.filter(
        document=document,
        metric__unit__code=OVERLAPPING_UNIT,
        value_type=Observation.ValueType.ACTUAL,
        value__isnull=False,
    )
    found = list(actual.order_by("-value", "code"))
    regions = {one.region_id for one in found}
    may_be_drawn = len(found) >= MIN_OVERLAPPING and len(regions) == 1 and do_overlap(found)
    return overlapping_chart(found, language()) if may_be_drawn else None


def do_overlap(observations: list[Observation]) -> bool:
    """Whether a relation says that one of these counts is a part of another."""
    codes = {one.code for one in observations}
    parts = Relation.objects.filter(kind=Relation.Kind.PART, reason_en=None)
    named = ({code for operand in each.parsed_operands() for code in operand.codes} for each in parts)
    return any(len(codes & each) > 1 for each in named)


def source_line(document: Document, revision: int) -> str:
    office = in_language(document, "source_office")
    number = f"第 {revision} 次修订" if in_chinese() else f"Revision {revision}"
    return f"{office} · {number}"


def card(observation: Observation, revision: int) -> bytes:
    """The name and the value of a figure, its chart, and its sentence with its words marked."""
    return card_of([observation], named_value(observation), revision, observation_chart(observation))


def card_of_finding(found: Finding, revision: int) -> bytes:
    points = found.series[0]
    return card_of(points, found.sentence, revision, chart_of_series(points, language()))


def card_of(observations: list[Observation], title: str, revision: int, chart: Chart | None) -> bytes:
    first = observations[0].quote
    start, end = sentence_bounds(first.passage.text, first.start, first.end)
    inside = [one.quote for one in observations if one.quote.passage_id == first.passage_id]
    spans = [(one.start - start, one.end - start) for one in inside if start <= one.start and one.end <= end]
    sentence = first.passage.text[start:end]
    return card_png(title, sentence, spans, source_line(observations[0].document, revision), language(), chart)


def figure(chart: Chart, observation: Observation, prefix: str, pinned: str) -> Figure:
    """The chart of an observation in a page, with the addresses of its files."""
    code = observation.code
    files = (address(page, pinned, code) for page in ("observation", "observation-chart", "observation-png"))
    return Figure(inline(chart, prefix), chart, shown(observation).unit, *files)
