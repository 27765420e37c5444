"""The template tag for the URL of the spreadsheet page of a model."""

from typing import Any

from django import template
from django.urls import reverse

from indicators.admin.spreadsheet.columns import sheet_of

register = template.Library()


@register.simple_tag
def spreadsheet_address(opts: Any, user: Any) -> str:
    """The URL; empty if the model has no sheet, or the user may not correct its records."""
    app, model = opts.app_label, opts.model_name
    if not user.has_perm(f"{app}.change_{model}") or sheet_of(app, model) is None:
        return ""
    return reverse("spreadsheet", args=[app, model])
