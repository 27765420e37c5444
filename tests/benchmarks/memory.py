"""Memory of a server with all its processes: proportional set size (PSS), in MB."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def processes(group: int) -> Iterator[Path]:
    """The processes of a group, which a server started in a session of its own leads."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            after_name = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        if int(after_name[2]) == group:
            yield folder


def pss(group: int) -> float:
    total = 0
    for folder in processes(group):
        try:
            found = re.search(r"^Pss: +(\d+) kB", (folder / "smaps_rollup").read_text(), re.M)
        except OSError:
            continue
        total += int(found[1]) if found else 0
    return total / 1024


@contextmanager
def peak(group: int) -> Iterator[list[float]]:
    """The largest PSS so far, looked at fifty times a second while the block runs."""
    largest, over = [pss(group)], threading.Event()

    def watch() -> None:
        while not over.is_set():
            largest[0] = max(largest[0], pss(group))
            time.sleep(0.02)

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield largest
    finally:
        over.set()
        watching.join()
