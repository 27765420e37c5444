"""What a report says of change over time, as one sentence."""

from collections import defaultdict
from itertools import pairwise
from typing import NamedTuple

from django.db.models import Count
from django.utils.translation import gettext as _

from ankang_api.pages.content.comparison import are_comparable, direction, kind_of_period
from ankang_api.pages.content.records import OBSERVATIONS, in_report_order
from ankang_api.pages.content.values import in_words, period_end, shown
from indicators.checks.names import in_chinese, own_name
from indicators.models import Document, Observation

MAX_SERIES = 2
YEAR = "0000"
"""The kind of period of a year."""


class Finding(NamedTuple):
    """The first series of a report that rose or fell, as a sentence, and the next one like it."""

    sentence: str
    series: list[list[Observation]]

    @property
    def observations(self) -> list[Observation]:
        return [one for points in self.series for one in points]


def finding(document: Document) -> Finding | None:
    """What the report says of change over the years; None if none of its series rose or fell throughout."""
    actual = Observation.objects.filter(document=document, value_type=Observation.ValueType.ACTUAL)
    pairs = actual.order_by().values_list("metric", "region").annotate(count=Count("pk")).filter(count__gt=1)
    metrics = {metric for metric, _region, _count in pairs}
    series: dict[tuple[int, int], list[Observation]] = defaultdict(list)
    of_metrics = OBSERVATIONS.filter(
        document=document, metric__in=metrics, value_type=Observation.ValueType.ACTUAL, value__isnull=False
    )
    for one in in_report_order(of_metrics):
        series[one.metric_id, one.region_id].append(one)
    ordered = [sorted(points, key=lambda one: one.period_end) for points in series.values()]
    moving = [points for points in ordered if len(points) > 1 and moves_one_way(points)]
    return Finding(sentence(moving[0][0], moving[0][-1]), moving[:MAX_SERIES]) if moving else None


def moves_one_way(points: list[Observation]) -> bool:
    """Whether a series of years rose, or fell, from each value to the next, whatever rounding leaves open."""
    steps = list(pairwise(points))
    directions = {direction(earlier, later) for earlier, later in steps}
    years = all(kind_of_period(one) == YEAR for one in points)
    return years and all(are_comparable(*step) for step in steps) and directions in ({1}, {-1})


def sentence(first: Observation, last: Observation) -> str:
    """六年间，安康市贫困人口由100.5万人降至22.96万人; the report is named as who says so."""
    name = own_name(first.metric)
    texts = {
        "span": span(first, last),
        "region": own_name(first.region),
        "metric": name if in_chinese() or not name[1:2].islower() else name[:1].lower() + name[1:],
        "first": first.value_text if in_chinese() else with_unit(first),
        "last": last.value_text if in_chinese() else with_unit(last),
    }
    if direction(first, last) < 0:
        return _("%(span)s the %(metric)s of %(region)s fell from %(first)s to %(last)s, says its report.") % texts
    return _("%(span)s the %(metric)s of %(region)s rose from %(first)s to %(last)s, says its report.") % texts


def with_unit(observation: Observation) -> str:
    """The number with its unit, unless it counts what its metric names."""
    value = shown(observation)
    return value.number if value.counts else f"{value.number} {value.unit}".strip()


def span(first: Observation, last: Observation) -> str:
    """In six years; from 2017 to 2018 for a single year."""
    years = int(last.time_period) - int(first.time_period)
    if years > 1:
        return _("In %(years)s years") % {"years": in_words(years)}
    names = {"begun": period_end(first.time_period), "ended": period_end(last.time_period)}
    return _("From %(begun)s to %(ended)s") % names
