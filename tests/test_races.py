"""Writers in several processes at once, and readers meanwhile: every revision is whole, and none is lost."""

import json
from urllib.request import urlopen

from tests.databases import WRITER_REVISIONS, manage, start_writer
from tests.serving import free_port, serving

WRITERS = 4


def notes(address: str, query: str = "") -> tuple[int, dict[str, str | None]]:
    """The revision that an answer says it is of, and the notes in it."""
    with urlopen(f"{address}/api/v1/observations?page_size=1000{query}") as answer:
        body = json.load(answer)
    return body["meta"]["revision"], {row["code"]: row["note_en"] for row in body["results"]}


def revisions(address: str) -> list[tuple[int, str]]:
    with urlopen(f"{address}/api/v1/revisions?page_size=1000") as answer:
        return sorted((row["number"], row["reason"]) for row in json.load(answer)["results"])


def test_writers_and_readers_at_once(database_url: str) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    read: list[tuple[int, dict[str, str | None]]] = []
    with serving(database_url, port):
        writers = [start_writer(database_url, f"writer-{number}") for number in range(WRITERS)]
        while any(writer.poll() is None for writer in writers):
            read.append(notes(address))
        assert [(writer.communicate()[0], writer.returncode) for writer in writers] == [("", 0)] * WRITERS
        read.append(notes(address))
        known = revisions(address)
        again = {number: notes(address, f"&revision={number}") for number in {number for number, _ in read}}
    last = 1 + WRITERS * WRITER_REVISIONS
    assert [number for number, _ in known] == list(range(1, last + 1))
    made = [f"writer-{number} {turn}" for number in range(WRITERS) for turn in range(1, WRITER_REVISIONS + 1)]
    assert sorted(reason for _, reason in known[1:]) == made
    reasons = dict(known)
    for number, found in read:
        assert (number, found) == again[number]
        assert number == 1 or list(found.values()).count(reasons[number]) == 10
    assert (read[-1][0], [number for number, _ in read]) == (last, sorted(number for number, _ in read))
    code, printed = manage(database_url, "verify_history")
    assert code == 0, printed
    assert printed.startswith(f"Checked {last} revisions, 518 records, ")
