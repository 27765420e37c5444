"""Lists that are read by merged index scans have the same rows as the plain query."""

from typing import Any

import pytest
from django.db.models import F, Q
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.models import Metric, Observation, Region
from indicators.sql.merged_indexes import merge_index_scans
from programmes.filters import ObservationFilter

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
        st.tuples(st.just("any_of"), st.sampled_from(NAMES), st.integers(0, 2**31)),
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
    ranged: Any = Observation.objects.all()
    plain: Any = Observation.objects.all()
    for step in steps:
        if step[0] == "any_of":
            values = some_values(*step[1:])
            ranged, plain = ranged.any_of(step[1], values), plain.filter(**{f"{step[1]}__in": values})
        else:
            ranged, plain = getattr(ranged, step[0])(step[1]), getattr(plain, step[0])(step[1])
    merged = merge_index_scans(ranged, [F("code").asc()], size)
    assert [row.code for row in merged] == [row.code for row in plain.order_by("code")[:size]]
    assert ranged.count() == plain.count()


def test_a_row_that_several_ranges_hold_fills_one_place(client: Client, small_and_large: None) -> None:
    """安康 is in the names of the region and of metrics and in the quotes of most observations."""
    rows = client.get("/api/v1/observations?q=安康&page_size=1000").json()
    codes = [row["code"] for row in rows["results"]]
    assert len(codes) == len(set(codes)) == rows["count"]
    assert rows["count"] > 40
    first = client.get("/api/v1/observations?q=安康&page_size=20").json()
    assert [row["code"] for row in first["results"]] == codes[:20]


def test_ranges_name_values_of_records(client: Client) -> None:
    keys = list(Metric.objects.order_by("code").values_list("pk", flat=True)[:3])
    rows = Observation.objects.all().any_of("metric", keys)
    assert list(rows.ranges) == [("metric", key) for key in keys]
    assert not Observation.objects.filter(region__in=Region.objects.none()).ranges


def test_compiled_filters_are_filters_of_the_set() -> None:
    assert set(ObservationFilter.in_list_filters) <= set(ObservationFilter.base_filters)
