"""The URLs of the project with a list that it does not have: the quotes of all documents, as a table."""

from typing import Any

from django.urls import include, path, re_path

from ankang_api import urls
from ankang_api.http.exceptions import redirect_without_slash
from ankang_api.http.routers import Router
from indicators.models import Quote
from indicators.rows.serializer import RowSerializer
from indicators.rows.viewset import RowViewSet


class QuotationSerializer(RowSerializer):
    """A quote as a row."""

    class Meta:
        model = Quote
        fields = ("code", "start", "end", "revision")


class QuotationViewSet(RowViewSet[Quote]):
    """The quotes of all documents."""

    queryset = Quote.objects.all()
    serializer_class = QuotationSerializer
    lookup_field = "code"
    lookup_value_regex = "[a-z0-9-]+"


router = Router()
router.registry = [*urls.router.registry, ("quotations", QuotationViewSet, "quotation")]
api: list[Any] = [*router.urls, *(each for each in urls.api if each not in urls.router.urls)]
urlpatterns = [path("api/v1/", include(api)), re_path("^api/v1/(?P<path>.+)/$", redirect_without_slash)]
others: list[Any] = list(urls.urlpatterns)
urlpatterns += [each for each in others if "api/v1" not in str(each.pattern)]
handler404 = urls.handler404
