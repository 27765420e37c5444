"""Sorting: any field of a row, nulls last, ties by the code; a walk in any order gives each row once."""

from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ankang_api.lists.ordering import sortable
from programmes.serializers.observation import ObservationSerializer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_and_large")]
NAMES = sorted(sortable(ObservationSerializer))


def walk(client: Client, url: str, link: str = "next") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    while url:
        body = client.get(url).json()
        rows = rows + body["results"] if link == "next" else body["results"] + rows
        url = body[link]
    return rows


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sort=st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True).flatmap(
        lambda names: st.tuples(*(st.sampled_from([name, f"-{name}"]) for name in names))
    ),
    size=st.integers(min_value=1, max_value=30),
)
def test_a_walk_in_any_order_gives_each_row_once_in_both_directions(
    client: Client, sort: tuple[str, ...], size: int
) -> None:
    url = f"/api/v1/observations?sort={','.join(sort)}"
    whole = client.get(f"{url}&page_size=1000").json()["results"]
    assert len({row["code"] for row in whole}) == 48
    first = f"{url}&page_size={size}"
    assert walk(client, first) == whole
    last = first
    while following := client.get(last).json()["next"]:
        last = following
    assert walk(client, last, "previous") == whole


@pytest.mark.parametrize("name", ["value", "period_end", "printed_mult", "revision", "value_low", "period_start"])
@pytest.mark.parametrize("sign", ["", "-"])
def test_numbers_and_dates_are_in_order_and_nulls_last(client: Client, name: str, sign: str) -> None:
    rows = client.get(f"/api/v1/observations?sort={sign}{name}").json()["results"]
    values = [row[name] for row in rows]
    present = [value for value in values if value is not None]
    assert values == sorted(present, reverse=bool(sign)) + [None] * (len(values) - len(present))


def test_the_code_breaks_ties_in_the_direction_of_the_last_field(client: Client) -> None:
    rows = client.get("/api/v1/observations?sort=-value_type").json()["results"]
    assert [row["value_type"] for row in rows[:3]] == ["target", "target", "actual"]
    assert all(a["code"] > b["code"] for a, b in pairwise(rows[2:]))
    rows = client.get("/api/v1/observations?sort=-value_type,obs_status").json()["results"]
    assert {row["obs_status"] for row in rows} == {"A"}
    assert all(a["code"] < b["code"] for a, b in pairwise(rows[2:]))


def test_several_fields_sort_one_after_the_other(client: Client) -> None:
    rows = client.get("/api/v1/observations?sort=-period_end,metric&metric=poor-population,poverty-incidence").json()
    assert [(row["time_period"], row["metric"]) for row in rows["results"]] == [
        ("2018", "poor-population"),
        ("2018", "poverty-incidence"),
        ("2012", "poor-population"),
        ("2012", "poverty-incidence"),
    ]


def test_fields_are_those_that_are_named_in_their_order(client: Client) -> None:
    body = client.get("/api/v1/observations?fields=value,code,value_text&metric=poor-population&period=2018").json()
    assert [list(row.items()) for row in body["results"]] == [
        [
            ("value", 229600),
            ("code", "ankang-report-poor-population-610900-2018"),
            ("value_text", "22.96万人"),
        ]
    ]


@pytest.mark.parametrize(
    ("query", "parameter", "code", "detail"),
    [
        ("sort=vlaue", "sort", "unknown_field", "There is no field to sort by 'vlaue'. Did you mean value?"),
        ("sort=value,-value", "sort", "repeated", "sort names value twice."),
        ("sort=value,", "sort", "unknown_field", "There is no field to sort by ''."),
        ("fields=code,valeu", "fields", "unknown_field", "There is no field 'valeu'. Did you mean value?"),
        ("fields=code,code", "fields", "repeated", "fields names code twice."),
        ("sort=", "sort", "empty", "sort is empty; leave it out or give it a value."),
        ("sort=value&sort=value", "sort", "repeated", "sort names value twice."),
    ],
)
def test_an_order_that_cannot_be_is_refused(client: Client, query: str, parameter: str, code: str, detail: str) -> None:
    response = client.get(f"/api/v1/observations?{query}")
    assert response.status_code == 400
    [error] = response.json()["errors"]
    assert (error["parameter"], error["code"], error["detail"]) == (parameter, code, detail)


def test_a_cursor_that_was_changed_is_refused(client: Client) -> None:
    url = client.get("/api/v1/observations?sort=value&page_size=5").json()["next"]
    place = url.index("cursor=") + 12
    forged = url[:place] + ("A" if url[place] != "A" else "B") + url[place + 1 :]
    [error] = client.get(forged).json()["errors"]
    assert error["detail"] == "Invalid cursor. Follow next and previous."
