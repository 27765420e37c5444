"""The page that adds a record, together with the quote it comes from, in one revision."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import modelform_factory
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy

from indicators.admin.display.differences import Difference, differences_of
from indicators.admin.display.labels import kind_of
from indicators.admin.display.report_text import paragraphs
from indicators.admin.forms.fields import LineField, RecordField, form_field
from indicators.admin.forms.marking import Marking, Span
from indicators.admin.forms.record_forms import RecordForm
from indicators.admin.forms.used_numerals import refuse_used_numerals
from indicators.admin.pages.change_form import change_form_response
from indicators.admin.pages.form_page import FormPage
from indicators.admin.pages.record_admin import EvidencedAdmin, RecordType
from indicators.checks.errors import raise_errors
from indicators.checks.names import own_name
from indicators.checks.warnings import record_warnings
from indicators.history.changeset import Changeset
from indicators.history.lookup import free_code
from indicators.models import Document, Passage, Quote, Revision

TYPED = ("passage", "prefix", "suffix", "period_prefix", "period_suffix", "quote", "quote_name")
"""Names of the fields that marking fills, or that take its place."""


class AdditionForm(RecordForm):
    passage = RecordField(
        queryset=Passage.objects.all(),
        required=False,
        label=gettext_lazy("Passage"),
        help_text=gettext_lazy("The paragraph that holds the words. Mark them in its text, or type them below."),
    )
    exact = LineField(
        label=gettext_lazy("Exact words"),
        help_text=gettext_lazy("The words themselves: one number, with what belongs to it."),
    )
    suffix = LineField(
        strip=False,
        label=gettext_lazy("Words after"),
        help_text=gettext_lazy("Needed only where the exact words occur more than once."),
    )
    quote_name = LineField(
        max_length=100,
        label=gettext_lazy("Name of the quote"),
        help_text=gettext_lazy(
            "Ends the code of a new quote: words of a-z and 0-9, joined by single hyphens. "
            "Where it is empty, a name is made."
        ),
    )
    quote = RecordField(
        queryset=Quote.objects.all(),
        required=False,
        label=gettext_lazy("Or an existing quote"),
        help_text=gettext_lazy("In place of a passage and words."),
    )

    class Media:
        css = {"all": ["indicators/marking.css"]}
        js = ["indicators/marking.js"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Not an attribute of the class: `prefix` of a Django form is the prefix of the names of its fields.
        self.fields["prefix"] = LineField(
            strip=False,
            label=gettext_lazy("Words before"),
            help_text=gettext_lazy("Needed only where the exact words occur more than once."),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        marked = bool(cleaned.get("passage") and cleaned.get("exact"))
        if marked == bool(cleaned.get("quote")) and not {"passage", "exact", "quote"} & set(self.errors):
            raise ValidationError(gettext("Choose a passage and give its words, or choose an existing quote."))
        return cleaned


class AdditionPage(FormPage):
    """Publishes a record and, unless it has one already, the quote that it comes from."""

    title = gettext_lazy("Add %(kind)s")
    revision_kind = Revision.Kind.ADDITION
    adds_record = True
    undone_by = "withdraw"

    def __init__(self, model_admin: "AdditionPages[Any]", request: HttpRequest) -> None:
        super().__init__(model_admin, request)
        self.added, self.added_more = model_admin.added, model_admin.added_more
        self.quote_named_after = model_admin.quote_named_after
        self.addition_form = model_admin.addition_form
        self.shown: list[Difference] = []

    def has_permission(self) -> bool:
        return self.model_admin.has_add_permission(self.request)

    def load(self) -> None:
        self.record = self.model()

    def make_form(self) -> Any:
        model_form: Any = modelform_factory(
            self.model,
            form=self.addition_form,
            fields=[*self.added, *self.added_more],
            formfield_callback=lambda field, **_more: form_field(field),
        )
        self.marking = Marking.read(self.request.GET)
        initial = self.marking.entries(self.model) if self.marking else {}
        return model_form(self.request.POST or None, instance=self.record, initial=initial)

    def write(self, changeset: Changeset) -> list[str]:
        entries, record = self.form.cleaned_data, self.record
        name = str(entries[self.quote_named_after])
        quote = entries["quote"] or saved_quote(changeset, entries, "exact", name)
        record.quote, record.document = quote, quote.passage.document
        self.complete(changeset)
        changeset.save(record)
        raise_errors(record)
        refuse_used_numerals(record, "quote" if entries["quote"] else "exact")
        # Read now: a quote that is new no longer exists when the preview is rendered.
        self.shown = [Difference(gettext("The words it comes from"), "-", quote.exact)]
        self.shown += differences_of(self.model, None, record)
        return record_warnings(record)

    def complete(self, changeset: Changeset) -> None:
        """Set the other fields of the record that follow from the marked words; most records have none."""

    def differences(self) -> list[Difference]:
        return self.shown

    def show_form(self) -> HttpResponse:
        typed = [name for name in TYPED if name in self.form.fields]
        marked = [name for name in ("exact", "period_exact") if name in self.form.fields]
        more = [name for name in self.added_more if name in self.form.fields]
        fieldsets = [
            (gettext("The words it comes from"), {"fields": marked}),
            (gettext("The words typed by hand, or an existing quote"), {"fields": typed, "classes": ("collapse",)}),
            (capfirst(kind_of(self.model)), {"fields": self.added}),
            *([(gettext("More about it"), {"fields": more, "classes": ("collapse",)})] if more else []),
            (gettext("Reason"), {"fields": ("reason", "seen")}),
        ]
        return change_form_response(self, None, fieldsets, **self.report_text())

    def report_text(self) -> dict[str, Any]:
        """The text of the chosen document, by default the newest, with the marked words."""
        documents = list(Document.objects.order_by("-report_year", "code"))
        marking = self.marking
        code = marking.passage.document.code if marking else self.request.GET.get("document")
        document = next((one for one in documents if one.code == code), documents[0] if documents else None)
        spans = {}
        if marking and marking.words:
            spans["marked"] = (marking.passage.pk, marking.words)
        if marking and marking.period:
            spans["marked-period"] = (marking.passage.pk, marking.period)
        return {
            "documents": [(one, own_name(one)) for one in documents],
            "document": document,
            "paragraphs": paragraphs(document, spans, self.address_of_words) if document else [],
            "marked_spans": list(marking.marked_spans()) if marking else [],
            "marks_period": "period_exact" in self.form.fields,
        }

    def address_of_words(self, passage: Passage, words: Span) -> str:
        """The period stays marked, if it is in the same passage."""
        period = self.marking.period if self.marking and self.marking.passage.pk == passage.pk else None
        return Marking(passage, words, period).address(words=words, period=period)


class AdditionPages(EvidencedAdmin[RecordType]):
    """The admin of a model whose records come from a `quote` and can be added."""

    added: ClassVar[Sequence[str]]
    """Names of the fields that are entered."""
    added_more: ClassVar[Sequence[str]] = ()
    """Names of the fields that are entered and folded, for few records have them."""
    quote_named_after: ClassVar[str]
    """Name of the field whose code ends the code of a new quote, if no name is entered."""
    addition_form: ClassVar[type[AdditionForm]] = AdditionForm
    addition_page: ClassVar[type[AdditionPage]] = AdditionPage
    add_form_template = "indicators/admin/add_form.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return admin.ModelAdmin.has_add_permission(self, request)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return self.addition_page(self, request).response()


def saved_quote(changeset: Changeset, entries: dict[str, Any], field: str, name: str) -> Quote:
    """The quote of the words in `field`: a published one, no longer excluded, or a new one.

    `name` ends the code of a new quote, if no name is entered. A ValidationError is about `field` or the name.
    """
    passage = entries["passage"] or entries["quote"].passage
    part = field.removesuffix("exact")
    context = {key: entries[f"{part}{key}"] for key in ("prefix", "suffix")}
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
        form_fields = {"code": "quote_name", "exact": field}
        raise ValidationError(
            {form_fields.get(key, key): errors for key, errors in error.error_dict.items()}
        ) from error
    return quote
