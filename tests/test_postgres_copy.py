"""CSV that PostgreSQL writes itself: byte for byte what we write cell by cell."""

import time

import pytest
from django.db import connection
from django.db.models import TextField, Value
from django.test import Client

from indicators.models import Observation, Unit
from indicators.rows import postgres_copy
from indicators.rows.columns import Column, Columns
from programmes.serializers.observation import ObservationSerializer
from tests.editing import correcting

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

QUERIES = [
    "observations.csv",
    "observations.csv?bom=true",
    "observations.csv?sort=-value,region&fields=code,value,value_low,printed_mult,withdrawn,note_en",
    "observations.csv?metric=poverty-incidence,poor-population&region=610900",
    "observations.csv?metric=poor-population&period=1900",
    "observations.csv?q=%E8%84%B1%E8%B4%AB",
    "observations.csv?latest=true&fields=note_zh",
    "metrics.csv",
    "parts.csv",
    "units.csv",
]


def body(client: Client, query: str) -> bytes:
    return b"".join(client.get(f"/api/v1/{query}"))


def test_what_is_copied_is_what_we_would_write(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody else sees the transaction of a test; but the fixtures were loaded before it."""
    written = [body(client, query) for query in QUERIES]
    monkeypatch.setattr(postgres_copy, "second_connection_reads_the_same", lambda: True)
    assert [body(client, query) for query in QUERIES] == written
    assert written[4].count(b"\r\n") == 1


def test_texts_are_exact_to_the_byte() -> None:
    said = Unit.objects.annotate(said=Value('One, "two"\r\n\n\\.', output_field=TextField()))
    columns = Columns([Column("said", "said", "text", "", False, TextField())])
    assert list(postgres_copy.copy(said[:1], columns)) == [b'"One, ""two""\r\n\n\\."']


def test_the_style_of_dates_of_a_server_is_no_matter(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_copy, "second_connection_reads_the_same", lambda: True)
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "options", "-c datestyle=German")
    first = body(client, "observations.csv?fields=code,period_start,period_end&metric=poor-population").split(b"\r\n")[
        1
    ]
    assert first == b"ankang-report-poor-population-610900-2012,2012-01-01,2012-12-31"


def test_what_is_not_committed_and_the_past_are_no_less_right(client: Client) -> None:
    before = body(client, "observations.csv?fields=code,value")
    with correcting() as changeset:
        record = Observation.objects.get(code="ankang-report-poor-population-610900-2018")
        record.value = 229700
        changeset.save(record)
    after = before.replace(b"-2018,229600\r\n", b"-2018,229700\r\n", 1)
    assert body(client, "observations.csv?fields=code,value") == after
    assert body(client, "observations.csv?fields=code,value&revision=1") == before


def test_a_reader_who_leaves_takes_the_connection_along() -> None:
    before = connections()
    lines = postgres_copy.copy(Observation.objects.order_by("code"), ObservationSerializer.columns())
    assert next(lines).startswith(b"ankang-report-")
    assert connections() == before + 1
    lines.close()
    time.sleep(0.2)  # PostgreSQL lists a connection a moment longer
    assert connections() == before


def connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return int(cursor.fetchone()[0])
