"""The histories of observations, metrics, regions, units and documents."""

from indicators.models import Document, Metric, Observation, Region, Unit
from indicators.serializers.version import version_serializer
from indicators.views.revision import history_of

OBSERVATION = version_serializer(Observation, extra={"quote_exact": "quote.exact"})
ObservationHistoryViewSet = history_of(Observation, OBSERVATION, "an observation")
MetricHistoryViewSet = history_of(Metric, version_serializer(Metric), "a metric")
RegionHistoryViewSet = history_of(Region, version_serializer(Region), "a region")
UnitHistoryViewSet = history_of(Unit, version_serializer(Unit), "a unit")
DOCUMENT = version_serializer(Document, without=["emendations"])
DocumentHistoryViewSet = history_of(Document, DOCUMENT, "a document")
