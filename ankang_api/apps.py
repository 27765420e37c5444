"""The app of the HTTP policy, the loading and the catalogue; it has no models."""

from functools import partial
from typing import Any

from django.apps import AppConfig
from django.db import transaction
from django.db.models.signals import post_save


class AnkangApiConfig(AppConfig):
    name = "ankang_api"

    def ready(self) -> None:
        """This process knows of its own revisions as soon as they are committed."""
        post_save.connect(note, sender="indicators.Revision", dispatch_uid="ankang_api.cache.newest_revision")


def note(instance: Any, using: str, **_: Any) -> None:
    from ankang_api.cache.newest_revision import committed

    transaction.on_commit(partial(committed, instance.number), using=using)
