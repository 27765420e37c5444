"""`manage.py restore FILE`: replace the database by a backup."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from ankang_api.deployment.backup import BackupError, restore_backup
from ankang_api.deployment.same_key import forget_key
from indicators.models import Revision


class Command(BaseCommand):
    help = "Replace the whole database by a backup, all of it or nothing. Restart the servers afterwards."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="File that `manage.py backup` wrote.")
        parser.add_argument("--replace", action="store_true", help="Replace a database that has revisions.")

    def handle(self, *args: Any, **options: Any) -> None:
        if (number := newest_number()) and not options["replace"]:
            raise CommandError(f"The database is at revision {number}. Replace it with --replace.")
        try:
            restore_backup(options["file"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        with suppress(Error):  # a backup of an older version may lack the table
            forget_key()
        self.stdout.write(f"Restored revision {newest_number()}. Restart the servers, then run verify_history.")


def newest_number() -> int:
    """The newest revision; 0 if there is none or the tables are missing."""
    try:
        return Revision.objects.newest_number() or 0
    except Error:
        return 0
