"""The app of what was undertaken and what was recognised."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "programmes"
    verbose_name = "Programmes"
    default_auto_field = "django.db.models.BigAutoField"
