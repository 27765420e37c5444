"""The order of the kinds of records on the first page and in the sidebar: daily work first, accounts last."""

from typing import Any, NamedTuple

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()


class Section(NamedTuple):
    name: Any
    models: list[dict[str, Any]]


SECTIONS = (
    (_("Figures"), ("Observation", "Derived", "Relation")),
    (_("Programmes and achievements"), ("Programme", "Part", "ProgrammeMetric", "Achievement")),
    (_("Revisions and conflicts"), ("Revision", "Override")),
    (_("Documents and quotes"), ("Document", "Passage", "Quote")),
    (_("Code lists"), ("Metric", "Unit", "Region", "Membership")),
    (_("Accounts"), ("User", "AccessAttempt", "AccessFailureLog", "AccessLog")),
)
"""The sections with the names of their models."""


@register.filter
def in_sections(app_list: list[dict[str, Any]]) -> list[Section]:
    """Django's list of applications as sections; models that no section names come last, under their application."""
    models = {model["object_name"]: model for app in app_list for model in app["models"]}
    sections = [Section(name, [models[one] for one in names if one in models]) for name, names in SECTIONS]
    named = {name for _section, names in SECTIONS for name in names}
    others = [
        Section(app["name"], [model for model in app["models"] if model["object_name"] not in named])
        for app in app_list
    ]
    return [section for section in [*sections, *others] if section.models]
