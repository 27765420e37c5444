"""Publishing from the admin: tried first, then shown, then done, always through a changeset."""

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
from indicators.history.changeset import Changeset, open_changeset
from indicators.models import Record, Revision

CONFIRMED, WARNINGS_CONFIRMED, PREVIEWED, BACK = "_confirmed", "_warnings", "_previewed", "_back"
"""Names of what is posted: that all is meant so, that what is odd is right, that it was shown, that it goes back."""


class Outcome(NamedTuple):
    """The revision that was published, or none where it still waits to be confirmed, and what is odd in it."""

    revision: Revision | None
    warnings: list[str]


class UnconfirmedError(Exception):
    """Takes everything back that was tried."""

    def __init__(self, warnings: list[str]) -> None:
        super().__init__()
        self.warnings = warnings


def publish(
    request: HttpRequest,
    form: forms.BaseForm,
    model: type[Record],
    kind: str,
    write: Callable[[Changeset], list[str]],
) -> Outcome | None:
    """Do what `write` does, in one revision, if it was confirmed; None where the form now says what is wrong.

    `write` returns what is odd. Unconfirmed, all of it is tried and taken back, so that a preview promises no more
    than what holds.
    """
    user: Any = request.user
    try:
        with open_changeset(kind, role_of(user), form.cleaned_data["reason"], user) as changeset:
            warnings = write(changeset)
            if not confirmed(request, warnings):
                raise UnconfirmedError(warnings)
    except UnconfirmedError as unconfirmed:
        return Outcome(None, unconfirmed.warnings)
    except ValidationError as error:
        refuse(form, error, model)
    except (DataError, IntegrityError):
        refuse(form, ValidationError(_("The database cannot hold this. Nothing was saved.")), model)
    else:
        return Outcome(changeset.open_revision(), warnings)
    return None


def confirmed(request: HttpRequest, warnings: list[str]) -> bool:
    """Whether the preview was seen, and exactly these warnings were confirmed."""
    return CONFIRMED in request.POST and (not warnings or request.POST.get(WARNINGS_CONFIRMED) == fingerprint(warnings))


def fingerprint(warnings: list[str]) -> str:
    return hashlib.sha256("\n".join(warnings).encode()).hexdigest()
