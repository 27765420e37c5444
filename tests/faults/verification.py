"""After a trial: what the service publishes in each revision, compared with the journal."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.request import urlopen

from tests.databases import manage
from tests.faults.installation import Service
from tests.faults.journal import Journal
from tests.faults.questions import QUESTIONS, VALUE_OF_NO_CORRECTION


def rows_of(address: str, path: str) -> Iterator[Any]:
    url: str | None = f"{address}/api/v1/{path}"
    while url:
        with urlopen(url, timeout=60) as response:
            page = json.load(response)
        yield from page["results"]
        url = page["next"]


def verify(service: Service, journal: Journal) -> None:
    """Report what was lost, doubled, mixed, or never published though it was read."""
    address = service.nodes[0].address
    reasons = {row["number"]: row["reason"] for row in rows_of(address, "revisions?page_size=1000")}
    corrections = {
        number: int(found[1])
        for number, reason in reasons.items()
        if (found := re.fullmatch(r"Correction (\d+)\.", reason))
    }
    if sorted(reasons) != list(range(1, len(reasons) + 1)) or len(corrections) != len(reasons) - 1:
        journal.report("lost", f"the revisions are {sorted(reasons.items())[-20:]}")
    verify_corrections(corrections, journal)
    verify_histories(address, corrections, journal)
    code, printed = manage(service.database_url, "verify_history")
    if code:
        journal.report("mixed", f"verify_history: {printed}")


def verify_corrections(corrections: dict[int, int], journal: Journal) -> None:
    """Each acknowledged correction is there once, others once or not at all, and what was read is what is there."""
    times = Counter(corrections.values())
    for number in sorted(journal.acknowledged):
        if times[number] != 1:
            journal.report("lost", f"acknowledged correction {number} is there {times[number]} times")
    for number, count in times.items():
        if count > 1 or number not in journal.attempted:
            journal.report("lost", f"correction {number} is there {count} times")
    for revision, number in journal.revisions.items():
        if corrections.get(revision) != number:
            journal.report("lost", f"revision {revision} is {corrections.get(revision)}, not correction {number}")
    for (revision, number), count in journal.seen.items():
        if corrections.get(revision) != number:
            published = corrections.get(revision)
            journal.report("mixed", f"{count} responses: {number} in revision {revision}, which has {published}")


def verify_histories(address: str, corrections: dict[int, int], journal: Journal) -> None:
    """Each revision holds its correction of each of the figures: whole, or not at all."""
    expected = {revision: VALUE_OF_NO_CORRECTION + number for revision, number in corrections.items()}
    for row in list(rows_of(address, QUESTIONS[0].path)):
        versions = rows_of(address, f"observations/{row['code']}/history?page_size=1000&fields=revision_from,value")
        found = {version["revision_from"]: version["value"] for version in versions}
        found.pop(1)
        if found != expected:
            wrong = sorted(set(found.items()) ^ set(expected.items()))[:10]
            journal.report("mixed", f"{row['code']}: {wrong}")
