"""Management commands in the process of the test."""

from io import StringIO

from django.core.management import call_command


def run_command(name: str, *arguments: object) -> str:
    """What the command prints."""
    output = StringIO()
    call_command(name, *map(str, arguments), stdout=output)
    return output.getvalue()


def load(*arguments: object) -> str:
    return run_command("load_fixtures", *arguments)
