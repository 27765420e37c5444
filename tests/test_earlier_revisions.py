"""Reading as of a revision or an instant: every endpoint in every format."""

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta, timezone
from typing import Any

import pytest
from django.test import Client

from indicators.models import Membership, Metric, Observation, Region, Revision
from programmes.models import Programme, ProgrammeMetric
from tests.editing import correct, correcting, set_time, withdraw
from tests.formats import MEDIA_TYPES

pytestmark = pytest.mark.django_db

POPULATION = "ankang-report-poor-population-610900-2018"
BANQUETS = "ankang-report-banquets-change-610900-undated"
FIELDS = "fields=code,value,metric_name_en,corrected,withdrawn,revision"


def observation(code: str = POPULATION) -> Observation:
    found: Observation = Observation.objects.get(code=code)
    return found


def reinstate(model: Any, code: str) -> None:
    with correcting(kind=Revision.Kind.REVERT) as changeset:
        changeset.reinstate(model.history.current().get(code=code))


def rows(client: Client, query: str) -> list[dict[str, str]]:
    response = client.get(f"/api/v1/{query}")
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.getvalue().decode())))


def test_a_correction_shows_at_once_and_the_old_value_stays_to_be_read(client: Client) -> None:
    correct(observation(), value=229700)
    correct(Metric.objects.get(code="poor-population"), name_en="Population enrolled as poor")
    query = f"observations.csv?metric=poor-population&period=2018&{FIELDS}"
    row = {"code": POPULATION, "value": "229700", "metric_name_en": "Population enrolled as poor"}
    assert rows(client, query) == [row | {"corrected": "true", "withdrawn": "false", "revision": "2"}]
    row["metric_name_en"] = "Poor population"
    assert rows(client, f"{query}&revision=2") == [row | {"corrected": "true", "withdrawn": "false", "revision": "2"}]
    row["value"] = "229600"
    assert rows(client, f"{query}&revision=1") == [row | {"corrected": "false", "withdrawn": "false", "revision": "1"}]


@pytest.mark.parametrize("format", MEDIA_TYPES)
def test_every_format_gives_the_past_byte_for_byte(client: Client, format: str) -> None:
    address = f"/api/v1/observations.{format}?revision=1"
    before = client.get(address)
    correct(observation(), value=229700)
    correct(Region.objects.get(code="610900"), name_en="City of Ankang")
    withdraw(observation(BANQUETS))
    after = client.get(address)
    assert before.getvalue() == after.getvalue()
    assert before["ETag"] == after["ETag"]
    assert after["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get(address, headers={"If-None-Match": before["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    "address",
    [
        "",
        "observations?latest=true&within=qinba",
        f"observations/{POPULATION}",
        "series?metric=poor-population",
        "series/poor-population--610900",
        "metrics?programme=three-changes",
        "regions?member_of=qinba&sort=-name_en",
        "programmes/three-changes",
        "search?q=农户",
        "verification?metric=poor-population",
        "documents/ankang-report/coverage",
        "documents/ankang-report/quotes?page_size=1000",
    ],
)
def test_every_endpoint_gives_the_past_as_it_was(client: Client, address: str) -> None:
    def body() -> Any:
        return client.get(f"/api/v1/{address}{'&' if '?' in address else '?'}revision=1").json()

    before = body()
    correct(observation(), value=229700)
    correct(Metric.objects.get(code="three-changes-households"), name_zh="三变改革", name_en="Zzz")
    correct(Programme.objects.get(code="three-changes"), name_zh="三变", name_en="Zzz")
    correct(Region.objects.get(code="610900"), name_en="Zzz")
    withdraw(ProgrammeMetric.objects.get(metric__code="three-changes-households"))
    withdraw(Membership.objects.filter(area__code="qinba")[0])
    withdraw(observation("ankang-report-three-changes-households-610900-undated"))
    assert body() == before


def test_an_instant_names_the_revision_that_stood_then(client: Client) -> None:
    loaded = Revision.objects.get(number=1).time
    correct(observation(), value=229700)
    instant = (loaded + timedelta(microseconds=1)).isoformat()
    address = f"/api/v1/observations/{POPULATION}"
    assert client.get(address, {"as_of": instant}).json()["value"] == 229600
    assert client.get(f"{address}?as_of={instant}").json()["value"] == 229600  # the + read as a space
    assert client.get(address, {"as_of": Revision.objects.get(number=2).time.isoformat()}).json()["value"] == 229700
    far = loaded.astimezone(timezone(timedelta(hours=-20, minutes=-45)))  # PostgreSQL itself knows no such offset
    assert client.get(address, {"as_of": far.isoformat()}).json()["value"] == 229600
    meta = client.get("/api/v1/units", {"as_of": loaded.isoformat()}).json()["meta"]
    assert (meta["revision"], meta["as_of"]) == (1, loaded.isoformat().replace("+00:00", "Z"))
    set_time(1, "2025-11-24T10:00:00Z")
    meta = client.get("/api/v1/units", {"as_of": "2025-11-24T18:30:00+08:00"}).json()["meta"]
    assert (meta["revision"], meta["as_of"], meta["updated_at"]) == (1, "2025-11-24T10:30:00Z", "2025-11-24T10:00:00Z")


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("revision=2", "Revision 2 does not exist yet; the newest is 1."),
        ("revision=0", "revision is the number of a revision, 1 to 1, not 0."),
        ("revision=one", "revision is the number of a revision, 1 to 1, not one."),
        ("revision=99999999999999999999", "revision is the number of a revision, 1 to 1, not 99999999999999999999."),
        ("as_of=2999-01-01T00:00:00Z", "2999-01-01T00:00:00Z is in the future."),
        (
            "as_of=2018-01-01",
            "as_of is an instant with its offset; write 2026-11-24T08:00:00Z or 2026-11-24T16:00:00%2B08:00 "
            "(the + as %2B), not 2018-01-01.",
        ),
        (
            "revision=1&as_of=2026-01-01T00:00:00Z",
            "revision and as_of both name a state of the data; give one of them.",
        ),
        ("changed_since=2", "changed_since is the number of a revision, 1 to 1, not 2."),
        ("changed_since=1&latest=true", "latest cannot be combined with changed_since."),
    ],
)
def test_a_state_that_there_is_not_is_refused(client: Client, query: str, detail: str) -> None:
    response = client.get(f"/api/v1/observations?{query}")
    assert response.status_code == 400
    assert response.json()["detail"] == detail.replace("00%2B08", "00+08")


def test_before_the_first_revision_there_is_nothing_to_read(client: Client) -> None:
    body = client.get("/api/v1/units/person?as_of=2018-01-01T00:00:00%2B08:00").json()
    first = Revision.objects.get(number=1).time.isoformat().replace("+00:00", "Z")
    assert body["detail"] == (f"Nothing was published yet at 2017-12-31T16:00:00Z; the first revision is of {first}.")
    assert [error["parameter"] for error in body["errors"]] == ["as_of"]


def test_a_walk_stays_at_the_revision_it_began_at(client: Client) -> None:
    whole = client.get("/api/v1/observations?sort=value&page_size=1000").json()["results"]
    page = client.get("/api/v1/observations?sort=value&page_size=20").json()
    walked = page["results"]
    correct(observation(walked[0]["code"]), value=10**12)  # it would come again at the end
    withdraw(observation(whole[30]["code"]))
    while page["next"]:
        page = client.get(page["next"]).json()
        assert page["meta"]["revision"] == 1
        walked += page["results"]
    assert walked == whole
    assert client.get("/api/v1/observations?page_size=1").json()["meta"]["revision"] == 3


def test_a_withdrawn_record_is_gone_and_says_why(client: Client) -> None:
    withdraw(observation(BANQUETS), reason="It is not in the report.", replaced_by=POPULATION)
    response = client.get(f"/api/v1/observations/{BANQUETS}")
    assert response.json() == {
        "type": "http://testserver/api/v1/problems/gone",
        "title": "Gone",
        "status": 410,
        "detail": f"{BANQUETS} was withdrawn in revision 2: It is not in the report. "
        f"{POPULATION} was published in its place.",
        "instance": f"/api/v1/observations/{BANQUETS}",
        "code": "gone",
        "errors": [],
        "request_id": None,
        "withdrawn_in": 2,
        "replaced_by": POPULATION,
    }
    assert client.get(f"/api/v1/observations/{BANQUETS}?revision=1").status_code == 200
    reinstate(Observation, BANQUETS)
    found = [client.get(f"/api/v1/observations/{BANQUETS}?revision={n}").status_code for n in (1, 2, 3)]
    assert found == [200, 410, 200]


def test_a_record_is_not_found_before_it_was_published(client: Client) -> None:
    area = Region(code="south", code_system="own", level="area", name_zh="南部", name_en="The South", parent=None)
    correct(area)
    assert client.get("/api/v1/regions/south").status_code == 200
    assert client.get("/api/v1/regions/south?revision=1").status_code == 404


def test_a_mirror_follows_what_changes(client: Client) -> None:
    def read(query: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in client.get(f"/api/v1/observations.jsonl{query}").getvalue().splitlines()]

    def follow() -> None:
        since = int(Revision.objects.order_by("-number").values_list("number", flat=True)[1])
        for row in read(f"?changed_since={since}"):
            if row["withdrawn"]:
                del mirror[row["code"]]
            else:
                mirror[row["code"]] = row
        assert mirror == {row["code"]: row for row in read("")}

    mirror = {row["code"]: row for row in read("")}
    steps: list[Callable[[], None]] = [
        lambda: correct(observation(), value=229700),
        lambda: correct(Metric.objects.get(code="poor-population"), name_en="Zzz"),
        lambda: correct(Region.objects.get(code="610900"), name_en="Zzz"),
        lambda: withdraw(ProgrammeMetric.objects.get(metric__code="three-changes-households")),
        lambda: withdraw(observation(BANQUETS)),
        lambda: reinstate(Observation, BANQUETS),
    ]
    for step in steps:
        step()
        follow()
    assert len(mirror) == 48


def test_what_changed_is_told_of_each_record_once(client: Client) -> None:
    withdraw(observation(BANQUETS))
    correct(Metric.objects.get(code="banquets-change"), name_en="Zzz")
    assert [row["code"] for row in rows(client, f"observations.csv?changed_since=1&{FIELDS}")] == [BANQUETS]
    assert rows(client, f"observations.csv?changed_since=2&{FIELDS}") == []
    assert [row["code"] for row in rows(client, "metrics.csv?changed_since=2")] == ["banquets-change"]
    withdraw(Membership.objects.filter(area__code="qinba").order_by("region__code")[0])
    [region] = rows(client, "regions.csv?changed_since=3")
    assert "qinba" not in region["member_of"]


def test_what_changed_can_be_asked_of_the_past(client: Client) -> None:
    correct(observation(), value=229700)
    correct(observation("ankang-report-poor-population-610900-2012"), value=1005001)
    query = "observations.csv?fields=code&changed_since=1"
    assert [row["code"] for row in rows(client, f"{query}&revision=2")] == [POPULATION]
    assert len(rows(client, query)) == 2
