"""The page that decides the conflicts between the corrections of one record and its fixture."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from indicators.admin.display.labels import label_of, name_of_version, record_of, text_for_people
from indicators.admin.display.mention import record_link
from indicators.admin.display.summary import record_summary
from indicators.admin.forms.record_forms import ReasonField
from indicators.admin.pages.page import Page
from indicators.admin.pages.publishing import WARNINGS_CONFIRMED, UnconfirmedError, fingerprint
from indicators.admin.roles import role_of
from indicators.checks.broken_relations import broken_relations, relation_results
from indicators.checks.warnings import record_warnings
from indicators.history.conflicts import KEEP, TAKE, Disagreement, StaleDecisionError, decide, field_of
from indicators.models import Override, Record

LATER = ""
MAX_KEY = 2**63 - 1


class DecisionForm(forms.Form):
    """A choice for each field in conflict, and a reason, which is required if the data change."""

    token = forms.CharField(widget=forms.HiddenInput)
    reason = ReasonField(required=False)

    def __init__(self, disagreement: Disagreement, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["token"] = disagreement.token
        self.disagreement = disagreement
        withdrawn = disagreement.version.withdrawn
        choices = [
            (KEEP, _("Keep it withdrawn") if withdrawn else _("Keep the correction")),
            (TAKE, _("Reinstate it and take the fixture") if withdrawn else _("Take the fixture")),
            (LATER, _("Decide later")),
        ]
        for override in disagreement.overrides:
            self.fields[f"field_{override.field}"] = forms.ChoiceField(
                label=label_of(disagreement.field(override.field)),
                choices=choices,
                required=False,
                widget=forms.RadioSelect,
                initial=LATER,
            )

    @property
    def choices(self) -> dict[str, str]:
        """The choices by field, without those to be decided later."""
        names = [override.field for override in self.disagreement.overrides]
        choices = {name: self.cleaned_data[f"field_{name}"] for name in names}
        return {name: choice for name, choice in choices.items() if choice}

    def rows(self) -> list[dict[str, Any]]:
        """For each field: its choices, and the loaded value, the current value and the value of the fixture."""
        return [
            {
                "box": self[f"field_{override.field}"],
                **values_of(override, self.disagreement.standing(override.field)),
            }
            for override in self.disagreement.overrides
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("token") == self.disagreement.token and not self.errors:
            if not self.choices:
                raise ValidationError(gettext("Choose for one field at least."))
            if TAKE in self.choices.values() and not cleaned["reason"]:
                self.add_error("reason", gettext("Give a reason for the change of the data."))
        return cleaned


def values_of(override: Override, current: str | None) -> dict[str, str]:
    texts = {"loaded": override.loaded, "stands": current, "fixture": override.fixture}
    return {name: text_for_people(field_of(override), text) for name, text in texts.items()}


class DecisionPage(Page):
    """All open conflicts of the record of one override, decided together."""

    name = "decide"
    route = "<int:key>/decide/"

    def __init__(self, model_admin: admin.ModelAdmin[Any], request: HttpRequest, key: int) -> None:
        super().__init__(model_admin, request)
        self.key = key

    def has_permission(self) -> bool:
        return self.request.user.has_perm("indicators.change_override")

    def respond(self) -> HttpResponse:
        override = Override.objects.filter(pk=self.key).first() if self.key <= MAX_KEY else None
        if override is None or not override.conflict:
            messages.warning(self.request, gettext("This conflict has already been decided."))
            return HttpResponseRedirect(self.address("changelist"))
        disagreement = Disagreement(override.record_type, override.record)
        if disagreement.version is None:
            raise Http404
        form = DecisionForm(disagreement, self.request.POST if self.request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            return self.decide(form)
        return self.show_form(form)

    def decide(self, form: DecisionForm) -> HttpResponse:
        """A redirect to the list; the form again if the decision is invalid or the values have changed."""
        user = self.request.user
        record_type, record = form.disagreement.record_type, form.disagreement.record
        entries, before = form.cleaned_data, relation_results()

        def review(changed: Record) -> None:
            """Warnings are confirmed first."""
            warnings = [*record_warnings(changed), *broken_relations(before)]
            if warnings and self.request.POST.get(WARNINGS_CONFIRMED) != fingerprint(warnings):
                raise UnconfirmedError(warnings)

        who = role_of(user), entries["reason"], user
        try:
            decide(record_type, record, form.choices, entries["token"], *who, review)
        except UnconfirmedError as unconfirmed:
            return self.show_form(form, unconfirmed.warnings)
        except StaleDecisionError:
            message = gettext("The record or its fixture has changed. Nothing was decided: review the current values.")
            messages.error(self.request, message)
            return self.show_form(DecisionForm(Disagreement(record_type, record)))
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
            return self.show_form(form)
        messages.success(self.request, gettext("Decided."))
        return HttpResponseRedirect(self.address("changelist"))

    def show_form(self, form: DecisionForm, warnings: Sequence[str] = ()) -> HttpResponse:
        record_type, code = form.disagreement.record_type, form.disagreement.record
        version = form.disagreement.version
        context = self.context(gettext("Decide a conflict"), form=form, record=record_link(record_type, code))
        context |= {
            "subtitle": name_of_version(version),
            "code": code,
            "summary": record_summary(record_of(version)),
        }
        context |= {"warnings": warnings, "fingerprint": fingerprint(list(warnings))}
        context["unticked"] = WARNINGS_CONFIRMED in self.request.POST
        return TemplateResponse(self.request, "admin/indicators/override/decide.html", context)
