"""`manage.py export_corrections`: write every correction to a file, from which a rebuilt database gets them back."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from ankang_api.corrections_file.format import lines
from indicators.models import Revision


class Command(BaseCommand):
    help = "Write the corrections to a file of JSON Lines, one line a revision, without the names of accounts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="The file to write; one that is there is replaced at the end.")

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["file"]
        unfinished = target.with_name(f"{target.name}.part")
        try:
            with unfinished.open("w", encoding="utf-8", newline="\n") as file, transaction.atomic():
                Revision.objects.lock()  # no other process writes meanwhile
                count = 0
                for line in lines():
                    file.write(json.dumps(line, ensure_ascii=False) + "\n")
                    count += 1
            unfinished.replace(target)
        except OSError as error:
            raise CommandError(f"{target} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Wrote {count} revisions to {target}.")
