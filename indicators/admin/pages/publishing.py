"""Publishing from the admin: a changeset is written, and rolled back unless the user has confirmed its preview."""

import hashlib
from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from indicators.admin.forms.record_forms import add_errors
from indicators.admin.roles import role_of
from indicators.checks.broken_relations import broken_relations, relation_results
from indicators.history.changeset import Changeset, open_changeset
from indicators.models import Record, Revision

CONFIRMED, WARNINGS_CONFIRMED, PREVIEWED, BACK = "_confirmed", "_warnings", "_previewed", "_back"
"""Names of posted values: publish, the fingerprint of the confirmed warnings, posted by a preview, back to the form."""


class Outcome(NamedTuple):
    """The published revision, or None if the change is not confirmed yet; and its warnings."""

    revision: Revision | None
    warnings: list[str]


class UnconfirmedError(Exception):
    """Rolls the transaction back."""

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
    """Run `write`, which returns warnings, and commit its changes in one revision if the user has confirmed them.

    Unconfirmed changes are written and rolled back, so that the preview includes all errors and warnings. Returns None
    after an error, which is then in the form.
    """
    user: Any = request.user
    try:
        with open_changeset(kind, role_of(user), form.cleaned_data["reason"], user) as changeset:
            before = relation_results()
            warnings = [*write(changeset), *broken_relations(before)]
            if not confirmed(request, warnings):
                raise UnconfirmedError(warnings)
    except UnconfirmedError as unconfirmed:
        return Outcome(None, unconfirmed.warnings)
    except ValidationError as error:
        add_errors(form, error, model)
    except (DataError, IntegrityError):
        add_errors(form, ValidationError(_("The database cannot hold this. Nothing was saved.")), model)
    else:
        return Outcome(changeset.open_revision(), warnings)
    return None


def confirmed(request: HttpRequest, warnings: list[str]) -> bool:
    """Whether the user confirmed the change, and exactly these warnings."""
    return CONFIRMED in request.POST and (not warnings or request.POST.get(WARNINGS_CONFIRMED) == fingerprint(warnings))


def fingerprint(warnings: list[str]) -> str:
    return hashlib.sha256("\n".join(warnings).encode()).hexdigest()
