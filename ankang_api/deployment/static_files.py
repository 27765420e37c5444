"""Static files under hashed names, compressed, in a folder that is named after what they are made of."""

import tempfile
from functools import cache
from hashlib import file_digest, sha256
from importlib.metadata import version
from operator import itemgetter
from pathlib import Path
from typing import Any

import brotli
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.management.commands.collectstatic import Command
from django.core.management import call_command
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

BROTLI_QUALITY = 9
"""Of 11. swagger-ui-bundle.js has 380 KB in 0.2 s; at 11 it has 348 KB in 4 s, for which the first start would wait."""


class FastCompressor(Compressor):
    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        return bytes(brotli.compress(data, quality=BROTLI_QUALITY))


class Storage(CompressedManifestStaticFilesStorage):
    """Names of the collected files. Where nothing is collected, files have their own names."""

    def __init__(self, location: Path | None = None) -> None:
        super().__init__(location or collected_folder())

    def stored_name(self, name: str) -> str:
        return super().stored_name(name) if self.hashed_files else name

    def create_compressor(self, **options: Any) -> Compressor:
        return FastCompressor(**options)


def collected_folder() -> Path:
    """Where the files of this version are collected, or would be."""
    return Path(settings.STATIC_FOLDER) / digest()


def collect_static_files() -> None:
    """Collect the files unless they are collected already. Processes may do so at once: the folder appears complete.

    Raises OSError if the folder cannot be written.
    """
    folder = collected_folder()
    if folder.exists():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="draft-") as draft:
        files = Path(draft) / "files"
        command = Command()
        command.storage = Storage(files)
        call_command(command, interactive=False, verbosity=0)
        try:
            files.rename(folder)
        except OSError:
            if not folder.exists():  # else another process was sooner
                raise


@cache
def digest() -> str:
    """Of the names and contents of the files, and of the packages that process them."""
    whole = sha256(f"{version('django')} {version('whitenoise')} {BROTLI_QUALITY}".encode())
    staticfiles: Any = apps.get_app_config("staticfiles")
    found = [pair for finder in get_finders() for pair in finder.list(staticfiles.ignore_patterns)]
    for name, storage in sorted(found, key=itemgetter(0)):
        with storage.open(name) as file:
            whole.update(f"\n{name} {file_digest(file, 'sha256').hexdigest()}".encode())
    return whole.hexdigest()[:16]
