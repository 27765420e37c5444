"""Relations between the figures of a report."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from indicators.filters import RelationFilter
from indicators.models import Relation
from indicators.relations.results import Result, results
from indicators.rows.base_view import Published
from indicators.rows.record_links import DOCUMENT, RecordLink, history
from indicators.rows.viewset import RecordViewSet
from indicators.serializers.relation import RelationDetailSerializer, RelationSerializer
from indicators.serializers.version import version_serializer
from indicators.text.formats import CODE_IN_PATH
from indicators.views.revision import history_of

OBSERVATIONS = RecordLink("observation-list", query={"code": "observation_codes"})


class ResultViewSet(RecordViewSet[Published]):
    # lists and records whose rows are results of definitions

    def results(self, definitions: Iterable[Published]) -> Sequence[Any]:
        """The results of definitions in their order."""
        raise NotImplementedError

    def list(self, request: Request, **_: Any) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(self.get_serializer(self.results(page), many=True).data)

    def record(self, queryset: QuerySet[Published]) -> dict[str, Any]:
        definition = get_object_or_404(queryset, code=self.kwargs["code"])
        return dict(self.get_serializer(self.results([definition])[0]).data)

    def export_records(self, rows: Any) -> Sequence[Any]:
        return self.results(rows)

    def link_values(self, record: dict[str, Any]) -> Mapping[str, Any]:
        return record | {"observation_codes": ",".join(record["observations"]) or None}


@extend_schema_view(list=extend_schema(summary="List relations between figures"))
class RelationViewSet(ResultViewSet[Relation]):
    """What the figures of a report imply of each other: both sides with their intervals, and whether they agree."""

    queryset = Relation.objects.select_related("document")
    serializer_class = RelationSerializer
    export_table = RelationSerializer
    record_serializer_class = RelationDetailSerializer
    max_export_rows = 10_000
    record_links = {"history": history("relations"), "observations": OBSERVATIONS, "document": DOCUMENT}
    filterset_class = RelationFilter
    lookup_field = "code"
    lookup_value_regex = CODE_IN_PATH

    def results(self, definitions: Iterable[Relation]) -> Sequence[Result]:
        return results(definitions)


RelationHistoryViewSet = history_of(Relation, version_serializer(Relation), "a relation")
