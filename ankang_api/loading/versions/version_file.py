"""The version of a folder of fixtures: the number in its version.json, and the digest of its files."""

import hashlib
import re
from pathlib import Path
from typing import NamedTuple

from ankang_api.loading.problems import LoadError, Problem

VERSION_FILE = "version.json"
VERSION = re.compile(rb'\{\s*"fixtures_version"\s*:\s*([1-9][0-9]{0,8})\s*\}')


class FixturesVersion(NamedTuple):
    path: Path
    number: int
    digest: str

    @property
    def folder(self) -> str:
        return self.path.resolve().parent.name


def read_versions(folders: list[Path]) -> list[FixturesVersion]:
    """The versions of the folders that have one."""
    paths = [folder / VERSION_FILE for folder in folders]
    return [FixturesVersion(path, read_number(path), digest(path.parent)) for path in paths if path.exists()]


def read_number(path: Path) -> int:
    """The number in a version file. Raises LoadError."""
    match = VERSION.fullmatch(path.read_bytes().strip())
    if match is None:
        raise LoadError([Problem(path, "", "", 'is not {"fixtures_version": N} with a whole number N from 1')])
    return int(match[1])


def digest(folder: Path) -> str:
    """SHA-256 of the names and contents of all files but the version and hidden ones."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and str(name) != VERSION_FILE and not any(part.startswith(".") for part in name.parts):
            with path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
            whole.update(f"{content}  {name.as_posix()}\n".encode())
    return whole.hexdigest()
