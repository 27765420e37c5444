"""One example request for each operation, and the committed responses that the OpenAPI document shows."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings

RESPONSES = Path(settings.BASE_DIR) / "docs" / "examples.json"
HOST = "127.0.0.1:8000"
OBSERVATION = "ankang-report-poor-population-610900-2018"
QUOTE = "documents/ankang-report/quotes/ankang-report-p3-gift-money-change"
REQUESTS = {
    "catalogue": "",
    "datapackage": "datapackage.json",
    "fields_list": "fields?list=units",
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
    "revisions_list": "revisions?kind=correction",
    "revisions_retrieve": "revisions/1",
    "corrections_list": f"corrections?record={OBSERVATION}",
    "corrections_retrieve": "corrections/2-1",
    "observations_history_list": f"observations/{OBSERVATION}/history",
    "metrics_history_list": "metrics/poor-population/history",
    "regions_history_list": "regions/qinba/history",
    "units_history_list": "units/person/history",
    "programmes_history_list": "programmes/three-changes/history",
    "parts_history_list": "parts/one-covenant-four-councils/history",
    "achievements_history_list": "achievements/ankang-report-classic-case/history",
    "documents_history_list": "documents/ankang-report/history",
    "search_list": "search?q=易地&page_size=1",
    "verification_list": "verification?measure=change&page_size=1",
    "verification_retrieve": "verification/ankang-report-loan-amount-610900-at-report",
}
"""Paths below /api/v1/, by operationId."""

WITHOUT_EXAMPLE = {"datapackage"}
"""Operations whose response is too long to show."""


def recorded_responses() -> dict[str, Any]:
    """The committed response bodies, by operationId; empty before they were recorded."""
    if not RESPONSES.exists():
        return {}
    responses: dict[str, Any] = json.loads(RESPONSES.read_text())
    return responses
