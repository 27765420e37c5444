"""Errors outside the API are pages in the language of the request; they show no details and lead on."""

import re

import pytest
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.test import Client
from django.test.client import RequestFactory

from ankang_api.environ import REQUEST_ID
from ankang_api.views.error_pages import handler400, handler500
from indicators.models import Metric
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


@pytest.mark.parametrize(
    ("language", "title", "advice", "link", "label"),
    [
        (
            "zh-hans",
            "登录已过期",
            "尚未保存。您填写的内容列在下面：请先登录，再打开该表单重新填写。",
            "在另一标签页登录",
            "原文数值",
        ),
        (
            "en",
            "Your session has ended",
            "Nothing was saved. What you typed is below: log in, open the form again and enter it there.",
            "Log in in another tab",
            "Value text",
        ),
    ],
)
def test_what_was_typed_before_a_session_ended_is_kept(
    client: Client, language: str, title: str, advice: str, link: str, label: str
) -> None:
    path = "/admin/indicators/observation/1/change/"
    entries = {"value_text": "22.97万人", "reason": "<b>错</b>", "seen": "1", "password": "secret"}
    response = client.post(path, entries, headers={"Accept-Language": language})
    html = response.content.decode()
    assert (response.status_code, heading(html)) == (403, title)
    assert advice in html
    address = "/admin/login/?next=%2Fadmin%2Findicators%2Fobservation%2F1%2Fchange%2F"
    assert f'<a href="{address}" target="_blank" rel="noopener">{link}</a>' in html
    assert re.search(rf"<dt>{label}</dt>\s*<dd>22.97万人</dd>", html)
    assert "&lt;b&gt;错&lt;/b&gt;" in html
    assert "secret" not in html
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("zh-hans", {"限定": "约数", "指标": "贫困人口", "理由": "错", "时期的文字": "2018年"}),
        (
            "en",
            {"Qualifier": "Approximate", "Metric": "Poor population", "Reason": "错", "Words of the period": "2018年"},
        ),
    ],
)
def test_what_was_typed_is_shown_in_the_words_of_the_form(client: Client, language: str, shown: dict[str, str]) -> None:
    metric = str(Metric.objects.get(code="poor-population").pk)
    entries = {"qualifier": "approximate", "metric": metric, "reason": "错", "period_exact": "2018年", "region": "x"}
    response = client.post("/admin/indicators/observation/add/", entries, headers={"Accept-Language": language})
    terms = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", response.content.decode())
    assert {label: text for label, text in terms if text != "x"} == shown


def test_names_that_are_not_public_are_not_shown_for_a_number(client: Client) -> None:
    account = User.objects.create_user("chen-account")
    for name in ("user", "revision"):
        response = client.post("/admin/indicators/revision/1/change/", {name: str(account.pk)})
        assert "chen-account" not in response.content.decode()


def test_a_form_without_entries_leads_to_the_log_in(client: Client) -> None:
    response = client.post("/admin/password_change/", {"old_password": "secret"})
    assert (response.status_code, response["Location"]) == (302, "/admin/login/?next=/admin/password_change/")


@pytest.mark.parametrize(("site", "shown"), [("same-origin", True), ("cross-site", False)])
def test_an_expired_form_shows_what_was_typed_on_this_site_alone(site: str, shown: bool) -> None:
    client = Client(enforce_csrf_checks=True)
    path = "/admin/indicators/observation/1/change/"
    response = client.post(path, {"reason": "报告如此。"}, headers={"Sec-Fetch-Site": site})
    assert response.status_code == 403
    assert ("报告如此。" in response.content.decode()) == shown
