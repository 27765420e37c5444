"""The pages that replace an observation of a wrong period, metric or region, and take a replacement back."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import modelform_factory
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext, gettext_lazy

from indicators.admin.display.differences import Difference, differences_of
from indicators.admin.display.labels import record_of
from indicators.admin.display.markup import page_of
from indicators.admin.display.summary import record_summary
from indicators.admin.forms.fields import form_field
from indicators.admin.forms.record_forms import RecordForm
from indicators.admin.forms.staleness import refuse_stale
from indicators.admin.forms.used_numerals import refuse_used_numerals
from indicators.admin.pages.change_form import change_form_response
from indicators.admin.pages.form_page import FormPage
from indicators.checks.errors import raise_errors
from indicators.checks.warnings import record_warnings
from indicators.history.changeset import Changeset
from indicators.history.lookup import free_code
from indicators.models import Observation, Quote, Revision
from indicators.text.period import Period

IDENTITY = ("metric", "region", "time_period", "period_basis", "value_type", "quote", "period_quote")
"""The fields of which a replacement changes at least one; a correction changes only the others."""
VALUE = (
    *("value", "value_text", "qualifier", "derivation", "obs_status"),
    *("base_period", "comparison", "restates", "note_zh", "note_en"),
)


class ReplacementPage(FormPage):
    """Withdraws the current observation and publishes `record`, a copy of it with the entered values."""

    name = "replace"
    route = "<path:object_id>/replace/"
    title = gettext_lazy("Replace %(kind)s")
    adds_record = True
    undone_by = "undo-replacement"

    replaced: Observation

    def has_permission(self) -> bool:
        return self.may_withdraw() and self.model_admin.has_change_permission(self.request)

    def load(self) -> HttpResponse | None:
        redirect = super().load()
        if redirect is None:
            self.replaced, self.record = self.record, copy_of(self.record)
        return redirect

    def make_form(self) -> Any:
        model_form: Any = modelform_factory(
            Observation,
            form=RecordForm,
            fields=[*IDENTITY, *VALUE],
            formfield_callback=lambda field, **_more: form_field(field),
        )
        initial = {"seen": self.current.revision_from_id}
        form = model_form(self.request.POST or None, instance=self.record, initial=initial)
        for name in ("quote", "period_quote"):
            form.fields[name].queryset = Quote.objects.filter(passage__document=self.record.document_id)
        form.fields["restates"].queryset = form.fields["restates"].queryset.exclude(document=self.record.document_id)
        return form

    def write(self, changeset: Changeset) -> list[str]:
        refuse_stale(self.current, self.form.cleaned_data["seen"])
        set_code(self.record, self.replaced)
        changeset.withdraw(self.replaced, replaced_by=self.record.code)
        changeset.save(self.record)
        raise_errors(self.record)
        refuse_used_numerals(self.record, "quote")
        return record_warnings(self.record)

    def undo_url(self) -> str:
        return page_of(self.record, self.undone_by)

    def differences(self) -> list[Difference]:
        return differences_of(self.model, self.current, self.record)

    def show_form(self) -> HttpResponse:
        fieldsets = [
            (None, {"fields": ("evidence", *IDENTITY)}),
            (gettext("Value"), {"fields": VALUE}),
            (gettext("Reason"), {"fields": ("reason", "seen")}),
        ]
        published = self.model_admin.get_queryset(self.request).get(pk=self.current.id)
        return change_form_response(self, published, fieldsets, ("evidence",))


class UndoPage(FormPage):
    """Withdraws a replacement and reinstates, as `record`, the observation that it replaced."""

    name = "undo-replacement"
    route = "<path:object_id>/undo-replacement/"
    title = gettext_lazy("Undo the replacement of %(kind)s")
    revision_kind = Revision.Kind.REVERT
    explanation = gettext_lazy(
        "The new record is withdrawn, and the one that it replaced is published again as it was."
    )
    undone_by = ""

    replacement: Observation
    replaced: Any
    """The version that withdrew the observation."""

    def has_permission(self) -> bool:
        return self.may_withdraw() and self.model_admin.has_change_permission(self.request)

    def load(self) -> HttpResponse | None:
        """A redirect to the history if the record replaced none that is still withdrawn."""
        redirect = super().load()
        if redirect is not None:
            return redirect
        self.replacement = self.record
        self.replaced = self.model.history.current().filter(withdrawn=True, replaced_by=self.replacement.code).first()
        if self.replaced is None:
            return HttpResponseRedirect(self.address("history", self.object_id))
        self.record = record_of(self.replaced)
        return None

    def write(self, changeset: Changeset) -> list[str]:
        refuse_stale(self.current, self.form.cleaned_data["seen"])
        try:
            changeset.withdraw(self.replacement)
        finally:
            self.replacement.pk = self.current.id  # Django clears the key of a deleted record; links need it
        self.record = changeset.reinstate(self.replaced)
        raise_errors(self.record)
        refuse_used_numerals(self.record)
        return record_warnings(self.record)

    def differences(self) -> list[Difference]:
        return differences_of(self.model, self.current, self.record)

    def show_form(self) -> HttpResponse:
        shown, self.record = self.record, self.replacement
        context_of = {"differences": differences_of(self.model, self.current, shown), "summary": record_summary(shown)}
        response = super().show_form()
        assert isinstance(response, TemplateResponse)
        response.context_data = {**(response.context_data or {}), **context_of}
        return response


def copy_of(observation: Observation) -> Observation:
    """A copy without a code, not saved."""
    names = [field.attname for name, field in Observation.content_fields().items() if name != "code"]
    return Observation(**{name: getattr(observation, name) for name in names})


def set_code(new: Observation, old: Observation) -> None:
    """Set the code that follows from the fields of `new`.

    Raises ValidationError if the identity is that of `old`, or if a field of `new` is invalid by itself.
    """
    fields = Observation.content_fields()
    if all(getattr(new, fields[name].attname) == getattr(old, fields[name].attname) for name in IDENTITY):
        raise ValidationError(
            gettext("What it is a value of stays the same: correct the record, and do not replace it.")
        )
    try:
        Period.parse(new.time_period)
    except ValueError as error:
        raise ValidationError({"time_period": str(error)}) from error
    new.code = free_code(Observation, new.made_code())
    new.derive()
    new.clean_fields(exclude=["revision"])
    new.clean()
