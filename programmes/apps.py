"""The app of what was undertaken and what was recognised."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class ProgrammesConfig(AppConfig):
    name = "programmes"
    verbose_name = gettext_lazy("Programmes")
    default_auto_field = "django.db.models.BigAutoField"
