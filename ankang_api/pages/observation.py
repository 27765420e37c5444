"""The page of one figure: its value, its words, its precision, what it is related to, and its history."""

from typing import Any, NamedTuple

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from rest_framework.request import Request

from ankang_api.http.requested_revision import requested_revision
from ankang_api.metadata.citation import citation
from ankang_api.metadata.dataset.schema_org import observation_json_ld
from ankang_api.pages.content.changes import Change, changes
from ankang_api.pages.content.comparison import change
from ankang_api.pages.content.drawn import figure, inline, observation_chart, observation_ruler
from ankang_api.pages.content.records import OBSERVATIONS, address, api_address, sentences, series_of
from ankang_api.pages.content.values import interval, named_value, period_words, shown, value_with_unit
from ankang_api.pages.page_view import PageView, pinned_query
from ankang_api.pages.report import anchor_of
from indicators.admin.display.labels import choices_of
from indicators.charts.chart import FILE_WIDTH_PX, Chart
from indicators.checks.names import figure_name, in_chinese, in_language, own_name
from indicators.models import Correction, Observation, Relation
from indicators.relations.results import Result, relations_of, results


class Neighbour(NamedTuple):
    """The observation before or after in the series, and what lies between: the change and the relative change."""

    observation: Observation
    change: str


class Format(NamedTuple):
    name: str
    address: str


class ObservationView(PageView):
    # One figure with its words, its precision and its history

    template = "ankang_api/pages/observation.html"
    queryset = Observation.objects.all()
    shows_reasons = True

    def context(self, request: Request, code: str = "", **kwargs: Any) -> dict[str, Any]:
        observation = get_object_or_404(OBSERVATIONS.select_related("restates", "metric__denominator"), code=code)
        pinned, requested = pinned_query(request), requested_revision(request)
        assert requested.revision is not None  # a record is of a revision
        about = {"record_type": "observation", "record": code, "revision__lte": requested.number}
        corrected = changes(Correction.objects.filter(**about))
        chart, interval_chart = observation_chart(observation), observation_ruler(observation)
        first = Observation.history.filter(code=code).order_by("revision_from").select_related("revision_from").first()
        return {
            "observation": observation,
            "name": figure_name(observation),
            "summary": f"{named_value(observation)} · {in_language(observation.document, 'source_office')}",
            "shown": shown(observation),
            "chips": [*chips(observation), correction_words(observation, corrected)],
            "sentences": sentences([observation], pinned, is_linked=False),
            "report": f"{address('report', pinned, observation.document.code)}#{anchor_of(observation.quote)}",
            "chart": figure(chart, observation, "chart", pinned) if chart else None,
            "ruler": inline(interval_chart, "ruler") if interval_chart else None,
            "json_ld": mark_safe(observation_json_ld(request._request, observation)),
            "card": request.build_absolute_uri(address("observation-card", pinned, code)),
            "embed": embed_line(request, chart, f"revision={requested.number}", code) if chart else "",
            "neighbours": neighbours(observation),
            "interval": interval(observation),
            "precision": precision_words(observation),
            "period": period_words(observation),
            "related": related(observation),
            "relations": [relation_row(each) for each in results(relations_of(observation))],
            "changes": corrected,
            "first": first.revision_from,
            "citation": citation_text(request, requested.revision, observation),
            "api": api_address("observation-detail", pinned, code=code),
            "formats": formats(code, pinned),
            "csv": request.build_absolute_uri(api_address("observation-detail", pinned, ".csv", code=code)),
        }


def embed_line(request: Request, chart: Chart, pinned: str, code: str) -> str:
    """The HTML that shows the chart in another page, as text to copy."""
    url = request.build_absolute_uri(address("observation-chart", pinned, code))
    return str(format_html('<img src="{}" width="{}" alt="{}">', url, FILE_WIDTH_PX, chart.description))


def chips(observation: Observation) -> list[str]:
    """What to know of the value at a glance."""
    fields: Any = Observation._meta
    labels = {
        name: dict(choices_of(fields.get_field(name)))[getattr(observation, name)]
        for name in ("value_type", "qualifier", "derivation", "period_basis", "obs_status")
    }
    found = [_("printed %(words)s") % {"words": observation.value_text}] if observation.value_text else []
    if between := interval(observation):
        is_exact = observation.value_low == observation.value_high
        found.append(pgettext("page", "exact") if is_exact else between)
    if observation.value_type != Observation.ValueType.ACTUAL:
        found.append(labels["value_type"].lower())
    if observation.derivation == Observation.Derivation.IMPLIED:
        found.append(labels["derivation"].lower())
    if observation.obs_status != Observation.ObsStatus.NORMAL:
        found.append(labels["obs_status"])
    found.append(_("period: %(basis)s") % {"basis": labels["period_basis"].lower()})
    return found


def correction_words(observation: Observation, corrected: list[Change]) -> str:
    """Whether corrections changed the observation, and whether their effect remains."""
    if observation.corrected:
        return _("corrected")
    return _("corrected before, now as first entered") if corrected else _("not corrected")


def precision_words(observation: Observation) -> str:
    """Why the interval is what it is."""
    low, high = observation.value_low, observation.value_high
    if observation.qualifier == Observation.Qualifier.RANGE:
        return _("The report prints a range and no single value.")
    if low is None and high is None:
        return _("The words are approximate and set no bounds.")
    if low is None or high is None:
        return _("The words set a bound on one side only.")
    if observation.derivation == Observation.Derivation.IMPLIED:
        return _("The number follows from the words; it is not printed.")
    if low == high:
        return _("Printed to the last unit: exact.")
    return _("Any value in this interval would be printed the same.")


def neighbours(observation: Observation) -> list[Neighbour]:
    """The values before and after in the series, and the change between them and this one, if they may be compared."""
    points = [one for one in series_of(observation) if one.value_type == observation.value_type]
    place = points.index(observation)
    before = [Neighbour(one, change(one, observation)) for one in points[max(0, place - 1) : place]]
    return before + [Neighbour(one, change(observation, one)) for one in points[place + 1 : place + 2]]


def related(observation: Observation) -> list[tuple[str, Observation]]:
    """Figures of the same document and region that this one is a part of, or that count the same in another unit."""
    metric = observation.metric
    links = [
        (_("Whole that this is a part of"), metric.part_of_id),
        (_("The same in another unit"), metric.counterpart_id),
        (_("Share of"), metric.denominator_id),
    ]
    found = []
    for label, key in links:
        same = Q(metric=key, document=observation.document_id, region=observation.region_id)
        if key is not None:
            found += [(label, one) for one in OBSERVATIONS.filter(same).order_by("code")]
    if observation.restates_id:
        found += [(_("Restates"), one) for one in OBSERVATIONS.filter(pk=observation.restates_id)]
    found += [(_("Restated by"), one) for one in OBSERVATIONS.filter(restates=observation.pk).order_by("code")]
    return found


def relation_row(result: Result) -> dict[str, str]:
    relation: Relation = result.relation
    note = in_language(relation, "reason") or in_language(relation, "note")
    return {
        "name": own_name(relation),
        "status": pgettext("choice", str(result.status.label)),
        "note": note,
        "code": relation.code,
    }


def citation_text(request: Request, revision: Any, observation: Observation) -> str:
    """The reference to this page, with the figure and its source in it."""
    cited = citation(request, revision)
    names = {
        "name": figure_name(observation),
        "figure": value_with_unit(observation),
        "office": in_language(observation.document, "source_office"),
    }
    told = _("“%(name)s”: %(figure)s, reported by: %(office)s.") % names
    return f"{told}{'' if in_chinese() else ' '}{cited.zh if in_chinese() else cited.en}"


def formats(code: str, pinned: str) -> list[Format]:
    suffixes = {"JSON": "", "CSV": ".csv", "JSON Lines": ".jsonl", "BibTeX": ".bib", "CSL JSON": ".csl.json"}
    return [
        Format(name, api_address("observation-detail", pinned, suffix, code=code)) for name, suffix in suffixes.items()
    ]
