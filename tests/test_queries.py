"""The number of queries of an answer does not grow with its rows."""

import pytest
from django.test import Client

from tests.queries import count_queries

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("observations", 10),
        ("observations?metric=poor-population&within=cn&programme=three-changes", 16),
        ("series", 9),
        ("metrics", 7),
        ("regions", 7),
        ("units", 6),
        ("programmes", 6),
        ("parts", 6),
        ("achievements", 6),
        ("documents", 6),
        ("documents/ankang-report/passages", 8),
        ("documents/ankang-report/quotes", 16),
        ("verification", 14),
        ("derived", 8),
    ],
)
def test_a_list_asks_as_often_for_many_rows_as_for_one(client: Client, path: str, number: int) -> None:
    mark = "&" if "?" in path else "?"
    assert count_queries(client, f"{path}{mark}page_size=1") == number
    assert count_queries(client, f"{path}{mark}page_size=1000") == number


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("observations", 6),
        ("series", 5),
        ("metrics", 3),
        ("regions", 5),
        ("units", 2),
        ("programmes", 8),
        ("parts", 5),
        ("achievements", 2),
        ("documents", 4),
        ("verification", 6),
        ("derived", 5),
    ],
)
def test_a_record_asks_as_often_as_any_other(client: Client, kind: str, number: int) -> None:
    rows = client.get(f"/api/v1/{kind}").json()["results"]
    assert {count_queries(client, f"{kind}/{row.get('code') or row['observation']}") for row in rows} == {number}


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("", 4),
        ("documents/ankang-report/coverage", 28),
        ("documents/ankang-report/passages/1", 3),
        ("documents/ankang-report/quotes/ankang-report-p1-poor-counties", 13),
    ],
)
def test_other_answers_ask_a_constant_number_of_times(client: Client, path: str, number: int) -> None:
    assert count_queries(client, path) == number


def test_a_page_further_on_asks_as_often_as_the_first(client: Client) -> None:
    following = client.get("/api/v1/observations?page_size=10").json()["next"].partition("/api/v1/")[2]
    assert count_queries(client, following) == count_queries(client, "observations?page_size=10") == 10
