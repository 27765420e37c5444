"""The migrations of this code compared with those that the database has had."""

from typing import NamedTuple

from django.db import connection
from django.db.migrations.loader import MigrationLoader


class MigrationState(NamedTuple):
    """Names of migrations, such as indicators.0001_initial."""

    missing: list[str]
    """This code has them, and the database has not had them."""
    unknown: list[str]
    """The database has had them, and this code does not have them: its schema is newer."""


def migration_state() -> MigrationState:
    """Read the table of migrations. Django documents no way to do so; MigrationLoader is what its commands use."""
    loader = MigrationLoader(connection)
    replaced = {key for migration in loader.disk_migrations.values() for key in migration.replaces}
    applied = set(loader.applied_migrations)
    missing = set(loader.graph.nodes) - applied
    unknown = applied - set(loader.disk_migrations) - replaced
    return MigrationState(names(missing), names(unknown))


def names(keys: set[tuple[str, str]]) -> list[str]:
    return sorted(f"{app}.{name}" for app, name in keys)
