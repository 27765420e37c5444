"""Documents, their passages and quotes, and how far the quotes cover the text."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.mixins import ListModelMixin

from indicators.filters import DocumentFilter, PassageFilter, QuoteFilter
from indicators.models import Document, Passage, Quote
from indicators.rows.base_view import DataViewSet, Published
from indicators.rows.record_links import DOCUMENT, RecordLink, history
from indicators.rows.viewset import RecordViewSet, RowViewSet
from indicators.serializers.annotation import AnnotationSerializer
from indicators.serializers.source import (
    DocumentDetailSerializer,
    DocumentSerializer,
    PassageSerializer,
    QuoteSerializer,
)
from indicators.text.formats import CODE_IN_PATH


class DocumentViewSet(RowViewSet[Document]):
    """The reports. A single one comes with its whole text, as received and as restored."""

    queryset = Document.objects.all()
    serializer_class = DocumentSerializer
    record_serializer_class = DocumentDetailSerializer
    filterset_class = DocumentFilter
    record_links = {
        "history": history("documents"),
        "observations": RecordLink("observation-list", query={"document": "code"}),
        "passages": RecordLink("passage-list", {"document": "code"}),
        "quotes": RecordLink("quote-list", {"document": "code"}),
        "coverage": RecordLink("coverage", {"code": "code"}),
        "verification": RecordLink("verification-list", query={"document": "code"}),
    }
    lookup_field = "code"
    lookup_value_regex = CODE_IN_PATH

    def get_queryset(self) -> QuerySet[Document]:
        documents = super().get_queryset()
        return (
            documents.select_related("source_office_quote").prefetch_related("passages") if self.detail else documents
        )


class DocumentPartViewSet(DataViewSet[Published]):
    # Records of the document that the path names; 404 if there is no such document.

    document_path: ClassVar[str]
    """The query path of the document."""

    def get_queryset(self) -> QuerySet[Published]:
        records = super().get_queryset()
        if self.swagger_fake_view:
            return records
        document = get_object_or_404(Document, code=self.kwargs["document"])
        return records.filter(**{self.document_path: document})


class PassageViewSet(DocumentPartViewSet[Passage], RowViewSet[Passage]):
    """Paragraphs of a document, as received and as restored."""

    queryset = Passage.objects.all()
    serializer_class = PassageSerializer
    filterset_class = PassageFilter
    record_links = {"document": DOCUMENT, "quotes": RecordLink("quote-list", {"document": "document"})}
    lookup_field = "number"
    lookup_value_regex = "[1-9][0-9]{0,3}"
    keyset = ("number",)
    document_path = "document"


class QuoteViewSet(DocumentPartViewSet[Quote], ListModelMixin, RecordViewSet[Quote]):
    """The words that records come from, as W3C Web Annotations; or why some words are evidence for none."""

    queryset = Quote.objects.select_related("passage__document").with_evidence()
    serializer_class = AnnotationSerializer
    export_table = QuoteSerializer
    is_linked_data = True
    record_links = {
        "document": DOCUMENT,
        "passage": RecordLink("passage-detail", {"document": "document", "number": "passage_number"}),
    }
    filterset_class = QuoteFilter
    lookup_field = "code"
    lookup_value_regex = CODE_IN_PATH
    document_path = "passage__document"
    keyset = ("passage__number", "start", "end")

    def link_values(self, record: dict[str, Any]) -> Mapping[str, Any]:
        passage = record["target"]["source"].rpartition("/")[2]
        return {"document": self.kwargs["document"], "passage_number": passage}
