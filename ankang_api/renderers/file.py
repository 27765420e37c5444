"""Formats that are complete only at their end: made in a temporary file, then sent."""

import tempfile
from abc import abstractmethod
from collections.abc import Iterator
from functools import partial
from typing import IO

from ankang_api.renderers.table import ExportRenderer, Table

CHUNK = 256 * 1024


class FileRenderer(ExportRenderer):
    """The file has no name where the system allows it: nothing is left behind, even by a process that is killed."""

    is_text = False
    is_compressed = True

    def stream(self, table: Table) -> Iterator[bytes]:
        with tempfile.TemporaryFile() as file:
            self.write(table, file)
            file.seek(0)
            yield from iter(partial(file.read, CHUNK), b"")

    @abstractmethod
    def write(self, table: Table, file: IO[bytes]) -> None:
        """Write the whole table; what its rows raise is raised."""
