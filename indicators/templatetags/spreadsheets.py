"""For templates: where the records of a list are corrected in a spreadsheet."""

from typing import Any

from django import template
from django.urls import reverse

from indicators.admin.spreadsheet.columns import sheet_of

register = template.Library()


@register.simple_tag
def spreadsheet_address(opts: Any, user: Any) -> str:
    """The page of the sheet; empty where there is none, or the user may not correct."""
    app, model = opts.app_label, opts.model_name
    if not user.has_perm(f"{app}.change_{model}") or sheet_of(app, model) is None:
        return ""
    return reverse("spreadsheet", args=[app, model])
