"""Two releases before one database: the older code serves the newer schema, and clients move between their nodes."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener, urlopen

import pytest

from tests.serving import ROOT, free_port

pytestmark = pytest.mark.database_independent

PACKAGES = ("ankang_api", "indicators", "programmes", "fixtures", "docs", "manage.py", "requirements.txt")
MIGRATION = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("indicators", "{last}")]
    operations = [migrations.AddField("metric", "later", models.TextField(null=True, db_default="later"))]
"""


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The next release: another column, a changed template, and newer fixtures."""
    folder = tmp_path / "newer"
    folder.mkdir()
    for name in PACKAGES:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    migrations = folder / "indicators" / "migrations"
    last = sorted(path.stem for path in migrations.glob("0*.py"))[-1]
    (migrations / "0999_later.py").write_text(MIGRATION.format(last=last))
    with (folder / "ankang_api" / "templates" / "ankang_api" / "page.html").open("a") as template:
        template.write("<!-- later -->")
    metrics = next((folder / "fixtures" / "codelists").glob("metric*.json"))
    metrics.write_text(metrics.read_text().replace("Poor population", "Population in poverty", 1))
    version = folder / "fixtures" / "version.json"
    number = json.loads(version.read_text())["fixtures_version"]
    version.write_text(json.dumps({"fixtures_version": number + 1}))
    return folder


def run(folder: Path, url: str, *arguments: str) -> tuple[int, str, str]:
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SUPERUSER_PASSWORD": "a long password"}
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@contextmanager
def serving(folder: Path, url: str, errors: str = "") -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port), "--workers", "1"],
        cwd=folder,
        env=os.environ | {"DATABASE_URL": url, "PUBLIC_URL": "http://localhost"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stdout
            assert process.stdout.readline().startswith("Ankang open data: ")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            end = process.communicate(timeout=60)
    assert (process.returncode, end) == (0, ("", errors))


def read(url: str) -> tuple[str, Any]:
    """ETag and body."""
    with urlopen(url) as response:
        return response.headers["ETag"], json.load(response)


def test_an_older_release_serves_beside_a_newer_one(database_url: str, newer: Path) -> None:
    assert run(newer, database_url, "createsuperuser", "--noinput", "--username=wang", "--email=a@example.org")[0] == 0
    code, printed, errors = run(newer, database_url, "release")
    assert (code, errors) == (0, "")
    assert printed.splitlines()[0] == "Migrations: 1 applied."
    assert printed.splitlines()[1].startswith("Revision 2: ")
    warning = (
        "Warning: the schema is newer than this version, which does not know the migration indicators.0999_later.\n"
    )
    with serving(ROOT, database_url, warning) as old, serving(newer, database_url) as new:
        (old_etag, old_body), (new_etag, new_body) = (
            read(f"{address}/api/v1/observations?page_size=20") for address in (old, new)
        )
        assert old_body == new_body
        assert old_etag != new_etag  # they may differ in what the code makes of the data
        _etag, following = read(new_body["next"].replace("http://localhost", old))
        assert following["results"][0] not in new_body["results"]
        browser = build_opener(HTTPCookieProcessor(CookieJar()))
        log_in(browser, old)
        with browser.open(f"{new}/admin/") as page:
            assert "wang" in page.read().decode()
    code, printed, errors = run(ROOT, database_url, "release")
    assert (code, errors) == (0, "")
    assert re.fullmatch(
        r"Migrations: none to apply\.\nNothing was loaded: .*version.json: version \d is older than version \d, "
        r"which is loaded\. Use --downgrade to load it\.\n",
        printed,
    )


def log_in(browser: Any, address: str) -> None:
    with browser.open(f"{address}/admin/login/") as page:
        [token] = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())
    entries = {"csrfmiddlewaretoken": token, "username": "wang", "password": "a long password", "next": "/admin/"}
    request = Request(f"{address}/admin/login/?next=/api/v1/", urlencode(entries).encode())
    with browser.open(request) as page:
        assert page.status == 200


def test_a_node_with_another_secret_key_is_refused(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(ROOT, database_url, "release")[0] == 0
    monkeypatch.setenv("SECRET_KEY", "another secret key, which is long enough for the check")
    message = (
        "CommandError: SECRET_KEY differs from the one of this database. Set the same on all nodes, or change it with "
        "manage.py release --new-secret-key, which ends all sessions and cursors.\n"
    )
    assert run(ROOT, database_url, "release") == (1, "Migrations: none to apply.\n", message)
    assert run(ROOT, database_url, "serve", "--port", str(free_port())) == (1, "", message)
    assert run(ROOT, database_url, "release", "--new-secret-key")[0] == 0
    assert run(ROOT, database_url, "release")[0] == 0
