"""The operations of a path: JSON at the bare path, the other formats at the path with a suffix."""

from copy import deepcopy
from typing import Any, NamedTuple

from rest_framework.renderers import BaseRenderer

from ankang_api.http.negotiation import offered
from ankang_api.schema import examples
from ankang_api.schema.components import export_responses, json_responses
from ankang_api.schema.names import nouns, operation_id, summary
from ankang_api.schema.parameters import RANGE, merged, parameters_of
from indicators.rows.base_view import BaseView

JSON_TYPE = "application/json"
MEMBERS = ("operationId", "summary", "description", "tags", "parameters", "responses")
GENERATED = ("_list", "_retrieve")
"""How the generator's own names of operations end; others were given by the view."""


class Endpoint(NamedTuple):
    """A path and its view, as the generator found them."""

    path: str
    view: BaseView
    is_list: bool

    @property
    def nouns(self) -> str:
        return nouns(self.path, many=self.is_list)

    @property
    def has_parameters(self) -> bool:
        return "{" in self.path

    def formats(self) -> dict[str, type[BaseRenderer]]:
        """The formats besides JSON, with their renderers."""
        choices = offered(type(self.view), single=bool(self.view.detail))
        return {name: renderer for name, renderer in choices.items() if name != "json"}

    def json_renderer(self) -> type[BaseRenderer]:
        return offered(type(self.view), single=bool(self.view.detail))["json"]


def endpoint(path: str, callback: Any) -> Endpoint:
    actions = getattr(callback, "actions", None) or {}
    return Endpoint(path, callback.cls(**callback.initkwargs), actions.get("get") == "list")


def complete_json(operation: dict[str, Any], at: Endpoint, recorded: dict[str, Any]) -> None:
    """Name the operation of a bare path, and add its parameters, headers, errors and example."""
    if operation["operationId"].endswith(GENERATED):
        operation["operationId"] = operation_id(at.path, "list" if at.is_list else "get", many=at.is_list)
    operation.setdefault("summary", summary(operation["operationId"]))
    own = parameters_of(at.view, at.json_renderer())
    operation["parameters"] = merged(operation.get("parameters", []), own, at.nouns)
    operation["description"] = description(operation, at)
    add_required_examples(operation, examples.values(operation["operationId"], at.path))
    answer = operation["responses"]["200"]
    if JSON_TYPE in answer["content"]:  # the generator takes all renderers for JSON
        answer["content"] = {JSON_TYPE: answer["content"][JSON_TYPE]}
        if (example := recorded.get(operation["operationId"])) is not None:
            answer["content"][JSON_TYPE]["example"] = example
    operation["responses"] = json_responses(answer, single=bool(at.view.detail), nested=at.has_parameters)
    in_order(operation)


def in_order(operation: dict[str, Any]) -> None:
    """Put the members of an operation in the order in which a reader needs them; no empty list of parameters."""
    members = {name: operation.pop(name) for name in MEMBERS if name in operation}
    if not members["parameters"]:
        del members["parameters"]
    operation.update(members)


def description(operation: dict[str, Any], at: Endpoint) -> str:
    """What the view says of itself, and what is left out of the schema of the response."""
    sentences = [operation["description"]]
    if any(parameter["name"] == "fields" for parameter in operation["parameters"]):
        sentences.append("With `fields`, the response has only the fields that it names.")
    if formats := list(at.formats()):
        *others, last = formats
        choice = f"{', '.join(others)} or {last}" if others else last
        sentences.append(
            f"The response is JSON. `format` or `Accept` chooses {choice} instead: see `{at.path}.{{format}}`."
        )
    return " ".join(sentences)


def add_required_examples(operation: dict[str, Any], values: dict[str, str]) -> None:
    """Give required parameters the values of the example request; Swagger UI fills its form with them."""
    for parameter in operation["parameters"]:
        if parameter.get("required") and parameter["name"] in values:
            text = values[parameter["name"]]
            parameter["example"] = int(text) if parameter["schema"]["type"] == "integer" else text


def export(generated: dict[str, Any], completed: dict[str, Any], at: Endpoint) -> dict[str, Any]:
    """The operation of a path with a suffix: a list as a whole table, or a record, as a file."""
    formats = at.formats()
    of_pages = {parameter.name for parameter in parameters_of(at.view, at.json_renderer())}
    filters = [parameter for parameter in generated.get("parameters", []) if parameter["name"] not in of_pages]
    widest = formats.get("csv") or next(iter(formats.values()))  # csv has all parameters of the others
    operation = deepcopy(completed)
    operation["operationId"] = operation_id(at.path, "export", many=at.is_list)
    operation["summary"] = export_summary(operation)
    rows = "All rows at once, in" if at.is_list else "In"
    operation["description"] = f"{generated['description']} {rows} the format of the suffix."
    operation["parameters"] = [*merged(filters, parameters_of(at.view, widest), at.nouns), RANGE]
    only_of_csv(operation["parameters"])
    add_required_examples(operation, examples.values(completed["operationId"], at.path))
    suffix = {"name": "format", "in": "path", "required": True, "description": "Format of the file."}
    place = sum(parameter["in"] == "path" for parameter in operation["parameters"])
    choices = {"type": "string", "enum": list(formats)}
    operation["parameters"].insert(place, suffix | {"schema": choices, "example": next(iter(formats))})
    operation["responses"] = export_responses(operation["responses"], list(formats.values()))
    return operation


def only_of_csv(parameters: list[dict[str, Any]]) -> None:
    for parameter in parameters:
        if parameter["name"] == "bom":
            parameter["description"] += " With csv alone."


def export_summary(operation: dict[str, Any]) -> str:
    words = operation["summary"]
    return words.replace("List", "Export", 1) if words.startswith("List ") else summary(operation["operationId"])
