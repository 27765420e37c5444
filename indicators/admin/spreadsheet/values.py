"""The value of a field from a cell of a sheet: what cannot be told is refused, what is doubtful is asked."""

import datetime
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from indicators.admin.display.differences import without_outer_space
from indicators.admin.forms.fields import form_field
from indicators.admin.spreadsheet.cells import Cell, Kind
from indicators.admin.spreadsheet.columns import Column
from indicators.checks.names import listed, with_codes
from indicators.history.text_values import related, text_of
from indicators.models.fields import Words
from indicators.text.unfit import unfit_character

NUMBERS = (models.DecimalField, models.IntegerField)
DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日)")
EXPONENT = re.compile(r"[-+]?[\d.]+[eE][-+]?\d+")
GROUPED_OR_DECIMAL = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
"""Where a comma separates decimals, a point separates thousands."""
SEPARATORS = "[;；、]", "[,，]"
"""Of items in one line: commas only where there is none of the others."""


def is_same(column: Column, cell: Cell, published: str) -> bool:
    """Whether a reading of the cell is the published text, but for white space around it."""
    return without_outer_space(published) in readings(column, cell)


def readings(column: Column, cell: Cell) -> Iterator[str]:
    if isinstance(column.field, NUMBERS):
        yield cell.text
        return
    yield cell.as_text
    yield without_outer_space(cell.shown or cell.text)


def cleaned_text(column: Column, cell: Cell, separator: str = "") -> str | None:
    """The text of the value in a cell. Raises ValidationError for a value that is not allowed.

    `separator` stands between the cells of a text file.
    """
    field = column.field
    if field is None or not column.correctable:
        return iso_date(cell) if isinstance(field, models.DateField) and cell.text else cell.as_text or None
    if not cell.text and field.blank:
        return None if field.null or not isinstance(field, models.JSONField) else "[]"
    if character := unfit_character(cell.text):
        raise ValidationError(_("Must not contain the character %(character)s.") % {"character": character})
    refuse_unfit_kind(field, cell, separator)
    if field.is_relation:
        return published_code(field, cell.as_text)
    if field.flatchoices:
        return allowed_choice(column, cell.as_text)
    entry = form_field(field)
    assert entry is not None
    return text_of(field, entry.clean(entry_of(field, cell)))


def refuse_unfit_kind(field: "models.Field[Any, Any]", cell: Cell, separator: str) -> None:
    """Raises ValidationError for what a spreadsheet has taken for something else, or may have shortened."""
    if cell.kind == Kind.BOOLEAN:
        raise ValidationError(_("a truth value. Format the cell as text, and write the text again."))
    if cell.kind == Kind.DATE and isinstance(field, (*NUMBERS, Words)):
        raise ValidationError(_("the spreadsheet has made a date of it. Format the cell as text, and write it again."))
    if not isinstance(field, NUMBERS) or cell.kind != Kind.TEXT:
        return
    if EXPONENT.fullmatch(cell.text):
        raise ValidationError(_("the spreadsheet has shortened the number. Write all its digits."))
    if separator == ";" and GROUPED_OR_DECIMAL.fullmatch(cell.text):
        message = _("this may be %(decimal)s or %(grouped)s. Write %(decimal)s0 or %(grouped)s.")
        raise ValidationError(message % {"decimal": cell.text, "grouped": cell.text.replace(".", "")})


def entry_of(field: "models.Field[Any, Any]", cell: Cell) -> str:
    """What a person would enter in the form of the record."""
    if isinstance(field, models.DateField):
        return iso_date(cell)
    if isinstance(field, models.JSONField):
        return "\n".join(items(cell.as_text))
    if isinstance(field, NUMBERS):
        return cell.text
    return period_text(cell) if cell.kind == Kind.DATE else cell.as_text


def questions(column: Column, cell: Cell) -> Iterator[str]:
    """Questions about a changed cell whose spreadsheet shows or writes another value; the user must confirm them."""
    if isinstance(column.field, models.JSONField) and "\n" not in cell.as_text and len(items(cell.as_text)) > 1:
        quoted = "、".join(f"“{item}”" for item in items(cell.as_text))
        yield _("read as %(count)s items: %(items)s.") % {"count": len(items(cell.as_text)), "items": quoted}
    if cell.shows_another_number:
        taken = cell.text if isinstance(column.field, NUMBERS) else cell.as_text
        yield _("the spreadsheet shows %(shown)s; %(taken)s is taken.") % {"shown": cell.shown, "taken": taken}


def items(text: str) -> list[str]:
    """The items of a list: one a line, or separated in one line."""
    separator = "\n" if "\n" in text else next((signs for signs in SEPARATORS if re.search(signs, text)), "\n")
    return [item.strip() for item in re.split(separator, text) if item.strip()]


def allowed_choice(column: Column, text: str) -> str:
    """The code of a choice that the cell names by its code, or by its label in the language of the page."""
    codes = [code for code, label in column.allowed if text in (code, label)]
    if len(codes) != 1:
        allowed = listed(with_codes(label, code) for code, label in column.allowed)
        message = _("“%(text)s” is not allowed. Allowed are: %(allowed)s.")
        raise ValidationError(message % {"text": text, "allowed": allowed})
    return codes[0]


def published_code(field: "models.Field[Any, Any]", code: str) -> str:
    if not related(field).history.current().filter(code=code, withdrawn=False).exists():
        raise ValidationError(_("there is no record with this code."))
    return code


def iso_date(cell: Cell) -> str:
    """The date in ISO 8601. Raises ValidationError if the year is not in full, or it is no date."""
    found = DATE.fullmatch(unicodedata.normalize("NFKC", cell.text))
    try:
        return datetime.date(*(int(part) for part in found.groups() if part)).isoformat() if found else refuse_date()
    except ValueError:
        return refuse_date()


def refuse_date() -> str:
    raise ValidationError(_("Write the date as 2019-09-06: the year in four digits, then the month, then the day."))


def period_text(cell: Cell) -> str:
    """A day or a month, as far as the spreadsheet shows it."""
    shown = cell.shown or cell.text
    return shown if re.fullmatch(r"\d{4}-\d{2}", shown) else cell.text


def revision_number(text: str) -> str:
    """The digits of a revision: 1 for full-width １ and for 1.0."""
    return re.sub(r"\.0+$", "", unicodedata.normalize("NFKC", text))
