"""One example request for each operation, and the committed responses that the OpenAPI document shows."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings

from ankang_api.schema.names import ROOT

RESPONSES = Path(settings.BASE_DIR) / "docs" / "examples.json"
HOST = "127.0.0.1:8000"
OBSERVATION = "ankang-report-poor-population-610900-2018"
QUOTE = "documents/ankang-report/quotes/ankang-report-p3-gift-money-change"
REQUESTS = {
    "get_catalogue": "",
    "get_data_package": "datapackage.json",
    "list_fields": "fields?list=units",
    "list_observations": "observations?metric=poor-population&period=2018&page_size=1",
    "get_observation": "observations/ankang-report-poor-population-610900-2018",
    "list_series": "series?metric=poverty-incidence&page_size=1",
    "get_series": "series/poor-population--610900",
    "list_metrics": "metrics?measure=rank&page_size=1",
    "get_metric": "metrics/factory-employees-poor-share",
    "list_regions": "regions?within=qinba&page_size=1",
    "get_region": "regions/610900",
    "list_units": "units?kind=currency&page_size=1",
    "get_unit": "units/person",
    "list_programmes": "programmes?page_size=1",
    "get_programme": "programmes/three-changes",
    "list_parts": "parts?kind=principle&campaign=true&page_size=1",
    "get_part": "parts/one-covenant-four-councils",
    "list_achievements": "achievements?kind=endorsement&page_size=1",
    "get_achievement": "achievements/ankang-report-classic-case",
    "list_derived": "derived?measure=count&page_size=1",
    "get_derived": "derived/ankang-report-poor-factory-employees",
    "list_relations": "relations?status=does_not_hold&page_size=1",
    "get_relation": "relations/ankang-report-implied-base-population",
    "list_documents": "documents?page_size=1",
    "get_document": "documents/ankang-report",
    "list_document_passages": "documents/ankang-report/passages?page_size=1",
    "get_document_passage": "documents/ankang-report/passages/7",
    "list_document_quotes": "documents/ankang-report/quotes?page_size=1",
    "get_document_quote": QUOTE,
    "get_document_coverage": "documents/ankang-report/coverage",
    "list_problems": "problems",
    "get_problem": "problems/bad-parameters",
    "list_revisions": "revisions?kind=correction",
    "get_revision": "revisions/1",
    "list_corrections": f"corrections?record={OBSERVATION}",
    "get_correction": "corrections/2-1",
    "list_observation_history": f"observations/{OBSERVATION}/history",
    "list_metric_history": "metrics/poor-population/history",
    "list_region_history": "regions/qinba/history",
    "list_unit_history": "units/person/history",
    "list_programme_history": "programmes/three-changes/history",
    "list_part_history": "parts/one-covenant-four-councils/history",
    "list_achievement_history": "achievements/ankang-report-classic-case/history",
    "list_derived_history": "derived/ankang-report-poor-factory-employees/history",
    "list_relation_history": "relations/ankang-report-implied-base-population/history",
    "list_document_history": "documents/ankang-report/history",
    "list_search_results": "search?q=易地&page_size=1",
    "list_verification": "verification?measure=change&page_size=1",
    "get_verification": "verification/ankang-report-loan-amount-610900-at-report",
}
"""Paths below /api/v1/, by operationId."""
WITHOUT_EXAMPLE = {"get_data_package"}
"""Operations whose response is too long to show."""


def values(operation: str, template: str) -> dict[str, str]:
    """The values of the parameters in the example request of an operation: of its path, and of its query."""
    url = urlsplit(f"{ROOT}{REQUESTS[operation]}")
    match = re.fullmatch(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(template)), url.path)
    return dict(parse_qsl(url.query)) | (match.groupdict() if match else {})


def recorded_responses() -> dict[str, Any]:
    """The committed response bodies, by operationId; empty before they were recorded."""
    if not RESPONSES.exists():
        return {}
    responses: dict[str, Any] = json.loads(RESPONSES.read_text())
    return responses
