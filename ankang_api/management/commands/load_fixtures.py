"""`manage.py load_fixtures`: publish what the fixtures say, in one revision."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ankang_api.loading.loader import Outcome, load
from ankang_api.loading.problems import LoadError
from ankang_api.loading.versions.loaded import OlderFixturesError
from indicators.checks.coverage import uncovered_numerals
from indicators.checks.verification import summary as summary_of_checks
from indicators.models import Observation, Override

STRICT_HELP = (
    "Fail while a conflict with a correction is open, a numeral is uncovered, or a value disagrees with its words."
)
DOWNGRADE_HELP = "Load the fixtures even if a newer version of them is loaded."
CLEARED = "\r\x1b[K"
"""Takes a terminal back to the start of an empty line."""


class Command(BaseCommand):
    help = "Load fixtures in one transaction and one revision. A second run changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folders",
            nargs="*",
            type=Path,
            help="Folders that hold one subfolder for each report, and codelists/; the project's fixtures/ by default.",
        )
        parser.add_argument("--strict", action="store_true", help=STRICT_HELP)
        parser.add_argument("--downgrade", action="store_true", help=DOWNGRADE_HELP)
        parser.add_argument("--dry-run", action="store_true", help="Check and count, and change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        folders = options["folders"] or [Path(settings.FIXTURE_FOLDER)]
        downgrade = options["downgrade"]
        shown = options["verbosity"] and self.stderr.isatty()
        try:
            outcome = load(
                folders, dry_run=options["dry_run"], downgrade=downgrade, progress=self.show if shown else None
            )
        except OlderFixturesError as error:
            if options["verbosity"]:
                self.stdout.write(f"Nothing was loaded: {error}. Use --downgrade to load it.")
            return
        except LoadError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        finally:
            if shown:
                self.stderr.write(CLEARED, ending="")
        if options["verbosity"]:
            self.stdout.write(summary(outcome, dry_run=options["dry_run"]))
            for conflict in outcome.found:
                self.stdout.write(sentence(conflict))
        if outcome.open and options["strict"]:
            raise CommandError(f"{outcome.open} conflicts are open. Decide them in the admin, under Overrides.")
        if (options["verbosity"] or options["strict"]) and not options["dry_run"]:
            self.check_words(strict=options["strict"])

    def check_words(self, *, strict: bool) -> None:
        """Count what no record accounts for, and what its words contradict.

        Corrected values are left out: a person has confirmed the warnings about them.
        """
        counts = summary_of_checks(Observation.objects.filter(corrected=False))
        if counts is None:
            self.stdout.write("Too many observations to check each load: run manage.py verify.")
            return
        uncovered, disagreeing = uncovered_numerals(), counts["observations_disagree"]
        message = f"Numerals uncovered: {uncovered}. Values that disagree with their words: {disagreeing}."
        if strict and (uncovered or disagreeing):
            raise CommandError(f"{message} See manage.py verify.")
        self.stdout.write(message)

    def show(self, name: str, taken: int, count: int) -> None:
        """One line, written over again, for who waits at a terminal."""
        self.stderr.write(f"{CLEARED}{name}: {taken:,} of {count:,}", ending="")
        self.stderr.flush()


def summary(outcome: Outcome, *, dry_run: bool) -> str:
    created, changed, unchanged = (
        sum(counts.values()) for counts in (outcome.created, outcome.changed, outcome.unchanged)
    )
    if outcome.revision is None:
        return f"Nothing changed: {unchanged} records are as in the fixtures; no revision was opened."
    done = f"{created} records created, {changed} changed, {unchanged} left alone"
    if dry_run:
        return f"Dry run: {done}; nothing was written."
    return f"Revision {outcome.revision.number}: {done}."


def sentence(conflict: Override) -> str:
    """A new conflict: the load leaves the correction unchanged."""
    said = "nothing" if conflict.fixture is None else conflict.fixture
    return f"Conflict: {conflict}: the fixture changed to {said}, but the value was corrected. Decide in the admin."
