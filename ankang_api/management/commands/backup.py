"""`manage.py backup FILE`: a consistent copy of the database in one file, while the service runs."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ankang_api.deployment.backup import BackupError, write_backup


class Command(BaseCommand):
    help = "Write a consistent copy of the database to a file, while the service runs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="File to write; it must not exist.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            write_backup(options["file"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Wrote {options['file']} ({options['file'].stat().st_size:,} bytes).")
