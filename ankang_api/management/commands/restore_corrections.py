"""`manage.py restore_corrections`: make the corrections of a file again, in a database that was rebuilt."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ankang_api.corrections_file.restoring import restore
from ankang_api.loading.problems import LoadError


class Command(BaseCommand):
    help = "Make the corrections of a file again, after the fixtures were loaded. What the database has is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="A file that export_corrections wrote.")
        parser.add_argument(
            "--moved",
            action="store_true",
            help="Restore also corrections of values that have changed since, for example by a fixture.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = restore(options["file"], moved=options["moved"])
        except LoadError as error:
            raise CommandError(f"Nothing was restored.\n{error}") from error
        self.stdout.write(f"Restored {done.made} revisions; {done.known} were there already.")
