"""The app of what is measured, where, when and who says so."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = gettext_lazy("Indicators")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Names in the reader's language; and groups, once each app above `auth` has its permissions."""
        from indicators.roles import make_groups
        from indicators.translation import translate_names

        translate_names()
        post_migrate.connect(make_groups, sender=apps.get_app_config("auth"), dispatch_uid="indicators.roles")
