"""Corrections in public: field by field, old and new, when and why; as a list, as tables, and as a feed."""

import csv
import io
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from indicators.history.redaction import redact
from indicators.models import Membership, Metric, Observation, Revision
from tests.editing import correcting, set_time
from tests.formats import MEDIA_TYPES

pytestmark = pytest.mark.django_db

POPULATION = "ankang-report-poor-population-610900-2018"
BANQUETS = "ankang-report-banquets-change-610900-undated"
LINK = "610900--qinba"
ATOM = "{http://www.w3.org/2005/Atom}"
CHANGE: dict[str, Any] = {
    "code": "2-1",
    "revision": 2,
    "time": "2025-11-25T08:30:00Z",
    "kind": "correction",
    "role": "corrector",
    "reason": "The report prints 22.97 & not < 22.96.",
    "record_type": "observation",
    "record": POPULATION,
    "action": "changed",
    "field": "value",
    "old": "229600",
    "new": "229700",
    "quote": "ankang-report-p1-poor-population-2018",
    "quote_exact": "减少到22.96万人",
    "replaced_by": None,
}


@pytest.fixture(autouse=True)
def corrected() -> None:
    """Revision 2 corrects two records, 3 withdraws two, 4 publishes one of them again."""
    with correcting("The report prints 22.97 & not < 22.96.") as changeset:
        observation = Observation.objects.get(code=POPULATION)
        observation.value, observation.value_text = 229700, "22.97万人"
        changeset.save(observation)
        metric = Metric.objects.get(code="poor-population")
        metric.name_en = "People enrolled as poor"
        changeset.save(metric)
    with correcting("It is not in the report.", Revision.Kind.WITHDRAWAL) as changeset:
        changeset.withdraw(Observation.objects.get(code=BANQUETS), replaced_by=POPULATION)
        changeset.withdraw(Membership.objects.get(region__code="610900", area__code="qinba"))
    with correcting("It is in the report after all.", Revision.Kind.REINSTATEMENT) as changeset:
        changeset.reinstate(Observation.history.current().get(code=BANQUETS))
    for number, day in enumerate((24, 25, 26, 27), 1):
        set_time(number, f"2025-11-{day}T08:30:00Z")


def results(client: Client, query: str = "") -> Any:
    return client.get(f"/api/v1/corrections{query}").json()["results"]


def codes(client: Client, query: str) -> list[str]:
    return [row["code"] for row in results(client, f"?fields=code&{query}")]


def test_each_field_has_its_row_the_newest_revision_first(client: Client) -> None:
    rows = results(client)
    assert [row["code"] for row in rows] == ["4-1", "3-1", "3-2", "2-1", "2-2", "2-3"]
    whole = {"field": None, "old": None, "new": None}
    assert rows[3] == CHANGE
    assert rows[4] == CHANGE | {"code": "2-2", "field": "value_text", "old": "22.96万人", "new": "22.97万人"}
    assert rows[5] == CHANGE | {
        "code": "2-3",
        "record_type": "metric",
        "record": "poor-population",
        "field": "name_en",
        "old": "Poor population",
        "new": "People enrolled as poor",
        "quote": None,
        "quote_exact": None,
    }
    withdrawal = {
        "time": "2025-11-26T08:30:00Z",
        "revision": 3,
        "kind": "withdrawal",
        "reason": "It is not in the report.",
        "action": "withdrawn",
    }
    quote = {"quote": "ankang-report-p3-banquets-change", "quote_exact": "减少三分之二"}
    banquets = CHANGE | whole | withdrawal | quote | {"code": "3-1", "record": BANQUETS, "replaced_by": POPULATION}
    assert rows[1] == banquets | {"quote": rows[1]["quote"], "quote_exact": rows[1]["quote_exact"]}
    link = {"code": "3-2", "record_type": "membership", "record": LINK}
    link |= {"quote": "ankang-report-p1-qinba", "quote_exact": "安康全域位于秦巴山集中连片特困地区"}
    assert rows[2] == CHANGE | whole | withdrawal | link
    assert rows[0]["action"] == "reinstated"
    one = client.get("/api/v1/corrections/2-1").json()
    assert one.pop("links").keys() == {"self", "revision"}
    assert one == CHANGE


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (f"record={POPULATION}", ["2-1", "2-2"]),
        (f"record={POPULATION},poor-population", ["2-1", "2-2", "2-3"]),
        (f"record={LINK}", ["3-2"]),
        ("record=qinba", []),
        ("record_type=metric,membership", ["3-2", "2-3"]),
        ("field=value_text,name_en", ["2-2", "2-3"]),
        ("action=withdrawn", ["3-1", "3-2"]),
        ("kind=reinstatement", ["4-1"]),
        ("kind=revert,addition", []),
        ("in_revision=2,4", ["4-1", "2-1", "2-2", "2-3"]),
        ("start_time=2025-11-26", ["4-1", "3-1", "3-2"]),
        ("end_time=2025-11-25", ["2-1", "2-2", "2-3"]),
        ("revision=2", ["2-1", "2-2", "2-3"]),
        ("revision=1", []),
        ("as_of=2025-11-25T12:00:00Z&action=changed&field=value", ["2-1"]),
        ("sort=field,-revision", ["2-3", "2-1", "2-2", "4-1", "3-2", "3-1"]),
    ],
)
def test_filters_choose_among_them(client: Client, query: str, found: list[str]) -> None:
    assert codes(client, query) == found


@pytest.mark.parametrize(
    ("query", "parameter", "detail"),
    [
        ("record=nobody", "record", "'nobody' is not the code of a record."),
        ("field=valu", "field", "There is no field 'valu'. Did you mean value?"),
        ("action=change", "action", "There is no action 'change'. Did you mean changed?"),
        (
            "record_type=observations",
            "record_type",
            "There is no record_type 'observations'. Did you mean observation?",
        ),
        ("in_revision=0", "in_revision", "'0' is not the number of a revision; write 5."),
        ("in_revision=99999999999", "in_revision", "'99999999999' is not the number of a revision; write 5."),
        ("user=wang", "user", "There is no parameter user here."),
        ("record=%00", "record", "Null characters are not allowed."),
    ],
)
def test_what_it_does_not_know_it_refuses(client: Client, query: str, parameter: str, detail: str) -> None:
    response = client.get(f"/api/v1/corrections?{query}")
    assert response.status_code == 400
    [error] = response.json()["errors"]
    assert (error["parameter"], error["detail"]) == (parameter, detail)


@pytest.mark.parametrize("path", ["2-4", "9-1", "2", "0-1", "999999999-999999999", "2-1?revision=1"])
def test_a_correction_that_there_is_not_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/api/v1/corrections/{path}").status_code == 404


def test_pages_give_each_correction_once(client: Client) -> None:
    page = client.get("/api/v1/corrections?page_size=2&fields=code").json()
    found = [row["code"] for row in page["results"]]
    while page["next"]:
        page = client.get(page["next"]).json()
        found += [row["code"] for row in page["results"]]
    assert found == ["4-1", "3-1", "3-2", "2-1", "2-2", "2-3"]
    assert client.get(page["previous"]).json()["results"] == [{"code": "3-2"}, {"code": "2-1"}]


@pytest.mark.parametrize("format", MEDIA_TYPES)
def test_every_format_has_them(client: Client, format: str) -> None:
    response = client.get(f"/api/v1/corrections.{format}?action=changed")
    assert response.status_code == 200
    assert response["Content-Type"].partition(";")[0] == MEDIA_TYPES[format]


def test_a_table_has_the_same_row(client: Client) -> None:
    text = client.get("/api/v1/corrections.csv?field=value").getvalue().decode()
    [row] = csv.DictReader(io.StringIO(text))
    assert row == CHANGE | {"revision": "2", "replaced_by": ""}


def feed(client: Client, query: str = "") -> ElementTree.Element:
    response = client.get(f"/api/v1/corrections.atom{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert "Content-Disposition" not in response
    return ElementTree.fromstring(response.getvalue())


def texts(element: ElementTree.Element) -> dict[str, str | None]:
    """What an element's children say by name: their text, or where they lead."""
    return {child.tag.removeprefix(ATOM): child.text or child.get("href") or child.get("term") for child in element}


def test_a_feed_reader_sees_who_changed_what_and_why(client: Client) -> None:
    found = feed(client, "?field=value")
    links = {link.get("rel"): link.get("href") for link in found.findall(f"{ATOM}link")}
    assert links == {
        "self": "http://testserver/api/v1/corrections.atom?field=value",
        "alternate": "http://testserver/api/v1/corrections",
    }
    about = texts(found)
    assert (about["id"], about["title"], about["updated"]) == (
        "http://testserver/api/v1/corrections.atom?field=value",
        "Ankang open data on poverty reduction: corrections",
        "2025-11-25T08:30:00Z",
    )
    assert found.findtext(f"{ATOM}author/{ATOM}name") == "Ankang open-data API"
    [entry] = found.findall(f"{ATOM}entry")
    assert texts(entry) == {
        "title": f"observation {POPULATION}, value: 229600 → 229700",
        "link": f"http://testserver/api/v1/observations/{POPULATION}/history",
        "updated": "2025-11-25T08:30:00Z",
        "id": "http://testserver/api/v1/corrections/2-1",
        "summary": "The report prints 22.97 &amp; not &lt; 22.96.",
        "category": "correction",
        "content": "<p>Reason: The report prints 22.97 &amp; not &lt; 22.96.</p>"
        "<p>Revision: 2, a correction by the corrector</p><p>The report says: “减少到22.96万人”</p>",
    }


def test_the_feed_is_the_list(client: Client) -> None:
    titles = [entry.findtext(f"{ATOM}title") for entry in feed(client).findall(f"{ATOM}entry")]
    assert titles == [
        f"observation {BANQUETS}: reinstated",
        f"observation {BANQUETS}: withdrawn",
        f"membership {LINK}: withdrawn",
        f"observation {POPULATION}, value: 229600 → 229700",
        f"observation {POPULATION}, value_text: 22.96万人 → 22.97万人",
        "metric poor-population, name_en: Poor population → People enrolled as poor",
    ]
    withdrawn = feed(client, "?action=withdrawn").findall(f"{ATOM}entry")
    assert f"<p>Replaced by: {POPULATION}</p>" in (withdrawn[0].findtext(f"{ATOM}content") or "")
    assert texts(withdrawn[1])["link"] == "http://testserver/api/v1/corrections/3-2"
    for link in [texts(entry)["link"] for entry in feed(client).findall(f"{ATOM}entry")]:
        assert client.get(str(link)).status_code == 200
    empty = feed(client, "?revision=1")
    assert (empty.findall(f"{ATOM}entry"), texts(empty)["updated"]) == ([], "2025-11-24T08:30:00Z")


def test_the_feed_holds_the_newest_hundred(client: Client) -> None:
    metric = Metric.objects.get(code="poor-population")
    with correcting("Names are tried.") as changeset:
        for number in range(101):
            metric.name_en = f"Name {number}"
            changeset.save(metric)
    entries = feed(client, "?in_revision=5").findall(f"{ATOM}entry")
    assert len(entries) == 100
    assert client.get("/api/v1/corrections?in_revision=5&page_size=1").json()["count"] == 101


def test_the_feed_is_asked_for_in_three_ways_and_nowhere_else(client: Client) -> None:
    atom = "application/atom+xml"
    for answer in (
        client.get("/api/v1/corrections?format=atom"),
        client.get("/api/v1/corrections", headers={"Accept": f"{atom}, */*;q=0.1"}),
    ):
        assert answer["Content-Type"] == f"{atom}; charset=utf-8"
    tag = client.get("/api/v1/corrections.atom")["ETag"]
    assert client.get("/api/v1/corrections.atom", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/api/v1/units.atom").status_code == 404
    assert client.get("/api/v1/corrections/2-1.atom").status_code == 404
    assert client.get("/api/v1/units?format=atom").status_code == 400
    assert client.get("/api/v1/corrections/2-1?format=atom").status_code == 400
    assert client.get("/api/v1/units", headers={"Accept": atom}).status_code == 406


@pytest.mark.parametrize("query", ["fields=code", "sort=code", "page_size=5", "cursor=x", "bom=true", "colour=red"])
def test_a_feed_has_no_pages_and_no_columns(client: Client, query: str) -> None:
    response = client.get(f"/api/v1/corrections.atom?{query}")
    assert response.status_code == 400
    assert [error["parameter"] for error in response.json()["errors"]] == [query.partition("=")[0]]


def test_a_reason_that_was_redacted_is_redacted_here(client: Client) -> None:
    before = client.get("/api/v1/corrections/2-1?revision=2")
    redact(2, "22.97", "publisher")
    after = client.get("/api/v1/corrections/2-1?revision=2", headers={"If-None-Match": before["ETag"]})
    assert after.json()["reason"] == "The report prints █████ & not < 22.96."
