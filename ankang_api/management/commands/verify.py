"""`manage.py verify`: read every quote again on its own, and see that no numeral and no list is left out."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from indicators.checks.coverage import numerals
from indicators.checks.verification import checks, with_words
from indicators.checks.vocabulary import Vocabulary
from indicators.models import Document, Observation
from programmes.listing import listings


class Command(BaseCommand):
    help = "Check each observation against its quote, each numeral for a quote, and each counted list for its members."

    def handle(self, *args: Any, **options: Any) -> None:
        problems = [*disagreements(), *uncovered(), *miscounted()]
        if problems:
            raise CommandError("\n".join(problems))
        self.stdout.write(f"{Observation.objects.count()} observations agree with their quotes.")
        for document in Document.objects.all():
            found, lists = len(numerals(document)), len(listings(document))
            self.stdout.write(f"{document.code}: {found} numerals covered, {lists} counted lists complete.")


def disagreements() -> Iterator[str]:
    vocabulary = Vocabulary()
    for observation in with_words(Observation.objects.all()):
        for check in checks(observation, vocabulary):
            if check.agrees is False:
                where = f"{observation.code}: {check.name}"
                yield f"{where} is {check.record}, but {observation.quote.exact} reads {check.read}"


def uncovered() -> Iterator[str]:
    for document in Document.objects.all():
        for numeral in numerals(document):
            if numeral.status == "uncovered":
                yield f"{numeral.passage}: {numeral.text} at {numeral.start} lies in no quote of a record"


def miscounted() -> Iterator[str]:
    for document in Document.objects.all():
        for one in listings(document):
            if not one.agrees:
                yield f"{one.quote}: {one.quote.exact} says {one.says}, the records have {len(one.members)}"
