"""Static files: compressed and immutable under hashed names, and as they are under their own names."""

from functools import cache
from hashlib import file_digest
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware

from ankang_api.deployment.static_files import collected_folder
from ankang_api.http.compression import best_coding

MAX_AGE_S = 31_536_000
"""One year, the longest that caches are asked for."""


class StaticFiles(WhiteNoiseMiddleware):
    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        folder = collected_folder()
        if folder.exists():
            self.add_files(str(folder), self.static_prefix)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(self.static_prefix):
            # whitenoise searches the header for the name of a coding, also in "br;q=0"
            request.META["HTTP_ACCEPT_ENCODING"] = best_coding(request.headers.get("Accept-Encoding", ""))
        response: HttpResponseBase = super().__call__(request)
        return response

    def add_cache_headers(self, headers: Headers, path: str, url: str) -> None:
        """And an ETag, which is the same on all nodes. It is weak because it is the same for all codings."""
        super().add_cache_headers(headers, path, url)
        if self.immutable_file_test(path, url):
            headers["Cache-Control"] = f"public, max-age={MAX_AGE_S}, immutable"
        headers["ETag"] = f'W/"{content_digest(path)}"'


@cache
def content_digest(path: str) -> str:
    with Path(path).open("rb") as file:
        return file_digest(file, "sha256").hexdigest()[:32]
