"""`python -m tests.benchmarks`: measure this API beside others, print the table, and write docs/benchmarks.md."""

import argparse
import os
import signal
import sys
import tempfile
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg

from tests.benchmarks import programs, report
from tests.benchmarks.databases import Databases, UnmeasuredError
from tests.benchmarks.load import Pace
from tests.benchmarks.servers import Stand
from tests.benchmarks.setting import Measured, Missing, Setting
from tests.benchmarks.table import TABLE, Row


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="One turn of a second each: does it run at all?")
    parser.add_argument("--rows", type=int, help="Observations of the large country: 1,000,000; 20,000 with --quick.")
    parser.add_argument("--huge", action="store_true", help="Also 10,000,000 observations: half an hour, 20 GB.")
    parser.add_argument("--only", action="append", metavar="NAME", help="Only rows whose name contains this.")
    parser.add_argument("--write", action="store_true", help="Write docs/benchmarks.md even with --quick or --only.")
    url = os.environ.get("DATABASE_URL", "")
    default = url if url.startswith("postgres") else None
    parser.add_argument("--postgresql", default=default, help="A server to make databases on; else DATABASE_URL's.")
    return parser.parse_args()


def measured(row: Row, setting: Setting) -> Measured | Missing:
    """The figure; or, in words, why there is none: one row that fails leaves the others."""
    try:
        return row.measure(setting)
    except UnmeasuredError as error:
        return Missing(str(error), failed=False)
    except Exception as error:
        print(f"{row.name}: {error}", file=sys.stderr, flush=True)
        return Missing(f"failed: {str(error).splitlines()[0]}", failed=True)


def stop(*_: object) -> None:
    """Leave by the way that stops servers and drops databases."""
    raise SystemExit(1)


def version_of_server(url: str | None) -> str:
    if not url:
        return ""
    with closing(psycopg.connect(url)) as connection:
        return str(connection.info.server_version // 10000)


def main() -> int:
    arguments = parsed()
    programs.require(*programs.NEEDED)
    programs.install_peers()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    rows = arguments.rows or (20_000 if arguments.quick else 1_000_000)
    pace = Pace(seconds=1, rounds=1) if arguments.quick else Pace(seconds=4, rounds=5)
    wanted = [row for row in TABLE if not arguments.only or any(name in row.name for name in arguments.only)]
    lines, failed = [], False
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="benchmark-")))
        databases = Databases(stack, folder, arguments.postgresql, rows, huge=arguments.huge)
        setting = Setting(folder, databases, Stand(stack, folder, databases), pace)
        for row in wanted:
            found = measured(row, setting)
            failed = failed or (isinstance(found, Missing) and found.failed)
            lines.append(report.written(row, found))
            print(lines[-1], flush=True)
    if arguments.write or not (arguments.quick or arguments.only):
        command = " ".join(["python -m tests.benchmarks", *sys.argv[1:]])
        said = report.page(lines, command, rows, pace.rounds, pace.seconds, version_of_server(arguments.postgresql))
        report.PAGE.write_text(said, encoding="utf-8")
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
