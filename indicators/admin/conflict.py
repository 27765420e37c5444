"""The admin of conflicts: a correction and a fixture disagree, and a person decides which of them stands."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from indicators.admin.display.labels import label_of, text_for_people
from indicators.admin.display.markup import NOTHING
from indicators.admin.display.mention import record_link
from indicators.admin.display.read_only import ReadOnlyAdmin
from indicators.admin.forms.record_forms import ReasonField
from indicators.admin.roles import role_of
from indicators.history.conflicts import KEEP, TAKE, Disagreement, StaleDecisionError, decide, field_of
from indicators.history.lookup import current_version
from indicators.history.text_values import text_of
from indicators.models import Override

LATER = ""


class DecisionForm(forms.Form):
    """A choice for each field in conflict, and the reason where the data change."""

    token = forms.CharField(widget=forms.HiddenInput)
    reason = ReasonField(required=False)

    def __init__(self, asked: Disagreement, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["token"] = asked.token
        self.asked = asked
        withdrawn = asked.version.withdrawn
        choices = [
            (KEEP, _("Keep it withdrawn") if withdrawn else _("Keep the correction")),
            (TAKE, _("Reinstate it and take the fixture") if withdrawn else _("Take the fixture")),
            (LATER, _("Decide later")),
        ]
        for override in asked.overrides:
            self.fields[f"field_{override.field}"] = forms.ChoiceField(
                label=label_of(asked.field(override.field)),
                choices=choices,
                required=False,
                widget=forms.RadioSelect,
                initial=LATER,
            )

    @property
    def choices(self) -> dict[str, str]:
        found = {one.field: self.cleaned_data[f"field_{one.field}"] for one in self.asked.overrides}
        return {name: choice for name, choice in found.items() if choice}

    def rows(self) -> list[dict[str, Any]]:
        """Of each field: its box, what was loaded, what stands and what the fixture says."""
        return [
            {"box": self[f"field_{one.field}"], **values_of(one, self.asked.standing(one.field))}
            for one in self.asked.overrides
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("token") == self.asked.token and not self.errors:
            if not self.choices:
                raise ValidationError(gettext("Choose for one field at least."))
            if TAKE in self.choices.values() and not cleaned["reason"]:
                self.add_error("reason", gettext("Give a reason for the change of the data."))
        return cleaned


def values_of(override: Override, standing: str | None) -> dict[str, str]:
    """As people read them: what was loaded, what stands, and what the fixture says."""
    texts = {"loaded": override.loaded, "stands": standing, "fixture": override.fixture}
    return {name: text_for_people(field_of(override), text) for name, text in texts.items()}


@admin.register(Override)
class ConflictAdmin(ReadOnlyAdmin[Override]):
    list_display = ("record_link", "field_name", "what_was_loaded", "stands", "what_the_fixture_says", "decision")
    list_display_links = None
    list_filter = ("conflict", "record_type")
    list_per_page = 50
    search_fields = ("record", "field", "loaded", "fixture")
    search_help_text = _("Code of the record, field or value.")
    ordering = ("-conflict", "record_type", "record", "field")
    fields = ("record_link", "field_name", "what_was_loaded", "stands", "what_the_fixture_says", "decision")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Override]:
        return super().get_queryset(request).exclude(field="")

    def get_urls(self) -> list[URLPattern]:
        decision = path(
            "<int:key>/decide/", self.admin_site.admin_view(self.decide_view), name="indicators_override_decide"
        )
        return [decision, *super().get_urls()]

    @admin.display(description=_("record"), ordering="record")
    def record_link(self, override: Override) -> SafeString:
        return record_link(override.record_type, override.record)

    @admin.display(description=_("field"), ordering="field")
    def field_name(self, override: Override) -> str:
        return label_of(field_of(override))

    @admin.display(description=_("loaded"), ordering="loaded")
    def what_was_loaded(self, override: Override) -> str:
        return text_for_people(field_of(override), override.loaded)

    @admin.display(description=_("current value"))
    def stands(self, override: Override) -> str:
        field, version = field_of(override), current_version(override.record_type, override.record)
        return text_for_people(field, text_of(field, getattr(version, field.attname)))

    @admin.display(description=_("fixture"), ordering="fixture")
    def what_the_fixture_says(self, override: Override) -> str:
        return text_for_people(field_of(override), override.fixture) if override.conflict else NOTHING

    @admin.display(description=_("decision"), ordering="-conflict")
    def decision(self, override: Override) -> SafeString:
        if not override.conflict:
            return NOTHING
        url = reverse("admin:indicators_override_decide", args=[override.pk])
        return format_html('<a href="{}">{}</a>', url, gettext("Decide"))

    def decide_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """All that is open on the record of one conflict, decided in one go."""
        if not request.user.has_perm("indicators.change_override"):
            raise PermissionDenied
        override = Override.objects.filter(pk=key).first() if key < 2**63 else None
        if override is None or not override.conflict:
            return self.decided_already(request)
        asked = Disagreement(override.record_type, override.record)
        if asked.version is None:
            raise Http404
        form = DecisionForm(asked, request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            try:
                decided = form.choices
                reason = form.cleaned_data["reason"]
                token = form.cleaned_data["token"]
                decide(asked.record_type, asked.record, decided, token, role_of(request.user), reason, request.user)
            except StaleDecisionError:
                messages.error(
                    request,
                    gettext("The record or its fixture has changed. Nothing was decided: review the current values."),
                )
                form = DecisionForm(Disagreement(override.record_type, override.record))
            except ValidationError as error:
                form.add_error(None, ValidationError(error.messages))
            else:
                messages.success(request, gettext("Decided."))
                return HttpResponseRedirect(reverse("admin:indicators_override_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Decide a conflict"),
            "opts": self.opts,
            "form": form,
            "record": self.record_link(override),
        }
        return TemplateResponse(request, "admin/indicators/override/decide.html", context)

    def decided_already(self, request: HttpRequest) -> HttpResponse:
        messages.warning(request, gettext("This conflict has already been decided."))
        return HttpResponseRedirect(reverse("admin:indicators_override_changelist"))
