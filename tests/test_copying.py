"""CSV that PostgreSQL writes itself: byte for byte what we write cell by cell."""

import time
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from ankang_api.renderers import delimited
from indicators.models import Observation
from tests.editing import correcting

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]

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
    "corrections.csv",
]


@pytest.fixture(autouse=True)
def loaded(transactional_db: None) -> None:
    """What is copied is read by a connection of its own, and so committed."""
    call_command("load_fixtures", verbosity=0)


def correct(**fields: Any) -> None:
    with correcting() as edition:
        record = Observation.objects.get(code="ankang-report-poor-population-610900-2018")
        for name, value in fields.items():
            setattr(record, name, value)
        edition.save(record)


def as_ever(execute: Any, *arguments: Any) -> Any:
    """Nothing is copied past what watches the statements of a connection."""
    return execute(*arguments)


def body(client: Client, query: str) -> bytes:
    return b"".join(client.get(f"/api/v1/{query}"))


def test_what_is_copied_is_what_we_would_write(client: Client) -> None:
    correct(note_zh="第一行，“引号”\n第二行", note_en='One, "two"\r\n\n=three')
    for query in QUERIES:
        copied = body(client, query)
        with connection.execute_wrapper(as_ever):
            assert body(client, query) == copied, query
        assert copied.endswith(b"\r\n")
    first = b'ankang-report-poor-population-610900-2018,"One, ""two""\r\n\n=three"\r\n'
    assert first in body(client, "observations.csv?fields=code,note_en")


def test_the_past_is_no_less_right(client: Client) -> None:
    before = body(client, "observations.csv?fields=code,value")
    correct(value=229700)
    after = before.replace(b"-2018,229600\r\n", b"-2018,229700\r\n", 1)
    assert body(client, "observations.csv?fields=code,value") == after
    assert body(client, "observations.csv?fields=code,value&revision=1") == before


def test_a_reader_who_leaves_takes_the_connection_along(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "ROWS", 10)

    def connections() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
            return int(cursor.fetchone()[0])

    before = connections()
    response: Any = client.get("/api/v1/observations.csv")
    next(iter(response))
    assert connections() == before + 1
    response.close()
    time.sleep(0.1)  # PostgreSQL lists a connection a moment longer
    assert connections() == before
