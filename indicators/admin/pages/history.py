"""The history of a record, the newest change first: when, by whom, why, what was and is, and the way back."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.admin.display.differences import Difference, differences_of, interval_of
from indicators.admin.display.labels import name_of_version
from indicators.admin.display.mention import record_link
from indicators.admin.pages.page import Page
from indicators.admin.pages.versions import version_name, versions_of
from indicators.text.formats import grouped_number


class Entry(NamedTuple):
    """A version as the history shows it."""

    version: Any
    event: str
    """What happened, in a word or two."""
    figure: str
    """The value with its interval; empty for a record that has none."""
    differences: list[Difference]
    standing: bool


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
        context = self.record_context(record, _("History of %(kind)s"))
        context |= {
            "subtitle": name_of_version(latest),
            "code": version_name(latest),
            "entries": list(entries(self.model, versions))[::-1],
            "latest": latest,
            "replaced": [
                (one, name_of_version(one)) for one in self.model.history.filter(replaced_by=version_name(latest))
            ],
            "replaced_by": record_link(self.model.record_type(), latest.replaced_by) if latest.replaced_by else "",
            "may_change": self.model_admin.has_change_permission(self.request),
        }
        return TemplateResponse(self.request, "indicators/admin/history.html", context)


def entries(model: Any, versions: list[Any]) -> Iterator[Entry]:
    """Each version with its differences from the version before."""
    before = None
    for version in versions:
        differences: list[Difference] = differences_of(model, before, version) if before else []
        yield Entry(version, event(before, version), figure(version), differences, version.revision_to_id is None)
        before = version


def event(before: Any, version: Any) -> str:
    if before is None:
        return _("First published")
    if version.withdrawn:
        return pgettext("choice", "Withdrawn")
    return (
        pgettext("choice", "Reinstated")
        if before.withdrawn
        else _(str(version.revision_from.get_kind_display())).capitalize()
    )


def figure(version: Any) -> str:
    """A value with its interval: 229,600 (229,550 – 229,650)."""
    if getattr(version, "value", None) is None:
        return ""
    value, interval = grouped_number(version.value), interval_of(version)
    return value if interval in ("-", value) else f"{value} ({interval})"
