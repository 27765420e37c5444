"""What all tests stand on: the published fixtures, and no silent skip where skips are forbidden."""

import os
from collections.abc import Generator

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The test database with the project's fixtures loaded, once. Tests with transaction=True empty it and run last."""
    with django_db_blocker.unblock():
        call_command("load_fixtures", verbosity=0)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("postgresql") and connection.vendor != "postgresql":
        pytest.skip("needs a PostgreSQL server: set DATABASE_URL=postgres://user:password@host:5432/name")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and os.environ.get("CI_FORBIDS_SKIPS") == "1":
        report.outcome = "failed"
        report.longrepr = f"May not skip here: {report.longreprtext}"
    return report
