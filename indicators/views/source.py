"""Documents, their passages and quotes, and how far the quotes cover the text."""

from typing import ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.viewsets import ReadOnlyModelViewSet

from indicators.filters import DocumentFilter, PassageFilter, QuoteFilter
from indicators.models import Document, Passage, Quote
from indicators.rows.base_view import DataViewSet, Published
from indicators.rows.viewset import RowViewSet
from indicators.serializers.annotation import AnnotationSerializer
from indicators.serializers.source import DocumentDetailSerializer, DocumentSerializer, PassageSerializer
from indicators.text.formats import CODE_IN_PATH


class DocumentViewSet(RowViewSet[Document]):
    """The reports. A single one comes with its whole text, as received and as restored."""

    queryset = Document.objects.all()
    serializer_class = DocumentSerializer
    filterset_class = DocumentFilter
    lookup_field = "code"
    lookup_value_regex = CODE_IN_PATH

    def get_queryset(self) -> QuerySet[Document]:
        documents = super().get_queryset()
        return documents.prefetch_related("passages") if self.action == "retrieve" else documents

    def get_serializer_class(self) -> type[DocumentSerializer]:
        return DocumentDetailSerializer if self.action == "retrieve" else DocumentSerializer


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
    lookup_field = "number"
    lookup_value_regex = "[1-9][0-9]{0,3}"
    keyset = ("number",)
    document_path = "document"


class QuoteViewSet(DocumentPartViewSet[Quote], ReadOnlyModelViewSet[Quote]):
    """The words that records come from, as W3C Web Annotations; or why some words are evidence for none."""

    queryset = Quote.objects.select_related("passage__document").with_evidence()
    serializer_class = AnnotationSerializer
    filterset_class = QuoteFilter
    lookup_field = "code"
    lookup_value_regex = CODE_IN_PATH
    document_path = "passage__document"
    keyset = ("passage__number", "start", "end")
