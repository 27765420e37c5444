"""`manage.py release`: migrate and load the fixtures, before servers of this version start."""

from contextlib import ExitStack
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from ankang_api.deployment.migrations import migration_state
from ankang_api.deployment.release_lock import release_lock
from ankang_api.deployment.same_key import record_key
from ankang_api.management.commands.load_fixtures import DOWNGRADE_HELP
from ankang_api.management.database_errors import explained_database_errors, explained_write_errors, refused_other_key


class Command(BaseCommand):
    help = "Migrate and load the fixtures. If another process does so, wait for its end first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--downgrade", action="store_true", help=DOWNGRADE_HELP)
        parser.add_argument("--new-secret-key", action="store_true", help="Accept another SECRET_KEY from now on.")

    def handle(self, *args: Any, **options: Any) -> None:
        with ExitStack() as stack:
            with explained_database_errors():
                stack.enter_context(release_lock(self.report_waiting))
                connection.ensure_connection()
            stack.enter_context(explained_write_errors())
            count = len(migration_state().missing)
            call_command("migrate", interactive=False, verbosity=0)
            if options["verbosity"]:
                self.stdout.write(f"Migrations: {count} applied." if count else "Migrations: none to apply.")
            with refused_other_key():
                record_key(is_new=options["new_secret_key"])
            call_command("load_fixtures", downgrade=options["downgrade"], verbosity=options["verbosity"])

    def report_waiting(self) -> None:
        self.stdout.write("Another process is releasing; waiting for its end.")
        self.stdout.flush()
