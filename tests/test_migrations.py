"""The migrations that an empty database gets make what those that they replace make, and older databases go on."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.databases import empty_database, manage
from tests.schemas import schema_of

ORIGINALS = """
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

load = MigrationLoader.load_disk

def load_originals(loader):
    load(loader)
    loader.disk_migrations = {key: found for key, found in loader.disk_migrations.items() if not found.replaces}

MigrationLoader.load_disk = load_originals
for target in (["auth"], ["programmes", "0006"]):
    call_command("migrate", *target, verbosity=0)
"""
"""Migrates to what an earlier release left. The newest migrations of that time had no replacements."""
FORGET = """
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from ankang_api.deployment.migrations import migration_state

for app, name in MigrationLoader(connection).replacements:
    MigrationRecorder(connection).record_unapplied(app, name)
print(migration_state())
call_command("migrate")
"""
"""Leaves the rows of migrations as a release without replacements did, prints what `serve` would miss, and migrates."""


@pytest.fixture
def two_urls(tmp_path: Path) -> Iterator[list[str]]:
    """Of two empty databases of the same kind as the tests'."""
    folders = [tmp_path / name for name in ("one", "other")]
    with ExitStack() as stack:
        for folder in folders:
            folder.mkdir()
        yield [stack.enter_context(empty_database(folder)) for folder in folders]


def shell(url: str, code: str) -> tuple[int, str]:
    return manage(url, "shell", "--no-imports", "--command", code)


def test_an_empty_database_gets_what_an_older_one_is_upgraded_to(two_urls: list[str]) -> None:
    older, new = two_urls
    assert shell(older, ORIGINALS) == (0, "")
    assert "  Applying indicators.0012_secret_key_digest... OK\n" in manage(older, "migrate")[1]
    code, printed = manage(new, "migrate")
    assert (code, printed.count(" Applying indicators."), printed.count(" Applying programmes.")) == (0, 1, 1)
    assert schema_of(older) == schema_of(new)

    code, printed = shell(older, FORGET)
    assert (code, printed.splitlines()[0]) == (0, "MigrationState(missing=[], unknown=[])")
    assert printed.endswith("  No migrations to apply.\n")
    assert schema_of(older) == schema_of(new)
