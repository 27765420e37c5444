"""`manage.py restore_text`: derive a report's restored text from the text as received."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ankang_api.loading.files import TEXTS, read_entries, read_text
from ankang_api.loading.problems import LoadError
from ankang_api.loading.text_restoration import damaged_places, restore
from indicators.models.source import sha256


class Command(BaseCommand):
    help = "Write restored.txt from received.txt and the emendations in documents.json, and print the sums of both."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="Folder of a report, such as fixtures/ankang-report.")
        parser.add_argument("--check", action="store_true", help="Write nothing; fail if restored.txt differs.")

    def handle(self, *args: Any, **options: Any) -> None:
        received, restored = (options["folder"] / name for name in TEXTS)
        text = derived(options["folder"])
        if not options["check"]:
            restored.write_bytes(text.encode())
        elif not restored.is_file() or read_text(restored) != text:
            raise CommandError(f"{restored} is not what its received text and its emendations give.")
        for place in damaged_places(text):
            self.stderr.write(place)
        for path, content in ((received, read_text(received)), (restored, text)):
            self.stdout.write(f"sha256_{path.stem}: {sha256(content)}")


def derived(folder: Path) -> str:
    """The restored text that the files in a report's folder give."""
    try:
        documents = list(read_entries(folder / "documents.json"))
        emendations = [place for document in documents for place in document.fields.get("emendations", [])]
        return restore(read_text(folder / TEXTS[0]), emendations)
    except (LoadError, ValueError) as error:
        raise CommandError(str(error)) from error
