"""Records the responses to the example requests. Only the command write_openapi and the tests use this module."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.test import Client

from ankang_api.schema.examples import HOST, OBSERVATION, REQUESTS, WITHOUT_EXAMPLE
from indicators.history.changeset import open_changeset
from indicators.models import Observation, Revision

UPDATED_AT = "2026-11-24T08:00:00Z"
"""Placeholder for the time of a load, which differs between databases."""

TIME = "2026-11-30T08:00:00Z"
"""Placeholder for the time of a revision."""

PLACEHOLDERS = [
    (r"\bcursor=[^&]+", "cursor=..."),  # a cursor is signed with the secret key
    (r"次修订（[0-9-]+）", "次修订（2026-11-24）"),  # a reference has the day of the load
    (r"\([0-9]{4}\)\. (.*\(Revision [0-9]+), [^)]+\)", r"(2026). \1, 24 November 2026)"),
]
"""What differs between databases in a text, and what an example has in its place."""

CORRECTED_EXAMPLES = [n for n in REQUESTS if re.search("revision|correction|observation_history", n)]
"""The operations whose examples are recorded from data with a correction."""


def record_responses() -> dict[str, Any]:
    """The response body of each example request from the loaded data, by operationId; of lists of records the first."""
    left_out = {*CORRECTED_EXAMPLES, *WITHOUT_EXAMPLE}
    responses = {name: response_body(name, path) for name, path in REQUESTS.items() if name not in left_out}
    with corrected():
        return responses | {name: response_body(name, REQUESTS[name]) for name in CORRECTED_EXAMPLES}


def response_body(operation: str, path: str) -> Any:
    response = Client(headers={"host": HOST}).get(f"/api/v1/{path}")
    if response.status_code != 200:
        raise RuntimeError(f"{operation} responded with {response.status_code}: {response.content.decode()}")
    return with_placeholders(response.json())


def with_placeholders(body: Any) -> Any:
    if isinstance(body, list):
        is_records = bool(body) and isinstance(body[0], dict)
        return [with_placeholders(item) for item in (body[:1] if is_records else body)]
    if isinstance(body, dict):
        placeholders = {"updated_at": UPDATED_AT, "time": TIME}
        return {name: placeholders.get(name) or with_placeholders(value) for name, value in body.items()}
    if not isinstance(body, str):
        return body
    for pattern, placeholder in PLACEHOLDERS:
        body = re.sub(pattern, placeholder, body)
    return body


@contextmanager
def corrected() -> Iterator[None]:
    """Apply an example correction, and roll it back afterwards."""
    with transaction.atomic():
        observation = Observation.objects.get(code=OBSERVATION)
        observation.note_zh, observation.note_en = "按当年贫困标准。", "By the poverty line of that year."
        reason = "The note says which poverty line is meant."
        with open_changeset(Revision.Kind.CORRECTION, "corrector", reason) as changeset:
            changeset.save(observation)
        yield
        transaction.set_rollback(True)
