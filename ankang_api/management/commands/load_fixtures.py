"""`manage.py load_fixtures`: publish what the fixtures say, in one revision."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ankang_api.loading.loader import Outcome, load
from ankang_api.loading.problems import LoadError


class Command(BaseCommand):
    help = "Load fixtures in one transaction and one revision. A second run changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folders",
            nargs="*",
            type=Path,
            help="Folders that hold one subfolder for each report, and codelists/; the project's fixtures/ by default.",
        )
        parser.add_argument("--dry-run", action="store_true", help="Check and count, and change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        folders = options["folders"] or [Path(settings.FIXTURE_FOLDER)]
        try:
            outcome = load(folders, dry_run=options["dry_run"])
        except LoadError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        if options["verbosity"]:
            self.stdout.write(summary(outcome, dry_run=options["dry_run"]))


def summary(outcome: Outcome, *, dry_run: bool) -> str:
    created, changed, unchanged = (sum(counts.values()) for counts in outcome[:3])
    if outcome.revision is None:
        return f"Nothing changed: {unchanged} records stand as the fixtures have them; no revision was opened."
    done = f"{created} records created, {changed} changed, {unchanged} left alone"
    if dry_run:
        return f"Dry run: {done}; nothing was written."
    return f"Revision {outcome.revision.number}: {done}."
