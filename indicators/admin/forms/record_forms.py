"""Forms of corrections: the record's own fields, the reason, and the revision that the page showed."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.models import construct_instance
from django.utils.functional import lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from indicators.admin.display.help_links import with_link_to_reasons
from indicators.admin.display.labels import labels_of
from indicators.admin.forms.fields import MAX_TEXT_CHARS, TextField
from indicators.checks.names import with_colon
from indicators.models import Record
from indicators.models.fields import Words

REASON_LABEL = _("Reason")
REASON_HELP = _(
    "What was wrong, and how you know it. For example: “The report prints 22.96万, not 22.69万; see paragraph 1.” "
    "The reason is public: write no names, telephone numbers or identity numbers of people."
)


linked = lazy(with_link_to_reasons, SafeString)


class ReasonField(TextField):
    def __init__(self, *, required: bool = True) -> None:
        area = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})
        about: dict[str, Any] = {"label": REASON_LABEL, "help_text": linked(REASON_HELP), "widget": area}
        super().__init__(max_length=MAX_TEXT_CHARS, required=required, **about)

    def run_validators(self, value: Any) -> None:
        super().run_validators(value)
        if value:
            Words().run_validators(value)


class SeenField(forms.CharField):
    """The number of the revision of the record when the form was rendered."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, required=False)


class ReasonForm(forms.Form):
    """For changes of a whole record: revert, withdrawal, reinstatement."""

    reason = ReasonField()
    seen = SeenField()


class RecordForm(forms.ModelForm[Record]):
    """Copies the entered values to the record. The changeset validates the record when it saves it."""

    reason = ReasonField()
    seen = SeenField()

    def _post_clean(self) -> None:
        self.instance = construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)


def add_errors(form: forms.BaseForm, error: ValidationError, model: type[Record]) -> None:
    """Add each message to its field; a message of a field that is not shown goes to the form, with the label."""
    labels = labels_of(model)
    messages = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    for name, errors in messages.items():
        translate_messages(errors)
        if name in form.fields and not form.fields[name].widget.is_hidden:
            form.add_error(name, ValidationError(errors))
        elif name == NON_FIELD_ERRORS:
            form.add_error(None, ValidationError(errors))
        else:
            for message in ValidationError(errors).messages:
                form.add_error(None, with_colon(labels.get(name, name), message))


def translate_messages(errors: Any) -> None:
    """Translate the messages of models and constraints, which are whole sentences in English."""
    for error in errors:
        if error.message and not error.params and not isinstance(error.message, SafeString):
            error.message = gettext(str(error.message))
