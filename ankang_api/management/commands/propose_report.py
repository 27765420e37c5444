"""`manage.py propose_report`: propose the records of a new report, for a person to review."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ankang_api.loading.files import read_text
from ankang_api.loading.problems import LoadError
from ankang_api.proposals.figures import CodeLists
from ankang_api.proposals.proposal import Source, propose
from ankang_api.proposals.writing import REVIEW_FILE, write
from indicators.models import Metric, Region, Unit


class Command(BaseCommand):
    help = "Write a folder with the proposed records of a report. The loader refuses it until a person has reviewed it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="The new folder; its name becomes the code of the document.")
        parser.add_argument("received", type=Path, help="The text of the report as received, in UTF-8.")
        parser.add_argument("--region", default="610900", help="Code of the region that the report is of.")
        parser.add_argument("--year", type=int, help="What the report calls this year; else the newest year it names.")

    def handle(self, *args: Any, **options: Any) -> None:
        lists = CodeLists(
            list(Unit.objects.all()), list(Metric.objects.all()), list(Region.objects.select_related("parent"))
        )
        if options["region"] not in {region.code for region in lists.regions}:
            raise CommandError(f"There is no region {options['region']!r}.")
        source = Source(options["folder"].name, options["region"], options["year"])
        try:
            proposal = propose(read_text(options["received"]), source, lists)
            write(proposal, options["folder"])
        except FileExistsError as error:
            raise CommandError(f"{options['folder']} exists; name a new folder.") from error
        except (LoadError, ValueError) as error:
            raise CommandError(str(error)) from error
        counts = ", ".join(f"{len(rows)} {name}" for name, rows in proposal.rows.items())
        self.stdout.write(f"Proposed {counts}; {len(proposal.unread)} numerals in no quote.")
        self.stdout.write(f"Review {options['folder'] / REVIEW_FILE} and each row, then load the folder.")
