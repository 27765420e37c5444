"""`manage.py up`: migrate, load the fixtures and serve, in one go."""

import os
import signal
from argparse import ArgumentTypeError
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from ankang_api.server.processes import free_address, serve, url


class Command(BaseCommand):
    help = "Migrate, load the fixtures and serve. What is loaded already is left as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        processors = os.cpu_count() or 1
        parser.add_argument("--host", default="127.0.0.1", help="Address to listen on; 0.0.0.0 is every one.")
        parser.add_argument("--port", default=8000, type=port_number)
        parser.add_argument("--workers", default=min(4, processors), type=worker_count, help="Processes that answer.")

    def handle(self, *args: Any, **options: Any) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
        host, port = options["host"], options["port"]
        numeric_host = require_port(host, port)
        call_command("release", verbosity=options["verbosity"])
        connections.close_all()  # workers are forked, and a connection has one owner
        where = f"Ankang open data: {url(host, port)} (API under /api/v1/, Swagger UI at /api/v1/docs)."
        serve(numeric_host, port, options["workers"], f"{where} Stop with Ctrl-C.")


def port_number(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise ArgumentTypeError(f"{text!r} is not a port; give a number from 1 to 65535")


def worker_count(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) >= 1:
        return int(text)
    raise ArgumentTypeError(f"{text!r} is not a number of processes; give 1 or more")


def stop(*_: Any) -> None:
    """Leave while starting up; the server has its own way once it runs."""
    raise SystemExit(0)


def require_port(host: str, port: int) -> str:
    try:
        return free_address(host, port)
    except OSError as error:
        what = f"Cannot listen on port {port} of {host}: {error.strerror}."
        raise CommandError(f"{what} Choose another with --port or --host.") from error
