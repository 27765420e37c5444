"""One real request for each operation; the OpenAPI document shows it with its answer."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client

from indicators.history.changeset import edition
from indicators.models import Observation, Revision

ANSWERS = Path(settings.BASE_DIR) / "docs" / "examples.json"
HOST = "127.0.0.1:8000"
UPDATED_AT = "2026-11-24T08:00:00Z"
"""Stands in the examples for the time of a load, which differs from one database to the next."""

TIME = "2026-11-30T08:00:00Z"
"""Stands in them for the time of a revision, for the same reason."""

CURSOR = "cursor=..."
"""Stands in them for a place in a list, which is signed with the key of an installation."""

OBSERVATION = "ankang-report-poor-population-610900-2018"
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
"""By operationId, below /api/v1/."""


OF_CORRECTIONS = [name for name in REQUESTS if name.startswith(("revisions", "corrections", "observations_history"))]
"""The operations that show little where nothing was corrected yet: they are asked of data with a correction."""


def ask() -> dict[str, Any]:
    """Each answer as the loaded data give it, by operationId."""
    answers = {name: answer(name, path) for name, path in REQUESTS.items() if name not in OF_CORRECTIONS}
    with corrected():
        return answers | {name: answer(name, REQUESTS[name]) for name in OF_CORRECTIONS}


def answer(operation: str, path: str) -> Any:
    response = Client(headers={"host": HOST}).get(f"/api/v1/{path}")
    if response.status_code != 200:
        raise RuntimeError(f"{operation} answers {response.status_code}: {response.content.decode()}")
    return with_stand_ins(response.json())


def with_stand_ins(body: Any) -> Any:
    if isinstance(body, list):
        return [with_stand_ins(one) for one in body]
    if isinstance(body, dict):
        stand_ins = {"updated_at": UPDATED_AT, "time": TIME}
        return {name: stand_ins.get(name) or with_stand_ins(value) for name, value in body.items()}
    return re.sub(r"\bcursor=[^&]+", CURSOR, body) if isinstance(body, str) else body


@contextmanager
def corrected() -> Iterator[None]:
    """A correction to show, of which nothing is left afterwards."""
    with transaction.atomic():
        observation = Observation.objects.get(code=OBSERVATION)
        observation.note_zh, observation.note_en = "按当年贫困标准。", "By the poverty line of that year."
        with edition(Revision.Kind.CORRECTION, "corrector", "The note says which poverty line is meant.") as opened:
            opened.save(observation)
        yield
        transaction.set_rollback(True)


def answers() -> dict[str, Any]:
    """The answers as committed."""
    read: dict[str, Any] = json.loads(ANSWERS.read_text())
    return read
