"""Lists that are read by merged index scans have the same rows as the plain query."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import F, Q
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ankang_api.lists import counts
from ankang_api.lists.ordering import keys
from ankang_api.lists.page_reader import Page, count_rows, page_keys
from indicators.models import Metric, Observation, Region, observation_query
from indicators.rows.viewset import RowViewSet
from indicators.sql import filtered_rows
from indicators.sql.filtered_rows import Condition, FilteredRows, in_list, ranges_of, related_to
from indicators.sql.merged_indexes import merge_index_scans

pytestmark = pytest.mark.django_db

CONDITIONS = [
    Q(time_period="2018"),
    Q(value_type="actual"),
    Q(qualifier="exact"),
    Q(note_zh__isnull=True),
    Q(metric__measure="count"),
    Q(value__gt=1000),
]
NAMES = ["metric", "region", "time_period", "value_type", "qualifier"]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("filter"), st.sampled_from(CONDITIONS)),
        st.tuples(st.just("exclude"), st.sampled_from(CONDITIONS)),
        st.tuples(st.just("in_list"), st.sampled_from(NAMES), st.integers(0, 2**31)),
    ),
    min_size=1,
    max_size=5,
)


def some_values(name: str, seed: int) -> list[Any]:
    """Between one and all values of a column, chosen by a number."""
    values = sorted(set(Observation.objects.values_list(name, flat=True)))
    chosen = [value for place, value in enumerate(values) if seed >> (place % 31) & 1]
    return chosen or values[:1]


@given(steps=STEPS, size=st.integers(1, 60))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_chain_of_conditions_gives_the_rows_of_the_plain_query(steps: list[Any], size: int) -> None:
    rows = FilteredRows(Observation.objects.all())
    plain: Any = Observation.objects.all()
    for step in steps:
        if step[0] == "in_list":
            values = some_values(*step[1:])
            rows, plain = rows.where(in_list(step[1], values)), plain.filter(**{f"{step[1]}__in": values})
        else:
            rows, plain = getattr(rows, step[0])(step[1]), getattr(plain, step[0])(step[1])
    expected = [row.code for row in plain.order_by("code")[:size]]
    merged = merge_index_scans(rows, [F("code").asc()], size)
    assert merged is None or [code for _key, code in merged] == expected
    order = keys(Observation, ("code",))
    for count in (None, 1):  # a long list, and a short one
        page = page_keys(rows, Page(order, None, size), count)
        assert [code for _key, [code] in page] == expected
    assert count_rows(rows) == plain.count()


def test_a_row_that_several_ranges_hold_fills_one_place(client: Client, small_and_large: None) -> None:
    """安康 is in the names of the region and of metrics and in the quotes of most observations."""
    rows = client.get("/api/v1/observations?q=安康&page_size=1000").json()
    codes = [row["code"] for row in rows["results"]]
    assert len(codes) == len(set(codes)) == rows["count"]
    assert rows["count"] > 40
    first = client.get("/api/v1/observations?q=安康&page_size=20").json()
    assert [row["code"] for row in first["results"]] == codes[:20]


def test_rows_in_ranges_of_two_columns_still_fill_the_page() -> None:
    metrics = list(Metric.objects.values_list("pk", flat=True))
    regions = list(Region.objects.values_list("pk", flat=True))
    query = Q(metric__in=metrics) | Q(region__in=regions)
    ranges = ranges_of("metric", metrics) + ranges_of("region", regions)
    rows = FilteredRows(Observation.objects.all()).where(Condition(query, ranges))
    expected = list(Observation.objects.order_by("code").values_list("code", flat=True)[:20])
    page = Page(keys(Observation, ("code",)), None, 20)
    assert [code for _key, [code] in page_keys(rows, page, None)] == expected
    merged = merge_index_scans(rows, [F("code").asc()], 20)
    assert (merged is None) == (connection.vendor == "sqlite")


def test_the_condition_with_the_fewest_ranges_is_read_by_its_index() -> None:
    keys = list(Metric.objects.order_by("code").values_list("pk", flat=True)[:3])
    rows = FilteredRows(Observation.objects.all()).where(
        in_list("metric", keys), related_to("region", Region.objects.all()), in_list("time_period", ["2018", "2019"])
    )
    assert rows.ranged is not None
    assert rows.ranged.ranges == (("time_period", "2018"), ("time_period", "2019"))
    assert FilteredRows(Observation.objects.all()).where(in_list("metric", list(range(401)))).ranged is None


def test_only_lists_of_values_are_compiled() -> None:
    rows = FilteredRows(Observation.objects.all()).where(in_list("metric", [1]), in_list("region", [2, 3]))
    assert rows.in_lists() == {"metric": [1], "region": [2, 3]}
    assert rows.filter(time_period="2018").in_lists() is None
    assert rows.where(in_list("metric", [2])).in_lists() is None
    assert FilteredRows(Observation.objects.filter(metric=1)).in_lists() is None


def test_a_view_may_not_declare_what_no_base_class_has() -> None:
    with pytest.raises(
        TypeError, match=r"^No base class of Misspelt declares show_reasons\. Did you mean shows_reasons\?"
    ):
        type("Misspelt", (RowViewSet,), {"show_reasons": True})


@pytest.mark.parametrize("query", ["level=prefecture", "measure=count", "within=610900", "q=安康", "latest=true&q=人"])
def test_filters_by_many_related_records_find_the_same_rows(
    client: Client, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    codes = [row["code"] for row in client.get(f"/api/v1/observations?{query}").json()["results"]]
    for module in (filtered_rows, observation_query):
        monkeypatch.setattr(module, "MAX_RANGES", 1)
    counts.forget()
    answer = client.get(f"/api/v1/observations?{query}").json()
    assert [row["code"] for row in answer["results"]] == codes != []
    assert answer["count"] == len(codes)


def test_a_list_without_rows_counts_none() -> None:
    assert count_rows(FilteredRows(Observation.objects.all()).where(in_list("metric", [0]))) == 0
