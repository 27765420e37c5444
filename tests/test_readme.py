"""The README promises what is there."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands
from django.test import Client

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "README.md").read_text()
URLS = sorted(set(re.findall(r'http://127\.0\.0\.1:8000(/api[^\s")>]*)', TEXT)))


@pytest.mark.django_db
def test_every_address_is_served(client: Client) -> None:
    assert len(URLS) > 12
    assert {url: client.get(url).status_code for url in URLS} == dict.fromkeys(URLS, 200)


@pytest.mark.django_db
def test_the_example_of_a_value_is_what_is_served(client: Client) -> None:
    row = client.get("/api/v1/observations/ankang-report-poor-population-610900-2018").json()
    table = dict(re.findall(r"^\| (`[^|]+) \| (`[^|]+) \|", TEXT, re.M))
    shown = {
        name: value
        for names, values in table.items()
        for name, value in zip(re.findall("`([^`]+)`", names), re.findall("`([^`]+)`", values), strict=False)
        if name in row
    }
    assert len(shown) == 14
    assert shown == {name: str(row[name]).replace("False", "false") for name in shown}


def test_every_command_and_setting_exists() -> None:
    commands = set(re.findall(r"manage\.py (\w+)", TEXT))
    assert commands == {"up", "verify", "restore_text", "createsuperuser", "load_fixtures", "write_openapi"} | {
        *("verify_history", "export_corrections", "restore_corrections")
    }
    assert commands <= set(get_commands())
    named = re.findall(r"`([A-Z_]{5,})`", TEXT)
    assert [name for name in named if name != "DATABASE_URL" and not hasattr(settings, name)] == []


def test_every_file_that_it_links_to_is_there() -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)\)", TEXT)
    assert len(links) == 12
    assert [link for link in links if not (ROOT / link).exists()] == []
