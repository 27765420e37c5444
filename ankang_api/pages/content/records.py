"""The records that several pages read, and the addresses of pages."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from ankang_api.pages.content.marks import Mark, marked
from ankang_api.pages.languages import of_code
from indicators.checks.names import figure_name
from indicators.models import Document, Observation, Passage
from indicators.text.sentence import sentence_bounds
from programmes.models import Programme

OBSERVATIONS = Observation.objects.select_related(
    "document", "metric__unit", "metric__part_of", "metric__counterpart", "region", "quote__passage", "period_quote"
)


def in_report_order(observations: QuerySet[Observation]) -> QuerySet[Observation]:
    return observations.order_by("document__code", "quote__passage__number", "quote__start", "code")


def series_of(observation: Observation) -> list[Observation]:
    """The observations of the same metric, region and document in time order, without superseded ones."""
    points = OBSERVATIONS.filter(
        metric=observation.metric_id, region=observation.region_id, document=observation.document_id
    ).exclude(value_type=Observation.ValueType.SUPERSEDED)
    return list(points.order_by("period_end", F("period_start").asc(nulls_last=True), "code"))


def address(page: str, pinned: str = "", *arguments: str) -> str:
    """The path of a page in the language of the request, at the revision that `pinned` names."""
    path = reverse(page, args=[of_code(get_language()).path, *arguments])
    return f"{path}?{pinned}" if pinned else path


def api_address(route: str, pinned: str = "", suffix: str = "", query: Mapping[str, str] = {}, **parts: str) -> str:
    """The path of a list or a record of the API, at the revision that `pinned` names. `parts` are those of its path."""
    path = reverse(route, kwargs=parts or None)
    named = "&".join(part for part in (urlencode(query), pinned) if part)
    return f"{path}{suffix}{f'?{named}' if named else ''}"


def has_no_actual(targets: list[Observation]) -> set[int]:
    """The keys of those targets for whose series their document gives no actual value."""
    of_targets = [one for one in targets if one.value_type == Observation.ValueType.TARGET]
    actual = Observation.objects.filter(
        value_type=Observation.ValueType.ACTUAL, metric__in={one.metric_id for one in of_targets}
    )
    known = set(actual.order_by().values_list("document", "metric", "region"))
    return {one.pk for one in of_targets if (one.document_id, one.metric_id, one.region_id) not in known}


def observation_mark(observation: Observation, pinned: str) -> Mark:
    quote = observation.quote
    leads_to = address("observation", pinned, observation.code)
    return Mark(quote.start, quote.end, leads_to, figure_name(observation))


def sentences(observations: list[Observation], pinned: str, *, is_linked: bool = True) -> list[dict[str, Any]]:
    """The sentences that observations come from, each once, with all their quotes marked."""
    found: dict[tuple[int, int, int], tuple[Passage, list[Mark]]] = {}
    for one in observations:
        passage = one.quote.passage
        bounds = sentence_bounds(passage.text, one.quote.start, one.quote.end)
        _passage, marks = found.setdefault((passage.pk, *bounds), (passage, []))
        mark = observation_mark(one, pinned) if is_linked else Mark(one.quote.start, one.quote.end, "")
        if all((mark.start, mark.end) != (other.start, other.end) for other in marks):
            marks.append(mark)
    return [
        {"passage": passage, "html": marked(passage.text, marks, start, end)}
        for (_key, start, end), (passage, marks) in found.items()
    ]


def programmes_of(document: Document) -> list[Programme]:
    return list(Programme.objects.filter(document=document).order_by("order", "code"))
