"""The page of a form with fields of the model, in the template of Django's own change form."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin import helpers
from django.http import HttpResponse

from indicators.admin.pages.form_page import FormPage


def change_form_response(
    page: FormPage, record: Any, fieldsets: Sequence[Any], read_only_fields: Sequence[Any] = (), **more: Any
) -> HttpResponse:
    """The form of `page` with the published values of `record`, which is None where a record is added."""
    model_admin: Any = page.model_admin
    form = helpers.AdminForm(page.form, list(fieldsets), {}, read_only_fields, model_admin=model_admin)
    context = page.record_context(record, page.title, **more)
    context |= {
        "adminform": form,
        "media": model_admin.media + form.media,
        "inline_admin_formsets": [],
        "object_id": record.pk if record else None,
        "is_popup": False,
        "to_field": None,
        "preserved_filters": model_admin.get_preserved_filters(page.request),
    }
    adds = record is None
    response: HttpResponse = model_admin.render_change_form(
        page.request, context, add=adds, change=not adds, obj=record
    )
    return response
