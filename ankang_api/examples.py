"""One real request for each operation; the OpenAPI document shows it with its answer."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client

ANSWERS = Path(settings.BASE_DIR) / "docs" / "examples.json"
HOST = "127.0.0.1:8000"
UPDATED_AT = "2026-11-24T08:00:00Z"
"""Stands in the examples for the time of a load, which differs from one database to the next."""

QUOTE = "documents/ankang-report/quotes/ankang-report-p3-gift-money-change"
REQUESTS = {
    "catalogue": "",
    "observations_list": "observations?metric=poor-population&period=2018&page_size=1",
    "observations_retrieve": "observations/ankang-report-poor-population-610900-2018",
    "series_list": "series?metric=poverty-incidence&page_size=1",
    "series_retrieve": "series/poor-population--610900",
    "metrics_list": "metrics?measure=rank&page_size=1",
    "metrics_retrieve": "metrics/factory-employees-poor-share",
    "regions_list": "regions?within=qinba&page_size=1",
    "regions_retrieve": "regions/610900",
    "units_list": "units?kind=currency&page_size=1",
    "units_retrieve": "units/person",
    "programmes_list": "programmes?page_size=1",
    "programmes_retrieve": "programmes/three-changes",
    "parts_list": "parts?kind=principle&campaign=true&page_size=1",
    "parts_retrieve": "parts/one-covenant-four-councils",
    "achievements_list": "achievements?kind=endorsement&page_size=1",
    "achievements_retrieve": "achievements/ankang-report-classic-case",
    "documents_list": "documents?page_size=1",
    "documents_retrieve": "documents/ankang-report",
    "documents_passages_list": "documents/ankang-report/passages?page_size=1",
    "documents_passages_retrieve": "documents/ankang-report/passages/7",
    "documents_quotes_list": "documents/ankang-report/quotes?page_size=1",
    "documents_quotes_retrieve": QUOTE,
    "documents_coverage_retrieve": "documents/ankang-report/coverage",
    "problems_list": "problems",
    "problems_retrieve": "problems/bad-parameters",
    "search_list": "search?q=易地&page_size=1",
    "verification_list": "verification?measure=change&page_size=1",
    "verification_retrieve": "verification/ankang-report-loan-amount-610900-at-report",
}
"""By operationId, below /api/v1/."""


def ask() -> dict[str, Any]:
    """Each answer as the loaded data give it, by operationId."""
    client = Client(headers={"host": HOST})
    answers: dict[str, Any] = {}
    for operation, path in REQUESTS.items():
        response = client.get(f"/api/v1/{path}")
        if response.status_code != 200:
            raise RuntimeError(f"{operation} answers {response.status_code}: {response.content.decode()}")
        body = response.json()
        for place in (body, body.get("meta", {})) if isinstance(body, dict) else ():
            if "updated_at" in place:
                place["updated_at"] = UPDATED_AT
        answers[operation] = body
    return answers


def answers() -> dict[str, Any]:
    """The answers as committed."""
    read: dict[str, Any] = json.loads(ANSWERS.read_text())
    return read
