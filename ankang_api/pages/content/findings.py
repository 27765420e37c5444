"""What a report says of change over time, as one sentence."""

from collections import defaultdict
from typing import NamedTuple

from django.utils.translation import gettext as _

from ankang_api.pages.content.records import OBSERVATIONS, in_report_order
from ankang_api.pages.content.values import in_words, number_of, period_end
from indicators.checks.names import in_chinese, own_name
from indicators.models import Document, Observation

MAX_SERIES = 2


class Finding(NamedTuple):
    """The first figure of a report that it gives for two times, as a sentence, and the series like it."""

    sentence: str
    series: list[list[Observation]]

    @property
    def observations(self) -> list[Observation]:
        return [one for points in self.series for one in points]


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
