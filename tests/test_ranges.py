"""Byte ranges of every format: through the response cache before Django, and over a socket."""

import json
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.request import Request, urlopen

import polars as pl
import pytest
from django.test import Client

from ankang_api.cache.ranges import ByteRange, parse
from tests.asking import Asking, one_connection
from tests.formats import MEDIA_TYPES
from tests.nodes import node

pytestmark = pytest.mark.database_independent

Ask = Callable[..., tuple[int, dict[str, str], bytes]]
"""From a URL, a method and headers with `_` for `-`: the status, the headers by their names in lower case, the body."""
QUERY = "?code=percent,rank&fields=code,name_zh"
CSV = "code,name_zh\r\npercent,百分比\r\nrank,位次\r\n".encode()
JSON_LINES = '{"code":"percent","name_zh":"百分比"}\n{"code":"rank","name_zh":"位次"}\n'.encode()
URLS = {name: f"/api/v1/units.{name}{QUERY}" for name in MEDIA_TYPES}
PROBE = "/api/v1/units.csv" + QUERY


def over_socket(address: str) -> Ask:
    def ask(url: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = HTTPConnection(address.removeprefix("http://"))
        connection.request(method, url, headers={name.replace("_", "-"): value for name, value in headers.items()})
        with connection.getresponse() as response:
            found = {name.lower(): value for name, value in response.getheaders()}
            body = response.read()
        connection.close()
        return response.status, found, body

    return ask


@pytest.fixture(params=["cache", "server"])
def ask(request: pytest.FixtureRequest) -> Iterator[Ask]:
    if request.param == "server":
        yield over_socket(request.getfixturevalue("server"))
        return
    request.getfixturevalue("db")
    with one_connection():
        yield Asking()


@pytest.fixture
def new_cache(db: None) -> Iterator[Callable[..., Asking]]:
    with one_connection():
        yield Asking


@pytest.mark.parametrize(
    ("given", "content_range", "body"),
    [
        ("bytes=0-3", "bytes 0-3/46", b"code"),
        ("bytes=14-20", "bytes 14-20/46", b"percent"),
        ("bytes=0-0", "bytes 0-0/46", b"c"),
        ("bytes=33-", "bytes 33-45/46", "rank,位次\r\n".encode()[-13:]),
        ("bytes=45-", "bytes 45-45/46", b"\n"),
        ("bytes=-8", "bytes 38-45/46", "位次\r\n".encode()),
        ("bytes=40-99999999999999999999999", "bytes 40-45/46", CSV[40:]),
        ("bytes=-46", "bytes 0-45/46", CSV),
        ("bytes=-65536", "bytes 0-45/46", CSV),
        ("bytes=0-", "bytes 0-45/46", CSV),
        ("Bytes=0-3", "bytes 0-3/46", b"code"),
        ("bytes= 0-3 ,", "bytes 0-3/46", b"code"),
    ],
)
def test_one_range_is_sent_as_far_as_the_file_goes(ask: Ask, given: str, content_range: str, body: bytes) -> None:
    status, headers, sent = ask(PROBE, range=given)
    assert (status, headers["content-range"], sent) == (206, content_range, body)
    assert headers["content-length"] == str(len(body))
    assert headers["content-type"] == "text/csv; charset=utf-8"
    assert headers["accept-ranges"] == "bytes"


@pytest.mark.parametrize("given", ["bytes=46-", "bytes=46-50", "bytes=1000000-", "bytes=-0"])
def test_a_range_outside_the_file_is_a_problem_with_the_size_of_the_file(ask: Ask, given: str) -> None:
    etag = ask(PROBE)[1]["etag"]
    status, headers, body = ask(PROBE, range=given, host="localhost", x_request_id="my-own")
    assert (status, headers["content-range"]) == (416, "bytes */46")
    assert headers["content-type"] == "application/problem+json"
    assert headers["content-length"] == str(len(body))
    assert headers["cache-control"] == "no-store"
    assert headers["access-control-allow-origin"] == "*"
    assert {"etag", "last-modified", "content-disposition", "content-encoding"}.isdisjoint(headers)
    problem = json.loads(body)
    assert problem.pop("request_id") in ("my-own", None)  # None without the server, which gives requests an id
    assert problem == {
        "type": "http://localhost/api/v1/problems/range-not-satisfiable",
        "title": "Range not satisfiable",
        "status": 416,
        "detail": f"The file has 46 bytes, and none of them is in the range {given}.",
        "instance": PROBE,
        "code": "range-not-satisfiable",
        "errors": [],
    }
    assert ask(PROBE, range=given, if_range='"another"')[0] == 200
    assert ask(PROBE, range=given, if_none_match=etag)[0] == 304


@pytest.mark.parametrize(
    "given",
    [
        *("bytes=0-3,5-7", "bytes=0-0, -1", "bytes=0-3,900-", "lines=0-3", "bytes", "bytes=", "bytes=-", "bytes=3-1"),
        *("bytes=a-b", "bytes=0-3-5", "bytes=+1-3", "bytes=١-٣".encode().decode("latin-1"), "bytes=0-" + "9" * 5000),
    ],
)
def test_several_ranges_and_what_is_not_understood_get_the_whole_file(ask: Ask, given: str) -> None:
    status, headers, body = ask(PROBE, range=given)
    assert (status, body) == (200, CSV)
    assert "content-range" not in headers
    assert headers["accept-ranges"] == "bytes"


def test_if_range_wants_the_strong_etag(ask: Ask) -> None:
    _, headers, _ = ask(PROBE)
    etag, changed = headers["etag"], headers["last-modified"]
    assert ask(PROBE, range="bytes=0-3", if_range=etag)[::2] == (206, b"code")
    for other in (f"W/{etag}", '"another"', etag.strip('"'), f'{etag}, "another"', changed, "*"):
        assert ask(PROBE, range="bytes=0-3", if_range=other)[::2] == (200, CSV)
    assert ask(PROBE, if_range=etag)[::2] == (200, CSV)


def test_what_the_client_has_is_not_sent_in_parts(ask: Ask) -> None:
    etag = ask(PROBE)[1]["etag"]
    for given in (etag, f'"another", {etag}', "*"):
        status, headers, body = ask(PROBE, range="bytes=0-3", if_none_match=given)
        assert (status, body) == (304, b"")
        assert {"content-range", "accept-ranges", "content-length"}.isdisjoint(headers)
    assert ask(PROBE, range="bytes=0-3", if_none_match='"another"')[0] == 206


@pytest.mark.parametrize("coding", ["gzip", "br, gzip", "*"])
def test_a_range_is_of_the_file_without_a_content_coding(ask: Ask, coding: str) -> None:
    _, packed, _ = ask(PROBE, accept_encoding=coding)
    assert packed["content-encoding"] in ("gzip", "br")
    status, headers, body = ask(PROBE, accept_encoding=coding, range="bytes=0-3")
    assert (status, body, headers["etag"]) == (206, b"code", ask(PROBE)[1]["etag"])
    assert "content-encoding" not in headers
    assert ask(PROBE, accept_encoding=coding, range="bytes=0-3", if_range=packed["etag"])[::2] == (200, CSV)


@pytest.mark.parametrize("name", MEDIA_TYPES)
def test_parts_of_each_format_make_the_file(ask: Ask, name: str) -> None:
    _, whole, file = ask(URLS[name])
    size = len(file)
    assert whole["accept-ranges"] == "bytes"
    parts = [(f"bytes=0-{size // 3}", 0), (f"bytes={size // 3 + 1}-{size - 9}", size // 3 + 1), ("bytes=-8", size - 8)]
    received = b""
    for given, first in parts:
        status, headers, body = ask(URLS[name], range=given, if_range=whole["etag"])
        assert (status, headers["etag"]) == (206, whole["etag"])
        assert headers["content-range"] == f"bytes {first}-{first + len(body) - 1}/{size}"
        assert headers["content-type"].partition(";")[0] == MEDIA_TYPES[name]
        assert headers.get("content-disposition") == whole.get("content-disposition")
        received += body
    assert received == file
    assert ask(URLS[name], range=f"bytes=-{size * 10}")[::2] == (206, file)
    assert ask(URLS[name], range=f"bytes={size}-")[0] == 416


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("csv", b"code", "位次\r\n".encode()),
        ("jsonl", b'{"co', '位次"}\n'.encode()[-8:]),
        ("parquet", b"PAR1", b"PAR1"),
        ("xlsx", b"PK\x03\x04", bytes(4)),
        ("json", b'{"co', '位次"}]}'.encode()[-8:]),
    ],
)
def test_the_first_and_the_last_bytes_are_those_of_the_format(ask: Ask, name: str, first: bytes, last: bytes) -> None:
    assert ask(URLS[name], range="bytes=0-3")[::2] == (206, first)
    assert ask(URLS[name], range=f"bytes=-{len(last)}")[::2] == (206, last)


@pytest.mark.parametrize("name", MEDIA_TYPES)
def test_head_on_a_cold_cache_says_what_get_says(new_cache: Callable[..., Asking], name: str) -> None:
    (status, headers, body), asking = new_cache()(URLS[name], "HEAD"), new_cache()
    assert (status, body, headers["accept-ranges"]) == (200, b"", "bytes")
    assert asking(URLS[name])[1] == headers
    assert headers["content-length"] == str(len(asking(URLS[name])[2]))


@pytest.mark.parametrize("name", MEDIA_TYPES)
def test_head_names_the_length_and_ignores_a_range(ask: Ask, name: str) -> None:
    for _ in range(2):
        status, headers, body = ask(URLS[name], "HEAD", range="bytes=0-3")
        assert (status, body, headers["accept-ranges"]) == (200, b"", "bytes")
        assert "content-range" not in headers
        assert headers["content-length"] == str(len(ask(URLS[name])[2]))


@pytest.mark.parametrize("name", MEDIA_TYPES)
def test_parts_that_different_workers_computed_fit_together(new_cache: Callable[..., Asking], name: str) -> None:
    asking = new_cache()
    _, headers, first = asking(URLS[name], range="bytes=0-30")
    _, others, rest = new_cache()(URLS[name], range="bytes=31-", if_range=headers["etag"])
    assert others["etag"] == headers["etag"]
    assert first + rest == asking(URLS[name])[2]


def test_a_range_is_computed_once_and_stored_whole(new_cache: Callable[..., Asking]) -> None:
    asking = new_cache()
    assert asking(PROBE, range="bytes=0-3")[1]["cache-status"] == "ankang; fwd=miss; stored"
    assert asking(PROBE, range="bytes=4-7")[1]["cache-status"] == "ankang; hit"
    assert asking(PROBE)[1]["cache-status"] == "ankang; hit"
    assert asking.computed == 1


def test_a_file_too_large_to_be_stored_takes_no_ranges(new_cache: Callable[..., Asking]) -> None:
    asking, url = new_cache(400_000), "/api/v1/observations.csv"
    status, headers, body = asking(url, range="bytes=0-3", accept_encoding="identity")
    assert (status, headers["accept-ranges"], body[:5]) == (200, "none", b"code,")
    assert len(body) > 25_000
    assert {"content-range", "content-length"}.isdisjoint(headers)
    _, head, _ = asking(url, "HEAD")
    assert (head["accept-ranges"], head["cache-status"]) == ("none", "ankang; fwd=miss")
    assert asking(PROBE, "HEAD")[1]["accept-ranges"] == "bytes"


@pytest.mark.django_db
@pytest.mark.parametrize("name", MEDIA_TYPES)
def test_without_a_cache_there_are_no_ranges(client: Client, name: str) -> None:
    response = client.get(URLS[name], headers={"Range": "bytes=0-3"})
    assert (response.status_code, response["Accept-Ranges"]) == (200, "none")
    assert client.head(URLS[name])["Accept-Ranges"] == "none"


def test_an_empty_file_is_sent_whole(ask: Ask) -> None:
    url = "/api/v1/observations.jsonl?period=1900"
    for given in ("bytes=0-3", "bytes=-100"):
        status, headers, body = ask(url, range=given)
        assert (status, headers["content-length"], body) == (200, "0", b"")


def test_errors_have_no_ranges(ask: Ask) -> None:
    for url, status in (("/api/v1/units.csv?x=1", 400), ("/api/v1/none", 404)):
        found, headers, _ = ask(url, range="bytes=0-3")
        assert found == status
        assert {"accept-ranges", "content-range"}.isdisjoint(headers)


def test_a_repeated_request_gets_its_own_range(server: str) -> None:
    connection = HTTPConnection(server.removeprefix("http://"))

    def ask(**headers: str) -> tuple[int, bytes]:
        connection.request("GET", PROBE, headers=headers)
        response = connection.getresponse()
        return response.status, response.read()

    for _ in range(3):
        assert ask(Range="bytes=0-3") == (206, b"code")
        assert ask(Range="bytes=14-20") == (206, b"percent")
        assert ask() == (200, CSV)
        assert ask(Range="bytes=46-")[0] == 416
    connection.close()


@pytest.mark.parametrize(
    ("text", "size", "positions"),
    [("bytes=0-3", 3, (0, 2)), ("bytes=3-", 3, None), ("bytes=-1", 3, (2, 2)), ("bytes=-0", 3, None)],
)
def test_positions_are_within_the_body(text: str, size: int, positions: tuple[int, int] | None) -> None:
    requested = parse(text)
    assert isinstance(requested, ByteRange)
    assert requested.positions(size) == positions


def test_ranges_are_counted_and_the_problem_has_the_public_url(database_url: str) -> None:
    with node(database_url, "--workers", "1", PUBLIC_URL="https://example.org/ankang") as served:
        ask = over_socket(f"http://127.0.0.1:{served.port}")
        statuses = [ask(PROBE, range=given)[0] for given in ("bytes=0-3", "bytes=4-7", "bytes=8-", "bytes=46-")]
        assert statuses == [206, 206, 206, 416]
        problem = json.loads(ask(PROBE, range="bytes=46-")[2])
        assert problem["type"] == "https://example.org/ankang/api/v1/problems/range-not-satisfiable"
        assert problem["instance"] == f"/ankang{PROBE}"
        for status, cache, count in (("206", "stored", 1), ("206", "hit", 2), ("416", "hit", 2)):
            served.wait_for("ankang_requests_total", count, operation="unit-list", status=status, cache=cache)


def test_a_server_without_a_cache_takes_no_ranges(database_url: str) -> None:
    with node(database_url, "--workers", "1", ANSWER_CACHE_BYTES="0") as served:
        ask = over_socket(f"http://127.0.0.1:{served.port}")
        status, headers, body = ask(PROBE, range="bytes=0-3", accept_encoding="identity")
        assert (status, headers["accept-ranges"], body) == (200, "none", CSV)
        assert ask(PROBE, "HEAD")[1]["accept-ranges"] == "none"


def test_polars_reads_each_format_by_its_url(server: str) -> None:
    url = f"{server}/api/v1/observations"
    tables = [pl.read_csv(f"{url}.csv"), pl.read_parquet(f"{url}.parquet"), pl.read_ndjson(f"{url}.jsonl")]
    assert [table.height for table in tables] == [48, 48, 48]
    assert [table["code"].to_list() == tables[0]["code"].to_list() for table in tables] == [True, True, True]
    values = pl.scan_parquet(f"{url}.parquet").select("value").collect()
    assert values.columns == ["value"]
    assert values["value"].to_list() == tables[1]["value"].to_list()


@pytest.mark.parametrize("name", ["csv", "jsonl", "parquet", "xlsx"])
def test_a_download_that_was_broken_off_is_continued(server: str, tmp_path: Path, name: str) -> None:
    """As `curl -C -` does."""
    url, file = f"{server}/api/v1/observations.{name}", tmp_path / "file"
    with urlopen(url) as response:
        whole = response.read()
    file.write_bytes(whole[:1000])
    with urlopen(Request(url, headers={"Range": f"bytes={file.stat().st_size}-"})) as response, file.open("ab") as rest:
        assert response.status == 206
        rest.write(response.read())
    assert file.read_bytes() == whole
