"""What all tests stand on: the published fixtures, and no silent skip where skips are forbidden."""

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import override_settings, setup_databases, teardown_databases
from django.utils import translation
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from ankang_api.lists import counts, page_reader
from ankang_api.metadata.attribution import attribution
from indicators.rows import by_key
from tests.accounts import log_in_as
from tests.browsing import chromium
from tests.databases import copied, copy_test_database, empty_database, start_writer
from tests.fixture_files import FIXTURES, REPORTS
from tests.serving import free_port, new_postgresql_database, serving
from tests.tables import delete_all_rows

DATABASES = {"db", "transactional_db"}
"""Fixtures that stand for the database of the tests."""
LONGEST = (
    *("test_migrations", "test_faults", "test_swagger", "test_two_releases"),
    *("test_replica", "test_backup", "test_admin_browser", "test_crashes"),
)
"""Modules with tests that take long. At the end, one of them would leave the other processors with nothing to do."""


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The test database of a worker with the project's fixtures loaded, and the URL of a copy of it."""
    with empty_database(tmp_path_factory.mktemp("loaded")) as url:
        with django_db_blocker.unblock():
            created = setup_databases(verbosity=0, interactive=False)
            call_command("load_fixtures", verbosity=0)
            copy_test_database(url)
        yield url
        with django_db_blocker.unblock():
            teardown_databases(created, verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def plain_static_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """In the process of the tests files have their own names, whether or not a server has collected them."""
    with override_settings(STATIC_FOLDER=tmp_path_factory.mktemp("static")):
        yield


@pytest.fixture(scope="session")
def loaded_database(django_db_setup: str) -> str:
    """The URL of a database with the fixtures, to copy and not to open: PostgreSQL copies no database that is open."""
    return django_db_setup


@pytest.fixture
def database_url(loaded_database: str, tmp_path: Path) -> Iterator[str]:
    """A loaded database of the test's own, for tests in which other processes write."""
    with copied(loaded_database, tmp_path) as url:
        yield url


@pytest.fixture(scope="session")
def server(loaded_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running server, on a new database of the same kind as the tests'."""
    port = free_port()
    with copied(loaded_database, tmp_path_factory.mktemp("server")) as url, serving(url, port):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def corrected_server(loaded_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server whose data have corrections: the example of get_correction is the first of them."""
    port = free_port()
    with copied(loaded_database, tmp_path_factory.mktemp("corrected")) as url:
        with start_writer(url, "writer") as writer:
            assert (writer.communicate()[0], writer.returncode) == ("", 0)
        with serving(url, port):
            yield f"http://127.0.0.1:{port}"


@pytest.fixture
def fixtures(tmp_path: Path) -> Path:
    """A copy of the published fixtures, without their version, that a test may change."""
    return Path(shutil.copytree(FIXTURES, tmp_path / "fixtures", ignore=shutil.ignore_patterns("version.json")))


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A copy of the folder with the second report that a test may change."""
    return Path(shutil.copytree(REPORTS, tmp_path / "reports"))


@pytest.fixture
def no_data(db: None) -> None:
    """The database after the first migrate."""
    delete_all_rows()


@pytest.fixture
def corrector(client: Client) -> Client:
    """The corrector wang in the admin."""
    return log_in_as(client, "corrector")


@pytest.fixture
def publisher(client: Client) -> Client:
    """The publisher wang in the admin."""
    return log_in_as(client, "publisher")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. Not for the whole session: while Playwright runs, Django refuses queries in the process."""
    with chromium() as browser:
        yield browser


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """No test reads in the language that a page of the one before was asked in."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def uncounted() -> Iterator[None]:
    """The database goes back to where it was, and what was counted and kept meanwhile is forgotten."""
    yield
    counts.forget()
    by_key.forget()
    attribution.cache_clear()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """All tests are run on every processor. A few that are named are sooner done in one process."""
    return None if config.args_source is pytest.Config.ArgsSource.TESTPATHS else 0


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    """First the longest, then what needs no database of the tests': servers, browsers and a fuzzer."""
    items.sort(
        key=lambda item: (
            LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST),
            "django_db" in item.keywords or not DATABASES.isdisjoint(item.fixturenames),
        )
    )


@pytest.fixture(params=[page_reader.SHORT_LIST_ROWS, 0], ids=["small", "large"])
def small_and_large(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists are read as small ones are, and again as large ones."""
    monkeypatch.setattr(page_reader, "SHORT_LIST_ROWS", request.param)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("postgresql") and connection.vendor != "postgresql":
        pytest.skip("needs a PostgreSQL server: set DATABASE_URL=postgres://user:password@host:5432/name")
    for program in ("nginx", "pgbouncer"):
        if item.get_closest_marker(program) and not shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin"):
            pytest.skip(f"needs {program}: install it so that the command {program} is there")
    for mark, command in (("r", "Rscript"), ("curl", "curl")):
        if item.get_closest_marker(mark) and not shutil.which(command):
            pytest.skip(f"needs {command}: install it so that the command {command} is there")
    if item.get_closest_marker("systemd") and not shutil.which("systemd-analyze"):
        pytest.skip("needs systemd: install it so that the command systemd-analyze is there")
    if item.get_closest_marker("soffice") and not shutil.which("soffice"):
        pytest.skip("needs LibreOffice Calc: install it so that the command soffice is there")
    if item.get_closest_marker("browser") and not shutil.which("chromium"):
        pytest.skip("needs a browser: install Chromium so that the command chromium is there")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and os.environ.get("CI_FORBIDS_SKIPS") == "1":
        report.outcome = "failed"
        report.longrepr = f"May not skip here: {report.longreprtext}"
    return report


@pytest.fixture(
    params=[
        pytest.param("sqlite", marks=pytest.mark.database_independent),
        pytest.param("postgresql", marks=pytest.mark.postgresql),
    ]
)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of its own, not the one of the other tests."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/folder/empty.sqlite3"
        return
    with new_postgresql_database(os.environ["DATABASE_URL"]) as name:
        yield name
