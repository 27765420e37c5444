"""Counts: exact at each revision, and counted once."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Observation, Revision
from tests.editing import correcting

pytestmark = pytest.mark.django_db

LIST = "/api/v1/observations?value_type=actual&page_size=2"


def counting(client: Client, url: str) -> tuple[Any, bool]:
    """The count of a list, and whether rows were counted for it."""
    with CaptureQueriesContext(connection) as captured:
        found = client.get(url).json()["count"]
    return found, any("COUNT(*)" in query["sql"] for query in captured)


def withdraw(code: str) -> None:
    with correcting("It is not in the report.", Revision.Kind.WITHDRAWAL) as changeset:
        changeset.withdraw(Observation.objects.get(code=code))


def test_rows_are_counted_once_for_all_pages_orders_and_fields(client: Client) -> None:
    assert counting(client, LIST) == (46, True)
    assert counting(client, LIST) == (46, False)
    assert counting(client, client.get(LIST).json()["next"]) == (46, False)
    assert counting(client, "/api/v1/observations?value_type=actual&sort=-value&fields=code") == (46, False)
    assert counting(client, f"{LIST}&count=false") == (None, False)


def test_another_filter_and_another_list_have_counts_of_their_own(client: Client) -> None:
    assert counting(client, LIST) == (46, True)
    assert counting(client, "/api/v1/observations?value_type=target") == (2, True)
    assert counting(client, "/api/v1/observations") == (48, True)
    assert counting(client, "/api/v1/documents/ankang-report/passages") == (7, True)


def test_a_count_is_of_its_revision(client: Client) -> None:
    assert counting(client, LIST) == (46, True)
    withdraw("ankang-report-banquets-change-610900-undated")
    assert counting(client, LIST) == (45, True)
    assert counting(client, f"{LIST}&revision=1") == (46, False)
    assert counting(client, f"{LIST}&revision=2") == (45, False)


def test_what_is_counted_while_the_data_move_on_is_not_kept(client: Client) -> None:
    moved: list[bool] = []

    def move(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "COUNT(*)" in sql and not moved:
            moved.append(True)
            withdraw("ankang-report-banquets-change-610900-undated")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(move):
        body = client.get(LIST).json()
    assert (body["meta"]["revision"], body["count"]) == (1, 46)
    assert counting(client, f"{LIST}&revision=1") == (46, False)
    assert counting(client, LIST) == (45, True)
