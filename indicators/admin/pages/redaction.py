"""The page that redacts words in the reason of a revision."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from indicators.admin.pages.page import Page
from indicators.admin.roles import role_of
from indicators.history.redaction import BLOCK, redact
from indicators.models import Revision

MAX_NUMBER = 2**31 - 1


class RedactionForm(forms.Form):
    words = forms.CharField(
        label=_("Words to redact"),
        max_length=1000,
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
        help_text=_("A name or a number, exactly as in the reason. It cannot be restored."),
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
    def redacted_reason(self) -> str:
        words = self.cleaned_data["words"]
        return self.revision.reason.replace(words, BLOCK * len(words))


class RedactionPage(Page):
    """Shows the reason without the entered words, and redacts them once that is confirmed."""

    name = "redact"
    route = "<int:number>/redact/"

    def __init__(self, model_admin: admin.ModelAdmin[Any], request: HttpRequest, number: int) -> None:
        super().__init__(model_admin, request)
        self.number = number

    def has_permission(self) -> bool:
        return self.request.user.has_perm("indicators.redact_revision")

    def respond(self) -> HttpResponse:
        revision = Revision.objects.filter(number=self.number).first() if self.number <= MAX_NUMBER else None
        if revision is None:
            raise Http404
        form = RedactionForm(revision, self.request.POST if self.request.method == "POST" else None)
        valid = form.is_bound and form.is_valid()
        if valid and form.cleaned_data["confirmed"]:
            redact(self.number, form.cleaned_data["words"], role_of(self.request.user), self.request.user)
            messages.success(self.request, gettext("The words are destroyed."))
            return HttpResponseRedirect(self.address("change", self.number))
        context = self.context(
            gettext("Redact the reason of revision %(number)s") % {"number": self.number},
            form=form,
            revision=revision,
            after=form.redacted_reason if valid else None,
        )
        return TemplateResponse(self.request, "admin/indicators/revision/redact.html", context)
