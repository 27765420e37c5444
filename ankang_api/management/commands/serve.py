"""`manage.py serve`: serve a database that `manage.py release` has prepared."""

from typing import Any

from django.core.management.base import CommandError
from django.db import connection

from ankang_api.deployment.migrations import migration_state
from ankang_api.deployment.same_key import check_key
from ankang_api.management.database_errors import explained_database_errors, refused_other_key
from ankang_api.management.server_command import ServerCommand
from indicators.models.revision import read_newest_number


class Command(ServerCommand):
    help = "Serve a database that is released already, without a change to it."

    def prepare(self, **options: Any) -> None:
        with explained_database_errors():
            connection.ensure_connection()
        state = migration_state()
        if state.missing:
            raise CommandError(f"The database lacks {named(state.missing)}. Run manage.py release first.")
        with connection.cursor() as cursor:
            if not read_newest_number(cursor):
                raise CommandError("The database has no revision yet. Run manage.py release first.")
        with refused_other_key():
            check_key()
        if state.unknown:
            unknown = named(state.unknown)
            self.stderr.write(f"Warning: the schema is newer than this version, which does not know {unknown}.")


def named(migrations: list[str]) -> str:
    first, *others = migrations
    return f"the migration {first} and {len(others)} more" if others else f"the migration {first}"
