"""`manage.py verify_history`: replay the history, and check that it and the fixtures explain all current records."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from ankang_api.loading.audit import explain
from indicators.history.audit import replay
from indicators.models import Revision


class Command(BaseCommand):
    help = "Check that the records agree with the history, and that fixtures and corrections explain every value."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folders", nargs="*", type=Path, help="Folders of fixtures that were loaded; fixtures/ by default."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            Revision.objects.lock()  # no other process writes meanwhile
            found = replay()
            explained = explain(options["folders"] or [Path(settings.FIXTURE_FOLDER)])
            revisions = Revision.objects.count()
        self.stdout.write(
            f"Checked {revisions} revisions, {found.records} records, {found.versions} versions, "
            f"{found.corrections} corrections, and {explained.records} records of the fixtures."
        )
        for name in explained.left:
            self.stdout.write(f"Not in these fixtures, but still published: {name}.")
        if faults := [*found.faults, *explained.faults]:
            raise CommandError("\n".join([f"{len(faults)} faults:", *faults]))
        self.stdout.write("The records agree with the history, and fixtures and corrections explain them.")
