"""The base of `manage.py up` and `manage.py serve`: the options, the address and the start of the server."""

import os
import signal
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from ankang_api.configuration.database import pooled
from ankang_api.deployment.static_files import collect_static_files
from ankang_api.server.addresses import Address, TCPAddress, UnixAddress
from ankang_api.server.processes import serve


class ServerCommand(BaseCommand):
    def add_arguments(self, parser: CommandParser) -> None:
        processors = os.cpu_count() or 1
        parser.add_argument("--host", default="127.0.0.1", help="Address to listen on; 0.0.0.0 means all addresses.")
        parser.add_argument("--port", default=8000, type=port_number)
        parser.add_argument(
            "--bind", type=bind_address, help="Instead of --host and --port: HOST:PORT, or unix:PATH for a Unix socket."
        )
        workers = min(4, processors)
        parser.add_argument("--workers", default=workers, type=worker_count, help="Number of worker processes.")

    def handle(self, *args: Any, **options: Any) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
        address: Address = options["bind"] or TCPAddress(options["host"], options["port"])
        addresses = [resolve(address, "with --port or --host"), *operations_addresses()]
        self.prepare(**options)
        self.collect_static_files()
        connections.close_all()  # forked workers must not share a connection
        use_pools()
        where = f"{settings.PUBLICATION.short_title_en}: {address} (API under /api/v1/, Swagger UI at /api/v1/docs)."
        serve(addresses, options["workers"], settings.LOGGING, f"{where} Stop with Ctrl-C.")

    def prepare(self, **options: Any) -> None:
        """What comes before the server starts, once its address is known to be free."""
        raise NotImplementedError

    def collect_static_files(self) -> None:
        try:
            collect_static_files()
        except OSError as error:
            problem = f"{settings.STATIC_FOLDER} cannot be written ({error.strerror})"
            self.stderr.write(f"Warning: {problem}. Static files are served uncompressed, without hashed names.")


def use_pools() -> None:
    """Let the threads of each worker share a pool of connections. Commands have one connection and no pool."""
    for alias, entry in connections.settings.items():
        connections.settings[alias] = pooled(entry, settings.DATABASE_CONNECTIONS - 1)  # one follows the revision


def operations_addresses() -> list[Address]:
    """Where /livez, /readyz and /metrics are served, if anywhere."""
    port = settings.OPERATIONS_PORT
    return [resolve(TCPAddress(settings.OPERATIONS_HOST, port), "OPERATIONS_PORT")] if port else []


def port_number(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise ArgumentTypeError(f"{text!r} is not a port; give a number from 1 to 65535")


def bind_address(text: str) -> Address:
    if path := text.removeprefix("unix:") if text.startswith("unix:") else "":
        return UnixAddress(Path(path))
    host, _, port = text.rpartition(":")
    if host and host != "unix":
        return TCPAddress(host.removeprefix("[").removesuffix("]"), port_number(port))
    raise ArgumentTypeError(f"{text!r} is not an address; give HOST:PORT or unix:PATH")


def worker_count(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) >= 1:
        return int(text)
    raise ArgumentTypeError(f"{text!r} is not a number of processes; give 1 or more")


def stop(*_: Any) -> None:
    """Exit during start-up. The server handles signals itself once it runs."""
    raise SystemExit(0)


def resolve(address: Address, remedy: str) -> Address:
    try:
        return address.resolved()
    except OSError as error:
        if isinstance(address, UnixAddress):
            raise CommandError(f"Cannot listen on the socket {address.path}: {error.strerror}.") from error
        what = f"Cannot listen on port {address.port} of {address.host}: {error.strerror}."
        raise CommandError(f"{what} Choose another {remedy}.") from error
