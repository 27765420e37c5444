"""Column metadata of a list: CSV on the Web (W3C, https://www.w3.org/TR/tabular-metadata/)."""

from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest

from ankang_api.http.links import COLUMN_METADATA, COLUMN_METADATA_TYPE, OF_PAGES, OF_REVISIONS, pairs, stem
from ankang_api.http.requested_revision import requested_revision
from ankang_api.metadata.fields import Field, columns_of, is_required
from ankang_api.metadata.pinned import pinned_csv
from ankang_api.metadata.published_lists import ForeignKey, PublishedList, foreign_keys, primary_key, published_lists
from ankang_api.renderers.description import DescriptionRenderer
from indicators.rows.columns import Columns

DATATYPES = {"text": "string", "list": "string", "time": "dateTimeStamp"}
"""By kind; the others have the name of their kind."""
SEPARATOR = "; "
"""Between the values of a list in a cell."""


class ColumnMetadataRenderer(DescriptionRenderer):
    """A TableGroup: the list as it was selected, and the lists that its columns refer to, all pinned to a revision."""

    media_type = COLUMN_METADATA_TYPE
    format = COLUMN_METADATA
    schema = {"type": "object", "description": "Metadata of the columns: CSV on the Web (W3C), a TableGroup."}

    @classmethod
    def describes(cls, view: Any, *, single: bool) -> bool:
        return not single and view.table() is not None

    def describe(self, request: HttpRequest, data: Any) -> bytes:
        return orjson.dumps(table_group(request, data))


def table_group(request: HttpRequest, columns: Columns) -> dict[str, Any]:
    """The metadata of a list with these columns, and of the lists that they refer to."""
    view: Any = request.resolver_match.func.cls  # type: ignore[union-attr]
    revision = requested_revision(request).number
    listed = next(each for each in published_lists() if each.view is view)
    keys = [] if "changed_since" in request.GET else required_keys(columns, view)
    first = table(request, listed, columns, keys, selected_csv(request, revision), revision)
    others = [each for each in referenced(keys) if pinned_csv(request, each, revision) != first["url"]]
    publication = settings.PUBLICATION
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": in_both(publication.title_zh, publication.title_en),
        "dc:description": in_both(publication.description_zh, publication.description_en),
        "dc:publisher": in_both(publication.publisher_zh, publication.publisher_en),
        "dc:license": {"@id": publication.licence_url},
        "tables": [first, *(whole_table(request, each, revision) for each in others)],
    }


def selected_csv(request: HttpRequest, revision: int) -> str:
    """The address of the rows of a request as CSV, at the revision."""
    query = [*pairs(request, OF_PAGES | OF_REVISIONS | {"format"})]
    return pinned_csv(request, stem(request), revision, query)


def required_keys(columns: Columns, view: Any) -> list[ForeignKey]:
    """The foreign keys that CSV on the Web can express: it requires a referenced row for every row."""
    return [key for key in foreign_keys(columns, view) if not key.nullable]


def referenced(keys: list[ForeignKey]) -> list[PublishedList]:
    """The lists that foreign keys refer to, directly or through each other."""
    found = {key.target.name: key.target for key in keys}
    queue = list(found.values())
    for listed in queue:
        for key in required_keys(listed.columns, listed.view):
            if key.target.name not in found:
                found[key.target.name] = key.target
                queue.append(key.target)
    return queue


def whole_table(request: HttpRequest, listed: PublishedList, revision: int) -> dict[str, Any]:
    keys = required_keys(listed.columns, listed.view)
    return table(request, listed, listed.columns, keys, pinned_csv(request, listed, revision), revision)


def table(
    request: HttpRequest, listed: PublishedList, columns: Columns, keys: list[ForeignKey], url: str, revision: int
) -> dict[str, Any]:
    described = zip(columns_of(listed.name, columns), columns, strict=True)
    schema: dict[str, Any] = {"columns": [column(field, is_required(field, each)) for field, each in described]}
    key = primary_key(listed.columns, listed.view)
    if key and set(key) <= set(columns.names):
        schema["primaryKey"] = key
    if keys:
        schema["foreignKeys"] = [
            {
                "columnReference": [key.column],
                "reference": {
                    "resource": pinned_csv(request, key.target, revision),
                    "columnReference": [key.target_column],
                },
            }
            for key in keys
        ]
    return {"url": url, "tableSchema": schema}


def column(field: Field, required: bool) -> dict[str, Any]:
    separator = {"separator": SEPARATOR} if field.type == "list" else {}
    return {
        "name": field.name,
        "titles": field.name,
        "datatype": DATATYPES.get(field.type, field.type),
        "null": "",
        "required": required,
        "dc:description": in_both(field.description_zh, field.description_en),
        **separator,
    }


def in_both(zh: str, en: str) -> list[dict[str, str]]:
    """A text in both languages, in JSON-LD."""
    return [{"@value": en, "@language": "en"}, {"@value": zh, "@language": "zh-Hans"}]
