"""Locks of log-ins: of a name from an address, of a name, and of an address."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.commands import run_command

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wang")]

PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def wang() -> User:
    return User.objects.create_user("wang", password=PASSWORD, is_staff=True)


def log_in(client: Client, password: str, name: str = "wang", address: str = "192.0.2.1", language: str = "en") -> Any:
    form = {"username": name, "password": password, "next": "/admin/"}
    response = client.post("/admin/login/", form, REMOTE_ADDR=address, headers={"Accept-Language": language})
    assert isinstance(response, HttpResponse)
    return response


def failures(client: Client, count: int, name: str = "wang", address: str = "192.0.2.1") -> list[int]:
    """The statuses of failed log-ins."""
    return [log_in(client, "wrong", name, address).status_code for _ in range(count)]


def fail_from_addresses(client: Client, count: int) -> list[int]:
    """Four failures as wang from each of several addresses."""
    return [status for number in range(count // 4) for status in failures(client, 4, address=f"198.51.100.{number}")]


def test_the_fifth_failure_of_a_name_from_an_address_locks_both_together(client: Client) -> None:
    assert failures(client, 5) == [200, 200, 200, 200, 429]
    response = log_in(client, PASSWORD)
    assert (response.status_code, response["Cache-Control"]) == (429, "no-store")
    assert 890 <= int(response["Retry-After"]) <= 900
    assert log_in(client, PASSWORD, address="192.0.2.2").status_code == 302


def test_the_twentieth_failure_of_a_name_locks_it_from_all_addresses(client: Client) -> None:
    User.objects.create_user("li", password=PASSWORD, is_staff=True)
    assert fail_from_addresses(client, 20) == [200] * 19 + [429]
    response = log_in(client, PASSWORD)
    assert response.status_code == 429
    chinese = log_in(client, PASSWORD, language="zh-hans").content.decode()
    html = response.content.decode()
    assert "“wang”已有 20 次登录失败，现已锁定。请在 15 分钟后再" in chinese
    assert "20 log-ins as “wang” failed, so further ones are locked." in html
    assert log_in(client, PASSWORD, "li").status_code == 302


def test_nineteen_failures_from_elsewhere_lock_no_official_out(client: Client) -> None:
    fail_from_addresses(client, 16)
    assert failures(client, 3, address="203.0.113.1") == [200] * 3
    assert log_in(client, PASSWORD).status_code == 302


def test_the_fiftieth_failure_from_an_address_locks_all_names_from_it(client: Client) -> None:
    statuses = [status for number in range(25) for status in failures(client, 2, f"name-{number}")]
    assert statuses == [200] * 49 + [429]
    response = log_in(client, PASSWORD)
    assert response.status_code == 429
    chinese = log_in(client, PASSWORD, language="zh-hans").content.decode()
    html = response.content.decode()
    assert "在本网络地址已有 50 次登录失败，现已锁定。请在 15 分钟后再" in chinese
    assert "50 log-ins from this address failed, so further ones are locked." in html
    assert log_in(client, PASSWORD, address="192.0.2.2").status_code == 302


def test_a_log_in_that_succeeds_resets_its_own_name_and_address_alone(client: Client) -> None:
    fail_from_addresses(client, 16)
    failures(client, 3)
    assert log_in(client, PASSWORD).status_code == 302
    assert failures(client, 4, address="203.0.113.1") == [200, 200, 200, 429]


def test_retry_after_is_when_enough_failures_are_too_old(client: Client) -> None:
    fail_from_addresses(client, 20)
    oldest = timezone.now() - timedelta(minutes=14)
    AccessAttempt.objects.filter(ip_address="198.51.100.0").update(attempt_time=oldest)
    response = log_in(client, PASSWORD)
    assert 50 <= int(response["Retry-After"]) <= 60
    assert "after 1 minute." in response.content.decode()
    AccessAttempt.objects.filter(ip_address="198.51.100.0").update(attempt_time=oldest - timedelta(minutes=2))
    assert log_in(client, PASSWORD).status_code == 302


def test_a_locked_log_in_is_one_line_in_the_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    failures(client, 5, "wang\nroot: it is I")
    caplog.clear()
    log_in(client, PASSWORD, "wang\nroot: it is I")
    [record] = [record for record in caplog.records if record.name == "ankang_api.admin.locked_page"]
    assert record.levelno == logging.WARNING
    seconds = record.getMessage().split()[3]
    assert record.getMessage() == (
        f"Log-in locked for {seconds} seconds: name 'wang\\nroot: it is I', address 192.0.2.1."
    )
    assert PASSWORD not in caplog.text


def test_an_administrator_sees_and_lifts_a_lock(client: Client) -> None:
    failures(client, 5)
    assert run_command("axes_list_attempts") == "192.0.2.1\twang\t5\n"
    assert run_command("axes_reset_username", "wang") == "1 attempts removed.\n"
    assert log_in(client, PASSWORD).status_code == 302
    failures(client, 5)
    assert run_command("axes_reset_ip", "192.0.2.1") == "1 attempts removed.\n"
    assert log_in(client, PASSWORD).status_code == 302
