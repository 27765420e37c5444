"""Accounts: made by an administrator, with passwords of their own, in sessions that end after a working day."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.accounts import log_in_as
from tests.forms import errors, filled, page, post

pytestmark = pytest.mark.django_db

PASSWORD, NEW = "correct horse battery staple", "purple monkey dishwasher"


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def wang(client: Client) -> User:
    log_in_as(client, "corrector")
    user = User.objects.get(username="wang")
    user.set_password(PASSWORD)
    user.save()
    client.force_login(user)
    return user


def log_in(client: Client, password: str) -> Any:
    return client.post("/admin/login/", {"username": "wang", "password": password, "next": "/admin/"})


def test_an_official_changes_the_password_in_chinese(client: Client, wang: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(wang)
    client.cookies["django_language"] = "zh-hans"
    assert '<a href="/admin/password_change/">修改密码</a>' in page(client, "/admin/")
    path = "/admin/password_change/"
    fields = {"old_password": "wrong", "new_password1": "123456", "new_password2": "123456"}
    assert errors(post(client, path, fields).content.decode()) == [
        "原密码不正确，请重新输入。",
        "密码太短，至少须有 8 个字符。",
        "该密码过于常见。",
    ]
    fields = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert post(client, path, fields).status_code == 302
    assert client.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/").status_code == 302
    assert log_in(Client(), PASSWORD).status_code == 200
    assert log_in(Client(), NEW).status_code == 302


def test_an_administrator_resets_a_password(admin_client: Client, wang: User) -> None:
    path = f"/admin/auth/user/{wang.pk}/password/"
    entries = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    assert post(admin_client, path, entries).status_code == 302
    assert log_in(Client(), NEW).status_code == 302


@pytest.mark.parametrize(
    ("language", "summary", "labels"),
    [
        ("zh-hans", "密码未修改，请先更正以下各处：", ["原密码", "再次输入新密码"]),
        ("en", "The password was not changed. Correct this first:", ["Old password", "New password"]),
    ],
)
@pytest.mark.usefixtures("wang")
def test_a_refused_password_leads_to_its_fields(client: Client, language: str, summary: str, labels: list[str]) -> None:
    client.cookies["django_language"] = language
    fields = {"old_password": "wrong", "new_password1": NEW, "new_password2": ""}
    html = post(client, "/admin/password_change/", fields).content.decode()
    start = html.index('id="error-summary"')
    above = html[start : html.index("</div>", start)]
    assert 'tabindex="-1" autofocus' in above
    assert summary in above
    assert f'<a href="#id_old_password">{labels[0]}</a>' in above
    assert f'<a href="#id_new_password2">{labels[1]}' in above


@pytest.mark.usefixtures("wang")
def test_labels_end_with_the_colon_of_the_language(client: Client, admin_client: Client) -> None:
    ends = {
        "zh-hans": ("原密码：</label>", "用户名：</label>", "理由：</label>"),
        "en": ("Old password:</label>", "Username:</label>", "Reason:</label>"),
    }
    for language, labels in ends.items():
        for one in (client, admin_client):
            one.cookies["django_language"] = language
        outside = Client(headers={"Accept-Language": language})
        assert labels[0] in page(client, "/admin/password_change/")
        assert labels[1] in page(outside, "/admin/login/")
        assert labels[1] in page(admin_client, "/admin/auth/user/add/")
        for path in ("add/", "spreadsheet/"):
            assert labels[2] in page(client, f"/admin/indicators/observation/{path}")


def test_a_corrector_resets_no_password(client: Client, wang: User) -> None:
    assert client.get(f"/admin/auth/user/{wang.pk}/password/").status_code == 403
    assert client.get("/admin/auth/user/").status_code == 403


def test_an_administrator_makes_an_account_with_a_role(admin_client: Client) -> None:
    admin_client.cookies["django_language"] = "zh-hans"
    path, group = "/admin/auth/user/add/", Group.objects.get(name="corrector")
    html = page(admin_client, path)
    assert all(role in html for role in ("查看者", "更正员", "发布者"))
    entries = filled(admin_client, path, username="li", password1=PASSWORD, password2=PASSWORD)
    made = post(admin_client, path, entries | {"groups": str(group.pk), "is_staff": "on", "usable_password": "true"})
    assert made.status_code == 302
    user = User.objects.get(username="li")
    assert (user.is_staff, user.is_superuser, list(user.groups.all())) == (True, False, [group])
    assert '<td class="field-role">更正员</td>' in page(admin_client, "/admin/auth/user/")


def test_the_list_of_accounts_shows_roles(admin_client: Client, client: Client) -> None:
    log_in_as(Client(), "viewer", "zhao")
    log_in_as(Client(), "publisher", "qian")
    html = page(admin_client, "/admin/auth/user/")
    for role in ("viewer", "publisher", "administrator"):
        assert f'<td class="field-role">{role}</td>' in html


@pytest.mark.usefixtures("wang")
def test_a_session_ends_ten_hours_after_the_log_in(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    start, end = timezone.now(), client.session.get_expiry_date()
    assert timedelta(hours=9, minutes=59) < end - start < timedelta(hours=10, seconds=1)
    later = start + timedelta(hours=9)
    monkeypatch.setattr(timezone, "now", lambda: later)
    client.get("/admin/")
    session = client.session
    session["anything"] = 1  # a session that is saved again
    session.save()
    assert client.session.get_expiry_date() == end
    monkeypatch.setattr(timezone, "now", lambda: start + timedelta(hours=10, seconds=2))
    assert client.get("/admin/").status_code == 302


@pytest.mark.usefixtures("wang")
def test_the_cookie_of_a_session_lasts_as_long(client: Client) -> None:
    response = log_in(Client(), PASSWORD)
    cookie = response.cookies["sessionid"]
    assert 35_990 <= int(cookie["max-age"]) <= 36_000
    assert isinstance(client.session.get_expiry_date(), datetime)


@pytest.mark.parametrize(
    ("language", "label", "help_page"), [("zh-hans", "帮助", "/docs/zh/correcting"), ("en", "Help", "/docs/correcting")]
)
@pytest.mark.usefixtures("wang")
def test_the_header_links_to_the_help(client: Client, language: str, label: str, help_page: str) -> None:
    client.cookies["django_language"] = language
    for path in ("/admin/", "/admin/password_change/", "/admin/password_change/done/"):
        assert f'<a href="{help_page}">{label}</a>' in page(client, path)
    assert client.get(help_page).status_code == 200
