"""What is published, how it is made, on what terms, and how to cite it."""

from typing import Any

from django.utils.safestring import mark_safe
from rest_framework.request import Request

from ankang_api.http.requested_revision import requested_revision
from ankang_api.metadata.citation import citation
from ankang_api.metadata.dataset.schema_org import dataset_json_ld
from ankang_api.pages.content.records import api_address
from ankang_api.pages.page_view import PageView, pinned_query
from indicators.checks.names import in_chinese
from indicators.models import Document


class AboutView(PageView):
    # Method, limits, licence, citation and stability

    template = "ankang_api/pages/about.html"

    def context(self, request: Request, **kwargs: Any) -> dict[str, Any]:
        revision = requested_revision(request).revision
        cited = citation(request, revision) if revision else None
        return {
            "documents": list(Document.objects.order_by("code")),
            "json_ld": mark_safe(dataset_json_ld(request._request)),
            "citation": (cited.zh if in_chinese() else cited.en) if cited else "",
            "api": api_address("catalogue", pinned_query(request)),
        }
