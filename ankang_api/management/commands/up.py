"""`manage.py up`: migrate, load the fixtures and serve, in one go."""

from typing import Any

from django.core.management import call_command

from ankang_api.management.server_command import ServerCommand


class Command(ServerCommand):
    help = "Migrate, load the fixtures and serve. What is loaded already is left as it is."

    def prepare(self, **options: Any) -> None:
        call_command("release", verbosity=options["verbosity"])
