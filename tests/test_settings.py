"""Settings: each bad one is one line at the start, which names it and says what to write."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving import ROOT

pytestmark = pytest.mark.database_independent

POSTGRESQL = "postgres://127.0.0.1:1/none"
MAKE_ONE = """Make one with: python3 -c "import secrets; print(secrets.token_urlsafe(50))"."""


def start(folder: Path, **settings: str) -> tuple[int, str, str]:
    """Exit code, output and errors of a command that reads the settings and no data."""
    environment = {"PATH": os.environ["PATH"], "DATABASE_URL": f"sqlite:///{folder}/data/figures.sqlite3"}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=environment | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("DEBUG", "maybe", "DEBUG is not understood: maybe. Write true or false."),
        ("PGBOUNCER", "2", "PGBOUNCER is not understood: 2. Write true or false."),
        ("ALLOWED_HOSTS", "", "ALLOWED_HOSTS is empty. Write host names, separated by commas, or remove it."),
        ("ALLOWED_HOSTS", " , ", "ALLOWED_HOSTS is empty. Write host names, separated by commas, or remove it."),
        (
            "ALLOWED_HOSTS",
            "https://a.org",
            "ALLOWED_HOSTS is not understood: https://a.org. Write names such as data.example.org.",
        ),
        (
            "ALLOWED_HOST",
            "a.org",
            "ALLOWED_HOST is not a setting. Write ALLOWED_HOSTS, or remove it from the environment.",
        ),
        (
            "allowed_hosts",
            "a.org",
            "allowed_hosts is not a setting. Write ALLOWED_HOSTS, or remove it from the environment.",
        ),
        (
            "DATABASE_URI",
            "x",
            "DATABASE_URI is not a setting. Write DATABASE_URL, or remove it from the environment.",
        ),
        ("SECRET_KEY", "short", f"SECRET_KEY is too short: it needs 50 characters or more. {MAKE_ONE}"),
        ("SECRET_KEY", "a" * 60, f"SECRET_KEY is too short: it needs 50 characters or more. {MAKE_ONE}"),
        (
            "DATABASE_URL",
            POSTGRESQL,
            f"With PostgreSQL, SECRET_KEY must be set, to the same on all nodes. {MAKE_ONE}",
        ),
        (
            "OPERATIONS_PORT",
            "99999",
            "OPERATIONS_PORT is not understood: 99999. Write a whole number from 0 to 65535.",
        ),
        (
            "ANSWER_CACHE_BYTES",
            "32MB",
            "ANSWER_CACHE_BYTES is not understood: 32MB. Write a whole number of 0 or more.",
        ),
        (
            "CONNECTIONS_PER_ADDRESS",
            "0",
            "CONNECTIONS_PER_ADDRESS is not understood: 0. Write a whole number of 1 or more.",
        ),
        ("LOG_FORMAT", "xml", "LOG_FORMAT is not understood: xml. Write text or json."),
        *(
            (
                "PUBLIC_URL",
                text,
                f"PUBLIC_URL is not understood: {text}. Write https://data.example.org, or with a path.",
            )
            for text in ("data.example.org", "ftp://a", "https://", "https://a/?b", "https://u@a", "https://a:x")
        ),
        (
            "TRUSTED_PROXIES",
            "10.0.0.0/99",
            "TRUSTED_PROXIES is not understood: '10.0.0.0/99' does not appear to be an IPv4 or IPv6 network. "
            "Write 127.0.0.1,10.0.0.0/8.",
        ),
    ],
)
def test_a_bad_setting_is_one_line(tmp_path: Path, name: str, text: str, message: str) -> None:
    assert start(tmp_path, **{name: text}) == (1, "", f"{message}\n")


@pytest.mark.parametrize(
    "settings",
    [
        {"DEBUG": "True", "LOG_FORMAT": "json", "ACCESS_LOG": "on"},
        {"SECRET_KEY": "", "ALLOWED_HOSTS": "data.example.org, [::1],*", "CONTACT_EMAIL": ""},
        {"TZ": "Asia/Shanghai", "LOG_LEVEL": "debug", "POSTGRES_PASSWORD": "x", "DATABASE_URL_OLD_ONE": "x"},
    ],
)
def test_good_settings_and_those_of_other_programs_are_accepted(tmp_path: Path, settings: dict[str, str]) -> None:
    assert start(tmp_path, **settings)[0] == 0


def test_the_first_start_creates_a_key_beside_the_database_for_its_user_alone(tmp_path: Path) -> None:
    key = tmp_path / "data" / "figures.sqlite3.secret-key"
    assert start(tmp_path)[0] == 0
    first = key.read_text()
    assert len(first) >= 50
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert start(tmp_path)[0] == 0
    assert key.read_text() == first


def test_a_key_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    key = tmp_path / "data" / "figures.sqlite3.secret-key"
    key.mkdir(parents=True)
    code, _, errors = start(tmp_path)
    assert (code, errors) == (1, f"The secret key {key} cannot be read or made: Is a directory. Set SECRET_KEY.\n")
