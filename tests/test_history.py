"""The history of a record: each version, with the revisions between which it was current."""

from typing import Any

import pytest
from django.test import Client

from indicators.models import Metric, Observation, Region, Revision
from programmes.models import Part, ProgrammeMetric
from tests.editing import correcting, set_time
from tests.formats import MEDIA_TYPES
from tests.notes import NOTE_EN, NOTE_ZH

pytestmark = pytest.mark.django_db

POPULATION = "ankang-report-poor-population-610900-2018"
BANQUETS = "ankang-report-banquets-change-610900-undated"
LOADED: dict[str, Any] = {
    "code": POPULATION,
    "revision_from": 1,
    "revision_to": 2,
    "time": "2025-11-24T08:30:00Z",
    "revision_kind": "load",
    "role": "loader",
    "reason": "Load of fixtures",
    "changed": [],
    "withdrawn": False,
    "replaced_by": None,
    "corrected": False,
    "note_zh": NOTE_ZH,
    "note_en": NOTE_EN,
    "time_period": "2018",
    "period_start": "2018-01-01",
    "period_end": "2018-12-31",
    "period_basis": "stated",
    "base_period": None,
    "comparison": None,
    "period_quote": "ankang-report-p1-2012-to-2018",
    "value": 229600,
    "value_low": 229550,
    "value_high": 229650,
    "value_text": "22.96万人",
    "printed_mult": 4,
    "printed_decimals": 2,
    "value_type": "actual",
    "qualifier": "exact",
    "obs_status": "A",
    "derivation": "printed",
    "restates": None,
    "document": "ankang-report",
    "metric": "poor-population",
    "region": "610900",
    "quote": "ankang-report-p1-poor-population-2018",
    "quote_exact": "减少到22.96万人",
}
CORRECTED = LOADED | {
    "revision_from": 2,
    "revision_to": 3,
    "time": "2025-11-25T08:30:00Z",
    "revision_kind": "correction",
    "role": "corrector",
    "reason": "Misread.",
    "changed": ["value", "value_text"],
    "corrected": True,
    "value": 229700,
    "value_low": 229650,
    "value_high": 229750,
    "value_text": "22.97万人",
}
WITHDRAWN = CORRECTED | {
    "revision_from": 3,
    "revision_to": 4,
    "time": "2025-11-26T08:30:00Z",
    "revision_kind": "withdrawal",
    "reason": "Not in the report.",
    "changed": [],
    "withdrawn": True,
    "replaced_by": BANQUETS,
}
REINSTATED = CORRECTED | {
    "revision_from": 4,
    "revision_to": None,
    "time": "2025-11-27T08:30:00Z",
    "revision_kind": "reinstatement",
    "reason": "It is.",
    "changed": [],
}


@pytest.fixture
def eventful() -> None:
    """The record is corrected in revision 2, withdrawn in 3 and reinstated in 4."""
    observation = Observation.objects.get(code=POPULATION)
    observation.value, observation.value_text = 229700, "22.97万人"
    with correcting("Misread.") as changeset:
        changeset.save(observation)
    with correcting("Not in the report.", Revision.Kind.WITHDRAWAL) as changeset:
        changeset.withdraw(observation, replaced_by=BANQUETS)
    with correcting("It is.", Revision.Kind.REINSTATEMENT) as changeset:
        changeset.reinstate(Observation.history.current().get(code=POPULATION))
    for number, day in enumerate((24, 25, 26, 27), 1):
        set_time(number, f"2025-11-{day}T08:30:00Z")


def versions(client: Client, path: str) -> Any:
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 200
    return response.json()["results"]


@pytest.mark.usefixtures("eventful")
def test_every_version_is_there_oldest_first(client: Client) -> None:
    assert versions(client, f"observations/{POPULATION}/history") == [LOADED, CORRECTED, WITHDRAWN, REINSTATED]


@pytest.mark.usefixtures("eventful")
@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("revision=1", [LOADED | {"revision_to": None}]),
        ("revision=2", [LOADED, CORRECTED | {"revision_to": None}]),
        ("revision=3", [LOADED, CORRECTED, WITHDRAWN | {"revision_to": None}]),
        ("as_of=2025-11-25T12:00:00Z", [LOADED, CORRECTED | {"revision_to": None}]),
    ],
)
def test_the_past_knows_nothing_of_what_came_later(client: Client, moment: str, shown: list[Any]) -> None:
    assert versions(client, f"observations/{POPULATION}/history?{moment}") == shown


def test_a_withdrawn_record_has_its_history_and_names_what_it_was_of(client: Client) -> None:
    with correcting("Not in the report.", Revision.Kind.WITHDRAWAL) as changeset:
        changeset.withdraw(Observation.objects.get(code=BANQUETS))
        changeset.withdraw(ProgrammeMetric.objects.get(metric__code="banquets-change"))
        changeset.withdraw(Metric.objects.get(code="banquets-change"))
    assert client.get(f"/api/v1/observations/{BANQUETS}").status_code == 410
    rows = versions(client, f"observations/{BANQUETS}/history?fields=revision_from,withdrawn,metric,region,reason")
    first = {"revision_from": 1, "withdrawn": False, "metric": "banquets-change", "region": "610900"}
    assert rows == [
        first | {"reason": "Load of fixtures"},
        first | {"revision_from": 2, "withdrawn": True, "reason": "Not in the report."},
    ]


@pytest.mark.usefixtures("eventful")
def test_pages_and_order_are_those_of_any_list(client: Client) -> None:
    address = f"/api/v1/observations/{POPULATION}/history?fields=revision_from,changed"
    page = client.get(f"{address}&page_size=3").json()
    assert page["count"] == 4
    assert client.get(page["next"]).json()["results"] == [{"revision_from": 4, "changed": []}]
    newest = client.get(f"{address}&sort=-revision_from&page_size=3").json()
    assert [row["revision_from"] for row in newest["results"]] == [4, 3, 2]
    assert newest["results"][2]["changed"] == ["value", "value_text"]
    ended = client.get(f"{address}&sort=revision_to&page_size=2&revision=3").json()
    assert [row["revision_from"] for row in ended["results"]] == [1, 2]
    assert [row["revision_from"] for row in client.get(ended["next"]).json()["results"]] == [3]


@pytest.mark.usefixtures("eventful")
@pytest.mark.parametrize("format", MEDIA_TYPES)
def test_every_format_has_it(client: Client, format: str) -> None:
    response = client.get(f"/api/v1/observations/{POPULATION}/history.{format}?revision=2")
    assert response.status_code == 200
    assert response["Content-Type"].partition(";")[0] == MEDIA_TYPES[format]


@pytest.mark.usefixtures("eventful")
def test_a_table_has_the_same_rows(client: Client) -> None:
    fields = "fields=revision_from,revision_to,time,changed,withdrawn,value"
    text = client.get(f"/api/v1/observations/{POPULATION}/history.csv?{fields}").getvalue().decode()
    assert text.splitlines() == [
        "revision_from,revision_to,time,changed,withdrawn,value",
        "1,2,2025-11-24T08:30:00Z,,false,229600",
        "2,3,2025-11-25T08:30:00Z,value; value_text,false,229700",
        "3,4,2025-11-26T08:30:00Z,,true,229700",
        "4,,2025-11-27T08:30:00Z,,false,229700",
    ]


@pytest.mark.parametrize(
    "path",
    [
        "metrics/poor-population",
        "regions/610900",
        "units/person",
        "programmes/three-changes",
        "parts/one-covenant-four-councils",
        "achievements/ankang-report-classic-case",
        "documents/ankang-report",
        "derived/ankang-report-relocated-people-2011-2015",
        "relations/ankang-report-implied-base-population",
    ],
)
def test_every_kind_of_record_has_a_history(client: Client, path: str) -> None:
    [version] = versions(client, f"{path}/history")
    record = client.get(f"/api/v1/{path}").json()
    assert (version["revision_from"], version["revision_to"], version["changed"]) == (1, None, [])
    plain = {name for name in version if name in record and not isinstance(record[name], dict)}
    assert {name: version[name] for name in plain} == {name: record[name] for name in plain}


def test_a_relation_and_a_kind_are_of_the_record(client: Client) -> None:
    part = Part.objects.get(code="one-covenant-four-councils")
    part.kind = Part.Kind.GOAL
    with correcting("It is a goal.") as changeset:
        changeset.save(part)
    rows = versions(client, "parts/one-covenant-four-councils/history?fields=revision_kind,kind,changed,programme")
    assert rows[1] == {
        "revision_kind": "correction",
        "kind": "goal",
        "changed": ["kind"],
        "programme": "new-civic-norms",
    }


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("observations/nothing/history", 404),
        ("observations/nothing/history.csv", 404),
        ("regions/610900/history/1", 404),
        ("regions/610900/history?revision=2", 400),
        ("regions/nothing/history?revision=2", 400),
        ("regions/610900/history?level=county", 400),
        ("regions/610900/history?changed_since=1", 400),
        ("regions/610900/history.atom", 404),
    ],
)
def test_what_there_is_not_is_refused(client: Client, path: str, status: int) -> None:
    assert client.get(f"/api/v1/{path}").status_code == status


def test_a_record_has_no_history_before_it_was_published(client: Client) -> None:
    area = Region(code="south", code_system="own", level="area", name_zh="南部", name_en="The South", parent=None)
    with correcting() as changeset:
        changeset.save(area)
    assert len(versions(client, "regions/south/history")) == 1
    assert client.get("/api/v1/regions/south/history?revision=1").status_code == 404
