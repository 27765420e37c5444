"""Derived indicators."""

from collections.abc import Iterable, Sequence

from drf_spectacular.utils import extend_schema, extend_schema_view

from indicators.models import Derived
from indicators.relations.indicators import Indicator, indicators
from indicators.rows.record_links import DOCUMENT, history, record
from indicators.serializers.version import version_serializer
from indicators.text.formats import CODE_IN_PATH
from indicators.views.relation import OBSERVATIONS, ResultViewSet
from indicators.views.revision import history_of
from programmes.filters import DerivedFilter
from programmes.serializers.derived import DerivedDetailSerializer, DerivedSerializer


@extend_schema_view(list=extend_schema(summary="List derived indicators"))
class DerivedViewSet(ResultViewSet[Derived]):
    """Indicators computed from observations by a formula, with their intervals. They are no figures of a report."""

    queryset = Derived.objects.select_related("document", "region", "unit")
    serializer_class = DerivedSerializer
    export_table = DerivedSerializer
    record_serializer_class = DerivedDetailSerializer
    max_export_rows = 10_000
    record_links = {
        "history": history("derived"),
        "observations": OBSERVATIONS,
        "document": DOCUMENT,
        "region": record("region", "region"),
    }
    filterset_class = DerivedFilter
    lookup_field = "code"
    lookup_value_regex = CODE_IN_PATH

    def results(self, definitions: Iterable[Derived]) -> Sequence[Indicator]:
        return indicators(definitions)


DerivedHistoryViewSet = history_of(Derived, version_serializer(Derived), "a derived indicator")
