from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import Error, OperationalError, connection

from ankang_api.configuration.database import address
from ankang_api.deployment.same_key import OtherKeyError


@contextmanager
def explained_database_errors() -> Iterator[None]:
    """Say in one line that the database cannot be opened, and what to do."""
    try:
        yield
    except (Error, OSError) as error:
        reason = " ".join(str(error).split())
        place = address(connection.settings_dict)
        raise CommandError(f"Cannot open the {place} ({reason}). Start it, or correct DATABASE_URL.") from error


@contextmanager
def refused_other_key() -> Iterator[None]:
    try:
        yield
    except OtherKeyError as error:
        raise CommandError(str(error)) from error


@contextmanager
def explained_write_errors() -> Iterator[None]:
    """Say in one line that the database cannot be written: its disk is full or read-only, or it went away."""
    try:
        yield
    except OperationalError as error:
        reason, place = " ".join(str(error).split()), address(connection.settings_dict)
        raise CommandError(f"Cannot write the {place} ({reason}). Nothing was published; run it again.") from error
