"""The history of a record: each version with its differences from the version before."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from indicators.admin.display.differences import Difference, differences_of
from indicators.admin.pages.page import Page
from indicators.admin.pages.versions import version_name, versions_of


class Entry(NamedTuple):
    """A version as the history shows it."""

    version: Any
    differences: list[Difference]
    first: bool
    standing: bool
    reinstated: bool


class HistoryPage(Page):
    def __init__(self, model_admin: admin.ModelAdmin[Any], request: HttpRequest, object_id: str) -> None:
        super().__init__(model_admin, request)
        self.object_id = object_id

    def has_permission(self) -> bool:
        return self.model_admin.has_view_or_change_permission(self.request)

    def respond(self) -> HttpResponse:
        versions = list(versions_of(self.model, self.object_id))
        latest = versions[-1]
        record = self.model_admin.get_object(self.request, unquote(self.object_id))
        published = self.model._default_manager
        context = self.record_context(record, _("History of %(kind)s"))
        context |= {
            "subtitle": version_name(latest),
            "entries": list(entries(self.model, versions))[::-1],
            "latest": latest,
            "replaced": self.model.history.filter(replaced_by=version_name(latest)),
            "replacing": published.filter(code=latest.replaced_by) if latest.replaced_by else [],
            "may_change": self.model_admin.has_change_permission(self.request),
        }
        return TemplateResponse(self.request, "indicators/admin/history.html", context)


def entries(model: Any, versions: list[Any]) -> Iterator[Entry]:
    """Each version with its differences from the version before."""
    before = None
    for version in versions:
        differences: list[Difference] = differences_of(model, before, version) if before else []
        reinstated = bool(before and before.withdrawn and not version.withdrawn)
        yield Entry(version, differences, before is None, version.revision_to_id is None, reinstated)
        before = version
