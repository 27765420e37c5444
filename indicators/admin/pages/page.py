"""The base class of the pages of the admin: address, permission, and the values that all templates need."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse

from indicators.admin.display.labels import kind_of, record_name


class Page:
    """One page of a ModelAdmin, created for one request."""

    name: ClassVar[str]
    """The name of the URL after the names of the application and the model."""
    route: ClassVar[str]

    def __init__(self, model_admin: admin.ModelAdmin[Any], request: HttpRequest) -> None:
        self.model_admin = model_admin
        self.model: Any = model_admin.model
        self.request = request

    def has_permission(self) -> bool:
        raise NotImplementedError

    def respond(self) -> HttpResponse:
        """The response to a user who has the permission."""
        raise NotImplementedError

    def response(self) -> HttpResponse:
        if not self.has_permission():
            raise PermissionDenied
        return self.respond()

    def may_withdraw(self) -> bool:
        """Django's permission to delete is the permission to withdraw and to reinstate."""
        options = self.model._meta
        permission = f"{options.app_label}.{get_permission_codename('delete', options)}"
        return bool(self.request.user.has_perm(permission))

    def address(self, page: str, *args: object) -> str:
        options = self.model._meta
        return reverse(f"admin:{options.app_label}_{options.model_name}_{page}", args=args)

    def context(self, title: str, **more: Any) -> dict[str, Any]:
        site = self.model_admin.admin_site
        self.request.current_app = site.name
        return {**site.each_context(self.request), "title": title, "opts": self.model._meta, **more}

    def record_context(self, record: Any, title: Any, **more: Any) -> dict[str, Any]:
        """The context of a page on one record, or on none; `title` may contain %(kind)s."""
        values: dict[str, Any] = {
            "subtitle": record_name(record) if record else None,
            "code": record.record_code if record else None,
            "original": record,
            "media": self.model_admin.media,
            "may_withdraw": self.may_withdraw(),
        }
        return self.context(title % {"kind": kind_of(self.model)}, **(values | more))


def page_urls(model_admin: admin.ModelAdmin[Any], pages: Iterable[type[Page]]) -> list[URLPattern]:
    return [page_url(model_admin, page) for page in pages]


def page_url(model_admin: admin.ModelAdmin[Any], page: type[Page]) -> URLPattern:
    def view(request: HttpRequest, **captured: Any) -> HttpResponse:
        return page(model_admin, request, **captured).response()

    options = model_admin.opts
    name = f"{options.app_label}_{options.model_name}_{page.name}"
    return path(page.route, model_admin.admin_site.admin_view(view), name=name)
