"""What rows have in common: read once for each revision, and never of another one."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Metric, Region
from indicators.rows import by_key
from tests.editing import correcting

pytestmark = pytest.mark.django_db

LIST = "/api/v1/observations?metric=poor-population&page_size=1"
TABLES = ("indicators_document", "indicators_metric", "indicators_region")


def tables_read(client: Client, url: str) -> list[str]:
    """The tables that an answer reads records of by their keys."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return [name for name in TABLES for query in captured if f'WHERE "{name}"."id" ' in query["sql"]]


def rename(record: Any, name: str) -> None:
    record.name_en = name
    with correcting() as changeset:
        changeset.save(record)


def named(client: Client, url: str, field: str) -> tuple[int, str]:
    body = client.get(url).json()
    return body["meta"]["revision"], body["results"][0][field]


def test_a_record_that_rows_refer_to_is_read_once(client: Client) -> None:
    assert tables_read(client, LIST) == list(TABLES)
    assert tables_read(client, LIST) == []
    assert tables_read(client, "/api/v1/observations/ankang-report-poor-population-610900-2018") == []
    assert tables_read(client, "/api/v1/observations?metric=poverty-incidence") == ["indicators_metric"]


def test_after_a_correction_it_is_read_again(client: Client) -> None:
    assert named(client, LIST, "metric_name_en") == (1, "Poor population")
    rename(Metric.objects.get(code="poor-population"), "Population in poverty")
    assert named(client, LIST, "metric_name_en") == (2, "Population in poverty")
    assert named(client, f"{LIST}&revision=1", "metric_name_en") == (1, "Poor population")
    assert named(client, LIST, "metric_name_en") == (2, "Population in poverty")


@pytest.mark.parametrize("fields", ["", "&fields=code,region_name_en"])
def test_what_changes_while_it_is_read_is_not_of_this_answer(client: Client, fields: str) -> None:
    waiting = [Region.objects.get(code="610900")]

    def move(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if 'JOIN "indicators_region"' in sql or 'FROM "indicators_region"' in sql:
            while waiting:
                rename(waiting.pop(), "City of Ankang")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(move):
        assert named(client, LIST + fields, "region_name_en") == (1, "Ankang City")
    assert waiting == []
    assert named(client, LIST + fields, "region_name_en") == (2, "City of Ankang")


def test_related_rows_in_memory_are_bounded(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = client.get("/api/v1/observations?page_size=1000").json()["results"]
    assert len({row["metric"] for row in rows}) > 20
    by_key.forget()
    monkeypatch.setattr(by_key, "MAX_RELATED_ROWS", 2)
    following, pages = "/api/v1/observations?page_size=1", []
    while following:
        page = client.get(following).json()
        pages += page["results"]
        following = page["next"]
        assert max(len(related) for _revision, related in by_key.RELATED_ROWS.values()) <= 3
    assert pages == rows
    assert client.get("/api/v1/observations?page_size=1000").json()["results"] == rows
