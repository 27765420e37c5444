"""The pages that correct in a spreadsheet: export, upload, preview, publish."""

from typing import Any, NoReturn

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from indicators.admin.display.announcement import announcement_of_many
from indicators.admin.display.help_texts import menu_help
from indicators.admin.display.labels import kinds_of
from indicators.admin.forms.record_forms import ReasonField
from indicators.admin.pages.publishing import BACK, WARNINGS_CONFIRMED, Outcome, fingerprint, publish
from indicators.admin.spreadsheet.bulk_correction import Bulk, Read, changes_from_token
from indicators.admin.spreadsheet.cells import shortened
from indicators.admin.spreadsheet.columns import Sheet, sheet_of
from indicators.admin.spreadsheet.comparison import Comparison
from indicators.admin.spreadsheet.reading import MAX_FILE_BYTES, read_sheet
from indicators.admin.spreadsheet.writing import WRITERS
from indicators.models import Revision


class SheetForm(forms.Form):
    """An uploaded sheet, or the token of its preview; and one reason for all changes."""

    file = forms.FileField(
        label=gettext_lazy("Corrected sheet"),
        required=False,
        error_messages={"empty": gettext_lazy("The file is empty (0 bytes). Save the sheet, and choose it again.")},
        help_text=gettext_lazy(
            "A workbook of Excel, WPS or LibreOffice (XLSX, ODS), or CSV in UTF-8, UTF-16 or GB18030; at most 5 MB."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.ods"}),
    )
    reason = ReasonField()
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, sheet: Sheet, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet, self.user = sheet, user
        self.bulk: Bulk | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if token := cleaned.get("token"):
            self.bulk = changes_from_token(self.sheet, self.user, token)
        elif "file" not in self.errors:
            self.bulk = self.uploaded(cleaned.get("file"))
        return cleaned

    def uploaded(self, file: Any) -> Bulk:
        if file is None:
            raise ValidationError({"file": _("Choose the sheet that you corrected.")})
        if file.size > MAX_FILE_BYTES:
            raise ValidationError({"file": _("The file is larger than 5 MB. Divide the sheet.")})
        grid = read_sheet(file.read())
        comparison = Comparison(self.sheet, grid)
        if comparison.problems:
            refuse([*shortened(comparison.problems), grid.note])
        if not comparison.changes:
            refuse([_("Nothing is changed, or only white space: there is nothing to save."), grid.note])
        read = Read(grid.file_format, shortened(comparison.questions), grid.note)
        return Bulk(self.sheet, comparison.header, comparison.changes, read)


def refuse(problems: list[str]) -> NoReturn:
    raise ValidationError([ValidationError(problem) for problem in problems if problem])


def permitted(request: HttpRequest, app: str, model: str) -> Sheet:
    """The sheet of the model. Raises PermissionDenied or Http404."""
    if not request.user.has_perm(f"{app}.change_{model}"):
        raise PermissionDenied
    sheet = sheet_of(app, model)
    if sheet is None:
        raise Http404
    return sheet


@require_safe
def export_view(request: HttpRequest, app: str, model: str, suffix: str) -> HttpResponse:
    sheet = permitted(request, app, model)
    try:
        records = sheet.listed(request)
    except IncorrectLookupParameters as error:
        raise Http404 from error
    write, media_type = WRITERS[suffix]
    name = f"{sheet.model.record_type()}-corrections.{suffix}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(write(sheet, records), content_type=media_type, headers=disposition)


@require_http_methods(["GET", "HEAD", "POST"])
def spreadsheet_view(request: HttpRequest, app: str, model: str) -> HttpResponse:
    sheet = permitted(request, app, model)
    if request.method != "POST":
        return page(request, sheet, SheetForm(sheet, request.user))
    form = SheetForm(sheet, request.user, request.POST, request.FILES)
    if BACK in request.POST:
        return page(request, sheet, SheetForm(sheet, request.user, initial={"reason": request.POST.get("reason", "")}))
    if not form.is_valid() or form.bulk is None:
        return page(request, sheet, form)
    outcome = publish(request, form, sheet.model, Revision.Kind.CORRECTION, form.bulk.write)
    if outcome is None:
        return page(request, sheet, form)
    if outcome.revision is None:
        return preview(request, sheet, form, form.bulk, outcome)
    messages.success(request, announcement_of_many(outcome.revision))
    return HttpResponseRedirect(reverse(f"admin:{app}_{model}_changelist"))


def page(request: HttpRequest, sheet: Sheet, form: SheetForm) -> HttpResponse:
    if form.non_field_errors() and not form.has_error("file"):
        form.add_error("file", _("Correct the sheet, save it, and choose it again."))
    more = {
        "form": form,
        "columns": [(column, menu_help(column.field)) for column in sheet.correctable if column.field is not None],
        "query": request.GET.urlencode(),
        "counted": counted(request, sheet) if request.GET else "",
    }
    return render_page(request, sheet, "indicators/admin/spreadsheet.html", **more)


def counted(request: HttpRequest, sheet: Sheet) -> str:
    """How many records the filters of the list leave; empty if they leave all."""
    try:
        count, of = sheet.listed(request).count(), sheet.records().count()
    except IncorrectLookupParameters as error:
        raise Http404 from error
    message = _("The export has the %(count)s of %(all)s records that the list shows with its filters.")
    return message % {"count": count, "all": of} if count < of else ""


def preview(request: HttpRequest, sheet: Sheet, form: SheetForm, bulk: Bulk, outcome: Outcome) -> HttpResponse:
    try:
        token = form.cleaned_data["token"] or bulk.token(request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return page(request, sheet, form)
    more = {
        "token": token,
        "reason": form.cleaned_data["reason"],
        "changes": bulk.shown,
        "counted": bulk.counted(),
        "file_format": bulk.read.file_format,
        "note": bulk.read.note,
        "warnings": outcome.warnings,
        "fingerprint": fingerprint(outcome.warnings),
        "unticked": bool(form.cleaned_data["token"]) and WARNINGS_CONFIRMED not in request.POST,
    }
    return render_page(request, sheet, "indicators/admin/spreadsheet_preview.html", **more)


def render_page(request: HttpRequest, sheet: Sheet, template: str, **more: Any) -> HttpResponse:
    request.current_app = admin.site.name  # as Django's own pages do
    title = _("Correct in a spreadsheet: %(kinds)s") % {"kinds": kinds_of(sheet.model)}
    context = {**admin.site.each_context(request), "title": title, "opts": sheet.model._meta, **more}
    return TemplateResponse(request, template, context)
