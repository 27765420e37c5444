"""Descriptions of the data in standard formats: Data Package, CSV on the Web, JSON-stat."""

import csv
import hashlib
import io
import json
from typing import Any

import pytest
from django.test import Client, override_settings
from django.test.utils import override_script_prefix

from ankang_api.renderers.json_stat import JSONStatRenderer
from ankang_api.renderers.table import Column, Table
from indicators.models import Observation, Revision
from tests.asking import Asking, one_connection
from tests.editing import correct, set_time

pytestmark = pytest.mark.django_db

API = "http://testserver/api/v1/"
OBSERVATION = "ankang-report-poor-population-610900-2018"
HISTORY = f"observations/{OBSERVATION}/history"


@pytest.fixture(autouse=True)
def time() -> None:
    set_time(1, "2026-03-05T16:30:00+00:00")


def package(client: Client, query: str = "") -> dict[str, Any]:
    body: dict[str, Any] = client.get(f"/api/v1/datapackage.json{query}").json()
    return body


def resource(body: dict[str, Any], name: str) -> dict[str, Any]:
    [found] = [each for each in body["resources"] if each["name"] == name]
    return dict(found)


def download(client: Client, url: str) -> bytes:
    return b"".join(client.get(url).streaming_content)  # type: ignore[attr-defined]


def test_the_data_package_says_what_is_published_in_which_revision(client: Client) -> None:
    body = package(client)
    names = [each["name"] for each in body.pop("resources")]
    assert names == [
        *("observations", "series", "metrics", "regions", "units", "programmes", "parts", "achievements"),
        *("documents", "documents-passages-ankang-report", "documents-quotes-ankang-report"),
        *("revisions", "corrections"),
    ]
    assert body == {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "ankang-open-data",
        "id": f"{API}datapackage.json?revision=1",
        "title": "Ankang open data on poverty reduction",
        "title_zh": "安康脱贫攻坚开放数据",
        "description": "Every figure, programme and recognition in a report on poverty reduction in Ankang, "
        "Shaanxi, each with its unit, period, precision and the exact words it comes from.",
        "description_zh": "安康市脱贫攻坚情况报告中的每一项数字、工程与表彰，均附单位、时期、精度和原文。",
        "homepage": "http://testserver/docs",
        "version": "1",
        "created": "2026-03-05T16:30:00Z",
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "sources": [
            {
                "title": "Report on the battle against poverty in Ankang (title supplied by this catalogue), "
                "Ankang City Poverty Alleviation Office",
                "title_zh": "安康市脱贫办《安康市脱贫攻坚情况报告（本目录所拟标题）》",
                "path": f"{API}documents/ankang-report",
            }
        ],
        "contributors": [{"title": "Ankang open-data API", "title_zh": "安康开放数据 API", "roles": ["publisher"]}],
    }


def test_a_resource_has_its_columns_keys_size_and_hash(client: Client) -> None:
    units = resource(package(client), "units")
    body = download(client, units["path"])
    fields = units["schema"].pop("fields")
    assert units == {
        "name": "units",
        "type": "table",
        "path": f"{API}units.csv?revision=1",
        "description": "What numbers count, with the Chinese measure words by which a report prints each unit.",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(body),
        "hash": f"sha256:{hashlib.sha256(body).hexdigest()}",
        "schema": {
            "missingValues": [""],
            "primaryKey": ["code"],
            "foreignKeys": [{"fields": ["revision"], "reference": {"resource": "revisions", "fields": ["number"]}}],
        },
    }
    assert fields[0] == {
        "name": "code",
        "type": "string",
        "description": "Identifier, stable for ever.",
        "description_zh": "标识符，永久不变。",
        "constraints": {"required": True},
    }
    assert [field["name"] for field in fields] == body.decode().partition("\r\n")[0].split(",")


def test_no_cell_that_is_required_is_empty(client: Client) -> None:
    empty = set()
    for each in package(client)["resources"]:
        required = {field["name"] for field in each["schema"]["fields"] if "constraints" in field}
        described = client.get(each["path"].replace(".csv", ".csv-metadata.json")).json()["tables"][0]["tableSchema"]
        assert {column["name"] for column in described["columns"] if column["required"]} == required
        for row in csv.DictReader(io.StringIO(download(client, each["path"]).decode())):
            empty |= {(each["name"], name) for name in required if not row[name]}
    assert empty == set()


def test_each_hash_is_that_of_the_file_also_of_an_earlier_revision(client: Client) -> None:
    correct(Observation.objects.get(code=OBSERVATION), note_zh="按当年贫困标准。", note_en="By the poverty line.")
    for query in ("", "?revision=1"):
        for each in package(client, query)["resources"]:
            body = download(client, each["path"])
            assert (each["bytes"], each["hash"]) == (len(body), f"sha256:{hashlib.sha256(body).hexdigest()}")
    before, after = package(client, "?revision=1"), package(client)
    assert (before["version"], after["version"]) == ("1", "2")
    assert resource(before, "units")["hash"] == resource(after, "units")["hash"]
    assert resource(before, "observations")["hash"] != resource(after, "observations")["hash"]


@pytest.mark.database_independent
def test_a_reference_to_the_same_list_has_no_name(client: Client) -> None:
    keys = resource(package(client), "regions")["schema"]["foreignKeys"]
    assert {"fields": ["parent"], "reference": {"resource": "", "fields": ["code"]}} in keys


@pytest.mark.database_independent
def test_observations_refer_to_the_lists_of_their_codes(client: Client) -> None:
    keys = resource(package(client), "observations")["schema"]["foreignKeys"]
    assert {key["fields"][0]: key["reference"]["resource"] for key in keys} == {
        "document": "documents",
        "metric": "metrics",
        "region": "regions",
        "programme": "programmes",
        "unit": "units",
        "restates": "",
        "revision": "revisions",
    }


def test_the_data_package_is_computed_once_for_each_revision() -> None:
    with one_connection():
        ask = Asking()
        first, again = ask("/api/v1/datapackage.json"), ask("/api/v1/datapackage.json")
        assert (first[0], again[2], ask.computed) == (200, first[2], 1)
        correct(Observation.objects.get(code=OBSERVATION), note_zh="按当年贫困标准。", note_en="By the poverty line.")
        status, headers, body = ask("/api/v1/datapackage.json")
        assert (status, ask.computed, b'"version":"2"' in body) == (200, 2, True)
        assert headers["etag"] != first[1]["etag"]


@pytest.mark.database_independent
@pytest.mark.parametrize("query", ["colour=red", "revision=9", "fields=code"])
def test_the_data_package_refuses_what_it_does_not_know(client: Client, query: str) -> None:
    assert client.get(f"/api/v1/datapackage.json?{query}").status_code == 400


@pytest.mark.usefixtures("no_data")
def test_before_the_first_load_the_files_are_empty(client: Client) -> None:
    body = package(client)
    assert (body["created"], body["sources"], Revision.objects.count()) == (None, [], 0)
    assert resource(body, "units")["path"] == f"{API}units.csv"


@pytest.mark.database_independent
def test_column_metadata_name_the_file_its_columns_and_its_keys(client: Client) -> None:
    response = client.get("/api/v1/metrics.csv-metadata.json?measure=rank&fields=code,unit,rank_order")
    assert response["Content-Type"] == "application/csvm+json"
    body = response.json()
    assert body["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "en"}]
    assert body["dc:license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
    first, *others = body["tables"]
    assert first["url"] == f"{API}metrics.csv?fields=code%2Cunit%2Crank_order&measure=rank&revision=1"
    assert first["tableSchema"]["primaryKey"] == ["code"]
    assert first["tableSchema"]["foreignKeys"] == [
        {
            "columnReference": ["unit"],
            "reference": {"resource": f"{API}units.csv?revision=1", "columnReference": ["code"]},
        }
    ]
    assert first["tableSchema"]["columns"][2] == {
        "name": "rank_order",
        "titles": "rank_order",
        "datatype": "string",
        "null": "",
        "required": False,
        "dc:description": [
            {
                "@value": "For ranks: descending if the largest value is first, ascending if the smallest is.",
                "@language": "en",
            },
            {"@value": "用于位次：最大值居首为降序，最小值居首为升序。", "@language": "zh-Hans"},
        ],
    }
    assert [table["url"] for table in others] == [f"{API}units.csv?revision=1", f"{API}revisions.csv?revision=1"]
    assert download(client, first["url"]).startswith(b"code,unit,rank_order\r\n")


@pytest.mark.parametrize(
    "path",
    [
        "series",
        "revisions",
        "documents/ankang-report/passages",
        HISTORY,
    ],
)
def test_each_table_has_column_metadata_with_the_header_of_its_file(client: Client, path: str) -> None:
    [table, *_] = client.get(f"/api/v1/{path}.csv-metadata.json").json()["tables"]
    header = download(client, table["url"]).decode().partition("\r\n")[0]
    assert [column["titles"] for column in table["tableSchema"]["columns"]] == header.split(",")
    assert table["tableSchema"]["primaryKey"]


@pytest.mark.database_independent
@pytest.mark.parametrize("path", ["units/person", "documents/ankang-report/coverage", ""])
def test_what_is_no_table_has_no_column_metadata(client: Client, path: str) -> None:
    assert client.get(f"/api/v1/{path}.csv-metadata.json").status_code == 404


def cube(client: Client, query: str = "") -> dict[str, Any]:
    body: dict[str, Any] = json.loads(download(client, f"/api/v1/observations.jsonstat{query}"))
    return body


def test_observations_are_a_cube_with_labels_in_both_languages(client: Client) -> None:
    body = cube(client, "?metric=poor-population")
    assert (body["version"], body["class"], body["updated"]) == ("2.0", "dataset", "2026-03-05T16:30:00Z")
    assert (body["id"], body["size"]) == (["metric", "region", "time_period", "value_type"], [1, 1, 2, 1])
    assert (body["value"], body["status"]) == ({"0": 1005000, "1": 229600}, {"0": "A", "1": "A"})
    assert body["dimension"]["metric"] == {
        "label": "指标 Metric",
        "category": {
            "index": ["poor-population"],
            "label": {"poor-population": "贫困人口 Poor population"},
            "unit": {"poor-population": {"label": "人 person"}},
        },
        "extension": {
            "label_zh": {"poor-population": "贫困人口"},
            "label_en": {"poor-population": "Poor population"},
        },
    }
    assert body["dimension"]["value_type"]["category"]["label"] == {"actual": "实际 Actual"}
    assert body["extension"]["value_text"] == {"0": "100.5万人", "1": "22.96万人"}


def test_each_observation_has_the_cell_of_its_codes(client: Client) -> None:
    body = cube(client)
    rows = {row["code"]: row for row in client.get("/api/v1/observations").json()["results"]}
    assert len(body["value"]) == len(rows) == 48
    for place, code in body["extension"]["code"].items():
        rest, codes = int(place), {}
        for name, size in reversed(list(zip(body["id"], body["size"], strict=True))):
            rest, index = divmod(rest, size)
            codes[name] = body["dimension"][name]["category"]["index"][index]
        assert codes == {name: rows[code][name] for name in body["id"]}
        assert body["value"][place] == rows[code]["value"]


@pytest.mark.database_independent
def test_documents_that_report_the_same_cell_are_a_dimension() -> None:
    kinds = {"value": "number", "value_low": "number", "value_high": "number"}
    columns = [Column(name, kinds.get(name, "text"), "") for name in sorted(JSONStatRenderer.required_columns)]
    named = {
        "metric": "roads",
        "metric_name_zh": "公路",
        "metric_name_en": "Roads",
        "unit": "km",
        "unit_name_zh": "公里",
    }
    place = {"region": "610900", "region_name_zh": "安康市", "region_name_en": "Ankang City", "time_period": "2018"}
    same = named | place | {"value_type": "actual", "obs_status": "A"}
    rows = [
        same | {"code": f"{document}-roads", "document": document, "value": value}
        for document, value in (("report-2018", 5), ("report-2019", 6))
    ]
    cells: list[list[Any]] = [[row.get(column.name) for column in columns] for row in rows]
    about = {"url": f"{API}observations.jsonstat", "title_zh": "数据", "title_en": "Data", "attribution_en": "Us"}
    body = json.loads(b"".join(JSONStatRenderer().stream(Table("observations", columns, iter(cells), about))))
    assert (body["id"][0], body["size"]) == ("document", [2, 1, 1, 1, 1])
    assert body["value"] == {"0": 5, "1": 6}
    assert body["extension"]["code"] == {"0": "report-2018-roads", "1": "report-2019-roads"}


def test_a_cube_without_observations_has_no_cells(client: Client) -> None:
    body = cube(client, "?metric=poor-population&period=1999")
    assert (body["size"], body["value"]) == ([0, 0, 0, 0], {})


@pytest.mark.database_independent
@pytest.mark.parametrize("query", ["fields=code", "sort=code", "page_size=3", "cursor=x", "colour=red"])
def test_a_cube_refuses_what_it_cannot_follow(client: Client, query: str) -> None:
    assert client.get(f"/api/v1/observations.jsonstat?{query}").status_code == 400


@pytest.mark.database_independent
@pytest.mark.parametrize("path", ["units", "series", HISTORY])
def test_only_observations_are_a_cube(client: Client, path: str) -> None:
    assert client.get(f"/api/v1/{path}.jsonstat").status_code == 404


@pytest.mark.database_independent
@pytest.mark.parametrize(
    "path", ["datapackage.json", "fields", "units.csv-metadata.json", "units.bib", "observations.jsonstat"]
)
def test_descriptions_answer_head_and_conditional_requests_for_any_origin(client: Client, path: str) -> None:
    got, head = client.get(f"/api/v1/{path}"), client.head(f"/api/v1/{path}")
    assert (head.status_code, head["ETag"], head["Content-Type"]) == (200, got["ETag"], got["Content-Type"])
    assert (got["Access-Control-Allow-Origin"], got["Cache-Control"]) == ("*", "public, no-cache")
    assert client.get(f"/api/v1/{path}", headers={"If-None-Match": got["ETag"]}).status_code == 304


@override_settings(ROOT_URLCONF="tests.urls_with_a_further_list")
def test_a_list_that_is_added_is_described_by_itself(client: Client) -> None:
    quotations = resource(package(client), "quotations")
    body = download(client, "/api/v1/quotations.csv?revision=1")
    assert quotations["hash"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
    assert [field["name"] for field in quotations["schema"]["fields"]] == ["code", "start", "end", "revision"]
    [table, *_] = client.get("/api/v1/quotations.csv-metadata.json").json()["tables"]
    assert table["url"] == f"{API}quotations.csv?revision=1"
    assert client.get("/api/v1/quotations.bib").content.startswith("% 安康开放数据 API.".encode())


@pytest.mark.database_independent
@pytest.mark.parametrize("path", ["/api/v1/units", "/api/v1/nowhere"])
def test_behind_a_prefix_the_api_is_the_same(client: Client, path: str) -> None:
    response = client.get(path, SCRIPT_NAME="/city")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Vary"] == "Accept, Accept-Encoding"


@pytest.mark.database_independent
def test_behind_a_prefix_descriptions_have_it(client: Client) -> None:
    with override_script_prefix("/city/"):
        body = client.get("/api/v1/datapackage.json", SCRIPT_NAME="/city").json()
    assert resource(body, "units")["path"] == "http://testserver/city/api/v1/units.csv?revision=1"
    assert client.get("/api/v1/units/", SCRIPT_NAME="/city")["Location"] == "/city/api/v1/units"
