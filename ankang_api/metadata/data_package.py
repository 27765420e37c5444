"""The data package (Data Package 2.0, https://datapackage.org): every flat list as a CSV file at one revision."""

import hashlib
import re
from collections.abc import Iterator
from typing import Any, NamedTuple, cast

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse

from ankang_api.environ import NO_DEADLINE
from ankang_api.http.requested_revision import requested_revision
from ankang_api.metadata.fields import Field, columns_of, is_required
from ankang_api.metadata.pinned import pinned_csv
from ankang_api.metadata.published_lists import PublishedList, flat_lists, foreign_keys, primary_key
from indicators.models import Document
from indicators.rows.request_state import KEY, request_state
from indicators.rows.serializer import RowSerializer
from indicators.text.formats import rfc3339

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
TYPES = {"text": "string", "list": "string", "time": "datetime"}
"""By kind; the others have the name of their kind. Values of a list are joined by "; "."""


class Resource(NamedTuple):
    """A list with the values of the parameters of its path."""

    listed: PublishedList
    parameters: dict[str, str]

    @property
    def name(self) -> str:
        return "-".join([self.listed.name, *self.parameters.values()])

    @property
    def path(self) -> str:
        return self.listed.url(**self.parameters)


def data_package(request: HttpRequest) -> dict[str, Any]:
    """The descriptor. Each file is made to compute its size and hash, so this takes as long as all exports."""
    request.META[NO_DEADLINE] = True
    requested, about = requested_revision(request), settings.PUBLICATION
    documents = list(Document.objects.order_by("code"))
    return {
        "$schema": PROFILE,
        "name": re.sub("[^a-z0-9]+", "-", about.short_title_en.lower()).strip("-"),
        "id": f"{request.build_absolute_uri(request.path)}?revision={requested.number}",
        "title": about.title_en,
        "title_zh": about.title_zh,
        "description": about.description_en,
        "description_zh": about.description_zh,
        "homepage": request.build_absolute_uri(reverse("pages")),
        "version": str(requested.number),
        "created": rfc3339(requested.revision.time) if requested.revision else None,
        "licenses": [{"name": about.licence, "path": about.licence_url}],
        "sources": [source(request, document) for document in documents],
        "contributors": [contributor()],
        "resources": [described(request, resource) for resource in resources([each.code for each in documents])],
    }


def source(request: HttpRequest, document: Document) -> dict[str, str]:
    path = reverse("document-detail", kwargs={"code": document.code})
    title = f"{document.name_en}, {document.source_office_en}"
    title_zh = f"{document.source_office_zh}《{document.name_zh}》"
    return {"title": title, "title_zh": title_zh, "path": request.build_absolute_uri(path)}


def contributor() -> dict[str, Any]:
    about = settings.PUBLICATION
    contact = {"email": settings.CONTACT_EMAIL, "path": settings.CONTACT_URL}
    given = {name: text for name, text in contact.items() if text}
    return {"title": about.publisher_en, "title_zh": about.publisher_zh, "roles": ["publisher"], **given}


def resources(documents: list[str]) -> Iterator[Resource]:
    """The lists of all records, and those of each document. Histories are lists of a single record.

    Tables that are computed from other lists, as verification is, are left out.
    """
    for listed in flat_lists():
        if listed.table is None or not issubclass(listed.table, RowSerializer):
            continue
        if not listed.parameters:
            yield Resource(listed, {})
        elif listed.parameters == ["document"]:
            yield from (Resource(listed, {"document": code}) for code in documents)


def described(request: HttpRequest, resource: Resource) -> dict[str, Any]:
    listed, number = resource.listed, requested_revision(request).number
    digest, size = hashlib.sha256(), 0
    for chunk in csv_file(request, resource):
        digest.update(chunk)
        size += len(chunk)
    return {
        "name": resource.name,
        "type": "table",
        "path": pinned_csv(request, resource.path, number),
        "description": listed.view.__doc__ or "",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{digest.hexdigest()}",
        "schema": schema(listed),
    }


def schema(listed: PublishedList) -> dict[str, Any]:
    keys = [
        {
            "fields": [key.column],
            "reference": {"resource": "" if key.target == listed else key.target.name, "fields": [key.target_column]},
        }
        for key in foreign_keys(listed.columns, listed.view)
    ]
    return {
        "fields": [
            field(each, is_required(each, column))
            for each, column in zip(columns_of(listed.name, listed.columns), listed.columns, strict=True)
        ],
        "missingValues": [""],
        "primaryKey": primary_key(listed.columns, listed.view),
        **({"foreignKeys": keys} if keys else {}),
    }


def field(described: Field, required: bool) -> dict[str, Any]:
    return {
        "name": described.name,
        "type": TYPES.get(described.type, described.type),
        "description": described.description_en,
        "description_zh": described.description_zh,
        **({"constraints": {"required": True}} if required else {}),
    }


def csv_file(request: HttpRequest, resource: Resource) -> Iterator[bytes]:
    """The bytes that the view of a list sends as CSV, at the revision of the request."""
    number = requested_revision(request).number
    environ = {name: text for name, text in request.META.items() if name != KEY}
    path = resource.path.removeprefix(environ.get("SCRIPT_NAME", ""))
    query = f"revision={number}" if number else ""
    inner = WSGIRequest(environ | {"REQUEST_METHOD": "GET", "PATH_INFO": f"{path}.csv", "QUERY_STRING": query})
    request_state(inner).requested = requested_revision(request)
    view = resource.listed.view.as_view({"get": "list"}, detail=False, basename=resource.listed.route)
    response = cast(StreamingHttpResponse, view(inner, format="csv", **resource.parameters))
    if response.status_code != 200:
        raise RuntimeError(f"{path}.csv has status {response.status_code}.")
    yield from cast(Iterator[bytes], response.streaming_content)
