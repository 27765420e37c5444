"""Charts as files: SVG for light and dark, PNG for places that show no SVG, and cards for chats."""

from typing import Any, ClassVar

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from rest_framework.request import Request

from ankang_api.http.requested_revision import requested_revision
from ankang_api.lists.filter_backends import check_parameters
from ankang_api.pages.content.drawn import (
    card,
    card_of_finding,
    observation_chart,
    observation_ruler,
    overlapping_households,
)
from ankang_api.pages.content.findings import finding
from ankang_api.pages.content.records import OBSERVATIONS
from ankang_api.pages.page_view import REVISION_PARAMETERS, PageView
from ankang_api.renderers.page import PNGRenderer, SVGRenderer
from indicators.charts.chart import Chart
from indicators.models import Document, Observation


class ChartView(PageView):
    # a chart as a file; its address names the format

    renderer_classes = [SVGRenderer]
    as_png: ClassVar[bool] = False

    def get(self, request: Request, language: str, **kwargs: Any) -> HttpResponseBase:
        check_parameters(request, REVISION_PARAMETERS)
        number = requested_revision(request).number
        chart = self.chart(**kwargs)
        if chart is None:
            raise Http404
        page = request.build_absolute_uri(request.path.rpartition("/")[0])
        if self.as_png:
            return HttpResponse(chart.png(number, page), content_type=PNGRenderer.media_type)
        return HttpResponse(chart.svg(number, page), content_type=SVGRenderer.media_type)

    def chart(self, code: str) -> Chart | None:
        """The chart; None if the data have none."""
        raise NotImplementedError


class ObservationChartView(ChartView):
    # The chart of the series of an observation

    queryset = Observation.objects.all()

    def chart(self, code: str) -> Chart | None:
        return observation_chart(get_object_or_404(OBSERVATIONS, code=code))


class ObservationPNGView(ObservationChartView):
    renderer_classes = [PNGRenderer]
    as_png = True


class RulerView(ChartView):
    # The interval of an observation

    queryset = Observation.objects.all()

    def chart(self, code: str) -> Chart | None:
        return observation_ruler(get_object_or_404(OBSERVATIONS, code=code))


class HouseholdsView(ChartView):
    # The counts of households of a report, which overlap

    queryset = Document.objects.all()

    def chart(self, code: str) -> Chart | None:
        return overlapping_households(get_object_or_404(self.queryset, code=code))


class HouseholdsPNGView(HouseholdsView):
    renderer_classes = [PNGRenderer]
    as_png = True


class CardView(PageView):
    # The card of an observation, for links in chats

    renderer_classes = [PNGRenderer]
    queryset = Observation.objects.all()

    def get(self, request: Request, language: str, **kwargs: Any) -> HttpResponseBase:
        check_parameters(request, REVISION_PARAMETERS)
        image = card(get_object_or_404(OBSERVATIONS, code=kwargs["code"]), requested_revision(request).number)
        return HttpResponse(image, content_type=PNGRenderer.media_type)


class HomeCardView(PageView):
    # The card of the home page: the finding of the first report that has one

    renderer_classes = [PNGRenderer]

    def get(self, request: Request, language: str, **kwargs: Any) -> HttpResponseBase:
        check_parameters(request, REVISION_PARAMETERS)
        number = requested_revision(request).number
        found = (finding(document) for document in Document.objects.order_by("code"))
        first = next((each for each in found if each), None)
        if first is None:
            raise Http404
        return HttpResponse(card_of_finding(first, number), content_type=PNGRenderer.media_type)
