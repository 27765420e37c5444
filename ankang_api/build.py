"""Which build of the service runs: its version and a digest of its code and templates."""

import hashlib
from functools import cache

from django.conf import settings

PACKAGES = ("ankang_api", "indicators", "programmes")
SUFFIXES = {".py", ".html", ".mo"}
LOCK = "requirements.txt"
"""Other versions of the libraries may respond differently too."""


@cache
def build() -> str:
    """Such as 0.3.0+1f0c9ab2: equal on all nodes with the same files, and different after any change to one."""
    digest = hashlib.sha256()
    files = [path for package in PACKAGES for path in (settings.BASE_DIR / package).rglob("*.*")]
    for path in sorted([*files, settings.BASE_DIR / LOCK]):
        if path.suffix in SUFFIXES or path.name == LOCK:
            digest.update(f"{path.relative_to(settings.BASE_DIR)}\n".encode())
            digest.update(path.read_bytes())
    return f"{settings.RELEASE}+{digest.hexdigest()[:8]}"
