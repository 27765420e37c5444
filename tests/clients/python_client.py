"""A client of openapi-python-client reads a list and a problem, and exports every list in every format."""

import importlib
import inspect
import pkgutil
import sys

import ankang_client.api
from ankang_client import Client
from ankang_client.api.observations import list_observations
from ankang_client.models import ExportFormat, PaginatedObservationList, Problem

BEGINNINGS = {"csv": b"code,", "jsonl": b'{"code"', "xlsx": b"PK", "parquet": b"PAR1"}
ARGUMENTS = {
    "export_observation_history": ["ankang-report-poor-population-610900-2018"],
    "export_metric_history": ["poor-population"],
    "export_region_history": ["610900"],
    "export_unit_history": ["person"],
    "export_programme_history": ["three-changes"],
    "export_part_history": ["one-covenant-four-councils"],
    "export_achievement_history": ["ankang-report-classic-case"],
    "export_document_history": ["ankang-report"],
    "export_document_passages": ["ankang-report"],
}
"""The values in the path before the format."""

client = Client(base_url=sys.argv[1], raise_on_unexpected_status=True)
listed = list_observations.sync(client=client, metric=["poor-population"])
assert isinstance(listed, PaginatedObservationList), listed
assert [row.value for row in listed.results] == [1005000, 229600]
refused = list_observations.sync(client=client, metric=["poor-populaton"])
assert isinstance(refused, Problem), refused
assert "poor-population" in refused.detail

exports = 0
for _finder, name, is_package in pkgutil.walk_packages(ankang_client.api.__path__, "ankang_client.api."):
    operation = name.rpartition(".")[2]
    if is_package or not operation.startswith("export_"):
        continue
    export = importlib.import_module(name).sync_detailed
    required = [one for one in inspect.signature(export).parameters.values() if one.kind is one.POSITIONAL_OR_KEYWORD]
    if len(required) != len(ARGUMENTS.get(operation, [])) + 1:  # of a record
        continue
    for suffix in (one for one in ExportFormat if one.value in BEGINNINGS):
        response = export(*ARGUMENTS.get(operation, []), suffix, client=client)
        assert response.status_code == 200, (name, suffix, response.status_code)
        is_empty = operation == "export_corrections" and not response.content.startswith(BEGINNINGS[suffix.value])
        assert is_empty or response.content.startswith((BEGINNINGS[suffix.value], b"number,", b'{"number"')), name
        exports += 1
print(f"openapi-python-client: {exports} exports")
