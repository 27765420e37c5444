"""Revisions, the corrections in them, and the histories of records."""

from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.mixins import ListModelMixin

from indicators.filters import CorrectionFilter, RevisionFilter
from indicators.models import Correction, Revision
from indicators.models.record import CodedRecord
from indicators.rows.base_view import DataViewSet
from indicators.rows.record_links import RecordLink
from indicators.rows.request_state import revision_number
from indicators.rows.viewset import RowViewSet
from indicators.serializers.revision import CorrectionSerializer, RevisionSerializer
from indicators.serializers.version import VersionSerializer
from indicators.text.formats import REVISION_NUMBER

NUMBER = OpenApiParameter("number", int, "path", description="Number of the revision.")
COUNTED = Correction.objects.filter(revision=OuterRef("pk")).order_by().values("revision")
REVISIONS = Revision.objects.annotate(
    correction_count=Coalesce(Subquery(COUNTED.annotate(count=Count("pk")).values("count")), Value(0))
)


@extend_schema_view(retrieve=extend_schema(parameters=[NUMBER]))
class RevisionViewSet(RowViewSet[Revision]):
    """The numbered states of all the data, the newest first: when each was made, by which role, and why."""

    queryset = REVISIONS
    serializer_class = RevisionSerializer
    filterset_class = RevisionFilter
    record_links = {"corrections": RecordLink("correction-list", query={"in_revision": "number"})}
    lookup_field = "number"
    lookup_value_regex = REVISION_NUMBER
    keyset = ("-number",)
    shows_reasons = True

    def get_queryset(self) -> QuerySet[Revision]:
        revisions = super().get_queryset()
        return revisions.filter(number__lte=revision_number(self.request)) if self.request else revisions


class CorrectionViewSet(RowViewSet[Correction]):
    """What was changed by hand, the newest first: a row for each field, with its old and new value, and why."""

    queryset = Correction.objects.all()
    serializer_class = CorrectionSerializer
    filterset_class = CorrectionFilter
    record_links = {"revision": RecordLink("revision-detail", {"number": "revision"})}
    lookup_field = "code"
    lookup_value_regex = f"{REVISION_NUMBER}-{REVISION_NUMBER}"
    keyset = ("-revision", "place")
    shows_reasons = True
    is_feed = True

    def get_queryset(self) -> QuerySet[Correction]:
        corrections = super().get_queryset()
        return corrections.filter(revision__lte=revision_number(self.request)) if self.request else corrections


class HistoryViewSet(DataViewSet[Any], ListModelMixin):
    """Every version of one record, the oldest first, also when it is withdrawn."""

    keyset = ("revision_from", "history_id")
    includes_withdrawn = True
    shows_reasons = True

    def get_queryset(self) -> QuerySet[Any]:
        versions: QuerySet[Any] = super().get_queryset()
        if self.swagger_fake_view:
            return versions
        number = revision_number(self.request)
        ended = Case(When(revision_to__lte=number, then=F("revision_to")), output_field=IntegerField(null=True))
        begun = versions.filter(code=self.kwargs["code"], revision_from__lte=number)
        annotated: QuerySet[Any] = begun.annotate(ended_in=ended)
        return annotated

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        versions = super().filter_queryset(queryset)
        if not versions.exists():
            raise Http404
        return versions


def history_of(model: type[CodedRecord], serializer: type[VersionSerializer], what: str) -> type[HistoryViewSet]:
    """The view of the history of a model's records; `what` names one of them."""
    view = type(
        f"{model.__name__}HistoryViewSet",
        (HistoryViewSet,),
        {
            "__doc__": f"Every version of {what}, the oldest first, also when it is withdrawn.",
            "queryset": model.history.all(),
            "serializer_class": serializer,
        },
    )
    return extend_schema_view(list=extend_schema(summary=f"List the versions of {what}"))(view)
