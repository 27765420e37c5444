"""The base classes of all views of the API. A docstring of a subclass is its description in the OpenAPI document."""

from typing import TypeVar

from django.db.models import Model
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from indicators.rows.view_declarations import ViewDeclarations

Published = TypeVar("Published", bound=Model)


class BaseView(ViewDeclarations, APIView):
    # no docstring: the OpenAPI document would show it
    ...


class DataViewSet(BaseView, GenericViewSet[Published]):
    # reads records

    is_citable = True
