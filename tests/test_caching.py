"""Caching, content codings and what a browser needs: headers that are right for every answer."""

import gzip
from typing import Any

import brotli
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Revision, Unit
from tests.editing import correcting

pytestmark = pytest.mark.django_db

URL = "/api/v1/observations?metric=poor-population&period=2018"


def etag(client: Client, url: str = URL, **headers: str) -> str:
    response = client.get(url, headers=headers)
    assert response.status_code == 200
    tag = str(response["ETag"])
    assert tag.startswith('"')
    return tag


def test_an_etag_is_of_the_representation(client: Client) -> None:
    tag = etag(client)
    assert etag(client) == tag
    assert etag(client, "/api/v1/observations?period=2018&metric=poor-population") == tag
    assert etag(client, **{"Accept": "application/json;q=0.9, image/png"}) == tag
    others = [
        etag(client, "/api/v1/observations?metric=poor-population&period=2012"),
        etag(client, "/api/v1/series?metric=poor-population&period=2018"),
        etag(client, "/api/v1/observations.csv?metric=poor-population&period=2018"),
        etag(client, **{"Accept": "text/csv"}),
        etag(client, **{"Accept-Encoding": "gzip"}),
        etag(client, **{"Accept-Encoding": "br"}),
        etag(client, **{"Host": "localhost"}),
    ]
    assert len({tag, *others}) == 8


def test_an_etag_changes_with_the_data(client: Client) -> None:
    tag, schema = etag(client), etag(client, "/api/v1/openapi.json")
    Revision.objects.create(number=2, kind="correction", role="editor", reason="A test.")
    assert etag(client) != tag
    assert etag(client, "/api/v1/openapi.json") == schema


def test_who_has_it_already_gets_304_before_any_data_are_read(client: Client) -> None:
    tag = etag(client)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(URL, headers={"If-None-Match": f'"other", {tag}'})
    assert (response.status_code, response.content) == (304, b"")
    assert ["indicators_revision" in query["sql"] for query in captured] == [True] * len(captured)
    assert len(captured) <= 2
    assert {name: response[name] for name in ("ETag", "Cache-Control", "Vary")} == {
        "ETag": tag,
        "Cache-Control": "public, no-cache",
        "Vary": "Accept, Accept-Encoding",
    }
    assert response["Access-Control-Allow-Origin"] == "*"
    assert client.get(URL, headers={"If-None-Match": f"W/{tag}"}).status_code == 304


def test_a_star_means_whatever_there_is(client: Client) -> None:
    assert client.get(URL, headers={"If-None-Match": "*"}).status_code == 304
    assert client.get("/api/v1/units/none", headers={"If-None-Match": "*"}).status_code == 404


def test_the_etag_alone_decides(client: Client) -> None:
    past = {"If-Modified-Since": "Tue, 24 Nov 2099 08:00:00 GMT"}
    assert client.get(URL, headers=past).status_code == 200
    assert client.get(URL, headers={"If-None-Match": '"none"', **past}).status_code == 200


def test_an_error_is_not_kept(client: Client) -> None:
    for url in ("/api/v1/units?x=1", "/api/v1/units/none", "/api/v1/none"):
        response = client.get(url)
        assert response["Cache-Control"] == "no-store"
        assert "ETag" not in response


@pytest.mark.parametrize("url", [URL, "/api/v1/", "/api/v1/units/person", "/api/v1/units.csv", "/api/v1/none"])
def test_head_is_get_without_the_body(client: Client, url: str) -> None:
    got, head = client.get(url), client.head(url)
    assert head.status_code == got.status_code
    assert dict(head.headers) == dict(got.headers)
    assert b"".join(head) == b""


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"),
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("*", "br"),
        ("identity", None),
        ("br;q=0, *;q=0", None),
        ("", None),
    ],
)
def test_a_coding_is_chosen_by_accept_encoding(client: Client, accepted: str, coding: str | None) -> None:
    plain = client.get(URL)
    response = client.get(URL, headers={"Accept-Encoding": accepted})
    assert response.headers.get("Content-Encoding") == coding
    decode = {"gzip": gzip.decompress, "br": brotli.decompress}.get(coding or "", bytes)
    assert decode(response.content) == plain.content
    assert response["Content-Length"] == str(len(response.content))


def test_an_export_is_compressed_as_it_streams(client: Client) -> None:
    plain = b"".join(client.get("/api/v1/observations.csv"))
    packed = b"".join(client.get("/api/v1/observations.csv", headers={"Accept-Encoding": "gzip"}))
    assert gzip.decompress(packed) == plain
    assert "Content-Encoding" not in client.get("/api/v1/units.xlsx", headers={"Accept-Encoding": "gzip"})


def test_the_same_request_has_the_same_bytes(client: Client) -> None:
    for url in (URL, "/api/v1/units?page_size=3", "/api/v1/units.csv", "/api/v1/units.parquet", "/api/v1/units.xlsx"):
        first, second = (b"".join(client.get(url, headers={"Accept-Encoding": "gzip"})) for _ in range(2))
        assert first == second


def test_a_browser_may_ask_before_it_sends_headers(client: Client) -> None:
    response = client.options(URL, headers={"Origin": "https://example.org", "Access-Control-Request-Method": "GET"})
    assert (response.status_code, response.content) == (204, b"")
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Headers"] == "*, Authorization"
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("url", [URL, "/api/v1/docs", "/api/v1/none", "/admin/login/"])
def test_every_answer_is_guarded(client: Client, url: str) -> None:
    response = client.get(url)
    assert set(response["Content-Security-Policy"].split("; ")) == {
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    }
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"


def test_an_answer_is_of_one_revision_even_if_the_data_move_on_meanwhile(client: Client) -> None:
    yuan = Unit.objects.get(code="yuan")
    yuan.name_en = "Chinese yuan"
    waiting = [yuan]

    def move(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if 'FROM "indicators_unit"' in sql and waiting:
            unit = waiting.pop()
            with correcting() as changeset:
                changeset.save(unit)
        return execute(sql, params, many, context)

    tag = etag(client, "/api/v1/units?kind=currency")
    with connection.execute_wrapper(move):
        response = client.get("/api/v1/units?kind=currency")
    assert waiting == []
    body = response.json()
    assert (body["meta"]["revision"], body["results"][0]["name_en"]) == (1, "yuan")
    assert response["ETag"] == tag
    body = client.get("/api/v1/units?kind=currency").json()
    assert (body["meta"]["revision"], body["results"][0]["name_en"]) == (2, "Chinese yuan")


def test_shared_caches_may_keep_a_response_for_the_seconds_of_the_operator(client: Client, settings: Any) -> None:
    settings.SHARED_CACHE_SECONDS = 1
    response = client.get("/api/v1/units")
    shared = "public, max-age=0, s-maxage=1, stale-while-revalidate=1, stale-if-error=86400"
    assert (response["Cache-Control"], response["Surrogate-Key"]) == (shared, "revision-1 unit")
    unchanged = client.get("/api/v1/units", headers={"If-None-Match": response["ETag"]})
    assert (unchanged.status_code, unchanged["Cache-Control"]) == (304, shared)
    assert client.get("/api/v1/units?revision=1")["Cache-Control"] == "public, max-age=31536000, immutable"
    for path in ("corrections", "revisions?revision=1", "units/person/history?revision=1"):
        assert client.get(f"/api/v1/{path}")["Cache-Control"] == "public, no-cache"
    assert client.get("/api/v1/units/none")["Cache-Control"] == "no-store"
    assert "Surrogate-Key" not in client.get("/api/v1/problems")  # it depends on no revision
