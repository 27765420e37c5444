"""What a single record has besides the fields of its row: links, and related records inside it."""

from typing import Any

from drf_spectacular.generators import SchemaGenerator

from ankang_api.lists.fields import LINKS
from ankang_api.schema.operations import JSON_TYPE, Endpoint
from indicators.rows.base_view import DataViewSet

ADDRESS = {"type": ["string", "null"], "format": "uri", "description": "A URL; null where the record has none."}


def add_links(operation: dict[str, Any], at: Endpoint, schemas: dict[str, Any]) -> None:
    """Give the response of a single record the schema of its fields and its links."""
    if not (isinstance(at.view, DataViewSet) and at.view.detail):
        return
    content = operation["responses"]["200"]["content"][JSON_TYPE]
    row = content["schema"]["$ref"].rpartition("/")[2]
    others = {name: {"$ref": "#/components/schemas/Address"} for name in at.view.record_links}
    links = {"self": {"type": "string", "format": "uri"}, **others}
    schemas["Address"] = ADDRESS
    described = "Addresses of the record and of what belongs to it; null where the record has none."
    properties = {LINKS: {"type": "object", "description": described, "required": list(links), "properties": links}}
    name = f"{row.removesuffix('Detail')}Record"
    schemas[name] = {
        "description": schemas[row].get("description", ""),
        "allOf": [content["schema"], {"type": "object", "required": [LINKS], "properties": properties}],
    }
    content["schema"] = {"$ref": f"#/components/schemas/{name}"}


def add_expanded(at: Endpoint, schemas: dict[str, Any], generator: SchemaGenerator) -> None:
    """Give the rows of a list the records that `expand` adds to them."""
    if not (isinstance(at.view, DataViewSet) and at.is_list and at.view.expandable):
        return
    view: Any = at.view
    view.request = view.format_kwarg = None  # the generator reads them
    inspector = view.schema
    inspector.registry, inspector.path, inspector.method = generator.registry, at.path, "GET"
    row = schemas[inspector.resolve_serializer(at.view.serializer_class, "response").name]
    for field, serializer in at.view.expandable.items():
        component = inspector.resolve_serializer(serializer, "response")
        schemas.setdefault(component.name, component.schema)
        described = f"The record of `{field}`; only where `expand` names it, and null where the field is."
        row["properties"][f"{field}_record"] = {"oneOf": [component.ref, {"type": "null"}], "description": described}
