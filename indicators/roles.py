"""Who may do what: three groups of users, made after each migration."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q

from indicators.history.lookup import published
from indicators.models import Correction, Override, Revision

VIEWER, CORRECTOR, PUBLISHER = "viewer", "corrector", "publisher"
LOADER, ADMINISTRATOR = "loader", "administrator"
"""Roles without a group: the loader, and superusers."""
AUTHORS = (LOADER, CORRECTOR, PUBLISHER, ADMINISTRATOR)
"""The roles that make revisions."""

ABOUT_RECORDS: tuple[type[Model], ...] = (Revision, Correction, Override)
"""Models with data about published records: staff read them, and only the code writes them."""


def may(actions: tuple[str, ...], models: tuple[type[Model], ...]) -> Q:
    """The permissions to do these to records of these models."""
    condition = Q(pk__in=[])
    for model in models:
        kind = ContentType.objects.get_for_model(model)
        names = [f"{action}_{model._meta.model_name}" for action in actions]
        condition |= Q(content_type=kind, codename__in=names)
    return condition


def rights() -> dict[str, Q]:
    """The permissions of each group. Django's `delete` means withdrawal here: nothing is deleted."""
    records = tuple(published().values())
    view = may(("view",), (*records, *ABOUT_RECORDS))
    correct = view | may(("add", "change", "delete"), records) | may(("change",), (Override,))
    publish = correct | Q(content_type__app_label="indicators", codename__in=["load_fixtures", "redact_revision"])
    return {VIEWER: view, CORRECTOR: correct, PUBLISHER: publish}


def make_groups(**_: Any) -> None:
    """Give each role its group with exactly its permissions."""
    for name, condition in rights().items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.set(Permission.objects.filter(condition))
