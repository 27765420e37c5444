"""Errors outside the API are pages in the language of the request; they show no details and lead on."""

import re

import pytest
from django.http import HttpRequest
from django.test import Client
from django.test.client import RequestFactory

from ankang_api.environ import REQUEST_ID
from ankang_api.views.error_pages import handler400, handler500
from tests.accounts import log_in_as
from tests.forms import read

pytestmark = [pytest.mark.database_independent, pytest.mark.django_db]


def heading(html: str) -> str:
    return read(re.findall("<h1>(.*?)</h1>", html)[0])


def requires_nothing_inline(html: str) -> bool:
    return not re.search(r"<script|<style|style=|\son\w+=", html)


@pytest.mark.parametrize(
    ("language", "title", "back"),
    [
        ("zh-hans", "找不到页面", "返回管理后台首页"),
        ("en", "Page not found", "Back to the first page of the admin"),
    ],
)
def test_an_unknown_page_of_the_admin_leads_back(client: Client, language: str, title: str, back: str) -> None:
    log_in_as(client, "corrector")
    response = client.get("/admin/nothing/", headers={"Accept-Language": language})
    html = response.content.decode()
    assert (response.status_code, heading(html)) == (404, title)
    assert f'<a href="/admin/">{back}</a>' in html
    assert "/admin/nothing/" in html
    assert requires_nothing_inline(html)
    assert response["Content-Language"] == language


@pytest.mark.parametrize(
    ("path", "language", "title"),
    [
        ("/docs/nothing", "en", "Page not found"),
        ("/docs/zh/nothing", "en", "找不到页面"),
        ("/nothing", "zh-CN", "找不到页面"),
    ],
)
def test_an_unknown_page_is_not_found(client: Client, path: str, language: str, title: str) -> None:
    response = client.get(path, headers={"Accept-Language": language})
    html = response.content.decode()
    assert (response.status_code, heading(html)) == (404, title)
    assert ('href="/docs/zh"' in html) == (title == "找不到页面")
    assert "/admin/" not in html


@pytest.mark.parametrize(("language", "title"), [("zh-hans", "没有权限"), ("en", "No permission")])
def test_what_a_role_may_not_do_is_a_page(client: Client, language: str, title: str) -> None:
    log_in_as(client, "viewer")
    response = client.get("/admin/load/", headers={"Accept-Language": language})
    assert (response.status_code, heading(response.content.decode())) == (403, title)


@pytest.mark.parametrize(("language", "title"), [("zh-hans", "表单已失效"), ("en", "The form has expired")])
def test_a_form_without_its_token_is_explained(language: str, title: str) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/admin/login/", {"username": "wang"}, headers={"Accept-Language": language})
    html = response.content.decode()
    assert (response.status_code, heading(html)) == (403, title)
    assert requires_nothing_inline(html)


def request() -> HttpRequest:
    made = RequestFactory().get("/admin/")
    made.META[REQUEST_ID] = "4f1c"
    return made


def test_an_error_of_the_server_shows_the_number_of_the_request_and_no_details() -> None:
    try:
        raise RuntimeError("secret")
    except RuntimeError:
        response = handler500(request())
    html = response.content.decode()
    assert (response.status_code, heading(html)) == (500, "Server error")
    assert "4f1c" in html
    assert "secret" not in html
    assert "RuntimeError" not in html


def test_a_bad_request_is_a_page() -> None:
    response = handler400(request(), ValueError("secret"))
    assert (response.status_code, heading(response.content.decode())) == (400, "Bad request")


def test_errors_of_the_api_stay_problems(client: Client) -> None:
    response = client.get("/api/v1/nothing", headers={"Accept-Language": "zh-hans", "Accept": "text/html"})
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
