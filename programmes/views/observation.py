"""Metrics and their observations."""

from django.db.models import Prefetch

from indicators.models import Metric, Observation
from indicators.rows.record_links import DOCUMENT, QUOTE, RecordLink, history, record
from indicators.rows.viewset import RowViewSet
from indicators.serializers.codelist import RegionSerializer, UnitSerializer
from indicators.serializers.source import DocumentSerializer, QuoteSerializer
from indicators.text.formats import CODE_IN_PATH
from programmes.filters import MetricFilter, ObservationFilter
from programmes.models import Programme, ProgrammeMetric
from programmes.serializers.metric import MetricSerializer
from programmes.serializers.observation import ObservationSerializer
from programmes.serializers.programme import ProgrammeSerializer

METRICS = Metric.objects.select_related("unit", "denominator", "part_of", "counterpart").prefetch_related(
    Prefetch("programmes", Programme.objects.order_by("code"))
)
OBSERVATIONS = Observation.objects.select_related("document", "metric__unit", "region", "quote", "revision", "restates")

OF_PROGRAMME = Prefetch("programme_metric", ProgrammeMetric.objects.select_related("programme"))
RESTATED_BY = Prefetch("restated_by", Observation.objects.order_by("code"))


class MetricViewSet(RowViewSet[Metric]):
    """Metrics: definition, unit, scope, and the metric that each is a part or a share of."""

    queryset = Metric.objects.all()
    serializer_class = MetricSerializer
    record_links = {
        "history": history("metrics"),
        "observations": RecordLink("observation-list", query={"metric": "code"}),
        "series": RecordLink("series-list", query={"metric": "code"}),
        "unit": record("unit", "unit"),
        "programmes": RecordLink("programme-list", query={"metric": "code"}),
    }
    filterset_class = MetricFilter
    lookup_field = "code"
    lookup_value_regex = CODE_IN_PATH


class ObservationViewSet(RowViewSet[Observation]):
    """Every figure of the reports: one value of a metric for a region and a period, with the words it comes from."""

    queryset = Observation.objects.all()
    serializer_class = ObservationSerializer
    expandable = {
        "document": DocumentSerializer,
        "metric": MetricSerializer,
        "region": RegionSerializer,
        "programme": ProgrammeSerializer,
        "unit": UnitSerializer,
        "quote": QuoteSerializer,
    }
    record_links = {
        "history": history("observations"),
        "observations": RecordLink("observation-list", query={"metric": "metric", "region": "region"}),
        "quote": QUOTE,
        "verification": record("verification"),
        "relations": RecordLink("relation-list", query={"observation": "code"}),
        "derived": RecordLink("derived-list", query={"observation": "code"}),
        "document": DOCUMENT,
        "metric": record("metric", "metric"),
        "region": record("region", "region"),
        "restates": record("observation", "restates"),
    }
    filterset_class = ObservationFilter
    lookup_field = "code"
    lookup_value_regex = CODE_IN_PATH
