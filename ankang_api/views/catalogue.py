"""The root of the API: the publication, its terms, and links to the lists."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from ankang_api.http.requested_revision import requested_revision
from ankang_api.lists.filter_backends import check_parameters
from ankang_api.lists.parameters import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE
from ankang_api.metadata.attribution import attribution
from indicators.models import Document
from indicators.rows.base_view import BaseView
from indicators.rows.serializer import RowSerializer

LISTS = {
    "observations": "observation-list",
    "series": "series-list",
    "metrics": "metric-list",
    "regions": "region-list",
    "units": "unit-list",
    "programmes": "programme-list",
    "parts": "part-list",
    "achievements": "achievement-list",
    "derived": "derived-list",
    "relations": "relation-list",
    "documents": "document-list",
    "verification": "verification-list",
    "revisions": "revision-list",
    "corrections": "correction-list",
    "corrections_feed": "correction-feed",
    "problems": "problem-types",
    "openapi": "openapi",
    "docs": "docs",
    "documentation": "pages",
}
"""What the root links to, by the names of the routes."""


class SourceSerializer(RowSerializer):
    """A document that the data come from, its publisher and its rights."""

    document = serializers.CharField(source="code", help_text="Code of the document.")

    class Meta:
        model = Document
        fields = ("document", "source_office_zh", "source_office_en", "rights_zh", "rights_en")


class ContactSerializer(serializers.Serializer[Any]):
    """Contact for errors in the data."""

    name_zh = serializers.CharField(help_text="Name in Chinese.")
    name_en = serializers.CharField(help_text="Name in English.")
    email = serializers.EmailField(allow_null=True, help_text="Email address; null if this server has none.")
    url = serializers.URLField(allow_null=True, help_text="URL of a page; null if this server has none.")


class LimitsSerializer(serializers.Serializer[Any]):
    """Limits of requests."""

    page_size_default = serializers.IntegerField(help_text="Rows on a page unless page_size says otherwise.")
    page_size_max = serializers.IntegerField(help_text="The largest page_size.")


class CatalogueSerializer(serializers.Serializer[Any]):
    """The root of the API."""

    title_zh = serializers.CharField(help_text="Title in Chinese.")
    title_en = serializers.CharField(help_text="Title in English.")
    description_zh = serializers.CharField(help_text="Contents in Chinese.")
    description_en = serializers.CharField(help_text="Contents in English.")
    publisher_zh = serializers.CharField(help_text="Publisher of the data, in Chinese.")
    publisher_en = serializers.CharField(help_text="Publisher of the data, in English.")
    sources = SourceSerializer(many=True, help_text="The offices whose reports the data come from, and their rights.")
    licence = serializers.CharField(help_text="SPDX identifier of the licence of the compilation.")
    licence_url = serializers.URLField(help_text="Text of the licence.")
    attribution_zh = serializers.CharField(help_text="How to name the source, in Chinese.")
    attribution_en = serializers.CharField(help_text="How to name the source, in English.")
    contact = ContactSerializer(help_text="Contact for errors in the data.")
    release = serializers.CharField(help_text="Version of the software.")
    revision = serializers.IntegerField(allow_null=True, help_text="Number of the current state of all the data.")
    updated_at = serializers.DateTimeField(allow_null=True, help_text="When the data last changed.")
    links = serializers.DictField(child=serializers.URLField(), help_text="URLs of the lists and of the documentation.")
    limits = LimitsSerializer(help_text="Limits of requests.")


def catalogue(request: Request) -> dict[str, Any]:
    """The root as a dictionary; two queries."""
    requested, publication = requested_revision(request), settings.PUBLICATION
    revision, source = requested.revision, attribution(requested.number)
    return {
        "title_zh": publication.title_zh,
        "title_en": publication.title_en,
        "description_zh": publication.description_zh,
        "description_en": publication.description_en,
        "publisher_zh": publication.publisher_zh,
        "publisher_en": publication.publisher_en,
        "sources": Document.objects.all(),
        "licence": publication.licence,
        "licence_url": publication.licence_url,
        "attribution_zh": source.zh,
        "attribution_en": source.en,
        "contact": {
            "name_zh": publication.contact_name_zh,
            "name_en": publication.contact_name_en,
            "email": settings.CONTACT_EMAIL,
            "url": settings.CONTACT_URL,
        },
        "release": settings.RELEASE,
        "revision": revision.number if revision else None,
        "updated_at": revision.time if revision else None,
        "links": {name: reverse(route, request=request) for name, route in LISTS.items()},
        "limits": {"page_size_default": DEFAULT_PAGE_SIZE, "page_size_max": MAX_PAGE_SIZE},
    }


class CatalogueView(BaseView):
    @extend_schema(
        responses=CatalogueSerializer, operation_id="get_catalogue", summary="Get the catalogue", tags=["catalogue"]
    )
    def get(self, request: Request) -> Response:
        """The publication, its terms, and links to the lists."""
        check_parameters(request, ["format", "revision", "as_of"])
        return Response(CatalogueSerializer(catalogue(request)).data)
