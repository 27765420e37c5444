"""`manage.py write_fields`: renew docs/fields.md from the code."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from ankang_api.metadata.fields_page import page


class Command(BaseCommand):
    help = "Renew the committed page of all columns from the code."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        target = Path(settings.BASE_DIR) / "docs" / "fields.md"
        target.write_text(page(), encoding="utf-8")
        self.stdout.write(f"Wrote {target.name} in {target.parent}.")
