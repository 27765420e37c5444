"""`python -m tests.benchmarks.correcting PORT TIMES`: ms until a correction shows on every connection, each time."""

import json
import os
import sys
import time
from contextlib import ExitStack, closing
from http.client import HTTPConnection

import django

CONNECTIONS = 16
"""Enough to reach every worker."""


def stale(connection: HTTPConnection, path: str, note: str) -> bool:
    connection.request("GET", path)
    return bool(json.loads(connection.getresponse().read())["note_en"] != note)


def correct(code: str, note: str) -> None:
    from indicators.history.changeset import open_changeset
    from indicators.models import Observation, Revision

    with open_changeset(Revision.Kind.CORRECTION, "benchmark", note) as editing:
        observation = Observation.objects.get(code=code)
        observation.note_zh, observation.note_en = f"更正：{note}", note
        editing.save(observation)


def delays(port: int, times: int) -> list[float]:
    from indicators.models import Observation

    code = Observation.objects.values_list("code", flat=True)[0]
    path, found = f"/api/v1/observations/{code}", []
    with ExitStack() as stack:
        asking = [stack.enter_context(closing(HTTPConnection("127.0.0.1", port))) for _ in range(CONNECTIONS)]
        for connection in asking:
            stale(connection, path, "")
        for number in range(times):
            note = f"Invented note {number}."
            correct(code, note)
            corrected, waiting = time.perf_counter(), asking
            while waiting := [connection for connection in waiting if stale(connection, path, note)]:
                time.sleep(0.001)
            found.append((time.perf_counter() - corrected) * 1000)
    return found


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ankang_api.settings")
    django.setup()
    print(json.dumps(delays(int(sys.argv[1]), int(sys.argv[2]))))
