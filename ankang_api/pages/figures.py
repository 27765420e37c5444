"""All figures in one table by programme, with filters in a form whose address gives the same view again."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.utils.safestring import mark_safe
from rest_framework.request import Request

from ankang_api.http.problems import BadParameters
from ankang_api.lists.filter_backends import value_errors
from ankang_api.metadata.dataset.schema_org import dataset_json_ld
from ankang_api.pages.content.drawn import inline, overlapping_households
from ankang_api.pages.content.records import OBSERVATIONS, address, api_address, has_no_actual, in_report_order
from ankang_api.pages.content.values import Shown, period_words, shown
from ankang_api.pages.page_view import PageView, pinned_query
from indicators.checks.names import own_name
from indicators.models import Document, Observation, Region
from programmes.filters import ObservationFilter
from programmes.models import Programme, ProgrammeMetric

FIELDS = ("q", "document", "programme", "region", "period", "value_type")
"""The filters that the form shows."""
FILTERS = (*FIELDS, "metric")
MAX_ROWS = 1000
"""Figures of a page. The downloads have all."""
DOWNLOADS = {"XLSX": ".xlsx", "CSV": ".csv", "JSON": ""}


class Row(NamedTuple):
    observation: Observation
    has_no_actual: bool
    """Whether it is a target without an actual value in its document."""
    address: str
    shown: Shown
    period: str


class Group(NamedTuple):
    """The figures of a programme of a document; those of none are the first group of the document."""

    document: Document
    programme: Programme | None
    rows: list[Row]


class Option(NamedTuple):
    value: str
    label: str
    is_chosen: bool


class FiguresView(PageView):
    # All figures by programme

    template = "ankang_api/pages/figures.html"
    parameters = FILTERS

    def get(self, request: Request, language: str, **kwargs: Any) -> HttpResponseBase:
        """The form sends fields that are empty: their parameters are left out of the address."""
        query = request.query_params.copy()
        empty = [name for name in FILTERS if name in query and not any(text.strip() for text in query.getlist(name))]
        if not empty:
            return super().get(request, language, **kwargs)
        for name in empty:
            del query[name]
        return HttpResponseRedirect(f"{request.path}?{query.urlencode()}" if query else request.path)

    def context(self, request: Request, **kwargs: Any) -> dict[str, Any]:
        pinned = pinned_query(request)
        chosen = {name: request.query_params[name] for name in FILTERS if name in request.query_params}
        filters = ObservationFilter(QueryDict(urlencode(chosen)), queryset=OBSERVATIONS)
        if errors := value_errors(filters):
            raise BadParameters(errors)
        found = filters.filtered_rows().queryset
        count, documents = found.count(), list(Document.objects.order_by("code"))
        rows = list(in_report_order(found)[:MAX_ROWS])
        return {
            "groups": groups(rows, pinned),
            "count": count,
            "is_cut": count > len(rows),
            "chosen": chosen,
            "hidden": [(name, text) for name, text in chosen.items() if name not in FIELDS],
            "programmes": options(Programme.objects.order_by("order", "code"), chosen.get("programme")),
            "regions": options(Region.objects.filter(observations__isnull=False).distinct(), chosen.get("region")),
            "periods": periods(chosen.get("period")),
            "downloads": [
                (name, api_address("observation-list", pinned, suffix, chosen)) for name, suffix in DOWNLOADS.items()
            ],
            "json_ld": "" if chosen else mark_safe(dataset_json_ld(request._request)),
            "households": households(documents[0], pinned) if len(documents) == 1 and not chosen else None,
            "documents": options(documents, chosen.get("document")) if len(documents) > 1 else [],
            "api": api_address("observation-list", pinned, query=chosen),
        }


def households(document: Document, pinned: str) -> dict[str, Any] | None:
    """The overlapping counts of households of a report."""
    chart = overlapping_households(document)
    if chart is None:
        return None
    return {
        "svg": inline(chart, "households"),
        "chart": chart,
        "address": address("households", pinned, document.code),
        "png": address("households-png", pinned, document.code),
    }


def groups(observations: list[Observation], pinned: str) -> list[Group]:
    """The figures by document and programme, in the order of the programmes; first those of no programme."""
    links = ProgrammeMetric.objects.select_related("programme")
    programmes = {(link.document_id, link.metric_id): link.programme for link in links}
    without_actual = has_no_actual(observations)
    found: dict[tuple[Document, Programme | None], list[Row]] = {}
    for one in observations:
        programme = programmes.get((one.document_id, one.metric_id))
        page = address("observation", pinned, one.code)
        row = Row(one, one.pk in without_actual, page, shown(one), period_words(one))
        found.setdefault((one.document, programme), []).append(row)
    ordered = sorted(found, key=lambda each: (each[0].code, each[1].order if each[1] else 0))
    return [Group(document, programme, found[document, programme]) for document, programme in ordered]


def options(records: Iterable[Any], chosen: str | None) -> list[Option]:
    return [Option(record.code, own_name(record), record.code == chosen) for record in records]


def periods(chosen: str | None) -> list[Option]:
    keys = Observation.objects.order_by("period_end", "time_period").values_list("time_period", flat=True).distinct()
    return [Option(key, key.replace("../", "≤ ").replace("/", "–"), key == chosen) for key in dict.fromkeys(keys)]
