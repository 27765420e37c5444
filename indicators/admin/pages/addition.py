"""Adding what was missed: words marked in a passage, and the record that they are evidence for, in one revision."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import modelform_factory
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.admin.display.differences import Difference, differences_of
from indicators.admin.forms.fields import ONE_LINE, RecordField, TextField, edited
from indicators.admin.forms.record_forms import RecordForm
from indicators.admin.pages.history import locked
from indicators.admin.pages.record_admin import EvidencedAdmin
from indicators.admin.pages.record_page import Pages, Proposal, RecordType
from indicators.admin.pages.replacement import free_code
from indicators.checks.errors import raise_errors
from indicators.checks.warnings import record_warnings
from indicators.history.changeset import Changeset
from indicators.models import Passage, Quote, Revision

WORDS = ("passage", "exact", "prefix", "suffix", "quote_name", "quote")


class AdditionForm(RecordForm):
    passage = RecordField(
        queryset=Passage.objects.all(),
        required=False,
        label=gettext_lazy("Passage"),
        help_text=gettext_lazy("The paragraph that holds the words. Mark them in its text, or type them below."),
    )
    exact = TextField(
        required=False,
        max_length=ONE_LINE,
        label=gettext_lazy("Exact words"),
        help_text=gettext_lazy("The words themselves: one number, with what belongs to it."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    prefix = TextField(  # type: ignore[assignment]  # a field; the form's own prefix stays what it is
        required=False,
        strip=False,
        max_length=ONE_LINE,
        label=gettext_lazy("Words before"),
        help_text=gettext_lazy("Needed only where the exact words occur more than once."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    suffix = TextField(
        required=False,
        strip=False,
        max_length=ONE_LINE,
        label=gettext_lazy("Words after"),
        help_text=gettext_lazy("Needed only where the exact words occur more than once."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    quote_name = TextField(
        required=False,
        max_length=100,
        label=gettext_lazy("Name of the quote"),
        help_text=gettext_lazy(
            "Ends the code of a new quote: words of a-z and 0-9, joined by single hyphens. "
            "Where it is empty, a name is made."
        ),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    quote = RecordField(
        queryset=Quote.objects.all(),
        required=False,
        label=gettext_lazy("Or a quote that is there"),
        help_text=gettext_lazy("In place of a passage and words."),
    )

    class Media:
        js = ["indicators/marking.js"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        marked = bool(cleaned.get("passage") and cleaned.get("exact"))
        if marked == bool(cleaned.get("quote")) and not {"passage", "exact", "quote"} & set(self.errors):
            raise ValidationError(_("Choose a passage and give its words, or else choose a quote that is there."))
        return cleaned


class AdditionPages(EvidencedAdmin[RecordType]):
    """For models whose records come from a `quote`; `added` names the fields that are entered."""

    added: ClassVar[Sequence[str]]
    quote_named_after: ClassVar[str]
    """Name of the field whose code ends that of a new quote, where nobody gave it a name."""
    addition_form: ClassVar[type[AdditionForm]] = AdditionForm
    add_form_template = "indicators/admin/add_form.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super(Pages, self).has_add_permission(request)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        with locked(request):
            return self.add(request)

    def add(self, request: HttpRequest) -> HttpResponse:
        record = self.model()
        form = self.form_of_new(request, record)
        shown: list[Difference] = []

        def write(changeset: Changeset) -> list[str]:
            entries = form.cleaned_data
            name = str(entries[self.quote_named_after])
            quote = entries["quote"] or quoted(changeset, entries, "exact", name)
            record.quote, record.document = quote, quote.passage.document  # type: ignore[attr-defined]
            self.complete(record, form, changeset)
            changeset.save(record)
            raise_errors(record)
            shown.append(Difference(_("The words it comes from"), "-", quote.exact))
            shown.extend(differences_of(self.model, None, record))
            return record_warnings(record)

        def again() -> HttpResponse:
            fieldsets = [(_("The words it comes from"), {"fields": self.word_fields()}), (None, {"fields": self.added})]
            fieldsets.append((_("Reason"), {"fields": ("reason", "seen")}))
            passages = {str(one.pk): one.text for one in Passage.objects.all()}
            return self.form_page(request, form, None, title, fieldsets=fieldsets, passages=passages)

        title = _("Add %(kind)s")
        if request.method != "POST":
            return again()
        proposal = Proposal(form, Revision.Kind.CORRECTION, write, lambda: shown, again, title, fresh=True)
        return self.proposed(request, proposal, lambda: record)

    def word_fields(self) -> tuple[str, ...]:
        return WORDS

    def form_of_new(self, request: HttpRequest, record: RecordType) -> Any:
        model_form: Any = modelform_factory(
            self.model,
            form=self.addition_form,
            fields=list(self.added),
            formfield_callback=lambda field, **_more: edited(field),
        )
        return model_form(request.POST or None, instance=record)

    def complete(self, record: Any, form: Any, changeset: Changeset) -> None:
        """Fill what else follows from the words; nothing for most records."""


def quoted(changeset: Changeset, entries: dict[str, Any], field: str, name: str) -> Quote:
    """The quote of these words: one that is there, no longer excluded, or a new one; errors stand at `field`."""
    passage = entries["passage"] or entries["quote"].passage
    context = {key: entries[key] for key in ("prefix", "suffix")} if field == "exact" else {}
    quote = Quote(passage=passage, exact=entries[field], **context)
    quote.derive()
    known = Quote.objects.filter(passage=passage, start=quote.start, end=quote.end).first() if quote.end else None
    if known:
        known.excluded_zh = known.excluded_en = None
        changeset.save(known)
        return known
    ending = (entries["quote_name"] if field == "exact" else "") or name
    quote.code = free_code(Quote, f"{passage.code}-{ending}")
    try:
        changeset.save(quote)
    except ValidationError as error:
        fields = {"code": "quote_name", "exact": field}
        found = {fields.get(key, key): messages for key, messages in error.error_dict.items()}
        raise ValidationError(found) from error
    return quote
