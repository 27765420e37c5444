"""Content codings: brotli or gzip for text, chosen by Accept-Encoding alone."""

import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Protocol

import brotli
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from ankang_api.http.accept import preferences

BROTLI_QUALITY = 5
"""The lowest quality at which responses are smaller than with gzip."""


class Compressor(Protocol):
    def process(self, chunk: bytes) -> bytes: ...
    def finish(self) -> bytes: ...


class Gzip:
    def __init__(self) -> None:
        self.stream = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS | 16)  # its header has no timestamp

    def process(self, chunk: bytes) -> bytes:
        return self.stream.compress(chunk)

    def finish(self) -> bytes:
        return self.stream.flush()


def coding(request: HttpRequest, *, is_compressed: bool) -> str:
    """The content coding of a response; identity if its format is compressed already."""
    return "identity" if is_compressed else best_coding(request.headers.get("Accept-Encoding", ""))


@lru_cache(512)
def best_coding(accept_encoding: str) -> str:
    """br, gzip or identity: the coding with the highest weight in Accept-Encoding, brotli before gzip."""
    weights = preferences(accept_encoding)
    wildcard = weights.get("*", 0.0)
    best = max(("br", "gzip"), key=lambda name: weights.get(name, wildcard))
    weight = weights.get(best, wildcard)
    return best if weight > 0 and weight >= weights.get("identity", 0) else "identity"


def compressed(response: HttpResponseBase, name: str) -> HttpResponseBase:
    """The response in a coding; identity leaves it as it is."""
    if name == "identity":
        return response
    compressor: Compressor = brotli.Compressor(quality=BROTLI_QUALITY) if name == "br" else Gzip()
    response["Content-Encoding"] = name
    if isinstance(response, StreamingHttpResponse):
        del response["Content-Length"]
        response.streaming_content = compressed_chunks(iter(response), compressor)
    elif isinstance(response, HttpResponse):
        response.content = compressor.process(response.content) + compressor.finish()
        response["Content-Length"] = str(len(response.content))
    return response


def compressed_chunks(chunks: Iterator[bytes], compressor: Compressor) -> Iterator[bytes]:
    for chunk in chunks:
        if piece := compressor.process(chunk):
            yield piece
    yield compressor.finish()
