"""The app of the HTTP policy, the loading and the catalogue; it has no models."""

from django.apps import AppConfig


class AnkangApiConfig(AppConfig):
    name = "ankang_api"
