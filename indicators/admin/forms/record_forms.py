"""Forms of corrections: the record's own fields, the reason, and the revision that was seen."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.models import construct_instance
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from indicators.admin.display.labels import labels_of
from indicators.admin.forms.fields import SEVERAL_LINES, TextField
from indicators.models import Record
from indicators.models.fields import Words

REASON_LABEL = _("Reason")
REASON_HELP = _(
    "What was wrong, and how you know it. For example: “The report prints 22.96万, not 22.69万; see paragraph 1.” "
    "The reason is public: write no names, telephone numbers or identity numbers of people."
)


class ReasonField(TextField):
    def __init__(self, *, required: bool = True) -> None:
        area = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})
        about: dict[str, Any] = {"label": REASON_LABEL, "help_text": REASON_HELP, "widget": area}
        super().__init__(max_length=SEVERAL_LINES, required=required, **about)

    def run_validators(self, value: Any) -> None:
        super().run_validators(value)
        if value:
            Words().run_validators(value)


class SeenField(forms.CharField):
    """The number of the revision that the record was of when the page was made."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, required=False)


class ReasonForm(forms.Form):
    """For what changes a record as a whole: a revert, a withdrawal."""

    reason = ReasonField()
    seen = SeenField()


class RecordForm(forms.ModelForm[Record]):
    """Puts what was entered onto the record. Whether that can be published, the changeset says."""

    reason = ReasonField()
    seen = SeenField()

    def _post_clean(self) -> None:
        self.instance = construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)


def refuse(form: forms.BaseForm, error: ValidationError, model: type[Record]) -> None:
    """Put each message beside its field; above the form, with the field's name, where the form has no such field."""
    labels = labels_of(model)
    messages = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    for name, errors in messages.items():
        translate(errors)
        if name in form.fields and not form.fields[name].widget.is_hidden:
            form.add_error(name, ValidationError(errors))
        elif name == NON_FIELD_ERRORS:
            form.add_error(None, ValidationError(errors))
        else:
            for message in ValidationError(errors).messages:
                form.add_error(None, f"{labels.get(name, name)}: {message}")


def translate(errors: Any) -> None:
    """What models and constraints say is in English: a whole sentence has its translation."""
    for error in errors:
        if error.message and not error.params and not isinstance(error.message, SafeString):
            error.message = gettext(str(error.message))
