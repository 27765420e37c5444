"""How databases find the rows of lists: by indexes alone, whatever the filter. Read from the plans that they make."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ankang_api.lists import page_reader
from indicators.models import Observation
from programmes.filters import ObservationFilter

pytestmark = pytest.mark.django_db

TABLE = Observation._meta.db_table
FILTERS = {
    "metric": "poor-population,poverty-incidence",
    "region": "610900",
    "within": "610000",
    "level": "prefecture",
    "programme": "three-changes",
    "document": "ankang-report",
    "period": "2018,2019",
    "start_period": "2018",
    "end_period": "2018",
    "value_type": "target",
    "measure": "share",
    "temporality": "stock",
    "qualifier": "at_least",
    "obs_status": "E",
    "derivation": "implied",
    "value__gte": "1000000",
    "value__lte": "1",
    "value__gt": "1000000",
    "value__lt": "1",
    "value__isnull": "true",
    "value_low__isnull": "true",
    "value_high__isnull": "true",
    "period_start__isnull": "true",
    "period_basis": "stated",
    "base_period": "2012",
    "base_period__isnull": "false",
    "comparison": "year_on_year",
    "comparison__isnull": "false",
    "programme__isnull": "true",
    "unit": "percent",
    "printed_mult": "8",
    "printed_decimals": "2",
    "restates": "ankang-report-poor-population-610900-2018",
    "restates__isnull": "false",
    "quote": "ankang-report-p1-counties",
    "code": "ankang-report-poor-population-610900-2018",
    "corrected": "true",
    "q": "%E8%84%B1%E8%B4%AB",
    "latest": "true",
}
OF_ALL = {"latest", "end_period"}
"""Filters that compare every row with others, or leave most of them."""
ON_INDEX = [
    *("code", "value", "period_end", "time_period", "value_type", "qualifier", "obs_status", "derivation"),
    *("period_basis", "printed_mult", "printed_decimals"),
]
"""Fields whose order an index has, both ways. docs/paging.md names them; in the others the rows are sorted."""


@pytest.fixture(autouse=True)
def as_in_a_large_table(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Lists are read as large ones are, and PostgreSQL makes the plans that it makes where reading all takes long."""
    monkeypatch.setattr(page_reader, "SHORT_LIST_ROWS", 0)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
        yield


def plans(client: Client, query: str) -> list[str]:
    """The plan of each statement by which a request reads observations."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(f"/api/v1/observations?page_size=5&{query}")
        assert response.status_code == 200, response.content
    read = [one["sql"] for one in captured if f'FROM "{TABLE}"' in one["sql"]]
    assert read
    return [plan(sql) for sql in read]


def plan(sql: str) -> str:
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {sql}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def reads_all(plan: str) -> bool:
    """Whether the table itself is read from its start to its end."""
    scans = [line for line in plan.splitlines() if f"SCAN {TABLE}" in line and "INDEX" not in line]
    return bool(scans) or f"Seq Scan on {TABLE}" in plan


def sorts(plan: str) -> bool:
    return "TEMP B-TREE FOR ORDER BY" in plan or "Sort  (" in plan


def test_every_filter_is_tried() -> None:
    assert set(FILTERS) == set(ObservationFilter.base_filters)


@pytest.mark.parametrize("name", sorted(FILTERS.keys() - OF_ALL))
def test_a_filter_reads_no_more_than_an_index(client: Client, name: str) -> None:
    assert [plan for plan in plans(client, f"{name}={FILTERS[name]}&sort=code") if reads_all(plan)] == []


@pytest.mark.parametrize("direction", ["", "-"])
@pytest.mark.parametrize("name", ON_INDEX)
def test_a_sort_follows_its_index(client: Client, name: str, direction: str) -> None:
    assert [
        plan for plan in plans(client, f"sort={direction}{name}&count=false") if sorts(plan) or reads_all(plan)
    ] == []


def test_a_plan_without_its_index_is_seen(client: Client) -> None:
    assert reads_all(plan(f'SELECT id FROM {TABLE} WHERE value_text = "22.96万人"'.replace('"', "'")))
    assert sorts(plan(f"SELECT id FROM {TABLE} ORDER BY value_text"))
