"""Swagger UI: a page with a script and a style of its own, which the Content-Security-Policy allows."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from ankang_api.lists.filter_backends import check_parameters
from ankang_api.navigation import PAGE_NAMES
from indicators.rows.base_view import BaseView


class SwaggerView(BaseView):
    depends_on_data = False

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:
        check_parameters(request, ["format"])
        value_page = reverse("page", args=["fields" if "fields" in PAGE_NAMES else "citing"])
        context = {"publication": settings.PUBLICATION, "value_page": value_page}
        return render(request, "ankang_api/swagger_ui.html", context)
