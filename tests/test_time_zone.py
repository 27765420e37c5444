"""The time zone of pages and the admin; the API stays in UTC."""

import os
import subprocess
import sys

import pytest
from axes.models import AccessAttempt
from django.test import Client

from ankang_api.configuration.time_zone import format_en, format_zh, time_zone
from indicators.models import Observation
from tests.databases import manage
from tests.editing import correct, set_time
from tests.forms import address, page
from tests.serving import ROOT

pytestmark = pytest.mark.django_db

POOR_2018 = "ankang-report-poor-population-610900-2018"


@pytest.fixture(autouse=True)
def corrected() -> None:
    """A correction of 16:40 in Beijing, which is 08:40 in UTC."""
    set_time(1, "2026-11-27T23:00:00Z")
    correct(Observation.objects.get(code=POOR_2018), value=229700)
    set_time(2, "2026-11-28T08:40:00Z")


@pytest.mark.parametrize(
    ("language", "times"),
    [
        ("zh-hans", ["2026-11-28 16:40（北京时间）", "2026-11-28 07:00（北京时间）"]),
        ("en", ["2026-11-28 16:40 Beijing time (UTC+8)", "2026-11-28 07:00 Beijing time (UTC+8)"]),
    ],
)
def test_the_admin_shows_and_names_beijing_time(corrector: Client, language: str, times: list[str]) -> None:
    corrector.cookies["django_language"] = language
    history = page(corrector, address(Observation.objects.get(code=POOR_2018), "history"))
    revisions = page(corrector, "/admin/indicators/revision/")
    for time in times:
        assert time in history
        assert time in revisions
    assert times[0] in page(corrector, "/admin/indicators/revision/2/change/")


def test_failed_log_ins_are_listed_in_beijing_time(admin_client: Client) -> None:
    AccessAttempt.objects.create(username="wang", ip_address="192.0.2.7", failures_since_start=1)
    AccessAttempt.objects.update(attempt_time="2026-11-28T16:30:00Z")
    assert "2026-11-29 00:30 Beijing time (UTC+8)" in page(admin_client, "/admin/axes/accessattempt/")


def test_the_list_of_revisions_filters_by_days_of_beijing(corrector: Client) -> None:
    html = page(corrector, "/admin/indicators/revision/?time__gte=2026-11-28+00%3A00%3A00%2B08%3A00")
    assert "2026-11-28 07:00 Beijing time (UTC+8)" in html


def text(client: Client, path: str) -> str:
    response = client.get(f"/api/v1/{path}")
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    return str(content.decode())


@pytest.mark.parametrize(
    ("path", "time"),
    [
        ("", '"updated_at":"2026-11-28T08:40:00Z"'),
        ("units", '"updated_at":"2026-11-28T08:40:00Z"'),
        ("units?revision=1", '"updated_at":"2026-11-27T23:00:00Z"'),
        ("units?as_of=2026-11-28T07:30:00%2B08:00", '"as_of":"2026-11-27T23:30:00Z"'),
        ("revisions", '"time":"2026-11-28T08:40:00Z"'),
        ("revisions/2", '"time":"2026-11-28T08:40:00Z"'),
        ("revisions.csv", ",2026-11-28T08:40:00Z,"),
        ("revisions.jsonl", '"time":"2026-11-28T08:40:00Z"'),
        ("corrections", '"time":"2026-11-28T08:40:00Z"'),
        ("corrections/2-1", '"time":"2026-11-28T08:40:00Z"'),
        ("corrections.csv", "2026-11-28T08:40:00Z"),
        ("corrections.atom", "<updated>2026-11-28T08:40:00Z</updated>"),
        (f"observations/{POOR_2018}/history", '"time":"2026-11-28T08:40:00Z"'),
        (f"observations/{POOR_2018}/history.csv", "2026-11-28T08:40:00Z"),
    ],
)
def test_the_api_is_in_utc(client: Client, path: str, time: str) -> None:
    body = text(client, path)
    assert time in body
    assert "T16:40" not in body


def test_last_modified_is_in_utc(client: Client) -> None:
    assert client.get("/api/v1/units")["Last-Modified"] == "Sat, 28 Nov 2026 08:40:00 GMT"


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("Asia/Shanghai", r"Y-m-d H:i\（\北\京\时\间\）", r"Y-m-d H:i\ \B\e\i\j\i\n\g\ \t\i\m\e\ \(\U\T\C\+\8\)"),
        ("UTC", r"Y-m-d H:i\（\U\T\C\）", r"Y-m-d H:i\ \U\T\C"),
    ],
)
def test_another_zone_is_named_as_the_database_of_zones_does(name: str, zh: str, en: str) -> None:
    assert (format_zh(time_zone(name)), format_en(time_zone(name))) == (zh, en)


def test_times_are_in_the_zone_that_the_environment_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIME_ZONE", "Europe/Berlin")
    script = (
        "import django; django.setup(); from django.conf import settings; from django.utils import formats, timezone; "
        "from datetime import datetime, UTC; instant = datetime(2026, 11, 28, 8, 40, tzinfo=UTC); "
        "print(formats.localize(instant.astimezone(settings.PAGE_TIME_ZONE)), settings.TIME_ZONE)"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "ankang_api.settings"}
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("2026-11-28 09:40 Europe/Berlin UTC\n", "")


def test_an_unknown_zone_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIME_ZONE", "Asia/Shangai")
    line = "TIME_ZONE is not understood: Asia/Shangai. Write the IANA name of a zone, such as Asia/Shanghai or UTC."
    assert manage("", "check") == (1, f"{line} Did you mean Asia/Shanghai?\n")
