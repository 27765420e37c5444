"""The admin's own pages of Django in Chinese: lists, filters, accounts, log-in and log-out."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.forms import page, post, read

pytestmark = [pytest.mark.django_db, pytest.mark.database_independent]


@pytest.fixture
def zhang(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("zhang"))
    client.cookies["django_language"] = "zh-hans"
    return client


def test_a_list_speaks_chinese(zhang: Client) -> None:
    html = page(zhang, "/admin/indicators/observation/?q=贫困人口")
    assert "<h1>观测值列表</h1>" in html
    assert re.search(r"欢迎，<strong>zhang</strong>\s*帮助|欢迎，<strong>zhang</strong>", html)
    summaries = [read(one) for one in re.findall(r"<summary>(.*?)</summary>", html, re.S)]
    assert summaries[:2] == ["按地区筛选", "按度量类型筛选"]
    text = read(html)
    assert "新增观测值" in text
    assert "退出登录" in text
    assert re.search(r"找到 \d+ 项 · 显示全部", text)
    assert re.search(r"观测值：共 \d+ 项", text)


@pytest.mark.parametrize(("language", "shown"), [("zh-hans", ["全部", "中文"]), ("en", ["All", "Chinese"])])
def test_documents_are_filtered_by_the_name_of_their_language(zhang: Client, language: str, shown: list[str]) -> None:
    zhang.cookies["django_language"] = language
    html = page(zhang, "/admin/indicators/document/")
    [choices] = re.findall(r'<details data-filter-title="(?:语言|language)" open>.*?</details>', html, re.S)
    assert [read(one) for one in re.findall(r"<a href[^>]*>(.*?)</a>", choices)] == shown
    assert f'<td class="field-language_name">{shown[1]}</td>' in html


def test_an_account_has_a_role_and_no_group(zhang: Client) -> None:
    assert zhang.get("/admin/auth/group/").status_code == 404
    html = page(zhang, "/admin/auth/user/add/")
    assert "<h1>新增用户</h1>" in html
    assert "单一登入" not in html
    assert "可登录管理后台" in html
    assert "用户名：</label>" in html
    assert '<a href="/admin/auth/">用户账户</a>' in html


def test_logging_out_and_in(zhang: Client) -> None:
    html = post(zhang, "/admin/logout/", {}).content.decode()
    assert "<title>已退出登录" in html
    assert "您已退出登录。" in html
    zhang.cookies["django_language"] = "zh-hans"
    refused = post(zhang, "/admin/login/", {"username": "zhang", "password": "no"}).content.decode()
    assert "用户名或密码不正确，请重新输入。两者均区分大小写。" in refused


def test_no_title_of_an_admin_page_has_a_space_between_chinese_words(zhang: Client) -> None:
    for path in ("indicators/observation", "indicators/passage", "auth/user", "axes/accesslog", "programmes/part"):
        [title] = re.findall(r"<title>(.*?) \|", page(zhang, f"/admin/{path}/"))
        assert re.fullmatch(r"\S+列表", title), title
