"""The shared cache of docs/deploy/nginx-cache.conf in front of the API, with SHARED_CACHE_SECONDS=1."""

import http.client
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from email.message import Message
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.databases import copied
from tests.nginx import nginx
from tests.serving import ROOT, free_port, up

pytestmark = [pytest.mark.nginx, pytest.mark.database_independent]

ADDRESS = "/api/v1/observations?page_size=20"
CLIENTS = 8
LOAD_S = 3.0


class Answer(NamedTuple):
    status: int
    headers: Message
    body: bytes


class Cache:
    """A running cache; all requests that it sends to the API are in a log."""

    def __init__(self, port: int, api: up, log: Path) -> None:
        self.port, self.api, self.log = port, api, log

    def get(self, path: str, **headers: str) -> Answer:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request("GET", path, headers={name.replace("_", "-"): text for name, text in headers.items()})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())

    def requests_to_api(self) -> list[str]:
        return self.log.read_text().splitlines()

    def load(self, path: str) -> Counter[tuple[int, bytes]]:
        """The answers to clients that send one request after the other."""
        answers: Counter[tuple[int, bytes]] = Counter()
        deadline = time.monotonic() + LOAD_S

        def send() -> None:
            while time.monotonic() < deadline:
                answer = self.get(path)
                answers[answer.status, answer.body] += 1

        clients = [threading.Thread(target=send) for _ in range(CLIENTS)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        return answers


def configuration(folder: Path, port: int, log_port: int, api_port: int) -> str:
    """The published cache, and between it and the API a server that logs the requests."""
    published = (ROOT / "docs" / "deploy" / "nginx-cache.conf").read_text()
    assert "/var/cache/nginx/ankang" in published
    headers = 'proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $http_host;'
    return f"""
        {published.replace("/var/cache/nginx/ankang", f"{folder}/cache")}
        server {{
            listen 127.0.0.1:{port};
            location / {{ proxy_pass http://127.0.0.1:{log_port}; {headers} }}
        }}
        log_format requests "$request_method $request_uri $status $http_if_none_match";
        server {{
            listen 127.0.0.1:{log_port};
            access_log {folder}/requests.log requests;
            proxy_cache off;
            location / {{ proxy_pass http://127.0.0.1:{api_port}; {headers} }}
        }}
    """


@contextmanager
def running_cache(loaded_database: str, folder: Path) -> Iterator[Cache]:
    port, log_port, api_port = free_port(), free_port(), free_port()
    settings = {"SHARED_CACHE_SECONDS": "1", "PUBLIC_URL": f"http://127.0.0.1:{port}", "TRUSTED_PROXIES": "127.0.0.1"}
    arguments = (f"--port={api_port}", "--workers=1")
    with copied(loaded_database, folder) as url, up(url, *arguments, settings=settings) as api:
        api.wait_until_serving()
        cache = Cache(port, api, folder / "requests.log")
        with nginx(folder, configuration(folder, port, log_port, api_port), lambda: cache.get("/api/v1/units")):
            yield cache
        api.terminate()
        api.communicate(timeout=30)


@pytest.fixture(scope="module")
def cache(loaded_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cache]:
    with running_cache(loaded_database, tmp_path_factory.mktemp("cache")) as cache:
        yield cache


def test_the_api_gets_at_most_two_requests_a_second_for_an_address(cache: Cache) -> None:
    started = time.monotonic()
    answers = cache.load(ADDRESS)
    seconds = time.monotonic() - started
    [(status, body)] = answers
    assert (status, len(json.loads(body)["results"])) == (200, 20)
    assert answers.total() > 100
    sent = [request for request in cache.requests_to_api() if ADDRESS in request]
    assert 2 <= len(sent) <= 2 * seconds + 2
    assert sent[0] == f"GET {ADDRESS} 200 -"
    assert all(request.startswith(f"GET {ADDRESS} 304 \\x22") for request in sent[1:])


def test_responses_go_on_while_the_api_is_down(loaded_database: str, tmp_path: Path) -> None:
    with running_cache(loaded_database, tmp_path) as cache:
        before = cache.get(ADDRESS)
        cache.api.terminate()
        cache.api.communicate(timeout=30)
        time.sleep(1.5)  # the stored response is stale
        assert cache.load(ADDRESS).keys() == {(200, before.body)}
        assert len(json.loads(before.body)["results"]) == 20
        assert cache.get(ADDRESS).headers.get_all("Cache-Status") == ["ankang; fwd=miss; stored", "nginx; hit"]
        assert cache.get("/api/v1/regions").status == 502  # nobody requested it before


def test_codings_are_stored_apart_and_their_spellings_together(cache: Cache) -> None:
    address = "/api/v1/metrics"
    spellings = {
        "gzip, deflate, br, zstd": "br",
        "br": "br",
        "gzip": "gzip",
        "br;q=0, gzip": "gzip",
        "gzip;q=0": None,
        "identity": None,
    }
    codings = {
        spelling: cache.get(address, Accept_Encoding=spelling).headers["Content-Encoding"] for spelling in spellings
    }
    assert codings == spellings
    assert cache.get(address, Accept="text/csv").headers["Content-Type"] == "text/csv; charset=utf-8"
    assert len([request for request in cache.requests_to_api() if f"{address} 200" in request]) <= 4 + 2


def test_pages_with_users_are_not_stored(cache: Cache) -> None:
    tokens = {cache.get("/admin/login/").headers["Set-Cookie"] for _ in range(3)}
    assert len(tokens) == 3
    assert len([request for request in cache.requests_to_api() if "/admin/login/" in request]) == 3


def test_the_cache_sends_ranges_of_what_it_stores(cache: Cache) -> None:
    path = "/api/v1/units.csv?code=percent,rank&fields=code,name_en"
    whole = cache.get(path)
    for given, content_range, body in (("bytes=0-3", "bytes 0-3", b"code"), ("bytes=-1", "bytes 42-42", b"\n")):
        part = cache.get(path, Range=given)
        assert (part.status, part.headers["Content-Range"], part.body) == (206, content_range + "/43", body)
        assert part.headers["ETag"] == whole.headers["ETag"]
    assert cache.get(path, Range="bytes=0-3", If_Range='"another"').body == whole.body
    assert cache.get(path, Range="bytes=99-").status == 416
