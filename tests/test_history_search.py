"""q on revisions and corrections: reasons and old and new values, in any form; never the words that were redacted."""

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from indicators.history.redaction import redact
from indicators.models import Metric, Observation
from tests.editing import correct, set_time, withdraw

pytestmark = pytest.mark.django_db

POPULATION = "ankang-report-poor-population-610900-2018"


@pytest.fixture(autouse=True)
def history() -> None:
    """Revision 2 corrects two fields, 3 another record, 4 withdraws a record."""
    population = Observation.objects.get(code=POPULATION)
    correct(population, "王先生說：印的是２２.97。", value=229700, value_text="22.97万人")
    correct(Metric.objects.get(code="counties"), "Plain English.", name_en="Districts and Counties")
    withdraw(Observation.objects.get(code="ankang-report-banquets-change-610900-undated"), reason="Not in the report.")
    for number in (1, 2, 3, 4):
        set_time(number, f"2025-11-2{number}T08:00:00Z")


def found(client: Client, path: str, column: str) -> list[Any]:
    body = client.get(f"/api/v1/{path}").json()
    assert body["count"] == len(body["results"])
    return [row[column] for row in body["results"]]


@pytest.mark.parametrize(
    ("words", "codes", "numbers"),
    [
        ("王先生", ["2-1", "2-2"], [2]),
        ("王先生说", ["2-1", "2-2"], [2]),  # the reason is in Traditional characters
        ("22.97", ["2-1", "2-2"], [2]),  # and has full-width digits
        ("２２．９７萬人", ["2-2"], [2]),
        ("229600", ["2-1"], [2]),
        ("22.96", ["2-2"], [2]),
        ("PLAIN english", ["3-1"], [3]),
        ("english plain", ["3-1"], [3]),
        ("districts", ["3-1"], [3]),
        ("report", ["4-1"], [4]),
        ("load", [], [1]),
        ("the", ["4-1"], [4]),
        ("plain report", [], []),
        ("印 229700", ["2-1"], [2]),  # one word in the reason, the other in a value
        ("229700 22.96万人", [], [2]),  # in the values of two corrections of one revision
        ("zzz", [], []),
        ("null", [], []),
        ("%", [], []),
        ("_", [], []),
    ],
)
def test_words_are_found_in_reasons_and_values(
    client: Client, words: str, codes: list[str], numbers: list[int]
) -> None:
    assert found(client, f"corrections?q={quote(words)}", "code") == codes
    assert found(client, f"revisions?q={quote(words)}", "number") == numbers


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("q=22.97&field=value", ["2-1"]),
        ("q=22.97&revision=1", []),
        ("q=22.97&as_of=2025-11-22T12:00:00Z", ["2-1", "2-2"]),
        ("q=report&action=changed", []),
        ("q=22.97&sort=-code", ["2-2", "2-1"]),
    ],
)
def test_a_search_goes_with_the_other_parameters(client: Client, query: str, codes: list[str]) -> None:
    assert found(client, f"corrections?{query}", "code") == codes


def test_a_search_has_pages_and_exports(client: Client) -> None:
    page = client.get("/api/v1/corrections?q=22.97&page_size=1&fields=code").json()
    assert (page["count"], page["results"]) == (2, [{"code": "2-1"}])
    assert client.get(page["next"]).json()["results"] == [{"code": "2-2"}]
    assert client.get("/api/v1/corrections.csv?q=22.97&fields=code").getvalue() == b"code\r\n2-1\r\n2-2\r\n"
    assert client.get("/api/v1/revisions.jsonl?q=22.97&fields=number").getvalue() == b'{"number":2}\n'


@pytest.mark.parametrize("at", ["", "&revision=2", "&revision=4", "&as_of=2025-11-24T12:00:00Z"])
def test_redacted_words_are_not_found_at_any_revision(client: Client, at: str) -> None:
    for path in ("revisions", "corrections"):
        assert client.get(f"/api/v1/{path}?q=王先生{at}").json()["count"] > 0
    redact(2, "王先生", "publisher")
    for path, column in (("revisions", "number"), ("corrections", "code")):
        assert found(client, f"{path}?q=王先生{at}", column) == []
        assert found(client, f"{path}?q=先生{at}", column) == []
        assert client.get(f"/api/v1/{path}.csv?q=王先生{at}&fields={column}").getvalue() == f"{column}\r\n".encode()
    assert found(client, f"revisions?q=印的是{at}", "number") == [2]  # the other words stay


def test_the_next_page_of_an_earlier_search_has_no_redacted_words(client: Client) -> None:
    page = client.get("/api/v1/corrections?q=王先生&page_size=1").json()
    redact(2, "王先生", "publisher")
    following = client.get(page["next"]).json()
    assert (following["count"], following["results"]) == (0, [])


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("q=", "q is empty; leave it out or give it a value."),
        ("q=a&q=b", "q is given 2 times; give it once."),
        ("q=" + "a" * 201, "Ensure this value has at most 200 characters (it has 201)."),
        ("q=" + "+".join(map(str, range(21))), "Give 20 words at most, not 21."),
    ],
)
@pytest.mark.parametrize("path", ["revisions", "corrections"])
def test_a_search_that_cannot_be_made_is_refused(client: Client, path: str, query: str, detail: str) -> None:
    response = client.get(f"/api/v1/{path}?{query}")
    assert (response.status_code, response.json()["detail"]) == (400, detail)


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("code=2-2,3-1", ["3-1", "2-2"]),
        ("role=corrector&kind=correction", ["3-1", "2-1", "2-2"]),
        ("role=publisher", []),
        ("quote=ankang-report-p1-poor-population-2018", ["2-1", "2-2"]),
        ("replaced_by__isnull=true&action=withdrawn", ["4-1"]),
        ("replaced_by__isnull=false", []),
    ],
)
def test_filters_choose_among_corrections(client: Client, query: str, codes: list[str]) -> None:
    assert found(client, f"corrections?{query}", "code") == codes


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("number=1,3,99", [3, 1]),
        ("role=loader", [1]),
        ("role=corrector,loader", [4, 3, 2, 1]),
        ("redacted_in__isnull=true", [4, 3, 2, 1]),
        ("redacted_in__isnull=false", []),
    ],
)
def test_filters_choose_among_revisions(client: Client, query: str, numbers: list[int]) -> None:
    assert found(client, f"revisions?{query}", "number") == numbers


def test_a_redacted_revision_is_found_as_such(client: Client) -> None:
    redact(3, "English", "publisher")
    assert found(client, "revisions?redacted_in__isnull=false", "number") == [3]


@pytest.mark.parametrize(
    ("query", "parameter", "detail"),
    [
        ("corrections?code=2-3", "code", "There is no correction '2-3'. Did you mean 2-2?"),
        ("corrections?role=correcter", "role", "There is no role 'correcter'. Did you mean corrector?"),
        (
            "corrections?quote=ankang-report-p1-countis",
            "quote",
            "There is no quote 'ankang-report-p1-countis'. Did you mean ankang-report-p1-counties?",
        ),
        ("corrections?record=counteis", "record", "'counteis' is not the code of a record."),
        ("revisions?number=two", "number", "'two' is not the number of a revision; write 5."),
    ],
)
def test_unknown_values_are_refused(client: Client, query: str, parameter: str, detail: str) -> None:
    [error] = client.get(f"/api/v1/{query}").json()["errors"]
    assert (error["parameter"], error["detail"]) == (parameter, detail)
