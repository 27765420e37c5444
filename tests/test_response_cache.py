"""The response cache: what is kept, for whom, how long and within which bounds."""

import random
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankang_api.cache.key import cache_key
from ankang_api.cache.newest_revision import NewestRevision
from ankang_api.cache.response_cache import ResponseCache
from ankang_api.cache.store import OVERHEAD_BYTES, Hits, ResponseStore, StoredResponse
from ankang_api.environ import VALID_AT_REVISION
from ankang_api.http.canonical_query import canonical_query
from indicators.models import Unit
from tests.asking import Asking, ask, one_connection
from tests.editing import correcting
from tests.trackers import FixedTracker

pytestmark = pytest.mark.database_independent

URL = "/api/v1/units?kind=currency"
KEPT, HIT = "ankang; fwd=miss; stored", "ankang; hit"


@pytest.fixture(autouse=True)
def same_connection() -> Iterator[None]:
    with one_connection():
        yield


@pytest.fixture
def asking(db: None) -> Asking:
    return Asking()


def test_the_second_to_ask_gets_the_kept_bytes(asking: Asking) -> None:
    status, headers, body = asking(URL)
    assert (status, headers.pop("cache-status"), asking.computed) == (200, KEPT, 1)
    again, kept, same = asking(URL)
    assert (again, kept.pop("cache-status"), asking.computed) == (200, HIT, 1)
    assert (kept, same) == (headers, body)
    assert headers["content-length"] == str(len(body))
    assert headers["access-control-allow-origin"] == "*"
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kind=currency&q=yuan", "q=yuan&kind=currency"),
        ("q=%E4%BA%BA+%E6%B0%91", "q=%e4%ba%ba%20%E6%B0%91"),
        ("kind=count%2Cratio", "kind=count,ratio"),
    ],
)
def test_two_spellings_of_a_query_share_one_answer(asking: Asking, one: str, other: str) -> None:
    _, headers, body = asking(f"/api/v1/units.parquet?{one}")
    _, others, same = asking(f"/api/v1/units.parquet?{other}")
    assert (asking.computed, headers["etag"], body) == (1, others["etag"], same)


def test_accept_counts_by_what_it_chooses(asking: Asking) -> None:
    assert asking(URL, accept="text/html, */*;q=0.8")[1]["content-type"] == "application/json"
    assert asking(URL, accept="text/html,*/*;q=0.1")[1]["cache-status"] == HIT
    assert asking(URL, accept="text/csv")[1]["content-type"] == "text/csv; charset=utf-8"
    assert asking(URL, accept="image/png")[0] == 406
    assert asking(URL, accept_encoding="gzip")[1]["content-encoding"] == "gzip"
    assert asking(URL, accept_encoding="br;q=0, gzip, deflate")[1]["cache-status"] == HIT
    assert "content-encoding" not in asking(URL)[1]


def test_who_has_it_already_gets_304_and_head_no_body(asking: Asking) -> None:
    _, headers, _ = asking(URL)
    for given_ in (headers["etag"], f'"other", W/{headers["etag"]}', "*"):
        status, unchanged, body = asking(URL, if_none_match=given_)
        assert (status, body, unchanged["etag"], unchanged["cache-status"]) == (304, b"", headers["etag"], HIT)
        assert {"content-type", "content-length", "link"}.isdisjoint(unchanged)
        assert unchanged["access-control-allow-origin"] == "*"
    assert asking(URL, if_none_match='"other"')[0] == 200
    status, head, body = asking(URL, "HEAD")
    assert (status, body, asking.computed) == (200, b"", 1)
    assert head | {"cache-status": KEPT} == headers


def test_a_correction_shows_at_once_and_the_past_stays_kept(asking: Asking) -> None:
    past = f"{URL}&revision=1"
    asking(past), asking(URL)
    yuan = Unit.objects.get(code="yuan")
    with correcting() as changeset:
        yuan.name_en = "Chinese yuan"
        changeset.save(yuan)
    _, headers, body = asking(URL)
    assert (headers["cache-status"], b"Chinese yuan" in body) == (KEPT, True)
    _, headers, body = asking(past)
    assert (headers["cache-status"], b"Chinese yuan" in body) == (HIT, False)


@pytest.mark.parametrize(
    "url", ["/api/v1/units?knd=x", "/api/v1/units/none", "/api/v1/none", "/api/v1/units?revision=9", "/api/v1/units/"]
)
def test_errors_and_redirects_are_not_kept(asking: Asking, url: str) -> None:
    first, second = asking(url), asking(url)
    assert (first, asking.computed) == (second, 2)
    assert (first[0] >= 300, first[1]["cache-status"]) == (True, "ankang; fwd=miss")


def test_other_pages_and_methods_pass(asking: Asking) -> None:
    for url, method in (("/admin/login/", "GET"), ("/docs", "GET"), (URL, "POST"), (URL, "OPTIONS")):
        asking(url, method), asking(url, method)
        assert "cache-status" not in asking(url, method)[1]
    assert (asking.computed, asking.front.store.size()) == (12, 0)


def test_links_are_of_the_host_that_was_asked(asking: Asking) -> None:
    page = "/api/v1/units?page_size=1"
    assert b'"next":"http://localhost/api' in asking(page)[2]
    assert b'"next":"http://127.0.0.1:8000/api' in asking(page, host="127.0.0.1:8000")[2]
    assert asking(page, host="evil.example")[0] == 400
    assert b'"next":"http://localhost/api' in asking(page)[2]
    assert asking.computed == 3


def test_a_flood_neither_grows_it_nor_turns_out_what_is_hot(db: None) -> None:
    asking = Asking(400_000)
    asking(URL), asking(URL)
    chance = random.Random(610900)
    for _ in range(300):
        asking(f"/api/v1/regions?page_size={chance.randint(1, 1000)}&q={chance.randint(1, 10**9)}")
        asking(f"/api/v1/units?x{chance.random()}=1")
        asking("/api/v1/units", accept=f"text/csv;q=0.{chance.randint(100, 999)}, x/y{chance.random()}")
        assert asking.front.store.size() <= 400_000
    assert asking(URL)[1]["cache-status"] == HIT


def test_addresses_requested_twice_do_not_evict_one_that_is_requested_often() -> None:
    store = ResponseStore(1_000_000)

    def request(key: str) -> bool:
        response = store.get(key)
        if response is None:
            store.add(key, StoredResponse.of([("ETag", f'"{key}"')], bytes(1000), Hits()))
        return response is not None

    for _ in range(50):
        request("hot")
    for number in range(3000):
        for _ in range(3):
            request(f"cold {number}")
        if number % 10 == 0:
            assert request("hot"), number
        assert store.size() <= 1_000_000
    assert len(store.hits) <= 2 * 1_000_000 / OVERHEAD_BYTES


def test_a_host_with_another_port_gets_a_response_that_is_not_stored(asking: Asking) -> None:
    for port in (1, 2, 8001):
        assert "cache-status" not in asking(URL, host=f"localhost:{port}")[1]
    assert asking.front.store.size() == 0
    assert asking(URL, host="localhost:80")[1]["cache-status"] == KEPT


def test_a_small_export_is_kept_and_a_large_one_passed_on(db: None) -> None:
    small, large = Asking(), Asking(16 * (OVERHEAD_BYTES + 20_000))
    url = "/api/v1/observations.csv"
    _, headers, body = small(url)
    assert (headers["cache-status"], headers["content-length"]) == (KEPT, str(len(body)))
    assert small(url)[1]["content-disposition"] == 'attachment; filename="observations.csv"'
    _, headers, same = large(url)
    assert (headers["cache-status"], "content-length" in headers, same) == ("ankang; fwd=miss", False, body)
    assert large.front.store.size() == 0


class Slow:
    """An application that answers when it may, of the newest revision or, before a load, with an error."""

    def __init__(self, status: str = "200 OK") -> None:
        self.status, self.asked, self.may = status, 0, threading.Event()
        self.closed = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> "Slow":
        self.asked += 1
        assert self.may.wait(30)
        environ[VALID_AT_REVISION] = 1
        start_response(self.status, [("ETag", '"one"')])
        return self

    def __iter__(self) -> Any:
        return iter([b"slow ", b"answer"])

    def close(self) -> None:
        self.closed += 1


def test_a_fault_while_an_answer_is_made_keeps_nobody_waiting() -> None:
    class Broken(Slow):
        def __iter__(self) -> Any:
            yield b"half"
            raise OSError("gone")

    broken = Broken()
    broken.may.set()
    front = ResponseCache(broken, ResponseStore(1_000_000), FixedTracker())
    for _ in range(2):
        with pytest.raises(OSError, match="gone"):
            ask(front, URL)
    assert (broken.asked, broken.closed) == (2, 2)


def test_an_answer_that_cannot_be_checked_says_so() -> None:
    slow, newest = Slow(), FixedTracker()
    slow.may.set()
    front = ResponseCache(slow, ResponseStore(1_000_000), newest)
    ask(front, URL)
    newest.known = NewestRevision(1, 12.34)
    assert ask(front, URL)[1]["cache-status"] == "ankang; hit; ttl=-12.3"
    newest.known = NewestRevision(1, 0)
    assert ask(front, URL)[1]["cache-status"] == HIT
    newest.known = NewestRevision(None, 0)  # a new worker, which knows of no revision yet
    assert ask(front, URL)[1]["cache-status"] == KEPT


PAIRS = st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5)), max_size=5)


@given(PAIRS, PAIRS)
def test_a_key_loses_nothing_of_a_query(one: list[tuple[str, str]], other: list[tuple[str, str]]) -> None:
    def query(pairs: list[tuple[str, str]]) -> str:
        text = "&".join(f"{quoted(name)}={quoted(value)}" for name, value in pairs)
        return canonical_query(text)

    def quoted(text: str) -> str:
        return "".join(f"%{byte:02x}" for byte in text.encode("utf-8", "replace"))

    assert (query(one) == query(other)) == (sorted(readable(one)) == sorted(readable(other)))


def readable(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [
        (name.encode("utf-8", "replace").decode(), value.encode("utf-8", "replace").decode()) for name, value in pairs
    ]


def test_a_key_has_all_that_an_answer_depends_on() -> None:
    environ = {"PATH_INFO": "/api/v1/", "wsgi.url_scheme": "https", "HTTP_HOST": "localhost", "HTTP_ACCEPT": "text/csv"}
    assert cache_key(environ) == ("/api/v1/", "", "https", "localhost", ("text/csv",), "identity")
