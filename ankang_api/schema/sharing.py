"""What several operations have in common becomes a component: parameters, responses, and lists of allowed values."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from ankang_api.schema.names import pascal, singular

VERBS = ("list_", "get_", "export_one_", "export_")
OF_VERBS = {"list_": "List", "get_": "Record", "export_one_": "RecordTable", "export_": "Table"}
"""What tells apart the names of values that differ between operations of the same records."""


def operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for item in document["paths"].values():
        yield from item.values()


def noun(operation: dict[str, Any]) -> str:
    """The name of what an operation is of: Observation for export_observations."""
    return pascal(singular(str(operation["operationId"]).removeprefix(verb(operation))))


def verb(operation: dict[str, Any]) -> str:
    return next((verb for verb in VERBS if operation["operationId"].startswith(verb)), "")


def share_enums(document: dict[str, Any]) -> None:
    """Each list of allowed values of a parameter is a schema, the one of the field with the same values if any."""
    schemas = document["components"]["schemas"]
    names = {frozenset(schema["enum"]): name for name, schema in schemas.items() if "enum" in schema}
    for operation in operations(document):
        for parameter in operation.get("parameters", []):
            holder, key = (parameter, "schema") if "enum" in parameter["schema"] else (parameter["schema"], "items")
            if values := holder.get(key, {}).get("enum"):
                name = names.setdefault(frozenset(values), enum_name(operation, parameter, values, schemas))
                if set(schemas.setdefault(name, {"type": "string", "enum": values})["enum"]) != set(values):
                    raise ValueError(f"Two lists of allowed values are named {name}.")
                holder[key] = {"$ref": f"#/components/schemas/{name}"}


def enum_name(operation: dict[str, Any], parameter: dict[str, Any], values: list[str], schemas: dict[str, Any]) -> str:
    """ObservationColumn for `fields` of list_observations: a correction also has a filter named `field`.

    A record or a table that has other values has a name of its own: ObservationRecordColumn.
    """
    if is_suffix(parameter):
        usual = "RecordFormat" if "ExportFormat" in schemas else "ExportFormat"  # of most records, and of most lists
        if usual not in schemas:
            return usual
    name = "column" if parameter["name"] == "fields" else singular(parameter["name"])
    plain = f"{noun(operation)}{pascal(name)}"
    if set(schemas.get(plain, {"enum": values})["enum"]) == set(values):
        return plain
    return f"{noun(operation)}{OF_VERBS[verb(operation)]}{pascal(name)}"


def share_parameters(document: dict[str, Any]) -> None:
    """A parameter of several operations is a component, named after the first of them where another has its name."""
    uses: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for operation in operations(document):
        for parameter in operation.get("parameters", []):
            uses[parameter["name"]][json.dumps(parameter)].append(operation)
    shared = document["components"]["parameters"] = {}
    references = {}
    for name, variants in sorted(uses.items()):
        for text, used_by in variants.items():
            if len(used_by) > 1:
                component = pascal(name) if len(variants) == 1 else f"{noun(used_by[0])}{pascal(name)}"
                places = {json.loads(variant)["in"] for variant in variants}
                if len(places) > 1 and json.loads(text)["in"] == "path":  # lists have a filter of this name
                    component += "InPath"
                if component in shared:  # a record and a list differ
                    component = f"{noun(used_by[0])}{OF_VERBS[verb(used_by[0])]}{pascal(name)}"
                shared[component] = json.loads(text)
                references[text] = {"$ref": f"#/components/parameters/{component}"}
    for operation in operations(document):
        if "parameters" in operation:
            operation["parameters"] = [references.get(json.dumps(one), one) for one in operation["parameters"]]


def share_exports(document: dict[str, Any]) -> None:
    """The files of exports in the same formats are one response."""
    shared = document["components"]["responses"]
    for operation in operations(document):
        formats = next((one["schema"]["enum"] for one in operation.get("parameters", []) if is_suffix(one)), None)
        if formats is None:
            continue
        for status, name in (("200", "file"), ("206", "part-of-file")):
            component = "-".join([name, *formats])
            shared[component] = operation["responses"][status]
            operation["responses"][status] = {"$ref": f"#/components/responses/{component}"}


def share_versions(schemas: dict[str, Any]) -> None:
    """What the versions of all kinds of records have is the schema Version, which each of them extends."""
    kinds = [schema for name, schema in schemas.items() if name.endswith("Version")]
    first, *others = (schema["properties"] for schema in kinds)
    shared = [name for name in first if all(each.get(name) == first[name] for each in others)]
    required = [name for name in kinds[0]["required"] if name in shared]
    schemas["Version"] = {
        "type": "object",
        "description": "What a version of any record has.",
        "properties": {name: first[name] for name in shared},
        "required": required,
    }
    for schema in kinds:
        own = {
            "type": "object",
            "properties": {name: shape for name, shape in schema.pop("properties").items() if name not in shared},
            "required": [name for name in schema.pop("required") if name not in shared],
        }
        del schema["type"]
        schema["allOf"] = [{"$ref": "#/components/schemas/Version"}, own]


def share_rows(schemas: dict[str, Any]) -> None:
    """A record that has more fields than the rows of its list extends their schema."""
    for name, schema in schemas.items():
        row = schemas.get(name.removesuffix("Detail"), schema)
        if row is schema or not row["properties"].items() <= schema["properties"].items():
            continue
        shared, properties = row["properties"], schema.pop("properties")
        own = {
            "type": schema.pop("type"),
            "properties": {field: shape for field, shape in properties.items() if field not in shared},
            "required": [field for field in schema.pop("required") if field not in shared],
        }
        schema["allOf"] = [{"$ref": f"#/components/schemas/{name.removesuffix('Detail')}"}, own]


def is_suffix(parameter: dict[str, Any]) -> bool:
    return (parameter["name"], parameter["in"]) == ("format", "path")
