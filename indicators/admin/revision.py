"""The admin of revisions: what each of them changed and why; and the redaction of words in a reason."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from indicators.admin.display.markup import lines
from indicators.admin.display.mention import described
from indicators.admin.display.read_only import ReadOnlyAdmin
from indicators.admin.roles import role_of
from indicators.history.redaction import BLOCK, redact
from indicators.models import Revision


class RedactionForm(forms.Form):
    words = forms.CharField(
        label=_("Words to redact"),
        max_length=1000,
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
        help_text=_("A name or a number, exactly as it stands in the reason. It cannot be brought back."),
    )
    confirmed = forms.BooleanField(label=_("Destroy these words"), required=False)

    def __init__(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.revision = revision

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if words not in self.revision.reason:
            raise ValidationError(gettext("The reason does not contain these words."))
        if not words.strip(f"{BLOCK} "):
            raise ValidationError(gettext("These words are redacted already."))
        return words

    @property
    def after(self) -> str:
        words = self.cleaned_data["words"]
        return self.revision.reason.replace(words, BLOCK * len(words))


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin[Revision]):
    list_display = ("number", "time", "kind", "role", "reason")
    list_filter = ("kind", "role", "time")
    search_fields = ("number", "role", "reason")
    search_help_text = _("Number, role or reason.")
    ordering = ("-number",)
    fields = ("number", "time", "kind", "role", "user", "reason", "redacted_in", "corrected_here")
    change_form_template = "admin/indicators/revision/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        redaction = path(
            "<int:number>/redact/", self.admin_site.admin_view(self.redact_view), name="indicators_revision_redact"
        )
        return [redaction, *super().get_urls()]

    @admin.display(description=_("corrections"))
    def corrected_here(self, revision: Revision) -> SafeString:
        return lines(described(correction) for correction in revision.corrections.all())

    def redact_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Asks for the words, shows how the reason reads without them, and destroys them once that is confirmed."""
        if not request.user.has_perm("indicators.redact_revision"):
            raise PermissionDenied
        revision = Revision.objects.filter(number=number).first() if number < 2**31 else None
        if revision is None:
            raise Http404
        form = RedactionForm(revision, request.POST if request.method == "POST" else None)
        checked = form.is_bound and form.is_valid()
        if checked and form.cleaned_data["confirmed"]:
            redact(number, form.cleaned_data["words"], role_of(request.user), request.user)
            messages.success(request, gettext("The words are destroyed."))
            return HttpResponseRedirect(reverse("admin:indicators_revision_change", args=[number]))
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Redact the reason of revision %(number)s") % {"number": number},
            "opts": self.opts,
            "form": form,
            "revision": revision,
            "after": form.after if checked else None,
        }
        return TemplateResponse(request, "admin/indicators/revision/redact.html", context)
