"""Checks of the records against the text: what each quote says on its own, and what no quote covers."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.mixins import ListModelMixin

from indicators.checks.coverage import Numeral, numerals
from indicators.checks.verification import summary, with_words
from indicators.models import Document, Observation
from indicators.rows.record_links import DOCUMENT, QUOTE, RecordLink, record
from indicators.rows.viewset import RecordViewSet
from indicators.text.formats import CODE_IN_PATH
from programmes.filters import ObservationFilter
from programmes.serializers.verification import (
    CoverageSerializer,
    NumeralSerializer,
    VerificationRowSerializer,
    VerificationSerializer,
)
from programmes.views.observation import OBSERVATIONS


@extend_schema_view(
    list=extend_schema(summary="Verify observations against their quotes"),
    retrieve=extend_schema(summary="Verify one observation against its quote"),
)
class VerificationViewSet(ListModelMixin, RecordViewSet[Observation]):
    """Each observation's words, read again on their own: number, unit, period, qualifier, subject and region."""

    queryset = with_words(OBSERVATIONS)
    serializer_class = VerificationSerializer
    export_table = VerificationRowSerializer
    has_summary = True
    record_links = {
        "observation": record("observation", "observation"),
        "quote": QUOTE,
        "document": DOCUMENT,
    }
    filterset_class = ObservationFilter
    lookup_field = "code"
    lookup_value_regex = CODE_IN_PATH

    def summary(self, rows: QuerySet[Observation]) -> dict[str, Any]:
        return {"checks": summary(rows)}


@extend_schema_view(retrieve=extend_schema(summary="Get the coverage of a document"))
class CoverageViewSet(RecordViewSet[Document]):
    """Every numeral of a document with the quotes that it lies in, and every count of a list with its members."""

    queryset = Document.objects.prefetch_related("passages")
    serializer_class = CoverageSerializer
    export_table = NumeralSerializer
    record_is_table = True
    record_links = {"document": DOCUMENT, "quotes": RecordLink("quote-list", {"document": "document"})}
    lookup_field = "code"
    lookup_value_regex = CODE_IN_PATH

    def rows_of_record(self, queryset: QuerySet[Document]) -> list[Numeral]:
        return numerals(get_object_or_404(queryset, code=self.kwargs["code"]))
