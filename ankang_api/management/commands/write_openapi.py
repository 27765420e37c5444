"""`manage.py write_openapi`: renew docs/examples.json from the loaded data, and docs/openapi.json from the code."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from ankang_api.schema import examples, openapi
from ankang_api.schema.record_examples import record_responses


class Command(BaseCommand):
    help = "Renew the committed examples from the loaded data, then the committed OpenAPI document from the code."

    def handle(self, *args: Any, **options: Any) -> None:
        examples.RESPONSES.write_text(json.dumps(record_responses(), ensure_ascii=False, indent=2) + "\n")
        target = Path(settings.BASE_DIR) / "docs" / "openapi.json"
        target.write_text(json.dumps(openapi.schema(), ensure_ascii=False, indent=2) + "\n")
        self.stdout.write(f"Wrote {examples.RESPONSES.name} and {target.name} in {target.parent}.")
