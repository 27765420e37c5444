"""The documentation is true: its examples are run, its links lead somewhere, its pages are served."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from ankang_api.navigation import CHINESE_PAGE_NAMES, PAGE_NAMES
from ankang_api.views.documentation import CHINESE_FILES, EXAMPLE_ORIGIN, FILES
from tests.document_examples import BLOCK, Example, environment_of, examples, printed

pytestmark = [pytest.mark.django_db, pytest.mark.database_independent]

ROOT = Path(__file__).parent.parent
PROGRAMS = {"python": [], "r": [pytest.mark.r], "sh": [pytest.mark.curl]}
"""The languages of programs, and the marks of what they need."""
ENGLISH_PAGES = {"/docs" if page == "index" else f"/docs/{page}": file for page, file in FILES.items()}
CHINESE_PAGES = {"/docs/zh" if page == "index" else f"/docs/zh/{page}": file for page, file in CHINESE_FILES.items()}
PAGES = ENGLISH_PAGES | CHINESE_PAGES
"""The file of each address."""
MARKDOWN_FILES = {file.removeprefix("docs/").removesuffix(".md"): file for file in PAGES.values()}


def chosen(*kinds: str) -> list[Any]:
    """The examples of these kinds on all pages that the tests can run."""
    found = [example for page, file in MARKDOWN_FILES.items() for example in examples(page, (ROOT / file).read_text())]
    return [
        pytest.param(
            example,
            id=f"{example.page}-{number}-{example.text.splitlines()[0].removeprefix('GET /api/v1/')}",
            marks=PROGRAMS.get(example.kind, []),
        )
        for number, example in enumerate(found, 1)
        if example.kind in kinds and environment_of(example) == "tests"
    ]


def filled(shown: Any, answer: Any) -> Any:
    """What a page shows, with the answer's own in place of each …."""
    if isinstance(shown, dict) and isinstance(answer, dict):
        others = answer if "…" in shown else {}
        return others | {name: filled(value, answer.get(name)) for name, value in shown.items() if name != "…"}
    if isinstance(shown, list) and isinstance(answer, list):
        kept, rest = (shown[:-1], answer[len(shown) - 1 :]) if shown[-1:] == ["…"] else (shown, [])
        return [filled(*pair) for pair in zip(kept, answer, strict=False)] + kept[len(answer) :] + rest
    if shown == "…":
        return answer
    pattern = ".*".join(map(re.escape, shown.split("…"))) if isinstance(shown, str) else ""
    return answer if isinstance(answer, str) and re.fullmatch(pattern, answer, re.S) else shown


def body(response: HttpResponseBase) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]


def check(response: HttpResponseBase, language: str, shown: str) -> None:
    """Compare a block with the answer: json and lines with the body, text with status and headers."""
    if language == "json":
        answer = json.loads(body(response))
        assert filled(json.loads(shown), answer) == answer
    elif language == "text":
        lines = [line.partition(": ") for line in shown.splitlines()]
        answers = [f"{name}: {response[name]}" if colon else f"HTTP {response.status_code}" for name, colon, _ in lines]
        assert filled(shown.splitlines(), answers) == answers
    else:
        assert language in ("csv", "jsonl")
        assert body(response).decode().replace("\r\n", "\n") == shown


@pytest.mark.parametrize("example", chosen("http"))
def test_a_request_is_answered_as_shown(example: Example) -> None:
    request, *lines = example.text.splitlines()
    method, path = request.split(" ")
    headers = dict(line.split(": ") for line in lines) | {"host": EXAMPLE_ORIGIN.removeprefix("http://")}
    response = Client(headers=headers).generic(method, path)
    assert example.answers
    for language, shown in example.answers:
        check(response, language, shown)
    if not any(shown.startswith("HTTP") for _, shown in example.answers):
        assert response.status_code == (400 if '"status": 400' in example.answers[0][1] else 200)


@pytest.mark.parametrize("example", chosen(*PROGRAMS))
def test_a_program_prints_what_is_shown(
    example: Example, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    [(language, shown)] = example.answers
    output = printed(example, server, tmp_path)
    if language == "json":
        answer = json.loads(output)
        assert filled(json.loads(shown), answer) == answer
    else:
        assert output == shown


@pytest.mark.parametrize("page", ["tutorial", "clients"])
def test_every_address_in_the_code_of_a_page_is_served(client: Client, page: str) -> None:
    """Also in the languages of programs that the tests lack."""
    text = (ROOT / FILES[page]).read_text().replace("{api}", f"{EXAMPLE_ORIGIN}/api/v1")
    addresses = sorted(set(re.findall(rf"{EXAMPLE_ORIGIN}(/api/[^\s\"'`)>]*)", text)))
    assert len(addresses) >= 2
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_power_query_reads_utf_8_and_keeps_codes_as_text(client: Client) -> None:
    [query] = [
        text for language, text in BLOCK.findall((ROOT / FILES["clients"]).read_text()) if language == "powerquery"
    ]
    [address] = re.findall(rf'"{EXAMPLE_ORIGIN}([^"]*)"', query)
    header = body(client.get(address)).decode().splitlines()[0].split(",")
    types = dict(re.findall(r'{"(\w+)", type (\w+)}', query))
    assert types == {"region": "text", "time_period": "text", "value": "number"}
    assert types.keys() <= set(header)
    assert "Encoding = 65001" in query


def title_of(file: str) -> str:
    return (ROOT / file).read_text().partition("\n")[0].removeprefix("# ")


@pytest.mark.parametrize("address", ENGLISH_PAGES)
def test_a_page_is_served_with_its_title_and_the_navigation(client: Client, address: str) -> None:
    response = client.get(address, headers={"Accept-Language": "zh-CN"})
    assert (response.status_code, response["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert response["Content-Language"] == "en"
    html = response.content.decode()
    assert '<html lang="en">' in html
    assert f"<title>{title_of(ENGLISH_PAGES[address])} · Ankang open data</title>" in html
    assert html.count("<h1") == 1
    for other in PAGE_NAMES:
        assert f'<li><a href="/docs/{other}"' in html
    assert html.count("<pre") == len(re.findall("<pre[^>]*><code", html))
    assert EXAMPLE_ORIGIN not in html


@pytest.mark.parametrize("address", CHINESE_PAGES)
def test_a_chinese_page_has_a_chinese_title_and_navigation(client: Client, address: str) -> None:
    response = client.get(address, headers={"Accept-Language": "en"})
    assert (response.status_code, response["Content-Language"]) == (200, "zh-Hans")
    html = response.content.decode()
    assert '<html lang="zh-Hans">' in html
    assert f"<title>{title_of(CHINESE_PAGES[address])} · 安康开放数据</title>" in html
    assert html.count("<h1") == 1
    assert [page for page in PAGE_NAMES if f">{CHINESE_PAGE_NAMES[page]}</a></li>" not in html] == []
    assert '<a href="/docs/paging" hreflang="en">分页</a>' in html
    assert html.count("<pre") == len(re.findall("<pre[^>]*><code", html))
    assert EXAMPLE_ORIGIN not in html


@pytest.mark.parametrize("page", sorted({*FILES} & {*CHINESE_FILES}))
def test_a_page_in_both_languages_links_to_the_other_one(client: Client, page: str) -> None:
    english, chinese = ("/docs", "/docs/zh") if page == "index" else (f"/docs/{page}", f"/docs/zh/{page}")
    alternates = [
        f'<link rel="alternate" hreflang="en" href="http://testserver{english}">',
        f'<link rel="alternate" hreflang="zh-Hans" href="http://testserver{chinese}">',
    ]
    english_html, chinese_html = client.get(english).content.decode(), client.get(chinese).content.decode()
    for html in (english_html, chinese_html):
        assert re.findall('<link rel="alternate".*', html) == alternates
    assert f'href="{chinese}" hreflang="zh-Hans" lang="zh-Hans">中文</a>' in english_html
    assert f'href="{english}" hreflang="en" lang="en">English</a>' in chinese_html


def test_the_chinese_address_of_an_english_page_leads_to_it(client: Client) -> None:
    assert client.get("/docs/zh/paging")["Location"] == "/docs/paging"
    html = client.get("/docs/paging").content.decode()
    assert 'href="/docs/zh" hreflang="zh-Hans" lang="zh-Hans">中文</a>' in html
    assert 'rel="alternate"' not in html


def test_links_lead_to_the_page_in_the_same_language(client: Client) -> None:
    html = client.get("/docs/zh/formats").content.decode()
    assert '<a href="/docs/zh/citing#文献管理软件">参考文献</a>' in html
    assert '<a href="/docs/metadata#json-stat">元数据</a>' in html
    assert '<a href="/docs/citing#reference-managers">reference</a>' in client.get("/docs/formats").content.decode()


@pytest.mark.parametrize("file", [file for file in CHINESE_FILES.values() if file.startswith("docs/zh/")])
def test_a_chinese_page_has_the_examples_of_the_english_one(file: str) -> None:
    assert BLOCK.findall((ROOT / file).read_text()) == BLOCK.findall((ROOT / file.replace("/zh/", "/")).read_text())


@pytest.mark.parametrize("address", PAGES)
def test_every_link_of_a_page_leads_somewhere(client: Client, address: str) -> None:
    html = client.get(address).content.decode()
    html = re.sub("<pre.*?</pre>", "", html, flags=re.S)  # examples may be refusals
    links = {unescape(link).removeprefix("http://testserver") for link in re.findall(r'(?:href|src)="([^"]*)"', html)}
    ours = sorted(link for link in links if link.startswith("/"))
    assert ours
    assert {link: status(client, link) for link in ours} == dict.fromkeys(ours, 200)
    others = {link for link in links if not link.startswith(("/", "#"))}
    assert {link for link in others if not link.startswith("https://")} == set()


def status(client: Client, link: str) -> int:
    path, _, fragment = link.partition("#")
    response = client.get(path, follow=True)
    text = body(response)  # a stream is closed only by its reader
    found = not fragment or f'id="{fragment}"'.encode() in text
    return response.status_code if found else 404


@pytest.mark.parametrize("file", MARKDOWN_FILES.values())
def test_links_between_the_files_work_in_the_repository(file: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", (ROOT / file).read_text())
    assert [link for link in links if not ((ROOT / file).parent / link).is_file()] == []


def test_a_page_asks_no_other_host_and_runs_nothing(client: Client) -> None:
    html = client.get("/docs/formats").content.decode()
    assert re.findall(r"<script|style=|<img|@import", html) == []
    assert re.findall('<link rel="(?:icon|stylesheet)" href="([^"]*)"', html) == [
        "/static/ankang_api/favicon.svg",
        "/static/ankang_api/palette.css",
        "/static/ankang_api/page.css",
        "/static/ankang_api/docs.css",
    ]
    for name in ("palette", "page"):
        css = body(client.get(f"/static/ankang_api/{name}.css")).decode()
        assert re.findall(r"url\(|@import", css) == []


def test_chinese_is_marked_as_such(client: Client) -> None:
    assert '<span lang="zh-Hans">秦巴山区</span>' in client.get("/docs/filtering").content.decode()


@pytest.mark.parametrize(
    "path", ["/docs/nothing", "/docs/zh/nothing", "/docs/openapi.json", "/docs/examples", "/docs/README"]
)
def test_what_is_no_page_is_not_served(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_page_is_asked_for_again_cheaply(client: Client) -> None:
    tag = client.get("/docs/errors")["ETag"]
    assert client.get("/docs/errors", headers={"If-None-Match": tag}).status_code == 304
    assert client.post("/docs/errors").status_code == 405


def test_the_old_address_with_a_slash_leads_on(client: Client) -> None:
    assert client.get("/docs/")["Location"] == "/docs"
    assert client.get("/docs/zh/")["Location"] == "/docs/zh"
