"""Pages: every row once, in both directions, at any page size."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def walk(client: Client, url: str, link: str = "next") -> list[list[str]]:
    pages = []
    while url:
        body = client.get(url).json()
        pages.append([row["code"] for row in body["results"]])
        url = body[link]
    return pages


@pytest.mark.parametrize(
    ("path", "rows"),
    [
        ("observations", 48),
        ("series", 46),
        ("metrics", 45),
        ("regions", 14),
        ("units", 28),
        ("programmes", 5),
        ("parts", 89),
        ("achievements", 17),
        ("derived", 25),
        ("relations", 28),
        ("documents", 1),
        ("documents/ankang-report/passages", 7),
        ("documents/ankang-report/quotes", 174),
    ],
)
def test_a_walk_gives_each_row_once_and_back_again(client: Client, path: str, rows: int) -> None:
    [whole] = walk(client, f"/api/v1/{path}?page_size=1000")
    assert len(set(whole)) == len(whole) == rows
    forward = walk(client, f"/api/v1/{path}?page_size=4")
    assert [len(page) for page in forward[:-1]] == [4] * ((rows - 1) // 4)
    assert [code for page in forward for code in page] == whole
    url = f"/api/v1/{path}?page_size=4"
    while following := client.get(url).json()["next"]:
        url = following
    backward = walk(client, url, "previous")
    assert [code for page in reversed(backward) for code in page] == whole


def test_links_stand_in_the_body_and_in_the_header(client: Client) -> None:
    first = client.get("/api/v1/units?page_size=6")
    assert first["Link"].startswith(f'<{first.json()["next"]}>; rel="next", <https://creativecommons.org/')
    middle = client.get(first.json()["next"])
    body = middle.json()
    assert middle["Link"].startswith(f'<{body["next"]}>; rel="next", <{body["previous"]}>; rel="prev", <https://')
    assert body["next"].startswith("http://testserver/api/v1/units?page_size=6&cursor=")
    assert 'rel="next"' not in client.get("/api/v1/units")["Link"]


def test_pages_are_counted_unless_told_not_to(client: Client) -> None:
    assert client.get("/api/v1/units?page_size=1").json()["count"] == 28
    assert client.get("/api/v1/units?page_size=1&count=false").json()["count"] is None


@pytest.mark.parametrize(
    ("query", "parameter", "detail"),
    [
        ("page_size=0", "page_size", "page_size is a whole number from 1 to 1000, not 0."),
        ("page_size=1001", "page_size", "page_size is a whole number from 1 to 1000, not 1001."),
        ("page_size=ten", "page_size", "page_size is a whole number from 1 to 1000, not ten."),
        ("page_size=1.5", "page_size", "page_size is a whole number from 1 to 1000, not 1.5."),
        ("page_size=%D9%A3", "page_size", "page_size is a whole number from 1 to 1000, not ٣."),
        ("count=no", "count", "count is true or false, not no."),
        ("cursor=abc", "cursor", "Invalid cursor. Follow next and previous."),
        ("cursor=%E4%B8%AD", "cursor", "Invalid cursor. Follow next and previous."),
        ("cursor=W10", "cursor", "Invalid cursor. Follow next and previous."),
        ("cursor=" + "W1" * 2000, "cursor", "Invalid cursor. Follow next and previous."),
    ],
)
def test_a_page_that_cannot_be_is_refused(client: Client, query: str, parameter: str, detail: str) -> None:
    response = client.get(f"/api/v1/units?{query}")
    assert response.status_code == 400
    [error] = response.json()["errors"]
    assert (error["parameter"], error["detail"]) == (parameter, detail)


def test_a_cursor_belongs_to_its_query(client: Client) -> None:
    cursor = client.get("/api/v1/units?page_size=2").json()["next"].partition("cursor=")[2]
    for url in (f"/api/v1/units?page_size=3&cursor={cursor}", f"/api/v1/metrics?page_size=2&cursor={cursor}"):
        [error] = client.get(url).json()["errors"]
        assert error["detail"] == "This cursor belongs to another query. Follow next and previous."
