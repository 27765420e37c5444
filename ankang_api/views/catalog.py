"""Descriptions of the publication for catalogues and search engines, outside the API: DCAT-AP and the sitemap."""

from django.http import HttpRequest
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from ankang_api.lists.filter_backends import check_parameters
from ankang_api.metadata.dataset.dcat import catalog_json_ld
from ankang_api.metadata.dataset.model import dataset
from ankang_api.metadata.sitemap import Page, sitemap, sitemap_part
from ankang_api.renderers.json import JSONLDRenderer
from ankang_api.renderers.xml import XMLRenderer
from ankang_api.views.documentation import CHINESE, CHINESE_FILES, ENGLISH, FILES, address
from indicators.rows.base_view import BaseView


class CatalogView(BaseView):
    schema = None
    renderer_classes = [JSONLDRenderer]

    def get(self, request: Request) -> Response:
        """The catalogue in DCAT-AP 3."""
        check_parameters(request, ["revision", "as_of"])
        return Response(catalog_json_ld(dataset(request._request)))


class SitemapView(BaseView):
    schema = None
    renderer_classes = [XMLRenderer]

    def get(self, request: Request, number: int | None = None) -> Response:
        """The sitemap, or a part of it."""
        check_parameters(request, ["revision", "as_of"])
        others = documentation_pages(request._request)
        if number is None:
            return Response(sitemap(request._request, others))
        text = sitemap_part(request._request, number, others)
        if text is None:
            raise NotFound(f"The sitemap has no part {number}.")
        return Response(text)


def documentation_pages(request: HttpRequest) -> list[Page]:
    return [Page(dict(addresses(request, name))) for name in FILES]


def addresses(request: HttpRequest, page: str) -> list[tuple[str, str]]:
    """The URLs of a page of the documentation by language."""
    languages = [CHINESE, ENGLISH] if page in CHINESE_FILES else [ENGLISH]
    return [(language, request.build_absolute_uri(address(page, language))) for language in languages]
