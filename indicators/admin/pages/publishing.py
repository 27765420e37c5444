"""Publishing from the admin: tried first, then shown, then done, always through an edition."""

import hashlib
from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from indicators.admin.forms.record_forms import refuse
from indicators.admin.roles import role_of
from indicators.history.changeset import Edition, edition
from indicators.models import Record, Revision

CONFIRMED, ODDITIES_CONFIRMED, PREVIEWED, BACK = "_confirmed", "_oddities", "_previewed", "_back"
"""Names of what is posted: that all is meant so, that what is odd is right, that it was shown, that it goes back."""


class Outcome(NamedTuple):
    """The revision that was published, or none where it still waits to be confirmed, and what is odd in it."""

    revision: Revision | None
    oddities: list[str]


class UnconfirmedError(Exception):
    """Takes everything back that was tried."""

    def __init__(self, oddities: list[str]) -> None:
        super().__init__()
        self.oddities = oddities


def publish(
    request: HttpRequest,
    form: forms.BaseForm,
    model: type[Record],
    kind: str,
    write: Callable[[Edition], list[str]],
) -> Outcome | None:
    """Do what `write` does, in one revision, if it was confirmed; None where the form now says what is wrong.

    `write` returns what is odd. Unconfirmed, all of it is tried and taken back, so that a preview promises no more
    than what holds.
    """
    user: Any = request.user
    try:
        with edition(kind, role_of(user), form.cleaned_data["reason"], user) as opened:
            oddities = write(opened)
            if not confirmed(request, oddities):
                raise UnconfirmedError(oddities)
    except UnconfirmedError as unconfirmed:
        return Outcome(None, unconfirmed.oddities)
    except ValidationError as error:
        refuse(form, error, model)
    except (DataError, IntegrityError):
        refuse(form, ValidationError(_("The database cannot hold this. Nothing was saved.")), model)
    else:
        return Outcome(opened.opened(), oddities)
    return None


def confirmed(request: HttpRequest, oddities: list[str]) -> bool:
    """Whether the preview was seen, and exactly these oddities were confirmed."""
    return CONFIRMED in request.POST and (not oddities or request.POST.get(ODDITIES_CONFIRMED) == fingerprint(oddities))


def fingerprint(oddities: list[str]) -> str:
    return hashlib.sha256("\n".join(oddities).encode()).hexdigest()
