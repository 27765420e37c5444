"""Three roles, and a log-in that locks after repeated failures."""

import re
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """A hash that is slow to guess is slow to test with, and none of these tests is about it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def test_each_role_is_a_group_with_its_permissions() -> None:
    permissions = {
        group.name: sorted(group.permissions.values_list("codename", flat=True)) for group in Group.objects.all()
    }
    records = (
        "achievement derived document membership metric observation part passage programme programmemetric quote "
        "region relation unit"
    )
    views = [f"view_{name}" for name in [*records.split(), "correction", "override", "revision"]]
    writes = [f"{action}_{name}" for action in ("add", "change", "delete") for name in records.split()]
    corrects = [*views, *writes, "change_override"]
    assert permissions == {
        "viewer": sorted(views),
        "corrector": sorted(corrects),
        "publisher": sorted([*corrects, "load_fixtures", "redact_revision"]),
    }


def test_the_groups_are_made_once_and_mended() -> None:
    viewer = Group.objects.get(name="viewer")
    viewer.permissions.add(Permission.objects.get(codename="add_user"))
    before = set(Group.objects.values_list("pk", "name"))
    call_command("migrate", verbosity=0)
    assert set(Group.objects.values_list("pk", "name")) == before
    assert not viewer.permissions.filter(codename="add_user").exists()


def log_in(client: Client, password: str, name: str = "wang", **more: Any) -> HttpResponse:
    response = client.post("/admin/login/", {"username": name, "password": password, "next": "/admin/"}, **more)
    assert isinstance(response, HttpResponse)
    return response


@pytest.fixture
def wang() -> User:
    return User.objects.create_user("wang", password=PASSWORD, is_staff=True)


@pytest.mark.usefixtures("wang")
def test_five_failures_lock_the_log_in(client: Client) -> None:
    assert [log_in(client, "wrong").status_code for _ in range(5)] == [200, 200, 200, 200, 429]
    response = log_in(client, PASSWORD, headers={"Accept-Language": "zh-hans"})
    assert response.status_code == 429
    assert "script-src 'self'" in response["Content-Security-Policy"]
    html = response.content.decode()
    assert "“wang”在本网络地址已有 5 次登录失败，现已锁定。请在 15 分钟后再" in html
    english = log_in(client, PASSWORD).content.decode()
    assert "5 log-ins as “wang” from this address failed, so further ones are locked." in english
    assert "现已锁定" not in english
    assert not re.search(r"<script|<style|style=|\son\w+=", html)


@pytest.mark.usefixtures("wang")
def test_a_locked_log_in_locks_out_nobody_else(client: Client) -> None:
    User.objects.create_user("li", password=PASSWORD, is_staff=True)
    for _ in range(5):
        log_in(client, "wrong")
    assert log_in(client, PASSWORD, "li").status_code == 302
    assert log_in(client, PASSWORD, REMOTE_ADDR="192.0.2.7").status_code == 302


@pytest.mark.usefixtures("wang")
def test_a_forged_forwarding_header_does_not_unlock(client: Client) -> None:
    for number in range(5):
        log_in(client, "wrong", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}", HTTP_USER_AGENT=f"Agent {number}")
    assert log_in(client, PASSWORD, HTTP_X_FORWARDED_FOR="192.0.2.9").status_code == 429


@pytest.mark.usefixtures("wang")
def test_the_lock_ends_a_quarter_of_an_hour_after_the_fifth_failure(client: Client) -> None:
    for _ in range(5):
        log_in(client, "wrong")
    log_in(client, "wrong")  # does not make the wait longer
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))
    assert log_in(client, PASSWORD).status_code == 302


@pytest.mark.usefixtures("wang")
def test_a_log_in_that_succeeds_forgets_the_failures_before_it(client: Client) -> None:
    for _ in range(4):
        log_in(client, "wrong")
    assert log_in(client, PASSWORD).status_code == 302
    assert log_in(client, "wrong").status_code == 200


@pytest.mark.parametrize("name", ["", "a" * 300, "wang\0", "王", "<b>"])
def test_a_log_in_with_any_name_is_answered(client: Client, name: str) -> None:
    statuses = [
        client.post("/admin/login/?next=%00", {"username": name, "password": "\0"}).status_code for _ in range(6)
    ]
    assert set(statuses) <= {200, 429}
