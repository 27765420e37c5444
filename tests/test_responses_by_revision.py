"""No kept answer is ever stale or of something else: readers and writers in several processes, asked at random."""

import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from tests.databases import start_writer
from tests.serving import ROOT, free_port, serving

Seen = dict[str, Any]


@contextmanager
def reading(url: str, address: str, seed: str, said: Path) -> Iterator[None]:
    """A reader that is asking, and stops at the end; what came is in the file."""
    settings = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "ankang_api.settings"}
    command = [sys.executable, "-m", "tests.reading", address, seed]
    with (
        said.open("w") as file,
        subprocess.Popen(command, cwd=ROOT, env=os.environ | settings, stdin=subprocess.PIPE, stdout=file) as process,
    ):
        while process.poll() is None and not said.stat().st_size:
            time.sleep(0.05)
        yield
        process.communicate()
    assert process.returncode == 0


def fetched(address: str, path: str, query: dict[str, str]) -> str:
    with urlopen(f"{address}/api/v1/{path}?{urlencode(query)}") as answer:
        return str(answer.read().decode())


def content(body: str) -> Any:
    """What an answer says, without its links and the query, which name the revision where that is asked for."""
    try:
        found = json.loads(body)
    except ValueError:
        return body
    if "results" in found:
        return [found["count"], found["results"]]
    found.pop("links", None)
    return found


def test_each_answer_is_what_is_computed_at_its_revision(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [tmp_path / f"{seed}.jsonl" for seed in ("an", "kang", os.environ.get("READERS_SEED", "610900"))]
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with serving(database_url, port, "--workers", "2"), ExitStack() as readers:
        for file in files:
            readers.enter_context(reading(database_url, address, file.stem, file))
        writers = [start_writer(database_url, f"writer-{number}") for number in range(2)]
        assert [(writer.communicate()[0], writer.returncode) for writer in writers] == [("", 0)] * 2
        last = json.loads(fetched(address, "revisions", {"page_size": "1"}))["meta"]["revision"]
    monkeypatch.setenv("ANSWER_CACHE_BYTES", "0")
    with serving(database_url, port, "--workers", "1"):
        seen = [json.loads(line) for file in files for line in file.read_text().splitlines()]
        require_right(seen, address, last)


def require_right(seen: list[Seen], address: str, last: int) -> None:
    """Each answer is one that was computed for what was asked, whole, and of no earlier revision than it must be."""
    known: dict[str, dict[int, Any]] = {}
    by_question: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        by_question[one["about"]].append(one)
    assert {one["status"] for one in seen} == {200, 304}
    assert any(one["kept"] == "ankang; hit" for one in seen)
    for answers in by_question.values():
        path, parameters = answers[0]["path"], answers[0]["parameters"]
        bodies: dict[str, str] = {}
        question = f"{path} {sorted(parameters.items())}"  # whatever the coding
        if question not in known:
            known[question] = {
                number: content(fetched(address, path, parameters | {"revision": str(number)}))
                for number in range(1, last + 1)
            }
        computed = known[question]
        read: dict[str, tuple[Any, int | None]] = {}
        for one in answers:
            if one["etag"] not in read:
                assert one["status"] == 200  # 304 only to who has what it stands for
                bodies[one["etag"]], read[one["etag"]] = one["body"], (content(one["body"]), stated(one["body"]))
            found, number = read[one["etag"]]
            assert one["status"] == 304 or one["body"] == bodies[one["etag"]]  # an ETag is of one body alone
            possible = [number] if number else range(one["committed"], last + 1)
            assert number is None or number >= one["committed"], one
            assert found in [computed[number] for number in possible], one


def stated(body: str) -> int | None:
    """The revision that an answer says it is of; tables and single records do not."""
    try:
        return int(json.loads(body)["meta"]["revision"])
    except (ValueError, KeyError):
        return None
