"""The app of the HTTP policy, the loading and the catalogue; it has no models."""

from functools import partial
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.signals import user_logged_in
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.db import transaction
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy


class AnkangApiConfig(AppConfig):
    name = "ankang_api"
    default = True  # of the configurations in this module

    def ready(self) -> None:
        """This process knows of its own revisions as soon as they are committed. Sessions end after a working day."""
        post_save.connect(note, sender="indicators.Revision", dispatch_uid="ankang_api.cache.newest_revision")
        from ankang_api.admin.sessions import limit_session

        user_logged_in.connect(limit_session, dispatch_uid="ankang_api.admin.sessions")
        apps.get_app_config("axes").verbose_name = gettext_lazy("Log-ins")
        apps.get_app_config("auth").verbose_name = gettext_lazy("Accounts")


class StaticFiles(StaticFilesConfig):
    """Without files that no page uses: the browsable API of DRF, ReDoc, and the source maps of Swagger UI's scripts."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "rest_framework", "redoc", "*.js.map"]


def note(instance: Any, using: str, **_: Any) -> None:
    from ankang_api.cache.newest_revision import committed

    transaction.on_commit(partial(committed, instance.number), using=using)
