"""The app of what is measured, where, when and who says so."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = "Indicators"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Groups follow once every app above `auth` in the settings has its permissions."""
        from indicators.roles import make_groups

        post_migrate.connect(make_groups, sender=apps.get_app_config("auth"), dispatch_uid="indicators.roles")
