"""The list of revisions: what made each state of the data, when, by which role, and why; never who."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from django.contrib.auth.models import User
from django.test import Client

from indicators.history.changeset import open_changeset
from indicators.history.redaction import redact
from indicators.models import Observation, Revision
from tests.editing import correcting, set_time

pytestmark = pytest.mark.django_db

POPULATION = "ankang-report-poor-population-610900-2018"
LOAD = {
    "number": 1,
    "time": "2025-11-24T08:00:00Z",
    "kind": "load",
    "role": "loader",
    "reason": "Load of fixtures",
    "redacted_in": None,
    "corrections": 0,
}
CORRECTION = {
    "number": 2,
    "time": "2025-11-25T08:30:00.250000Z",
    "kind": "correction",
    "role": "corrector",
    "reason": "The report prints 22.97, says Wang.",
    "redacted_in": None,
    "corrections": 2,
}


@pytest.fixture(autouse=True)
def corrected() -> None:
    """Two fields of one record are corrected by somebody whose name is nobody's business."""
    observation = Observation.objects.get(code=POPULATION)
    observation.value, observation.value_text = 229700, "22.97万人"
    user = User.objects.create(username="wang", first_name="Wang")
    reason = "The report prints 22.97, says Wang."
    with open_changeset(Revision.Kind.CORRECTION, "corrector", reason, user) as changeset:
        changeset.save(observation)
    set_time(1, "2025-11-24T08:00:00Z")
    set_time(2, "2025-11-25T08:30:00.250000Z")


def results(client: Client, query: str = "") -> Any:
    return client.get(f"/api/v1/revisions{query}").json()["results"]


def test_revisions_are_listed_newest_first_without_names(client: Client) -> None:
    assert results(client) == [CORRECTION, LOAD]
    for number, revision in ((2, CORRECTION), (1, LOAD)):
        one = client.get(f"/api/v1/revisions/{number}").json()
        assert one.pop("links")["corrections"] == f"http://testserver/api/v1/corrections?in_revision={number}"
        assert one == revision


def test_pages_walk_from_the_newest_to_the_first(client: Client) -> None:
    for _ in range(3):
        with correcting("Again.") as changeset:
            changeset.open_revision()
    page = client.get("/api/v1/revisions?page_size=2&fields=number").json()
    numbers = [row["number"] for row in page["results"]]
    while page["next"]:
        page = client.get(page["next"]).json()
        numbers += [row["number"] for row in page["results"]]
    assert numbers == [5, 4, 3, 2, 1]
    back = client.get(page["previous"]).json()
    assert [row["number"] for row in back["results"]] == [3, 2]
    assert [row["number"] for row in results(client, "?sort=corrections&page_size=4")] == [5, 4, 3, 1]
    assert [row["number"] for row in results(client, "?sort=-corrections,number")] == [2, 1, 3, 4, 5]
    assert [row["number"] for row in results(client, "?sort=time")][:2] == [1, 2]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("kind=load", [1]),
        ("kind=load,correction", [2, 1]),
        ("kind=revert", []),
        ("start_time=2025-11-25", [2]),
        ("end_time=2025-11-24", [1]),
        ("start_time=2025-11-24&end_time=2025-11-25", [2, 1]),
        ("start_time=2025-11-25T16:30:00.25%2B08:00", [2]),
        ("start_time=2025-11-25T16:30:00.25+08:00", [2]),
        ("start_time=2025-11-25T08:30:00.250001Z", []),
        ("end_time=2025-11-25T08:30:00.250Z", [2, 1]),
        ("end_time=2025-11-25T08:30:00Z", [1]),
        ("revision=1", [1]),
        ("as_of=2025-11-24T23:00:00Z", [1]),
    ],
)
def test_filters_choose_among_them(client: Client, query: str, numbers: list[int]) -> None:
    assert [row["number"] for row in results(client, f"?{query}")] == numbers


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("kind=corection", "There is no kind 'corection'. Did you mean correction?"),
        (
            "start_time=2026",
            "'2026' is not a day or an instant with its offset; write 2026-11-24 or 2026-11-24T16:00:00%2B08:00.",
        ),
        (
            "end_time=2026-11-31",
            "'2026-11-31' is not a day or an instant with its offset; write 2026-11-24 or 2026-11-24T16:00:00%2B08:00.",
        ),
        (
            "end_time=9999-12-31",
            "'9999-12-31' is not a day or an instant with its offset; write 2026-11-24 or 2026-11-24T16:00:00%2B08:00.",
        ),
        ("changed_since=1", "There is no parameter changed_since here."),
        ("user=wang", "There is no parameter user here."),
        ("fields=user", "There is no field 'user'. Did you mean number?"),
    ],
)
def test_what_it_does_not_know_it_refuses(client: Client, query: str, detail: str) -> None:
    response = client.get(f"/api/v1/revisions?{query}")
    assert response.status_code == 400
    assert response.json()["detail"].partition(" Did you")[0] == detail.partition(" Did you")[0]


@pytest.mark.parametrize("path", ["3", "0", "999999999", "9999999999", "1000000000000000000000", "one", "2?revision=1"])
def test_a_revision_that_there_is_not_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/api/v1/revisions/{path}").status_code == 404


def test_instants_are_instants_in_every_format(client: Client, tmp_path: Path) -> None:
    query = "kind=correction&fields=number,time"
    csv = client.get(f"/api/v1/revisions.csv?{query}").getvalue().decode()
    assert csv == "number,time\r\n2,2025-11-25T08:30:00.250000Z\r\n"
    lines = client.get(f"/api/v1/revisions.jsonl?{query}").getvalue().decode()
    assert lines == '{"number":2,"time":"2025-11-25T08:30:00.250000Z"}\n'
    (tmp_path / "table.xlsx").write_bytes(client.get(f"/api/v1/revisions.xlsx?{query}").getvalue())
    sheet = openpyxl.load_workbook(tmp_path / "table.xlsx").worksheets[0]
    assert list(sheet.values) == [("number", "time"), (2, datetime(2025, 11, 25, 8, 30, 0, 250000))]
    (tmp_path / "table.parquet").write_bytes(client.get(f"/api/v1/revisions.parquet?{query}").getvalue())
    table = duckdb.read_parquet(str(tmp_path / "table.parquet"))
    assert table.types == ["BIGINT", "TIMESTAMP WITH TIME ZONE"]
    assert table.select("number, epoch_us(time)").fetchall() == [
        (2, int(datetime(2025, 11, 25, 8, 30, tzinfo=UTC).timestamp() * 1_000_000) + 250_000)
    ]


def test_a_redacted_reason_is_redacted_in_the_past_too_and_says_so(client: Client) -> None:
    address = "/api/v1/revisions/2?revision=2"
    before = client.get(address)
    assert before["Cache-Control"] == "public, no-cache"  # nothing with a reason is kept without asking
    redact(2, "Wang", "publisher")
    set_time(3, "2025-11-26T00:00:00Z")
    after = client.get(address, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    body = after.json()
    assert body.pop("links").keys() == {"self", "corrections"}
    assert body == CORRECTION | {"reason": "The report prints 22.97, says ████.", "redacted_in": 3}
    assert client.get(address, headers={"If-None-Match": after["ETag"]}).status_code == 304
    assert results(client)[0] == {
        "number": 3,
        "time": "2025-11-26T00:00:00Z",
        "kind": "correction",
        "role": "publisher",
        "reason": "Redaction in the reason of revision 2.",
        "redacted_in": None,
        "corrections": 0,
    }
