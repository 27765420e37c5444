"""Replacing an observation of a wrong period, metric or region: one is withdrawn, another published with it."""

from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import modelform_factory
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from indicators.admin.display.differences import Difference, differences_of
from indicators.admin.forms.fields import edited
from indicators.admin.forms.record_forms import RecordForm
from indicators.admin.forms.staleness import refuse_stale
from indicators.admin.pages.history import locked
from indicators.admin.pages.record_admin import EvidencedAdmin
from indicators.admin.pages.record_page import Proposal
from indicators.checks.errors import raise_errors
from indicators.checks.warnings import record_warnings
from indicators.history.changeset import Changeset
from indicators.models import Observation, Quote, Record, Revision
from indicators.text.period import Period

IDENTITY = ("metric", "region", "time_period", "period_basis", "value_type", "quote", "period_quote")
"""What a replacement changes; what changes the rest alone is a correction."""
VALUE = ("value", "value_text", "qualifier", "derivation", "obs_status", "base_period", "note_zh", "note_en")


class ReplacementPages(EvidencedAdmin[Observation]):
    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_replace"
        view = self.admin_site.admin_view(self.replace_view)
        return [path("<path:object_id>/replace/", view, name=name), *super().get_urls()]

    def replace_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not (self.may_withdraw(request) and self.has_change_permission(request)):
            raise PermissionDenied
        with locked(request):
            return self.replace(request, object_id)

    def replace(self, request: HttpRequest, object_id: str) -> HttpResponse:
        old = self.get_object(request, unquote(object_id))
        if old is None:
            return self.gone(request, object_id)
        standing = self.versions(object_id).get(revision_to=None)
        new, form = copy_of(old), self.replacement_form(request, copy_of(old), standing)
        if request.method == "POST":
            form = self.replacement_form(request, new, standing)
        shown: list[Difference] = []

        def write(changeset: Changeset) -> list[str]:
            refuse_stale(standing, form.cleaned_data["seen"])
            name_anew(new, old)
            changeset.withdraw(old, replaced_by=new.code)
            changeset.save(new)
            raise_errors(new)
            shown.extend(differences_of(self.model, standing, new))
            return record_warnings(new)

        def again() -> HttpResponse:
            fieldsets = [(None, {"fields": IDENTITY}), (_("Value"), {"fields": VALUE})]
            fieldsets.append((_("Reason"), {"fields": ("reason", "seen")}))
            record = self.get_queryset(request).get(pk=standing.id)
            return self.form_page(request, form, record, title, fieldsets=fieldsets)

        title = _("Replace %(kind)s")
        if request.method != "POST":
            return again()
        proposal = Proposal(form, Revision.Kind.CORRECTION, write, lambda: shown, again, title, fresh=True)
        return self.proposed(request, proposal, lambda: new)

    def replacement_form(self, request: HttpRequest, new: Observation, standing: Any) -> Any:
        fields = [*IDENTITY, *VALUE]
        model_form: Any = modelform_factory(
            Observation, form=RecordForm, fields=fields, formfield_callback=lambda field, **_more: edited(field)
        )
        form = model_form(request.POST or None, instance=new, initial={"seen": standing.revision_from_id})
        for name in ("quote", "period_quote"):
            form.fields[name].queryset = Quote.objects.filter(passage__document=new.document_id)
        return form


def copy_of(old: Observation) -> Observation:
    """The same again, without a code: it gets one of its own."""
    names = [field.attname for name, field in Observation.content_fields().items() if name != "code"]
    return Observation(**{name: getattr(old, name) for name in names})


def name_anew(new: Observation, old: Observation) -> None:
    """Give a replacement its code; a ValidationError says where it is none or is not valid by itself."""
    fields = Observation.content_fields()
    if all(getattr(new, fields[name].attname) == getattr(old, fields[name].attname) for name in IDENTITY):
        raise ValidationError(_("What it is a value of stays the same: correct the record, and do not replace it."))
    try:
        Period.parse(new.time_period)
    except ValueError as error:
        raise ValidationError({"time_period": str(error)}) from error
    new.code = free_code(Observation, new.made_code())
    new.derive()
    new.clean_fields(exclude=["revision"])
    new.clean()


def free_code(model: type[Record], wanted: str) -> str:
    """The code, or the first of code-2, code-3, … that no record has or ever had."""
    code, number = wanted, 1
    while model.history.filter(code=code).exists():
        number += 1
        code = f"{wanted}-{number}"
    return code
