"""Checks of the records against the text: what each quote says on its own, and what no quote covers."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.mixins import RetrieveModelMixin
from rest_framework.viewsets import ReadOnlyModelViewSet

from indicators.models import Document, Observation
from indicators.rows.base_view import DataViewSet
from indicators.text.formats import CODE_IN_PATH
from programmes.filters import ObservationFilter
from programmes.serializers.verification import CoverageSerializer, VerificationSerializer
from programmes.views.observation import OBSERVATIONS


@extend_schema_view(
    list=extend_schema(summary="Verify observations against their quotes"),
    retrieve=extend_schema(summary="Verify one observation against its quote"),
)
class VerificationViewSet(DataViewSet[Observation], ReadOnlyModelViewSet[Observation]):
    """Each observation's quote, read again on its own: number, printed multiplier, decimals, sign and unit."""

    queryset = OBSERVATIONS
    serializer_class = VerificationSerializer
    filterset_class = ObservationFilter
    lookup_field = "code"
    lookup_value_regex = CODE_IN_PATH


@extend_schema_view(retrieve=extend_schema(summary="Get the coverage of a document"))
class CoverageViewSet(DataViewSet[Document], RetrieveModelMixin):
    """Every numeral of a document with the quotes that it lies in, and every count of a list with its members."""

    queryset = Document.objects.prefetch_related("passages")
    serializer_class = CoverageSerializer
    lookup_field = "code"
    lookup_value_regex = CODE_IN_PATH
